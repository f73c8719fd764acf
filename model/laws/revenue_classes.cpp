#include "model/laws/revenue_classes.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/vector_math.hpp"

namespace zonecast::laws {

std::optional<std::size_t> class_starting_at(double revenue) {
    for (std::size_t i = 0; i < class_edges.size(); ++i)
        if (std::abs(class_edges[i] - revenue) <= 1e-12 * class_edges[i]) return i + 1;
    return std::nullopt;
}

ClassDensity ClassDensity::with_mean(double low, double high, double mean) {
    const double width = log_exact(high / low);
    const double s = std::clamp(log_exact(mean / low) / width, 0.01, 0.99);
    const double y = 2.0 * s - 1.0;
    const double q = y * y;
    const double lambda = -0.5 + (2.0 / width) * (3.0 * y - (y / 5.0) * (6.0 * q + q * q - 2.0 * q * q * q)) / (1.0 - q);
    return {low, width, lambda};
}

double ClassDensity::integral(double kappa, double c0, double c1, double e) const {
    const double z = std::abs(lambda) * width < 1e-9 ? width : (1.0 - exp_exact(-std::abs(lambda) * width)) / std::abs(lambda);
    const double origin = lambda > 0.0 ? lambda * width : 0.0;
    const double t = lambda + kappa;
    if (std::abs(t * (c1 - c0)) < 1e-6) return exp_exact(t * c0 - origin + e) * (c1 - c0) * (1.0 + t * (c1 - c0) / 2.0) / z;
    return (exp_exact(t * c1 - origin + e) - exp_exact(t * c0 - origin + e)) / (t * z);
}

double ClassDensity::quantile(double u) const {
    if (std::abs(lambda) * width < 1e-9) return low * exp_exact(u * width);
    // F(x) = (exp(lambda x) - 1) / (exp(lambda w) - 1), solved from the end where the density is largest so that nothing cancels.
    if (lambda < 0.0) return low * exp_exact(std::min(width, log_exact(1.0 - u * (1.0 - exp_exact(lambda * width))) / lambda));
    return low * exp_exact(std::max(0.0, width + log_exact(u + (1.0 - u) * exp_exact(-lambda * width)) / lambda));
}

Beyond beyond(const ClassDensity& f, double edge, double m, double sigma) {
    const double w = f.width;
    const double beta = sigma / 1.41421356237309504880;
    const double mean = f.integral(1.0, 0.0, w, 0.0);
    if (beta == 0.0) {
        const double c = std::clamp(edge - m, 0.0, w);
        return {f.integral(0.0, c, w, 0.0), exp_exact(m) * f.integral(1.0, c, w, 0.0)};
    }
    const double mu = m + log_exact(1.0 - beta * beta);
    const double c = edge - mu;
    const double growth = exp_exact(m);
    const double at_edge = exp_exact(edge);
    if (c >= w) {
        const double p = f.integral(1.0 / beta, 0.0, w, -c / beta) / 2.0;
        return {p, p * at_edge / (1.0 - beta)};
    }
    if (c <= 0.0) {
        const double b = f.integral(-1.0 / beta, 0.0, w, c / beta) / 2.0;
        return {1.0 - b, growth * mean - b * at_edge / (1.0 + beta)};
    }
    const double a = f.integral(1.0 / beta, 0.0, c, -c / beta) / 2.0;
    const double b = f.integral(-1.0 / beta, c, w, c / beta) / 2.0;
    return {a + f.integral(0.0, c, w, 0.0) - b,
            a * at_edge / (1.0 - beta) + growth * f.integral(1.0, c, w, 0.0) - b * at_edge / (1.0 + beta)};
}

}  // namespace zonecast::laws
