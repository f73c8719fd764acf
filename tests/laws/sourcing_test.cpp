// Changes of sourcing: known answers on tiny chains, and properties.
#include "model/laws/sourcing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "model/laws/chain.hpp"

namespace zonecast::laws {
namespace {

double share() {
    return *rc::gen::map(rc::gen::inRange(0, 1001), [](int n) { return n / 1000.0; });
}

Eigen::SparseMatrix<double> matrix(std::initializer_list<Eigen::Triplet<double>> entries, int n) {
    Eigen::SparseMatrix<double> m(n, n);
    m.setFromTriplets(entries.begin(), entries.end());
    return m;
}

TEST(Sourcing, WhatIsLostIsReplacedOrMissing) {
    const Sourcing after = lose({0.6, 0.0}, 0.5, 0.25);
    EXPECT_NEAR(after.local, 0.3, 1e-15);
    EXPECT_NEAR(after.lost, 0.225, 1e-15);
    EXPECT_EQ(lose({0.6, 0.1}, 1.0, 1.0), (Sourcing{0.0, 0.1}));
}

TEST(Sourcing, CompletingTakesThePlaceOfWhatIsMissingFirst) {
    const Sourcing after = complete({0.1, 0.3}, 1.0, 0.5);
    EXPECT_EQ(after.local, 0.5);
    EXPECT_EQ(after.lost, 0.0);
    EXPECT_NEAR(complete({0.1, 0.3}, 0.5, 0.5).lost, 0.1, 1e-15);
    EXPECT_EQ(complete({0.5, 0.0}, 1.0, 0.4), (Sourcing{0.5, 0.0})) << "completing never lowers the local share";
}

TEST(Sourcing, FollowsTheCapacityOfTheSellers) {
    EXPECT_EQ(at_capacity({0.5, 0.1}, 1.0, 0.0), (Sourcing{0.5, 0.1}));
    const Sourcing smaller = at_capacity({0.5, 0.0}, 0.6, 0.4);  // nobody outside takes over
    EXPECT_NEAR(smaller.local, 0.3, 1e-15);
    EXPECT_NEAR(smaller.lost, 0.2, 1e-15);
    EXPECT_NEAR(at_capacity({0.5, 0.0}, 0.6, 0.1).lost, 0.05, 1e-15) << "a quarter of the lost capacity is not replaced";
    EXPECT_NEAR(at_capacity({0.8, 0.0}, 2.0, 0.0).local, 1.0, 1e-15) << "no more than everything";
}

TEST(Sourcing, ProgressRunsInEqualSteps) {
    EXPECT_EQ(progress(2017, 2018, 3), 0.0);
    EXPECT_NEAR(progress(2018, 2018, 3), 1.0 / 3, 1e-15);
    EXPECT_NEAR(progress(2019, 2018, 3), 2.0 / 3, 1e-15);
    EXPECT_EQ(progress(2020, 2018, 3), 1.0);
    EXPECT_EQ(progress(2030, 2018, 3), 1.0);
}

TEST(Sourcing, FirstRoundByHand) {
    // Industry 0 sells 0.2 of the output of industry 1 to it; then 0.3. Its output is 100, that of its buyer 50.
    const auto round = sourcing_round(matrix({{0, 1, 0.2}}, 2), matrix({{0, 1, 0.3}}, 2), {100, 50});
    EXPECT_NEAR(round[0], 0.1 * 50 / 100, 1e-15);
    EXPECT_EQ(round[1], 0.0);
    const auto entered = capacity_round(matrix({{0, 1, 0.2}}, 2), {100, 50}, {0, -25});
    EXPECT_NEAR(entered[0], -0.2 * 25 / 100, 1e-15);
    EXPECT_EQ(sourcing_round(matrix({}, 2), matrix({{0, 1, 0.3}}, 2), {0, 50})[0], 0.0) << "an industry without output sells nothing";
}

TEST(OutputMultipliers, ByHand) {
    // B = [[0, 0.5], [0.2, 0]]: one unit of final demand for 0 gives 1 / 0.9 of 0 and 0.2 / 0.9 of 1.
    const auto multiplier = output_multipliers(matrix({{0, 1, 0.5}, {1, 0, 0.2}}, 2));
    EXPECT_NEAR(multiplier[0], 1.2 / 0.9, 1e-14);
    EXPECT_NEAR(multiplier[1], 1.5 / 0.9, 1e-14);
    EXPECT_TRUE(output_multipliers(matrix({}, 0)).empty());
    EXPECT_THROW((void)output_multipliers(matrix({{0, 0, 1.0}}, 1)), std::domain_error);
}

TEST(SupplyFactors, AMissingInputCountsWhetherItWasBoughtInsideOrOutside) {
    SupplyInput input{0.2, 0.0, true, 0.3, 0.0, {}};  // 30 per cent of outside supply missing
    const double outside = supply_factors({{input}}, 0.3)[0];
    input = {0.2, 0.0, true, 0.0, 0.3, {}};  // 30 per cent of the input without a supplier
    EXPECT_NEAR(supply_factors({{input}}, 0.3)[0], outside, 1e-14);
    input = {0.2, 0.4, true, 0.5, 0.2, {}};  // v = 1 - 0.2 - 0.4 * 0.5
    const SupplyInput plain{0.2, 0.0, true, 0.4, 0.0, {}};
    EXPECT_NEAR(supply_factors({{input}}, 0.3)[0], supply_factors({{plain}}, 0.3)[0], 1e-14);
}

RC_GTEST_PROP(Sourcing, RemovingAndAddingBackIsIdentity, ()) {
    const Sourcing before{share(), 0.0};
    const Sourcing after = complete(lose(before, share(), share()), 1.0, before.local);
    RC_ASSERT(std::abs(after.local - before.local) < 1e-15);
    RC_ASSERT(after.lost < 1e-15);
}

RC_GTEST_PROP(Sourcing, SharesStayShares, ()) {
    Sourcing now{share(), 0.0};
    for (int step = 0; step < 5; ++step) {
        switch (*rc::gen::inRange(0, 3)) {
            case 0:
                now = lose(now, share(), share());
                break;
            case 1:
                now = complete(now, share(), share());
                break;
            default:
                now = at_capacity(now, 2 * share(), share());
        }
        RC_ASSERT(now.local >= 0 && now.lost >= 0 && now.local + now.lost <= 1 + 1e-12);
    }
}

RC_GTEST_PROP(Sourcing, StrongerLinksNeverLowerDemandOfAnySupplier, ()) {
    const int n = *rc::gen::inRange(2, 7);
    std::vector<Eigen::Triplet<double>> before, after;
    std::vector<double> output;
    for (int j = 0; j < n; ++j) {
        output.push_back(0.1 + 10 * share());
        for (int i = 0; i < n; ++i) {
            const double weight = 0.6 * share() / n;
            const Sourcing now{share(), 0.0};
            before.emplace_back(i, j, weight * now.local);
            after.emplace_back(i, j, weight * complete(now, 1.0, now.local + share() * (1 - now.local)).local);
        }
    }
    Eigen::SparseMatrix<double> a(n, n), b(n, n);
    a.setFromTriplets(before.begin(), before.end());
    b.setFromTriplets(after.begin(), after.end());
    std::size_t rows_before = 0, rows_after = 0;
    const auto scaled_before = scaled_local_input(a, output, rows_before);
    const auto scaled_after = scaled_local_input(b, output, rows_after);
    const std::vector<double> first = sourcing_round(scaled_before, scaled_after, output);
    std::vector<std::size_t> industry;
    for (int i = 0; i < n; ++i) industry.push_back(static_cast<std::size_t>(i));
    const DemandPull pull(b, output, {0.7});
    std::vector<double> pulled = first;
    Eigen::VectorXd scratch;
    pull.solve(0, industry, output, pulled, scratch);
    for (std::size_t i = 0; i < first.size(); ++i) {
        RC_ASSERT(first[i] > -1e-12);
        RC_ASSERT(pulled[i] >= first[i] - 1e-12);
    }
}

}  // namespace
}  // namespace zonecast::laws
