#include "model/laws/sourcing.hpp"

#include <algorithm>

namespace zonecast::laws {

namespace {

/// Adds sum_j B_ij w_j to the rows.
void add_product(const Eigen::SparseMatrix<double>& coefficients, const std::vector<double>& weight, double sign,
                 std::vector<double>& rows) {
    for (int j = 0; j < coefficients.outerSize(); ++j)
        for (Eigen::SparseMatrix<double>::InnerIterator it(coefficients, j); it; ++it)
            rows[static_cast<std::size_t>(it.row())] += sign * it.value() * weight[static_cast<std::size_t>(j)];
}

void divide(std::vector<double>& rows, const std::vector<double>& output) {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = output[i] > 0 ? rows[i] / output[i] : 0.0;
}

}  // namespace

double progress(int year, int begin, int ramp) {
    return std::clamp(static_cast<double>(year - begin + 1) / static_cast<double>(std::max(1, ramp)), 0.0, 1.0);
}

Sourcing lose(Sourcing now, double share, double replaced) {
    const double gone = now.local * share;
    return {now.local - gone, now.lost + gone * (1.0 - replaced)};
}

Sourcing complete(Sourcing now, double share, double goal) {
    if (goal <= now.local) return now;
    const double reached = share >= 1.0 ? goal : now.local + (goal - now.local) * share;
    return {reached, std::max(0.0, now.lost - (reached - now.local))};
}

Sourcing at_capacity(Sourcing now, double capacity, double unreplaced) {
    const double missing = now.local * std::clamp(1.0 - capacity, 0.0, unreplaced);
    return {std::min(now.local * capacity, 1.0 - now.lost), now.lost + missing};
}

std::vector<double> sourcing_round(const Eigen::SparseMatrix<double>& before, const Eigen::SparseMatrix<double>& after,
                                   const std::vector<double>& output) {
    std::vector<double> sales(output.size(), 0.0);
    add_product(after, output, 1.0, sales);
    add_product(before, output, -1.0, sales);
    divide(sales, output);
    return sales;
}

std::vector<double> capacity_round(const Eigen::SparseMatrix<double>& local_input, const std::vector<double>& output,
                                   const std::vector<double>& entered) {
    std::vector<double> sales(output.size(), 0.0);
    add_product(local_input, entered, 1.0, sales);
    divide(sales, output);
    return sales;
}

}  // namespace zonecast::laws
