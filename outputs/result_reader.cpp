#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "outputs/doubt.hpp"
#include "outputs/result_file.hpp"
#include "outputs/variable_reader.hpp"
#include "outputs/variables.hpp"

#include "outputs/reported.hpp"

namespace zonecast::outputs {

namespace {

std::vector<double> row(const std::vector<double>& values, std::size_t index, std::size_t width) {
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(index * width);
    return {from, from + static_cast<std::ptrdiff_t>(width)};
}

void check_format(const VariableReader& reader, const hdf5::File& file) {
    const std::optional<std::uint64_t> version = file.number_attribute("format_version");
    if (!version || !reader.text("source").starts_with("zonecast")) {
        throw FileError(reader.path(), Text("是 HDF5 文件，但不是 zonecast 的结果：其属性 source 和 format_version 没有说明",
                             "is an HDF5 file but no result of zonecast: its attributes source and format_version do not say so"),
                        Text("指明 `zonecast run` 生成的文件", "name a file made by `zonecast run`"));
    }
    if (*version == format_version) return;
    throw FileError(reader.path(), say("结果格式为 {}，而本程序读的是格式 {}", "has result format {}, but this zonecast reads format {}", *version,
                        format_version),
                    *version > format_version ? Text("用写它的较新的 zonecast，或用本程序重新生成",
                                                     "use the newer zonecast that wrote it, or make it again with this one")
                                              : Text("用 `zonecast run` 重新生成", "make it again with `zonecast run`"));
}

RunInfo read_run(const VariableReader& reader) {
    RunInfo run;
    run.version = reader.text("version");
    run.seed = reader.number("seed");
    run.first_replicate = reader.number("first_replicate");
    run.replicates = reader.number("replicates");
    run.plan_id = reader.text("plan");
    run.plan_name = {reader.text("plan_name_zh"), reader.text("plan_name_en")};
    run.plan_document = reader.text("plan_document");
    run.pack_id = reader.text("pack");
    run.pack_name = {reader.text("pack_name_zh"), reader.text("pack_name_en")};
    run.province = reader.text("province_id");
    run.base_year = static_cast<int>(reader.number("base_year"));
    run.known_until = static_cast<int>(reader.number("known_until"));
    run.end_year = static_cast<int>(reader.number("end_year"));
    return run;
}

/// What the plan says of the targets.
std::vector<scenario::Target> read_stated(const VariableReader& reader) {
    const std::vector<std::string> ids = reader.members("target");
    const std::size_t count = ids.size();
    std::vector<scenario::Target> targets(count);
    if (count == 0) return targets;
    const auto fill = [&](auto member, const auto& values) {
        for (std::size_t i = 0; i < count; ++i) targets[i].*member = static_cast<std::decay_t<decltype(targets[i].*member)>>(values[i]);
    };
    using scenario::Target;
    fill(&Target::id, ids);
    fill(&Target::name, reader.names("target", count));
    fill(&Target::document, reader.texts("target_document", count));
    fill(&Target::clause, reader.texts("target_clause", count));
    fill(&Target::quote, reader.texts("target_quote", count));
    fill(&Target::scope, reader.texts("target_scope", count));
    fill(&Target::quantifier, reader.words<scenario::Quantifier>("target_quantifier", count, quantifier_spellings));
    fill(&Target::metric, reader.texts("target_metric", count));
    fill(&Target::statistic, reader.words<scenario::Statistic>("target_statistic", count, statistic_spellings));
    fill(&Target::comparison, reader.words<scenario::Comparison>("target_op", count, comparison_spellings));
    fill(&Target::value, reader.reals("target_threshold", count));
    fill(&Target::unit, reader.texts("target_unit", count));
    fill(&Target::year, reader.integers("target_year", count));
    fill(&Target::official, reader.integers("target_official", count));
    fill(&Target::note, reader.texts("target_note", count));
    const std::vector<double> high = reader.reals("target_threshold_high", count);
    const std::vector<std::int32_t> base_year = reader.integers("target_base_year", count);
    const std::vector<std::string> perimeter = reader.texts("target_perimeter", count);
    for (std::size_t i = 0; i < count; ++i) {
        if (!std::isnan(high[i])) targets[i].value_high = high[i];
        if (base_year[i] != 0) targets[i].base_year = base_year[i];
        targets[i].fixed_perimeter = perimeter[i] == "fixed";
    }
    return targets;
}

/// In what share of the replicates each target has a value, from the values themselves.
std::vector<double> read_valued(const VariableReader& reader, const hdf5::File& file, std::size_t targets) {
    constexpr std::uint64_t rows_at_once = 65536;
    std::vector<double> valued(targets, 1.0);
    if (targets == 0 || !reader.has("target_value")) return valued;
    const std::uint64_t rows = reader.count("target_value") / targets;
    if (rows == 0) return valued;
    std::vector<std::uint64_t> lacking(targets, 0);
    for (std::uint64_t first = 0; first < rows; first += rows_at_once) {
        const std::vector<double> values = file.read_rows<double>("target_value", first, std::min(rows_at_once, rows - first));
        for (std::size_t i = 0; i < values.size(); ++i) lacking[i % targets] += std::isnan(values[i]) ? 1 : 0;
    }
    for (std::size_t t = 0; t < targets; ++t) valued[t] = static_cast<double>(rows - lacking[t]) / static_cast<double>(rows);
    return valued;
}

std::vector<engine::TargetResult> read_targets(const VariableReader& reader, std::size_t years, std::size_t zones) {
    const std::vector<scenario::Target> stated = read_stated(reader);
    const std::size_t count = stated.size();
    std::vector<engine::TargetResult> targets(count);
    if (count == 0) return targets;
    for (std::size_t i = 0; i < count; ++i) targets[i].target = stated[i];
    const auto fill = [&](auto member, const char* name) {
        const std::vector<double> values = reader.reals(name, count);
        for (std::size_t i = 0; i < count; ++i) targets[i].*member = values[i];
    };
    const auto fill_rows = [&](auto member, const char* name, std::size_t width) {
        const std::vector<double> values = reader.reals(name, count * width);
        for (std::size_t i = 0; i < count; ++i) targets[i].*member = row(values, i, width);
    };
    using engine::TargetResult;
    fill(&TargetResult::chance, "target_chance");
    fill(&TargetResult::chance_standard_error, "target_chance_standard_error");
    fill(&TargetResult::chance_low, "target_chance_low");
    fill(&TargetResult::chance_high, "target_chance_high");
    fill(&TargetResult::chance_fixed_perimeter, "target_chance_fixed_perimeter");
    fill(&TargetResult::chance_current_perimeter, "target_chance_current_perimeter");
    fill(&TargetResult::mean, "target_mean");
    fill(&TargetResult::expected_shortfall, "target_expected_shortfall");
    fill(&TargetResult::shortfall_if_missed, "target_shortfall_if_missed");
    fill(&TargetResult::share_meeting, "target_share_meeting");
    fill_rows(&TargetResult::value, "target_quantile", engine::quantile_levels.size());
    fill_rows(&TargetResult::base, "target_base_quantile", engine::quantile_levels.size());
    fill_rows(&TargetResult::met_by_year, "target_met_by_year", years);
    if (zones > 0) fill_rows(&TargetResult::member_short, "target_member_short", zones);
    if (reader.has("target_assumed")) {
        const std::vector<std::string> assumed = reader.texts("target_assumed", count);
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t at = 0; at < assumed[i].size();) {
                const std::size_t end = std::min(assumed[i].find("; ", at), assumed[i].size());
                targets[i].assumed.push_back(assumed[i].substr(at, end - at));
                at = end + 2;
            }
    }
    return targets;
}

/// How the start met the base year's figures, and which targets hang on those that it did not meet. Older files do not say.
std::vector<engine::BaseYearLine> read_start(const VariableReader& reader, std::vector<engine::TargetResult>& targets) {
    const std::vector<std::string> ids = reader.members("start_figure");
    const std::size_t count = ids.size();
    std::vector<engine::BaseYearLine> lines(count);
    if (count == 0) return lines;
    const auto fill = [&](auto member, const auto& values) {
        for (std::size_t i = 0; i < count; ++i) lines[i].*member = values[i];
    };
    using engine::BaseYearLine;
    fill(&BaseYearLine::series, reader.texts("start_figure_series", count));
    fill(&BaseYearLine::place, reader.texts("start_figure_place", count));
    fill(&BaseYearLine::unit, reader.texts("start_figure_unit", count));
    fill(&BaseYearLine::confidence, reader.words<scenario::Confidence>("start_figure_confidence", count, confidence_spellings));
    fill(&BaseYearLine::published, reader.reals("start_figure_published", count));
    fill(&BaseYearLine::spread, reader.reals("start_figure_spread", count));
    fill(&BaseYearLine::model_median, reader.reals("start_figure_median", count));
    fill(&BaseYearLine::model_low, reader.reals("start_figure_low", count));
    fill(&BaseYearLine::model_high, reader.reals("start_figure_high", count));
    fill(&BaseYearLine::pull, reader.reals("start_figure_spreads_off", count));
    if (targets.empty()) return lines;
    const std::vector<std::int32_t> unmet = reader.integers("target_unmet", targets.size() * count);
    for (std::size_t t = 0; t < targets.size(); ++t)
        for (std::size_t i = 0; i < count; ++i)
            if (unmet[t * count + i] != 0) targets[t].unmet.push_back(i);
    return lines;
}

/// Files of versions that knew no groups have none.
std::vector<engine::TargetGroupResult> read_target_groups(const VariableReader& reader, std::size_t targets, std::size_t years) {
    const std::vector<std::string> ids = reader.members("target_group");
    const std::size_t count = ids.size();
    std::vector<engine::TargetGroupResult> groups(count);
    if (count == 0) return groups;
    const std::vector<scenario::Name> names = reader.names("target_group", count);
    const std::vector<std::string> clauses = reader.texts("target_group_clause", count);
    const std::vector<std::int32_t> members = reader.integers("target_group_members", count * targets);
    const std::vector<double> chance = reader.reals("target_group_chance", count), low = reader.reals("target_group_chance_low", count),
                              high = reader.reals("target_group_chance_high", count),
                              by_year = reader.reals("target_group_met_by_year", count * years),
                              missed = reader.reals("target_group_missed_if_not_met", count * targets),
                              alone = reader.reals("target_group_only_one_missed", count * targets);
    for (std::size_t g = 0; g < count; ++g) {
        groups[g].group = {ids[g], names[g], clauses[g], {}};
        groups[g].chance = chance[g];
        groups[g].chance_low = low[g];
        groups[g].chance_high = high[g];
        groups[g].met_by_year = row(by_year, g, years);
        for (std::size_t t = 0; t < targets; ++t) {
            if (members[g * targets + t] == 0) continue;
            groups[g].members.push_back(t);
            groups[g].missed_if_not_met.push_back(missed[g * targets + t]);
            groups[g].only_one_missed.push_back(alone[g * targets + t]);
        }
    }
    return groups;
}

/// Nothing without an index.
std::optional<engine::IndexResult> read_index(const VariableReader& reader, const hdf5::File& file, std::size_t zones, std::size_t years) {
    const std::vector<std::string> items = reader.members("index_item"), groups = reader.members("index_group");
    if (items.empty()) return std::nullopt;
    engine::IndexResult result;
    result.index.id = reader.text("index");
    result.index.name = {reader.text("index_name_zh"), reader.text("index_name_en")};
    const std::vector<scenario::Name> item_names = reader.names("index_item", items.size());
    const std::vector<scenario::Name> group_names = reader.names("index_group", groups.size());
    const std::vector<double> group_weights = reader.reals("index_group_weight", groups.size());
    const std::vector<double> item_weights = reader.reals("index_item_weight", items.size());
    const std::vector<std::string> of_group = reader.texts("index_item_group", items.size());
    const std::vector<std::string> kinds = reader.texts("index_item_kind", items.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
        scenario::IndexGroup group;
        group.id = groups[g];
        group.name = group_names[g];
        group.weight = group_weights[g];
        result.index.groups.push_back(std::move(group));
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        scenario::IndexItem item;
        item.id = items[i];
        item.name = item_names[i];
        item.group = of_group[i];
        item.weight = item_weights[i];
        item.kind = kinds[i];
        result.index.items.push_back(std::move(item));
    }
    result.item_from = reader.texts("index_item_from", items.size());
    result.ranks = reader.has("index_rank") ? hdf5::elements(file.shape("index_rank")) : 0;
    result.set = reader.texts("zone_index_set", zones * years);
    for (const std::string& set : result.set)
        if (!set.empty() && std::find(result.index.ranked.begin(), result.index.ranked.end(), set) == result.index.ranked.end())
            result.index.ranked.push_back(set);
    result.ranked_chance = reader.reals("zone_index_ranked_chance", zones * years);
    result.score_mean = reader.reals("zone_index_score_mean", zones * years);
    result.score_quantile = reader.reals("zone_index_score_quantile", zones * years * engine::quantile_levels.size());
    if (result.ranks > 0) result.rank_chance = reader.reals("zone_index_rank_chance", zones * result.ranks * years);
    result.item_mean = reader.reals("zone_index_item_mean", zones * items.size() * years);
    result.item_value_mean = reader.reals("zone_index_item_value_mean", zones * items.size() * years);
    return result;
}

std::vector<scenario::Figure> read_figures(const VariableReader& reader, const hdf5::File& file) {
    if (!reader.has("figure")) return {};
    const std::size_t count = hdf5::elements(file.shape("figure"));
    std::vector<scenario::Figure> figures(count);
    const auto fill = [&](auto member, const auto& values) {
        for (std::size_t i = 0; i < count; ++i) figures[i].*member = values[i];
    };
    using scenario::Figure;
    fill(&Figure::series, reader.texts("figure_series", count));
    fill(&Figure::place, reader.texts("figure_place", count));
    fill(&Figure::year, reader.integers("figure_year", count));
    fill(&Figure::value, reader.reals("figure_value", count));
    fill(&Figure::unit, reader.texts("figure_unit_as_written", count));
    fill(&Figure::spread, reader.reals("figure_spread", count));
    fill(&Figure::confidence, reader.words<scenario::Confidence>("figure_confidence", count, confidence_spellings));
    fill(&Figure::source, reader.texts("figure_source", count));
    fill(&Figure::note, reader.texts("figure_note", count));
    return figures;
}

Result read_whole(const std::string& path) {
    const hdf5::File file = hdf5::File::open(path);
    const VariableReader reader(file, path);
    check_format(reader, file);
    Result result;
    result.run = read_run(reader);
    if (!reader.has("year")) throw reader.lacking("variable", "year");
    const std::vector<std::int32_t> years = file.read<std::int32_t>("year");
    result.years.assign(years.begin(), years.end());
    result.zone_ids = reader.members("zone");
    if (!result.zone_ids.empty()) result.zone_names = reader.names("zone", result.zone_ids.size());
    result.targets = read_targets(reader, years.size(), result.zone_ids.size());
    const std::vector<double> valued = read_valued(reader, file, result.targets.size());
    for (std::size_t t = 0; t < result.targets.size(); ++t) result.targets[t].valued = valued[t];
    result.start = read_start(reader, result.targets);
    result.split = read_split(reader, result.targets.size());
    result.chance_all_targets = reader.reals("chance_all_targets", 1).front();
    if (!result.targets.empty())
        result.target_correlation = reader.reals("target_correlation", result.targets.size() * result.targets.size());
    result.target_groups = read_target_groups(reader, result.targets.size(), years.size());
    for (const engine::TargetGroupResult& group : result.target_groups)
        for (const std::size_t member : group.members) result.targets[member].target.group = group.group.id;
    result.index = read_index(reader, file, result.zone_ids.size(), years.size());
    result.province = read_panel(reader, "province", years.size());
    result.figures = read_figures(reader, file);
    result.path = path;
    const std::vector<std::string> inputs = reader.members("input_file");
    if (!inputs.empty()) {
        const std::vector<std::string> texts = reader.texts("input_text", inputs.size());
        for (std::size_t i = 0; i < inputs.size(); ++i) result.input_files.push_back({inputs[i], texts[i]});
    }
    result.plan_file = reader.text("plan_file");
    result.overrides = reader.members("override");
    return result;
}

}  // namespace

void check_result(const std::string& path) {
    const hdf5::File file = hdf5::File::open(path);
    check_format(VariableReader(file, path), file);
}

std::optional<Result> read_result(const std::string& path, Diagnostics& diagnostics) {
    return read_or_report<Result>(diagnostics, [&] { return read_whole(path); });
}

}  // namespace zonecast::outputs
