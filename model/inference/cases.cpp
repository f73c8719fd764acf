#include "model/inference/cases.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "model/base/distributions.hpp"

namespace zonecast::inference {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

using LogThresholds = std::array<double, threshold_levels.size()>;

/// The prediction that is a distribution of the logarithm.
Prediction predicted_by(const StudentT& distribution, double log_outcome, const LogThresholds& thresholds) {
    Prediction out;
    out.made = true;
    for (std::size_t q = 0; q < predicted_levels.size(); ++q) out.quantile[q] = std::exp(distribution.quantile(predicted_levels[q]));
    out.crps = distribution.crps(log_outcome);
    out.probability_integral = distribution.cdf(log_outcome);
    out.bias = distribution.centre - log_outcome;
    for (std::size_t t = 0; t < thresholds.size(); ++t) out.chance[t] = 1.0 - distribution.cdf(thresholds[t]);
    return out;
}

/// The prediction that is an ensemble of logarithms.
Prediction predicted_by(std::vector<double> logs, double log_outcome, const LogThresholds& thresholds) {
    std::sort(logs.begin(), logs.end());
    Prediction out;
    out.made = true;
    for (std::size_t q = 0; q < predicted_levels.size(); ++q) out.quantile[q] = std::exp(quantile_of(logs, predicted_levels[q]));
    out.crps = fair_crps(logs, log_outcome);
    out.probability_integral = probability_integral(logs, log_outcome);
    for (const double x : logs) out.bias += (x - log_outcome) / static_cast<double>(logs.size());
    for (std::size_t t = 0; t < thresholds.size(); ++t) out.chance[t] = 1.0 - probability_integral(logs, thresholds[t]);
    return out;
}

/// Sums of CRPS: of a benchmark, and of the model over the benchmark's cases.
struct Sums {
    std::array<double, forecasters> model{}, benchmark{};

    void add(const Case& one) {
        for (std::size_t f = 0; f < forecasters; ++f) {
            if (!one.by[f].made) continue;
            model[f] += one.of(Forecaster::model).crps;
            benchmark[f] += one.by[f].crps;
        }
    }
    void add(const Sums& other) {
        for (std::size_t f = 0; f < forecasters; ++f) model[f] += other.model[f], benchmark[f] += other.benchmark[f];
    }
    [[nodiscard]] double skill(std::size_t f) const { return benchmark[f] > 0 ? 1.0 - model[f] / benchmark[f] : nan; }
};

/// What a bootstrap draws again: rows and columns of a table of sums; every row drawn goes through every column drawn.
struct Drawn {
    std::vector<std::vector<Sums>> table;
    bool columns_too = false;  ///< false: only rows are drawn again
};

void bootstrap(const Drawn& units, const std::string& name, int first_horizon, std::uint64_t seed, std::uint64_t resamples, Summary& out) {
    std::array<std::vector<double>, forecasters> skills;
    const std::uint64_t key = entity_key(seed, "resample/" + name);
    const std::size_t rows = units.table.size(), columns = units.table.front().size();
    for (std::uint64_t r = 0; r < resamples; ++r) {
        std::uint32_t draw = 0;
        const auto pick = [&](std::size_t size) {
            const double u = uniform_draw(key, r, first_horizon, Stream::parameter, draw++);
            return std::min(size - 1, static_cast<std::size_t>(u * static_cast<double>(size)));
        };
        std::vector<std::size_t> drawn(columns);
        for (std::size_t c = 0; c < columns; ++c) drawn[c] = units.columns_too ? pick(columns) : c;
        Sums total;
        for (std::size_t k = 0; k < rows; ++k) {
            const auto& row = units.table[pick(rows)];
            for (const std::size_t c : drawn) total.add(row[c]);
        }
        for (std::size_t f = 1; f < forecasters; ++f)
            if (const double skill = total.skill(f); !std::isnan(skill)) skills[f].push_back(skill);
    }
    for (std::size_t f = 1; f < forecasters; ++f) {
        if (skills[f].empty()) continue;
        std::sort(skills[f].begin(), skills[f].end());
        out.skill_low[f] = quantile_of(skills[f], 0.05);
        out.skill_high[f] = quantile_of(skills[f], 0.95);
    }
}

}  // namespace

bool has_benchmark(const std::vector<YearValue>& values, const AsNation& nation) {
    return values.size() >= least_values || nation.known();
}

void predict(Case& one, const std::vector<YearValue>& values, const AsNation& nation, std::vector<double> logs) {
    one.at_origin = values.back().value;
    const double log_outcome = std::log(one.outcome);
    std::vector<std::pair<Forecaster, StudentT>> benchmarks;
    if (values.size() >= least_values) {
        benchmarks.emplace_back(Forecaster::random_walk, random_walk_with_drift(values, one.horizon));
        benchmarks.emplace_back(Forecaster::damped_trend, damped_trend(values, one.horizon));
    }
    if (nation.known()) benchmarks.emplace_back(Forecaster::as_nation, nation.predict(one.at_origin, one.horizon));
    LogThresholds thresholds{};
    for (std::size_t t = 0; t < thresholds.size(); ++t) {
        thresholds[t] = benchmarks.front().second.quantile(threshold_levels[t]);
        one.threshold[t] = std::exp(thresholds[t]);
    }
    one.of(Forecaster::model) = predicted_by(std::move(logs), log_outcome, thresholds);
    for (const auto& [who, distribution] : benchmarks) one.of(who) = predicted_by(distribution, log_outcome, thresholds);
}

