#include "model/scenario/plan.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/priors.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"
#include "model/scenario/years.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

std::string six_digits(double value) {
    return fmt::format("{:.6g}", value);
}
std::string three_digits(double value) {
    return fmt::format("{:.3g}", value);
}

constexpr int longest_projection = 50;
constexpr int meant_projection = 15;  // years; the model was scored over five

/// Whether an id names something that a measure can be aimed at.
void check_scope(const std::string& scope, const Location& where, Reading& reading) {
    const auto& standard = standard_perimeters();
    if (scope.empty() || std::find(standard.begin(), standard.end(), scope) != standard.end()) return;
    if (reading.scopes.has(scope) || reading.zones.has(scope) || reading.clusters.has(scope)) return;
    if (!reading.scopes.complete() || !reading.zones.complete() || !reading.clusters.complete()) return;
    std::vector<std::string> known = standard;
    for (const IdTable* table : {&reading.scopes, &reading.zones, &reading.clusters}) {
        const auto ids = table->ids();
        known.insert(known.end(), ids.begin(), ids.end());
    }
    reading.diagnostics.error(where, say("没有编号为 {} 的适用范围", "there is no scope with the id {}", in_quotes(scope)),
                              suggestion(scope, known,
                                         Text("适用范围是 all_zones、national_zones、provincial_zones、本省，或某个范围、高新区、城市、集群、产业的编号",
                                              "a scope is all_zones, national_zones, provincial_zones, the province, or the id of a "
                                              "perimeter, zone, city, cluster or industry")));
}

std::map<int, double> read_dose(TomlRecord& record, Reading& reading) {
    std::map<int, double> dose;
    const Plan& plan = reading.scenario.plan;
    const TomlValue* table = record.find("dose");
    if (table == nullptr) {
        reading.diagnostics.error(record.where(), Text("措施没有 \"dose\"", "the measure has no \"dose\""),
                                  say("补上：dose = {{ {} = 1 }}", "add: dose = {{ {} = 1 }}", plan.base_year + 1));
        return dose;
    }
    if (table->kind != TomlValue::Kind::table) {
        reading.diagnostics.error(table->where, say("措施的 \"dose\" 应是按年份给出剂量的表，而不是{}",
                                                    "\"dose\" of the measure must be a table of doses by year, not {}", describe(table->kind)),
                                  Text("写 dose = { 2017 = 1, 2018 = 1 }", "write dose = { 2017 = 1, 2018 = 1 }"));
        return dose;
    }
    for (const TomlEntry& entry : table->entries) {
        const auto year = parse_number(entry.key);
        if (!year || !plausible_year(*year) || *year != static_cast<int>(*year)) {
            reading.diagnostics.error(entry.where, say("\"dose\" 中的 {} 不是年份", "{} in \"dose\" is not a year", in_quotes(entry.key)),
                                      Text("写 dose = { 2017 = 1, 2018 = 1 }", "write dose = { 2017 = 1, 2018 = 1 }"));
            continue;
        }
        const TomlValue& value = entry.value;
        if (value.kind != TomlValue::Kind::integer && value.kind != TomlValue::Kind::number) {
            reading.diagnostics.error(value.where, say("{} 年的剂量应是数，而不是{}", "the dose of {} must be a number, not {}", entry.key, describe(value.kind)),
                                      Text("写一个数，如 1", "write a number such as 1"));
            continue;
        }
        if (!(value.number > -TomlRecord::infinite && value.number < TomlRecord::infinite)) {
            reading.diagnostics.error(value.where, say("{} 年的剂量不是有限的数", "the dose of {} is not a finite number", entry.key),
                                      Text("写一个数，如 1", "write a number such as 1"));
            continue;
        }
        if (plan.base_year > 0 && plan.end_year > plan.base_year && (*year <= plan.base_year || *year > plan.end_year)) {
            reading.diagnostics.error(entry.where, outside_projection(entry.key, plan),
                                      Text("移动剂量，或改规划的年份", "move the dose, or change the years of the plan"));
            continue;
        }
        dose[static_cast<int>(*year)] = value.number;
    }
    return dose;
}

