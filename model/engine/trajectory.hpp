// The record of one replicate: everything that targets and summaries read, by year.
#pragma once

#include <cstdint>
#include <vector>

#include "model/engine/enterprises.hpp"
#include "model/engine/observables.hpp"
#include "model/engine/world.hpp"

namespace zonecast::engine {

struct Trajectory {
    std::size_t years = 0, zones = 0, clusters = 0, kinds = 0;
    std::vector<double> zone;          ///< [year][zone][quantity]
    std::vector<double> cluster;       ///< [year][cluster][cluster quantity]
    std::vector<std::uint8_t> level;   ///< [year][zone] 0 none, 1 provincial, 2 national
    std::vector<double> rank;          ///< [year][zone]; NaN where the zone has no national rank
    std::vector<double> facilities;    ///< [year][zone][kind]
    std::vector<CohortCells> cells;    ///< [year][zone]
    std::vector<FlowMatrix> flows;     ///< [year]
    std::vector<double> st_progress;   ///< [year] share of growth owed to S&T progress
    std::vector<double> measure_cost;  ///< [measure][year]
    std::vector<double> parameters;    ///< parameters, then effects, as in World::parameter_infos

    void shape(const World& world);
    [[nodiscard]] const double* quantities(std::size_t year, std::size_t zone_index) const {
        return zone.data() + (year * zones + zone_index) * quantity_count;
    }
    [[nodiscard]] double* quantities(std::size_t year, std::size_t zone_index) {
        return zone.data() + (year * zones + zone_index) * quantity_count;
    }
    /// Whether a zone belongs to the set, judged by the levels of `level_year`.
    [[nodiscard]] bool member(const ZoneSet& set, std::size_t zone_index, std::size_t level_year) const;
    /// Members of the set in `level_year`, in zone order.
    void members(const ZoneSet& set, std::size_t level_year, std::vector<std::size_t>& out) const;
};

}  // namespace zonecast::engine
