// Accounts of a zone beside its technology enterprises, on numbers worked out by hand.
#include "model/laws/zone_accounts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace zonecast::laws {
namespace {

TEST(OtherIndustry, NumberFollowsRealGrowth) {
    EXPECT_NEAR(other_firms_next(100, 0.5, 0.08, 0.02), 100 * std::exp(0.03), 1e-12);
    EXPECT_DOUBLE_EQ(other_firms_next(100, 0.5, 0.02, 0.02), 100.0) << "prices alone make no enterprise";
    EXPECT_DOUBLE_EQ(other_firms_next(100, 0.0, 0.3, 0.0), 100.0);
}

TEST(Institutions, AThirdOfTheMissingAYear) {
    // 100 members, 20 with an institution; ln(3/2) off the share without one is a third of the missing 80.
    EXPECT_NEAR(with_institution_next(20, 100, 100, 0.2, std::log(1.5)), 20 + 80.0 / 3, 1e-12);
    EXPECT_NEAR(with_institution_next(20, 100, 100, 0.2, 0.0), 20.0, 1e-12);
    EXPECT_NEAR(with_institution_next(20, 100, 100, 0.2, -1.0), 20.0, 1e-12) << "nobody gives one up";
}

TEST(Institutions, NewcomersBringTheirShareAndLeaversTakeTheirs) {
    EXPECT_NEAR(with_institution_next(50, 100, 140, 0.25, 0.0), 60.0, 1e-12);
    EXPECT_NEAR(with_institution_next(50, 100, 60, 0.25, 0.0), 30.0, 1e-12);
    EXPECT_NEAR(with_institution_next(0, 0, 40, 0.25, 0.0), 10.0, 1e-12) << "a group that begins";
    EXPECT_EQ(with_institution_next(10, 20, 0, 0.25, 0.0), 0.0) << "a group that ends";
}

RC_GTEST_PROP(Institutions, StayWithinTheGroup, (std::uint16_t before, std::uint16_t now, std::uint8_t share, std::uint8_t rate)) {
    const double with = before * (share / 255.0);
    const double next = with_institution_next(with, before, now, share / 255.0, rate / 64.0);
    RC_ASSERT(next >= 0.0);
    RC_ASSERT(next <= static_cast<double>(now));
}

TEST(Ranks, StepByRanksAndAreThrownBackAtTheEnds) {
    EXPECT_EQ(rank_next(28, -2.5, 147), 25.5);
    EXPECT_EQ(rank_next(3, -5, 147), 4.0) << "two ranks beyond the first";
    EXPECT_EQ(rank_next(146, 4, 147), 144.0);
    EXPECT_EQ(rank_next(1, 0, 147), 1.0);
    EXPECT_EQ(rank_next(140, 1e9, 147), 147.0 - 139.0) << "a step is at most the field";
    EXPECT_EQ(rank_noise(10, 2.5, 6), 2.5);
    EXPECT_EQ(rank_noise(42.5, 2.5, 6), 4.25);
    EXPECT_EQ(rank_noise(150, 2.5, 6), 6.0);
}

RC_GTEST_PROP(Ranks, StayInTheField, (std::uint8_t place, std::int16_t step)) {
    const double next = rank_next(1.0 + place % 147, step, 147);
    RC_ASSERT(next >= 1.0);
    RC_ASSERT(next <= 147.0);
}

TEST(Projects, InvestmentIsLogUniformInItsClass) {
    EXPECT_NEAR(project_investment(20, 50, 0.5), std::sqrt(20.0 * 50.0), 1e-12);
    EXPECT_NEAR(project_investment(50, 150, 1e-15), 50.0, 1e-10);
    EXPECT_NEAR(project_investment(50, 150, 1.0), 150.0, 1e-10);
}

}  // namespace
}  // namespace zonecast::laws
