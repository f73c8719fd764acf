// The local supply chain: how deviations of growth travel from buyers to suppliers, and how a loss of external supply spreads.
//
// docs/model.md, "Demand pull" and "Supply factors".
#pragma once

#include <Eigen/SparseCore>
#include <Eigen/SparseLU>
#include <cstddef>
#include <memory>
#include <vector>

namespace zonecast::laws {

/// Local input coefficients B with the rows of S whose sum exceeds 0.95 scaled down to it, and how many were; `output` X by industry. S_ij
/// = B_ij X_j / X_i is the share of the seller's sales.
[[nodiscard]] Eigen::SparseMatrix<double> scaled_local_input(Eigen::SparseMatrix<double> local_input, const std::vector<double>& output,
                                                             std::size_t& scaled_rows);

/// Demand pull between industries.
///
/// A buyer in industry j buys the share B_ij of its output from the local clusters of industry i, split over them by size. The share of
/// cluster c's sales that goes to cluster d is then S_cd = B_ij X_d / X_i, and (I - chi S) y = b has the exact solution
///   (I - chi B) T = X b (summed by industry),   y_c = b_c + (chi / X_i) sum_j B_ij T_j,
/// so that one sparse factorisation of the size of the industries serves all clusters.
class DemandPull {
public:
    DemandPull() = default;
    /// `local_input` is B [industries x industries], `output` X by industry (zero: industry absent). Rows of S whose sum exceeds 0.95
    /// are scaled down to it; `scaled_rows` counts them.
    DemandPull(Eigen::SparseMatrix<double> local_input, std::vector<double> output, const std::vector<double>& chi);

    /// Share of an industry's sales that goes to clusters of the region (row sum of S).
    [[nodiscard]] double local_sales_share(std::size_t industry) const { return row_sum_[industry]; }
    /// Sales-weighted mean of those shares.
    [[nodiscard]] double mean_local_sales_share() const { return mean_row_sum_; }
    [[nodiscard]] std::size_t scaled_rows() const { return scaled_rows_; }
    [[nodiscard]] const Eigen::SparseMatrix<double>& local_input() const { return local_input_; }
    [[nodiscard]] const std::vector<double>& output() const { return output_; }

    /// Solves for all clusters: `industry[c]`, `base_output[c]`; `value[c]` holds b on entry and y on return. `node` picks chi.
    /// Thread-safe; `scratch` belongs to the caller.
    void solve(std::size_t node, const std::vector<std::size_t>& industry, const std::vector<double>& base_output,
               std::vector<double>& value, Eigen::VectorXd& scratch) const;

private:
    Eigen::SparseMatrix<double> local_input_;
    std::vector<double> output_, row_sum_, chi_;
    double mean_row_sum_ = 0;
    std::size_t scaled_rows_ = 0;
    std::vector<std::shared_ptr<const Eigen::SparseLU<Eigen::SparseMatrix<double>>>> factor_;
};

/// Output of the region, in all rounds, per unit of final demand for each industry: column sums of (I - B)^-1 (Leontief), B the local input
/// coefficients. Throws std::domain_error if I - B is singular.
[[nodiscard]] std::vector<double> output_multipliers(const Eigen::SparseMatrix<double>& local_input);

/// An input of a cluster, for the supply law.
struct SupplyInput {
    double weight = 0;                                      ///< share of the buyer's output
    double local_share = 0;                                 ///< bought inside the region
    bool critical = false;                                  ///< enters the CES; others enter as a product
    double missing = 0;                                     ///< share of external supply missing, effective after stocks
    double lost = 0;                                        ///< share of the input that nobody supplies any more, after stocks
    std::vector<std::pair<std::size_t, double>> suppliers;  ///< local suppliers: buyer index and weight, weights sum to 1
};

/// Supply factor q of every buyer in (0, 1]: the greatest fixed point of
///   v_s = (1 - l_s - u_s)(1 - x_s) + l_s qbar_s,   q = [sum_critical w v^((sigma-1)/sigma) + (1 - W)]^(sigma/(sigma-1)) * prod_generic
///   v^w,
/// found component by component in the order of the strongly connected components of the supply relation, from q = 1 downwards.
/// No shock gives q = 1 exactly.
[[nodiscard]] std::vector<double> supply_factors(const std::vector<std::vector<SupplyInput>>& inputs, double sigma);

/// Missing share after stocks cover the first days: x max(0, months - days/30) / 12, at most 0.95.
[[nodiscard]] double missing_after_stocks(double missing, double months, double inventory_days);

}  // namespace zonecast::laws
