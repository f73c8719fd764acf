#include "model/reference/law.hpp"

#include <algorithm>
#include <optional>

#include "model/base/distributions.hpp"
#include "model/base/philox.hpp"

namespace zonecast::reference {

namespace {

/// Student's t with four degrees of freedom, of variance one.
double student(double u) {
    return student4_quantile(u) * 0.70710678118654752440;
}

template <class State>
const State& state_at(const std::vector<State>& states, double rank) {
    const auto n = static_cast<double>(states.size());
    return states[std::min(states.size() - 1, static_cast<std::size_t>(rank * n))];
}

// Draw numbers at the stream `reference`.
constexpr std::uint32_t noise_draw = 0, transitory_draw = 1;  // of a year
constexpr int start_year = 0;                                 // what is drawn once stands at year 0
constexpr std::uint32_t state_draw = 0, spread_draw = 1;

struct Pair {
    double first = 0, second = 0;
};

/// Two standard normals for the state in the last known year; zero if it is held.
Pair start_normals(const std::string& name, const PathDraws& draws) {
    if (!draws.free_initial) return {};
    const Words w = draw_words(entity_key(draws.initial_seed, name), draws.replicate, start_year, Stream::reference, state_draw);
    return {normal_quantile(uniform(w[0], w[1])), normal_quantile(uniform(w[2], w[3]))};
}

/// Two normals with the given variances and covariance.
Pair correlated(double variance, double other_variance, double covariance, Pair standard) {
    if (!(variance > 0)) return {0, sqrt_exact(std::max(0.0, other_variance)) * standard.second};
    const double root = sqrt_exact(variance), cross = covariance / root;
    return {root * standard.first,
            cross * standard.first + sqrt_exact(std::max(0.0, other_variance - cross * cross)) * standard.second};
}

/// A spread's factor: the square root of degrees of freedom over a chi-square (Wilson and Hilferty's cube), scaled so that the mean
/// variance is one.
double spread_factor(double freedom, double z) {
    const double ninth = 2.0 / (9.0 * freedom);
    const double cube = 1.0 - ninth + z * sqrt_exact(ninth);
    const double chi_square = freedom * std::max(0.05, cube * cube * cube);
    return sqrt_exact((freedom - 2.0) / chi_square);
}

/// A year of a path: the ln level that is published, and what was to be expected a year before.
struct Step {
    double level = 0, expected = 0;
};

/// The nation against what was published in its last known year (E84, E85).
class NationWalk {
public:
    NationWalk(const NationState& state, bool money, const std::string& name, const PathDraws& draws)
        : law_(state.law), money_(money), key_(entity_key(draws.chance_seed, name)), replicate_(draws.replicate),
          free_(draws.free_chance ? 1.0 : 0.0), trend_(state.trend) {
        if (!money) return;
        const Pair start = correlated(state.level_variance, state.trend_variance, state.covariance, start_normals(name, draws));
        level_ = state.level + start.first;
        trend_ += start.second;
    }

    Step step(int year) {
        const Words w = draw_words(key_, replicate_, year, Stream::reference, noise_draw);
        const double surprise = law_.spread * free_ * student(uniform(w[0], w[1]));
        trend_ *= law_.persistence;
        const double expected = level_ + law_.anchor + trend_;
        if (!money_) {
            level_ = expected + surprise;
            const double most = outlier * law_.spread;
            trend_ += law_.response * std::clamp(surprise, -most, most);
            return {level_, expected};
        }
        trend_ += law_.response * law_.spread * free_ * normal_quantile(uniform(w[2], w[3]));
        level_ += law_.anchor + trend_ + surprise;
        const double gone = free_ * student(uniform_draw(key_, replicate_, year, Stream::reference, transitory_draw));
        return {level_ + law_.transitory * law_.spread * gone, expected};
    }

private:
    const NationCandidate law_;
    const bool money_;
    const std::uint64_t key_, replicate_;
    const double free_;
    double trend_, level_ = 0;  ///< level: less its transitory part
};

/// A province against the nation (E87).
class ProvinceWalk {
public:
    ProvinceWalk(const ProvinceState& state, const std::string& name, const PathDraws& draws)
        : law_(state.law), gap_(state.gap), key_(entity_key(draws.chance_seed, name)), replicate_(draws.replicate),
          free_(draws.free_chance ? 1.0 : 0.0), spread_(state.own_spread) {
        const Pair start = correlated(state.level_variance, state.excess_variance, state.covariance, start_normals(name, draws));
        level_ = state.level + start.first;
        excess_ = state.excess + start.second;
        if (draws.free_parameters)
            spread_ *= spread_factor(state.freedom, normal_draw(entity_key(draws.parameter_seed, name), replicate_, start_year,
                                                                Stream::reference, spread_draw));
    }

