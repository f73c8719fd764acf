#include "model/scenario/zone_index.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/toml_record.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

const Words<std::string>& kind_words() {
    static const Words<std::string> words{{"statistics", "statistics"}, {"survey", "survey"}, {"qualitative", "qualitative"}};
    return words;
}

const Words<std::string>& value_words() {
    static const Words<std::string> words{{"level", "level"}, {"increase", "increase"}, {"growth", "growth"}};
    return words;
}

const Words<std::string>& standard_words() {
    static const Words<std::string> words{{"min_max", "min_max"}, {"percentile", "percentile"}};
    return words;
}

IndexGroup read_group(const TomlValue& table, Reading& reading) {
    TomlRecord record(table, Text("组", "the group"), reading.diagnostics);
    IndexGroup group;
    group.where = table.where;
    group.id = record.text("id");
    group.name = record.name("name");
    group.weight = record.number("weight", 0, TomlRecord::infinite);
    group.source = record.text("source");
    group.grade = record.choice<std::string>("grade", grade_words());
    group.note = record.text("note", "");
    record.finish();
    return group;
}

IndexItem read_item(const TomlValue& table, const IdTable& groups, Reading& reading) {
    TomlRecord record(table, Text("指标项", "the item"), reading.diagnostics);
    IndexItem item;
    item.where = table.where;
    item.id = record.text("id");
    item.name = record.name("name");
    item.group = record.text("group");
    if (!item.group.empty()) static_cast<void>(groups.check(item.group, record.where("group"), reading.diagnostics));
    item.weight = record.number("weight", 0, TomlRecord::infinite);
    item.kind = record.choice<std::string>("kind", kind_words());
    item.metric = record.text("metric", "");
    item.per = record.text("per", "");
    item.statistic = record.choice<std::string>("statistic", value_words(), std::string("level"));
    item.less_is_better = record.flag("less_is_better", false);
    item.spread = record.number("spread", 0, 10, 0.0);
    item.mean = record.number_if("mean", 0, 1);
    item.sd = record.number("sd", 0, 1, 0.0);
    item.persistence = record.number("persistence", 0, 1, 1.0);
    item.source = record.text("source");
    item.grade = record.choice<std::string>("grade", grade_words());
    item.note = record.text("note", "");
    if (item.metric.empty() && !item.mean)
        reading.diagnostics.error(table.where, say("指标项 {} 既没有 metric，也没有可抽取的分数",
                                                    "the item {} has neither a metric nor points to draw", in_quotes(item.id)),
                                  Text("补上：metric = \"...\"，或其分数（0 到 1）的 mean 和 sd",
                                       "add: metric = \"...\", or mean and sd of its points between 0 and 1"));
    if (item.mean.has_value() != record.has("sd"))
        reading.diagnostics.error(record.where(item.mean ? "mean" : "sd"), Text("分数的 mean 和 sd 要一起给出", "mean and sd of the points belong together"),
                                  item.mean ? Text("补上：sd = ...", "add: sd = ...") : Text("补上：mean = ...", "add: mean = ..."));
    if (item.metric.empty())
        for (const char* key : {"per", "statistic", "spread"})
            if (record.has(key))
                reading.diagnostics.error(record.where(key), 
                                          say("{} 属于 metric，而此项没有", "{} belongs to a metric, and the item has none", in_quotes(key)),
                                          Text("删去它", "remove it"));
    record.finish();
    return item;
}

/// A perimeter whose zones can be compared with each other.
void check_ranked(const std::string& id, const Location& where, const Reading& reading) {
    const auto& standard = standard_perimeters();
    if (std::find(standard.begin(), standard.end(), id) != standard.end() || reading.perimeters.has(id) || !reading.perimeters.complete())
        return;
    std::vector<std::string> known = standard;
    const auto ids = reading.perimeters.ids();
    known.insert(known.end(), ids.begin(), ids.end());
    reading.diagnostics.error(where, say("没有编号为 {} 的范围", "there is no perimeter with the id {}", in_quotes(id)), suggestion(id, known));
}

