#include <algorithm>

#include "model/base/text.hpp"
#include "model/base/units.hpp"
#include "model/scenario/plan.hpp"
#include "model/scenario/unit_hint.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

bool needs_base_year(Statistic statistic) {
    return statistic == Statistic::ratio_to_base || statistic == Statistic::increase || statistic == Statistic::cumulative ||
           statistic == Statistic::mean_annual_growth || statistic == Statistic::improves_every_year ||
           statistic == Statistic::median_improves;
}

/// Whether the statistic is a change whose sign alone says that something got better.
bool is_change_for_the_better(Statistic statistic) {
    return statistic == Statistic::improves_every_year || statistic == Statistic::median_improves;
}

/// A target is judged on a set of zones or places: a perimeter, the province, a city or a zone.
void check_scope(const Target& target, const TomlRecord& record, Reading& reading) {
    const auto& standard = standard_perimeters();
    const std::string& scope = target.scope;
    if (scope.empty() || std::find(standard.begin(), standard.end(), scope) != standard.end()) return;
    if (reading.zones.has(scope) || reading.cities.has(scope) || reading.perimeters.has(scope) || scope == reading.scenario.province)
        return;
    if (!reading.zones.complete() || !reading.cities.complete() || !reading.perimeters.complete() || reading.scenario.province.empty())
        return;
    std::vector<std::string> known = standard;
    known.push_back(reading.scenario.province);
    for (const IdTable* table : {&reading.perimeters, &reading.cities, &reading.zones}) {
        const auto ids = table->ids();
        known.insert(known.end(), ids.begin(), ids.end());
    }
    const bool other_kind = reading.industries.has(scope) || reading.clusters.has(scope);
    reading.diagnostics.error(
        record.where("scope"),
        other_kind ? say("{} 不是可以评判目标的地方", "{} is no place that a target can be judged on", in_quotes(scope))
                   : say("没有编号为 {} 的范围或地方", "there is no perimeter or place with the id {}", in_quotes(scope)),
        suggestion(
            scope, known,
            Text("目标在 all_zones、national_zones、provincial_zones、本省，或某个范围、城市、高新区上评判",
                 "a target is judged on all_zones, national_zones, provincial_zones, the province, or the id of a perimeter, city or zone")));
}

/// Converts value and value_high to the program's unit.
void read_amount(TomlRecord& record, Target& target, Reading& reading) {
    const bool improves = is_change_for_the_better(target.statistic);
    target.value = improves ? record.number("value", -TomlRecord::infinite, TomlRecord::infinite, 0.0)
                            : record.number("value", -TomlRecord::infinite, TomlRecord::infinite);
    target.value_high = record.number_if("value_high");
    const bool between = target.comparison == Comparison::between;
    if (between && !record.has("value_high"))
        reading.diagnostics.error(record.where("op"), Text("\"between\" 需要第二个数", "\"between\" needs a second value"),
                                  Text("加上 value_high", "add value_high"));
    else if (!between && record.has("value_high"))
        reading.diagnostics.error(record.where("value_high"), 
                                  Text("value_high 只用于 op = \"between\"", "value_high belongs to op = \"between\" only"),
                                  Text("删去它，或改 op", "remove it, or change op"));
    else if (between && target.value_high && *target.value_high < target.value)
        reading.diagnostics.error(record.where("value_high"), Text("value_high 小于 value", "value_high is below value"),
                                  Text("对调或改正", "exchange or correct them"));

    target.unit = target.unit_written = improves ? record.text("unit", "") : record.text("unit");
    target.unit_where = record.where("unit");
    if (target.unit.empty()) return;
    const auto unit = base::parse_unit(target.unit);
    if (!unit) {
        reading.diagnostics.error(record.where("unit"), say("不认识的单位 {}", "unknown unit {}", in_quotes(target.unit)),
                                  unit_hint(target.unit, std::nullopt));
        return;
    }
    target.value *= unit->factor;
    if (target.value_high) *target.value_high *= unit->factor;
    target.unit = base::canonical_unit(unit->dimension);
}