    [[nodiscard]] double level() const { return level_; }

    /// `grown`: the nation's growth since its last known year, in log points, up to the year before.
    Step step(int year, double grown) {
        const Words w = draw_words(key_, replicate_, year, Stream::reference, noise_draw);
        const double spread = spread_ * exp_exact(-law_.time_exponent * grown);
        excess_ *= law_.persistence;
        const double pull = law_.catching_up * (gap_ - level_), expected = level_ + excess_ + pull;
        excess_ += law_.momentum * spread * free_ * normal_quantile(uniform(w[2], w[3]));
        level_ += excess_ + pull + spread * free_ * student(uniform(w[0], w[1]));
        return {level_, expected};
    }

private:
    const ProvinceCandidate law_;
    const double gap_;
    const std::uint64_t key_, replicate_;
    const double free_;
    double spread_, level_ = 0, excess_ = 0;
};

}  // namespace

ReferenceLaw::ReferenceLaw(const Learned& learned, const Evidence& evidence, const std::string& province, int base_year, bool without_itself)
    : province_(province), base_year_(base_year) {
    for (std::size_t k = 0; k < headline_count; ++k) {
        One& one = by_[k];
        if (learned[k].known() == 0) continue;
        one.known = learned[k].known();
        one.nation = learned[k].nation();
        one.province = learned[k].province(province, without_itself);
        one.nation_name = std::string("china/") + headlines[k].id;
        one.province_name = province + "/" + headlines[k].id;
        const auto& places = evidence[k].places;
        const auto found = std::find_if(places.begin(), places.end(), [&](const PlaceEvidence& place) { return place.id == province; });
        if (found == places.end()) continue;
        const LogValue *own = at(found->values, one.known), *nation = at(learned[k].nation_path(), one.known);
        one.anchored = own != nullptr;
        if (one.anchored) one.published = own->log - nation->log;
    }
}

std::optional<double> ReferenceLaw::province_spread(Headline headline) const {
    const auto& states = by_[static_cast<std::size_t>(headline)].province;
    if (states.empty()) return std::nullopt;
    double squares = 0;
    for (const ProvinceState& state : states) squares += state.own_spread * state.own_spread;
    return sqrt_exact(squares / static_cast<double>(states.size()));
}

ReferenceLaw ReferenceLaw::steady(const std::array<YearGrowth, headline_count>& growth) {
    ReferenceLaw law;
    law.steady_ = growth;
    return law;
}

void ReferenceLaw::draw(const PathDraws& draws, const Ranks& ranks, std::size_t years, ReferencePath& path) const {
    for (std::size_t k = 0; k < headline_count; ++k) {
        const One& one = by_[k];
        auto& out = path.by[k];
        out.assign(years, steady_[k]);
        if (one.known == 0) continue;
        NationWalk nation(state_at(one.nation, ranks.nation[k]), headlines[k].money, one.nation_name, draws);
        std::optional<ProvinceWalk> province;
        if (!one.province.empty()) province.emplace(state_at(one.province, ranks.province[k]), one.province_name, draws);
        // What was published in the last known year is where growth counts from.
        double before = one.anchored ? one.published : province ? province->level() : 0.0;
        double grown = 0;
        for (int year = one.known + 1; year <= base_year_ + static_cast<int>(years); ++year) {
            Step step = nation.step(year);
            const double nation_level = step.level;
            if (province) {
                const Step own = province->step(year, grown);
                step = {step.level + own.level, step.expected + own.expected};
            }
            if (year > base_year_) out[static_cast<std::size_t>(year - base_year_) - 1] = {step.level - before, step.expected - before};
            before = step.level;
            grown = nation_level;
        }
    }
}

}  // namespace zonecast::reference
