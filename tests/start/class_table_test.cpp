// The class table and the certified shares from published totals.
#include "model/start/class_table.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/start/hunan_2016.hpp"

namespace zonecast::start {
namespace {

double sum_from(const ClassArray& table, std::size_t from) {
    double sum = 0;
    for (std::size_t k = from; k < class_count; ++k) sum += table[k];
    return sum;
}

TEST(ClassTable, MeetsTheFactsOfHunan2016) {
    ClassPulls pulls;
    const ClassArray table = solve_class_table(hunan_2016(), &pulls);
    for (const double pull : {pulls.revenue, pulls.at_least_1, pulls.at_least_1_share, pulls.at_least_100, pulls.below_0_2})
        EXPECT_LT(std::abs(pull), 1.0);
    // The design's solution: 16,800 enterprises, 6,030 of 0.2 and more, 3,581 of 1, 225 of 10, 20 of 100.
    EXPECT_NEAR(sum_from(table, 0) / 16800, 1.0, 0.15);
    EXPECT_NEAR(sum_from(table, 4) / 6030, 1.0, 0.15);
    EXPECT_NEAR(sum_from(table, 6) / 3581, 1.0, 0.15);
    EXPECT_NEAR(sum_from(table, 9) / 225, 1.0, 0.15);
    EXPECT_NEAR(sum_from(table, 12) / 20, 1.0, 0.15);
    double revenue = 0, revenue_1 = 0;
    for (std::size_t k = 0; k < class_count; ++k) {
        EXPECT_GT(table[k], 0.0);
        revenue += table[k] * class_means()[k];
        if (k >= 6) revenue_1 += table[k] * class_means()[k];
    }
    EXPECT_NEAR(revenue / 21810, 1.0, 0.002);
    EXPECT_NEAR(revenue_1 / revenue, 0.923, 0.01);
}

TEST(ClassTable, RevenueAloneGivesTheScaledPriorShape) {
    ClassFacts facts;
    facts.revenue = 1000;
    const ClassArray one = solve_class_table(facts);
    facts.revenue = 5000;
    const ClassArray five = solve_class_table(facts);
    for (std::size_t k = 0; k < class_count; ++k) EXPECT_NEAR(five[k] / one[k], 5.0, 1e-9) << "class " << k;
}

TEST(ClassTable, EachFactPullsItsOwnCount) {
    const ClassArray table = solve_class_table(hunan_2016());
    ClassFacts facts = hunan_2016();
    facts.at_least_1 = 4000;
    EXPECT_GT(sum_from(solve_class_table(facts), 6), sum_from(table, 6) * 1.03);
    facts = hunan_2016();
    facts.at_least_100 = 40;
    EXPECT_GT(sum_from(solve_class_table(facts), 12), sum_from(table, 12) * 1.05);
    facts = hunan_2016();
    facts.below_0_2 = 20000;
    EXPECT_GT(sum_from(solve_class_table(facts), 0), sum_from(table, 0) * 1.1);
}

TEST(ClassMeans, LieInsideTheirClasses) {
    for (std::size_t k = 0; k < class_count; ++k) {
        EXPECT_GT(class_means()[k], laws::class_low(k));
        EXPECT_LT(class_means()[k], laws::class_high(k));
    }
}

TEST(CertifiedShare, MeetsTheStockExactlyAndTheSharesWithinTheirError) {
    const ClassArray table = solve_class_table(hunan_2016());
    const CertificateFacts facts{2212, 0.49, 0.53};
    const ClassArray p = solve_certified_share(table, facts);
    double stock = 0, at_least_1 = 0, revenue = 0, certified_revenue = 0, small = 0;
    for (std::size_t k = 0; k < class_count; ++k) {
        EXPECT_GT(p[k], 0.0);
        EXPECT_LT(p[k], 0.95);
        if (k > 0) {
            EXPECT_GT(p[k], p[k - 1]) << "larger enterprises are certified more often";
        }
        stock += table[k] * p[k];
        if (k >= 6) at_least_1 += table[k] * p[k];
        if (k < 4) small += table[k] * p[k];
        revenue += table[k] * class_means()[k];
        certified_revenue += table[k] * class_means()[k] * p[k];
    }
    EXPECT_NEAR(stock, 2212, 1e-6);
    EXPECT_NEAR(at_least_1 / stock, 0.49, 0.06);
    EXPECT_NEAR(certified_revenue / revenue, 0.53, 0.06);
    // The design's solution: 4 per cent of the smallest class, 84 of the largest, 620 certified below 0.2.
    EXPECT_NEAR(p[0], 0.04, 0.02);
    EXPECT_NEAR(p[class_count - 1], 0.84, 0.06);
    EXPECT_NEAR(small, 620, 0.15 * 620);
}

TEST(CertifiedShare, NeverExceedsWhatThereIs) {
    ClassArray table{};
    table.fill(10.0);
    const ClassArray p = solve_certified_share(table, {1e6, 0.5, 0.5});
    double stock = 0;
    for (std::size_t k = 0; k < class_count; ++k) {
        EXPECT_LE(p[k], 0.95);
        stock += table[k] * p[k];
    }
    EXPECT_NEAR(stock, 0.94 * 150, 1e-6);
}

TEST(CertifiedShare, WithoutPublishedSharesStillMeetsTheStock) {
    const ClassArray table = solve_class_table(hunan_2016());
    const ClassArray p = solve_certified_share(table, {1500, std::nullopt, std::nullopt});
    double stock = 0;
    for (std::size_t k = 0; k < class_count; ++k) stock += table[k] * p[k];
    EXPECT_NEAR(stock, 1500, 1e-6);
}

}  // namespace
}  // namespace zonecast::start
