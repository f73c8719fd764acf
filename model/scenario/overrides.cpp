#include "model/scenario/overrides.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/plan.hpp"
#include "model/scenario/priors.hpp"
#include "model/scenario/years.hpp"

namespace zonecast::scenario {

using base::in_quotes;
using Kind = Override::Kind;

namespace {

const Text& forms() {
    static const Text text(
        "可用的有：parameter.<编号>=<数>、measure.<编号>.dose=<倍数>、measure.<编号>.dose.<年>=<剂量>、"
        "plan.end_year=<年>、target.<编号>.value=<数>、"
        "shock.<编号>.size=<数>、index.<编号>.weight=<数>、plan.index=0、remove.<对象>=<年>、add.<对象>=<年>、"
        "strengthen.<对象>=<份额>",
        "known are: parameter.<id>=<number>, measure.<id>.dose=<factor>, measure.<id>.dose.<year>=<dose>, "
        "plan.end_year=<year>, target.<id>.value=<number>, "
        "shock.<id>.size=<number>, index.<id>.weight=<number>, plan.index=0, remove.<what>=<year>, add.<what>=<year>, "
        "strengthen.<what>=<share>");
    return text;
}

/// Errors of overrides name the override instead of a file.
Location place(const std::string& text) {
    return {"--set " + text, 0, 0};
}

bool between(const std::string& key, const std::string& start, const std::string& end, std::string& middle) {
    if (key.size() <= start.size() + end.size()) return false;
    if (key.compare(0, start.size(), start) != 0 || key.compare(key.size() - end.size(), end.size(), end) != 0) return false;
    middle = key.substr(start.size(), key.size() - start.size() - end.size());
    return true;
}

/// The year at the end of "measure.<id>.dose.<year>", whose id goes to `id`; nothing for a key of another form.
std::optional<double> year_of_dose(const std::string& key, std::string& id) {
    const std::size_t dot = key.rfind('.');
    if (dot == std::string::npos || !between(key.substr(0, dot), "measure.", ".dose", id)) return std::nullopt;
    return parse_number(key.substr(dot + 1));
}

template <class Record>
Record* record_of(std::vector<Record>& records, const std::string& id) {
    const auto found = std::find_if(records.begin(), records.end(), [&](const Record& one) { return one.id == id; });
    return found == records.end() ? nullptr : &*found;
}

void fix_parameter(const Override& change, Reading& reading) {
    if (!reading.parameters.check(change.id, place(change.text), reading.diagnostics)) return;
    Prior& prior = reading.scenario.priors[change.id];
    if (const auto why = impossible(change.id, prior.unit, change.value)) {
        reading.diagnostics.error(place(change.text),
                                  say("{} 不能是 {}：{}", "{} cannot be {}: {}", in_quotes(change.id), number_text(change.value), *why),
                                  change.value > 1 && change.value <= 100
                                      ? say("百分数写成比值：{}", "write per cent as a ratio: {}", number_text(change.value / 100))
                                      : Text("核对数值和单位", "check value and unit"));
        return;
    }
    if (change.value < prior.low)
        reading.diagnostics.warning(place(change.text), say("{} 低于 {} 的先验所允许的范围，该范围始于 {}",
                                                            "{} lies below the range that the prior of {} allows, which begins at {}",
                                                            number_text(change.value), in_quotes(change.id), number_text(prior.low)));
    if (change.value > prior.high)
        reading.diagnostics.warning(place(change.text), say("{} 高于 {} 的先验所允许的范围，该范围止于 {}",
                                                            "{} lies above the range that the prior of {} allows, which ends at {}",
                                                            number_text(change.value), in_quotes(change.id), number_text(prior.high)));
    prior.family = Prior::Family::fixed;
    prior.mean = change.value;
    prior.sd = 0;
    prior.low = std::min(prior.low, change.value);
    prior.high = std::max(prior.high, change.value);
    prior.source = "--set";
    prior.grade = "J";
    reading.scenario.plan.priors[change.id] = prior;
}

/// The dose of a measure in one year.
void set_dose(const Override& change, Reading& reading) {
    const Location where = place(change.text);
    if (!reading.measures.check(change.id, where, reading.diagnostics)) return;
    const Plan& plan = reading.scenario.plan;
    if (change.year <= plan.base_year || change.year > plan.end_year)
        reading.diagnostics.error(where, outside_projection(std::to_string(change.year), plan),
                                  Text("写推演年份之一，或用 plan.end_year 延长", "name a year of the projection, or set plan.end_year"));
    Measure& measure = *record_of(reading.scenario.plan.measures, change.id);
    if (change.value < 0 && !measure.facility.empty())
        reading.diagnostics.error(where, only_built(change.year),
                                  Text("写每个高新区开工的载体数", "write the number of facilities started in each zone"));
    measure.dose[change.year] = change.value;
}

/// Weight of a group or an item of the index.
void weigh_index(const Override& change, Reading& reading) {
    const Location where = place(change.text);
    if (!reading.scenario.index) {
        reading.diagnostics.error(where, Text("本次运行没有指数", "the run has no index"),
                                  Text("在 [plan] 或数据包中指明一个", "name one in [plan] or in the pack"));
        return;
    }
    ZoneIndex& index = *reading.scenario.index;
    if (change.value < 0)
        reading.diagnostics.error(where, Text("权重不能为负", "a weight cannot be negative"),
                                  Text("0 表示去掉该组或项", "0 leaves the group or item out"));
    if (IndexGroup* group = record_of(index.groups, change.id)) {
        group->weight = change.value;
    } else if (IndexItem* item = record_of(index.items, change.id)) {
        item->weight = change.value;
    } else {
        std::vector<std::string> known;
        for (const IndexGroup& one : index.groups) known.push_back(one.id);
        for (const IndexItem& one : index.items) known.push_back(one.id);
        reading.diagnostics.error(where, say("指数 {} 没有组或项 {}", "the index {} has no group or item {}", in_quotes(index.id), in_quotes(change.id)),
                                  suggestion(change.id, known));
    }
}

/// A change of the chain: what it is aimed at is told from the id.
void change_chain(const Override& override_, Reading& reading) {
    const Location where = place(override_.text);
    Change change;
    change.where = where;
    change.id = override_.text;
    change.action = override_.action;
    change.target = override_.id;
    change.year = reading.scenario.plan.base_year + 1;
    if (change.action == Change::Action::strengthen)
        change.by = override_.value;
    else
        change.year = static_cast<int>(override_.value);
    const std::size_t colon = change.target.find(':');
    if (colon != std::string::npos) {
        change.kind = Change::Kind::link;
        change.buyer = change.target.substr(colon + 1);
        change.target.resize(colon);
    } else if (reading.segments.has(change.target)) {
        change.kind = Change::Kind::segment;
    } else if (reading.clusters.has(change.target)) {
        change.kind = Change::Kind::cluster;
    } else if (reading.zones.has(change.target)) {
        change.kind = Change::Kind::zone;
    } else {
        std::vector<std::string> known = reading.segments.ids();
        for (const IdTable* table : {&reading.clusters, &reading.zones})
            for (const std::string& id : table->ids()) known.push_back(id);
        reading.diagnostics.error(where, say("没有编号为 {} 的环节、集群或高新区",
                                             "there is no segment, cluster or zone with the id {}", in_quotes(change.target)),
                                  suggestion(change.target, known,
                                             Text("链写作 <卖方环节>:<买方环节>", "a link is written <selling segment>:<buying segment>")));
        return;
    }
    take_change(std::move(change), where, reading);
}

}  // namespace

std::vector<Override> parse_overrides(const std::vector<std::string>& texts, Diagnostics& diagnostics) {
    std::vector<Override> overrides;
    std::set<std::string> keys;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) {
            diagnostics.error(place(text), Text("不是 键=值 的形式", "this is not of the form key=value"), forms());
            continue;
        }
        const std::string key(base::trimmed(std::string_view(text).substr(0, equals)));
        const std::string number(base::trimmed(std::string_view(text).substr(equals + 1)));
        Override one;
        one.text = text;
        const auto dose_year = year_of_dose(key, one.id);
        if (key == "plan.end_year")
            one.kind = Kind::end_year;
        else if (between(key, "parameter.", "", one.id))
            one.kind = Kind::parameter;
        else if (between(key, "measure.", ".dose", one.id))
            one.kind = Kind::dose;
        else if (dose_year)
            one.kind = Kind::dose_of_year;
        else if (between(key, "target.", ".value", one.id))
            one.kind = Kind::target_value;
        else if (between(key, "shock.", ".size", one.id))
            one.kind = Kind::shock_size;
        else if (between(key, "index.", ".weight", one.id))
            one.kind = Kind::index_weight;
        else if (key == "plan.index")
            one.kind = Kind::without_index;
        else if (between(key, "remove.", "", one.id))
            one.kind = Kind::change, one.action = Change::Action::remove;
        else if (between(key, "add.", "", one.id))
            one.kind = Kind::change, one.action = Change::Action::add;
        else if (between(key, "strengthen.", "", one.id))
            one.kind = Kind::change, one.action = Change::Action::strengthen;
        else {
            diagnostics.error(place(text), say("不认识的键 {}", "unknown key {}", in_quotes(key)), forms());
            continue;
        }
        const auto value = parse_number(number);
        if (!value) {
            diagnostics.error(place(text), say("{} 不是数", "{} is not a number", in_quotes(number)), number_hint(number));
            continue;
        }
        const bool by_year = one.kind == Kind::change && one.action != Change::Action::strengthen;
        std::optional<double> year;
        if (one.kind == Kind::dose_of_year) year = dose_year;
        if (one.kind == Kind::end_year || by_year) year = value;
        if (year && (!plausible_year(*year) || *year != std::floor(*year))) {
            diagnostics.error(place(text),
                              say("{} 不是 {} 之内的年份", "{} is not a year within {}",
                                  one.kind == Kind::dose_of_year ? key.substr(key.rfind('.') + 1) : number, plausible_years_text()),
                              Text("写公历年份", "write a calendar year"));
            continue;
        }
        if (one.kind == Kind::without_index && *value != 0) {
            diagnostics.error(place(text), Text("指数是文件，不是数；这里只能写 0，表示不用它",
                                                 "an index is a file, not a number; only 0, to run without it, can be set here"),
                              Text("在 [plan] 中指明另一个指数", "name another index in [plan]"));
            continue;
        }
        if (!keys.insert(key).second) {
            diagnostics.error(place(text), say("{} 设了两次", "{} is set twice", in_quotes(key)), Text("保留其一", "keep one of the two"));
            continue;
        }
        one.value = *value;
        if (one.kind == Kind::dose_of_year) one.year = static_cast<int>(*year);
        overrides.push_back(std::move(one));
    }
    return overrides;
}

