// Enterprises of a province spread over its clusters and classes.
#include "model/start/cohort_table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "model/base/philox.hpp"
#include "tests/start/hunan_2016.hpp"

namespace zonecast::start {
namespace {

ClassArray hunan_table() {
    return solve_class_table(hunan_2016());
}

/// Lognormal cluster revenues that add up to the table's.
std::vector<double> cluster_revenue(const ClassArray& table, std::size_t clusters, double spread) {
    double total = 0;
    for (std::size_t k = 0; k < class_count; ++k) total += table[k] * class_means()[k];
    std::vector<double> revenue;
    double sum = 0;
    for (std::uint32_t c = 0; c < clusters; ++c) {
        const Words w = philox({c, 0, 0, 0}, 12, 34);
        revenue.push_back(std::exp(spread * (uniform(w[0]) + uniform(w[1]) + uniform(w[2]) - 1.5)));
        sum += revenue.back();
    }
    for (double& r : revenue) r *= total / sum;
    return revenue;
}

TEST(SpreadOverClusters, MeetsColumnsRowsAndRevenue) {
    const ClassArray table = hunan_table();
    const std::vector<double> revenue = cluster_revenue(table, 100, 2.0);
    constexpr double exponent = 0.85;
    const auto cells = spread_over_clusters(table, revenue, exponent);
    ASSERT_EQ(cells.size(), revenue.size());
    ClassArray columns{};
    double all = 0, weight = 0;
    for (std::size_t k = 0; k < class_count; ++k) all += table[k];
    for (const double r : revenue) weight += std::pow(r, exponent);
    for (std::size_t c = 0; c < revenue.size(); ++c) {
        double firms = 0, money = 0;
        for (std::size_t k = 0; k < class_count; ++k) {
            ASSERT_GE(cells[c][k], 0.0);
            columns[k] += cells[c][k];
            firms += cells[c][k];
            money += cells[c][k] * class_means()[k];
        }
        // Three rounds; the last scaling of columns, and classes too large for small clusters, leave a little in the rows.
        EXPECT_NEAR(firms / (all * std::pow(revenue[c], exponent) / weight), 1.0, 0.03) << "cluster " << c;
        EXPECT_NEAR(money / revenue[c], 1.0, 0.03) << "cluster " << c;
    }
    for (std::size_t k = 0; k < class_count; ++k) EXPECT_NEAR(columns[k] / table[k], 1.0, 1e-10) << "class " << k;
}

TEST(SpreadOverClusters, PutsNoEnterpriseIntoAClusterSmallerThanItself) {
    const ClassArray table = hunan_table();
    const std::vector<double> revenue = cluster_revenue(table, 100, 3.0);
    const auto cells = spread_over_clusters(table, revenue, 0.85);
    std::size_t too_large = 0;
    for (std::size_t c = 0; c < revenue.size(); ++c)
        for (std::size_t k = 1; k < class_count; ++k)
            if (laws::class_low(k) > 0.9 * revenue[c]) {
                EXPECT_EQ(cells[c][k], 0.0) << "class " << k << " in a cluster of " << revenue[c];
                ++too_large;
            }
    EXPECT_GT(too_large, 10u);
}

TEST(SpreadOverClusters, LeavesAClusterWithoutRevenueEmpty) {
    const ClassArray table = hunan_table();
    std::vector<double> revenue = cluster_revenue(table, 20, 1.0);
    revenue[7] = 0;
    const auto cells = spread_over_clusters(table, revenue, 0.85);
    for (const double n : cells[7]) EXPECT_EQ(n, 0.0);
}

TEST(SpreadOverClusters, GivesEqualClustersEqualCells) {
    const ClassArray table = hunan_table();
    double total = 0;
    for (std::size_t k = 0; k < class_count; ++k) total += table[k] * class_means()[k];
    const auto cells = spread_over_clusters(table, std::vector<double>(10, total / 10), 0.85);
    for (std::size_t c = 0; c < 10; ++c)
        for (std::size_t k = 0; k < class_count; ++k) EXPECT_NEAR(cells[c][k] / table[k], 0.1, 1e-3);
}

TEST(WholeEnterprises, KeepTheColumnSumsAndStayWithinOneOfTheExpected) {
    const ClassArray table = hunan_table();
    const auto cells = spread_over_clusters(table, cluster_revenue(table, 60, 2.0), 0.85);
    for (std::uint32_t draw = 0; draw < 20; ++draw) {
        ClassArray offsets;
        for (std::size_t k = 0; k < class_count; ++k) offsets[k] = uniform(philox({draw, static_cast<std::uint32_t>(k), 0, 0}, 1, 2)[0]);
        const auto whole = whole_enterprises(cells, offsets);
        for (std::size_t k = 0; k < class_count; ++k) {
            double column = 0, expected = 0;
            for (std::size_t c = 0; c < cells.size(); ++c) {
                column += whole[c][k];
                expected += cells[c][k];
                ASSERT_LT(std::abs(whole[c][k] - cells[c][k]), 1.0 + 1e-9) << "systematic sampling";
            }
            ASSERT_EQ(column, std::floor(expected + offsets[k]));
        }
    }
}

TEST(WholeEnterprises, AreRightInTheMean) {
    const std::vector<ClassArray> expected(7, [] {
        ClassArray a{};
        a.fill(0.3);
        return a;
    }());
    double sum = 0;
    constexpr int draws = 1000;
    for (int i = 0; i < draws; ++i) {
        ClassArray offsets;
        offsets.fill((i + 0.5) / draws);
        sum += whole_enterprises(expected, offsets)[3][5];
    }
    EXPECT_NEAR(sum / draws, 0.3, 2.0 / draws);
}

TEST(ReconcileRevenue, MeetsTheTotalAndMovesTheUncertainOnes) {
    const std::vector<double> start{100, 50, 50, 20}, spread{0.0, 0.1, 0.4, 0.4};
    for (const double total : {150.0, 220.0, 300.0}) {
        const auto found = reconcile_revenue(start, spread, total);
        EXPECT_NEAR(std::accumulate(found.begin(), found.end(), 0.0), total, 1e-9 * total);
        const double well_known = std::abs(std::log(found[1] / start[1])), unknown = std::abs(std::log(found[2] / start[2]));
        EXPECT_NEAR(found[0], 100.0, 1e-7) << "what is known exactly stays";
        if (total != 220.0) {
            EXPECT_NEAR(unknown / well_known, 16.0, 1e-4) << "moves are proportional to the squared spread";
        }
        EXPECT_NEAR(std::log(found[3] / start[3]), std::log(found[2] / start[2]), 1e-9);
    }
}

TEST(ReconcileRevenue, ScalesWhereNothingIsUncertain) {
    const auto found = reconcile_revenue({1, 2, 3}, {0, 0, 0}, 12);
    EXPECT_NEAR(found[0], 2, 1e-12);
    EXPECT_NEAR(found[1], 4, 1e-12);
    EXPECT_NEAR(found[2], 6, 1e-12);
    EXPECT_TRUE(reconcile_revenue({}, {}, 5).empty());
}

}  // namespace
}  // namespace zonecast::start
