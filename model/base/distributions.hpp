// Distributions as quantile functions of a uniform, so that paired scenarios move together. Deterministic to the bit (vector_math.hpp).
#pragma once

#include <cstdint>

#include "model/base/philox.hpp"
#include "model/base/vector_math.hpp"

namespace zonecast {

/// Quantile of the standard normal distribution, p in (0,1). Relative error below 1e-15
/// (Wichura, "Algorithm AS 241", Applied Statistics 37, 1988: the rational approximation PPND16).
[[nodiscard]] double normal_quantile(double p);

/// Standard normal distribution function; absolute error below 1e-14.
[[nodiscard]] double normal_cdf(double x);

/// Quantile of Student's t with 4 degrees of freedom (closed form), p in (0,1).
[[nodiscard]] double student4_quantile(double p);

/// Poisson number with the given mean, monotone in every uniform it takes. Means above 24 are split into equal parts of at most 24,
/// one address a part: draws (stream, first_draw), (stream, first_draw + 1), ...
[[nodiscard]] std::uint32_t poisson(double mean, std::uint64_t key, std::uint64_t replicate, int year, Stream stream,
                                    std::uint32_t first_draw);

/// Standard normal at an address (words 0 and 1 of the block).
[[nodiscard]] inline double normal_draw(std::uint64_t key, std::uint64_t replicate, int year, Stream stream, std::uint32_t draw = 0) {
    const Words w = draw_words(key, replicate, year, stream, draw);
    return normal_quantile(uniform(w[0], w[1]));
}

/// Uniform at an address (words 0 and 1 of the block).
[[nodiscard]] inline double uniform_draw(std::uint64_t key, std::uint64_t replicate, int year, Stream stream, std::uint32_t draw = 0) {
    const Words w = draw_words(key, replicate, year, stream, draw);
    return uniform(w[0], w[1]);
}

}  // namespace zonecast
