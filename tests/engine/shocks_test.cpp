// Shocks: a loss of supply travels down the chain and is gone when it ends; demand shocks come and go.
#include <cmath>

#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::operator+;
using test::Quantity;
using test::quiet;
using test::Simulation;
using test::SmallWorld;
using test::total;

void add_shock(SmallWorld& world, const std::string& kind, const std::string& target, int years, double size,
               const std::string& shape = "flat") {
    world.append("plans/small.toml", "\n[[shock]]\nid = \"event\"\nkind = \"" + kind + "\"\n" +
                                         (target.empty() ? "" : "target = \"" + target + "\"\n") + "start = 2018\nyears = " +
                                         std::to_string(years) + "\nsize = " + std::to_string(size) + "\nshape = \"" + shape + "\"\n");
}

/// Cumulated expected growth above the reference, by year and cluster, without any noise.
std::vector<std::vector<double>> levels(const SmallWorld& world, const std::vector<std::string>& overrides) {
    std::vector<std::vector<double>> level;
    for (int end = 2018; end <= 2022; ++end) {
        Simulation simulation(world.scenario(quiet() + overrides + std::vector<std::string>{"plan.end_year=" + std::to_string(end)}), {},
                              &test::even_growth);
        simulation.run(0);
        std::vector<double> now;
        for (std::size_t c = 0; c < simulation.world->clusters.size(); ++c)
            now.push_back((level.empty() ? 0.0 : level.back()[c]) + simulation.replicate.expected_growth(c) -
                          simulation.replicate.reference_growth());
        level.push_back(now);
    }
    return level;
}

TEST(SupplyShock, TravelsDownTheChainAndIsGoneWhenItEnds) {
    SmallWorld world;
    test::without_plan(world);
    add_shock(world, "external_supply", "chips", 2, 0.6);
    const auto level = levels(world, {"parameter.chi=0", "parameter.inventory_days=0"});
    Simulation simulation(world.scenario());
    const auto electronics = simulation.cluster("east_htz.electronics"), machinery = simulation.cluster("east_htz.construction_machinery"),
               metals = simulation.cluster("east_park.nonferrous_materials");
    EXPECT_LT(level[0][electronics], -0.01) << "the buyer of chips";
    EXPECT_LT(level[0][machinery], -1e-4) << "the buyer of its controllers";
    EXPECT_GT(level[0][machinery], level[0][electronics]) << "damped on the way";
    EXPECT_GT(level[0][metals], level[0][machinery]) << "metals buy little from either";
    for (std::size_t c = 0; c < level[0].size(); ++c) {
        EXPECT_NEAR(level[1][c], level[0][c], 1e-12) << "the second year of the same loss takes nothing more";
        EXPECT_NEAR(level[2][c], 0.0, 1e-12) << "undone when it ends";
        EXPECT_NEAR(level[4][c], 0.0, 1e-12);
    }
}

TEST(SupplyShock, StocksSoftenItsFirstYear) {
    SmallWorld world;
    test::without_plan(world);
    add_shock(world, "external_supply", "chips", 2, 0.6);
    const auto bare = levels(world, {"parameter.chi=0", "parameter.inventory_days=0"});
    const auto stocked = levels(world, {"parameter.chi=0", "parameter.inventory_days=90"});
    Simulation simulation(world.scenario());
    const auto electronics = simulation.cluster("east_htz.electronics");
    EXPECT_GT(stocked[0][electronics], bare[0][electronics]);
    EXPECT_NEAR(stocked[1][electronics], bare[1][electronics], 1e-12);
}

TEST(SupplyShock, OfSizeZeroChangesNoBit) {
    SmallWorld world, bare;
    add_shock(world, "external_supply", "chips", 1, 0.0);
    Simulation with(world.scenario()), without(bare.scenario());
    for (std::uint64_t r = 0; r < 3; ++r) EXPECT_TRUE(test::same_record(with.run(r), without.run(r)));
}

