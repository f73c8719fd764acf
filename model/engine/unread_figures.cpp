#include "model/engine/unread_figures.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "model/base/text.hpp"
#include "model/scenario/series.hpp"

namespace zonecast::engine {

namespace {

// What planners expect a start to meet: each of them is named by itself.
constexpr std::array expected{"hnte_count", "gdp", "rd_expenditure", "hightech_revenue", "total_income", "rank_national"};

struct Unread {
    Location where;
    std::set<std::string> places;
    std::size_t figures = 0;
    int first = 0, last = 0;
};

}  // namespace

void note_unread_figures(const World& world, Diagnostics& problems) {
    const auto& s = world.scenario;
    std::set<std::string> places, read_series;
    for (const WorldCity& city : world.cities) places.insert(city.id);
    for (const WorldZone& zone : world.zones)
        if (!zone.outside) places.insert(zone.id);
    std::set<std::pair<std::string, std::string>> read;
    for (const scenario::Figure* f : world.read) {
        read.insert({f->series, f->place});
        if (places.contains(f->place)) read_series.insert(f->series);
    }
    std::map<std::string, Unread> unread;
    for (const scenario::Figure& f : s.history) {
        if (!places.contains(f.place) || read.contains({f.series, f.place})) continue;
        if (s.index && f.series.starts_with(scenario::index_series)) continue;  // the zone index reads it
        if (scenario::find_series(f.series) == nullptr) continue;               // the reader of the history has named it
        Unread& one = unread[f.series];
        if (one.figures++ == 0) one.where = f.where, one.first = one.last = f.year;
        one.places.insert(f.place);
        one.first = std::min(one.first, f.year);
        one.last = std::max(one.last, f.year);
    }
    Unread others;
    const auto some = [](const std::set<std::string>& names, std::size_t most) { return listed({names.begin(), names.end()}, most); };
    for (const auto& [series, one] : unread) {
        if (std::find(expected.begin(), expected.end(), series) == expected.end()) {
            // A series that is read elsewhere is of another year here, which needs no word.
            if (read_series.contains(series)) continue;
            if (others.figures == 0) others.where = one.where;
            others.figures += one.figures;
            others.places.insert(series);
            continue;
        }
        const std::string years = one.first == one.last ? std::to_string(one.first) : std::to_string(one.first) + "-" + std::to_string(one.last);
        problems.note(one.where,
                      say("{0} 年的起点没有读取 {2} 的 {1}（{3} 年的数据）", "the start of {0} reads no {1} of {2} (figures of {3})",
                          world.base_year, base::in_quotes(series), some(one.places, 5), years),
                      Text("起点取基年的数据；只在 docs/model.md 第 5 节所说之处取其他年份的",
                           "it takes a figure of the base year; another year's only where docs/model.md, section 5, says so"));
    }
    if (others.figures > 0)
        problems.note(others.where,
                      say("{} 年的起点没有读取城市和高新区的 {} 个序列（{} 条数据）：{}",
                          "the start of {} reads nothing of {} series of cities and zones ({} figures): {}", world.base_year,
                          others.places.size(), others.figures, some(others.places, 12)),
                      Text("它们留作描述和比较之用", "they are kept for descriptions and comparisons"));
}

}  // namespace zonecast::engine
