// Doubled doses: the same bits for any number of threads, progress and the wish to stop.
#include "model/inference/doubling.hpp"

#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using ensemble::Execution;
using inference::double_instruments;

engine::RunSettings few() {
    engine::RunSettings settings;
    settings.replicates = 11;
    settings.first_replicate = 3;
    return settings;
}

TEST(Doubling, TheSameBitsForAnyNumberOfThreads) {
    const test::SmallWorld world;
    Diagnostics problems;
    const auto one = double_instruments(world.scenario(), few(), problems, Execution(1));
    const auto three = double_instruments(world.scenario(), few(), problems, Execution(3));
    ASSERT_FALSE(one.empty());
    ASSERT_EQ(one.size(), three.size());
    bool any = false;
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(one[i].lever, three[i].lever);
        EXPECT_EQ(one[i].single, three[i].single);
        EXPECT_EQ(one[i].effect.mean, three[i].effect.mean);
        EXPECT_EQ(one[i].effect.error, three[i].effect.error);
        EXPECT_EQ(one[i].elsewhere.mean, three[i].elsewhere.mean);
        EXPECT_EQ(one[i].exits.mean, three[i].exits.mean);
        any = any || one[i].effect.mean != 0;
    }
    EXPECT_TRUE(any) << "some dose moves something";
}

TEST(Doubling, CountsTheReplicatesOfAllRunsAndStopsWhenAsked) {
    const test::SmallWorld world;
    Diagnostics problems;
    std::uint64_t last = 0, total = 0;
    const auto rows =
        double_instruments(world.scenario(), few(), problems, Execution(2, [&](std::uint64_t done, std::uint64_t all) {
                               EXPECT_GT(done, last);
                               last = done;
                               total = all;
                               return true;
                           }));
    EXPECT_EQ(last, total);
    EXPECT_EQ(total % 11, 0u);
    EXPECT_GT(total, 11u);
    EXPECT_THROW(
        static_cast<void>(double_instruments(world.scenario(), few(), problems,
                                             Execution(2, [](std::uint64_t, std::uint64_t) { return false; }))),
        ensemble::Cancelled);
}

TEST(Doubling, AnExceptionComesOut) {
    // A source that gives no values ended the program once.
    const test::SmallWorld world;
    Diagnostics problems;
    const auto compiled = test::compile(world.scenario());
    engine::RunSettings settings = few();
    const std::string id = compiled->parameter_infos().front().id;
    settings.parameter_source =
        std::make_shared<engine::ParameterValues>(std::vector<std::string>{id}, std::vector<double>{0.5, 0.5});
    EXPECT_THROW(static_cast<void>(double_instruments(world.scenario(), settings, problems, Execution(2))),
                 std::out_of_range);
}

}  // namespace
}  // namespace zonecast
