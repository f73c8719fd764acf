#include "model/reference/learn.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/base/each.hpp"
#include "model/base/vector_math.hpp"

namespace zonecast::reference {

namespace {

// ---- constants that no data decide: docs/model.md, section 15, has the table with reasons

constexpr double student_freedom = 4;
constexpr double prior_no_memory = 0.8;       // weight of "a province has no memory of its own" before the panel speaks
constexpr double prior_no_catching_up = 0.5;  // weight of "no catching-up"
constexpr double prior_no_transitory = 0.5;
constexpr double pool_weight = 0.2;           // evidence of five other headlines counts as that of one
constexpr double own_freedom = 4;             // a province's own spread starts with so many degrees of freedom from the pool
constexpr double first_trend = 0.12, first_trend_sd = 0.10;  // the nation's growth before its first figure

struct LogNormal {
    double median, sd;
};
constexpr LogNormal nation_spread_prior{0.03, 0.7};
constexpr LogNormal province_spread_prior{unlearned_province_spread, 0.7};

constexpr std::array count_persistence{0.5, 0.7, 0.8, 0.9, 1.0};
constexpr std::array count_response{0.2, 0.4, 0.6, 0.8, 1.0};
constexpr std::array money_persistence{0.5, 0.7, 0.85, 0.95};
constexpr std::array money_response{0.3, 0.6, 1.0, 2.0};
constexpr std::array money_transitory{0.0, 0.7};
constexpr std::array anchors{0.0, 0.04, 0.08, 0.12};
constexpr double nation_spread_low = 0.008, nation_spread_factor = 1.4;
constexpr std::size_t nation_spreads = 10;

constexpr std::array province_persistence{0.3, 0.5, 0.7, 0.85};
constexpr std::array province_momentum{0.5, 1.0, 2.0, 4.0};
constexpr std::array province_catching_up{0.0, 0.015, 0.03, 0.06, 0.12};
/// How the spread falls with size: between provinces, and while the nation grows; every exponent between provinces is equally likely; over
/// time, none and the same one are.
struct SizeEffect {
    double between, over_time, prior;
};
constexpr std::array size_effects{SizeEffect{0.0, 0.0, 0.25},    SizeEffect{0.15, 0.0, 0.125}, SizeEffect{0.15, 0.15, 0.125}, SizeEffect{0.3, 0.0, 0.125},
                                  SizeEffect{0.3, 0.3, 0.125}, SizeEffect{0.45, 0.0, 0.125}, SizeEffect{0.45, 0.45, 0.125}};
constexpr double province_spread_low = 0.004, province_spread_factor = 1.4;
constexpr std::size_t province_spreads = 15;

double log_density(LogNormal prior, double x) {
    const double z = log_exact(x / prior.median) / prior.sd;
    return -0.5 * z * z;
}

/// ln density of Student's t with student_freedom degrees of freedom and the given variance, constants left out: for all candidates.
/// Densities are multiplied, and a logarithm taken once for several of them; `put_into` adds what has gathered.
class StudentScore {
public:
    explicit StudentScore(std::size_t candidates) : variances_(candidates, 1.0), tails_(candidates, 1.0) {}

