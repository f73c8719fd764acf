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
    TomlRecord record(table, "the group", reading.diagnostics);
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
    TomlRecord record(table, "the item", reading.diagnostics);
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
        reading.diagnostics.error(table.where, "the item " + in_quotes(item.id) + " has neither a metric nor points to draw",
                                  "add: metric = \"...\", or mean and sd of its points between 0 and 1");
    if (item.mean.has_value() != record.has("sd"))
        reading.diagnostics.error(record.where(item.mean ? "mean" : "sd"), "mean and sd of the points belong together",
                                  item.mean ? "add: sd = ..." : "add: mean = ...");
    if (item.metric.empty())
        for (const char* key : {"per", "statistic", "spread"})
            if (record.has(key))
                reading.diagnostics.error(record.where(key), in_quotes(key) + " belongs to a metric, and the item has none", "remove it");
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
    reading.diagnostics.error(where, "there is no perimeter with the id " + in_quotes(id), suggestion(id, known));
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
        reading.diagnostics.error(where, "the index " + in_quotes(index.id) + " has no group or item " + in_quotes(id),
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
        reading.diagnostics.error(where, "no item of the index " + in_quotes(index.id) + " has a weight",
                                  "give one a weight, or write index = \"none\" in [plan]");
}

void read_index(Reading& reading) {
    const auto& [path, where] = reading.index;
    if (path.empty() || path == "none") {
        for (const auto& [id, place] : reading.index_without)
            reading.diagnostics.error(place, "the plan leaves out " + in_quotes(id) + " of an index, but has no index",
                                      "remove index_without, or name an index");
        return;
    }
    const auto file = read_toml(path, where, reading);
    if (!file) return;
    TomlRecord top(*file, "the index", reading.diagnostics);
    const TomlValue* head = top.find("index");
    if (head == nullptr || head->kind != TomlValue::Kind::table) {
        reading.diagnostics.error({reading.sources.shown(path), 1, 1}, "the file has no [index]",
                                  "begin it with [index] and the id, name and source of the index");
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
        reading.diagnostics.error(record.where("ranked"), "the index does not say which zones it ranks",
                                  "add: ranked = [\"provincial_zones\", \"national_zones\"]");
    index.source = record.text("source");
    index.note = record.text("note", "");
    record.finish();
    IdTable groups("group"), items("item");
    for (const TomlValue* table : top.tables("group")) {
        IndexGroup group = read_group(*table, reading);
        if (!group.id.empty() && groups.add(group.id, group.where, reading.diagnostics)) index.groups.push_back(std::move(group));
    }
    for (const TomlValue* table : top.tables("item")) {
        IndexItem item = read_item(*table, groups, reading);
        if (groups.has(item.id))
            reading.diagnostics.error(item.where, "the item " + in_quotes(item.id) + " has the id of a group", "choose another id");
        else if (!item.id.empty() && items.add(item.id, item.where, reading.diagnostics, true))
            index.items.push_back(std::move(item));
    }
    top.finish();
    reading.scenario.index = std::move(index);
    leave_out(reading.index_without, reading);
}

}  // namespace zonecast::scenario
