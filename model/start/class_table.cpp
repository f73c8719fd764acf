#include "model/start/class_table.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "model/base/distributions.hpp"

namespace zonecast::start {

namespace {

constexpr double revenue_error = 0.002, count_error = 0.02, share_error = 0.01, giants_error = 0.2, small_error = 0.3;
constexpr double smoothness = 0.6, shrinkage = 3.0, certificate_share_error = 0.06;
constexpr double square(double x) {
    return x * x;
}

constexpr std::size_t class_at_1 = 6, class_at_100 = 12, class_at_0_2 = 4;

/// Prior shape: lognormal with median 0.12 and sd 1.9 of the log up to 20, then Pareto with exponent 1.1; scaled to the revenue.
ClassArray prior_shape(double revenue) {
    constexpr double median_log = -2.12026353620009, sd = 1.9, pareto = 1.1, tail_start = 20.0;
    auto above = [&](double r) {
        if (r <= tail_start) return 1.0 - normal_cdf((log_exact(r) - median_log) / sd);
        return (1.0 - normal_cdf((log_exact(tail_start) - median_log) / sd)) * exp_exact(-pareto * log_exact(r / tail_start));
    };
    ClassArray p{};
    double total = 0;
    for (std::size_t k = 0; k < class_count; ++k) {
        p[k] = above(laws::class_low(k)) - (k + 1 < class_count ? above(laws::class_high(k)) : 0.0);
        total += p[k] * class_means()[k];
    }
    for (double& value : p) value *= revenue / total;
    return p;
}

}  // namespace

laws::ClassDensity class_density(std::size_t k) {
    const double low = laws::class_low(k), high = laws::class_high(k);
    const double lambda = high <= 1.0 ? -0.2 : high <= 20.0 ? -0.8 : -1.1;
    return {low, log_exact(high / low), lambda};
}

const ClassArray& class_means() {
    static const ClassArray means = [] {
        ClassArray m{};
        for (std::size_t k = 0; k < class_count; ++k) m[k] = class_density(k).mean();
        return m;
    }();
    return means;
}

ClassArray solve_class_table(const ClassFacts& facts, ClassPulls* pulls) {
    constexpr int n = class_count;
    const ClassArray prior = prior_shape(facts.revenue);
    const ClassArray& means = class_means();
    Eigen::Matrix<double, n, 1> u = Eigen::Matrix<double, n, 1>::Zero();
    ClassArray table = prior;
    ClassPulls last;
    for (int iteration = 0; iteration < 12; ++iteration) {
        Eigen::Matrix<double, n, n> normal = Eigen::Matrix<double, n, n>::Identity() / (shrinkage * shrinkage);
        Eigen::Matrix<double, n, 1> gradient = u / (shrinkage * shrinkage);
        auto add = [&](const Eigen::Matrix<double, n, 1>& slope, double residual) {
            normal += slope * slope.transpose();
            gradient += slope * residual;
        };
        for (int k = 1; k + 1 < n; ++k) {
            Eigen::Matrix<double, n, 1> slope = Eigen::Matrix<double, n, 1>::Zero();
            slope(k - 1) = slope(k + 1) = 1.0 / smoothness;
            slope(k) = -2.0 / smoothness;
            add(slope, (u(k - 1) - 2.0 * u(k) + u(k + 1)) / smoothness);
        }
        double revenue = 0, revenue_1 = 0;
        for (std::size_t k = 0; k < class_count; ++k) {
            table[k] = prior[k] * exp_exact(u(static_cast<int>(k)));
            revenue += table[k] * means[k];
            if (k >= class_at_1) revenue_1 += table[k] * means[k];
        }
        auto count_fact = [&](double fact, std::size_t from, std::size_t to, double error, double& pull) {
            double sum = 0;
            for (std::size_t k = from; k < to; ++k) sum += table[k];
            Eigen::Matrix<double, n, 1> slope = Eigen::Matrix<double, n, 1>::Zero();
            for (std::size_t k = from; k < to; ++k) slope(static_cast<int>(k)) = table[k] / sum / error;
            pull = log_exact(sum / fact) / error;
            add(slope, pull);
        };
        {
            Eigen::Matrix<double, n, 1> slope;
            for (std::size_t k = 0; k < class_count; ++k) slope(static_cast<int>(k)) = table[k] * means[k] / revenue / revenue_error;
            last.revenue = log_exact(revenue / facts.revenue) / revenue_error;
            add(slope, last.revenue);
        }
        if (facts.at_least_1) count_fact(*facts.at_least_1, class_at_1, class_count, count_error, last.at_least_1);
        if (facts.at_least_100) count_fact(*facts.at_least_100, class_at_100, class_count, giants_error, last.at_least_100);
        if (facts.below_0_2) count_fact(*facts.below_0_2, 0, class_at_0_2, small_error, last.below_0_2);
        if (facts.at_least_1_share) {
            const double share = revenue_1 / revenue;
            Eigen::Matrix<double, n, 1> slope;
            for (std::size_t k = 0; k < class_count; ++k)
                slope(static_cast<int>(k)) = table[k] * means[k] / revenue * ((k >= class_at_1 ? 1.0 : 0.0) - share) / share_error;
            last.at_least_1_share = (share - *facts.at_least_1_share) / share_error;
            add(slope, last.at_least_1_share);
        }
        Eigen::Matrix<double, n, 1> step = normal.ldlt().solve(gradient);
        const double longest = step.cwiseAbs().maxCoeff();
        if (longest > 1.0) step /= longest;  // keeps exp(u) in range on the first steps
        u -= step;
        if (longest < 1e-12) break;
    }
    for (std::size_t k = 0; k < class_count; ++k) table[k] = prior[k] * exp_exact(u(static_cast<int>(k)));
    if (pulls != nullptr) *pulls = last;
    return table;
}

ClassArray solve_certified_share(const ClassArray& enterprises, const CertificateFacts& facts) {
    const ClassArray& means = class_means();
    double all = 0, revenue = 0;
    for (std::size_t k = 0; k < class_count; ++k) all += enterprises[k], revenue += enterprises[k] * means[k];
    const double stock = std::min(facts.certified, 0.94 * all);
    ClassArray p{};
    // a(b) by Newton steps: the stock rises with a, and p' = p (1 - p / 0.95).
    double a = -1.0;
    auto shares_at = [&](double b) {
        for (int i = 0; i < 50; ++i) {
            double sum = 0, slope = 0;
            for (std::size_t k = 0; k < class_count; ++k) {
                p[k] = 0.95 / (1.0 + exp_exact(-(a + b * log_exact(means[k]))));
                sum += enterprises[k] * p[k];
                slope += enterprises[k] * p[k] * (1.0 - p[k] / 0.95);
            }
            const double step = (stock - sum) / slope;
            a += std::clamp(step, -1.0, 1.0);
            if (std::abs(step) < 1e-13) break;
        }
    };
    auto loss = [&](double b) {
        shares_at(b);
        double certified_1 = 0, certified_revenue = 0;
        for (std::size_t k = 0; k < class_count; ++k) {
            if (k >= class_at_1) certified_1 += enterprises[k] * p[k];
            certified_revenue += enterprises[k] * p[k] * means[k];
        }
        double sum = 0;
        if (facts.share_at_least_1) sum += square((certified_1 / stock - *facts.share_at_least_1) / certificate_share_error);
        if (facts.share_of_revenue) sum += square((certified_revenue / revenue - *facts.share_of_revenue) / certificate_share_error);
        return sum;
    };
    double best = 0.46;  // the slope that Hunan's facts give, for a pack that publishes neither share
    if (facts.share_at_least_1 || facts.share_of_revenue) {
        // The loss is smooth with one minimum: golden-section search.
        constexpr double golden = 0.61803398874989484820;
        double low = -0.5, high = 2.0;
        double x1 = high - golden * (high - low), x2 = low + golden * (high - low);
        double f1 = loss(x1), f2 = loss(x2);
        for (int i = 0; i < 24; ++i) {
            if (f1 < f2) {
                high = x2, x2 = x1, f2 = f1;
                x1 = high - golden * (high - low), f1 = loss(x1);
            } else {
                low = x1, x1 = x2, f1 = f2;
                x2 = low + golden * (high - low), f2 = loss(x2);
            }
        }
        best = 0.5 * (low + high);
    }
    shares_at(best);
    return p;
}

}  // namespace zonecast::start
