// Benchmarks on series whose answer is known.
#include "model/inference/benchmarks.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/base/distributions.hpp"

namespace zonecast::inference {
namespace {

std::vector<YearValue> series(const std::vector<double>& logs, int first = 2010) {
    std::vector<YearValue> out;
    for (std::size_t i = 0; i < logs.size(); ++i) out.push_back({first + static_cast<int>(i), std::exp(logs[i])});
    return out;
}

TEST(RandomWalk, ByHand) {
    // Steps 0.1, 0.3, 0.2: drift 0.2, variance (0.01 + 0.01 + 0) / 2.
    const StudentT t = random_walk_with_drift(series({0, 0.1, 0.4, 0.6}), 2);
    EXPECT_NEAR(t.centre, 0.6 + 0.4, 1e-12);
    EXPECT_NEAR(t.scale, 0.1 * std::sqrt(2 + 4.0 / 3), 1e-12);
    EXPECT_EQ(t.freedom, 2);
}

TEST(RandomWalk, AMissingYearIsOneLongStep) {
    const std::vector<YearValue> values{{2010, 1}, {2011, std::exp(0.1)}, {2013, std::exp(0.5)}, {2014, std::exp(0.6)}};
    const StudentT t = random_walk_with_drift(values, 1);
    const double drift = 0.15;
    EXPECT_NEAR(t.centre, 0.6 + drift, 1e-12);
    EXPECT_NEAR(t.scale, std::sqrt((0.0025 + 0.01 / 2 + 0.0025) / 2 * (1 + 1.0 / 4)), 1e-12);
}

TEST(DampedTrend, ASeriesThatFollowsItIsContinued) {
    // Slopes fade by the damping; nothing else happens: the fit is exact, and so is the forecast.
    std::vector<double> logs{0};
    double slope = 0.3;
    for (int i = 0; i < 8; ++i) {
        slope *= trend_damping;
        logs.push_back(logs.back() + slope);
    }
    const double expected = logs.back() + slope * (trend_damping + trend_damping * trend_damping);
    const StudentT t = damped_trend(series(logs), 2);
    EXPECT_NEAR(t.centre, expected, 1e-9);
    EXPECT_EQ(t.freedom, 6);
}

TEST(DampedTrend, GrowthEndsAtTheSumOfTheDampedSlopes) {
    std::vector<double> logs;
    for (int i = 0; i < 10; ++i) logs.push_back(0.1 * i + (i % 2 == 0 ? 0.004 : -0.004));
    const StudentT ten = damped_trend(series(logs), 10), forty = damped_trend(series(logs), 40);
    EXPECT_LT(forty.centre - ten.centre, 0.3);
    EXPECT_GT(forty.scale, ten.scale);
    EXPECT_LT(damped_trend(series(logs), 3).centre, random_walk_with_drift(series(logs), 3).centre);
}

TEST(RandomWalk, ItsBandsHoldWhatTheySay) {
    // Walks drawn from the model itself: the probability integral of the outcome is uniform.
    const std::uint64_t key = entity_key(11, "test/walk");
    int in80 = 0, in50 = 0;
    constexpr int trials = 4'000;
    for (std::uint32_t i = 0; i < trials; ++i) {
        std::vector<double> logs{1.0};
        for (std::uint32_t k = 0; k < 6; ++k) logs.push_back(logs.back() + 0.07 + 0.1 * normal_draw(key, i, 1, Stream::initial, k));
        double outcome = logs.back();
        for (std::uint32_t k = 0; k < 2; ++k) outcome += 0.07 + 0.1 * normal_draw(key, i, 2, Stream::initial, k);
        const double p = random_walk_with_drift(series(logs), 2).cdf(outcome);
        in80 += inside(p, 0.8) ? 1 : 0;
        in50 += inside(p, 0.5) ? 1 : 0;
    }
    EXPECT_NEAR(in80 / static_cast<double>(trials), 0.8, 0.025);
    EXPECT_NEAR(in50 / static_cast<double>(trials), 0.5, 0.03);
}

TEST(AsNation, ByHand) {
    // The nation grows by 0.1, 0.2, 0.3; the province by 0.15, 0.1, 0.4. After 2011 the rule said 0.1 and 0.1 came: 0; after 2012 it said
    // 0.2 and 0.4 came: 0.2. Over two years from 2011: 0.2 and 0.5: 0.3.
    const auto nation = series({0, 0.1, 0.3, 0.6}), province = series({1, 1.15, 1.25, 1.65});
    const AsNation rule(nation, {province}, 2013);
    ASSERT_TRUE(rule.known());
    const StudentT one = rule.predict(std::exp(2.0), 1), two = rule.predict(std::exp(2.0), 2);
    EXPECT_NEAR(one.centre, 2.3, 1e-12);
    EXPECT_NEAR(one.scale, std::sqrt((10 * 0.01 + 0.0 + 0.04) / 12), 1e-12);
    EXPECT_EQ(one.freedom, 12);
    EXPECT_NEAR(two.centre, 2.6, 1e-12);
    EXPECT_NEAR(two.scale, std::sqrt((10 * 0.04 + 0.09) / 11), 1e-12);
    EXPECT_EQ(two.freedom, 11);
}

TEST(AsNation, SaysNothingWithoutTheNationsLastTwoYears) {
    EXPECT_FALSE(AsNation().known());
    EXPECT_FALSE(AsNation(series({0, 0.1}), {}, 2012).known());
    EXPECT_FALSE(AsNation({{2010, 1}, {2012, 2}}, {}, 2012).known());
    EXPECT_TRUE(AsNation(series({0, 0.1}), {}, 2011).known());
}

}  // namespace
}  // namespace zonecast::inference
