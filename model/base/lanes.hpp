// Vectors of ZONECAST_LANES doubles or 64-bit integers, for source files that are compiled once for each instruction set: 2 lanes (SSE4.1
// or any other machine), 4 (AVX2), 8 (AVX-512). The same text gives the same bits at every width: each operation is one IEEE operation a
// lane, and sums run over eight lanes whatever the width (see Sum8).
//
// Everything has internal linkage and is always inlined, so that no function compiled for a wide machine is linked into the others.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/base/normal_quantile_coefficients.hpp"
#include "model/base/vector_math.hpp"

#if !defined(ZONECAST_LANES)
#define ZONECAST_LANES 2
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace zonecast::lanes {
namespace {

constexpr std::size_t width = ZONECAST_LANES;
constexpr std::size_t steps = 8 / width;  ///< vectors in a group of eight

using D [[gnu::vector_size(8 * ZONECAST_LANES)]] = double;
using U [[gnu::vector_size(8 * ZONECAST_LANES)]] = std::uint64_t;
using I [[gnu::vector_size(8 * ZONECAST_LANES)]] = std::int64_t;

#define ZONECAST_LANE_FUNCTION [[maybe_unused]] ZONECAST_INLINE

ZONECAST_LANE_FUNCTION D all(double x) {
    return x - D{};
}
ZONECAST_LANE_FUNCTION U all(std::uint64_t x) {
    return x - U{};
}
ZONECAST_LANE_FUNCTION D bits_of(U x) {
    return __builtin_bit_cast(D, x);
}
ZONECAST_LANE_FUNCTION U bits_of(D x) {
    return __builtin_bit_cast(U, x);
}
ZONECAST_LANE_FUNCTION D load(const double* from) {
    D x;
    __builtin_memcpy(&x, from, sizeof x);
    return x;
}
ZONECAST_LANE_FUNCTION U load(const std::uint64_t* from) {
    U x;
    __builtin_memcpy(&x, from, sizeof x);
    return x;
}
ZONECAST_LANE_FUNCTION void store(double* to, D x) {
    __builtin_memcpy(to, &x, sizeof x);
}
ZONECAST_LANE_FUNCTION void store(std::uint64_t* to, U x) {
    __builtin_memcpy(to, &x, sizeof x);
}

#if ZONECAST_LANES == 8

using Mask = __mmask8;
ZONECAST_LANE_FUNCTION Mask less(D a, D b) {
    return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_LT_OQ);
}
ZONECAST_LANE_FUNCTION Mask at_least(D a, D b) {
    return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_GE_OQ);
}
ZONECAST_LANE_FUNCTION Mask equal(U a, U b) {
    return _mm512_cmpeq_epi64_mask((__m512i)a, (__m512i)b);
}
ZONECAST_LANE_FUNCTION Mask less(U a, U b) {
    return _mm512_cmplt_epu64_mask((__m512i)a, (__m512i)b);
}
ZONECAST_LANE_FUNCTION Mask both(Mask a, Mask b) {
    return static_cast<Mask>(a & b);
}
ZONECAST_LANE_FUNCTION Mask either(Mask a, Mask b) {
    return static_cast<Mask>(a | b);
}
ZONECAST_LANE_FUNCTION Mask but_not(Mask a, Mask b) {
    return static_cast<Mask>(a & ~b);
}
ZONECAST_LANE_FUNCTION D select(Mask m, D yes, D no) {
    return (D)_mm512_mask_blend_pd(m, (__m512d)no, (__m512d)yes);
}
ZONECAST_LANE_FUNCTION U select(Mask m, U yes, U no) {
    return (U)_mm512_mask_blend_epi64(m, (__m512i)no, (__m512i)yes);
}
ZONECAST_LANE_FUNCTION U add_where(Mask m, U sum, std::uint64_t x) {
    return (U)_mm512_mask_add_epi64((__m512i)sum, m, (__m512i)sum, _mm512_set1_epi64(static_cast<long long>(x)));
}
/// The first n lanes (all when n >= width).
ZONECAST_LANE_FUNCTION Mask first(std::size_t n) {
    return n >= 8 ? Mask{0xFF} : static_cast<Mask>((1u << n) - 1u);
}
ZONECAST_LANE_FUNCTION unsigned bits(Mask m) {
    return m;
}
/// Products of the low 32 bits of each lane.
ZONECAST_LANE_FUNCTION U multiply_low(U a, U b) {
    return (U)_mm512_mul_epu32((__m512i)a, (__m512i)b);
}
/// table[i & 15].
ZONECAST_LANE_FUNCTION D look_up(const double* table, U i) {
    return (D)_mm512_permutex2var_pd(_mm512_loadu_pd(table), (__m512i)i, _mm512_loadu_pd(table + 8));
}
/// The float in the low half of each lane.
ZONECAST_LANE_FUNCTION D float_below(U x) {
    return (D)_mm512_cvtps_pd(_mm256_castsi256_ps(_mm512_cvtepi64_epi32((__m512i)x)));
}
/// Rounded to float, its bits in the low half.
ZONECAST_LANE_FUNCTION U as_float(D x) {
    return (U)_mm512_cvtepu32_epi64(_mm256_castps_si256(_mm512_cvtpd_ps((__m512d)x)));
}
ZONECAST_LANE_FUNCTION D root(D x) {
    return (D)_mm512_sqrt_pd((__m512d)x);
}
/// Lanes of the mask packed to the front; writes a whole vector.
ZONECAST_LANE_FUNCTION void pack(Mask m, D x, double* to) {
    _mm512_storeu_pd(to, _mm512_maskz_compress_pd(m, (__m512d)x));
}
ZONECAST_LANE_FUNCTION void pack(Mask m, U x, std::uint64_t* to) {
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi64(m, (__m512i)x));
}

