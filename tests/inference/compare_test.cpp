// Comparing two scenarios: which levers differ, pairing, and sharing the difference out.
#include "model/inference/compare.hpp"

#include <cmath>

#include "tests/engine/simulation.hpp"

namespace zonecast::inference {
namespace {

using test::SmallWorld;

TEST(Paired, DifferencesAndWhatPairingBrings) {
    const auto p = paired({1, 2, 3, 4}, {1.5, 2.5, 3.5, 4.5});
    EXPECT_DOUBLE_EQ(p.difference, 0.5);
    EXPECT_DOUBLE_EQ(p.error, 0.0);
    EXPECT_TRUE(std::isinf(p.reduction));
    const auto q = paired({0, 0, 1, 1}, {0, 1, 0, 1});  // unrelated
    EXPECT_DOUBLE_EQ(q.reduction, 1.0);
    const auto r = paired({1, std::nan(""), 3}, {2, 5, 5});
    EXPECT_DOUBLE_EQ(r.difference, 1.5);
    EXPECT_NEAR(r.error, 0.5, 1e-12);
}

CompareSettings small(std::uint64_t replicates) {
    CompareSettings settings;
    settings.run.replicates = replicates;
    settings.observables = {"hnte_count", "gdp"};
    return settings;
}

TEST(Compare, TheSameScenarioTwiceDiffersInNothing) {
    const SmallWorld world;
    const auto a = world.scenario();
    EXPECT_TRUE(differing_levers(a, a).empty());
    Diagnostics problems;
    const auto out = compare(a, a, small(10), problems, nullptr);
    ASSERT_TRUE(out) << problems.text();
    EXPECT_EQ(out->compared.size(), 2 * a.plan.targets.size() + 2);
    for (const auto& c : out->compared) EXPECT_EQ(c.paired.difference, 0.0) << c.id;
}

TEST(Compare, NamesEveryLeverThatDiffers) {
    const SmallWorld world;
    const auto a = world.scenario();
    const std::string measure = a.plan.measures.front().id, target = a.plan.targets.front().id;
    const auto b = world.scenario({"parameter.renewal_rate=0.5", "measure." + measure + ".dose=0", "target." + target + ".value=1"});
    const auto levers = differing_levers(a, b);
    ASSERT_EQ(levers.size(), 3u);
    EXPECT_EQ(levers[0].kind, Lever::Kind::parameter);
    EXPECT_EQ(levers[0].id, "renewal_rate");
    EXPECT_EQ(levers[0].b, Text("0.5"));
    EXPECT_EQ(levers[1].id, measure);
    EXPECT_EQ(levers[2].id, target);
    const auto longer = world.scenario({"plan.end_year=2020"});
    ASSERT_EQ(differing_levers(a, longer).size(), 1u);
    EXPECT_EQ(differing_levers(a, longer)[0].kind, Lever::Kind::data);
    // All switched is b; none is a.
    EXPECT_TRUE(differing_levers(switched(a, b, levers, 7), b).empty());
    EXPECT_TRUE(differing_levers(switched(a, b, levers, 0), a).empty());
    EXPECT_EQ(differing_levers(switched(a, b, levers, 2), a).size(), 1u);
}

TEST(Compare, PairingPaysAndTheLeversAddUp) {
    const SmallWorld world;
    const auto a = world.scenario();
    const auto b = world.scenario({"parameter.renewal_rate=0.5", "parameter.entry_rate=0.02", "parameter.load_trend=0.9"});
    Diagnostics problems;
    const auto out = compare(a, b, small(60), problems, nullptr);
    ASSERT_TRUE(out) << problems.text();
    ASSERT_EQ(out->levers.size(), 3u);
    EXPECT_TRUE(out->exact);
    bool moved = false;
    for (const auto& c : out->compared) {
        if (!std::isfinite(c.paired.difference)) continue;
        ASSERT_EQ(c.levers.size(), 3u);
        double sum = 0;
        for (const auto& lever : c.levers) sum += lever.difference;
        EXPECT_NEAR(sum, c.paired.difference, 1e-9 * (1 + std::abs(c.paired.a))) << c.id;
        moved = moved || std::abs(c.paired.difference) > 0;
        if (c.kind == Compared::Kind::observable && c.id == "firms") {
            EXPECT_GT(c.paired.reduction, 2.0) << "common draws make the difference more certain";
            EXPECT_LT(c.paired.difference, 0.0) << "fewer enterprises enter";
        }
    }
    EXPECT_TRUE(moved);
    // One after the other, where the levers are too many.
    CompareSettings ordered = small(60);
    ordered.exact_levers = 2;
    const auto other = compare(a, b, ordered, problems, nullptr);
    ASSERT_TRUE(other);
    EXPECT_FALSE(other->exact);
    for (std::size_t i = 0; i < out->compared.size(); ++i) {
        if (!std::isfinite(out->compared[i].paired.difference)) continue;
        EXPECT_EQ(other->compared[i].paired.difference, out->compared[i].paired.difference);
        double sum = 0;
        for (const auto& lever : other->compared[i].levers) sum += lever.difference;
        EXPECT_NEAR(sum, out->compared[i].paired.difference, 1e-9 * (1 + std::abs(out->compared[i].paired.a)));
    }
}

TEST(Compare, RunsUntilDifferencesAreKnown) {
    const SmallWorld world;
    const auto a = world.scenario(), b = world.scenario({"parameter.renewal_rate=0.5"});
    CompareSettings settings = small(1);
    settings.attribute = false;
    settings.precision = 0.5;
    Diagnostics problems;
    EXPECT_EQ(compare(a, b, settings, problems, nullptr)->replicates, 256u) << "half a chance is known after the first look";
    settings.precision = 1e-6;
    settings.most = 300;
    const auto out = compare(a, b, settings, problems, nullptr);
    bool open = false;
    for (const auto& c : out->compared) open = open || (c.kind == Compared::Kind::met && c.paired.error > 0);
    EXPECT_EQ(out->replicates, open ? 300u : 256u) << "never more than the most";
}

TEST(Compare, OtherProvincesCannotBePaired) {
    const SmallWorld world;
    const auto a = world.scenario();
    auto b = a;
    b.province = "elsewhere";
    Diagnostics problems;
    EXPECT_FALSE(compare(a, b, small(2), problems, nullptr));
    EXPECT_TRUE(problems.has_errors());
}

}  // namespace
}  // namespace zonecast::inference
