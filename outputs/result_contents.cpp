#include "outputs/result_contents.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>
#include <tuple>

#include "model/laws/revenue_classes.hpp"
#include "outputs/doubt.hpp"
#include "outputs/spellings.hpp"
#include "outputs/stored_run.hpp"

namespace zonecast::outputs {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One value of every record, in order.
template <class T, class Records, class Get>
std::vector<T> each(const Records& records, Get get) {
    std::vector<T> values;
    values.reserve(records.size());
    for (const auto& record : records) values.push_back(T(get(record)));
    return values;
}

template <class Records, class Get>
std::vector<std::string> texts(const Records& records, Get get) {
    return each<std::string>(records, get);
}

template <class Records, class Get>
std::vector<double> reals(const Records& records, Get get) {
    return each<double>(records, get);
}

template <class Records, class Get>
std::vector<int> integers(const Records& records, Get get) {
    return each<int>(records, get);
}

template <class Record>
std::map<std::string, const Record*> by_id(const std::vector<Record>& records) {
    std::map<std::string, const Record*> index;
    for (const Record& record : records) index.emplace(record.id, &record);
    return index;
}

template <class Record>
const Record* find(const std::map<std::string, const Record*>& index, const std::string& id) {
    const auto found = index.find(id);
    return found == index.end() ? nullptr : found->second;
}

std::vector<int> counting(std::size_t count) {
    std::vector<int> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

/// Rows of `width` values from records that hold one vector each; a record without values gives NaN.
template <class Records, class Get>
std::vector<double> rows(const Records& records, std::size_t width, const char* what, Get get) {
    std::vector<double> values;
    values.reserve(records.size() * width);
    for (const auto& record : records) {
        const std::vector<double>& row = get(record);
        if (row.empty()) {
            values.insert(values.end(), width, nan);
        } else if (row.size() == width) {
            values.insert(values.end(), row.begin(), row.end());
        } else {
            throw std::logic_error(fmt::format("{}: {} values where {} belong", what, row.size(), width));
        }
    }
    return values;
}

std::array<const engine::Panel*, 5> panels(const engine::Forecast& forecast) {
    return {&forecast.province, &forecast.perimeters, &forecast.cities, &forecast.zones, &forecast.clusters};
}

void write_attributes(LabelledFile& file, const scenario::Scenario& scenario, const engine::RunSettings& settings,
                      const Provenance& provenance, const engine::Forecast& forecast) {
    const scenario::Plan& plan = scenario.plan;
    file.attribute("Conventions", "CF-1.8");
    file.attribute("title", fmt::format("{}: Monte Carlo projection", plan.name.en.empty() ? plan.id : plan.name.en));
    file.attribute("title_zh", fmt::format("{}：蒙特卡洛预测", plan.name.zh.empty() ? plan.id : plan.name.zh));
    file.attribute("institution", provenance.institution);
    file.attribute("source", "zonecast " + provenance.version);
    file.attribute("history", !provenance.history.empty() ? provenance.history : (provenance.time.empty() ? "" : provenance.time + ": ") + provenance.command +
                                  (provenance.remark.empty() ? "" : "\n" + provenance.remark));
    file.attribute("command", provenance.command);
    file.attribute("command_plan", provenance.plan);
    if (!provenance.posterior.empty()) file.attribute("command_parameters", provenance.posterior);
    if (!provenance.posterior_digest.empty()) file.attribute("parameters_digest", provenance.posterior_digest);
    file.attribute(
        "license",
        "Figures and input texts keep the terms of their sources, which the pack names; the computed numbers may be used freely.");
    file.attribute("format_version", format_version);
    file.attribute("version", provenance.version);
    file.attribute("plan", plan.id);
    file.attribute("plan_name_zh", plan.name.zh);
    file.attribute("plan_name_en", plan.name.en);
    file.attribute("plan_document", plan.document);
    file.attribute("plan_file", scenario.plan_file);
    file.attribute("pack", scenario.pack_id);
    file.attribute("pack_name_zh", scenario.pack_name.zh);
    file.attribute("pack_name_en", scenario.pack_name.en);
    file.attribute("province_id", scenario.province);
    file.attribute("base_year", static_cast<std::uint64_t>(plan.base_year));
    file.attribute("known_until", static_cast<std::uint64_t>(plan.known_until));
    file.attribute("end_year", static_cast<std::uint64_t>(plan.end_year));
    file.attribute("seed", forecast.seed);
    file.attribute("first_replicate", forecast.first_replicate);
    file.attribute("replicates", forecast.replicates);
    file.attribute("block_size", forecast.block_size);
    file.attribute("free_parameters", static_cast<std::uint64_t>(settings.free_parameters));
    file.attribute("free_initial", static_cast<std::uint64_t>(settings.free_initial));
    file.attribute("free_chance", static_cast<std::uint64_t>(settings.free_chance));
    if (settings.parameter_seed) file.attribute("parameter_seed", *settings.parameter_seed);
    if (settings.initial_seed) file.attribute("initial_seed", *settings.initial_seed);
    if (settings.chance_seed) file.attribute("chance_seed", *settings.chance_seed);
    file.attribute("design", forecast.design);
    if (const auto& part = settings.part) {
        file.attribute("part", part->number);
        file.attribute("parts", part->of);
        file.attribute("whole_first_replicate", part->first_replicate);
        file.attribute("whole_replicates", part->replicates);
    }
}

void write_targets(LabelledFile& file, const engine::Forecast& forecast) {
    using Judged = engine::TargetResult;
    const std::vector<Judged>& targets = forecast.targets;
    const auto put_text = [&](const char* name, auto get) {
        file.put(name, texts(targets, [&](const Judged& result) { return get(result.target); }));
    };
    put_text("target_document", [](const auto& target) { return target.document; });
    put_text("target_clause", [](const auto& target) { return target.clause; });
    put_text("target_quote", [](const auto& target) { return target.quote; });
    put_text("target_scope", [](const auto& target) { return target.scope; });
    put_text("target_quantifier", [](const auto& target) { return spelling(quantifier_spellings, target.quantifier); });
    put_text("target_metric", [](const auto& target) { return target.metric; });
    put_text("target_statistic", [](const auto& target) { return spelling(statistic_spellings, target.statistic); });
    put_text("target_op", [](const auto& target) { return spelling(comparison_spellings, target.comparison); });
    file.put("target_threshold", reals(targets, [](const Judged& result) { return result.target.value; }));
    file.put("target_threshold_high", reals(targets, [](const Judged& result) { return result.target.value_high.value_or(nan); }));
    put_text("target_unit", [](const auto& target) { return target.unit; });
    file.put("target_year", integers(targets, [](const Judged& result) { return result.target.year; }));
    file.put("target_base_year", integers(targets, [](const Judged& result) { return result.target.base_year.value_or(0); }));
    put_text("target_perimeter", [](const auto& target) { return target.fixed_perimeter ? "fixed" : "current"; });
    file.put("target_official", integers(targets, [](const Judged& result) { return result.target.official; }));
    file.put("target_assumed_base", integers(targets, [](const Judged& result) { return !result.assumed.empty(); }));
    file.put("target_assumed", texts(targets, [](const Judged& result) { return fmt::format("{}", fmt::join(result.assumed, "; ")); }));
    put_text("target_note", [](const auto& target) { return target.note; });

    file.put("target_chance", reals(targets, [](const Judged& result) { return result.chance; }));
    file.put("target_chance_standard_error", reals(targets, [](const Judged& result) { return result.chance_standard_error; }));
    file.put("target_chance_low", reals(targets, [](const Judged& result) { return result.chance_low; }));
    file.put("target_chance_high", reals(targets, [](const Judged& result) { return result.chance_high; }));
    file.put("target_chance_fixed_perimeter", reals(targets, [](const Judged& result) { return result.chance_fixed_perimeter; }));
    file.put("target_chance_current_perimeter", reals(targets, [](const Judged& result) { return result.chance_current_perimeter; }));
    file.put("target_mean", reals(targets, [](const Judged& result) { return result.mean; }));
    constexpr std::size_t quantiles = engine::quantile_levels.size();
    file.put("target_quantile",
             rows(
                 targets, quantiles, "target_quantile", [](const Judged& result) -> const auto& { return result.value; }));
    file.put("target_base_quantile",
             rows(
                 targets, quantiles, "target_base_quantile", [](const Judged& result) -> const auto& { return result.base; }));
    file.put("target_expected_shortfall", reals(targets, [](const Judged& result) { return result.expected_shortfall; }));
    file.put("target_shortfall_if_missed", reals(targets, [](const Judged& result) { return result.shortfall_if_missed; }));
    file.put("target_met_by_year", rows(
                                       targets, forecast.years.size(), "target_met_by_year",
                                       [](const Judged& result) -> const auto& { return result.met_by_year; }));
    file.put("target_share_meeting", reals(targets, [](const Judged& result) { return result.share_meeting; }));
    file.put("target_correlation", forecast.target_correlation);
    file.put("chance_all_targets", std::vector<double>{forecast.chance_all_targets});
}

/// How the start meets the figures of the base year, and which targets hang on those that it does not meet.
void write_start(LabelledFile& file, const engine::Forecast& forecast) {
    using Line = engine::BaseYearLine;
    const std::vector<Line>& lines = forecast.start;
    file.dimension("start_figure", texts(lines, [](const Line& line) { return fmt::format("{}/{}", line.series, line.place); }));
    file.put("start_figure_series", texts(lines, [](const Line& line) { return line.series; }));
    file.put("start_figure_place", texts(lines, [](const Line& line) { return line.place; }));
    file.put("start_figure_unit", texts(lines, [](const Line& line) { return line.unit; }));
    file.put("start_figure_confidence", texts(lines, [](const Line& line) { return spelling(confidence_spellings, line.confidence); }));
    file.put("start_figure_published", reals(lines, [](const Line& line) { return line.published; }));
    file.put("start_figure_spread", reals(lines, [](const Line& line) { return line.spread; }));
    file.put("start_figure_median", reals(lines, [](const Line& line) { return line.model_median; }));
    file.put("start_figure_low", reals(lines, [](const Line& line) { return line.model_low; }));
    file.put("start_figure_high", reals(lines, [](const Line& line) { return line.model_high; }));
    file.put("start_figure_spreads_off", reals(lines, [](const Line& line) { return line.pull; }));
    std::vector<int> unmet(forecast.targets.size() * lines.size(), 0);
    for (std::size_t t = 0; t < forecast.targets.size(); ++t)
        for (const std::size_t i : forecast.targets[t].unmet) unmet[t * lines.size() + i] = 1;
    file.put("target_unmet", unmet);
}

/// Groups of targets that are judged together.
void write_target_groups(LabelledFile& file, const engine::Forecast& forecast) {
    using Group = engine::TargetGroupResult;
    const std::vector<Group>& groups = forecast.target_groups;
    file.dimension("target_group", texts(groups, [](const Group& result) { return result.group.id; }));
    file.put_names("target_group", each<scenario::Name>(groups, [](const Group& result) { return result.group.name; }));
    file.put("target_group_clause", texts(groups, [](const Group& result) { return result.group.clause; }));
    const std::size_t targets = forecast.targets.size();
    std::vector<int> members(groups.size() * targets, 0);
    std::vector<double> missed(members.size(), nan), alone(members.size(), nan);
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (std::size_t m = 0; m < groups[g].members.size(); ++m) {
            const std::size_t at = g * targets + groups[g].members[m];
            members[at] = 1;
            missed[at] = groups[g].missed_if_not_met[m];
            alone[at] = groups[g].only_one_missed[m];
        }
    file.put("target_group_members", members);
    file.put("target_group_chance", reals(groups, [](const Group& result) { return result.chance; }));
    file.put("target_group_chance_low", reals(groups, [](const Group& result) { return result.chance_low; }));
    file.put("target_group_chance_high", reals(groups, [](const Group& result) { return result.chance_high; }));
    file.put("target_group_met_by_year", rows(
                                             groups, forecast.years.size(), "target_group_met_by_year",
                                             [](const Group& result) -> const auto& { return result.met_by_year; }));
    file.put("target_group_missed_if_not_met", missed);
    file.put("target_group_only_one_missed", alone);
}

/// Scores and ranks of zones; nothing without an index.
void write_index(LabelledFile& file, const engine::Forecast& forecast) {
    if (!forecast.index) return;
    const engine::IndexResult& result = *forecast.index;
    const auto& [groups, items] = std::tie(result.index.groups, result.index.items);
    using scenario::IndexGroup;
    using scenario::IndexItem;
    file.attribute("index", result.index.id);
    file.attribute("index_name_zh", result.index.name.zh);
    file.attribute("index_name_en", result.index.name.en);
    file.dimension("index_group", texts(groups, [](const IndexGroup& group) { return group.id; }));
    file.put_names("index_group", each<scenario::Name>(groups, [](const IndexGroup& group) { return group.name; }));
    file.put("index_group_weight", reals(groups, [](const IndexGroup& group) { return group.weight; }));
    file.dimension("index_item", texts(items, [](const IndexItem& item) { return item.id; }));
    file.put_names("index_item", each<scenario::Name>(items, [](const IndexItem& item) { return item.name; }));
    file.put("index_item_group", texts(items, [](const IndexItem& item) { return item.group; }));
    file.put("index_item_weight", reals(items, [](const IndexItem& item) { return item.weight; }));
    file.put("index_item_kind", texts(items, [](const IndexItem& item) { return item.kind; }));
    file.put("index_item_from", result.item_from);
    std::vector<int> ranks = counting(result.ranks);
    for (int& rank : ranks) ++rank;
    file.dimension("index_rank", ranks);
    file.put("zone_index_set", result.set);
    file.put("zone_index_ranked_chance", result.ranked_chance);
    file.put("zone_index_score_mean", result.score_mean);
    file.put("zone_index_score_quantile", result.score_quantile);
    file.put("zone_index_rank_chance", result.rank_chance);
    file.put("zone_index_item_mean", result.item_mean);
    file.put("zone_index_item_value_mean", result.item_value_mean);
}

void write_observables(LabelledFile& file, const engine::Forecast& forecast) {
    std::vector<engine::Observable> all;  // each once, in the order of the panels
    std::set<std::string> seen;
    for (const engine::Panel* panel : panels(forecast))
        for (const engine::Observable& observable : panel->observables)
            if (seen.insert(observable.id).second) all.push_back(observable);
    file.dimension("observable", texts(all, [](const engine::Observable& observable) { return observable.id; }));
    file.put_names("observable", each<scenario::Name>(all, [](const engine::Observable& observable) { return observable.name; }));
    file.put("observable_unit", texts(all, [](const engine::Observable& observable) { return observable.unit; }));
}

void write_panel(LabelledFile& file, const engine::Panel& panel, std::size_t years) {
    file.dimension(panel.dimension, panel.ids);
    file.put_names(panel.dimension, panel.names);
    constexpr std::size_t quantiles = engine::quantile_levels.size();
    const std::size_t cells = panel.ids.size() * panel.observables.size() * years;
    if (panel.mean.size() != cells || panel.sd.size() != cells || panel.quantile.size() != cells * quantiles) {
        throw std::logic_error(fmt::format("the summaries by {} have wrong sizes", panel.dimension));
    }
    // Cuts one observable out of an array [entity][observable][rest].
    const auto slice = [&](const std::vector<double>& values, std::size_t observable, std::size_t rest) {
        std::vector<double> part;
        part.reserve(panel.ids.size() * rest);
        for (std::size_t entity = 0; entity < panel.ids.size(); ++entity) {
            const auto from = values.begin() + static_cast<std::ptrdiff_t>((entity * panel.observables.size() + observable) * rest);
            part.insert(part.end(), from, from + static_cast<std::ptrdiff_t>(rest));
        }
        return part;
    };
    for (std::size_t i = 0; i < panel.observables.size(); ++i) {
        const engine::Observable& observable = panel.observables[i];
        file.put(panel_variable(panel.dimension, observable, Summary::mean), slice(panel.mean, i, years));
        file.put(panel_variable(panel.dimension, observable, Summary::sd), slice(panel.sd, i, years));
        file.put(panel_variable(panel.dimension, observable, Summary::quantile), slice(panel.quantile, i, years * quantiles));
    }
}

void write_places(LabelledFile& file, const scenario::Scenario& scenario, const engine::Forecast& forecast) {
    const auto cities = by_id(scenario.cities);
    const auto zones = by_id(scenario.zones);
    const auto clusters = by_id(scenario.clusters);
    const auto of_city = [&](auto get) {
        return reals(forecast.cities.ids, [&](const std::string& id) {
            const scenario::City* city = find(cities, id);
            return city != nullptr ? get(*city) : nan;
        });
    };
    file.put("city_latitude", of_city([](const scenario::City& city) { return city.latitude; }));
    file.put("city_longitude", of_city([](const scenario::City& city) { return city.longitude; }));
    const scenario::Zone unknown_zone;
    const auto zone = [&](const std::string& id) -> const scenario::Zone& {
        const scenario::Zone* found = find(zones, id);
        return found != nullptr ? *found : unknown_zone;
    };
    const auto placed = [](const scenario::Zone& of) { return !of.outside && !of.id.empty(); };
    const std::vector<std::string>& ids = forecast.zones.ids;
    file.put("zone_city", texts(ids, [&](const std::string& id) { return zone(id).city; }));
    file.put("zone_latitude", reals(ids, [&](const std::string& id) { return placed(zone(id)) ? zone(id).latitude : nan; }));
    file.put("zone_longitude", reals(ids, [&](const std::string& id) { return placed(zone(id)) ? zone(id).longitude : nan; }));
    file.put("zone_year_provincial", integers(ids, [&](const std::string& id) { return zone(id).year_provincial.value_or(0); }));
    file.put("zone_year_national", integers(ids, [&](const std::string& id) { return zone(id).year_national.value_or(0); }));
    file.put("zone_anonymous", integers(ids, [&](const std::string& id) { return zone(id).anonymous; }));
    file.put("zone_park", integers(ids, [&](const std::string& id) { return zone(id).park; }));
    file.put("zone_outside", integers(ids, [&](const std::string& id) { return zone(id).outside; }));
    if (!forecast.zone_exists.empty()) file.put("zone_exists", forecast.zone_exists);
    const auto of_cluster = [&](auto get) {
        return texts(forecast.clusters.ids, [&](const std::string& id) {
            const scenario::Cluster* cluster = find(clusters, id);
            return cluster != nullptr ? get(*cluster) : std::string();
        });
    };
    file.put("cluster_zone", of_cluster([](const scenario::Cluster& cluster) { return cluster.zone; }));
    file.put("cluster_industry", of_cluster([](const scenario::Cluster& cluster) { return cluster.industry; }));
}

/// Which zones fall short of the targets of each zone.
void write_members(LabelledFile& file, const engine::Forecast& forecast) {
    file.put("target_member_short", rows(
                                        forecast.targets, forecast.zones.ids.size(), "target_member_short",
                                        [](const engine::TargetResult& target) -> const auto& { return target.member_short; }));
}

void write_cohorts(LabelledFile& file, const engine::Forecast& forecast) {
    file.dimension("facility_kind", forecast.facility_kinds);
    file.put("facility_count_mean", forecast.facilities);
    if (forecast.cohort_count.empty()) return;
    const std::vector<int> classes = counting(engine::revenue_classes);
    file.dimension("revenue_class", classes);
    file.put("revenue_class_low", reals(classes, [](int k) { return laws::class_low(static_cast<std::size_t>(k)); }));
    file.put("revenue_class_high", reals(classes, [](int k) {
                 const auto index = static_cast<std::size_t>(k);
                 return index + 1 == engine::revenue_classes ? nan : laws::class_high(index);
             }));
    file.dimension("certificate", counting(engine::certificate_states));
    file.put("cohort_count", forecast.cohort_count);
    file.put("cohort_revenue", forecast.cohort_revenue);
    file.put("cohort_rd", forecast.cohort_rd);
    const std::vector<int> cells = counting(engine::cohort_cells + 1);
    const int outside = static_cast<int>(engine::outside_cell);
    const int states = static_cast<int>(engine::certificate_states);
    for (const std::string end : {"cohort_from", "cohort_to"}) {
        file.dimension(end, cells);
        file.put(end + "_revenue_class", integers(cells, [&](int cell) { return cell == outside ? -1 : cell / states; }));
        file.put(end + "_certificate", integers(cells, [&](int cell) { return cell == outside ? -1 : cell % states; }));
    }
    file.put("cohort_flow", forecast.cohort_flow);
}

void write_measures(LabelledFile& file, const engine::Forecast& forecast) {
    using Measure = engine::MeasureResult;
    const std::vector<Measure>& measures = forecast.measures;
    file.dimension("measure", texts(measures, [](const Measure& result) { return result.measure.id; }));
    file.put_names("measure", each<scenario::Name>(measures, [](const Measure& result) { return result.name; }));
    file.put("measure_instrument", texts(measures, [](const Measure& result) { return result.measure.instrument; }));
    file.put("measure_scope", texts(measures, [](const Measure& result) { return result.measure.scope; }));
    file.put("measure_clause", texts(measures, [](const Measure& result) { return result.measure.clause; }));
    file.put("measure_moves_nothing", integers(measures, [](const Measure& result) { return result.moves_nothing; }));
    file.put("measure_cost",
             rows(
                 measures, forecast.years.size(), "measure_cost", [](const Measure& result) -> const auto& { return result.cost; }));
}

void write_series(LabelledFile& file, const engine::RunSettings& settings, const engine::Forecast& forecast) {
    const auto unit_of = [&](const engine::KeptSeries& kept) -> std::string {
        for (const engine::Panel* panel : panels(forecast)) {
            if (panel->dimension != kept.dimension) continue;
            for (const engine::Observable& observable : panel->observables)
                if (observable.id == kept.observable) return file_unit(observable.unit);
        }
        return "";
    };
    file.put("series_dimension", texts(settings.keep, [](const engine::KeptSeries& kept) { return kept.dimension; }));
    file.put("series_member", texts(settings.keep, [](const engine::KeptSeries& kept) { return kept.entity; }));
    file.put("series_observable", texts(settings.keep, [](const engine::KeptSeries& kept) { return kept.observable; }));
    file.put("series_unit", texts(settings.keep, unit_of));
}

void write_figures(LabelledFile& file, const std::vector<scenario::Figure>& figures) {
    using scenario::Figure;
    file.dimension("figure", counting(figures.size()));
    file.put("figure_series", texts(figures, [](const Figure& figure) { return figure.series; }));
    file.put("figure_place", texts(figures, [](const Figure& figure) { return figure.place; }));
    file.put("figure_year", integers(figures, [](const Figure& figure) { return figure.year; }));
    file.put("figure_value", reals(figures, [](const Figure& figure) { return figure.value; }));
    file.put("figure_unit_as_written", texts(figures, [](const Figure& figure) { return figure.unit; }));
    file.put("figure_spread", reals(figures, [](const Figure& figure) { return figure.spread; }));
    file.put("figure_confidence", texts(figures, [](const Figure& figure) { return spelling(confidence_spellings, figure.confidence); }));
    file.put("figure_source", texts(figures, [](const Figure& figure) { return figure.source; }));
    file.put("figure_note", texts(figures, [](const Figure& figure) { return figure.note; }));
}

void write_inputs(LabelledFile& file, const scenario::Scenario& scenario) {
    const std::vector<scenario::SourceFile>& files = scenario.files;
    using scenario::SourceFile;
    file.dimension("input_file", texts(files, [](const SourceFile& input) { return input.path; }));
    file.put("input_text", texts(files, [](const SourceFile& input) { return input.text; }));
    file.dimension("override", scenario.overrides);
}

}  // namespace

void write_contents(LabelledFile& file, const scenario::Scenario& scenario, const engine::RunSettings& settings,
                    const Provenance& provenance, const engine::Forecast& forecast) {
    write_targets(file, forecast);
    write_start(file, forecast);
    write_target_groups(file, forecast);
    write_observables(file, forecast);
    for (const engine::Panel* panel : panels(forecast)) write_panel(file, *panel, forecast.years.size());
    write_places(file, scenario, forecast);
    write_members(file, forecast);
    write_index(file, forecast);
    write_cohorts(file, forecast);
    write_measures(file, forecast);
    write_series(file, settings, forecast);
    write_figures(file, scenario.history);
    write_inputs(file, scenario);
    if (settings.parameter_source) file.dimension("given_parameter", settings.parameter_source->ids());
    write_attributes(file, scenario, settings, provenance, forecast);
    if (forecast.split) write_split(file, *forecast.split);
    if (forecast.state) write_state(file, *forecast.state);
}

}  // namespace zonecast::outputs
