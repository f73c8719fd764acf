#include "model/start/cohort_table.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/vector_math.hpp"

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
    constexpr int rounds = 3, newton_steps = 6;
    const std::size_t clusters = revenue.size();
    const ClassArray& means = class_means();
    static const ClassArray log_means = [] {
        ClassArray y{};
        for (std::size_t k = 0; k < class_count; ++k) y[k] = log_exact(class_means()[k]);
        return y;
    }();
    double all = 0;
    for (const double n : enterprises) all += n;
    std::vector<double> rows(clusters, 0.0), tilt(clusters, 0.0);
    double weight = 0;
    for (std::size_t c = 0; c < clusters; ++c) weight += rows[c] = revenue[c] > 0 ? power_exact(revenue[c], exponent) : 0.0;
    std::vector<ClassArray> cells(clusters, ClassArray{});
    // A cluster cannot hold an enterprise that is larger than nine tenths of it.
    auto fits = [&](std::size_t c, std::size_t k) { return k == 0 || laws::class_low(k) <= 0.9 * revenue[c]; };
    ClassArray column = enterprises;
    for (int round = 0; round < rounds; ++round) {
        ClassArray reached{};
        for (std::size_t c = 0; c < clusters; ++c) {
            if (rows[c] <= 0) continue;
            const double n = rows[c] / weight * all;
            const double goal = log_exact(revenue[c] / n);
            double s = tilt[c];
            for (int step = 0; step < newton_steps; ++step) {
                double w0 = 0, w1 = 0, v0 = 0, v1 = 0;
                for (std::size_t k = 0; k < class_count; ++k) {
                    if (!fits(c, k)) break;
                    const double w = column[k] * exp_exact(s * log_means[k]);
                    w0 += w;
                    w1 += w * means[k];
                    v0 += w * log_means[k];
                    v1 += w * means[k] * log_means[k];
                }
                const double gap = goal - log_exact(w1 / w0);
                const double slope = v1 / w1 - v0 / w0;
                const double move = gap / std::max(slope, 0.05);
                s = std::clamp(s + std::clamp(move, -1.5, 1.5), -6.0, 6.0);
                if (std::abs(gap) < 1e-10) break;
            }
            tilt[c] = s;
            double sum = 0;
            for (std::size_t k = 0; k < class_count; ++k) sum += cells[c][k] = fits(c, k) ? column[k] * exp_exact(s * log_means[k]) : 0.0;
            for (std::size_t k = 0; k < class_count; ++k) reached[k] += cells[c][k] *= n / sum;
        }
        for (std::size_t k = 0; k < class_count; ++k) {
            const double scale = reached[k] > 0 ? enterprises[k] / reached[k] : 1.0;
            column[k] *= scale;
            for (std::size_t c = 0; c < clusters; ++c) cells[c][k] *= scale;
        }
    }
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