    void add(std::vector<double>& sum, const std::vector<double>& surprise, const std::vector<double>& variance) {
        constexpr double scale = (student_freedom - 2) / student_freedom;
        for (std::size_t i = 0; i < sum.size(); ++i) {
            variances_[i] *= variance[i];
            tails_[i] *= 1.0 + surprise[i] * surprise[i] / (student_freedom * scale * variance[i]);
        }
        if (++gathered_ == most_gathered) put_into(sum);
    }
    void put_into(std::vector<double>& sum) {
        if (gathered_ == 0) return;
        log_each(variances_);
        log_each(tails_);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] -= 0.5 * variances_[i] + 0.5 * (student_freedom + 1) * tails_[i];
        variances_.assign(sum.size(), 1.0);
        tails_.assign(sum.size(), 1.0);
        gathered_ = 0;
    }

private:
    static constexpr std::size_t most_gathered = 16;  // variances above 1e-12 and surprises below 1e6 of their spreads stay in range
    std::vector<double> variances_, tails_;
    std::size_t gathered_ = 0;
};

/// ln of the sum of exponentials.
double log_sum(const std::vector<double>& logs) {
    const double most = *std::max_element(logs.begin(), logs.end());
    double sum = 0;
    for (const double x : logs) sum += exp_exact(x - most);
    return most + log_exact(sum);
}

/// Weights that sum to one.
std::vector<double> weights_of(const std::vector<double>& logs) {
    const double total = log_sum(logs);
    std::vector<double> out(logs.size());
    for (std::size_t i = 0; i < logs.size(); ++i) out[i] = exp_exact(logs[i] - total);
    return out;
}

/// Indices that stand for the weights with equal weight: systematic, one at the middle of each equal share.
std::vector<std::size_t> systematic(const std::vector<double>& weights) {
    std::vector<std::size_t> out;
    double cumulated = 0;
    std::size_t i = 0;
    for (std::size_t k = 0; k < particle_count; ++k) {
        const double at = (static_cast<double>(k) + 0.5) / particle_count;
        while (i + 1 < weights.size() && cumulated + weights[i] < at) cumulated += weights[i++];
        out.push_back(i);
    }
    return out;
}

template <class Get>
LearnedNumber moments(const std::vector<double>& weights, Get get) {
    LearnedNumber out;
    double square = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double x = get(i);
        out.mean += weights[i] * x;
        square += weights[i] * x * x;
        if (x == 0) out.zero += weights[i];
    }
    out.sd = sqrt_exact(std::max(0.0, square - out.mean * out.mean));
    return out;
}

// ---- the nation

/// Candidates of one family with their evidence.
struct NationFit {
    std::vector<NationCandidate> candidates;
    std::vector<double> log_weight;       ///< prior and likelihood
    std::vector<double> trend, level, level_variance, trend_variance, covariance;
    std::size_t steps = 0;
};

constexpr std::size_t shared_count(bool money) {
    return (money ? money_persistence.size() * money_response.size() : count_persistence.size() * count_response.size()) * anchors.size();
}

/// The candidates: what headlines share (persistence, response, anchor) varies slowest.
std::vector<NationCandidate> nation_candidates(bool money) {
    std::vector<NationCandidate> out;
    const auto add = [&](double persistence, double response) {
        for (const double anchor : anchors) {
            double spread = nation_spread_low;
            for (std::size_t s = 0; s < nation_spreads; ++s, spread *= nation_spread_factor) {
                const double prior = log_density(nation_spread_prior, spread);
                if (!money) {
                    out.push_back({persistence, response, anchor, spread, 0, prior});
                    continue;
                }
                for (const double transitory : money_transitory)
                    out.push_back({persistence, response, anchor, spread, transitory,
                                   prior + log_exact(transitory == 0 ? prior_no_transitory : 1 - prior_no_transitory)});
            }
        }
    };
    if (money)
        for (const double p : money_persistence)
            for (const double r : money_response) add(p, r);
    else
        for (const double p : count_persistence)
            for (const double r : count_response) add(p, r);
    return out;
}

void start(NationFit& fit, bool money) {
    fit.candidates = nation_candidates(money);
    const std::size_t n = fit.candidates.size();
    fit.log_weight.resize(n);
    for (std::size_t i = 0; i < n; ++i) fit.log_weight[i] = fit.candidates[i].log_prior;
    for (auto* column : {&fit.trend, &fit.level, &fit.level_variance, &fit.trend_variance, &fit.covariance}) column->assign(n, 0.0);
}

/// Counts (E84): growth = trend + surprise, and the trend takes a share of the surprise.
NationFit fit_counts(const LogPath& path) {
    NationFit fit;
    start(fit, false);
    const std::size_t n = fit.candidates.size();
    std::vector<double> surprise(n), variance(n);
    StudentScore score(n);
    bool first = true;
    for (std::size_t k = 1; k < path.size(); ++k) {
        const double growth = path[k].log - path[k - 1].log;
        ++fit.steps;
        if (first) {
            for (std::size_t i = 0; i < n; ++i) fit.trend[i] = growth - fit.candidates[i].anchor;
            first = false;
            continue;
        }
        for (std::size_t i = 0; i < n; ++i) {
            const NationCandidate& c = fit.candidates[i];
            fit.trend[i] *= c.persistence;
            surprise[i] = growth - c.anchor - fit.trend[i];
            variance[i] = c.spread * c.spread;
        }
        score.add(fit.log_weight, surprise, variance);
        for (std::size_t i = 0; i < n; ++i) {
            const double most = outlier * fit.candidates[i].spread;
            fit.trend[i] += fit.candidates[i].response * std::clamp(surprise[i], -most, most);
        }
    }
    score.put_into(fit.log_weight);
    return fit;
}

