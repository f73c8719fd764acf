// User cost of R&D, thresholds of certification, knowledge stock.
#include "model/laws/research.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace zonecast::laws {
namespace {

TEST(BIndex, GivesKnownValues) {
    EXPECT_NEAR(b_index(0.25, 0.0), 1.0, 1e-15) << "expensing alone is neutral";
    EXPECT_NEAR(b_index(0.25, 0.5), 0.833333333333, 1e-12);
    EXPECT_NEAR(b_index(0.15, 0.5), 0.911764705882, 1e-12);
    EXPECT_NEAR(b_index(0.25, 0.75), 0.75, 1e-12);
    EXPECT_NEAR(b_index(0.15, 0.75), 0.867647058824, 1e-12);
    EXPECT_NEAR(b_index(0.25, 1.0), 0.666666666667, 1e-12);
}

TEST(BIndex, FallsWithTheDeductionAndMoreSoAtTheHigherRate) {
    for (double d = 0.0; d < 1.0; d += 0.05) {
        EXPECT_LT(b_index(0.25, d + 0.05), b_index(0.25, d));
        EXPECT_LT(b_index(0.25, d + 0.05) - b_index(0.25, d), b_index(0.15, d + 0.05) - b_index(0.15, d));
    }
}

TEST(CertificationThresholds, AreThoseOfTheirYear) {
    const auto before = CertificationThresholds::in_year(2015), since = CertificationThresholds::in_year(2016);
    EXPECT_EQ(before.at(0.1), 0.06);
    EXPECT_EQ(since.at(0.1), 0.05);
    for (const auto& t : {before, since}) {
        EXPECT_EQ(t.at(std::nextafter(0.5, 0.0)), t.small);
        EXPECT_EQ(t.at(0.5), 0.04);
        EXPECT_EQ(t.at(std::nextafter(2.0, 0.0)), 0.04);
        EXPECT_EQ(t.at(2.0), 0.03);
        EXPECT_EQ(t.at(1e4), 0.03);
    }
}

TEST(Knowledge, StartsOnTheSteadyPathOfItsRnD) {
    // R&D that has grown and goes on growing at g: the stock grows at g from the first year.
    for (const double g : {0.0, 0.05, 0.10, 0.2})
        for (const double delta : {0.08, 0.15, 0.30}) {
            double rd = 100, stock = knowledge_start(rd, g, delta);
            for (int t = 0; t < 20; ++t) {
                rd *= 1.0 + g;
                const double next = knowledge_next(stock, delta, rd, 1.0, 0.0);
                ASSERT_NEAR(next / stock, 1.0 + g, 1e-12);
                stock = next;
            }
        }
    EXPECT_NEAR(knowledge_start(100, 0.10, 0.15) / 100, 4.4, 1e-12);
}

TEST(Knowledge, ForgetsItsStart) {
    double stock = 1e6;
    for (int t = 0; t < 200; ++t) stock = knowledge_next(stock, 0.15, 30.0, 1.5, 4.0);
    EXPECT_NEAR(stock, (30.0 / 1.5 + 4.0) / 0.15, 1e-6);
}

}  // namespace
}  // namespace zonecast::laws
