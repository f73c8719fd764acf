#include "model/scenario/panel.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "model/base/text.hpp"
#include "model/scenario/figures.hpp"
#include "model/scenario/library.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/toml_record.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

constexpr const char* nation = "china";
constexpr const char* panel_file = "panel.csv";

using Key = std::tuple<const std::string&, const std::string&, int>;

Key key_of(const Figure& figure) {
    return {figure.series, figure.place, figure.year};
}

const Observation* of_year(const std::vector<Observation>& path, int year) {
    const auto found = std::find_if(path.begin(), path.end(), [&](const Observation& one) { return one.year == year; });
    return found == path.end() ? nullptr : &*found;
}

/// Whether a rule that names `written` (empty: every place) holds for `place`.
bool holds_for(const std::string& written, const std::string& place) {
    return written.empty() || written == place;
}

std::vector<Province> read_provinces(const std::string& folder, const Location& asked_by, IdTable& ids, Reading& reading) {
    std::vector<Province> provinces;
    const auto table = read_table(folder, "provinces.csv", columns({"id", "name_zh", "full_name_zh", "name_en"}, {"capital", "cities"}), asked_by, ids, reading);
    if (!table) return provinces;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        Province province{row.required("id"), {row.required("name_zh"), row.required("name_en")}, row.required("full_name_zh"),
                          row.text("capital"), static_cast<int>(row.number("cities", 1, 100, 1.0)), row.where()};
        if (province.id == nation)
            row.error("id", say("{} 是全国，不是省份", "{} is the nation, not a province", in_quotes(nation)), Text("删去这一行", "remove the row"));
        else if (ids.add(province.id, row.where("id"), reading.diagnostics))
            provinces.push_back(std::move(province));
    }
    sort_by_id(provinces);
    return provinces;
}

/// Reads panel.toml: the rules that go with the figures.
class Rules {
public:
    Rules(Panel& panel, bool complete, Reading& reading) : panel_(panel), complete_(complete), reading_(reading) {
        for (const Figure& figure : panel.figures) {
            series_.insert(figure.series);
            known_.insert({figure.series, figure.place});
        }
    }

    void read(const TomlValue& file) {
        TomlRecord top(file, Text("面板", "the panel"), reading_.diagnostics);
        for (const TomlValue* table : top.tables("break")) {
            panel_.breaks.push_back(read_break(*table, true, reading_.diagnostics));
            check(panel_.breaks.back().series, panel_.breaks.back().place, table->where);
        }
        for (const TomlValue* table : top.tables("chain")) panel_.chains.push_back(chain(*table));
        for (const TomlValue* table : top.tables("stand_in")) panel_.stand_ins.push_back(stand_in(*table));
        for (const TomlValue* table : top.tables("leave_out")) panel_.left_out.push_back(left_out(*table));
        top.finish();
    }

private:
    Panel& panel_;
    bool complete_;
    Reading& reading_;
    std::set<std::string> series_;
    std::set<std::pair<std::string, std::string>> known_;  ///< series and place

    /// An error if the panel has no figure of the series (at the place, unless it is empty).
    void check(const std::string& series, const std::string& place, const Location& where) {
        if (series.empty() || !complete_) return;
        if (series_.count(series) == 0)
            reading_.diagnostics.error(where, say("{} 没有序列 {}", "{} has no series {}", panel_file, in_quotes(series)),
                                       suggestion(series, {series_.begin(), series_.end()}, Text("核对名称", "check the name")));
        else if (!place.empty() && known_.count({series, place}) == 0)
            reading_.diagnostics.error(where,
                                       say("{0} 没有 {2} 的数据 {1}", "{0} has no figure {1} of {2}", panel_file, in_quotes(series),
                                           in_quotes(place)),
                                       Text("核对序列和地方", "check series and place"));
    }

