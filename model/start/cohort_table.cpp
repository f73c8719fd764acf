#include "model/start/cohort_table.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/each.hpp"
#include "model/base/vector_math.hpp"
#include "model/start/row_fit.hpp"

namespace zonecast::start {

std::vector<double> reconcile_revenue(std::vector<double> revenue, const std::vector<double>& spread, double total) {
    double sum = 0, weight = 0;
    for (std::size_t c = 0; c < revenue.size(); ++c) sum += revenue[c], weight += revenue[c] * spread[c] * spread[c];
    if (sum <= 0) return revenue;
    if (weight <= 0) {
        for (double& r : revenue) r *= total / sum;
        return revenue;
    }
    double lambda = 0;
    for (int i = 0; i < 60; ++i) {
        double value = -total, slope = 0;
        for (std::size_t c = 0; c < revenue.size(); ++c) {
            const double v = spread[c] * spread[c];
            const double r = revenue[c] * exp_exact(std::clamp(lambda * v, -8.0, 8.0));
            value += r;
            slope += r * v;
        }
        const double step = value / slope;
        lambda -= std::clamp(step, -20.0, 20.0);
        if (std::abs(value) < 1e-12 * total) break;
    }
    double reached = 0;
    for (std::size_t c = 0; c < revenue.size(); ++c) {
        revenue[c] *= exp_exact(std::clamp(lambda * spread[c] * spread[c], -8.0, 8.0));
        reached += revenue[c];
    }
    for (double& r : revenue) r *= total / reached;  // what the limits of the move leave
    return revenue;
}

std::vector<ClassArray> spread_over_clusters(const ClassArray& enterprises, const std::vector<double>& revenue, double exponent) {
    constexpr int rounds = 4;
    const std::size_t clusters = revenue.size();
    const ClassArray& means = class_means();
    static const ClassArray log_means = [] {
        ClassArray y{};
        for (std::size_t k = 0; k < class_count; ++k) y[k] = log_exact(class_means()[k]);
        return y;
    }();
    double all = 0;
    for (const double n : enterprises) all += n;
    // Clusters with revenue, and what the rows of their cells are to reach.
    std::vector<std::size_t> filled;
    std::vector<double> number, goal;
    for (std::size_t c = 0; c < clusters; ++c)
        if (revenue[c] > 0) filled.push_back(c), goal.push_back(revenue[c]);
    const std::size_t rows = filled.size();
    log_each(goal);
    for (const double log_revenue : goal) number.push_back(exponent * log_revenue);
    exp_each(number);
    double weight = 0;
    for (const double n : number) weight += n;
    for (double& n : number) n = n / weight * all;
    for (std::size_t i = 0; i < rows; ++i) goal[i] = revenue[filled[i]] / number[i];
    log_each(goal);
    // A cluster cannot hold an enterprise that is larger than nine tenths of it. Classes from the last that anybody holds on are left out.
    std::size_t held = class_count;
    while (held > 1 && enterprises[held - 1] == 0) --held;
    std::vector<double> fitting;
    for (const std::size_t c : filled) {
        std::size_t k = 1;
        while (k < held && laws::class_low(k) <= 0.9 * revenue[c]) ++k;
        fitting.push_back(static_cast<double>(k));
    }
    std::vector<double> tilt(rows, 0.0);
    std::vector<ClassArray> fitted(rows, ClassArray{});
    ClassArray column = enterprises;
    for (int round = 0; round < rounds; ++round) {
        fit_rows({rows, number.data(), goal.data(), fitting.data(), column.data(), means.data(), log_means.data()}, tilt.data(),
                 fitted.data());
        ClassArray reached{};
        for (const ClassArray& row : fitted)
            for (std::size_t k = 0; k < class_count; ++k) reached[k] += row[k];
        for (std::size_t k = 0; k < class_count; ++k) {
            const double scale = reached[k] > 0 ? enterprises[k] / reached[k] : 1.0;
            column[k] *= scale;
            reached[k] = scale;
        }
        if (round + 1 < rounds) continue;  // a next round begins from the columns
        for (ClassArray& row : fitted)
            for (std::size_t k = 0; k < class_count; ++k) row[k] *= reached[k];
    }
    std::vector<ClassArray> cells(clusters, ClassArray{});
    for (std::size_t i = 0; i < rows; ++i) cells[filled[i]] = fitted[i];
    return cells;
}

std::vector<std::array<std::uint32_t, class_count>> whole_enterprises(const std::vector<ClassArray>& expected, const ClassArray& offsets) {
    std::vector<std::array<std::uint32_t, class_count>> whole(expected.size());
    for (std::size_t k = 0; k < class_count; ++k) {
        double cumulated = offsets[k];
        auto counted = static_cast<std::uint32_t>(0);
        for (std::size_t c = 0; c < expected.size(); ++c) {
            cumulated += expected[c][k];
            const auto upto = static_cast<std::uint32_t>(cumulated);
            whole[c][k] = upto - counted;
            counted = upto;
        }
    }
    return whole;
}

}  // namespace zonecast::start
