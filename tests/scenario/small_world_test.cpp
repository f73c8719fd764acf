// The small world that other tests build on reads without a single problem.
#include "tests/support/small_world.hpp"

#include <gtest/gtest.h>

namespace zonecast::test {
namespace {

TEST(SmallWorld, ReadsWithoutProblems) {
    const SmallWorld world;
    Diagnostics diagnostics;
    const auto scenario = world.read(diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    ASSERT_TRUE(scenario);
    EXPECT_EQ(scenario->province, "lakeland");
    EXPECT_EQ(scenario->cities.size(), 2u);
    EXPECT_EQ(scenario->zones.size(), 6u);
    EXPECT_EQ(scenario->clusters.size(), 10u);
    EXPECT_EQ(scenario->segments.size(), 4u);
    EXPECT_EQ(scenario->supply.size(), 4u);
    EXPECT_EQ(scenario->plan.targets.size(), 4u);
    EXPECT_EQ(scenario->plan.measures.size(), 2u);
    EXPECT_GT(scenario->priors.size(), 50u);
}

TEST(SmallWorld, IsGoneAfterItsLife) {
    std::filesystem::path folder;
    {
        const SmallWorld world;
        folder = world.folder();
        EXPECT_TRUE(std::filesystem::exists(folder / "plans/small.toml"));
    }
    EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace zonecast::test
