// Elementary functions that give the same bits on every x86-64 and at every vector width: additions, multiplications and divisions only,
// no fused operations (the build forbids contraction), no library calls. Written once, without branches, for a scalar and for vectors.
//
// Stated errors (checked in tests/base/vector_math_test.cpp against long double): exp 2 ulp on [-700, 700], log 2 ulp on normal numbers.
#pragma once

#include <cstdint>

#if defined(__GNUC__)
#define ZONECAST_INLINE inline __attribute__((always_inline))
#else
#define ZONECAST_INLINE inline
#endif

namespace zonecast {

// The same text serves double (with std::uint64_t) and vectors of doubles (with vectors of std::uint64_t as wide).
namespace elementary {

/// e^x for x in [-700, 700]. D: double or a vector of doubles; U: as many 64-bit integers.
template <class D, class U>
ZONECAST_INLINE D exp_inside(D x) {
    constexpr double magic = 0x1.8p52;  // adding it rounds to an integer in the low bits of the sum
    const D shifted = x * 1.4426950408889634074 + magic;
    const D k = shifted - magic;
    const D r = (x - k * 0x1.62e42fee00000p-1) - k * 0x1.a39ef35793c76p-33;  // ln 2 in two parts; the first product is exact
    const D r2 = r * r;
    const D r4 = r2 * r2;
    // Taylor polynomial of degree 13 on |r| <= ln(2)/2, in Estrin's order.
    const D a = 1.0 + r;
    const D b = 0.5 + r * (1.0 / 6.0);
    const D c = 1.0 / 24.0 + r * (1.0 / 120.0);
    const D d = 1.0 / 720.0 + r * (1.0 / 5040.0);
    const D e = 1.0 / 40320.0 + r * (1.0 / 362880.0);
    const D f = 1.0 / 3628800.0 + r * (1.0 / 39916800.0);
    const D g = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0);
    const D p = (a + r2 * b) + r4 * ((c + r2 * d) + r4 * ((e + r2 * f) + r4 * g));
    const U scale = (__builtin_bit_cast(U, shifted) + 1023u) << 52;
    return p * __builtin_bit_cast(D, scale);
}

/// Natural logarithm of positive normal numbers.
template <class D, class U>
ZONECAST_INLINE D log(D x) {
    const U bits = __builtin_bit_cast(U, x);
    // Split x = 2^k m with m in [sqrt(1/2), sqrt(2)).
    const U shifted = bits - 0x3FE6A09E667F3BCDu;
    const U exponent = (shifted >> 52) ^ 0x800u;  // k + 2048, free of sign
    const D k = __builtin_bit_cast(D, exponent | 0x4330000000000000u) - (0x1p52 + 2048.0);
    const D m = __builtin_bit_cast(D, bits - ((exponent ^ 0x800u) << 52));
    const D s = (m - 1.0) / (m + 1.0);
    const D s2 = s * s;
    // atanh series: ln m = 2 (s + s^3/3 + s^5/5 + ...), |s| <= 0.1716.
    D p = 1.0 / 21.0 + s2 * (1.0 / 23.0);
    p = p * s2 + 1.0 / 19.0;
    p = p * s2 + 1.0 / 17.0;
    p = p * s2 + 1.0 / 15.0;
    p = p * s2 + 1.0 / 13.0;
    p = p * s2 + 1.0 / 11.0;
    p = p * s2 + 1.0 / 9.0;
    p = p * s2 + 1.0 / 7.0;
    p = p * s2 + 1.0 / 5.0;
    p = p * s2 + 1.0 / 3.0;
    const D tail = 2.0 * s * s2 * p;
    return k * 0x1.62e42fee00000p-1 + (2.0 * s + (tail + k * 0x1.a39ef35793c76p-33));
}

}  // namespace elementary

/// e^x for x in [-700, 700]; arguments outside are clamped to the interval.
ZONECAST_INLINE double exp_exact(double x) {
    x = x < -700.0 ? -700.0 : x;
    x = x > 700.0 ? 700.0 : x;
    return elementary::exp_inside<double, std::uint64_t>(x);
}

/// Natural logarithm of a positive normal number.
ZONECAST_INLINE double log_exact(double x) {
    return elementary::log<double, std::uint64_t>(x);
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
