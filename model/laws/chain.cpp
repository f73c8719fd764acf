#include "model/laws/chain.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <cmath>
#include <stdexcept>

#include "model/base/vector_math.hpp"

namespace zonecast::laws {

namespace {

/// Row sums of S.
std::vector<double> local_sales(const Eigen::SparseMatrix<double>& local_input, const std::vector<double>& output) {
    std::vector<double> sums(output.size(), 0.0);
    for (int j = 0; j < local_input.outerSize(); ++j)
        for (Eigen::SparseMatrix<double>::InnerIterator it(local_input, j); it; ++it) {
            const auto i = static_cast<std::size_t>(it.row());
            if (output[i] > 0) sums[i] += it.value() * output[static_cast<std::size_t>(j)] / output[i];
        }
    return sums;
}

constexpr double largest_local_sales = 0.95;

}  // namespace

Eigen::SparseMatrix<double> scaled_local_input(Eigen::SparseMatrix<double> local_input, const std::vector<double>& output,
                                               std::size_t& scaled_rows) {
    const std::vector<double> sums = local_sales(local_input, output);
    std::vector<double> scale(output.size(), 1.0);
    scaled_rows = 0;
    for (std::size_t i = 0; i < output.size(); ++i)
        if (sums[i] > largest_local_sales) {
            scale[i] = largest_local_sales / sums[i];
            ++scaled_rows;
        }
    for (int j = 0; j < local_input.outerSize(); ++j)
        for (Eigen::SparseMatrix<double>::InnerIterator it(local_input, j); it; ++it)
            it.valueRef() *= scale[static_cast<std::size_t>(it.row())];
    return local_input;
}

DemandPull::DemandPull(Eigen::SparseMatrix<double> local_input, std::vector<double> output, const std::vector<double>& chi)
    : output_(std::move(output)), chi_(chi) {
    const auto n = output_.size();
    row_sum_ = local_sales(local_input, output_);
    for (double& sum : row_sum_) sum = std::min(sum, largest_local_sales);
    local_input_ = scaled_local_input(std::move(local_input), output_, scaled_rows_);
    double weight = 0, sum = 0;
    for (std::size_t i = 0; i < n; ++i) weight += output_[i], sum += output_[i] * row_sum_[i];
    mean_row_sum_ = weight > 0 ? sum / weight : 0.0;
    for (const double c : chi_) {
        Eigen::SparseMatrix<double> system(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n));
        system.setIdentity();
        system -= c * local_input_;
        system.makeCompressed();
        auto factor = std::make_shared<Eigen::SparseLU<Eigen::SparseMatrix<double>>>();
        factor->compute(system);
        factor_.push_back(std::move(factor));
    }
}

void DemandPull::solve(std::size_t node, const std::vector<std::size_t>& industry, const std::vector<double>& base_output,
                       std::vector<double>& value, Eigen::VectorXd& scratch) const {
    scratch.setZero(static_cast<Eigen::Index>(output_.size()));
    for (std::size_t c = 0; c < value.size(); ++c) scratch(static_cast<Eigen::Index>(industry[c])) += base_output[c] * value[c];
    const Eigen::VectorXd total = factor_[node]->solve(scratch);
    scratch.setZero();
    for (int j = 0; j < local_input_.outerSize(); ++j)
        for (Eigen::SparseMatrix<double>::InnerIterator it(local_input_, j); it; ++it) scratch(it.row()) += it.value() * total(j);
    for (std::size_t c = 0; c < value.size(); ++c)
        if (const double x = output_[industry[c]]; x > 0) value[c] += chi_[node] * scratch(static_cast<Eigen::Index>(industry[c])) / x;
}

std::vector<double> output_multipliers(const Eigen::SparseMatrix<double>& local_input) {
    const Eigen::Index n = local_input.rows();
    const Eigen::MatrixXd rest = Eigen::MatrixXd::Identity(n, n) - Eigen::MatrixXd(local_input).transpose();
    const Eigen::PartialPivLU<Eigen::MatrixXd> factors(rest);
    if (n > 0 && !(factors.rcond() > 1e-12)) throw std::domain_error("industries of the region buy all of their output from each other");
    const Eigen::VectorXd sums = n > 0 ? Eigen::VectorXd(factors.solve(Eigen::VectorXd::Ones(n))) : Eigen::VectorXd();
    return {sums.data(), sums.data() + sums.size()};
}

double missing_after_stocks(double missing, double months, double inventory_days) {
    return std::min(0.95, missing * std::max(0.0, months - inventory_days / 30.0) / 12.0);
}

std::vector<double> supply_factors(const std::vector<std::vector<SupplyInput>>& inputs, double sigma) {
    const std::size_t n = inputs.size();
    std::vector<double> q(n, 1.0);
    // Supplier -> buyer relation; Boost numbers strong components in reverse topological order of the condensation.
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> relation(n);
    for (std::size_t buyer = 0; buyer < n; ++buyer)
        for (const SupplyInput& input : inputs[buyer])
            if (input.local_share > 0)
                for (const auto& [supplier, weight] : input.suppliers) boost::add_edge(supplier, buyer, relation);
    std::vector<std::size_t> component(n);
    const std::size_t components = n == 0 ? 0 : boost::strong_components(relation, component.data());
    std::vector<std::vector<std::size_t>> members(components);
    for (std::size_t i = 0; i < n; ++i) members[component[i]].push_back(i);

    auto factor = [&](std::size_t buyer) {
        double log_generic = 0, critical = 0, critical_weight = 0;
        bool full = true;
        const double power = (sigma - 1.0) / sigma;
        for (const SupplyInput& input : inputs[buyer]) {
            double local = 0;
            for (const auto& [supplier, weight] : input.suppliers) local += weight * q[supplier];
            if (input.suppliers.empty()) local = 1.0;
            const double outside = 1.0 - input.local_share - input.lost;
            const double v = 1.0 - input.lost - outside * input.missing - input.local_share * (1.0 - local);
            if (v >= 1.0) {
                if (input.critical) critical += input.weight, critical_weight += input.weight;
                continue;
            }
            full = false;
            const double log_v = log_exact(std::max(v, 1e-6));
            if (input.critical) {
                critical += input.weight * exp_exact(power * log_v);
                critical_weight += input.weight;
            } else {
                log_generic += input.weight * log_v;
            }
        }
        if (full) return 1.0;
        return exp_exact(log_generic + log_exact(critical + (1.0 - critical_weight)) / power);
    };
    for (std::size_t k = components; k-- > 0;) {
        for (int iteration = 0; iteration < 500; ++iteration) {
            double largest = 0;
            for (const std::size_t buyer : members[k]) {
                const double next = std::min(q[buyer], factor(buyer));
                largest = std::max(largest, q[buyer] - next);
                q[buyer] = next;
            }
            if (largest < 1e-14) break;
        }
    }
    return q;
}

}  // namespace zonecast::laws