/// A level that moves with a trend, seen with error: the Kalman filter of two states for all candidates at once (E85, E87).
struct Filter {
    std::vector<double> level, trend, level_variance, trend_variance, covariance;  // by candidate
    std::vector<double> log_likelihood, squares;
    std::vector<double> surprise, variance;
    StudentScore score;
    std::size_t cases = 0;

    explicit Filter(std::size_t n) : score(n) { begin(n); }
    /// Begins anew, in the memory that it has.
    void begin(std::size_t n) {
        for (auto* column :
             {&level, &trend, &level_variance, &trend_variance, &covariance, &log_likelihood, &squares, &surprise, &variance})
            column->assign(n, 0.0);
        cases = 0;
    }
    /// A year: the trend keeps `persistence` and moves by `trend_sd`, the level keeps 1 - `back` and moves by trend, input and `level_sd`.
    void step(std::size_t i, double persistence, double back, double input, double level_sd, double trend_sd) {
        const double kept = 1.0 - back;
        trend[i] *= persistence;
        const double cross = kept * persistence * covariance[i];
        trend_variance[i] = persistence * persistence * trend_variance[i] + trend_sd * trend_sd;
        level[i] = kept * level[i] + trend[i] + input;
        level_variance[i] = kept * kept * level_variance[i] + 2.0 * cross + trend_variance[i] + level_sd * level_sd;
        covariance[i] = cross + trend_variance[i];
    }
    /// A figure with its error, by candidate. What lies beyond `outlier` moves the level but tells no more of the trend.
    template <class Error>
    void see(double value, Error error_variance) {
        const std::size_t n = level.size();
        for (std::size_t i = 0; i < n; ++i) {
            surprise[i] = value - level[i];
            variance[i] = level_variance[i] + error_variance(i);
        }
        score.add(log_likelihood, surprise, variance);
        ++cases;
        for (std::size_t i = 0; i < n; ++i) {
            const double square = surprise[i] * surprise[i] / variance[i];
            squares[i] += std::min(square, outlier * outlier);
            const double heard = square > outlier * outlier ? outlier / sqrt_exact(square) : 1.0;
            const double level_gain = level_variance[i] / variance[i], trend_gain = covariance[i] / variance[i];
            level[i] += level_gain * surprise[i];
            trend[i] += trend_gain * surprise[i] * heard;
            trend_variance[i] -= trend_gain * covariance[i];
            covariance[i] -= trend_gain * level_variance[i];
            level_variance[i] -= level_gain * level_variance[i];
        }
    }
};

/// Money (E85): a level with a trend, and a part of each year's figure that is gone a year later.
NationFit fit_money(const LogPath& path) {
    NationFit fit;
    start(fit, true);
    const std::size_t n = fit.candidates.size();
    Filter filter(n);
    const auto error = [&](std::size_t k) {
        return [&, k](std::size_t i) {
            const NationCandidate& c = fit.candidates[i];
            const double gone = c.transitory * c.spread;
            return path[k].spread * path[k].spread + gone * gone;
        };
    };
    for (std::size_t i = 0; i < n; ++i) {
        filter.level[i] = path[0].log;
        filter.level_variance[i] = error(0)(i);
        filter.trend[i] = first_trend - fit.candidates[i].anchor;
        filter.trend_variance[i] = first_trend_sd * first_trend_sd;
    }
    for (std::size_t k = 1; k < path.size(); ++k) {
        for (std::size_t i = 0; i < n; ++i) {
            const NationCandidate& c = fit.candidates[i];
            filter.step(i, c.persistence, 0.0, c.anchor, c.spread, c.response * c.spread);
        }
        filter.see(path[k].log, error(k));
        ++fit.steps;
    }
    filter.score.put_into(filter.log_likelihood);
    for (std::size_t i = 0; i < n; ++i) fit.log_weight[i] += filter.log_likelihood[i];
    for (double& level : filter.level) level -= path.back().log;
    fit.level = std::move(filter.level);
    fit.trend = std::move(filter.trend);
    fit.level_variance = std::move(filter.level_variance);
    fit.trend_variance = std::move(filter.trend_variance);
    fit.covariance = std::move(filter.covariance);
    return fit;
}

