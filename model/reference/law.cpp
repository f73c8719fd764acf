#include "model/reference/law.hpp"

#include <algorithm>

#include "model/base/distributions.hpp"
#include "model/base/philox.hpp"

namespace zonecast::reference {

namespace {

constexpr double outlier = 3;  // as in learning (learn.cpp)

/// Student's t with four degrees of freedom, of variance one.
double student(double u) {
    return student4_quantile(u) * 0.70710678118654752440;
}

template <class State>
const State& state_at(const std::vector<State>& states, double rank) {
    const auto n = static_cast<double>(states.size());
    return states[std::min(states.size() - 1, static_cast<std::size_t>(rank * n))];
}

/// Two correlated normals with the given variances.
struct Pair {
    double first = 0, second = 0;
};
Pair correlated(double variance, double other_variance, double covariance, double z, double other_z) {
    if (!(variance > 0)) return {0, sqrt_exact(std::max(0.0, other_variance)) * other_z};
    const double root = sqrt_exact(variance), cross = covariance / root;
    return {root * z, cross * z + sqrt_exact(std::max(0.0, other_variance - cross * cross)) * other_z};
}

/// ln of a spread's factor: the square root of degrees of freedom over a chi-square (Wilson and Hilferty's cube), scaled so that the mean
/// variance is one.
double spread_factor(double freedom, double z) {
    const double ninth = 2.0 / (9.0 * freedom);
    const double cube = 1.0 - ninth + z * sqrt_exact(ninth);
    const double chi_square = freedom * std::max(0.05, cube * cube * cube);
    return sqrt_exact((freedom - 2.0) / chi_square);
}

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

ReferenceLaw ReferenceLaw::steady(const std::array<YearGrowth, headline_count>& growth) {
    ReferenceLaw law;
    law.steady_ = growth;
    return law;
}

void ReferenceLaw::draw(const PathDraws& draws, const Ranks& ranks, std::size_t years, ReferencePath& path) const {
    const std::uint64_t r = draws.replicate;
    for (std::size_t k = 0; k < headline_count; ++k) {
        const One& one = by_[k];
        auto& out = path.by[k];
        out.assign(years, steady_[k]);
        if (one.known == 0) continue;
        const bool money = headlines[k].money;
        const NationState& n = state_at(one.nation, ranks.nation[k]);
        const std::uint64_t nation_key = entity_key(draws.chance_seed, one.nation_name);
        const std::uint64_t province_key = entity_key(draws.chance_seed, one.province_name);

        double trend = n.trend, level = 0;  // level: ln of the nation less its transitory part, against the published one
        if (money) {
            const Words w = draw_words(entity_key(draws.initial_seed, one.nation_name), r, 0, Stream::reference, 0);
            const double free = draws.free_initial ? 1.0 : 0.0;
            const Pair at_start = correlated(n.level_variance, n.trend_variance, n.covariance, free * normal_quantile(uniform(w[0], w[1])),
                                             free * normal_quantile(uniform(w[2], w[3])));
            level = n.level + at_start.first;
            trend += at_start.second;
        }
        const bool own = !one.province.empty();
        ProvinceState p;
        double excess = 0, against = 0, spread = 0;
        if (own) {
            p = state_at(one.province, ranks.province[k]);
            const Words w = draw_words(entity_key(draws.initial_seed, one.province_name), r, 0, Stream::reference, 0);
            const double free = draws.free_initial ? 1.0 : 0.0;
            const Pair at_start = correlated(p.level_variance, p.excess_variance, p.covariance, free * normal_quantile(uniform(w[0], w[1])),
                                             free * normal_quantile(uniform(w[2], w[3])));
            against = p.level + at_start.first;
            excess = p.excess + at_start.second;
            const double z = draws.free_parameters
                                 ? normal_draw(entity_key(draws.parameter_seed, one.province_name), r, 0, Stream::reference)
                                 : 0.0;
            spread = p.own_spread * (draws.free_parameters ? spread_factor(p.freedom, z) : 1.0);
        }
        const double free = draws.free_chance ? 1.0 : 0.0;
        // What was published in the last known year is where growth counts from.
        double before = one.anchored ? one.published : against;
        for (int year = one.known + 1; year <= base_year_ + static_cast<int>(years); ++year) {
            const Words w = draw_words(nation_key, r, year, Stream::reference, 0);
            const double noise = free * student(uniform(w[0], w[1])), turn = free * normal_quantile(uniform(w[2], w[3]));
            double expected = 0, published = 0;
            trend *= n.law.persistence;
            if (money) {
                expected = level + n.law.anchor + trend;
                trend += n.law.response * n.law.spread * turn;
                level += n.law.anchor + trend + n.law.spread * noise;
                const double gone = free * student(uniform_draw(nation_key, r, year, Stream::reference, 1));
                published = level + n.law.transitory * n.law.spread * gone;
            } else {
                expected = level + n.law.anchor + trend;
                const double surprise = n.law.spread * noise, most = outlier * n.law.spread;
                level = published = expected + surprise;
                trend += n.law.response * std::clamp(surprise, -most, most);
            }
            if (own) {
                const Words v = draw_words(province_key, r, year, Stream::reference, 0);
                excess *= p.law.persistence;
                const double pull = p.law.catching_up * (p.gap - against);
                expected += against + excess + pull;
                excess += p.law.momentum * spread * free * normal_quantile(uniform(v[2], v[3]));
                against += excess + pull + spread * free * student(uniform(v[0], v[1]));
            }
            const double now = published + against;
            if (year > base_year_) out[static_cast<std::size_t>(year - base_year_) - 1] = {now - before, expected - before};
            before = now;
        }
    }
}

}  // namespace zonecast::reference
