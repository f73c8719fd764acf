#include <algorithm>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/plan.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;
using Action = Change::Action;
using Kind = Change::Kind;

namespace {

constexpr int longest_ramp = 50;
constexpr double largest_spread = 3, largest_rise = 100;

bool complete(const Reading& reading) {
    return reading.segments.complete() && reading.clusters.complete() && reading.zones.complete() && reading.industries.complete();
}

const SupplyEdge* link_of(const Reading& reading, const Change& change) {
    const auto& supply = reading.scenario.supply;
    const auto found = std::find_if(supply.begin(), supply.end(), [&](const SupplyEdge& edge) {
        return edge.from == change.target && edge.to == change.buyer && edge.flow == "intermediate";
    });
    return found == supply.end() ? nullptr : &*found;
}

/// A cluster that the pack does not have, made of its zone and industry.
std::optional<Cluster> new_cluster(const std::string& id, const Location& where, const Reading& reading) {
    const Scenario& scenario = reading.scenario;
    for (const Zone& zone : scenario.zones) {
        if (!id.starts_with(zone.id + ".")) continue;
        const std::string industry = id.substr(zone.id.size() + 1);
        for (const Industry& one : scenario.industries)
            if (one.id == industry)
                return Cluster{.id = id,
                               .name = {zone.name.zh + "·" + one.name.zh, zone.name.en + ": " + one.name.en},
                               .zone = zone.id,
                               .industry = industry,
                               .kind = "planned",
                               .added = true,
                               .source = "added by a change of the plan",
                               .confidence = Confidence::assumed,
                               .note = {},
                               .where = where};
    }
    return std::nullopt;
}

void check_link(const Change& change, const Location& where, Reading& reading) {
    Diagnostics& problems = reading.diagnostics;
    const bool known =
        reading.segments.check(change.target, where, problems) & static_cast<int>(reading.segments.check(change.buyer, where, problems));
    if (!known) return;
    if (link_of(reading, change) != nullptr) {
        if (change.input_share)
            problems.error(
                where,
                say("数据包已说明 {} 产出中购自 {} 的份额", "the pack already says what share of its output {} buys of {}",
                    in_quotes(change.buyer), in_quotes(change.target)),
                Text("删去 input_share", "remove input_share"));
        return;
    }
    const Text link = say("{} 到 {}", "{} to {}", in_quotes(change.target), in_quotes(change.buyer));
    if (change.action != Action::add)
        problems.error(where, say("supply.csv 没有从 {} 的中间投入", "supply.csv has no intermediate input from {}", link),
                       Text("写其中已有的一条，从卖方到买方", "name a link that it has, from the seller to the buyer"));
    else if (change.target == change.buyer)
        problems.error(where, say("这条链从 {} 指向它自己", "the link leads from {} to itself", in_quotes(change.target)),
                       Text("写两个环节", "name two segments"));
    else if (!change.input_share || !change.local_share)
        problems.error(where, say("supply.csv 没有从 {} 的中间投入，改动须说明其大小",
                                  "supply.csv has no intermediate input from {}, so that the change must say how large it is", link),
                       Text("加上 input_share（占买方产出）和 local_share", "add input_share (of the buyer's output) and local_share"));
    else {
        double sum = *change.input_share;
        for (const SupplyEdge& edge : reading.scenario.supply)
            if (edge.flow == "intermediate" && edge.to == change.buyer) sum += edge.input_share;
        if (sum >= 1)
            problems.error(where,
                           say("加上这条链，{} 的投入份额合计 {}", "the input shares of {} would sum to {} with this link",
                               in_quotes(change.buyer), number_text(sum)),
                           Text("份额相对于买方的产出，合计须小于 1", "shares are of the buyer's output and must sum to less than 1"));
    }
}

void check_cluster(const Change& change, const Location& where, Reading& reading) {
    if (change.action == Action::add) {
        if (change.revenue <= 0)
            reading.diagnostics.error(where, Text("加入集群的供应商须说明规模", "a supplier that is added to a cluster must say how large it is"),
                                      Text("加上 revenue（亿元，中位数）和 spread（对数的标准差）",
                                           "add revenue (1e8 CNY, the median) and spread (standard deviation of its logarithm)"));
        if (reading.clusters.has(change.target) || !complete(reading)) return;
        const auto cluster = new_cluster(change.target, where, reading);
        if (!cluster) {
            reading.diagnostics.error(where, say("{} 既不是集群，也不由高新区和产业组成",
                                                 "{} is neither a cluster nor made of a zone and an industry", in_quotes(change.target)),
                                      Text("写 <高新区>.<产业>，用两者的编号", "write <zone>.<industry> with ids of both"));
            return;
        }
        static_cast<void>(reading.clusters.add(cluster->id, where, reading.diagnostics, true));
        reading.scenario.clusters.push_back(*cluster);
        sort_by_id(reading.scenario.clusters);
        return;
    }
    static_cast<void>(reading.clusters.check(change.target, where, reading.diagnostics));
}

}  // namespace