/// ln weight of each combination of what headlines share, the rest summed out; they sum to one.
std::vector<double> shared_evidence(const NationFit& fit, bool money) {
    const std::size_t shared = shared_count(money), each = fit.log_weight.size() / shared;
    std::vector<double> out(shared), part(each);
    for (std::size_t s = 0; s < shared; ++s) {
        std::copy_n(fit.log_weight.begin() + static_cast<std::ptrdiff_t>(s * each), each, part.begin());
        out[s] = log_sum(part);
    }
    const double total = log_sum(out);
    for (double& x : out) x -= total;
    return out;
}

/// Growth that a state of the nation expects over three years.
double expected_growth(const NationState& s) {
    double sum = -s.level, trend = s.trend;
    for (int year = 0; year < 3; ++year) {
        trend *= s.law.persistence;
        sum += s.law.anchor + trend;
    }
    return sum;
}

// ---- provinces

std::vector<ProvinceCandidate> province_candidates(bool catches_up) {
    std::vector<ProvinceCandidate> out;
    const auto add = [&](double persistence, double momentum, double memory_prior) {
        for (const double back : province_catching_up) {
            if (back > 0 && !catches_up) continue;
            const double back_prior = !catches_up ? 1.0
                                      : back == 0 ? prior_no_catching_up
                                                  : (1 - prior_no_catching_up) / (province_catching_up.size() - 1);
            for (const SizeEffect& size : size_effects) {
                double spread = province_spread_low;
                for (std::size_t s = 0; s < province_spreads; ++s, spread *= province_spread_factor)
                    out.push_back({persistence, momentum, back, size.between, size.over_time, spread,
                                   log_exact(memory_prior * back_prior * size.prior) + log_density(province_spread_prior, spread)});
            }
        }
    };
    add(0, 0, prior_no_memory);
    constexpr double each = (1 - prior_no_memory) / (province_persistence.size() * province_momentum.size());
    for (const double p : province_persistence)
        for (const double m : province_momentum) add(p, m, each);
    return out;
}

/// ln GDP of a place less the nation's, in the year or the nearest one before (or, failing that, the next); nothing known: 0.
double gdp_gap(const LogPath& gdp, const LogPath& nation, int year) {
    for (const int y : {year, year - 1, year - 2, year - 3, year + 1}) {
        const LogValue *own = at(gdp, y), *all = at(nation, y);
        if (own != nullptr && all != nullptr) return own->log - all->log;
    }
    return 0;
}

/// Growth that a state of a province expects over three years, beside the nation's.
double expected_excess(const ProvinceState& s) {
    double level = s.level, excess = s.excess;
    for (int year = 0; year < 3; ++year) {
        excess *= s.law.persistence;
        level += excess + s.law.catching_up * (s.gap - level);
    }
    return level - s.level;
}

template <class State, class Expected>
void sort_by(std::vector<State>& states, Expected expected) {
    std::stable_sort(states.begin(), states.end(), [&](const State& a, const State& b) { return expected(a) < expected(b); });
}

/// What is known of a place besides its filter.
struct PlaceSize {
    double size = 0, gap = 0;  ///< ln of its latest figure; ln GDP less the nation's
};

