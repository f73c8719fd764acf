// Scores of made-up cases, and aims held against them.
#include "model/inference/cases.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/inference/aims.hpp"

namespace zonecast::inference {
namespace {

Case made_up(const std::string& series, int origin, double model, double walk, const std::string& place = "here") {
    Case one;
    one.place = place;
    one.series = series;
    one.origin = origin;
    one.horizon = 1;
    one.by[0].crps = model;
    one.by[0].probability_integral = 0.3;
    one.by[1].crps = walk;
    one.by[2].crps = 2 * walk;
    one.by[3].crps = 4 * walk;
    for (Prediction& by : one.by) by.made = true;
    return one;
}

TEST(Summary, SkillComparesSums) {
    const std::vector<Case> cases{made_up("a", 2016, 1, 2), made_up("a", 2017, 2, 2), made_up("b", 2016, 3, 8)};
    const Summary s = summarise(cases, {.last_horizon = 3}, 1, 500);
    EXPECT_EQ(s.cases, 3u);
    EXPECT_DOUBLE_EQ(s.crps[0], 2);
    EXPECT_DOUBLE_EQ(s.skill[1], 1 - 6.0 / 12);
    EXPECT_DOUBLE_EQ(s.skill[2], 1 - 6.0 / 24);
    EXPECT_NEAR(s.even_skill[1], ((1 - 3.0 / 4) + (1 - 3.0 / 8)) / 2, 1e-12);
    EXPECT_EQ(s.coverage[0][0], 1);  // 0.3 lies in the middle half
    EXPECT_LE(s.skill_low[1], s.skill[1]);
    EXPECT_GE(s.skill_high[1], s.skill[1]);
    // One origin of one place says nothing about its own error.
    EXPECT_TRUE(std::isnan(summarise({cases[0]}, {.last_horizon = 3}, 1, 500).skill_low[1]));
    EXPECT_EQ(summarise(cases, {.series = "b"}, 1, 10).cases, 1u);
    EXPECT_EQ(summarise(cases, {.origin = 2017}, 1, 10).cases, 1u);
    EXPECT_EQ(summarise(cases, {.place = "there"}, 1, 10).cases, 0u);
}

TEST(Summary, ABenchmarkIsComparedOverTheCasesThatItHas) {
    std::vector<Case> cases{made_up("a", 2016, 1, 2), made_up("a", 2017, 5, 2)};
    cases[1].by[1] = Prediction{};
    const Summary s = summarise(cases, {}, 1, 0);
    EXPECT_EQ(s.made[0], 2u);
    EXPECT_EQ(s.made[1], 1u);
    EXPECT_DOUBLE_EQ(s.skill[1], 0.5);          // 1 against 2; the case of 5 has no walk
    EXPECT_DOUBLE_EQ(s.skill[2], 1 - 6.0 / 8);  // both
    EXPECT_DOUBLE_EQ(s.crps[0], 3);
    cases[0].by[1] = Prediction{};
    EXPECT_TRUE(std::isnan(summarise(cases, {}, 1, 0).skill[1]));
}

TEST(Summary, WhereThereAreSeveralPlacesTheyAreDrawnAgain) {
    // One place has skill 0.5, the other 0: every draw of two places is one of 0.5, 0.25 and 0.
    const std::vector<Case> cases{made_up("a", 2016, 1, 2, "x"), made_up("a", 2016, 2, 2, "y")};
    const Summary s = summarise(cases, {}, 1, 400);
    EXPECT_DOUBLE_EQ(s.skill_low[1], 0);
    EXPECT_DOUBLE_EQ(s.skill_high[1], 0.5);
    EXPECT_EQ(s.places, 2u);
}

TEST(Events, BrierScoresAreOfTheCasesThatABenchmarkHas) {
    std::vector<Case> cases{made_up("a", 2016, 1, 2), made_up("a", 2017, 1, 2)};
    for (Case& one : cases) {
        one.outcome = 2;
        one.threshold = {1, 1, 3};
        one.by[0].chance = {0.9, 0.9, 0.1};
        one.by[1].chance = {0.5, 0.5, 0.5};
    }
    cases[1].by[1] = Prediction{};
    cases[1].by[0].chance = {0.4, 0.4, 0.4};
    const EventSummary e = events_of(cases);
    EXPECT_EQ(e.events, 6u);
    EXPECT_EQ(e.made[1], 3u);
    EXPECT_NEAR(e.brier[1], 0.25, 1e-12);
    EXPECT_NEAR(e.model_brier[1], 0.01, 1e-12);
    EXPECT_NEAR(e.brier[0], (3 * 0.01 + 2 * 0.36 + 0.16) / 6, 1e-12);
}

TEST(Aims, AreHeldAgainstUnroundedNumbers) {
    // Skill against the nation's rule just below and just at 0.03.
    const auto reached = [](double model) {
        std::vector<Case> cases{made_up("hnte_count", 2016, model, 2)};
        cases[0].by[3].crps = 1;
        return held_against_aims(cases, true, 1, 0).front();
    };
    EXPECT_FALSE(reached(0.9700001).nation_met);
    EXPECT_TRUE(reached(0.9699999).nation_met);
    EXPECT_TRUE(reached(0.9699999).walk_met);
    EXPECT_FALSE(reached(0.9699999).band_met);  // all of one outcome: more than the band may hold
    EXPECT_FALSE(reached(0.9699999).met());
}

TEST(Aims, ThoseOfAllProvincesNeedAllOfThem) {
    const std::vector<Case> cases{made_up("hnte_count", 2016, 1, 2, "hunan"), made_up("gdp", 2016, 1, 2, "hunan")};
    const auto some = held_against_aims(cases, false, 1, 0);
    ASSERT_EQ(some.size(), 1u);
    EXPECT_EQ(std::string(some[0].aim->place), "hunan");
    EXPECT_EQ(held_against_aims(cases, true, 1, 0).size(), 4u);  // certificates twice, GDP, all with the same weight
    EXPECT_TRUE(held_against_aims({made_up("gdp", 2016, 1, 2, "lakeland")}, false, 1, 0).empty());
}

}  // namespace
}  // namespace zonecast::inference
