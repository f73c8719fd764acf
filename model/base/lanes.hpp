// Vectors of ZONECAST_LANES doubles or 64-bit integers, for source files that are compiled once for each instruction
// set: 2 lanes (SSE4.1 or any other machine), 4 (AVX2, or two vectors of WebAssembly), 8 (AVX-512). The same text gives
// the same bits at every width: each operation is one IEEE operation a lane, and sums run over eight lanes whatever the
// width (see Sum8).
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
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif
// Instructions fit one width only, whatever else the machine that is compiled for may have.
#if ZONECAST_LANES == 4 && defined(__AVX2__)
#define ZONECAST_LANES_AVX2
#elif ZONECAST_LANES == 2 && defined(__SSE2__)
#define ZONECAST_LANES_SSE2
#elif ZONECAST_LANES == 4 && defined(__wasm_simd128__)
#define ZONECAST_LANES_WASM
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
/// a0 b0 a1 b1 ...: the two halves go to `to`, which takes two vectors.
ZONECAST_LANE_FUNCTION void store_pairs(double* to, D a, D b) {
#if ZONECAST_LANES == 8
    const D low = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11), high = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#elif ZONECAST_LANES == 4
    const D low = __builtin_shufflevector(a, b, 0, 4, 1, 5), high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
#else
    const D low = __builtin_shufflevector(a, b, 0, 2), high = __builtin_shufflevector(a, b, 1, 3);
#endif
    __builtin_memcpy(to, &low, sizeof low);
    __builtin_memcpy(to + width, &high, sizeof high);
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
ZONECAST_LANE_FUNCTION D least(D a, D b) {
    return (D)_mm512_min_pd((__m512d)a, (__m512d)b);
}
ZONECAST_LANE_FUNCTION D greatest(D a, D b) {
    return (D)_mm512_max_pd((__m512d)a, (__m512d)b);
}
/// Lanes of the mask packed to the front; writes a whole vector.
ZONECAST_LANE_FUNCTION void pack(Mask m, D x, double* to) {
    _mm512_storeu_pd(to, _mm512_maskz_compress_pd(m, (__m512d)x));
}
ZONECAST_LANE_FUNCTION void pack(Mask m, U x, std::uint64_t* to) {
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi64(m, (__m512i)x));
}

#else

#if defined(ZONECAST_LANES_WASM)
/// The two vectors of the machine that make one of four lanes.
struct Halves {
    v128_t low, high;
};
template <class V>
ZONECAST_LANE_FUNCTION Halves halves(V x) {
    return __builtin_bit_cast(Halves, x);
}
template <class V>
ZONECAST_LANE_FUNCTION V whole(v128_t low, v128_t high) {
    return __builtin_bit_cast(V, Halves{low, high});
}
#endif

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
ZONECAST_LANE_FUNCTION U select(Mask m, U yes, U no) {
#if defined(ZONECAST_LANES_WASM)
    const Halves which = halves(m), y = halves(yes), n = halves(no);
    return whole<U>(wasm_v128_bitselect(y.low, n.low, which.low), wasm_v128_bitselect(y.high, n.high, which.high));
#else
    return m ? yes : no;
#endif
}
ZONECAST_LANE_FUNCTION D select(Mask m, D yes, D no) {
    return bits_of(select(m, bits_of(yes), bits_of(no)));
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
#if defined(ZONECAST_LANES_AVX2)
    return static_cast<unsigned>(_mm256_movemask_pd(__builtin_bit_cast(__m256d, m)));
#elif defined(ZONECAST_LANES_SSE2)
    return static_cast<unsigned>(_mm_movemask_pd(__builtin_bit_cast(__m128d, m)));
#elif defined(ZONECAST_LANES_WASM)
    const Halves which = halves(m);
    const auto low = static_cast<unsigned>(wasm_i64x2_bitmask(which.low));
    return low | static_cast<unsigned>(wasm_i64x2_bitmask(which.high)) << 2;
#else
    unsigned all_bits = 0;
    for (std::size_t i = 0; i < width; ++i) all_bits |= m[i] != 0 ? 1u << i : 0u;
    return all_bits;
#endif
}
ZONECAST_LANE_FUNCTION U multiply_low(U a, U b) {
#if defined(ZONECAST_LANES_AVX2)
    return __builtin_bit_cast(U, _mm256_mul_epu32(__builtin_bit_cast(__m256i, a), __builtin_bit_cast(__m256i, b)));
#elif defined(ZONECAST_LANES_SSE2)
    return __builtin_bit_cast(U, _mm_mul_epu32(__builtin_bit_cast(__m128i, a), __builtin_bit_cast(__m128i, b)));
#elif defined(ZONECAST_LANES_WASM)
    const Halves x = halves(a), y = halves(b);
    const auto words = [](Halves h) __attribute__((always_inline)) {
        return wasm_i32x4_shuffle(h.low, h.high, 0, 2, 4, 6);
    };
    return whole<U>(wasm_u64x2_extmul_low_u32x4(words(x), words(y)), wasm_u64x2_extmul_high_u32x4(words(x), words(y)));
#else
    return (a & 0xFFFFFFFFu) * (b & 0xFFFFFFFFu);
#endif
}
ZONECAST_LANE_FUNCTION D look_up(const double* table, U i) {
#if defined(ZONECAST_LANES_AVX2)
    return __builtin_bit_cast(D, _mm256_i64gather_pd(table, __builtin_bit_cast(__m256i, i & 15u), 8));
#else
    D x{};
    for (std::size_t lane = 0; lane < width; ++lane) x[lane] = table[i[lane] & 15u];
    return x;
#endif
}
ZONECAST_LANE_FUNCTION D float_below(U x) {
#if defined(ZONECAST_LANES_AVX2)
    const __m256i low = _mm256_permutevar8x32_epi32(__builtin_bit_cast(__m256i, x), _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6));
    return __builtin_bit_cast(D, _mm256_cvtps_pd(_mm_castsi128_ps(_mm256_castsi256_si128(low))));