void take_change(Change change, const Location& where, Reading& reading) {
    const Plan& plan = reading.scenario.plan;
    Diagnostics& problems = reading.diagnostics;
    const std::size_t errors = problems.error_count();
    if (plan.base_year > 0 && plan.end_year > 0 && (change.year <= plan.base_year || change.year > plan.end_year))
        problems.error(where,
                       say("改动自 {} 年起，在推演年份 {}-{} 之外", "the change holds from {}, outside the years of the projection, {}-{}",
                           change.year, plan.base_year + 1, plan.end_year),
                       Text("写其中的年份", "give a year within them"));
    if (change.action == Action::strengthen && change.by <= 0)
        problems.error(where, say("改动没有说把 {} 加强多少", "the change does not say by how much it makes {} stronger", in_quotes(change.target)),
                       Text("加上 by：外购中转为本地的份额，或集群产出的相对增幅",
                            "add by: the share of what is bought outside that moves inside, or the relative rise of a cluster's output"));
    const bool sourcing = change.kind == Kind::segment || change.kind == Kind::link;
    if (change.action == Action::strengthen && sourcing && change.by > 1)
        problems.error(where, say("by = {}：最多只能把全部外购转为本地",
                                  "by = {}: no more than all that is bought outside can move inside", number_text(change.by)),
                       Text("写 0 到 1 之间的份额", "write a share between 0 and 1"));
    switch (change.kind) {
        case Kind::segment:
            static_cast<void>(reading.segments.check(change.target, where, problems));
            break;
        case Kind::link:
            check_link(change, where, reading);
            break;
        case Kind::cluster:
            check_cluster(change, where, reading);
            break;
        case Kind::zone:
            static_cast<void>(reading.zones.check(change.target, where, problems));
            if (change.action == Action::add)
                problems.error(where, Text("不能把整个高新区加入产业链", "a zone cannot be added to the chain as a whole"),
                               Text("加集群，或让措施针对该高新区", "add clusters, or aim measures at the zone"));
            break;
    }
    const auto same = std::find_if(plan.changes.begin(), plan.changes.end(), [&](const Change& other) {
        return other.kind == change.kind && other.target == change.target && other.buyer == change.buyer && other.year == change.year;
    });
    if (same != plan.changes.end())
        problems.error(where,
                       say("改动 {} 针对同一对象和年份，先后不明",
                           "the change {} is of the same thing and year, so that their order would not be clear", in_quotes(same->id)),
                       Text("给它们不同的年份，或删去其一", "give them different years, or remove one of the two"));
    if (problems.error_count() > errors || change.id.empty()) return;
    auto& changes = reading.scenario.plan.changes;
    changes.push_back(std::move(change));
    std::sort(changes.begin(), changes.end(),
              [](const Change& a, const Change& b) { return a.year != b.year ? a.year < b.year : a.id < b.id; });
}

void read_changes(TomlRecord& file, Reading& reading) {
    static const Words<Action> actions{{"remove", Action::remove}, {"add", Action::add}, {"strengthen", Action::strengthen}};
    for (const TomlValue* table : file.tables("change")) {
        TomlRecord record(*table, Text("改动", "the change"), reading.diagnostics);
        Change change;
        change.where = table->where;
        change.id = record.text("id");
        change.action = record.choice<Action>("action", actions);
        std::size_t named = 0;
        const auto take = [&](const char* key, Kind kind) {
            if (!record.has(key)) return;
            change.target = record.text(key);
            change.kind = kind;
            ++named;
        };
        take("segment", Kind::segment);
        take("from", Kind::link);
        take("cluster", Kind::cluster);
        take("zone", Kind::zone);
        if (record.has("to")) change.buyer = record.text("to");
        const bool clear = named == 1 && (change.kind == Kind::link) == record.has("to");
        if (!clear)
            reading.diagnostics.error(table->where, Text("改动须指明一个对象", "the change must name one thing that it changes"),
                                      Text("给出其一：segment、cluster、zone，或链的 from 和 to",
                                           "give one of: segment, cluster, zone, or from and to for a link"));
        change.year = record.year("year", false).value_or(reading.scenario.plan.base_year + 1);
        change.ramp = record.integer("ramp", 1, longest_ramp, 1);
        change.note = record.text("note", "");
        const bool sourcing = change.kind == Kind::segment || change.kind == Kind::link;
        if (change.action == Action::remove) change.replaced = record.number("replaced", 0, 1, 1.0);
        if (change.action == Action::strengthen) change.by = record.number("by", 0, sourcing ? 1 : largest_rise);
        if (change.action == Action::add && sourcing) change.local_share = record.number_if("local_share", 0, 1);
        if (change.action == Action::add && change.kind == Kind::link) {
            change.input_share = record.number_if("input_share", 0, 1);
            change.critical = record.flag("specific", false);
        }
        if (change.action == Action::add && change.kind == Kind::cluster) {
            change.revenue = record.number("revenue", 0, TomlRecord::infinite);
            change.spread = record.number("spread", 0, largest_spread);
        }
        const Location id_place = record.where("id");
        record.finish();
        if (!change.id.empty() && reading.changes.add(change.id, id_place, reading.diagnostics) && clear)
            take_change(change, change.where, reading);
    }
}

}  // namespace zonecast::scenario
