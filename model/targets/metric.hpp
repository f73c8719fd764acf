// The metric language: what a target counts, as an expression that a planner writes.
//
//   name                       an observable of the engine, e.g. hnte_count, rd_to_sales
//   facilities[kind + kind]    facilities of these kinds
//   firms[revenue >= 50 & hnte]          enterprises from a revenue class upwards, certified ones only with "hnte"
//   clusters[output >= 500 & industry]   industries of the scope with that much output (an industry's clusters in the scope together)
//   output[industry + chain + cluster]   output (or another quantity of clusters) of these clusters of the scope together
//   zones[observable >= x]     zones of the scope with at least that much
//   zone_level[national]       1 if the zone is national; zone_count[national], zone_count[provincial]
//   recognised_clusters[national]        nationally recognised innovative clusters
//   zone_rank_national         rank among national zones
//   attracted_projects[investment >= 50]  large projects decided in a year, from 20 or 50 (1e8 CNY) upwards
//   rd_to_sales[above_scale_industrial]   R&D over revenue of above-scale industry
//   st_progress_contribution   share of the province's growth owed to S&T progress
//
// docs/formats/plan.md describes it for users.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/base/units.hpp"
#include "model/engine/trajectory.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::targets {

/// A compiled metric expression.
struct Metric {
    enum class Kind { observable, facilities, firms, clusters, cluster_sum, zones, level, rank, st_progress };
    Kind kind = Kind::observable;
    std::size_t observable = 0;           ///< observable, zones
    std::vector<std::size_t> facilities;  ///< indices into World::facility_kinds
    std::size_t first_class = 0;          ///< firms: lowest revenue class counted
    bool certified = false;               ///< firms: certified ones only
    double threshold = 0;                 ///< clusters, zones
    bool strictly = false;                ///< threshold itself does not count
    std::size_t industry = engine::none;  ///< clusters: this industry only
    unsigned level = 2;                   ///< level: 1 provincial, 2 national
    engine::ClusterQuantity cluster_quantity = engine::ClusterQuantity::output;  ///< cluster_sum
    std::vector<std::string> counted;  ///< cluster_sum: ids of the clusters that count, sorted
    engine::Nature nature = engine::Nature::stock;             ///< what adds up over years
    base::Dimension dimension = base::Dimension::count;        ///< of its value, in the program's unit
};

/// Why an expression cannot be compiled.
struct MetricError {
    Text what, hint;
};

/// Compiles an expression for a scenario. Thread-safe.
[[nodiscard]] std::optional<Metric> parse_metric(const std::string& expression, const scenario::Scenario& scenario, MetricError& error);

/// Value over a set of zones in a year (index), NaN if undefined.
[[nodiscard]] double evaluate(const Metric& metric, const engine::World& world, const engine::Trajectory& record,
                              std::span<const std::size_t> zones, std::size_t year);

}  // namespace zonecast::targets