/// An instrument can build facilities, of the kind that the measure names, or act through its other channels if the measure names none.
void check_facility(const Measure& measure, const TomlRecord& record, Reading& reading) {
    const auto& instruments = reading.scenario.instruments;
    const auto instrument =
        std::find_if(instruments.begin(), instruments.end(), [&](const Instrument& one) { return one.id == measure.instrument; });
    if (instrument == instruments.end()) return;
    const auto builds =
        std::count_if(instrument->channels.begin(), instrument->channels.end(), [](const Channel& one) { return one.lever == "facility"; });
    const bool only_builds = builds > 0 && static_cast<std::size_t>(builds) == instrument->channels.size();
    if (only_builds && measure.facility.empty())
        reading.diagnostics.error(record.where(), say("措施 {} 建设载体，却没有说是哪一种", "the measure {} builds facilities but does not say which", in_quotes(measure.id)),
                                  Text("补上：facility = \"national_incubator\" 或其他种类",
                                       "add: facility = \"national_incubator\" or another kind"));
    if (measure.facility.empty()) return;
    if (builds == 0)
        reading.diagnostics.error(record.where("facility"), say("政策工具 {} 不建设载体", "the instrument {} builds no facilities", in_quotes(measure.instrument)),
                                  Text("删去此键，或用建设载体的工具", "remove the key, or use an instrument that builds"));
    for (const auto& [year, dose] : measure.dose)
        if (dose < 0)
            reading.diagnostics.error(record.where("dose"), only_built(year),
                                      Text("写每个高新区开工的载体数", "write the number of facilities started in each zone"));
}

void read_measures(TomlRecord& file, Reading& reading) {
    for (const TomlValue* table : file.tables("measure")) {
        TomlRecord record(*table, Text("措施", "the measure"), reading.diagnostics);
        Measure measure;
        measure.where = table->where;
        measure.id = record.text("id");
        measure.instrument = record.text("instrument");
        static_cast<void>(reading.instruments.check(measure.instrument, record.where("instrument"), reading.diagnostics));
        measure.scope = record.text("scope");
        check_scope(measure.scope, record.where("scope"), reading);
        measure.dose = read_dose(record, reading);
        measure.facility = record.text("facility", "");
        if (!measure.facility.empty() && !is_id(measure.facility))
            reading.diagnostics.error(record.where("facility"),
                                      say("载体 {} 含有编号不能用的字符", "the facility {} has characters that an id may not have",
                                          in_quotes(measure.facility)),
                                      id_hint(measure.facility));
        measure.success = record.number("success", 0, 1, 1.0);
        measure.clause = record.text("clause", "");
        measure.note = record.text("note", "");
        const Location id_place = record.where("id");
        check_facility(measure, record, reading);
        record.finish();
        if (!measure.id.empty() && reading.measures.add(measure.id, id_place, reading.diagnostics))
            reading.scenario.plan.measures.push_back(measure);
    }
    sort_by_id(reading.scenario.plan.measures);
}

/// What a shock strikes must exist.
void check_shock_target(const Shock& shock, const TomlRecord& record, Reading& reading) {
    const Location where = record.where("target");
    if (shock.kind == "demand") {
        if (!shock.target.empty())
            reading.diagnostics.error(where, Text("普遍的需求冲击作用于一切，没有对象", "a common demand shock strikes everything and has no target"),
                                      Text("删去此键，或用种类 \"industry_demand\"", "remove the key, or use the kind \"industry_demand\""));
        return;
    }
    if (shock.target.empty()) {
        reading.diagnostics.error(
            where, Text("冲击没有说作用于什么", "the shock does not say what it strikes"),
            shock.kind == "industry_demand" ? Text("补上：target = \"<产业>\"", "add: target = \"<industry>\"")
                                            : Text("补上：target = \"<部门>\" 或 \"<环节>\"", "add: target = \"<sector>\" or \"<segment>\""));
        return;
    }
    if (shock.kind == "industry_demand") {
        static_cast<void>(reading.industries.check(shock.target, where, reading.diagnostics));
        return;
    }
    if (reading.sectors.has(shock.target) || reading.segments.has(shock.target) || !reading.sectors.complete() ||
        !reading.segments.complete())
        return;
    std::vector<std::string> known = reading.sectors.ids();
    const auto segments = reading.segments.ids();
    known.insert(known.end(), segments.begin(), segments.end());
    reading.diagnostics.error(
        where, say("没有编号为 {} 的部门或环节", "there is no sector or segment with the id {}", in_quotes(shock.target)),
        suggestion(shock.target, known,
                   Text("部门见国家库的 sectors.csv，环节见数据包的 segments.csv",
                        "the sectors stand in sectors.csv of the library, the segments in segments.csv of the pack")));
}

}  // namespace

