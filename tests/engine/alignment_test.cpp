// Certificates follow the reference path in number and the members in kind (docs/model.md, section 7.6).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/laws/certification.hpp"
#include "model/laws/patents.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using laws::CertificationReach;
using test::Quantity;
using test::Simulation;
using test::SmallWorld;

TEST(CertificationReach, IsSolvedForAsManyAsAreWanted) {
    // Candidates spread evenly from -2 to 0 of the threshold, without noise: a reach of r takes the share r / 2 of them.
    std::vector<double> counts(CertificationReach::bins, 0.0);
    constexpr int many = 2000;
    for (int i = 0; i < many; ++i) CertificationReach::add(counts, -2.0 * (i + 0.5) / many, 1.0);
    EXPECT_NEAR(std::accumulate(counts.begin(), counts.end(), 0.0), many, 1e-9);
    for (const double share : {0.1, 0.5, 0.9}) {
        const double reach = CertificationReach::solve(counts, share * many, 0.0);
        EXPECT_NEAR(reach, 2 * share, CertificationReach::bin_width);
        EXPECT_NEAR(CertificationReach::within(counts, reach, 0.0), share * many, 1e-3);
    }
    // With noise of width 1 a candidate at the edge of the reach is in it every second time.
    std::vector<double> one(CertificationReach::bins, 0.0);
    CertificationReach::add(one, CertificationReach::middle(40), 10.0);
    EXPECT_NEAR(CertificationReach::solve(one, 5.0, 1.0), -CertificationReach::middle(40), 1e-6);
    EXPECT_NEAR(CertificationReach::solve(one, 7.5, 1.0), -CertificationReach::middle(40) + 0.25, 1e-6);
    EXPECT_NEAR(CertificationReach::within(one, CertificationReach::solve(one, 0.0, 1.0), 1.0), 0.0, 1e-12);
}

TEST(PatentsLapsing, MakeValidPatentsGrowAsTheyShould) {
    EXPECT_NEAR(1000 * (1 - laws::patents_lapsing(0.25, 0.1)) + 250, 1000 * std::exp(0.1), 1e-9);
    EXPECT_EQ(laws::patents_lapsing(0.05, 0.3), 0.0);  // patents do not come from nowhere
    EXPECT_EQ(laws::patents_lapsing(2.0, 0.0), 0.6);
}

/// Hunan's plan without its measures, whose certified enterprises grow as given.
scenario::Scenario without_measures() {
    scenario::Scenario scenario = test::hunan({"parameter.tightening_rate=0"});
    scenario.plan.measures.clear();
    scenario.plan.targets.clear();
    scenario.plan.groups.clear();
    return scenario;
}

TEST(Alignment, ExpectedStockIsMetToMonteCarloError) {
    for (const double growth : {0.05, 0.20, 0.35}) {
        SCOPED_TRACE(testing::Message() << "growth " << growth);
        const reference::ReferenceLaw law = test::steady_law(growth, 0.11, 0.1, 0.1, 0.1, 0.09);
        scenario::Scenario scenario = without_measures();
        Simulation simulation(scenario, {}, &law);
        constexpr int replicates = 24;
        std::vector<double> ratio(4, 0.0), square(4, 0.0);
        for (int r = 0; r < replicates; ++r) {
            const auto& t = simulation.run(static_cast<std::uint64_t>(r));
            for (std::size_t year = 1; year <= 3; ++year) {
                const double x = std::log(test::total(t, year, Quantity::hnte_count) / test::total(t, 0, Quantity::hnte_count)) -
                                 growth * static_cast<double>(year);
                ratio[year] += x / replicates;
                square[year] += x * x / replicates;
            }
            EXPECT_EQ(simulation.replicate.certification_shortage(), 0);
        }
        for (std::size_t year = 1; year <= 3; ++year) {
            const double error = std::sqrt((square[year] - ratio[year] * ratio[year]) / replicates);
            // Expected numbers are of last year's sizes: two per cent is the room that leaves.
            EXPECT_NEAR(ratio[year], 0.0, 3 * error + 0.02) << "year " << year;
            EXPECT_LT(std::sqrt(square[year]), 0.06) << "members add little noise of their own, year " << year;
        }
    }
}

TEST(Alignment, TheNearerTheThresholdTheLikelier) {
    // Those who certify spend more of their revenue on R&D than those who could and do not: rank is kept at any reach.
    for (const double growth : {0.05, 0.30}) {
        const reference::ReferenceLaw law = test::steady_law(growth, 0.11, 0.1, 0.1, 0.1, 0.09);
        scenario::Scenario scenario = without_measures();
        scenario.plan.end_year = 2017;
        Simulation simulation(scenario, {}, &law);
        simulation.run(1);
        double taken = 0, left = 0;
        std::size_t takers = 0, others = 0;
        for (std::size_t c = 0; c < simulation.world->clusters.size(); ++c) {
            const auto& e = simulation.replicate.enterprises(c);
            for (std::size_t i = 0; i < e.size(); ++i) {
                if (e.age(i) < 2) continue;
                if (e.certificate(i) == 0) left += e.theta(i), ++others;
                if (e.certificate(i) == 3) taken += e.theta(i), ++takers;
            }
        }
        ASSERT_GT(takers, 50u);
        EXPECT_GT(taken / static_cast<double>(takers), left / static_cast<double>(others) + 0.1) << growth;
    }
}

TEST(Alignment, AnInstrumentShiftsTheReferenceAndIsNotTakenBack) {
    SmallWorld with, without;
    test::without_plan(with), test::without_plan(without);
    with.append("plans/small.toml",
                "[[measure]]\nid = \"a\"\ninstrument = \"push_certification_drive\"\nscope = \"all_zones\"\ndose = { 2017 = 1 }\n");
    const std::vector<std::string> longer{"plan.end_year=2022"};
    const reference::ReferenceLaw& law = test::even_growth;
    Simulation a(with.scenario(longer), {}, &law), b(without.scenario(longer), {}, &law);
    double first = 0, last = 0;
    for (std::uint64_t r = 0; r < 40; ++r) {
        const auto& x = a.run(r);
        const auto& y = b.run(r);
        first += test::total(x, 1, Quantity::hnte_count) - test::total(y, 1, Quantity::hnte_count);
        last += test::total(x, 6, Quantity::hnte_count) - test::total(y, 6, Quantity::hnte_count);
    }
    EXPECT_GT(first, 0);
    EXPECT_GT(last, 0.8 * first) << "what the first year brought is still there";
}

TEST(Alignment, WhereThereAreNotEnoughEnterprisesItSaysSo) {
    SmallWorld world;
    test::without_plan(world);
    const reference::ReferenceLaw law = test::steady_law(3.0, 0.1, 0.1, 0.1, 0.1, 0.09);
    Simulation simulation(world.scenario({"plan.end_year=2018"}), {}, &law);
    const auto& recorded = simulation.run(0);
    const double shortage = simulation.replicate.certification_shortage();
    EXPECT_GT(shortage, 0);
    // And the run keeps it, with the year's other certificates.
    EXPECT_NEAR(test::total(recorded, 2, Quantity::hnte_unreached), shortage, 1e-9 * shortage);
    EXPECT_EQ(test::total(recorded, 0, Quantity::hnte_unreached), 0);
    // Where there are enough, nothing is missing.
    Simulation enough(world.scenario({"plan.end_year=2018"}), {}, &test::even_growth);
    EXPECT_EQ(test::total(enough.run(0), 2, Quantity::hnte_unreached), 0);
}

}  // namespace
}  // namespace zonecast
