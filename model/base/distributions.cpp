#include "model/base/distributions.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/draws.hpp"
#include "model/base/normal_quantile_coefficients.hpp"

namespace zonecast {

namespace {

/// Upper tail of the standard normal for x >= 0 by the continued fraction of Mills' ratio (x large) or the series of Phi (x small).
double normal_upper_tail(double x) {
    constexpr double inv_sqrt_2pi = 0.39894228040143267794;
    const double density = inv_sqrt_2pi * exp_exact(-0.5 * x * x);
    if (x < 3.0) {
        // Phi(x) - 1/2 = density * (x + x^3/3 + x^5/15 + ...)
        double term = x, sum = x;
        for (int n = 1; n < 120 && term > 1e-18 * sum; ++n) {
            term *= x * x / (2.0 * n + 1.0);
            sum += term;
        }
        return 0.5 - density * sum;
    }
    double fraction = x;
    for (int n = 60; n >= 1; --n) fraction = x + n / fraction;
    return density / fraction;
}

/// Evaluates a polynomial with coefficients from the constant upwards.
template <std::size_t N>
double polynomial(const double (&c)[N], double x) {
    double value = c[N - 1];
    for (std::size_t i = N - 1; i-- > 0;) value = value * x + c[i];
    return value;
}

}  // namespace

double normal_cdf(double x) {
    if (x > 37.0) return 1.0;
    if (x < -37.0) return 0.0;
    return x >= 0.0 ? 1.0 - normal_upper_tail(x) : normal_upper_tail(-x);
}

double normal_quantile(double p) {
    using namespace normal_quantile_coefficients;
    const double q = p - 0.5;
    if (std::abs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(a, r) / polynomial(b, r);
    }
    double r = sqrt_exact(-log_exact(q < 0.0 ? p : 1.0 - p));
    if (r <= 5.0) {
        r -= 1.6;
        const double x = polynomial(c, r) / polynomial(d, r);
        return q < 0.0 ? -x : x;
    }
    r -= 5.0;
    const double x = polynomial(e, r) / polynomial(f, r);
    return q < 0.0 ? -x : x;
}

double student4_quantile(double p) {
    // Shaw, "Sampling Student's T distribution", Journal of Computational Finance 9 (2006): with a = 4p(1-p),
    // t = sign(p - 1/2) * 2 sqrt(cos(acos(sqrt a)/3)/sqrt a - 1). The cubic 4c^3 - 3c = sqrt a is solved by Newton steps.
    const double root = sqrt_exact(4.0 * p * (1.0 - p));
    double c = 0.9 + 0.1 * root;
    for (int i = 0; i < 12; ++i) c -= (4.0 * c * c * c - 3.0 * c - root) / (12.0 * c * c - 3.0);
    const double t = 2.0 * sqrt_exact(std::max(0.0, c / root - 1.0));
    return p < 0.5 ? -t : t;
}

std::uint32_t poisson(double mean, std::uint64_t key, std::uint64_t replicate, int year, Stream stream, std::uint32_t first_draw) {
    if (!(mean > 0.0)) return 0;
    const auto parts = static_cast<std::uint32_t>(std::max(1.0, std::ceil(mean / 24.0)));
    const double part_mean = mean / parts;
    // The distribution function of a part, as far as draws have asked for it.
    constexpr std::uint32_t most = 400;
    double cumulated[most + 1];
    double probability = cumulated[0] = exp_exact(-part_mean);
    std::uint32_t known = 0, total = 0;
    constexpr std::uint32_t together = 64;
    double drawn[together];
    for (std::uint32_t part = 0; part < parts; ++part) {
        if (part % together == 0)
            uniform_draws(key, draw_address(replicate, year, stream), first_draw + part, {drawn, std::min(together, parts - part)});
        const double u = drawn[part % together];
        for (; u > cumulated[known] && known < most; ++known) {
            probability *= part_mean / (known + 1);
            cumulated[known + 1] = cumulated[known] + probability;
        }
        for (std::uint32_t n = 0; n < known; ++n) total += cumulated[n] < u ? 1 : 0;  // a search would branch at random
    }
    return total;
}

}  // namespace zonecast