void check_shock_size(const std::string& kind, double size, const Location& where, Diagnostics& diagnostics) {
    constexpr double largest = 1;  // log points: the worst years of an industry that are known took it down by half
    if (kind == "external_supply") {
        if (size >= 0 && size <= 1) return;
        diagnostics.error(where,
                          say("供应缺失的份额是 {}，须在 0 与 1 之间", "the missing share of a supply is {}; it must lie between 0 and 1",
                              number_text(size)),
                          size > 1 && size <= 100 ? say("百分数写成比值：{}", "write per cent as a ratio: {}", number_text(size / 100))
                                                  : Text("写成比值", "write it as a ratio"));
        return;
    }
    if (std::abs(size) <= largest) return;
    const Text factor = size < 100 ? Text(six_digits(std::exp(size))) : Text("e^" + number_text(size));
    diagnostics.error(
        where,
        say("冲击的大小是 {} 个对数点：需求将变为原来的 {} 倍",
            "the shock has a size of {} log points: demand would become {} times what it was", number_text(size), factor),
        size > -100 && std::abs(size) <= 100
            ? say("大小以对数点计，在 -1 与 1 之间：{} % 写作 {}", "the size is in log points, between -1 and 1: for {} % write {}",
                  number_text(size), three_digits(std::log1p(size / 100)))
            : Text("大小以对数点计，在 -1 与 1 之间：减少五分之一写作 -0.22",
                   "the size is in log points, between -1 and 1: write -0.22 for a fifth less"));
}

namespace {

void read_shocks(TomlRecord& file, Reading& reading) {
    const Plan& plan = reading.scenario.plan;
    for (const TomlValue* table : file.tables("shock")) {
        TomlRecord record(*table, Text("冲击", "the shock"), reading.diagnostics);
        Shock shock;
        shock.where = table->where;
        shock.id = record.text("id");
        shock.kind = record.choice<std::string>("kind", shock_kind_words());
        shock.target = record.text("target", "");
        check_shock_target(shock, record, reading);
        shock.start = record.year("start", true).value_or(0);
        if (shock.start > 0 && plan.base_year > 0 && plan.end_year > plan.base_year &&
            (shock.start <= plan.base_year || shock.start > plan.end_year))
            reading.diagnostics.error(record.where("start"),
                                      say("冲击始于 {} 年，在推演年份 {}-{} 之外",
                                          "the shock begins in {}, outside the years of the projection, {}-{}", shock.start,
                                          plan.base_year + 1, plan.end_year),
                                      Text("移动冲击，或改规划的年份", "move the shock, or change the years of the plan"));
        shock.years = record.integer("years", 1, longest_projection, 1);
        shock.size = record.number("size", -TomlRecord::infinite, TomlRecord::infinite);
        if (!shock.kind.empty() && record.has("size")) check_shock_size(shock.kind, shock.size, record.where("size"), reading.diagnostics);
        shock.shape = record.choice<std::string>("shape", shock_shape_words(), std::string("flat"));
        shock.note = record.text("note", "");
        const Location id_place = record.where("id");
        record.finish();
        if (!shock.id.empty() && reading.shocks.add(shock.id, id_place, reading.diagnostics)) reading.scenario.plan.shocks.push_back(shock);
    }
    sort_by_id(reading.scenario.plan.shocks);
}

}  // namespace

Text outside_projection(const std::string& year, const Plan& plan) {
    return say("{} 年的剂量在推演年份 {}-{} 之外", "the dose of {} lies outside the years of the projection, {}-{}", year,
               plan.base_year + 1, plan.end_year);
}

Text only_built(int year) {
    return say("{} 年的剂量是负数，但载体只能建设", "the dose of {} is negative, but facilities are only built", year);
}

