// What happens to the sourcing of an input when a link of the chain is lost, completed or made stronger, and what its sellers feel.
//
// docs/model.md, "Changes of the chain" (E69-E71). Pure functions.
#pragma once

#include <Eigen/SparseCore>
#include <vector>

namespace zonecast::laws {

/// How a buyer comes by an input: share bought inside the region, share that nobody supplies any more; the rest comes from outside.
struct Sourcing {
    double local = 0;
    double lost = 0;
    friend bool operator==(const Sourcing&, const Sourcing&) = default;
};

/// Share of a change that holds in a year: 0 before it begins, then rising in equal steps over `ramp` years to 1.
[[nodiscard]] double progress(int year, int begin, int ramp);

/// A share of the local supply goes; of what goes `replaced` is bought outside, the rest is missing (E69). Both in [0, 1].
[[nodiscard]] Sourcing lose(Sourcing now, double share, double replaced);

/// Local supply rises by the share `share` of the way to `goal`, taking the place of what is missing first and of outside supply then
/// (E69). It never falls: a goal below today's local share changes nothing. Both in [0, 1].
[[nodiscard]] Sourcing complete(Sourcing now, double share, double goal);

/// Sourcing when the capacity of the local sellers is `capacity` times what it was, of which the share `unreplaced` of the old capacity
/// went without anybody outside who takes over (E70). Local sales follow capacity, at most all that is not missing.
[[nodiscard]] Sourcing at_capacity(Sourcing now, double capacity, double unreplaced);

/// First round of a change of sourcing: log points of each industry's sales, sum_j (B'_ij - B_ij) X_j / X_i (E71). `before` B and `after`
/// B': local input coefficients at the same output X. Zero for industries without output.
[[nodiscard]] std::vector<double> sourcing_round(const Eigen::SparseMatrix<double>& before, const Eigen::SparseMatrix<double>& after,
                                                 const std::vector<double>& output);

/// First round of whole clusters that come or go, before chi: sum_j B_ij dX_j / X_i (E71), `entered` dX the output that came (or went,
/// negative) by industry.
[[nodiscard]] std::vector<double> capacity_round(const Eigen::SparseMatrix<double>& local_input, const std::vector<double>& output,
                                                 const std::vector<double>& entered);

}  // namespace zonecast::laws
