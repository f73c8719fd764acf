// Many draws at once: the bits of one at a time at every width of vectors and every number of them.
#include "model/base/draws.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "model/base/distributions.hpp"

namespace zonecast {
namespace {

TEST(Draws, HaveTheBitsOfOneAtATime) {
    constexpr std::uint64_t replicate = (std::uint64_t{3} << 32) + 17;
    constexpr int year = 2024;
    for (const std::size_t width : {2u, 4u, 8u}) {
        set_vector_width(width);
        for (std::size_t n = 1; n <= 19; ++n) {
            std::vector<std::uint64_t> keys(n);
            for (std::size_t i = 0; i < n; ++i) keys[i] = entity_key(5, "entity " + std::to_string(i));
            std::vector<double> uniforms(n), normals(n);
            const auto first = static_cast<std::uint32_t>(0xFFFFFFFFu - n / 2);  // numbers of draws wrap
            uniform_draws(keys[0], draw_address(replicate, year, Stream::patents), first, uniforms);
            normal_draws(keys, draw_address(replicate, year, Stream::rank), normals.data());
            for (std::size_t i = 0; i < n; ++i) {
                EXPECT_EQ(uniforms[i], uniform_draw(keys[0], replicate, year, Stream::patents, first + static_cast<std::uint32_t>(i)))
                    << "width " << width << ", draw " << i << " of " << n;
                EXPECT_EQ(normals[i], normal_draw(keys[i], replicate, year, Stream::rank)) << "width " << width << ", " << i << " of " << n;
            }
        }
    }
    set_vector_width(0);
}

}  // namespace
}  // namespace zonecast
