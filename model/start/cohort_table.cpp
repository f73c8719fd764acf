#include "model/start/cohort_table.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/lanes.hpp"
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
    constexpr int rounds = 4, newton_steps = 6;
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
    // A cluster cannot hold an enterprise that is larger than nine tenths of it. Classes from the last that anybody holds on are left out.
    std::size_t held = class_count;
    while (held > 1 && enterprises[held - 1] == 0) --held;
    std::vector<std::size_t> fitting(clusters, 1), filled;
    for (std::size_t c = 0; c < clusters; ++c) {
        if (rows[c] > 0) filled.push_back(c);
        while (fitting[c] < held && laws::class_low(fitting[c]) <= 0.9 * revenue[c]) ++fitting[c];
    }
    using Lanes = lanes::D;
    ClassArray column = enterprises;
    for (int round = 0; round < rounds; ++round) {
        ClassArray reached{};
        // Clusters side by side in the lanes of a vector, each with its own Newton steps.
        for (std::size_t first_row = 0; first_row < filled.size(); first_row += lanes::width) {
            const std::size_t together = std::min(lanes::width, filled.size() - first_row);
            double number[lanes::width], goal[lanes::width], slant[lanes::width], classes[lanes::width];
            std::size_t most = 1;
            for (std::size_t i = 0; i < lanes::width; ++i) {
                const std::size_t c = filled[first_row + std::min(i, together - 1)];
                number[i] = rows[c] / weight * all;
                goal[i] = log_exact(revenue[c] / number[i]);
                slant[i] = tilt[c];
                classes[i] = static_cast<double>(fitting[c]);
                most = std::max(most, fitting[c]);
            }
            const Lanes goals = lanes::load(goal), fits = lanes::load(classes);
            Lanes s = lanes::load(slant);
            auto weigh = [&](std::size_t k) {
                const Lanes w = column[k] * lanes::exp_inside(s * log_means[k]);
                return lanes::select(lanes::less(lanes::all(static_cast<double>(k)), fits), w, Lanes{});
            };
            lanes::Mask moving = lanes::first(lanes::width);
            for (int step = 0; step < newton_steps && lanes::bits(moving) != 0; ++step) {
                Lanes w0{}, w1{}, v0{}, v1{};
                for (std::size_t k = 0; k < most; ++k) {
                    const Lanes w = weigh(k), revenue_here = w * means[k];
                    w0 += w;
                    w1 += revenue_here;
                    v0 += w * log_means[k];
                    v1 += revenue_here * log_means[k];
                }
                const Lanes gap = goals - lanes::log(w1 / w0);
                const Lanes slope = v1 / w1 - v0 / w0;
                const Lanes move = gap / lanes::select(lanes::less(slope, lanes::all(0.05)), lanes::all(0.05), slope);
                s = lanes::select(moving, lanes::clamp(s + lanes::clamp(move, -1.5, 1.5), -6.0, 6.0), s);
                moving = lanes::but_not(moving, lanes::both(lanes::less(gap, lanes::all(1e-10)), lanes::less(lanes::all(-1e-10), gap)));
            }
            Lanes w[class_count] = {}, sum{};
            for (std::size_t k = 0; k < most; ++k) sum += w[k] = weigh(k);
            const Lanes scale = lanes::load(number) / sum;
            lanes::store(slant, s);
            for (std::size_t i = 0; i < together; ++i) {
                const std::size_t c = filled[first_row + i];
                tilt[c] = slant[i];
                for (std::size_t k = 0; k < class_count; ++k) reached[k] += cells[c][k] = w[k][i] * scale[i];
            }
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
