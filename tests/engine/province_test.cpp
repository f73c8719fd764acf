// The same accounts on the real province, for a few replicates.
#include "tests/engine/invariants.hpp"

namespace zonecast {
namespace {

using test::Quantity;
using test::Simulation;
using test::total;

TEST(Hunan, AccountsBalanceAndTheBaseYearIsThePublishedOne) {
    Simulation simulation(test::hunan());
    for (std::uint64_t r = 0; r < 5; ++r) {
        SCOPED_TRACE(testing::Message() << "replicate " << r);
        const auto& t = simulation.run(r);
        test::expect_published_base_year(simulation, t);
        test::expect_balanced(simulation, t);
        if (HasFailure()) return;
        EXPECT_EQ(total(t, 0, Quantity::hnte_count), 2212.0);
        EXPECT_EQ(total(t, 0, Quantity::hnte_recognised), 870.0);
    }
}

TEST(Hunan, StaysInSaneRangesForTenYears) {
    // Ranges of a run without levers are wide; one replicate may leave them, so the median of some replicates is asked.
    auto overrides = std::vector<std::string>{"plan.end_year=2026"};
    Simulation simulation(test::hunan(overrides));
    std::vector<double> growth, exponent, share, certified;
    for (std::uint64_t r = 0; r < 15; ++r) {
        const auto& t = simulation.run(r);
        growth.push_back(std::log(total(t, 10, Quantity::revenue) / total(t, 0, Quantity::revenue)) / 10);
        exponent.push_back(std::log(total(t, 10, Quantity::firms_revenue_ge_1) / total(t, 10, Quantity::firms_revenue_ge_100)) /
                           std::log(100.0));
        share.push_back(total(t, 10, Quantity::hightech_value_added) /
                        (total(t, 10, Quantity::hightech_value_added) + total(t, 10, Quantity::gdp_rest)));
        certified.push_back(total(t, 10, Quantity::hnte_count) / total(t, 10, Quantity::firms));
    }
    auto median = [](std::vector<double> v) {
        std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
        return v[v.size() / 2];
    };
    EXPECT_GT(median(growth), 0.035);
    EXPECT_LT(median(growth), 0.14);
    EXPECT_GT(median(exponent), 0.85);
    EXPECT_LT(median(exponent), 1.2);
    EXPECT_GT(median(share), 0.18);
    EXPECT_LT(median(share), 0.38);
    EXPECT_GT(median(certified), 0.12);
    EXPECT_LT(median(certified), 0.71);
}

}  // namespace
}  // namespace zonecast