bool Selection::holds(const Case& one) const {
    return (series.empty() || one.series == series) && (place.empty() || one.place == place) && (origin == 0 || one.origin == origin) &&
           one.horizon >= first_horizon && one.horizon <= last_horizon;
}

Summary summarise(const std::vector<Case>& cases, const Selection& of, std::uint64_t seed, std::uint64_t resamples) {
    Summary out;
    out.of = of;
    std::map<std::string, Sums> by_place;
    std::map<std::string, std::map<int, Sums>> by_series;
    std::map<std::string, std::array<std::size_t, 2>> even_held;  // inside the 80 % band, of how many
    std::set<int> origins;
    for (const Case& one : cases) {
        if (!of.holds(one)) continue;
        ++out.cases;
        origins.insert(one.origin);
        by_place[one.place].add(one);
        by_series[one.series][one.origin].add(one);
        for (std::size_t f = 0; f < forecasters; ++f) {
            const Prediction& prediction = one.by[f];
            if (!prediction.made) continue;
            ++out.made[f];
            out.crps[f] += prediction.crps;
            out.bias[f] += prediction.bias;
            for (std::size_t l = 0; l < interval_levels.size(); ++l)
                out.held[f][l] += inside(prediction.probability_integral, interval_levels[l]) ? 1 : 0;
        }
        const double rank = one.of(Forecaster::model).probability_integral;
        auto& held = even_held[one.series];
        held[0] += inside(rank, interval_levels[1]) ? 1 : 0;
        ++held[1];
        ++out.rank_histogram[std::min<std::size_t>(4, static_cast<std::size_t>(5 * rank))];
    }
    out.places = by_place.size();
    out.skill.fill(nan);
    out.skill_low.fill(nan);
    out.skill_high.fill(nan);
    out.even_skill.fill(nan);
    Sums all;
    for (const auto& [place, sums] : by_place) all.add(sums);
    for (std::size_t f = 0; f < forecasters; ++f) {
        const auto n = static_cast<double>(out.made[f]);  // NaN follows from zero
        out.crps[f] /= n;
        out.bias[f] /= n;
        for (std::size_t l = 0; l < interval_levels.size(); ++l) out.coverage[f][l] = static_cast<double>(out.held[f][l]) / n;
        if (f == 0) continue;
        out.skill[f] = all.skill(f);
        double sum = 0, with = 0;
        for (const auto& [name, years] : by_series) {
            Sums total;
            for (const auto& [origin, sums] : years) total.add(sums);
            if (const double skill = total.skill(f); !std::isnan(skill)) sum += skill, ++with;
        }
        out.even_skill[f] = sum / with;
    }
    for (double& share : out.rank_histogram) share /= static_cast<double>(out.cases);
    for (const auto& [name, held] : even_held)
        out.even_coverage_80 += static_cast<double>(held[0]) / static_cast<double>(held[1] * even_held.size());

    Drawn units;
    if (by_place.size() > 1) {
        for (const auto& [place, sums] : by_place) units.table.push_back({sums});
    } else if (origins.size() > 1) {
        units.columns_too = true;
        for (const auto& [name, years] : by_series) {
            auto& row = units.table.emplace_back();
            for (const int origin : origins) {
                const auto found = years.find(origin);
                row.push_back(found == years.end() ? Sums{} : found->second);
            }
        }
    }
    if (!units.table.empty())
        bootstrap(units, of.place.empty() ? of.series : of.place + "/" + of.series, of.first_horizon, seed, resamples, out);
    return out;
}

EventSummary events_of(const std::vector<Case>& cases) {
    EventSummary out;
    std::array<std::vector<ChanceGiven>, forecasters> chances, of_model;
    for (const Case& one : cases)
        for (std::size_t t = 0; t < threshold_levels.size(); ++t)
            for (std::size_t f = 0; f < forecasters; ++f) {
                if (!one.by[f].made) continue;
                const bool happened = one.outcome > one.threshold[t];
                chances[f].push_back({one.by[f].chance[t], happened});
                of_model[f].push_back({one.of(Forecaster::model).chance[t], happened});
            }
    out.events = chances[0].size();
    for (std::size_t f = 0; f < forecasters; ++f) {
        out.made[f] = chances[f].size();
        out.brier[f] = brier(chances[f]);
        out.model_brier[f] = brier(of_model[f]);
    }
    out.reliability = reliability(chances[0], 5);
    return out;
}

}  // namespace zonecast::inference