std::string read_plan_head(const TomlValue& file, std::optional<int> end_year, Location& pack_place, Reading& reading) {
    Plan& plan = reading.scenario.plan;
    const TomlValue* head = file.find("plan");
    if (head == nullptr || head->kind != TomlValue::Kind::table) {
        reading.diagnostics.error({file.where.file, 1, 1}, Text("文件没有 [plan]", "the file has no [plan]"),
                                  Text("以 [plan] 开头，写明规划的 id、name、pack、base_year 和 end_year",
                                       "begin it with [plan] and the id, name, pack, base_year and end_year of the plan"));
        return {};
    }
    plan.where = head->where;
    TomlRecord record(*head, "[plan]", reading.diagnostics);
    plan.id = record.text("id");
    if (!plan.id.empty() && !is_id(plan.id))
        reading.diagnostics.error(record.where("id"), say("编号 {} 含有编号不能用的字符", "the id {} has characters that an id may not have", in_quotes(plan.id)),
                                  id_hint(plan.id));
    plan.name = record.name("name");
    plan.document = record.text("document", "");
    const std::string pack = record.text("pack");
    pack_place = record.where("pack");
    plan.base_year = record.year("base_year", true).value_or(0);
    plan.end_year = record.year("end_year", true).value_or(0);
    plan.known_until = record.year("known_until", false).value_or(plan.base_year);
    if (end_year) plan.end_year = *end_year;
    reading.base_year = record.where("base_year");
    reading.end_year = record.where("end_year");
    const Location known_until = record.where("known_until");
    reading.index = {record.text("index", ""), record.where("index")};
    reading.index_without = record.texts("index_without");
    record.finish();
    if (plan.base_year > 0 && plan.end_year > 0) {
        if (plan.end_year > plan.base_year && (plan.known_until < plan.base_year || plan.known_until > plan.end_year))
            reading.diagnostics.error(known_until,
                                      say("known_until（{}）不在 base_year 至 end_year 之间",
                                          "known_until ({}) does not lie from base_year to end_year", plan.known_until),
                                      Text("写规划发布的年份，或不写", "give the year in which the plan was published, or leave it out"));
        if (plan.end_year <= plan.base_year)
            reading.diagnostics.error(
                reading.end_year,
                say("end_year（{}）不在 base_year（{}）之后", "end_year ({}) is not after base_year ({})", plan.end_year, plan.base_year),
                Text("改正其一", "correct one of the two"));
        else if (plan.end_year - plan.base_year > longest_projection)
            reading.diagnostics.error(reading.end_year,
                                      say("推演将长达 {} 年，最多 {} 年", "the projection would run for {} years; the most is {}",
                                          plan.end_year - plan.base_year, longest_projection),
                                      Text("选较早的 end_year", "choose an earlier end_year"));
        else if (plan.end_year - plan.base_year > meant_projection)
            reading.diagnostics.warning(
                reading.end_year,
                say("推演长达 {} 年；模型的评分只基于五年的推演，适用于至多 {} 年的规划",
                    "the projection runs for {} years; the model was scored over five years and is meant for plans of up to {}",
                    plan.end_year - plan.base_year, meant_projection),
                Text("其后的年份只是增长率的延续，不是预测", "read what lies beyond as growth rates carried on, not as a forecast"));
    }
    return pack;
}

void read_plan_body(const TomlValue& file, Reading& reading) {
    TomlRecord record(file, Text("规划文件", "the plan file"), reading.diagnostics);
    static_cast<void>(record.find("plan"));
    read_targets(record, reading);
    read_changes(record, reading);  // a measure may be aimed at a cluster that a change adds
    read_measures(record, reading);
    read_shocks(record, reading);
    read_candidates(record, reading.scenario.plan.candidates, reading);
    if (const TomlValue* parameters = record.find("parameters")) {
        if (parameters->kind != TomlValue::Kind::table)
            reading.diagnostics.error(parameters->where, Text("\"parameters\" 应是若干个表", "\"parameters\" must be tables"),
                                      Text("写 [parameters.<编号>]", "write [parameters.<id>]"));
        else
            for (const std::string& id : override_priors(*parameters, false, reading)) reading.scenario.plan.priors[id] = {};
    }
    record.finish();
}

}  // namespace zonecast::scenario
