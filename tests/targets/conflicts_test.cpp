// Targets that contradict each other, and targets that are judged together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/ensemble/ensemble.hpp"
#include "model/targets/conflicts.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast::test {
namespace {

using Kind = targets::Conflict::Kind;
using testing::HasSubstr;

std::string target(const std::string& id, const std::string& scope, const std::string& op, double value, const std::string& more = "") {
    return "\n[[target]]\nid = \"" + id + "\"\nname = \"" + id + "\"\nscope = \"" + scope + "\"\nmetric = \"hnte_count\"\nop = \"" + op +
           "\"\nvalue = " + std::to_string(value) + "\nunit = \"count\"\nyear = 2019\n" + more;
}

/// The conflicts of a plan with these targets only.
std::vector<targets::Conflict> conflicts(const std::string& text, Diagnostics* notes = nullptr) {
    SmallWorld world;
    without_plan(world);
    world.append("plans/small.toml", text);
    const scenario::Scenario scenario = world.scenario();
    if (notes != nullptr) targets::note_conflicts(scenario, *notes);
    return targets::find_conflicts(scenario);
}

TEST(Conflicts, TwoNumbersForOneThing) {
    Diagnostics notes;
    const auto found = conflicts(target("A", "all_zones", ">=", 7800) + target("B", "all_zones", ">", 12000), &notes);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, Kind::two_numbers);
    ASSERT_EQ(notes.problems().size(), 1U);
    const Problem& note = notes.problems()[0];
    EXPECT_EQ(note.severity, Severity::note);
    EXPECT_THAT(note.where.file, HasSubstr("small.toml"));
    EXPECT_GT(note.where.line, 0U);
    EXPECT_THAT(note.what.en, HasSubstr("12000"));
    EXPECT_THAT(note.hint.en, testing::ContainsRegex("\"A\" stands at .*small.toml:[0-9]+:[0-9]+"));
}

TEST(Conflicts, Bands) {
    const auto band = [](const std::string& id, double low, double high) {
        return target(id, "all_zones", "between", low, "value_high = " + std::to_string(high) + "\n");
    };
    const auto apart = conflicts(band("A", 1, 2) + band("B", 5, 6));
    ASSERT_EQ(apart.size(), 1U);
    EXPECT_EQ(apart[0].kind, Kind::excluded);
    const auto nested = conflicts(band("A", 1, 8) + band("B", 3, 5));
    ASSERT_EQ(nested.size(), 1U);
    EXPECT_EQ(nested[0].kind, Kind::two_numbers);
    EXPECT_TRUE(conflicts(band("A", 1, 5) + band("B", 3, 8)).empty()) << "3 to 5 meets both, and neither is the stricter";
}

TEST(Conflicts, SameNumberOtherYearOrOtherQuantityIsNone) {
    EXPECT_TRUE(conflicts(target("A", "all_zones", ">=", 100) + target("B", "all_zones", ">", 100)).empty());
    EXPECT_TRUE(conflicts(target("A", "all_zones", ">=", 100) + target("B", "all_zones", ">=", 200, "quantifier = \"each\"\n")).empty());
    EXPECT_TRUE(conflicts(target("A", "east_htz", ">=", 100) + target("B", "west_htz", ">=", 200)).empty());
    EXPECT_TRUE(conflicts(target("A", "all_zones", ">=", 100) + target("B", "all_zones", "<=", 200)).empty()) << "a band";
}

TEST(Conflicts, WhatNoOutcomeMeets) {
    const auto found = conflicts(target("A", "all_zones", ">=", 200) + target("B", "all_zones", "<=", 100));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, Kind::excluded);
    // The same across scopes: a zone cannot have more than all zones.
    const auto nested = conflicts(target("A", "lakeland", "<", 200) + target("B", "all_zones", ">=", 200));
    ASSERT_EQ(nested.size(), 1U);
    EXPECT_EQ(nested[0].kind, Kind::excluded);
    EXPECT_TRUE(conflicts(target("A", "lakeland", ">=", 200) + target("B", "all_zones", "<=", 100)).empty());
}

