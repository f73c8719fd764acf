// Links between clusters as the engine works with them, for the graph: derived, not read.
#pragma once

#include <string>
#include <vector>

#include "model/engine/world.hpp"
#include "model/graph/cohorts.hpp"
#include "model/graph/graph.hpp"
#include "outputs/cohort_reader.hpp"

namespace zonecast::command {

/// Share of a cluster's sales that goes to each other cluster in the base year (docs/model.md, "Demand pull"); links of at least `least`.
[[nodiscard]] std::vector<graph::ClusterLink> cluster_supply(const engine::World& world, double least);

/// Weight of each other cluster in the knowledge that reaches a cluster (docs/model.md, spillovers), with the decay length at the centre of
/// its prior; all weights of a learner sum to one, links of at least `least`.
[[nodiscard]] std::vector<graph::ClusterLink> cluster_spillovers(const engine::World& world, double least);

/// The cohorts of the program: its revenue classes, uncertified and certified with 1 to 3 years left.
[[nodiscard]] graph::CohortGrid cohort_grid();

/// Numbers of enterprises by cohort, and the flows between cohorts that were counted: what a result says of the province.
[[nodiscard]] std::vector<graph::CohortStock> cohort_stocks(const outputs::ProvinceCohorts& cohorts);
[[nodiscard]] std::vector<graph::CohortFlow> cohort_flows(const outputs::ProvinceCohorts& cohorts);

}  // namespace zonecast::command