std::optional<int> end_year_of(const std::vector<Override>& overrides) {
    for (const Override& one : overrides)
        if (one.kind == Kind::end_year) return static_cast<int>(one.value);
    return std::nullopt;
}

void apply_overrides(const std::vector<Override>& overrides, Reading& reading) {
    Plan& plan = reading.scenario.plan;
    for (const Override& change : overrides) {
        const Location where = place(change.text);
        switch (change.kind) {
            case Kind::end_year:
                break;  // set when the head of the plan was read
            case Kind::change:
                change_chain(change, reading);
                break;
            case Kind::parameter:
                fix_parameter(change, reading);
                break;
            case Kind::dose:
                if (!reading.measures.check(change.id, where, reading.diagnostics)) break;
                if (change.value < 0)
                    reading.diagnostics.error(where, Text("剂量不能乘以负数", "doses cannot be multiplied by a negative factor"),
                                              Text("0 表示停用该措施", "0 switches the measure off"));
                for (auto& dose : record_of(plan.measures, change.id)->dose) dose.second *= change.value;
                break;
            case Kind::dose_of_year:
                set_dose(change, reading);
                break;
            case Kind::target_value:
                if (!reading.targets.check(change.id, where, reading.diagnostics)) break;
                record_of(plan.targets, change.id)->value = change.value;
                break;
            case Kind::without_index:
                reading.scenario.index.reset();
                break;
            case Kind::index_weight:
                weigh_index(change, reading);
                break;
            case Kind::shock_size: {
                if (!reading.shocks.check(change.id, where, reading.diagnostics)) break;
                Shock& shock = *record_of(plan.shocks, change.id);
                check_shock_size(shock.kind, change.value, where, reading.diagnostics);
                shock.size = change.value;
                break;
            }
        }
    }
}

}  // namespace zonecast::scenario