TEST(Conflicts, AnInnerScopeThatAsksForMoreImpliesTheOuter) {
    const auto found = conflicts(target("A", "lakeland", ">=", 100) + target("B", "east_htz", ">=", 150));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, Kind::implied);
    EXPECT_TRUE(conflicts(target("A", "lakeland", ">=", 150) + target("B", "east_htz", ">=", 100)).empty()) << "parts of one plan";
}

TEST(Conflicts, AnUnofficialNumberForAWiderScopeIsAnotherVersion) {
    const auto found = conflicts(target("A", "all_zones", ">", 7800) + target("B", "lakeland", ">", 12000, "official = false\n"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, Kind::two_versions);
}

struct Kept : engine::ReplicateSink {
    std::vector<std::uint8_t> met;
    std::vector<std::int16_t> year;
    void take(const engine::BlockOutput& block) override {
        met.insert(met.end(), block.target_met.begin(), block.target_met.end());
        year.insert(year.end(), block.target_year.begin(), block.target_year.end());
    }
};

TEST(Groups, AreMetWhereAllTheirTargetsAre) {
    SmallWorld world;
    without_plan(world);
    world.append("plans/small.toml", "\n[[group]]\nid = \"G\"\nname = { zh = \"组\", en = \"Both\" }\nclause = \"3\"\n");
    world.append("plans/small.toml", target("A", "lakeland", ">=", 118, "group = \"G\"\n") +
                                         target("B", "all_zones", ">=", 70, "group = \"G\"\n") +
                                         target("C", "lakeland", ">=", 1e6, "group = \"hopeless\"\n"));
    const auto compiled = compile(world.scenario());
    engine::RunSettings settings;
    settings.replicates = 96;
    Kept kept;
    const engine::Forecast forecast = ensemble::run(*compiled, settings, kept, ensemble::Execution(2));
    ASSERT_EQ(forecast.target_groups.size(), 2U);
    const engine::TargetGroupResult& group = forecast.target_groups[0];
    EXPECT_EQ(group.group.name.en, "Both");
    EXPECT_THAT(group.members, testing::ElementsAre(0U, 1U));

    double met = 0, only_first = 0, missed_second = 0;
    std::vector<double> by_year(4, 0.0);
    for (std::size_t r = 0; r < 96; ++r) {
        const bool a = kept.met[3 * r] != 0, b = kept.met[3 * r + 1] != 0;
        met += a && b ? 1 : 0;
        only_first += !a && b ? 1 : 0;
        missed_second += b ? 0 : 1;
        const int first = kept.year[3 * r], second = kept.year[3 * r + 1];
        for (int y = 0; y < 4; ++y)
            by_year[static_cast<std::size_t>(y)] += first > 0 && second > 0 && std::max(first, second) <= 2016 + y ? 1 : 0;
    }
    ASSERT_GT(met, 0) << "the thresholds of this test no longer divide the replicates";
    ASSERT_LT(met, 96);
    EXPECT_DOUBLE_EQ(group.chance, met / 96);
    EXPECT_LT(group.chance_low, group.chance);
    EXPECT_GT(group.chance_high, group.chance);
    EXPECT_DOUBLE_EQ(group.only_one_missed[0], only_first / 96);
    EXPECT_DOUBLE_EQ(group.missed_if_not_met[1], missed_second / (96 - met));
    for (std::size_t y = 0; y < 4; ++y) EXPECT_DOUBLE_EQ(group.met_by_year[y], by_year[y] / 96);
    // A group without a table of its own is called by its id.
    EXPECT_EQ(forecast.target_groups[1].group.name.zh, "hopeless");
    EXPECT_EQ(forecast.target_groups[1].chance, 0);
    EXPECT_EQ(forecast.target_groups[1].only_one_missed[0], 1);
}

TEST(Groups, WithoutATargetAreAnError) {
    SmallWorld world;
    world.append("plans/small.toml", "\n[[group]]\nid = \"empty\"\nname = \"Empty\"\n");
    Diagnostics problems;
    EXPECT_FALSE(world.read(problems));
    EXPECT_THAT(problems.text(), HasSubstr("no target belongs to the group \"empty\""));
}

}  // namespace
}  // namespace zonecast::test