TEST(SupplyShock, MovesRevenueOfMembersAndTheyRecover) {
    SmallWorld world;
    test::without_plan(world);
    SmallWorld bare;
    test::without_plan(bare);
    add_shock(world, "external_supply", "chips", 1, 0.6);
    const std::vector<std::string> overrides = quiet() + std::vector<std::string>{"plan.end_year=2020", "parameter.alignment=0"};
    Simulation with(world.scenario(overrides)), without(bare.scenario(overrides));
    double during = 0, after = 0, industry = 0;
    for (std::uint64_t r = 0; r < 20; ++r) {
        const auto& a = with.run(r);
        const auto& b = without.run(r);
        during += total(a, 2, Quantity::revenue) - total(b, 2, Quantity::revenue);
        after += total(a, 3, Quantity::revenue) - total(b, 3, Quantity::revenue);
        industry += total(b, 2, Quantity::revenue);
        EXPECT_EQ(total(a, 1, Quantity::revenue), total(b, 1, Quantity::revenue)) << "nothing before it starts";
    }
    EXPECT_LT(during / industry, -0.003);
    EXPECT_LT(std::abs(after), 0.25 * std::abs(during)) << "recovered but for what chance did meanwhile";
}

TEST(DemandShock, ComesAndGoes) {
    SmallWorld world;
    test::without_plan(world);
    add_shock(world, "demand", "", 1, -0.10);
    const auto level = levels(world, {});
    Simulation simulation(world.scenario());
    double weighted = 0, all = 0;
    for (std::size_t c = 0; c < level[0].size(); ++c) {
        EXPECT_LT(level[0][c], 0.0);
        EXPECT_NEAR(level[1][c], 0.0, 1e-12);
        weighted += simulation.world->chain(0).cluster_output[c] * level[0][c];
        all += simulation.world->chain(0).cluster_output[c];
    }
    EXPECT_NEAR(weighted / all, -0.15, 0.05) << "loadings between 1.1 and 1.8 on a shock of ten points";
    const auto machinery = simulation.cluster("east_htz.construction_machinery"), electronics = simulation.cluster("east_htz.electronics");
    EXPECT_LT(level[0][machinery], level[0][electronics]) << "machinery loads more on the cycle";
}

TEST(DemandShock, OfSizeOneOnEverybodyMovesTheWholeByOne) {
    // The factor h undoes the multiplier of the chain: with loadings of one a common shock of one point moves the whole by one point.
    SmallWorld world;
    test::without_plan(world);
    std::string industries = world.text("library/industries.csv");
    for (const char* loading : {",1.8,assumed", ",1.1,assumed", ",1.2,assumed"})
        industries.replace(industries.find(loading), std::string(loading).size(), ",1.0,assumed");
    world.write("library/industries.csv", industries);
    add_shock(world, "demand", "", 1, 0.02);
    for (const char* chi : {"parameter.chi=0", "parameter.chi=0.6", "parameter.chi=0.9"}) {
        const auto level = levels(world, {chi});
        Simulation simulation(world.scenario());
        double weighted = 0, all = 0;
        for (std::size_t c = 0; c < level[0].size(); ++c) {
            weighted += simulation.world->chain(0).cluster_output[c] * level[0][c];
            all += simulation.world->chain(0).cluster_output[c];
        }
        EXPECT_NEAR(weighted / all, 0.02, 0.001) << chi;
    }
}

TEST(DemandShock, OfAnIndustryReachesItsSuppliersOnlyThroughTheChain) {
    SmallWorld world;
    test::without_plan(world);
    add_shock(world, "industry_demand", "construction_machinery", 1, -0.3);
    Simulation simulation(world.scenario());
    const auto machinery = simulation.cluster("east_htz.construction_machinery"),
               metals = simulation.cluster("west.outside.nonferrous_materials");
    const auto alone = levels(world, {"parameter.chi=0"}), chained = levels(world, {"parameter.chi=0.8"});
    EXPECT_LT(alone[0][machinery], -0.2);
    EXPECT_NEAR(alone[0][metals], 0.0, 1e-12);
    EXPECT_LT(chained[0][metals], -1e-3);
    EXPECT_NEAR(chained[1][metals], 0.0, 1e-12);
}

TEST(DemandShock, FadesWhenItsShapeSaysSo) {
    SmallWorld world;
    test::without_plan(world);
    add_shock(world, "industry_demand", "electronics", 2, -0.2, "fading");
    const auto level = levels(world, {});
    Simulation simulation(world.scenario());
    const auto electronics = simulation.cluster("east_htz.electronics");
    EXPECT_LT(level[0][electronics], 0.0);
    EXPECT_NEAR(level[1][electronics], 0.5 * level[0][electronics], 1e-12);
    EXPECT_NEAR(level[2][electronics], 0.0, 1e-12);
}

}  // namespace
}  // namespace zonecast