    SeriesChain chain(const TomlValue& table) {
        TomlRecord record(table, Text("接续", "the chain"), reading_.diagnostics);
        SeriesChain one;
        one.where = table.where;
        one.series = record.text("series");
        one.place = record.text("place", "");
        one.first = record.text("first");
        one.then = record.text("then");
        one.from = record.year("from", false).value_or(first_plausible_year);
        one.until = record.year("until", true).value_or(last_plausible_year);
        one.note = record.text("note");
        const Location until = record.where("until");
        record.finish();
        check(one.first, one.place, record.where("first"));
        check(one.then, one.place, record.where("then"));
        if (one.from > one.until)
            reading_.diagnostics.error(until, say("接续止于 {}，早于其开始 {}", "the chain ends ({}) before it begins ({})", one.until, one.from),
                                       Text("改正 from 或 until", "correct from or until"));
        for (const SeriesChain& other : panel_.chains)
            if (other.series == one.series && (holds_for(other.place, one.place) || holds_for(one.place, other.place)))
                reading_.diagnostics.error(one.where, say("序列 {} 对同一地方有第二条接续", "the series {} has a second chain for the same place", in_quotes(one.series)),
                                           say("保留其一；第一条{}", "keep one of the two; the first stands {}", place_of(other.where, one.where)));
        return one;
    }

    StandIn stand_in(const TomlValue& table) {
        TomlRecord record(table, Text("替代", "the stand-in"), reading_.diagnostics);
        StandIn one;
        one.where = table.where;
        one.series = record.text("series");
        one.by = record.text("by");
        one.factor = record.number("factor", 0.01, 100);
        one.spread = record.number("spread", 0, 3);
        one.note = record.text("note");
        record.finish();
        check(one.series, "", record.where("series"));
        check(one.by, "", record.where("by"));
        if (!one.series.empty() && one.series == one.by)
            reading_.diagnostics.error(record.where("by"), Text("序列不能替代自己", "a series cannot stand in for itself"),
                                       Text("写另一个序列", "name another series"));
        return one;
    }

    LeftOut left_out(const TomlValue& table) {
        TomlRecord record(table, Text("标记", "the mark"), reading_.diagnostics);
        LeftOut one;
        one.where = table.where;
        one.series = record.text("series");
        one.place = record.text("place");
        one.note = record.text("note");
        record.finish();
        check(one.series, one.place, one.where);
        return one;
    }
};

/// Reads the panel in `folder`, which has one.
Panel read(const std::string& folder, const Location& asked_by, Reading& reading) {
    Panel panel;
    IdTable ids({"省份", "province"});
    panel.provinces = read_provinces(folder, asked_by, ids, reading);
    const auto known = [&](const std::string& place, const Location& where) {
        if (place == nation || ids.has(place)) return true;
        if (!place.empty())
            static_cast<void>(ids.check(place, where, reading.diagnostics,
                                        Text("面板的地方是 china 或 provinces.csv 中的省份",
                                             "a place of the panel is china or a province of provinces.csv")));
        return false;
    };
    bool complete = false;
    if (auto table = read_figures(folder, panel_file, asked_by, known, reading)) {
        complete = table->complete;
        panel.figures = std::move(table->figures);
    }
    const std::string rules = in_folder(folder, "panel.toml");
    if (reading.sources.exists(rules))
        if (const auto file = read_toml(rules, asked_by, reading)) Rules(panel, complete, reading).read(*file);
    return panel;
}

}  // namespace

const Figure* Panel::figure(const std::string& series, const std::string& place, int year) const {
    const auto found = std::lower_bound(figures.begin(), figures.end(), Key(series, place, year),
                                        [](const Figure& one, const Key& key) { return key_of(one) < key; });
    return found != figures.end() && key_of(*found) == Key(series, place, year) ? &*found : nullptr;
}

std::vector<Observation> Panel::own(const std::string& series, const std::string& place, int known) const {
    std::vector<Observation> path;
    const auto take = [&](const std::string& from, double factor, double spread) {
        auto at = std::lower_bound(figures.begin(), figures.end(), Key(from, place, first_plausible_year),
                                   [](const Figure& one, const Key& key) { return key_of(one) < key; });
        for (; at != figures.end() && at->series == from && at->place == place; ++at)
            if (at->known_at(known) && of_year(path, at->year) == nullptr)
                path.push_back({at->year, at->value * factor, std::hypot(at->spread, spread), &*at});
    };
    take(series, 1, 0);
    for (const StandIn& one : stand_ins)
        if (one.series == series) take(one.by, one.factor, one.spread);
    std::sort(path.begin(), path.end(), [](const Observation& a, const Observation& b) { return a.year < b.year; });
    return path;
}