#else
    D y{};
    for (std::size_t i = 0; i < width; ++i) y[i] = static_cast<double>(__builtin_bit_cast(float, static_cast<std::uint32_t>(x[i])));
    return y;
#endif
}
ZONECAST_LANE_FUNCTION U as_float(D x) {
#if defined(ZONECAST_LANES_AVX2)
    return __builtin_bit_cast(U, _mm256_cvtepu32_epi64(_mm_castps_si128(_mm256_cvtpd_ps(__builtin_bit_cast(__m256d, x)))));
#else
    U y{};
    for (std::size_t i = 0; i < width; ++i) y[i] = __builtin_bit_cast(std::uint32_t, static_cast<float>(x[i]));
    return y;
#endif
}
ZONECAST_LANE_FUNCTION D root(D x) {
#if defined(ZONECAST_LANES_WASM)
    return whole<D>(wasm_f64x2_sqrt(halves(x).low), wasm_f64x2_sqrt(halves(x).high));
#else
    for (std::size_t i = 0; i < width; ++i) x[i] = __builtin_sqrt(x[i]);
    return x;
#endif
}
ZONECAST_LANE_FUNCTION D least(D a, D b) {
#if defined(ZONECAST_LANES_AVX2)
    return __builtin_bit_cast(D, _mm256_min_pd(__builtin_bit_cast(__m256d, a), __builtin_bit_cast(__m256d, b)));
#elif defined(ZONECAST_LANES_WASM)
    return whole<D>(wasm_f64x2_pmin(halves(b).low, halves(a).low), wasm_f64x2_pmin(halves(b).high, halves(a).high));
#else
    return a < b ? a : b;
#endif
}
ZONECAST_LANE_FUNCTION D greatest(D a, D b) {
#if defined(ZONECAST_LANES_AVX2)
    return __builtin_bit_cast(D, _mm256_max_pd(__builtin_bit_cast(__m256d, a), __builtin_bit_cast(__m256d, b)));
#elif defined(ZONECAST_LANES_WASM)
    return whole<D>(wasm_f64x2_pmax(halves(b).low, halves(a).low), wasm_f64x2_pmax(halves(b).high, halves(a).high));
#else
    return a > b ? a : b;
#endif
}
#if defined(ZONECAST_LANES_AVX2)
/// 32-bit halves of the lanes that each of the 16 masks packs to the front.
alignas(32) constexpr std::int32_t packing[16][8] = {
    {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7},
    {4, 5, 0, 1, 2, 3, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7}, {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7},
    {6, 7, 0, 1, 2, 3, 4, 5}, {0, 1, 6, 7, 2, 3, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5}, {0, 1, 2, 3, 6, 7, 4, 5},
    {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 4, 5, 6, 7, 2, 3}, {2, 3, 4, 5, 6, 7, 0, 1}, {0, 1, 2, 3, 4, 5, 6, 7}};
#endif
ZONECAST_LANE_FUNCTION void pack(Mask m, U x, std::uint64_t* to) {
#if defined(ZONECAST_LANES_AVX2)
    const __m256i order = _mm256_load_si256(reinterpret_cast<const __m256i*>(packing[bits(m)]));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_permutevar8x32_epi32(__builtin_bit_cast(__m256i, x), order));
#else
    for (std::size_t i = 0; i < width; ++i) {
        *to = x[i];
        to += m[i] & 1;
    }
#endif
}
ZONECAST_LANE_FUNCTION void pack(Mask m, D x, double* to) {
    std::uint64_t packed[width];
    pack(m, bits_of(x), packed);
    __builtin_memcpy(to, packed, sizeof packed);
}

#endif

ZONECAST_LANE_FUNCTION D magnitude_of(D x) {
    return bits_of(bits_of(x) & 0x7FFFFFFFFFFFFFFFu);
}
/// A magnitude with the sign of another number.
ZONECAST_LANE_FUNCTION D with_sign_of(D x, D magnitude) {
    return bits_of(bits_of(magnitude) | (bits_of(x) & 0x8000000000000000u));
}
ZONECAST_LANE_FUNCTION D clamp(D x, double low, double high) {
    return least(greatest(x, all(low)), all(high));
}
ZONECAST_LANE_FUNCTION D exp_inside(D x) {
    return elementary::exp_inside<D, U>(x);
}
ZONECAST_LANE_FUNCTION D log(D x) {
    return elementary::log<D, U>(x);
}
#include "model/base/lane_tables.inc"

