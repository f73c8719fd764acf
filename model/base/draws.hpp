// Draws at many addresses at once, in the vectors of the machine: the same bits as one at a time (distributions.hpp).
#pragma once

#include <cstdint>
#include <span>

#include "model/base/philox.hpp"
#include "model/base/vector_width.hpp"

namespace zonecast {

/// Address of draws but for what differs between them.
struct DrawAddress {
    std::uint64_t replicate;
    std::uint32_t year_and_stream;
};
[[nodiscard]] constexpr DrawAddress draw_address(std::uint64_t replicate, int year, Stream stream) {
    return {replicate, draw_counter(replicate, year, stream, 0)[1]};
}

struct DrawFunctions {
    void (*uniforms)(std::uint64_t key, DrawAddress, std::uint32_t first_draw, double*, std::size_t);
    void (*normals)(const std::uint64_t* keys, DrawAddress, double*, std::size_t);
};
ZONECAST_COMPILED_FOR_EACH_WIDTH(DrawFunctions);

/// uniform_draw of one entity for draws first_draw, first_draw + 1, ...
inline void uniform_draws(std::uint64_t key, DrawAddress address, std::uint32_t first_draw, std::span<double> out) {
    compiled<DrawFunctions>().uniforms(key, address, first_draw, out.data(), out.size());
}

/// normal_draw number 0 of many entities.
inline void normal_draws(std::span<const std::uint64_t> keys, DrawAddress address, double* out) {
    compiled<DrawFunctions>().normals(keys.data(), address, out, keys.size());
}

}  // namespace zonecast