/// Takes a place's figures through the filter, for all candidates.
PlaceSize filter_place(const PlaceEvidence& place, const std::vector<ProvinceCandidate>& candidates, const LogPath& nation,
                       const LogPath& nation_gdp, double median_size, Filter& filter) {
    const std::size_t n = candidates.size();
    const int known = nation.back().year;
    PlaceSize out;
    const LogValue* first = nullptr;
    for (const LogValue& one : place.values) {
        if (at(nation, one.year) == nullptr) continue;
        if (first == nullptr) first = &one;
        out.size = one.log;
    }
    out.gap = gdp_gap(place.gdp, nation_gdp, known);
    std::array<double, size_effects.size()> by_size{};
    for (std::size_t e = 0; e < by_size.size(); ++e) by_size[e] = exp_exact(-size_effects[e].between * (out.size - median_size));
    std::vector<double> sd(n);
    for (std::size_t i = 0; i < n; ++i) sd[i] = candidates[i].spread * by_size[(i / province_spreads) % by_size.size()];

    filter.begin(n);
    // Smaller quantities spread more, those of earlier years too.
    const auto by_size_in = [&](int year) {
        const double grown = at(nation, year)->log - nation.back().log;
        std::array<double, size_effects.size()> effect{};
        for (std::size_t e = 0; e < effect.size(); ++e) effect[e] = exp_exact(-size_effects[e].over_time * grown);
        return effect;
    };
    const auto effect_of = [](std::size_t candidate) { return (candidate / province_spreads) % size_effects.size(); };
    const auto at_first = by_size_in(first->year);
    for (std::size_t i = 0; i < n; ++i) {
        const ProvinceCandidate& c = candidates[i];
        const double innovation = c.momentum * sd[i] * at_first[effect_of(i)];
        filter.level[i] = first->log - at(nation, first->year)->log;
        filter.level_variance[i] = first->spread * first->spread;
        filter.trend_variance[i] = innovation * innovation / (1.0 - c.persistence * c.persistence);
    }
    for (int year = first->year + 1; year <= known; ++year) {
        const double gap = gdp_gap(place.gdp, nation_gdp, year - 1);
        const auto by_year = by_size_in(year - 1);
        for (std::size_t i = 0; i < n; ++i) {
            const ProvinceCandidate& c = candidates[i];
            const double spread = sd[i] * by_year[effect_of(i)];
            filter.step(i, c.persistence, c.catching_up, c.catching_up * gap, spread, c.momentum * spread);
        }
        const LogValue* seen = at(place.values, year);
        if (seen == nullptr) continue;
        filter.see(seen->log - at(nation, year)->log, [&](std::size_t) { return seen->spread * seen->spread; });
    }
    filter.score.put_into(filter.log_likelihood);
    return out;
}

}  // namespace

void LearnedHeadline::fit_provinces(const HeadlineEvidence& evidence) {
    candidates_ = province_candidates(headlines[static_cast<std::size_t>(headline_)].catches_up);
    nation_gdp_ = without_gaps(evidence.nation_gdp);
    std::vector<double> sizes;  // ln of the latest one
    for (const PlaceEvidence& place : evidence.places) {
        const auto latest = std::find_if(place.values.rbegin(), place.values.rend(),
                                         [&](const LogValue& one) { return at(nation_path_, one.year) != nullptr; });
        if (latest == place.values.rend()) continue;
        places_.push_back(place);
        sizes.push_back(latest->log);
    }
    if (places_.empty()) return;
    std::sort(sizes.begin(), sizes.end());
    median_size_ = 0.5 * (sizes[(sizes.size() - 1) / 2] + sizes[sizes.size() / 2]);

    for (const ProvinceCandidate& c : candidates_) log_weight_.push_back(c.log_prior);
    Filter filter(candidates_.size());
    for (const PlaceEvidence& place : places_) {
        if (!place.learned_from) continue;
        filter_place(place, candidates_, nation_path_, nation_gdp_, median_size_, filter);
        for (std::size_t i = 0; i < log_weight_.size(); ++i) log_weight_[i] += filter.log_likelihood[i];
        ++summary_.provinces;
        summary_.figures += filter.cases;
    }
    const std::vector<double> weights = weights_of(log_weight_);
    const auto of = [&](double ProvinceCandidate::*member) {
        return moments(weights, [&](std::size_t i) { return candidates_[i].*member; });
    };
    summary_.persistence = of(&ProvinceCandidate::persistence);
    summary_.momentum = of(&ProvinceCandidate::momentum);
    summary_.catching_up = of(&ProvinceCandidate::catching_up);
    summary_.size_exponent = of(&ProvinceCandidate::size_exponent);
    summary_.time_exponent = of(&ProvinceCandidate::time_exponent);
    summary_.spread = of(&ProvinceCandidate::spread);
}

