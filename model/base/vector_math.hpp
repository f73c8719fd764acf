// Elementary functions that give the same bits on every x86-64 and at every vector width: additions, multiplications and divisions only,
// no fused operations (the build forbids contraction), no library calls. Written branch-free so that loops over them vectorise.
//
// Stated errors (checked in tests/base/vector_math_test.cpp against long double): exp 2 ulp on [-700, 700], log 2 ulp on normal numbers.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__GNUC__)
#define ZONECAST_INLINE inline __attribute__((always_inline))
#else
#define ZONECAST_INLINE inline
#endif

namespace zonecast {

/// e^x for x in [-700, 700]; arguments outside are clamped to the interval.
ZONECAST_INLINE double exp_exact(double x) {
    x = x < -700.0 ? -700.0 : x;
    x = x > 700.0 ? 700.0 : x;
    constexpr double magic = 0x1.8p52;  // adding it rounds to an integer in the low bits of the sum
    const double shifted = x * 1.4426950408889634074 + magic;
    const double k = shifted - magic;
    const double r = (x - k * 0x1.62e42fee00000p-1) - k * 0x1.a39ef35793c76p-33;  // ln 2 in two parts; the first product is exact
    const double r2 = r * r;
    const double r4 = r2 * r2;
    // Taylor polynomial of degree 13 on |r| <= ln(2)/2, in Estrin's order.
    const double a = 1.0 + r;
    const double b = 0.5 + r * (1.0 / 6.0);
    const double c = 1.0 / 24.0 + r * (1.0 / 120.0);
    const double d = 1.0 / 720.0 + r * (1.0 / 5040.0);
    const double e = 1.0 / 40320.0 + r * (1.0 / 362880.0);
    const double f = 1.0 / 3628800.0 + r * (1.0 / 39916800.0);
    const double g = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0);
    const double p = (a + r2 * b) + r4 * ((c + r2 * d) + r4 * ((e + r2 * f) + r4 * g));
    const std::uint64_t scale = (std::bit_cast<std::uint64_t>(shifted) + 1023u) << 52;
    return p * std::bit_cast<double>(scale);
}

/// Natural logarithm of a positive normal number.
ZONECAST_INLINE double log_exact(double x) {
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    // Split x = 2^k m with m in [sqrt(1/2), sqrt(2)).
    const std::uint64_t shifted = bits - 0x3FE6A09E667F3BCDu;
    const std::uint64_t exponent = (shifted >> 52) ^ 0x800u;  // k + 2048, free of sign
    const double k = std::bit_cast<double>(exponent | 0x4330000000000000u) - (0x1p52 + 2048.0);
    const double m = std::bit_cast<double>(bits - (((exponent ^ 0x800u) << 52)));
    const double s = (m - 1.0) / (m + 1.0);
    const double s2 = s * s;
    // atanh series: ln m = 2 (s + s^3/3 + s^5/5 + ...), |s| <= 0.1716.
    double p = 1.0 / 23.0;
    p = p * s2 + 1.0 / 21.0;
    p = p * s2 + 1.0 / 19.0;
    p = p * s2 + 1.0 / 17.0;
    p = p * s2 + 1.0 / 15.0;
    p = p * s2 + 1.0 / 13.0;
    p = p * s2 + 1.0 / 11.0;
    p = p * s2 + 1.0 / 9.0;
    p = p * s2 + 1.0 / 7.0;
    p = p * s2 + 1.0 / 5.0;
    p = p * s2 + 1.0 / 3.0;
    const double tail = 2.0 * s * s2 * p;
    return k * 0x1.62e42fee00000p-1 + (2.0 * s + (tail + k * 0x1.a39ef35793c76p-33));
}

/// x^y for positive normal x.
ZONECAST_INLINE double power_exact(double x, double y) {
    return exp_exact(y * log_exact(x));
}

/// Square root: the hardware instruction is correctly rounded everywhere.
ZONECAST_INLINE double sqrt_exact(double x) {
    return __builtin_sqrt(x);
}

}  // namespace zonecast
