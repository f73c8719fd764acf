#include "model/reference/evidence.hpp"

#include <algorithm>
#include <map>

#include "model/base/vector_math.hpp"
#include "model/scenario/years.hpp"

namespace zonecast::reference {

namespace {

LogPath logs_of(const std::vector<scenario::Observation>& path) {
    LogPath out;
    for (const scenario::Observation& one : path)
        if (one.value > 0) out.push_back({one.year, log_exact(one.value), one.spread});
    return out;
}

/// `own` over `other`, year by year.
LogPath laid_over(const LogPath& own, const LogPath& other) {
    std::map<int, LogValue> years;
    for (const LogValue& one : other) years[one.year] = one;
    for (const LogValue& one : own) years[one.year] = one;
    LogPath out;
    for (const auto& [year, value] : years) out.push_back(value);
    return out;
}

}  // namespace

const LogValue* at(const LogPath& path, int year) {
    const auto found = std::lower_bound(path.begin(), path.end(), year, [](const LogValue& one, int y) { return one.year < y; });
    return found != path.end() && found->year == year ? &*found : nullptr;
}

LogPath without_gaps(const LogPath& path) {
    LogPath out;
    for (const LogValue& next : path) {
        while (!out.empty() && out.back().year + 1 < next.year) {
            const LogValue last = out.back();
            const double years = next.year - last.year;
            out.push_back({last.year + 1, last.log + (next.log - last.log) / years, std::max(last.spread, next.spread)});
        }
        out.push_back(next);
    }
    return out;
}

OwnFigures own_figures(const scenario::Scenario& pack, int until) {
    OwnFigures own;
    own.province = pack.province;
    for (std::size_t k = 0; k < headline_count; ++k) {
        int from = scenario::first_plausible_year;
        for (const scenario::SeriesBreak& one : pack.breaks)
            if (one.series == headlines[k].id && one.place == pack.province && one.year <= until) from = std::max(from, one.year);
        for (int year = from; year <= until; ++year) {
            const scenario::Figure* found = pack.figure(headlines[k].id, pack.province, year);
            if (found == nullptr || found->confidence == scenario::Confidence::assumed || !(found->value > 0) || !found->known_at(until))
                continue;
            own.values[k].push_back({year, log_exact(found->value), found->spread});
        }
    }
    return own;
}

Evidence evidence(const scenario::Panel& panel, int until, const OwnFigures* own, const std::string& left_out) {
    constexpr auto gdp = static_cast<std::size_t>(Headline::gdp);
    Evidence out;
    const LogPath nation_gdp = logs_of(panel.path(headlines[gdp].id, "china", until));
    for (std::size_t k = 0; k < headline_count; ++k) {
        HeadlineEvidence& one = out[k];
        one.nation = logs_of(panel.path(headlines[k].id, "china", until));
        one.nation_gdp = nation_gdp;
        std::vector<std::string> ids = panel.places(headlines[k].id);
        if (own != nullptr && std::find(ids.begin(), ids.end(), own->province) == ids.end()) ids.push_back(own->province);
        std::sort(ids.begin(), ids.end());
        for (const std::string& id : ids) {
            PlaceEvidence place;
            place.id = id;
            place.values = logs_of(panel.path(headlines[k].id, id, until));
            place.gdp = logs_of(panel.path(headlines[gdp].id, id, until));
            if (own != nullptr && id == own->province) {
                place.values = laid_over(own->values[k], place.values);
                place.gdp = laid_over(own->values[gdp], place.gdp);
            }
            if (place.values.empty()) continue;
            place.learned_from = id != left_out && panel.left_out_of(headlines[k].id, id) == nullptr;
            one.places.push_back(std::move(place));
        }
    }
    return out;
}

}  // namespace zonecast::reference
