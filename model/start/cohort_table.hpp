// How the enterprises of a province spread over its clusters and revenue classes.
//
// Steps 5 and 6 of the initialisation recipe (docs/model.md, "Where a run starts").
#pragma once

#include <cstdint>
#include <vector>

#include "model/start/class_table.hpp"

namespace zonecast::start {

/// Cluster revenues that add up to `total`: each drawn value moves by exp(lambda * spread^2), so that well-known ones hardly move.
/// Values with zero spread stay. If all spreads are zero the values are scaled.
[[nodiscard]] std::vector<double> reconcile_revenue(std::vector<double> revenue, const std::vector<double>& spread, double total);

/// Expected number of enterprises [cluster][class] with row sums n_c proportional to revenue^exponent, row revenues and column sums N_k:
/// iterative proportional fitting, rows tilted as exp(l_c + s_c ln rbar_k).
[[nodiscard]] std::vector<ClassArray> spread_over_clusters(const ClassArray& enterprises, const std::vector<double>& revenue,
                                                           double exponent);

/// Whole enterprises by systematic sampling within each class, in cluster order, with offset u_k in (0,1): column sums are the rounded N_k.
[[nodiscard]] std::vector<std::array<std::uint32_t, class_count>> whole_enterprises(const std::vector<ClassArray>& expected,
                                                                                    const ClassArray& offsets);

}  // namespace zonecast::start