std::vector<ProvinceState> LearnedHeadline::province(const std::string& id, bool without_itself) const {
    const auto found = std::find_if(places_.begin(), places_.end(), [&](const PlaceEvidence& place) { return place.id == id; });
    if (found == places_.end()) return {};
    Filter fit(candidates_.size());
    const PlaceSize place = filter_place(*found, candidates_, nation_path_, nation_gdp_, median_size_, fit);
    std::vector<double> logs = log_weight_;
    if (without_itself && found->learned_from)
        for (std::size_t i = 0; i < logs.size(); ++i) logs[i] -= fit.log_likelihood[i];
    std::vector<ProvinceState> out;
    for (const std::size_t i : systematic(weights_of(logs))) {
        ProvinceState s;
        s.law = candidates_[i];
        s.freedom = own_freedom + static_cast<double>(fit.cases);
        s.own_spread = candidates_[i].spread * exp_exact(-candidates_[i].size_exponent * (place.size - median_size_)) *
                       sqrt_exact((own_freedom + fit.squares[i]) / s.freedom);
        s.level = fit.level[i];
        s.excess = fit.trend[i];
        s.level_variance = std::max(0.0, fit.level_variance[i]);
        s.excess_variance = std::max(0.0, fit.trend_variance[i]);
        s.covariance = fit.covariance[i];
        s.gap = place.gap;
        out.push_back(s);
    }
    sort_by(out, expected_excess);
    return out;
}

Learned learn(const Evidence& evidence) {
    Learned out;
    // What the headlines share is learned in both families from all of them.
    std::array<std::array<std::vector<double>, headline_count>, 2> shared;
    std::array<std::array<NationFit, headline_count>, 2> fits;
    for (std::size_t k = 0; k < headline_count; ++k) {
        LearnedHeadline& one = out[k];
        one.headline_ = static_cast<Headline>(k);
        one.nation_path_ = without_gaps(evidence[k].nation);
        if (one.nation_path_.size() < 3) continue;
        one.known_ = one.nation_path_.back().year;
        for (const bool money : {false, true}) {
            fits[money][k] = money ? fit_money(one.nation_path_) : fit_counts(one.nation_path_);
            shared[money][k] = shared_evidence(fits[money][k], money);
        }
    }
    for (std::size_t k = 0; k < headline_count; ++k) {
        LearnedHeadline& one = out[k];
        if (one.known_ == 0) continue;
        const bool money = headlines[k].money;
        NationFit& fit = fits[money][k];
        const std::size_t combinations = shared_count(money), each = fit.log_weight.size() / combinations;
        for (std::size_t other = 0; other < headline_count; ++other) {
            if (other == k || shared[money][other].empty()) continue;
            for (std::size_t i = 0; i < fit.log_weight.size(); ++i) fit.log_weight[i] += pool_weight * shared[money][other][i / each];
        }
        const std::vector<double> weights = weights_of(fit.log_weight);
        const auto of = [&](double NationCandidate::*member) {
            return moments(weights, [&](std::size_t i) { return fit.candidates[i].*member; });
        };
        one.summary_.nation_from = one.nation_path_.front().year;
        one.summary_.nation_until = one.known_;
        one.summary_.nation_steps = fit.steps;
        one.summary_.nation_persistence = of(&NationCandidate::persistence);
        one.summary_.nation_response = of(&NationCandidate::response);
        one.summary_.nation_anchor = of(&NationCandidate::anchor);
        one.summary_.nation_spread = of(&NationCandidate::spread);
        one.summary_.nation_transitory = of(&NationCandidate::transitory);
        for (const std::size_t i : systematic(weights)) {
            NationState s;
            s.law = fit.candidates[i];
            s.trend = fit.trend[i];
            s.level = fit.level[i];
            s.level_variance = std::max(0.0, fit.level_variance[i]);
            s.trend_variance = std::max(0.0, fit.trend_variance[i]);
            s.covariance = fit.covariance[i];
            one.nation_.push_back(s);
        }
        sort_by(one.nation_, expected_growth);
        one.fit_provinces(evidence[k]);
    }
    return out;
}

}  // namespace zonecast::reference
