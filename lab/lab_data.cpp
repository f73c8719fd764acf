#include "lab/lab_data.hpp"

#include <algorithm>
#include <set>

#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "outputs/json_values.hpp"
#include "outputs/outlook.hpp"
#include "outputs/report_data.hpp"
#include "outputs/report_numbers.hpp"
#include "outputs/report_zones.hpp"
#include "outputs/result.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::lab {

namespace {

using Json = nlohmann::ordered_json;
using outputs::both_names;

/// Series whose values the page wants of every replicate: the province's headlines, and what targets of a whole scope
/// are about.
std::vector<engine::KeptSeries> kept_series(const engine::Forecast& forecast) {
    std::vector<engine::KeptSeries> kept;
    const auto has = [](const engine::Panel& panel, const std::string& entity, const std::string& observable) {
        return std::find(panel.ids.begin(), panel.ids.end(), entity) != panel.ids.end() &&
               std::any_of(panel.observables.begin(), panel.observables.end(), [&](const auto& one) { return one.id == observable; });
    };
    const auto add = [&](const engine::Panel& panel, const std::string& entity, const std::string& observable) {
        const bool known =
            std::any_of(kept.begin(), kept.end(), [&](const auto& one) { return one.entity == entity && one.observable == observable; });
        if (!known && has(panel, entity, observable)) kept.push_back({panel.dimension, entity, observable});
    };
    for (const auto& judged : forecast.targets)
        if (judged.target.quantifier == scenario::Quantifier::total)
            for (const engine::Panel* panel : {&forecast.province, &forecast.perimeters, &forecast.cities, &forecast.zones})
                add(*panel, judged.target.scope, judged.target.metric);
    for (const char* observable : outputs::headline_observables)
        if (!forecast.province.ids.empty()) add(forecast.province, forecast.province.ids.front(), observable);
    return kept;
}

const engine::Panel* panel_of(const engine::Forecast& forecast, const std::string& dimension) {
    for (const engine::Panel* panel : {&forecast.province, &forecast.perimeters, &forecast.cities, &forecast.zones, &forecast.clusters})
        if (panel->dimension == dimension) return panel;
    return nullptr;
}

/// Places with the bands of their kept series and what was published of them.
Json places_json(const outputs::Result& result, const engine::Forecast& forecast, const std::vector<engine::KeptSeries>& kept,
                 Json& observables) {
    Json places = Json::array();
    for (const engine::KeptSeries& series : kept) {
        const engine::Panel& panel = *panel_of(forecast, series.dimension);
        const auto entity = static_cast<std::size_t>(std::find(panel.ids.begin(), panel.ids.end(), series.entity) - panel.ids.begin());
        const auto found =
            std::find_if(panel.observables.begin(), panel.observables.end(), [&](const auto& one) { return one.id == series.observable; });
        const auto number = static_cast<std::size_t>(found - panel.observables.begin());
        observables[series.observable] = outputs::observable_json(*found);
        auto place = std::find_if(places.begin(), places.end(), [&](const Json& one) { return one["id"] == series.entity; });
        if (place == places.end()) {
            places.push_back({{"id", series.entity},
                              {"kind", series.dimension},
                              {"name", both_names(panel.names[entity])},
                              {"bands", Json::object()},
                              {"published", outputs::figures_json(result, series.entity, panel)}});
            place = places.end() - 1;
        }
        (*place)["bands"][series.observable] = outputs::bands_json(panel, entity, number, forecast.years.size(), 6);
    }
    return places;
}

/// Names of what scopes and shocks refer to, by id.
Json scopes_json(const scenario::Scenario& scenario, const engine::Forecast& forecast) {
    Json scopes = Json::object();
    for (const engine::Panel* panel : {&forecast.province, &forecast.perimeters, &forecast.cities, &forecast.zones, &forecast.clusters})
        for (std::size_t i = 0; i < panel->ids.size(); ++i) scopes[panel->ids[i]] = both_names(panel->names[i]);
    for (const auto& industry : scenario.industries) scopes[industry.id] = both_names(industry.name);
    for (const auto& sector : scenario.sectors)
        if (!scopes.contains(sector.id)) scopes[sector.id] = both_names(sector.name);
    return scopes;
}

Json doses_json(const std::map<int, double>& doses) {
    Json json = Json::object();
    for (const auto& [year, dose] : doses) json[std::to_string(year)] = dose;
    return json;
}

Json instruments_json(const scenario::Scenario& scenario) {
    Json list = Json::array();
    for (const auto& one : scenario.instruments) {
        Json channels = Json::array();
        for (const auto& channel : one.channels)
            channels.push_back({{"lever", channel.lever},
                                {"mean", channel.mean},
                                {"sd", channel.sd},
                                {"spike", channel.spike},
                                {"grade", channel.grade},
                                {"source", channel.source}});
        list.push_back({{"id", one.id},
                        {"name", both_names(one.name)},
                        {"unit_cost", one.unit_cost},
                        {"delay", one.delay},
                        {"ramp", one.ramp},
                        {"fade", one.fade},
                        {"low", outputs::json_number(one.dose_low)},
                        {"high", outputs::json_number(one.dose_high)},
                        {"bound_source", one.dose_source},
                        {"national", one.national},
                        {"note", one.note},
                        {"channels", std::move(channels)}});
    }
    return list;
}

Json measures_json(const scenario::Scenario& scenario) {
    Json list = Json::array();
    for (const auto& one : scenario.plan.measures)
        list.push_back({{"id", one.id},
                        {"instrument", one.instrument},
                        {"scope", one.scope},
                        {"dose", doses_json(one.dose)},
                        {"facility", one.facility},
                        {"success", one.success},
                        {"clause", one.clause},
                        {"note", one.note}});
    return list;
}

Json shocks_json(const scenario::Scenario& scenario) {
    Json list = Json::array();
    for (const auto& one : scenario.plan.shocks)
        list.push_back({{"id", one.id},
                        {"kind", one.kind},
                        {"target", one.target},
                        {"start", one.start},
                        {"years", one.years},
                        {"size", one.size},
                        {"shape", one.shape},
                        {"note", one.note}});
    return list;
}

Json segments_json(const scenario::Scenario& scenario) {
    static constexpr std::array<const char*, 3> presence{"yes", "weak", "missing"};
    Json list = Json::array();
    for (const auto& one : scenario.segments)
        list.push_back({{"id", one.id},
                        {"chain", one.chain},
                        {"name", both_names(one.name)},
                        {"presence", presence.at(static_cast<std::size_t>(one.presence))}});
    return list;
}

/// Parameters that a plan can hold at a number, for experts.
Json parameters_json(const engine::World& world) {
    Json list = Json::array();
    for (const auto& [id, prior] : world.scenario.priors) {
        if (prior.group != scenario::Prior::Group::parameter || prior.family == scenario::Prior::Family::fixed) continue;
        list.push_back({{"id", id},
                        {"name", both_names(prior.name)},
                        {"mean", prior.mean},
                        {"sd", prior.sd},
                        {"low", prior.low > -1e299 ? Json(prior.low) : Json(nullptr)},
                        {"high", prior.high < 1e299 ? Json(prior.high) : Json(nullptr)},
                        {"family", static_cast<int>(prior.family)},
                        {"unit", prior.unit},
                        {"grade", prior.grade},
                        {"source", prior.source}});
    }
    return list;
}

/// Verdicts as text, a character of '0' or '1' a replicate and target: targets one after the other.
Json met_json(const ensemble::Outcomes& outcomes, std::size_t targets) {
    Json list = Json::array();
    for (std::size_t t = 0; t < targets; ++t) {
        std::string bits(outcomes.replicates, '0');
        for (std::size_t r = 0; r < outcomes.replicates; ++r)
            if (outcomes.met[r * targets + t] != 0) bits[r] = '1';
        list.push_back(bits);
    }
    return list;
}

}  // namespace