#else

using Mask = I;
ZONECAST_LANE_FUNCTION Mask less(D a, D b) {
    return a < b;
}
ZONECAST_LANE_FUNCTION Mask at_least(D a, D b) {
    return a >= b;
}
ZONECAST_LANE_FUNCTION Mask equal(U a, U b) {
    return a == b;
}
ZONECAST_LANE_FUNCTION Mask less(U a, U b) {  // values below 2^63
    return __builtin_bit_cast(I, a) < __builtin_bit_cast(I, b);
}
ZONECAST_LANE_FUNCTION Mask both(Mask a, Mask b) {
    return a & b;
}
ZONECAST_LANE_FUNCTION Mask either(Mask a, Mask b) {
    return a | b;
}
ZONECAST_LANE_FUNCTION Mask but_not(Mask a, Mask b) {
    return a & ~b;
}
ZONECAST_LANE_FUNCTION D select(Mask m, D yes, D no) {
    return m ? yes : no;
}
ZONECAST_LANE_FUNCTION U select(Mask m, U yes, U no) {
    return m ? yes : no;
}
ZONECAST_LANE_FUNCTION U add_where(Mask m, U sum, std::uint64_t x) {
    return sum + (__builtin_bit_cast(U, m) & all(x));
}
ZONECAST_LANE_FUNCTION Mask first(std::size_t n) {
    U number{};
    for (std::size_t i = 0; i < width; ++i) number[i] = i;
    return less(number, all(static_cast<std::uint64_t>(n)));
}
ZONECAST_LANE_FUNCTION unsigned bits(Mask m) {
#if defined(__AVX2__)
    if constexpr (width == 4) return static_cast<unsigned>(_mm256_movemask_pd(__builtin_bit_cast(__m256d, m)));
#elif defined(__SSE2__)
    if constexpr (width == 2) return static_cast<unsigned>(_mm_movemask_pd(__builtin_bit_cast(__m128d, m)));
#endif
    unsigned all_bits = 0;
    for (std::size_t i = 0; i < width; ++i) all_bits |= m[i] != 0 ? 1u << i : 0u;
    return all_bits;
}
ZONECAST_LANE_FUNCTION U multiply_low(U a, U b) {
#if defined(__AVX2__)
    if constexpr (width == 4)
        return __builtin_bit_cast(U, _mm256_mul_epu32(__builtin_bit_cast(__m256i, a), __builtin_bit_cast(__m256i, b)));
#elif defined(__SSE2__)
    if constexpr (width == 2) return __builtin_bit_cast(U, _mm_mul_epu32(__builtin_bit_cast(__m128i, a), __builtin_bit_cast(__m128i, b)));
#endif
    return (a & 0xFFFFFFFFu) * (b & 0xFFFFFFFFu);
}
ZONECAST_LANE_FUNCTION D look_up(const double* table, U i) {
    D x{};
    for (std::size_t lane = 0; lane < width; ++lane) x[lane] = table[i[lane] & 15u];
    return x;
}
ZONECAST_LANE_FUNCTION D float_below(U x) {
    D y{};
    for (std::size_t i = 0; i < width; ++i) y[i] = static_cast<double>(__builtin_bit_cast(float, static_cast<std::uint32_t>(x[i])));
    return y;
}
ZONECAST_LANE_FUNCTION U as_float(D x) {
    U y{};
    for (std::size_t i = 0; i < width; ++i) y[i] = __builtin_bit_cast(std::uint32_t, static_cast<float>(x[i]));
    return y;
}
ZONECAST_LANE_FUNCTION D root(D x) {
    for (std::size_t i = 0; i < width; ++i) x[i] = __builtin_sqrt(x[i]);
    return x;
}
ZONECAST_LANE_FUNCTION void pack(Mask m, D x, double* to) {
    for (std::size_t i = 0; i < width; ++i) {
        *to = x[i];
        to += m[i] & 1;
    }
}
ZONECAST_LANE_FUNCTION void pack(Mask m, U x, std::uint64_t* to) {
    for (std::size_t i = 0; i < width; ++i) {
        *to = x[i];
        to += m[i] & 1;
    }
}

