#include <fmt/format.h>

#include <algorithm>

#include "outputs/scorecard.hpp"

#include "model/base/sample_statistics.hpp"
#include "outputs/doubt.hpp"
#include "outputs/json_values.hpp"
#include "outputs/spellings.hpp"
#include "outputs/verdict.hpp"

namespace zonecast::outputs {

namespace {

using Json = nlohmann::ordered_json;

Json quantiles_of(const std::vector<double>& values) {
    Json quantiles = Json::object();
    for (std::size_t i = 0; i < values.size() && i < engine::quantile_levels.size(); ++i)
        quantiles[fmt::format("{:.2f}", engine::quantile_levels[i])] = json_number(values[i]);
    return quantiles;
}

Json interval_of(const std::vector<double>& values) {
    if (values.empty()) return nullptr;
    return Json::array({json_number(values.front()), json_number(values.back())});
}

Json zones_short(const engine::TargetResult& target, const Result& result) {
    Json zones = Json::array();
    for (const ShortZone& zone : short_zones(target)) {
        zones.push_back(
            {{"id", result.zone_ids.at(zone.zone)}, {"name", both_names(result.zone_names.at(zone.zone))}, {"chance", zone.chance}});
    }
    return zones;
}

Json json_of(const engine::TargetResult& judged, const Result& result) {
    const scenario::Target& target = judged.target;
    Json by_year = Json::object();
    for (std::size_t i = 0; i < result.years.size() && i < judged.met_by_year.size(); ++i)
        by_year[std::to_string(result.years[i])] = json_number(judged.met_by_year[i]);
    Json json;
    json["id"] = target.id;
    json["name"] = both_names(target.name);
    json["document"] = target.document;
    json["clause"] = target.clause;
    json["quote"] = target.quote;
    json["scope"] = target.scope;
    json["quantifier"] = spelling(quantifier_spellings, target.quantifier);
    json["metric"] = target.metric;
    json["statistic"] = spelling(statistic_spellings, target.statistic);
    json["op"] = spelling(comparison_spellings, target.comparison);
    json["threshold"] = json_number(target.value);
    json["threshold_high"] = json_number(target.value_high);
    json["unit"] = target.unit;
    json["year"] = target.year;
    json["base_year"] = json_number(target.base_year);
    json["perimeter"] = target.fixed_perimeter ? "fixed" : "current";
    json["official"] = target.official;
    json["assumed_base"] = !judged.assumed.empty();
    json["assumed"] = judged.assumed;
    json["unmet_figures"] = Json::array();
    for (const std::size_t i : judged.unmet) {
        const engine::BaseYearLine& line = result.start.at(i);
        json["unmet_figures"].push_back({{"series", line.series},
                                         {"place", line.place},
                                         {"unit", line.unit},
                                         {"published", json_number(line.published)},
                                         {"start", json_number(line.model_median)},
                                         {"spreads_off", json_number(line.pull)}});
    }
    json["passed_at_start"] = passed_at_start(judged);
    json["group"] = target.group.empty() ? Json(nullptr) : Json(target.group);
    const bool has_verdict = is_judged(judged);
    json["valued"] = json_number(judged.valued);
    json["chance"] = has_verdict ? json_number(judged.chance) : Json(nullptr);
    json["chance_standard_error"] = json_number(judged.chance_standard_error);
    json["chance_interval"] = Json::array({json_number(judged.chance_low), json_number(judged.chance_high)});
    json["chance_fixed_perimeter"] = json_number(judged.chance_fixed_perimeter);
    json["chance_current_perimeter"] = json_number(judged.chance_current_perimeter);
    json["verdict"] = has_verdict ? Json(verdict_ids.at(static_cast<std::size_t>(verdict_on(judged.chance)))) : Json(nullptr);
    json["verdict_is_firm"] = has_verdict && is_firm(judged);
    json["base_is_of"] = target.base_year.value_or(result.run.base_year);
    json["base"] = json_number(median_of(judged.base));
    json["base_quantiles"] = quantiles_of(judged.base);
    json["mean"] = json_number(judged.mean);
    json["median"] = json_number(median_of(judged.value));
    json["interval"] = interval_of(judged.value);
    json["quantiles"] = quantiles_of(judged.value);
    json["expected_shortfall"] = json_number(judged.expected_shortfall);
    json["shortfall_if_missed"] = json_number(judged.shortfall_if_missed);
    json["met_by_year"] = std::move(by_year);
    json["year_met"] = json_number(year_met(judged.met_by_year, result.years));
    json["share_meeting"] = json_number(judged.share_meeting);
    json["zones_short"] = zones_short(judged, result);
    return json;
}

Json json_of(const engine::TargetGroupResult& judged, const Result& result) {
    Json by_year = Json::object(), members = Json::array();
    for (std::size_t i = 0; i < result.years.size() && i < judged.met_by_year.size(); ++i)
        by_year[std::to_string(result.years[i])] = json_number(judged.met_by_year[i]);
    for (std::size_t m = 0; m < judged.members.size(); ++m)
        members.push_back({{"id", result.targets.at(judged.members[m]).target.id},
                           {"missed_if_not_met", json_number(judged.missed_if_not_met[m])},
                           {"only_one_missed", json_number(judged.only_one_missed[m])}});
    return {{"id", judged.group.id},
            {"name", both_names(judged.group.name)},
            {"clause", judged.group.clause},
            {"chance", json_number(judged.chance)},
            {"chance_interval", Json::array({json_number(judged.chance_low), json_number(judged.chance_high)})},
            {"met_by_year", std::move(by_year)},
            {"year_met", json_number(year_met(judged.met_by_year, result.years))},
            {"members", std::move(members)}};
}

}  // namespace

nlohmann::ordered_json scorecard_json(const Result& result) {
    const RunInfo& run = result.run;
    const Headlines headlines = headlines_of(result);
    Json scale = Json::object();
    Json summary = Json::object();
    for (std::size_t i = 0; i < verdict_count; ++i) {
        scale[verdict_ids[i]] = verdict_from[i];
        summary[verdict_ids[i]] = headlines.targets[i];
    }
    summary["undefined"] = headlines.undefined;
    summary["official"] = headlines.official;
    // Without a target of the plan itself there is nothing that could be met together.
    const auto [low, high] = wilson(result.chance_all_targets, static_cast<double>(std::max<std::uint64_t>(1, run.replicates)));
    const bool any = headlines.official > 0;
    summary["chance_all_official_targets"] = any ? json_number(result.chance_all_targets) : Json(nullptr);
    summary["chance_all_interval"] = any ? Json::array({json_number(low), json_number(high)}) : Json(nullptr);
    Json targets = Json::array();
    for (std::size_t i = 0; i < result.targets.size(); ++i) {
        targets.push_back(json_of(result.targets[i], result));
        if (result.split) targets.back()["doubt"] = doubt_json(*result.split, i);
    }

    Json json;
    json["format"] = "zonecast targets";
    json["format_version"] = 1;
    json["plan"] = {{"id", run.plan_id}, {"name", both_names(run.plan_name)}, {"document", run.plan_document}};
    json["pack"] = {{"id", run.pack_id}, {"name", both_names(run.pack_name)}, {"province", run.province}};
    json["run"] = {{"version", run.version},       {"seed", run.seed},           {"first_replicate", run.first_replicate},
                   {"replicates", run.replicates}, {"base_year", run.base_year}, {"end_year", run.end_year}};
    json["verdict_from"] = std::move(scale);
    json["summary"] = std::move(summary);
    json["targets"] = std::move(targets);
    json["groups"] = Json::array();
    for (const engine::TargetGroupResult& group : result.target_groups) json["groups"].push_back(json_of(group, result));
    json["moving_together"] = Json::array();
    for (const TargetPair& pair : strongest_pairs(result, pairs_reported))
        json["moving_together"].push_back({{"targets", {result.targets[pair.first].target.id, result.targets[pair.second].target.id}},
                                           {"correlation", pair.correlation}});
    return json;
}

}  // namespace zonecast::outputs