void leave_out(const std::vector<std::pair<std::string, Location>>& ids, Reading& reading) {
    ZoneIndex& index = *reading.scenario.index;
    for (const auto& [id, where] : ids) {
        bool found = false;
        for (IndexGroup& group : index.groups)
            if (group.id == id) group.weight = 0, found = true;
        for (IndexItem& item : index.items)
            if (item.id == id) item.weight = 0, found = true;
        if (found) continue;
        std::vector<std::string> known;
        for (const IndexGroup& group : index.groups) known.push_back(group.id);
        for (const IndexItem& item : index.items) known.push_back(item.id);
        reading.diagnostics.error(where, say("指数 {} 没有组或项 {}", "the index {} has no group or item {}", in_quotes(index.id), in_quotes(id)),
                                  suggestion(id, known));
    }
}

}  // namespace

void drop_weightless(const Location& where, Reading& reading) {
    if (!reading.scenario.index) return;
    ZoneIndex& index = *reading.scenario.index;
    const auto weight_of = [&](const std::string& id) {
        const auto found = std::find_if(index.groups.begin(), index.groups.end(), [&](const IndexGroup& group) { return group.id == id; });
        return found == index.groups.end() ? 0.0 : found->weight;
    };
    std::erase_if(index.items, [&](const IndexItem& item) { return item.weight == 0 || weight_of(item.group) == 0; });
    std::erase_if(index.groups, [&](const IndexGroup& group) {
        return std::none_of(index.items.begin(), index.items.end(), [&](const IndexItem& item) { return item.group == group.id; });
    });
    if (index.items.empty())
        reading.diagnostics.error(where, say("指数 {} 没有一项有权重", "no item of the index {} has a weight", in_quotes(index.id)),
                                  Text("给某项权重，或在 [plan] 中写 index = \"none\"",
                                       "give one a weight, or write index = \"none\" in [plan]"));
}

void read_index(Reading& reading) {
    const auto& [path, where] = reading.index;
    if (path.empty() || path == "none") {
        for (const auto& [id, place] : reading.index_without)
            reading.diagnostics.error(place, say("规划从指数中去掉 {}，却没有指数", "the plan leaves out {} of an index, but has no index", in_quotes(id)),
                                      Text("删去 index_without，或指明一个指数", "remove index_without, or name an index"));
        return;
    }
    const auto file = read_toml(path, where, reading);
    if (!file) return;
    TomlRecord top(*file, Text("指数", "the index"), reading.diagnostics);
    const TomlValue* head = top.find("index");
    if (head == nullptr || head->kind != TomlValue::Kind::table) {
        reading.diagnostics.error({reading.sources.shown(path), 1, 1}, Text("文件没有 [index]", "the file has no [index]"),
                                  Text("以 [index] 开头，写明指数的 id、name 和 source",
                                       "begin it with [index] and the id, name and source of the index"));
        return;
    }
    ZoneIndex index;
    index.where = head->where;
    TomlRecord record(*head, "[index]", reading.diagnostics);
    index.id = record.text("id");
    index.name = record.name("name");
    index.standardise = record.choice<std::string>("standardise", standard_words(), std::string("min_max"));
    for (const auto& [id, place] : record.texts("ranked")) {
        check_ranked(id, place, reading);
        index.ranked.push_back(id);
    }
    if (index.ranked.empty())
        reading.diagnostics.error(record.where("ranked"), Text("指数没有说给哪些高新区排名", "the index does not say which zones it ranks"),
                                  Text("补上：ranked = [\"provincial_zones\", \"national_zones\"]",
                                       "add: ranked = [\"provincial_zones\", \"national_zones\"]"));
    index.source = record.text("source");
    index.note = record.text("note", "");
    record.finish();
    IdTable groups({"组", "group"}), items({"指标项", "item"});
    for (const TomlValue* table : top.tables("group")) {
        IndexGroup group = read_group(*table, reading);
        if (!group.id.empty() && groups.add(group.id, group.where, reading.diagnostics)) index.groups.push_back(std::move(group));
    }
    for (const TomlValue* table : top.tables("item")) {
        IndexItem item = read_item(*table, groups, reading);
        if (groups.has(item.id))
            reading.diagnostics.error(item.where, say("指标项 {} 用了某组的编号", "the item {} has the id of a group", in_quotes(item.id)),
                                      Text("换一个编号", "choose another id"));
        else if (!item.id.empty() && items.add(item.id, item.where, reading.diagnostics, true))
            index.items.push_back(std::move(item));
    }
    top.finish();
    reading.scenario.index = std::move(index);
    leave_out(reading.index_without, reading);
}

}  // namespace zonecast::scenario