#endif

ZONECAST_LANE_FUNCTION D clamp(D x, double low, double high) {
    x = select(less(x, all(low)), all(low), x);
    return select(less(all(high), x), all(high), x);
}
/// e^x; arguments are clamped to [-700, 700].
ZONECAST_LANE_FUNCTION D exp_clamped(D x) {
    return elementary::exp_inside<D, U>(clamp(x, -700.0, 700.0));
}
ZONECAST_LANE_FUNCTION D exp_inside(D x) {
    return elementary::exp_inside<D, U>(x);
}
ZONECAST_LANE_FUNCTION D log(D x) {
    return elementary::log<D, U>(x);
}
/// (low word + 1/2) / 2^32: the uniform of philox.hpp. High halves are ignored.
ZONECAST_LANE_FUNCTION D uniform(U word) {
    return (bits_of((word & 0xFFFFFFFFu) | 0x4330000000000000u) - (0x1p52 - 0.5)) * 0x1p-32;
}

/// Uniform with 53 bits from two words, as in philox.hpp.
ZONECAST_LANE_FUNCTION D uniform(U high, U low) {
    const U mantissa = ((high << 32) | (low & 0xFFFFFFFFu)) >> 12;
    return (bits_of(mantissa | 0x4330000000000000u) - (0x1p52 - 0.5)) * 0x1p-52;
}

template <std::size_t N>
ZONECAST_LANE_FUNCTION D polynomial(const double (&c)[N], D x) {
    D value = all(c[N - 1]);
    for (std::size_t i = N - 1; i-- > 0;) value = value * x + c[i];
    return value;
}

/// normal_quantile of distributions.hpp, to the bit.
ZONECAST_LANE_FUNCTION D normal(D p) {
    namespace as241 = normal_quantile_coefficients;
    const D q = p - 0.5;
    const Mask falls = less(q, D{});
    const D central = 0.180625 - q * q;
    const D middle = q * polynomial(as241::a, central) / polynomial(as241::b, central);
    const Mask tail = less(all(0.425), select(falls, -q, q));
    if (bits(tail) == 0) return middle;
    const D r = root(-log(select(falls, p, 1.0 - p)));
    D x = polynomial(as241::c, r - 1.6) / polynomial(as241::d, r - 1.6);
    if (const Mask far = both(tail, less(all(5.0), r)); bits(far) != 0)
        x = select(far, polynomial(as241::e, r - 5.0) / polynomial(as241::f, r - 5.0), x);
    return select(tail, select(falls, -x, x), middle);
}

/// A sum over eight interleaved lanes: element i goes to lane i mod 8, and the lanes are added in one fixed order, whatever the width.
struct Sum8 {
    D part[steps] = {};
    ZONECAST_LANE_FUNCTION void add(std::size_t step, D x) { part[step] += x; }
    [[nodiscard]] ZONECAST_LANE_FUNCTION double total() const {
        double s[8];
        for (std::size_t i = 0; i < steps; ++i) store(s + i * width, part[i]);
        return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    }
};

/// Philox4x32-10 for draws that differ in the first counter word and (perhaps) the key: words in the low halves of the lanes.
struct Words4 {
    U word[4];
};
ZONECAST_LANE_FUNCTION Words4 philox(U draw, std::uint64_t address, std::uint64_t replicate, U key0, U key1) {
    const U m0 = all(std::uint64_t{0xD2511F53}), m1 = all(std::uint64_t{0xCD9E8D57});
    U c0 = draw, c1 = all(address), c2 = all(replicate & 0xFFFFFFFFu), c3 = all(replicate >> 32);
    for (int round = 0; round < 10; ++round) {
        const U p0 = multiply_low(m0, c0), p1 = multiply_low(m1, c2);
        c0 = (p1 >> 32) ^ c1 ^ key0;  // high halves carry waste that multiply_low and uniform ignore
        c1 = p1;
        c2 = (p0 >> 32) ^ c3 ^ key1;
        c3 = p0;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return {{c0, c1, c2, c3}};
}

}  // namespace
}  // namespace zonecast::lanes
