#include "model/base/distributions.hpp"

#include <algorithm>
#include <cmath>

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
    // Coefficients of AS 241 (PPND16): central region, intermediate tail, far tail.
    static constexpr double a[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
                                   4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
    static constexpr double b[] = {1.0,
                                   4.2313330701600911252e1,
                                   6.8718700749205790830e2,
                                   5.3941960214247511077e3,
                                   2.1213794301586595867e4,
                                   3.9307895800092710610e4,
                                   2.8729085735721942674e4,
                                   5.2264952788528545610e3};
    static constexpr double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                   3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr double d[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
    static constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                   2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                   2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr double f[] = {1.0,
                                   5.99832206555887937690e-1,
                                   1.36929880922735805310e-1,
                                   1.48753612908506148525e-2,
                                   7.86869131145613259100e-4,
                                   1.84631831751005468180e-5,
                                   1.42151175831644588870e-7,
                                   2.04426310338993978564e-15};
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
    std::uint32_t total = 0;
    for (std::uint32_t part = 0; part < parts; ++part) {
        const double u = uniform_draw(key, replicate, year, stream, first_draw + part);
        double probability = exp_exact(-part_mean), cumulated = probability;
        std::uint32_t n = 0;
        while (u > cumulated && n < 400) {
            ++n;
            probability *= part_mean / n;
            cumulated += probability;
        }
        total += n;
    }
    return total;
}

}  // namespace zonecast
