#include "model/inference/backtest.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/inference/observed_series.hpp"
#include "model/reference/headlines.hpp"

namespace zonecast::inference {

namespace {

/// The rule of the nation for a headline of a pack whose library has a panel; elsewhere one that says nothing.
AsNation nation_rule(const scenario::Scenario& pack, const std::string& series, int origin) {
    return reference::headline_of(series) && pack.panel != nullptr ? as_nation(*pack.panel, series, origin) : AsNation();
}

/// `known`: the pack as the run and the benchmarks knew it.
void score(const scenario::Scenario& pack, const scenario::Scenario& known, int origin, const BacktestSettings& settings,
           const ensemble::Outcomes& keeper, std::size_t years, Backtest& out) {
    for (std::size_t s = 0; s < observed_series.size(); ++s) {
        const ObservedSeries& series = observed_series[s];
        const auto unscored = [&](Unscored::Why why) { out.unscored.push_back({pack.province, series.id, origin, why}); };
        const std::vector<YearValue> values = values_until(known, series, origin);
        if (values.empty() || values.back().year != origin) {
            unscored(Unscored::Why::no_origin_value);
            continue;
        }
        const AsNation nation = nation_rule(pack, series.id, origin);
        if (!has_benchmark(values, nation)) {
            unscored(Unscored::Why::too_few_values);
            continue;
        }
        bool any = false;
        for (int horizon = 1; horizon <= settings.horizon; ++horizon) {
            const auto outcome = published(pack, series, origin + horizon);
            if (!outcome || !comparable(pack, series, origin, origin + horizon)) continue;
            any = true;
            Case one;
            one.place = pack.province;
            one.series = series.id;
            one.origin = origin;
            one.horizon = horizon;
            one.outcome = outcome->value;
            std::vector<double> logs = keeper.kept(s, observed_series.size(), static_cast<std::size_t>(horizon), years);
            for (double& value : logs) value = std::log(value);
            predict(one, values, nation, std::move(logs));
            out.cases.push_back(std::move(one));
        }
        if (!any) unscored(Unscored::Why::no_outcome);
    }
}

void summarise_all(Backtest& out) {
    const BacktestSettings& settings = out.settings;
    const auto summary = [&](const std::string& series, int first, int last) {
        return summarise(out.cases, {.series = series, .first_horizon = first, .last_horizon = last}, settings.seed, settings.resamples);
    };
    for (const ObservedSeries& series : observed_series) {
        for (int horizon = 1; horizon <= settings.horizon; ++horizon)
            if (Summary one = summary(series.id, horizon, horizon); one.cases > 0) out.by_series_and_horizon.push_back(std::move(one));
        if (Summary one = summary(series.id, 1, pooled_horizon); one.cases > 0) out.by_series.push_back(std::move(one));
    }
    out.pooled = summary("", 1, pooled_horizon);
    out.events = events_of(out.cases);
    out.aims = held_against_aims(out.cases, false, settings.seed, settings.resamples);
}

}  // namespace

std::optional<Backtest> backtest(const scenario::Scenario& pack, const BacktestSettings& settings,
                                 Diagnostics& diagnostics, const ensemble::Execution& execution) {
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
        static_cast<void>(
            ensemble::run(*worlds[i], run, keeper, execution.telling([&](std::uint64_t done, std::uint64_t) {
                return !execution.progress || execution.progress(before + done, total);
            })));
        before += settings.replicates;
        score(pack, worlds[i]->scenario, settings.first_origin + static_cast<int>(i), settings, keeper, worlds[i]->years().size(), out);
    }

    summarise_all(out);
    return out;
}

Backtest together(const std::vector<Backtest>& packs) {
    Backtest out;
    out.settings = packs.front().settings;
    for (const Backtest& one : packs) {
        out.pack += (out.pack.empty() ? "" : " ") + one.pack;
        out.pack_name.zh += (out.pack_name.zh.empty() ? "" : "、") + one.pack_name.zh;
        out.pack_name.en += (out.pack_name.en.empty() ? "" : ", ") + one.pack_name.en;
        out.cases.insert(out.cases.end(), one.cases.begin(), one.cases.end());
        out.unscored.insert(out.unscored.end(), one.unscored.begin(), one.unscored.end());
    }
    summarise_all(out);
    return out;
}

}  // namespace zonecast::inference
