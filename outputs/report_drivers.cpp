#include "outputs/report_drivers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/base/distributions.hpp"

namespace zonecast::outputs {

namespace {

/// Pearson correlation; 0 if one of the two does not vary.
double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double aa = 0, bb = 0, ab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
        ab += (a[i] - mean_a) * (b[i] - mean_b);
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

}  // namespace

std::vector<double> mean_ranks(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t from = 0; from < order.size();) {
        std::size_t to = from;
        while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
        const double rank = 0.5 * static_cast<double>(from + to + 1);
        for (std::size_t i = from; i < to; ++i) ranks[order[i]] = rank;
        from = to;
    }
    return ranks;
}

std::vector<Driver> drivers_of(const std::vector<double>& outcome, const std::vector<double>& parameters, std::size_t parameter_count,
                               std::size_t most) {
    std::vector<std::size_t> used;
    for (std::size_t r = 0; r < outcome.size(); ++r)
        if (!std::isnan(outcome[r])) used.push_back(r);
    if (parameter_count == 0 || used.size() < 10) return {};
    std::vector<double> values(used.size());
    std::transform(used.begin(), used.end(), values.begin(), [&](std::size_t r) { return outcome[r]; });
    const std::vector<double> outcome_ranks = mean_ranks(values);
    const double least =
        normal_quantile(1 - 0.025 / static_cast<double>(parameter_count)) / std::sqrt(static_cast<double>(used.size() - 1));
    std::vector<Driver> drivers;
    for (std::size_t p = 0; p < parameter_count; ++p) {
        std::transform(used.begin(), used.end(), values.begin(), [&](std::size_t r) { return parameters[r * parameter_count + p]; });
        if (std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); })) continue;
        const double rho = correlation(mean_ranks(values), outcome_ranks);
        if (std::abs(rho) > least) drivers.push_back({p, rho});
    }
    std::stable_sort(drivers.begin(), drivers.end(),
                     [](const Driver& a, const Driver& b) { return std::abs(a.correlation) > std::abs(b.correlation); });
    if (drivers.size() > most) drivers.resize(most);
    return drivers;
}

}  // namespace zonecast::outputs
