#include "model/inference/shapley.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

namespace zonecast::inference {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

TEST(Shapley, TheGloveGame) {
    // One owns a left glove, two own a right one each; a pair is worth 1. The values are 4/6, 1/6 and 1/6.
    std::vector<double> worth(8);
    for (unsigned c = 0; c < 8; ++c) worth[c] = (c & 1u) && (c & 6u) ? 1.0 : 0.0;
    EXPECT_THAT(shapley(worth), ElementsAre(DoubleNear(4.0 / 6, 1e-15), DoubleNear(1.0 / 6, 1e-15), DoubleNear(1.0 / 6, 1e-15)));
}

TEST(Shapley, AirportGame) {
    // Runways that cost 1, 2 and 4: the dearest plane of a coalition sets its cost. Values 1/3, 1/3 + 1/2, 1/3 + 1/2 + 2.
    const double cost[] = {1, 2, 4};
    std::vector<double> worth(8, 0.0);
    for (unsigned c = 0; c < 8; ++c)
        for (unsigned i = 0; i < 3; ++i)
            if (c >> i & 1u) worth[c] = std::max(worth[c], cost[i]);
    EXPECT_THAT(shapley(worth), ElementsAre(DoubleNear(1.0 / 3, 1e-14), DoubleNear(5.0 / 6, 1e-14), DoubleNear(17.0 / 6, 1e-14)));
}

TEST(Shapley, AddsUpGivesNothingForNothingAndTreatsEqualsAlike) {
    rc::check([] {
        const auto players = *rc::gen::inRange<std::size_t>(1, 7);
        std::vector<double> base(std::size_t{1} << players);
        for (double& w : base) w = *rc::gen::inRange(-1000, 1000);
        const auto values = shapley(base);
        RC_ASSERT(values.size() == players);
        RC_ASSERT(std::abs(std::accumulate(values.begin(), values.end(), 0.0) - (base.back() - base.front())) < 1e-9);
        // A player more that changes nothing gets nothing, and leaves the others theirs.
        std::vector<double> more = base;
        more.insert(more.end(), base.begin(), base.end());
        const auto with_idle = shapley(more);
        RC_ASSERT(std::abs(with_idle.back()) < 1e-9);
        for (std::size_t i = 0; i < players; ++i) RC_ASSERT(std::abs(with_idle[i] - values[i]) < 1e-9);
    });
}

TEST(Shapley, NoPlayersAndWrongSizes) {
    EXPECT_TRUE(shapley({3.0}).empty());
    EXPECT_THROW(static_cast<void>(shapley({})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(shapley({1, 2, 3})), std::invalid_argument);
}

}  // namespace
}  // namespace zonecast::inference
