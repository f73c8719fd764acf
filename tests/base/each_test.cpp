// Functions of many numbers at once: the bits of the scalar functions at every width of vectors and every length.
#include "model/base/each.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "model/base/philox.hpp"
#include "model/base/vector_math.hpp"

namespace zonecast {
namespace {

struct WidestAtTheEnd {
    ~WidestAtTheEnd() { set_vector_width(0); }
};

TEST(Each, HasTheBitsOfTheScalarFunctionsAtEveryWidthAndLength) {
    const WidestAtTheEnd restore;
    for (const std::size_t width : {2u, 4u, 8u}) {
        set_vector_width(width);
        for (std::size_t n = 0; n <= 35; ++n) {
            std::vector<double> exponents(n), numbers(n);
            for (std::uint32_t i = 0; i < n; ++i) {
                const Words w = philox({i, static_cast<std::uint32_t>(n), 0, 0}, 2026, 5);
                exponents[i] = 2000.0 * uniform(w[0], w[1]) - 1000.0;  // some beyond the limits
                numbers[i] = std::exp(40.0 * uniform(w[2], w[3]) - 20.0);
            }
            std::vector<double> powers = exponents, logs = numbers;
            exp_each(powers);
            log_each(logs);
            for (std::size_t i = 0; i < n; ++i) {
                EXPECT_EQ(powers[i], exp_exact(exponents[i])) << "width " << width << ", element " << i << " of " << n;
                EXPECT_EQ(logs[i], log_exact(numbers[i])) << "width " << width << ", element " << i << " of " << n;
            }
        }
    }
}

TEST(VectorWidth, FallsBackOnTheWidestThatIsNotWider) {
    const WidestAtTheEnd restore;
    const std::size_t widest = set_vector_width(0);
    EXPECT_EQ(set_vector_width(1), 2u);
    EXPECT_EQ(set_vector_width(3), 2u);
    EXPECT_EQ(set_vector_width(100), widest);
    EXPECT_EQ(vector_width(), widest);
}

}  // namespace
}  // namespace zonecast
