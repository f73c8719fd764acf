#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/base/text.hpp"
#include "model/scenario/csv_form.hpp"
#include "model/scenario/figures.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/series.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

/// An unknown place that was reported already: rows that name it too go into the hint.
struct Unknown {
    std::size_t problem = 0;
    Text hint;
    std::vector<std::size_t> lines;
};

/// Whether the place exists; an error otherwise, one a place.
bool check_place(const std::string& place, const Location& where, std::map<std::string, Unknown>& unknown, Reading& reading) {
    if (place.empty()) return false;
    if (place == "china" || place == reading.scenario.province || reading.cities.has(place) || reading.zones.has(place) ||
        reading.clusters.has(place) || reading.perimeters.has(place))
        return true;
    if (!reading.cities.complete() || !reading.zones.complete() || !reading.clusters.complete() || reading.scenario.province.empty())
        return false;
    const auto [entry, first] = unknown.try_emplace(place);
    Unknown& one = entry->second;
    if (!first) {
        one.lines.push_back(where.line);
        reading.diagnostics.set_hint(one.problem, one.hint + say("；{}也是如此", "; the same in {}", lines_text(one.lines)));
        return false;
    }
    std::vector<std::string> known{"china", reading.scenario.province};
    for (const IdTable* table : {&reading.cities, &reading.zones, &reading.clusters, &reading.perimeters}) {
        const auto ids = table->ids();
        known.insert(known.end(), ids.begin(), ids.end());
    }
    one.hint = suggestion(place, known,
                          Text("地方是 china、本省，或数据包中城市、高新区、集群、范围的编号",
                               "a place is china, the province, or the id of a city, zone, cluster or perimeter of the pack"));
    if (closest(place, known) == reading.scenario.province)
        one.hint += Text("若这里没错，改正 pack.toml 中的 province", " If it is right here, correct the province in pack.toml");
    one.problem = reading.diagnostics.problems().size();
    reading.diagnostics.error(where, say("没有编号为 {} 的地方", "there is no place with the id {}", in_quotes(place)), one.hint);
    return false;
}

/// Names the series that nothing reads and that are no slip of the pen, those first that are nearest to one that is read: they stand for the
/// reader of the pack, or for another name.
void note_unread_series(Reading& reading) {
    constexpr std::size_t most_named = 8;
    struct Unread {
        double distance;  ///< edits to the nearest series, of its length
        std::string name, nearest;
        [[nodiscard]] auto key() const { return std::tie(distance, name); }
    };
    std::set<std::string> seen;
    std::vector<Unread> unread;
    Location first;
    for (const Figure& figure : reading.scenario.history) {
        const std::string& name = figure.series;
        if (find_series(name) != nullptr || name.starts_with(index_series) || !seen.insert(name).second) continue;
        if (!misspelt_series(name).empty()) continue;  // it has a warning of its own
        if (unread.empty() || figure.where.line < first.line) first = figure.where;
        const std::string nearest = nearest_series(name);
        unread.push_back({static_cast<double>(edit_distance(name, nearest)) / static_cast<double>(name.size()), name, nearest});
    }
    if (unread.empty()) return;
    std::sort(unread.begin(), unread.end(), [](const Unread& a, const Unread& b) { return a.key() < b.key(); });
    std::vector<Text> names;
    for (const Unread& one : unread)
        names.push_back(say("{}（最近的是 {}）", "{} (the nearest that is read: {})", in_quotes(one.name), in_quotes(one.nearest)));
    reading.diagnostics.note(first, say("以下序列未被程序读取：{}", "nothing reads the series {}", listed(names, most_named)),
                             Text("留着无妨；若指的是另一个名称，改正它", "they may stay; if another name was meant, correct it"));
}

}  // namespace

void read_history(const std::string& folder, const Location& asked_by, Reading& reading) {
    std::map<std::string, Unknown> unknown;
    auto table = read_figures(
        folder, "history.csv", asked_by,
        [&](const std::string& place, const Location& where) { return check_place(place, where, unknown, reading); }, reading);
    if (!table) return;
    reading.history_complete = table->complete;
    reading.scenario.history = std::move(table->figures);
    note_unread_series(reading);
}

}  // namespace zonecast::scenario