/// e^x for x in [-700, 700], relative error below 1e-13: 2^(j/16) from a table, a polynomial of degree 5 for the rest.
/// It is the Taylor polynomial of degree 6 whose last term, for |r| <= a, is taken over by those below it as Chebyshev's
/// polynomial T6 says.
ZONECAST_LANE_FUNCTION D exp_by_table(D x) {
    constexpr double magic = 0x1.8p52, a = 0x1.62e42fefa39efp-6;  // ln 2 / 32
    constexpr double c2 = 0.5 - a * a * a * a / 1280.0, c4 = 1.0 / 24.0 + a * a / 480.0;
    const D shifted = x * 0x1.71547652b82fep+4 + magic;        // 16 / ln 2
    const D r = x - (shifted - magic) * 0x1.62e42fefa39efp-5;  // ln 2 / 16
    const D p = ((((r * (1.0 / 120.0) + c4) * r + 1.0 / 6.0) * r + c2) * r + 1.0) * r;
    const U n = bits_of(shifted);
    const D power = look_up(sixteenth_powers_of_two, n);
    return bits_of(bits_of(power * p + power) + ((n & ~std::uint64_t{15}) << 48));
}

/// The same; arguments are clamped to [-700, 700].
ZONECAST_LANE_FUNCTION D exp_clamped(D x) {
    return exp_by_table(clamp(x, -700.0, 700.0));
}

/// Natural logarithm of positive normal numbers, absolute error below 1e-13: mantissa against the middle of its sixteenth,
/// a polynomial of degree 7 for the rest.
ZONECAST_LANE_FUNCTION D log_by_table(D x) {
    const U b = bits_of(x);
    const D k = bits_of((b >> 52) | 0x4330000000000000u) - (0x1p52 + 1023.0);
    const D m = bits_of((b & 0x000FFFFFFFFFFFFFu) | 0x3FF0000000000000u);
    const U i = b >> 48;
    const D r = m * look_up(inverse_of_middle, i) - 1.0;
    D p = r * (1.0 / 7.0) - 1.0 / 6.0;
    p = r * p + 1.0 / 5.0;
    p = r * p - 1.0 / 4.0;
    p = r * p + 1.0 / 3.0;
    p = r * p - 0.5;
    p = r * p + 1.0;
    return k * 0x1.62e42fefa39efp-1 + (r * p + look_up(log_of_middle, i));
}

/// (low word + 1/2) / 2^32: the uniform of philox.hpp. High halves are ignored.
ZONECAST_LANE_FUNCTION D uniform(U word) {
    return (bits_of((word & 0xFFFFFFFFu) | 0x4330000000000000u) - (0x1p52 - 0.5)) * 0x1p-32;
}

/// factor (uniform(word) - 1/2) + scale x.
ZONECAST_LANE_FUNCTION D add_centred(double factor, U word, double scale, D x) {
    const D centred = bits_of((word & 0xFFFFFFFFu) | 0x4330000000000000u) - (0x1p52 + 0x1p31);  // 2^32 (uniform - 1/2) - 1/2
    return centred * (factor * 0x1p-32) + (scale * x + factor * 0x1p-33);
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

/// Philox4x32-10 for draws that differ in the first counter word and (perhaps) the key: words in the low halves of the lanes; high halves
/// carry waste that multiply_low and uniform ignore.
struct Words4 {
    U word[4];
};
/// Keys of the ten rounds: of one entity for all lanes (std::uint64_t), or lane by lane (U).
template <class Key>
struct RoundKeys {
    Key low[10], high[10];
    ZONECAST_LANE_FUNCTION RoundKeys(Key key_low, Key key_high) {
        for (int round = 0; round < 10; ++round) {
            low[round] = key_low;
            high[round] = key_high;
            key_low += 0x9E3779B9u;
            key_high += 0xBB67AE85u;
        }
    }
};
template <class Key>
ZONECAST_LANE_FUNCTION Words4 philox(U draw, std::uint64_t address, std::uint64_t replicate, const RoundKeys<Key>& keys) {
    const U m0 = all(std::uint64_t{0xD2511F53}), m1 = all(std::uint64_t{0xCD9E8D57});
    U c0 = draw, c1 = all(address), c2 = all(replicate & 0xFFFFFFFFu), c3 = all(replicate >> 32);
    for (int round = 0; round < 10; ++round) {
        const U p0 = multiply_low(m0, c0), p1 = multiply_low(m1, c2);
        c0 = (p1 >> 32) ^ c1 ^ keys.low[round];
        c1 = p1;
        c2 = (p0 >> 32) ^ c3 ^ keys.high[round];
        c3 = p0;
    }
    return {{c0, c1, c2, c3}};
}

}  // namespace
}  // namespace zonecast::lanes
