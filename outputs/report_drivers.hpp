// Which drawn uncertainties a target's outcome moves with.
#pragma once

#include <cstddef>
#include <vector>

namespace zonecast::outputs {

struct Driver {
    std::size_t parameter = 0;
    double correlation = 0;  ///< Spearman's rank correlation over replicates, ties at their mean rank
};

/// Ranks of `values` from 1, ties at their mean rank.
[[nodiscard]] std::vector<double> mean_ranks(const std::vector<double>& values);

/// The parameters whose rank correlation with `outcome` is surer than chance, strongest first, at most `most` of them. `parameters` is
/// [replicate][parameter]. A correlation counts if |rho| * sqrt(n - 1) exceeds the normal quantile of 1 - 0.025 / parameters: with no
/// relation at all, one of all parameters would pass in one case of twenty (Bonferroni). Replicates without an outcome (NaN) are left out.
/// No draws; thread-safe.
[[nodiscard]] std::vector<Driver> drivers_of(const std::vector<double>& outcome, const std::vector<double>& parameters,
                                             std::size_t parameter_count, std::size_t most);

}  // namespace zonecast::outputs
