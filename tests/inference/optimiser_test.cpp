// The optimiser, on a function whose least value within a limit is known.
#include "model/inference/optimiser.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace zonecast::inference {
namespace {

double square(double x) {
    return x * x;
}

TEST(Optimiser, FindsTheLeastValueWithinTheLimit) {
    ASSERT_TRUE(has_optimiser());
    // The point of x + y <= 0.7 that is nearest to (0.3, 0.6).
    std::vector<double> best;
    double least = 1e9;
    std::size_t calls = 0;
    const Objective value = [&](const std::vector<double>& at) {
        ++calls;
        for (const double x : at) {
            EXPECT_GE(x, 0);
            EXPECT_LE(x, 1);
        }
        const double here = square(at[0] - 0.3) + square(at[1] - 0.6);
        if (at[0] + at[1] <= 0.7 && here < least) least = here, best = at;
        return here;
    };
    const Objective excess = [](const std::vector<double>& at) { return at[0] + at[1] - 0.7; };
    minimise({0.5, 0.2}, value, excess, 200);
    ASSERT_EQ(best.size(), 2u);
    EXPECT_NEAR(best[0], 0.2, 0.02);
    EXPECT_NEAR(best[1], 0.5, 0.02);
    EXPECT_NEAR(least, 0.02, 0.002);
    EXPECT_LE(calls, 200u);
    calls = 0;
    minimise({0.5, 0.2}, value, excess, 0);
    minimise({}, value, excess, 10);
    EXPECT_EQ(calls, 0u);
}

TEST(Optimiser, WhatAFunctionThrowsComesThrough) {
    std::size_t calls = 0;
    const Objective value = [](const std::vector<double>& at) { return at[0]; };
    const Objective throwing = [&](const std::vector<double>&) -> double {
        if (++calls == 3) throw std::runtime_error("stopped");
        return 0;
    };
    EXPECT_THROW(minimise({0.5}, value, throwing, 50), std::runtime_error);
    EXPECT_EQ(calls, 3u);
}

}  // namespace
}  // namespace zonecast::inference
