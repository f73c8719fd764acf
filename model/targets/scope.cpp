#include "model/targets/scope.hpp"

#include <algorithm>

namespace zonecast::targets {

using scenario::ZoneLevel;

namespace {

/// Whether a scope of a level ("all", "national", "provincial") holds a zone of that level.
bool of_level(const std::string& wanted, ZoneLevel level) {
    if (wanted == "national") return level == ZoneLevel::national;
    if (wanted == "provincial") return level == ZoneLevel::provincial;
    return level != ZoneLevel::none;
}

bool holds(const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

std::set<std::string> zones_of(const std::string& scope, const scenario::Scenario& scenario, int year) {
    const auto perimeter =
        std::find_if(scenario.perimeters.begin(), scenario.perimeters.end(), [&](const auto& one) { return one.id == scope; });
    std::set<std::string> zones;
    for (const scenario::Zone& zone : scenario.zones) {
        const ZoneLevel level = zone.level(year);
        bool member = zone.id == scope || zone.city == scope || scope == scenario.province;
        if (scope == "all_zones") member = of_level("all", level);
        if (scope == "national_zones") member = of_level("national", level);
        if (scope == "provincial_zones") member = of_level("provincial", level);
        if (perimeter != scenario.perimeters.end())
            member = perimeter->level.empty() ? holds(perimeter->zones, zone.id) || holds(perimeter->cities, zone.city)
                                              : of_level(perimeter->level, level) && !holds(perimeter->except, zone.id);
        if (member) zones.insert(zone.id);
    }
    return zones;
}

}  // namespace zonecast::targets
