#include "model/base/draws.hpp"
#include "model/base/lanes.hpp"

namespace zonecast {
namespace {

using namespace zonecast::lanes;

/// The first n lanes, where n may be more than a vector has.
ZONECAST_LANE_FUNCTION void store_first(std::size_t n, double* to, D x) {
    double all_lanes[width];
    store(all_lanes, x);
    for (std::size_t l = 0; l < width && l < n; ++l) to[l] = all_lanes[l];
}

void uniforms(std::uint64_t key, DrawAddress address, std::uint32_t first_draw, double* out, std::size_t n) {
    const RoundKeys<std::uint64_t> keys(key & 0xFFFFFFFFu, key >> 32);
    for (std::size_t at = 0; at < n; at += width) {
        std::uint64_t draw[width];
        for (std::size_t l = 0; l < width; ++l) draw[l] = static_cast<std::uint32_t>(first_draw + at + l);
        const Words4 words = philox(load(draw), address.year_and_stream, address.replicate, keys);
        store_first(n - at, out + at, lanes::uniform(words.word[0], words.word[1]));
    }
}

void normals(const std::uint64_t* keys, DrawAddress address, double* out, std::size_t n) {
    for (std::size_t at = 0; at < n; at += width) {
        std::uint64_t key[width];
        for (std::size_t l = 0; l < width; ++l) key[l] = keys[at + l < n ? at + l : n - 1];
        const U both_halves = load(key);
        const Words4 words =
            philox(U{}, address.year_and_stream, address.replicate, RoundKeys<U>(both_halves & 0xFFFFFFFFu, both_halves >> 32));
        store_first(n - at, out + at, normal(lanes::uniform(words.word[0], words.word[1])));
    }
}

}  // namespace

template <>
const DrawFunctions Compiled<DrawFunctions, ZONECAST_LANES>::functions{uniforms, normals};

}  // namespace zonecast
