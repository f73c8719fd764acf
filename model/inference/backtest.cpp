#include "model/inference/backtest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <set>

#include "model/base/distributions.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/inference/observed_series.hpp"

namespace zonecast::inference {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Prediction predicted_by(const StudentT& distribution, double log_outcome, const std::array<double, threshold_levels.size()>& thresholds) {
    Prediction out;
    for (std::size_t q = 0; q < predicted_levels.size(); ++q) out.quantile[q] = std::exp(distribution.quantile(predicted_levels[q]));
    out.crps = distribution.crps(log_outcome);
    out.probability_integral = distribution.cdf(log_outcome);
    out.bias = distribution.centre - log_outcome;
    for (std::size_t t = 0; t < thresholds.size(); ++t) out.chance[t] = 1.0 - distribution.cdf(thresholds[t]);
    return out;
}

Prediction predicted_by(std::vector<double> logs, double log_outcome, const std::array<double, threshold_levels.size()>& thresholds) {
    std::sort(logs.begin(), logs.end());
    Prediction out;
    for (std::size_t q = 0; q < predicted_levels.size(); ++q) out.quantile[q] = std::exp(quantile_of(logs, predicted_levels[q]));
    out.crps = fair_crps(logs, log_outcome);
    out.probability_integral = probability_integral(logs, log_outcome);
    for (const double x : logs) out.bias += (x - log_outcome) / static_cast<double>(logs.size());
    for (std::size_t t = 0; t < thresholds.size(); ++t) out.chance[t] = 1.0 - probability_integral(logs, thresholds[t]);
    return out;
}

/// Whether a series can be scored from an origin at all, and with which values the benchmarks are fitted.
std::optional<std::vector<YearValue>> values_at(const scenario::Scenario& pack, const ObservedSeries& series, int origin, Backtest& out) {
    std::vector<YearValue> values = values_until(pack, series, origin);
    if (values.empty() || values.back().year != origin) {
        out.unscored.push_back({series.id, origin, Unscored::Why::no_origin_value});
        return std::nullopt;
    }
    if (values.size() < least_values) {
        out.unscored.push_back({series.id, origin, Unscored::Why::too_few_values});
        return std::nullopt;
    }
    return values;
}

void score(const scenario::Scenario& pack, int origin, const BacktestSettings& settings, const ensemble::Outcomes& keeper,
           std::size_t years, Backtest& out) {
    for (std::size_t s = 0; s < observed_series.size(); ++s) {
        const ObservedSeries& series = observed_series[s];
        const auto values = values_at(pack, series, origin, out);
        if (!values) continue;
        bool any = false;
        for (int horizon = 1; horizon <= settings.horizon; ++horizon) {
            const auto outcome = published(pack, series, origin + horizon);
            if (!outcome || !comparable(pack, series, origin, origin + horizon)) continue;
            any = true;
            Case one;
            one.series = series.id;
            one.origin = origin;
            one.horizon = horizon;
            one.at_origin = values->back().value;
            one.outcome = outcome->value;
            const StudentT walk = random_walk_with_drift(*values, horizon), trend = damped_trend(*values, horizon);
            std::array<double, threshold_levels.size()> thresholds{};
            for (std::size_t t = 0; t < thresholds.size(); ++t) {
                thresholds[t] = walk.quantile(threshold_levels[t]);
                one.threshold[t] = std::exp(thresholds[t]);
            }
            std::vector<double> logs = keeper.kept(s, observed_series.size(), static_cast<std::size_t>(horizon), years);
            for (double& value : logs) value = std::log(value);
            const double log_outcome = std::log(one.outcome);
            one.by[static_cast<std::size_t>(Forecaster::model)] = predicted_by(std::move(logs), log_outcome, thresholds);
            one.by[static_cast<std::size_t>(Forecaster::random_walk)] = predicted_by(walk, log_outcome, thresholds);
            one.by[static_cast<std::size_t>(Forecaster::damped_trend)] = predicted_by(trend, log_outcome, thresholds);
            out.cases.push_back(std::move(one));
        }
        if (!any) out.unscored.push_back({series.id, origin, Unscored::Why::no_outcome});
    }
}

EventSummary events_of(const std::vector<Case>& cases) {
    EventSummary out;
    std::array<std::vector<ChanceGiven>, forecasters> chances;
    for (const Case& one : cases)
        for (std::size_t t = 0; t < threshold_levels.size(); ++t)
            for (std::size_t f = 0; f < forecasters; ++f) chances[f].push_back({one.by[f].chance[t], one.outcome > one.threshold[t]});
    out.events = chances[0].size();
    for (std::size_t f = 0; f < forecasters; ++f) out.brier[f] = brier(chances[f]);
    out.reliability = reliability(chances[0], 5);
    return out;
}

}  // namespace