void read_years(TomlRecord& record, Target& target, Reading& reading) {
    const Plan& plan = reading.scenario.plan;
    target.year = record.year("year", true).value_or(0);
    target.base_year = record.year("base_year", false);
    if (target.year > 0 && plan.base_year > 0 && plan.end_year > plan.base_year &&
        (target.year <= plan.base_year || target.year > plan.end_year))
        reading.diagnostics.error(record.where("year"),
                                  say("目标的年份 {} 在推演年份 {}-{} 之外", "the target's year {} lies outside the projection, {}-{}",
                                      target.year, plan.base_year + 1, plan.end_year),
                                  Text("改年份，或改规划的 end_year", "change the year, or end_year of the plan"));
    if (!record.has("base_year") && needs_base_year(target.statistic))
        reading.diagnostics.error(record.where("statistic"),
                                  say("统计量 {} 与基年比较，而目标没有基年",
                                      "the statistic {} compares with a base year, and the target has none",
                                      in_quotes(word_of(statistic_words(), target.statistic))),
                                  say("补上：base_year = {}", "add: base_year = {}", plan.base_year));
    if (target.base_year && target.year > 0 && *target.base_year >= target.year)
        reading.diagnostics.error(
            record.where("base_year"),
            say("目标的基年 {} 不在其年份 {} 之前", "the target's base year {} is not before its year {}", *target.base_year, target.year),
            Text("改正其一", "correct one of the two"));
}

Target read_target(TomlRecord& record, Reading& reading) {
    static const Words<bool> perimeter_words{{"current", false}, {"fixed", true}};
    Target target;
    target.where = record.where();
    target.id = record.text("id");
    target.name = record.name("name");
    target.document = record.text("document", reading.scenario.plan.document);
    target.clause = record.text("clause", "");
    target.quote = record.text("quote", "");
    target.group = record.text("group", "");
    target.scope = record.text("scope");
    check_scope(target, record, reading);
    target.quantifier = record.choice<Quantifier>("quantifier", quantifier_words(), Quantifier::total);
    target.metric = record.text("metric");
    target.statistic = record.choice<Statistic>("statistic", statistic_words(), Statistic::level);
    const bool improves = is_change_for_the_better(target.statistic);
    target.comparison = record.choice<Comparison>("op", comparison_words(), improves ? std::optional(Comparison::greater) : std::nullopt);
    read_amount(record, target, reading);
    read_years(record, target, reading);
    target.fixed_perimeter = record.choice<bool>("perimeter", perimeter_words, false);
    target.official = record.flag("official", true);
    if (record.has("assumed_base")) {
        static_cast<void>(record.flag("assumed_base", false));
        reading.diagnostics.note(record.where("assumed_base"), Text("assumed_base 不再有作用：目标是否依据假定的基数由数据包得出",
                                                                    "assumed_base says nothing any more: whether a target rests on an "
                                                                    "assumed base is worked out from the pack"),
                                 Text("删去该键", "remove the key"));
    }
    target.note = record.text("note", "");
    return target;
}

/// Groups by their tables and by the targets that name them: a group without a table is called by its id.
void read_groups(TomlRecord& file, Reading& reading) {
    std::vector<TargetGroup>& groups = reading.scenario.plan.groups;
    const std::vector<Target>& targets = reading.scenario.plan.targets;
    for (const TomlValue* table : file.tables("group")) {
        TomlRecord record(*table, Text("目标组", "the group"), reading.diagnostics);
        TargetGroup group;
        group.where = table->where;
        group.id = record.text("id");
        group.name = record.name("name");
        group.clause = record.text("clause", "");
        const Location id_place = record.where("id");
        record.finish();
        if (!group.id.empty() && reading.groups.add(group.id, id_place, reading.diagnostics)) groups.push_back(group);
    }
    for (const Target& target : targets)
        if (!target.group.empty() && !reading.groups.has(target.group) &&
            reading.groups.add(target.group, target.where, reading.diagnostics))
            groups.push_back({target.group, {target.group, target.group}, target.clause, target.where});
    for (const TargetGroup& group : groups)
        if (std::none_of(targets.begin(), targets.end(), [&](const Target& target) { return target.group == group.id; }))
            reading.diagnostics.error(group.where, say("没有目标属于组 {}", "no target belongs to the group {}", in_quotes(group.id)),
                                      say("给其目标加上 group = {}，或删去该组", "add group = {} to its targets, or remove it",
                                          in_quotes(group.id)));
}

}  // namespace

void read_targets(TomlRecord& file, Reading& reading) {
    for (const TomlValue* table : file.tables("target")) {
        TomlRecord record(*table, Text("目标", "the target"), reading.diagnostics);
        const Target target = read_target(record, reading);
        const Location id_place = record.where("id");
        record.finish();
        if (!target.id.empty() && reading.targets.add(target.id, id_place, reading.diagnostics))
            reading.scenario.plan.targets.push_back(target);
    }
    read_groups(file, reading);
}

}  // namespace zonecast::scenario
