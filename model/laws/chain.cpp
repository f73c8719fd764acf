#include "model/laws/chain.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <cmath>

#include "model/base/vector_math.hpp"

namespace zonecast::laws {

DemandPull::DemandPull(Eigen::SparseMatrix<double> local_input, std::vector<double> output, const std::vector<double>& chi)
    : local_input_(std::move(local_input)), output_(std::move(output)), chi_(chi) {
    constexpr double most = 0.95;
    const auto n = output_.size();
    row_sum_.assign(n, 0.0);
    for (int j = 0; j < local_input_.outerSize(); ++j)
        for (Eigen::SparseMatrix<double>::InnerIterator it(local_input_, j); it; ++it) {
            const auto i = static_cast<std::size_t>(it.row());
            if (output_[i] > 0) row_sum_[i] += it.value() * output_[static_cast<std::size_t>(j)] / output_[i];
        }
    std::vector<double> scale(n, 1.0);
    for (std::size_t i = 0; i < n; ++i)
        if (row_sum_[i] > most) {
            scale[i] = most / row_sum_[i];
            row_sum_[i] = most;
            ++scaled_rows_;
        }
    double weight = 0, sum = 0;
    for (std::size_t i = 0; i < n; ++i) weight += output_[i], sum += output_[i] * row_sum_[i];
    mean_row_sum_ = weight > 0 ? sum / weight : 0.0;
    for (int j = 0; j < local_input_.outerSize(); ++j)
        for (Eigen::SparseMatrix<double>::InnerIterator it(local_input_, j); it; ++it)
            it.valueRef() *= scale[static_cast<std::size_t>(it.row())];
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
            const double v = 1.0 - (1.0 - input.local_share) * input.missing - input.local_share * (1.0 - local);
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
