// The series that --keep names.
#include "command/keep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace zonecast::command {
namespace {

using ::testing::HasSubstr;

std::string problems_of(const std::string& wanted) {
    const test::SmallWorld world;
    Diagnostics diagnostics;
    EXPECT_TRUE(kept_series({wanted}, world.scenario(), diagnostics).empty());
    EXPECT_GE(diagnostics.error_count(), 1u);
    return diagnostics.text();
}

TEST(Keep, TakesSeriesOfEveryDimension) {
    const test::SmallWorld world;
    Diagnostics diagnostics;
    const auto series = kept_series({"province:lakeland:gdp", "perimeter:all_zones:revenue", "city:east:hnte_count",
                                     "zone:east_htz:rank_national", "cluster:east_htz.electronics:firms"},
                                    world.scenario(), diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    ASSERT_EQ(series.size(), 5u);
    EXPECT_EQ(series[3].dimension, "zone");
    EXPECT_EQ(series[3].entity, "east_htz");
    EXPECT_EQ(series[3].observable, "rank_national");
}

TEST(Keep, SaysWhatIsWrongWithEachPart) {
    EXPECT_THAT(problems_of("zone:east_htz"), HasSubstr("three parts"));
    EXPECT_THAT(problems_of("zones:east_htz:gdp"), HasSubstr("did you mean \"zone\"?"));
    EXPECT_THAT(problems_of("zone:east_hzt:gdp"), HasSubstr("did you mean \"east_htz\"?"));
    EXPECT_THAT(problems_of("zone:east_htz:hnte_cuont"), HasSubstr("did you mean \"hnte_count\"?"));
    EXPECT_THAT(problems_of("cluster:east_htz.electronics:rank_national"), HasSubstr("there is no observable \"rank_national\""));
}

TEST(Keep, ReportsAllProblemsAtOnce) {
    const test::SmallWorld world;
    Diagnostics diagnostics;
    (void)kept_series({"zone:nowhere:nothing", "x"}, world.scenario(), diagnostics);
    EXPECT_EQ(diagnostics.error_count(), 3u);
}

}  // namespace
}  // namespace zonecast::command
