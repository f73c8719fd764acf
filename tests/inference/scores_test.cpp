// Scores against closed forms and against each other.
#include "model/inference/scores.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "model/base/distributions.hpp"

namespace zonecast::inference {
namespace {

/// Equally likely quantiles of a distribution.
template <class Quantile>
std::vector<double> grid(std::size_t n, const Quantile& quantile) {
    std::vector<double> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back(quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n)));
    return out;
}

/// CRPS of the standard normal (Gneiting and Raftery, JASA 102, 2007).
double normal_crps(double z) {
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
    return z * (2 * normal_cdf(z) - 1) + 2 * density - 1 / std::sqrt(std::numbers::pi);
}

TEST(Scores, CrpsOfManyDegreesOfFreedomIsThatOfTheNormal) {
    for (const double outcome : {-3.0, -0.4, 0.0, 1.1, 2.5}) EXPECT_NEAR((StudentT{0, 1, 1e7}.crps(outcome)), normal_crps(outcome), 1e-6);
    EXPECT_NEAR((StudentT{5, 2, 1e7}.crps(7)), 2 * normal_crps(1), 1e-6);
}

TEST(Scores, CrpsOfStudentTAgreesWithTheIntegralOfItsDefinition) {
    // CRPS = integral of (F(x) - [x >= y])^2 dx.
    const StudentT t{0.3, 0.7, 3};
    const double outcome = 1.2;
    double integral = 0;
    constexpr double step = 1e-3;
    for (double x = -400; x < 400; x += step) {
        const double mid = x + 0.5 * step;
        integral += step * std::pow(t.cdf(mid) - (mid >= outcome ? 1.0 : 0.0), 2);
    }
    EXPECT_NEAR(t.crps(outcome), integral, 1e-4);
}

TEST(Scores, CrpsOfAnEnsembleMatchesTheDistribution) {
    const auto members = grid(20'000, [](double p) { return normal_quantile(p); });
    for (const double outcome : {-1.5, 0.0, 0.8}) EXPECT_NEAR(fair_crps(members, outcome), normal_crps(outcome), 2e-3);
}

TEST(Scores, FairCrpsDoesNotDependOnTheNumberOfMembersOnAverage) {
    // Mean over many small ensembles and outcomes of the same distribution: E|X - Y| / 2 = 1 / sqrt(pi), whatever their size.
    double three = 0, twelve = 0;
    constexpr int trials = 20'000;
    const std::uint64_t key = entity_key(3, "test/scores");
    for (std::uint32_t i = 0; i < trials; ++i) {
        std::vector<double> few, more;
        for (std::uint32_t k = 0; k < 12; ++k) {
            more.push_back(normal_draw(key, i, 1, Stream::initial, k));
            if (k < 3) few.push_back(more.back());
        }
        const double outcome = normal_draw(key, i, 2, Stream::initial);
        three += fair_crps(few, outcome) / trials;
        twelve += fair_crps(more, outcome) / trials;
    }
    EXPECT_NEAR(three, 1 / std::sqrt(std::numbers::pi), 0.02);
    EXPECT_NEAR(twelve, 1 / std::sqrt(std::numbers::pi), 0.02);
}

TEST(Scores, TwoMembersByHand) {
    EXPECT_DOUBLE_EQ(fair_crps({1, 3}, 2), 1.0 - 1.0);  // mean error 1, half of the mean difference 1
    EXPECT_DOUBLE_EQ(fair_crps({3, 1}, 5), 3.0 - 1.0);
}

TEST(Scores, ProbabilityIntegralCountsFromBothEnds) {
    const std::vector<double> members{1, 2, 3, 4};
    EXPECT_DOUBLE_EQ(probability_integral(members, 0), 0.1);
    EXPECT_DOUBLE_EQ(probability_integral(members, 2.5), 0.5);
    EXPECT_DOUBLE_EQ(probability_integral(members, 2), 0.4);
    EXPECT_DOUBLE_EQ(probability_integral(members, 9), 0.9);
}

TEST(Scores, CentralIntervals) {
    EXPECT_TRUE(inside(0.26, 0.5));
    EXPECT_FALSE(inside(0.24, 0.5));
    EXPECT_TRUE(inside(0.97, 0.95));
    EXPECT_FALSE(inside(0.98, 0.95));
}

TEST(Scores, BrierAndReliability) {
    const std::vector<ChanceGiven> chances{{0.1, false}, {0.15, true}, {0.9, true}, {1.0, true}};
    EXPECT_DOUBLE_EQ(brier(chances), (0.01 + 0.7225 + 0.01 + 0.0) / 4);
    EXPECT_TRUE(std::isnan(brier({})));
    const auto bins = reliability(chances, 5);
    ASSERT_EQ(bins.size(), 5u);
    EXPECT_EQ(bins[0].events, 2u);
    EXPECT_DOUBLE_EQ(bins[0].mean_chance, 0.125);
    EXPECT_DOUBLE_EQ(bins[0].share, 0.5);
    EXPECT_EQ(bins[4].events, 2u);
    EXPECT_TRUE(std::isnan(bins[2].share));
}

}  // namespace
}  // namespace zonecast::inference
