#include "model/engine/trajectory.hpp"

#include <limits>

namespace zonecast::engine {

void Trajectory::shape(const World& world) {
    years = static_cast<std::size_t>(world.end_year - world.base_year) + 1;
    zones = world.zones.size();
    clusters = world.clusters.size();
    kinds = world.facility_kinds.size();
    zone.assign(years * zones * quantity_count, 0.0);
    cluster.assign(years * clusters * cluster_quantity_count, 0.0);
    level.assign(years * zones, 0);
    rank.assign(years * zones, std::numeric_limits<double>::quiet_NaN());
    facilities.assign(years * zones * kinds, 0.0);
    cells.assign(years * zones, CohortCells{});
    flows.assign(years, FlowMatrix{});
    st_progress.assign(years, std::numeric_limits<double>::quiet_NaN());
    measure_cost.assign(world.measures.size() * years, 0.0);
    parameters.assign(world.parameters.size() + world.effects.size(), 0.0);
}

bool Trajectory::member(const ZoneSet& set, std::size_t zone_index, std::size_t level_year) const {
    return set.holds(zone_index, level[level_year * zones + zone_index]);
}

void Trajectory::members(const ZoneSet& set, std::size_t level_year, std::vector<std::size_t>& out) const {
    out.clear();
    if (set.kind == ZoneSet::Kind::zones) {
        out = set.zones;
        return;
    }
    for (std::size_t z = 0; z < zones; ++z)
        if (member(set, z, level_year)) out.push_back(z);
}

}  // namespace zonecast::engine