LabData lab_data(const engine::World& world, std::uint64_t replicates, std::uint64_t seed, const ensemble::Execution& execution,
                 outputs::Language language, const std::string& version) {
    const scenario::Scenario& scenario = world.scenario;
    engine::RunSettings settings;
    settings.seed = seed;
    settings.replicates = replicates;
    ensemble::Outcomes outcomes;
    const engine::Forecast forecast = ensemble::run(world, settings, outcomes, execution);
    const outputs::Result result = outputs::result_of(scenario, forecast, version);
    const std::vector<engine::KeptSeries> kept = kept_series(forecast);

    LabData data;
    data.engine = {{"files", Json::array()}, {"plan", scenario.plan_file}, {"keep", Json::array()}};
    for (const auto& file : scenario.files) data.engine["files"].push_back({{"path", file.path}, {"text", file.text}});
    for (const auto& series : kept) data.engine["keep"].push_back({series.dimension, series.entity, series.observable});
    Laboratory own(scenario.files, scenario.plan_file, kept);
    Diagnostics none;
    if (!own.take("", none)) throw std::logic_error("the lab cannot read again the plan that it was given: " + none.text());

    Json& page = data.page;
    page = {{"format", "zonecast lab"}, {"language", language == outputs::Language::zh ? "zh" : "en"}};
    page["title"] = {{"zh", "政策实验室 · " + scenario.plan.name.zh}, {"en", "Policy lab · " + scenario.plan.name.en}};
    page["scorecard"] = outputs::scorecard_json(result);
    page["years"] = forecast.years;
    page["targets"] = Json::array();
    for (const auto& judged : forecast.targets) page["targets"].push_back(outputs::target_words(judged));
    page["scopes"] = scopes_json(scenario, forecast);
    page["observables"] = Json::object();
    page["places"] = places_json(result, forecast, kept, page["observables"]);
    page["kept"] = data.engine["keep"];
    page["headline_observables"] = outputs::headline_observables;
    page["zones"] = Json::array();
    for (std::size_t z = 0; z < result.zone_ids.size(); ++z)
        page["zones"].push_back({{"id", result.zone_ids[z]}, {"name", both_names(result.zone_names[z])}});
    page["compare"] = Json::array();
    page["plan_file"] = scenario.plan_file;
    page["instruments"] = instruments_json(scenario);
    page["measures"] = measures_json(scenario);
    page["shocks"] = shocks_json(scenario);
    page["segments"] = segments_json(scenario);
    page["parameters"] = parameters_json(world);
    page["facility_kinds"] = forecast.facility_kinds;
    Json cost = Json::array();
    for (const auto& measure : forecast.measures)
        cost.push_back({{"id", measure.measure.id}, {"cost", outputs::short_numbers(measure.cost.data(), measure.cost.size(), 6)}});
    page["baseline"] = {{"replicates", replicates},
                        {"first", first_answer},
                        {"seed", seed},
                        {"met", met_json(outcomes, forecast.targets.size())},
                        {"cost", std::move(cost)}};
    page["proof"] = {{"first", 0}, {"count", first_answer}, {"digest", own.digest(seed, 0, first_answer)}};
    return data;
}

}  // namespace zonecast::lab