std::vector<Observation> Panel::path(const std::string& series, const std::string& place, int known) const {
    const auto chain = std::find_if(chains.begin(), chains.end(),
                                    [&](const SeriesChain& one) { return one.series == series && holds_for(one.place, place); });
    if (chain == chains.end()) return own(series, place, known);
    std::vector<Observation> path = own(chain->first, place, known);
    std::erase_if(path, [&](const Observation& one) { return one.year < chain->from || one.year > chain->until; });
    const std::vector<Observation> next = own(chain->then, place, known);
    const Observation* joint = of_year(next, chain->until);
    const Observation* anchor = of_year(path, chain->until);
    if (joint == nullptr || anchor == nullptr || joint->value <= 0) return path;
    const double factor = anchor->value / joint->value;
    for (const Observation& one : next)
        if (one.year > chain->until) path.push_back({one.year, one.value * factor, one.spread, one.figure});
    return path;
}

std::vector<std::string> Panel::places(const std::string& series) const {
    std::vector<std::string> ids;
    for (const Province& one : provinces)
        if (!path(series, one.id).empty()) ids.push_back(one.id);
    return ids;
}

const LeftOut* Panel::left_out_of(const std::string& series, const std::string& place) const {
    const auto found = std::find_if(left_out.begin(), left_out.end(),
                                    [&](const LeftOut& one) { return one.series == series && one.place == place; });
    return found == left_out.end() ? nullptr : &*found;
}

bool Panel::breaks_between(const std::string& series, const std::string& place, int from, int to) const {
    return std::any_of(breaks.begin(), breaks.end(), [&](const SeriesBreak& one) {
        return one.series == series && holds_for(one.place, place) && one.year > from && one.year <= to;
    });
}

const Province* Panel::province(const std::string& named) const {
    const auto found = std::find_if(provinces.begin(), provinces.end(), [&](const Province& one) {
        return named == one.id || named == one.name.zh || named == one.name_zh || named == one.name.en;
    });
    return found == provinces.end() ? nullptr : &*found;
}

std::shared_ptr<const Panel> read_panel(const std::string& folder, const Location& asked_by, Reading& reading) {
    if (!reading.sources.exists(in_folder(folder, panel_file))) return nullptr;
    return std::make_shared<const Panel>(read(folder, asked_by, reading));
}

std::optional<Panel> read_panel(const std::string& folder, Diagnostics& diagnostics) {
    return read_panel(DiskFiles(""), folder, diagnostics);
}

std::optional<Panel> read_panel(const FileSource& files, const std::string& folder, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    Reading reading(files, diagnostics);
    std::optional<Panel> panel = read(folder, {files.shown(folder), 0, 0}, reading);
    for (const SourceFile& file : reading.sources.files()) panel->files.push_back(file.path);
    if (diagnostics.error_count() > errors_before) panel.reset();
    return panel;
}

const Figure* Places::latest(const std::string& series, const std::string& place, int year) const {
    auto after = std::lower_bound(figures.begin(), figures.end(), Key(series, place, year + 1),
                                  [](const Figure& one, const Key& key) { return key_of(one) < key; });
    if (after == figures.begin()) return nullptr;
    --after;
    return after->series == series && after->place == place ? &*after : nullptr;
}

std::optional<Places> read_places(const FileSource& files, const std::string& folder, const Panel& panel, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    const Location here{files.shown(folder), 0, 0};
    Reading reading(files, diagnostics);
    IdTable provinces({"省份", "province"});
    for (const Province& one : panel.provinces) static_cast<void>(provinces.add(one.id, one.where, diagnostics));
    Places places;
    places.province_of = read_listed_places(folder, here, reading);
    for (const City& city : reading.scenario.cities)
        if (const std::string& province = places.province_of[city.id]; !province.empty())
            static_cast<void>(provinces.check(province, city.where, diagnostics));
    for (const Province& one : panel.provinces)
        if (!one.capital.empty()) static_cast<void>(reading.cities.check(one.capital, one.where, diagnostics));
    const auto known = [&](const std::string& place, const Location& where) {
        if (provinces.has(place) || reading.cities.has(place) || reading.zones.has(place)) return true;
        static_cast<void>(reading.cities.check(place, where, diagnostics, 
                                                       Text("地方是省份，或国家库中的城市或高新区", "a place is a province, or a city or zone of the library")));
        return false;
    };
    if (auto table = read_figures(folder, "places.csv", here, known, reading)) places.figures = std::move(table->figures);
    places.cities = std::move(reading.scenario.cities);
    places.zones = std::move(reading.scenario.zones);
    if (diagnostics.error_count() > errors_before) return std::nullopt;
    return places;
}

}  // namespace zonecast::scenario
