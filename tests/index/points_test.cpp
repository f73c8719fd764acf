// The arithmetic of the zone index on numbers that can be checked by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/index/points.hpp"

namespace zonecast::index {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> points(const std::vector<double>& values, const std::string& standardise, bool less_is_better = false) {
    std::vector<double> out(values.size());
    points_of(values, standardise, less_is_better, out);
    return out;
}

TEST(Points, RunFromTheLowestToTheHighestValue) {
    EXPECT_THAT(points({2, 4, 3}, "min_max"), testing::ElementsAre(0.0, 1.0, 0.5));
    EXPECT_THAT(points({2, 4, 3}, "min_max", true), testing::ElementsAre(1.0, 0.0, 0.5));
}

TEST(Points, OfEqualValuesAreOneHalf) {
    EXPECT_THAT(points({7, 7, 7}, "min_max"), testing::Each(0.5));
    EXPECT_THAT(points({7, 7, 7}, "percentile"), testing::Each(0.5));
    EXPECT_THAT(points({7}, "percentile"), testing::Each(0.5));
}

TEST(Points, ByPercentileCountWhoIsBelow) {
    EXPECT_THAT(points({10, 30, 30, 1000}, "percentile"), testing::ElementsAre(0.0, 0.5, 0.5, 1.0));
}

TEST(Points, AreMissingWhereTheValueIs) {
    const std::vector<double> got = points({nan, 1, 3}, "min_max");
    EXPECT_TRUE(std::isnan(got[0]));
    EXPECT_EQ(got[1], 0.0);
    EXPECT_EQ(got[2], 1.0);
}

/// Two groups of weights 0.3 and 0.1; items of weights 1 and 3 in the first, one in the second.
scenario::ZoneIndex index() {
    scenario::ZoneIndex index;
    index.groups.resize(2);
    index.groups[0].id = "a";
    index.groups[0].weight = 0.3;
    index.groups[1].id = "b";
    index.groups[1].weight = 0.1;
    index.items.resize(3);
    index.items[0].group = index.items[1].group = "a";
    index.items[1].weight = 3;
    index.items[2].group = "b";
    index.items[2].weight = 5;
    return index;
}

TEST(Score, WeighsItemsWithinGroupsAndGroupsWithinTheIndex) {
    // Group a: (1 * 0.2 + 3 * 0.6) / 4 = 0.5; group b: 1; together (0.3 * 0.5 + 0.1 * 1) / 0.4.
    EXPECT_DOUBLE_EQ(score_of(index(), std::vector<double>{0.2, 0.6, 1.0}), 62.5);
}

TEST(Score, LeavesOutItemsAndGroupsWithoutPoints) {
    EXPECT_DOUBLE_EQ(score_of(index(), std::vector<double>{0.2, nan, 1.0}), 100 * (0.3 * 0.2 + 0.1) / 0.4);
    EXPECT_DOUBLE_EQ(score_of(index(), std::vector<double>{0.2, 0.6, nan}), 50.0);
    EXPECT_TRUE(std::isnan(score_of(index(), std::vector<double>{nan, nan, nan})));
}

TEST(Ranks, OfEqualScoresAreTheBetterOne) {
    std::vector<unsigned> ranks(5);
    ranks_of(std::vector<double>{5, 7, 7, nan, 1}, ranks);
    EXPECT_THAT(ranks, testing::ElementsAre(3U, 1U, 1U, 0U, 4U));
}

}  // namespace
}  // namespace zonecast::index
