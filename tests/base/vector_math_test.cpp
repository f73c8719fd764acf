// Elementary functions against long double, at their edges, and at every vector width that the machine has.
#include "model/base/vector_math.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "model/base/philox.hpp"

namespace zonecast {
namespace {

/// Distance of `got` from the exact value in units of the last place of the double nearest to it.
double ulp_error(double got, long double exact) {
    const double nearest = static_cast<double>(exact);
    const double unit = std::nextafter(std::abs(nearest), std::numeric_limits<double>::infinity()) - std::abs(nearest);
    return static_cast<double>(std::abs(static_cast<long double>(got) - exact) / unit);
}

/// Uniform number of a test, by index.
double number(std::uint32_t i, std::uint32_t stream = 1) {
    const Words w = philox({i, stream, 0, 0}, 2024, 11);
    return uniform(w[0], w[1]);
}

TEST(ExpExact, IsWithinTwoUnitsInTheLastPlace) {
    double worst = 0, at = 0;
    auto check = [&](double x) {
        const double error = ulp_error(exp_exact(x), std::exp(static_cast<long double>(x)));
        if (error > worst) worst = error, at = x;
    };
    for (std::uint32_t i = 0; i < 300000; ++i) check(-700.0 + 1400.0 * number(i));
    for (std::uint32_t i = 0; i < 100000; ++i) check(-2.0 + 4.0 * number(i, 2));
    // Where the reduction to |r| <= ln(2)/2 changes its multiple.
    for (int k = -1009; k <= 1009; ++k)
        for (const double off : {-1e-12, 0.0, 1e-12}) check(std::clamp((k + 0.5) * 0.69314718055994530942 + off, -700.0, 700.0));
    EXPECT_LE(worst, 2.0) << "at " << at;
    RecordProperty("worst_ulp", std::to_string(worst));
}

TEST(ExpExact, HoldsItsEdges) {
    EXPECT_EQ(exp_exact(0.0), 1.0);
    EXPECT_EQ(exp_exact(-0.0), 1.0);
    EXPECT_EQ(exp_exact(1e308), exp_exact(700.0));
    EXPECT_EQ(exp_exact(-std::numeric_limits<double>::infinity()), exp_exact(-700.0));
    EXPECT_GT(exp_exact(-700.0), 0.0);
    EXPECT_TRUE(std::isfinite(exp_exact(700.0)));
    EXPECT_EQ(exp_exact(1e-300), 1.0);
}

TEST(ExpExact, RisesWithItsArgument) {
    double last = 0;
    for (int i = 0; i <= 200000; ++i) {
        const double value = exp_exact(-10.0 + 20.0 * i / 200000.0);
        ASSERT_GT(value, last) << "step " << i;
        last = value;
    }
}

TEST(LogExact, IsWithinTwoUnitsInTheLastPlace) {
    double worst = 0, at = 0;
    auto check = [&](double x) {
        const double error = ulp_error(log_exact(x), std::log(static_cast<long double>(x)));
        if (error > worst) worst = error, at = x;
    };
    // All exponents of normal numbers, and the neighbourhood of 1 and of the folding points, where cancellation would show.
    for (std::uint32_t i = 0; i < 300000; ++i) check(std::ldexp(1.0 + number(i), -1022 + static_cast<int>(i % 2045)));
    for (std::uint32_t i = 0; i < 100000; ++i) check(0.5 + number(i, 2));
    for (int e = 1; e <= 52; ++e) check(1.0 + std::ldexp(1.0, -e)), check(1.0 - std::ldexp(1.0, -e - 1));
    for (const double fold : {0.70710678118654752, 1.41421356237309505})
        for (int k = -50; k <= 50; ++k) check(fold + k * 0x1p-52);
    EXPECT_LE(worst, 2.0) << "at " << at;
    RecordProperty("worst_ulp", std::to_string(worst));
}

TEST(LogExact, HoldsItsEdges) {
    EXPECT_EQ(log_exact(1.0), 0.0);
    EXPECT_NEAR(log_exact(std::numeric_limits<double>::min()), std::log(std::numeric_limits<double>::min()), 1e-12);
    EXPECT_NEAR(log_exact(std::numeric_limits<double>::max()), std::log(std::numeric_limits<double>::max()), 1e-12);
}

TEST(LogExact, UndoesExp) {
    for (std::uint32_t i = 0; i < 20000; ++i) {
        const double x = -600.0 + 1200.0 * number(i, 5);
        ASSERT_NEAR(log_exact(exp_exact(x)), x, 4e-16 * std::abs(x) + 4e-16);
    }
}

TEST(PowerExact, GivesPowersOfTheLibrary) {
    for (std::uint32_t i = 0; i < 20000; ++i) {
        const double x = std::exp(-20.0 + 40.0 * number(i, 6)), y = -3.0 + 6.0 * number(i, 7);
        ASSERT_NEAR(power_exact(x, y) / std::pow(x, y), 1.0, 3e-14);
    }
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)

void narrow(const double* x, double* e, double* l, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) e[i] = exp_exact(x[i]), l[i] = log_exact(e[i] + 1e-3);
}
__attribute__((target("avx2,fma"))) void middle(const double* x, double* e, double* l, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) e[i] = exp_exact(x[i]), l[i] = log_exact(e[i] + 1e-3);
}
__attribute__((target("avx512f,avx512dq,avx512vl,fma"))) void wide(const double* x, double* e, double* l, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) e[i] = exp_exact(x[i]), l[i] = log_exact(e[i] + 1e-3);
}

TEST(VectorMath, GivesTheSameBitsAtEveryWidth) {
    constexpr std::size_t n = 4099;  // not a multiple of any width
    std::vector<double> x(n), e(n), l(n), e2(n), l2(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = -50.0 + 100.0 * number(static_cast<std::uint32_t>(i), 8);
    narrow(x.data(), e.data(), l.data(), n);
    for (std::size_t i = 0; i < n; ++i) {
        volatile double alone = x[i];
        ASSERT_EQ(e[i], exp_exact(alone));
    }
    int widths = 1;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        middle(x.data(), e2.data(), l2.data(), n);
        EXPECT_EQ(e, e2);
        EXPECT_EQ(l, l2);
        ++widths;
    }
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        wide(x.data(), e2.data(), l2.data(), n);
        EXPECT_EQ(e, e2);
        EXPECT_EQ(l, l2);
        ++widths;
    }
    RecordProperty("widths", widths);
}

#endif

}  // namespace
}  // namespace zonecast