Summary summarise(const std::vector<Case>& cases, const std::string& series, int first_horizon, int last_horizon, std::uint64_t seed,
                  std::uint64_t resamples) {
    Summary out;
    out.series = series;
    out.first_horizon = first_horizon;
    out.last_horizon = last_horizon;
    // Sums of CRPS by series and origin: what the bootstrap draws again.
    std::map<std::pair<std::string, int>, std::array<double, forecasters>> sums;
    std::set<std::string> names;
    std::set<int> origins;
    for (const Case& one : cases) {
        if ((!series.empty() && one.series != series) || one.horizon < first_horizon || one.horizon > last_horizon) continue;
        ++out.cases;
        names.insert(one.series);
        origins.insert(one.origin);
        auto& sum = sums[{one.series, one.origin}];
        for (std::size_t f = 0; f < forecasters; ++f) {
            sum[f] += one.by[f].crps;
            out.crps[f] += one.by[f].crps;
            out.bias[f] += one.by[f].bias;
            for (std::size_t l = 0; l < interval_levels.size(); ++l)
                out.coverage[f][l] += inside(one.by[f].probability_integral, interval_levels[l]) ? 1.0 : 0.0;
        }
        ++out.rank_histogram[std::min<std::size_t>(4, static_cast<std::size_t>(5 * one.by[0].probability_integral))];
    }
    const auto n = static_cast<double>(out.cases);
    for (std::size_t f = 0; f < forecasters; ++f) {
        out.crps[f] /= n;
        out.bias[f] /= n;
        for (double& share : out.coverage[f]) share /= n;
        out.skill[f] = 1.0 - out.crps[0] / out.crps[f];
        out.skill_low[f] = out.skill_high[f] = nan;
    }
    for (double& share : out.rank_histogram) share /= n;
    for (std::size_t f = 1; f < forecasters; ++f) {
        double log_ratio = 0;
        for (const std::string& name : names) {
            std::array<double, forecasters> total{};
            for (const int origin : origins)
                if (const auto found = sums.find({name, origin}); found != sums.end())
                    for (std::size_t k = 0; k < forecasters; ++k) total[k] += found->second[k];
            log_ratio += std::log(total[0] / total[f]) / static_cast<double>(names.size());
        }
        out.even_skill[f] = 1.0 - std::exp(log_ratio);
    }
    if (origins.size() < 2 || out.cases == 0) return out;
    // Series and origins are drawn again, each with replacement; a draw without any case is drawn anew by the next one.
    const std::vector<std::string> name_list(names.begin(), names.end());
    const std::vector<int> origin_list(origins.begin(), origins.end());
    std::array<std::vector<double>, forecasters> skills;
    const std::uint64_t key = entity_key(seed, "resample/" + series);
    for (std::uint64_t r = 0; r < resamples; ++r) {
        std::array<double, forecasters> total{};
        std::uint32_t draw = 0;
        const auto pick = [&](std::size_t size) {
            const double u = uniform_draw(key, r, first_horizon, Stream::parameter, draw++);
            return std::min(size - 1, static_cast<std::size_t>(u * static_cast<double>(size)));
        };
        std::vector<int> drawn;
        for (std::size_t o = 0; o < origin_list.size(); ++o) drawn.push_back(origin_list[pick(origin_list.size())]);
        for (std::size_t s = 0; s < name_list.size(); ++s) {
            const std::string& name = name_list[pick(name_list.size())];
            for (const int origin : drawn)
                if (const auto found = sums.find({name, origin}); found != sums.end())
                    for (std::size_t f = 0; f < forecasters; ++f) total[f] += found->second[f];
        }
        for (std::size_t f = 1; f < forecasters; ++f)
            if (total[f] > 0) skills[f].push_back(1.0 - total[0] / total[f]);
    }
    for (std::size_t f = 1; f < forecasters; ++f) {
        if (skills[f].empty()) continue;
        std::sort(skills[f].begin(), skills[f].end());
        out.skill_low[f] = quantile_of(skills[f], 0.05);
        out.skill_high[f] = quantile_of(skills[f], 0.95);
    }
    return out;
}

std::optional<Backtest> backtest(const scenario::Scenario& pack, const BacktestSettings& settings, Diagnostics& diagnostics,
                                 const ensemble::Execution& execution) {
    Backtest out;
    out.pack = pack.pack_id;
    out.pack_name = pack.pack_name;
    out.settings = settings;
    // All origins are compiled before the first run, so that a problem of the last one does not cost the runs of the others.
    std::vector<std::shared_ptr<const engine::World>> worlds;
    for (int origin = settings.first_origin; origin <= settings.last_origin; ++origin) {
        KnownAt known = known_at(pack, origin, settings.horizon, origin);
        out.inputs.push_back({origin, std::move(known.notes)});
        worlds.push_back(engine::World::compile(known.scenario, diagnostics));
    }
    if (diagnostics.has_errors()) return std::nullopt;

    const std::uint64_t total = worlds.size() * settings.replicates;
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < worlds.size(); ++i) {
        engine::RunSettings run;
        run.seed = settings.seed;
        run.replicates = settings.replicates;
        for (const ObservedSeries& series : observed_series) run.keep.push_back({"province", pack.province, series.observable});
        ensemble::Outcomes keeper;
        static_cast<void>(ensemble::run(*worlds[i], run, keeper, execution.telling([&](std::uint64_t done, std::uint64_t) {
            return !execution.progress || execution.progress(before + done, total);
        })));
        before += settings.replicates;
        score(pack, settings.first_origin + static_cast<int>(i), settings, keeper, worlds[i]->years().size(), out);
    }

    const auto summary = [&](const std::string& series, int first, int last) {
        return summarise(out.cases, series, first, last, settings.seed, settings.resamples);
    };
    for (const ObservedSeries& series : observed_series) {
        for (int horizon = 1; horizon <= settings.horizon; ++horizon)
            if (Summary one = summary(series.id, horizon, horizon); one.cases > 0) out.by_series_and_horizon.push_back(std::move(one));
        if (Summary one = summary(series.id, 1, pooled_horizon); one.cases > 0) out.by_series.push_back(std::move(one));
    }
    out.pooled = summary("", 1, pooled_horizon);
    out.events = events_of(out.cases);
    return out;
}

}  // namespace zonecast::inference
