#include "model/inference/panel_backtest.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "model/base/distributions.hpp"
#include "model/reference/law.hpp"

namespace zonecast::inference {

namespace {

using reference::headline_count;
using reference::headlines;

/// What one origin hands in.
struct AtOrigin {
    std::vector<Case> cases;
    std::vector<Unscored> unscored;
    OriginNotes notes;
};

/// Draws the law of a province: logarithms of growth since the origin, by headline, year and replicate.
using Paths = std::array<std::vector<std::vector<double>>, headline_count>;

Paths draw(const reference::ReferenceLaw& law, const PanelBacktestSettings& settings) {
    const auto years = static_cast<std::size_t>(settings.horizon);
    Paths out;
    std::array<std::uint64_t, headline_count> nation_key{}, province_key{};
    for (std::size_t k = 0; k < headline_count; ++k) {
        out[k].assign(years, std::vector<double>(settings.replicates));
        nation_key[k] = entity_key(settings.seed, std::string("china/") + headlines[k].id);
        province_key[k] = entity_key(settings.seed, law.province() + "/" + headlines[k].id);
    }
    reference::ReferencePath path;
    for (std::uint64_t r = 0; r < settings.replicates; ++r) {
        reference::Ranks ranks;
        for (std::size_t k = 0; k < headline_count; ++k) {
            ranks.nation[k] = uniform_draw(nation_key[k], r, 0, Stream::parameter);
            ranks.province[k] = uniform_draw(province_key[k], r, 0, Stream::parameter);
        }
        law.draw({.chance_seed = settings.seed, .initial_seed = settings.seed, .parameter_seed = settings.seed, .replicate = r}, ranks,
                 years, path);
        for (std::size_t k = 0; k < headline_count; ++k) {
            double sum = 0;
            for (std::size_t t = 0; t < years; ++t) out[k][t][r] = sum += path.by[k][t].growth;
        }
    }
    return out;
}

std::vector<YearValue> comparable_until(const scenario::Panel& panel, const std::string& series, const std::string& place, int origin) {
    std::vector<YearValue> values = panel_values(panel, series, place, origin);
    std::erase_if(values, [&](const YearValue& one) { return panel.breaks_between(series, place, one.year, origin); });
    return values;
}

/// What of the panel is not a figure of the series as it is, or is left aside.
std::vector<InputNote> notes_at(const scenario::Panel& panel, int origin) {
    std::vector<InputNote> notes;
    for (const auto& headline : headlines) {
        const std::string series = headline.id;
        InputNote replaced{Treatment::replaced, series, 0, 0, {}}, dropped{Treatment::dropped, series, 0, 0, {}},
            late{Treatment::dropped, series + ", published later", 0, 0, {}};
        std::set<std::string> others, left;
        std::vector<std::string> places = panel.places(series);
        places.emplace_back("china");
        for (const std::string& place : places) {
            const auto path = panel.path(series, place, origin);
            if (panel.left_out_of(series, place) != nullptr) {
                dropped.count += path.size();
                if (!path.empty()) dropped.known = std::max(dropped.known, path.back().year), left.insert(place);
                continue;
            }
            for (const auto& one : path)
                if (one.figure->series != series) {
                    ++replaced.count;
                    replaced.known = std::max(replaced.known, one.year);
                    others.insert(one.figure->series);
                }
        }
        for (const scenario::Figure& figure : panel.figures)
            if (figure.series == series && figure.year <= origin && !figure.known_at(origin)) {
                ++late.count;
                late.known = std::max(late.known, figure.publication());
            }
        const auto listed = [](const std::set<std::string>& names) {
            std::string text;
            for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
            return text;
        };
        replaced.detail = listed(others);
        dropped.detail = listed(left);
        for (InputNote* note : {&replaced, &dropped, &late})
            if (note->count > 0) notes.push_back(std::move(*note));
    }
    return notes;
}

AtOrigin score(const scenario::Panel& panel, const PanelBacktestSettings& settings, int origin) {
    AtOrigin out;
    out.notes = {origin, notes_at(panel, origin)};
    const reference::Evidence evidence = reference::evidence(panel, origin);
    const reference::Learned learned = reference::learn(evidence);
    std::array<AsNation, headline_count> nation;
    std::array<std::vector<std::string>, headline_count> places;
    std::set<std::string> all;
    for (std::size_t k = 0; k < headline_count; ++k) {
        nation[k] = as_nation(panel, headlines[k].id, origin);
        places[k] = panel.places(headlines[k].id);
        std::erase_if(places[k], [&](const std::string& place) {
            return !settings.provinces.empty() &&
                   std::find(settings.provinces.begin(), settings.provinces.end(), place) == settings.provinces.end();
        });
        all.insert(places[k].begin(), places[k].end());
    }
    std::array<std::vector<Case>, headline_count> cases;
    std::array<std::vector<Unscored>, headline_count> unscored;
    for (const std::string& place : all) {
        const reference::ReferenceLaw law(learned, evidence, place, origin, settings.leave_out);
        const Paths paths = draw(law, settings);
        for (std::size_t k = 0; k < headline_count; ++k) {
            const std::string series = headlines[k].id;
            if (std::find(places[k].begin(), places[k].end(), place) == places[k].end()) continue;
            const auto skip = [&](Unscored::Why why) { unscored[k].push_back({place, series, origin, why}); };
            if (panel.left_out_of(series, place) != nullptr) {
                skip(Unscored::Why::left_out);
                continue;
            }
            const std::vector<YearValue> values = comparable_until(panel, series, place, origin);
            if (values.empty() || values.back().year != origin || law.known(static_cast<reference::Headline>(k)) == 0) {
                skip(Unscored::Why::no_origin_value);
                continue;
            }
            if (!has_benchmark(values, nation[k])) {
                skip(Unscored::Why::too_few_values);
                continue;
            }
            bool any = false;
            const std::vector<YearValue> later = panel_values(panel, series, place);
            for (int horizon = 1; horizon <= settings.horizon; ++horizon) {
                const auto outcome =
                    std::find_if(later.begin(), later.end(), [&](const auto& one) { return one.year == origin + horizon; });
                if (outcome == later.end() || panel.breaks_between(series, place, origin, origin + horizon)) continue;
                any = true;
                Case one;
                one.place = place;
                one.series = series;
                one.origin = origin;
                one.horizon = horizon;
                one.outcome = outcome->value;
                std::vector<double> logs = paths[k][static_cast<std::size_t>(horizon) - 1];
                for (double& x : logs) x += std::log(values.back().value);
                predict(one, values, nation[k], std::move(logs));
                cases[k].push_back(std::move(one));
            }
            if (!any) skip(Unscored::Why::no_outcome);
        }
    }
    for (std::size_t k = 0; k < headline_count; ++k) {
        std::move(cases[k].begin(), cases[k].end(), std::back_inserter(out.cases));
        std::move(unscored[k].begin(), unscored[k].end(), std::back_inserter(out.unscored));
    }
    return out;
}

void summarise_all(const scenario::Panel& panel, PanelBacktest& out) {
    const PanelBacktestSettings& settings = out.settings;
    const auto add = [&](std::vector<Summary>& list, const Selection& of) {
        if (Summary one = summarise(out.cases, of, settings.seed, settings.resamples); one.cases > 0) list.push_back(std::move(one));
    };
    for (const auto& headline : headlines) {
        const std::string series = headline.id;
        add(out.by_series, {.series = series, .last_horizon = pooled_horizon});
        for (int h = 1; h <= settings.horizon; ++h)
            add(out.by_series_and_horizon, {.series = series, .first_horizon = h, .last_horizon = h});
        for (int origin = settings.first_origin; origin <= settings.last_origin; ++origin)
            add(out.by_series_and_origin, {.series = series, .origin = origin, .last_horizon = pooled_horizon});
    }
    std::set<std::string> places;
    for (const Case& one : out.cases) places.insert(one.place);
    out.places.assign(places.begin(), places.end());
    for (const std::string& place : out.places) {
        add(out.by_place, {.place = place, .last_horizon = pooled_horizon});
        for (const auto& headline : headlines)
            add(out.by_place_and_series, {.series = headline.id, .place = place, .last_horizon = pooled_horizon});
    }
    out.pooled = summarise(out.cases, {.last_horizon = pooled_horizon}, settings.seed, settings.resamples);
    out.events = events_of(out.cases);
    const bool all = std::all_of(panel.provinces.begin(), panel.provinces.end(), [&](const scenario::Province& one) {
        return settings.provinces.empty() ||
               std::find(settings.provinces.begin(), settings.provinces.end(), one.id) != settings.provinces.end();
    });
    out.aims = held_against_aims(out.cases, all, settings.seed, settings.resamples);
}

}  // namespace

PanelBacktest panel_backtest(const scenario::Panel& panel, const PanelBacktestSettings& settings,
                             const ensemble::Execution& execution) {
    PanelBacktest out;
    out.settings = settings;
    const auto origins = static_cast<std::uint64_t>(std::max(0, settings.last_origin - settings.first_origin + 1));
    const auto work = [&](std::size_t, std::uint64_t i) -> ensemble::HandIn {
        auto part = std::make_shared<AtOrigin>(score(panel, settings, settings.first_origin + static_cast<int>(i)));
        return [&out, part = std::move(part)] {
            std::move(part->cases.begin(), part->cases.end(), std::back_inserter(out.cases));
            std::move(part->unscored.begin(), part->unscored.end(), std::back_inserter(out.unscored));
            out.inputs.push_back(std::move(part->notes));
            return std::uint64_t{1};
        };
    };
    ensemble::work_through(origins, execution, work, 0, origins);
    summarise_all(panel, out);
    return out;
}

}  // namespace zonecast::inference
