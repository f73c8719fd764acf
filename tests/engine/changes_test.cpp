// Changes of the supply chain in a run: what they do to demand pull, supply and clusters, against numbers by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "model/base/vector_math.hpp"
#include "model/engine/chain_changes.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast::test {
namespace {

using scenario::Change;

/// The small world without targets and measures, with one change.
scenario::Scenario changed(const std::string& change, const std::vector<std::string>& overrides = {}) {
    SmallWorld world;
    without_plan(world);
    world.append("plans/small.toml", change);
    return world.scenario(overrides);
}

std::size_t industry(const engine::World& world, const std::string& id) {
    for (std::size_t i = 0; i < world.industries.size(); ++i)
        if (world.industries[i] == id) return i;
    throw std::runtime_error("no industry " + id);
}

double coefficient(const engine::WorldChain& chain, std::size_t seller, std::size_t buyer) {
    return chain.pull.local_input().coeff(static_cast<Eigen::Index>(seller), static_cast<Eigen::Index>(buyer));
}

/// Deviations of growth in the last year run, without anything else that moves clusters.
std::vector<double> deviations(const scenario::Scenario& scenario) {
    Simulation simulation(scenario, {}, &test::even_growth);
    simulation.run(0);
    std::vector<double> y;
    for (std::size_t c = 0; c < simulation.world->clusters.size(); ++c)
        y.push_back(simulation.replicate.expected_growth(c) - simulation.replicate.reference_growth());
    return y;
}

const char* lose_metal = "[[change]]\nid = \"x\"\naction = \"remove\"\nsegment = \"metal\"\nyear = 2018\n";

TEST(Changes, ALostSegmentIsNoLongerBoughtInside) {
    const auto world = compile(changed(lose_metal));
    const std::size_t metal = industry(*world, "nonferrous_materials"), machines = industry(*world, "construction_machinery"),
                      electronics = industry(*world, "electronics");
    ASSERT_EQ(world->chain(0).pull.scaled_rows(), 0u);
    EXPECT_EQ(world->chains[0], world->chains[1]) << "nothing has changed yet";
    EXPECT_NE(world->chains[1], world->chains[2]);
    EXPECT_EQ(world->chains[2], world->chains[3]);
    // 0.12 of excavators, half of it bought inside; 0.05 of controllers, one of two segments of electronics.
    EXPECT_NEAR(coefficient(world->chain(0), metal, machines) - coefficient(world->chain(2), metal, machines), 0.12 * 0.5, 1e-15);
    EXPECT_NEAR(coefficient(world->chain(0), metal, electronics) - coefficient(world->chain(2), metal, electronics), 0.05 / 2 * 0.5, 1e-15);
    EXPECT_EQ(coefficient(world->chain(0), machines, electronics), coefficient(world->chain(2), machines, electronics));
    EXPECT_TRUE(world->log_supply.empty()) << "suppliers outside take over, so nobody lacks anything";
}

TEST(Changes, SellersFeelTheLossInItsYearAndTheirSuppliersAfterThem) {
    const auto quiet_2018 = quiet() + std::vector<std::string>{"plan.end_year=2018"};
    const scenario::Scenario scenario = changed(lose_metal, quiet_2018);
    const auto world = compile(scenario);
    const std::size_t n = world->industries.size();
    const std::size_t metal = industry(*world, "nonferrous_materials"), machines = industry(*world, "construction_machinery"),
                      electronics = industry(*world, "electronics");
    const auto& x = world->chain(0).pull.output();
    const double sales = -(0.12 * 0.5 * x[machines] + 0.05 / 2 * 0.5 * x[electronics]) / x[metal];
    // y = s + chi S' y by plain iteration over industries, S' with what is left.
    Simulation simulation(scenario, {}, &test::even_growth);
    simulation.run(0);
    const double chi = world->parameters.chi_at(world->parameters.chi_node(1, 0, true));
    std::vector<double> y(n, 0.0), next(n);
    for (int k = 0; k < 500; ++k) {
        for (std::size_t i = 0; i < n; ++i) {
            next[i] = i == metal ? sales : 0.0;
            for (std::size_t j = 0; j < n; ++j)
                if (x[i] > 0) next[i] += chi * coefficient(world->chain(2), i, j) * x[j] / x[i] * y[j];
        }
        y = next;
    }
    EXPECT_LT(y[metal], -0.001) << "the loss must be large enough to see";
    const std::vector<double> felt = deviations(scenario);
    for (std::size_t c = 0; c < felt.size(); ++c) EXPECT_NEAR(felt[c], y[world->cluster_industry[c]], 1e-12) << world->clusters[c].id;
}

TEST(Changes, WhatNobodyReplacesIsFeltDownstreamByTheSupplyLaw) {
    const auto world = compile(
        changed("[[change]]\nid = \"x\"\naction = \"remove\"\nfrom = \"controller\"\nto = \"excavator\"\nyear = 2017\nreplaced = 0\n"));
    ASSERT_EQ(world->log_supply.size(), 4u);
    const double sigma = world->parameters.fixed("supply_ces"), days = world->parameters.fixed("inventory_days");
    const auto factor = [&](double lost) {
        const double power = (sigma - 1) / sigma;
        return std::log(0.08 * std::pow(1 - lost, power) + 0.92) / power;
    };
    const double first = 0.3 * std::max(0.0, 12 - days / 30) / 12;  // stocks stand in for the first days
    for (std::size_t c = 0; c < world->clusters.size(); ++c) {
        const bool buys = world->clusters[c].industry == industry(*world, "construction_machinery");
        EXPECT_EQ(world->log_supply[0][c], 0.0);
        if (!buys) continue;
        // The CES of the lost input, and a little more: makers of excavators buy from each other, and so feel their own loss again.
        EXPECT_LT(world->log_supply[1][c], factor(first) + 1e-12);
        EXPECT_GT(world->log_supply[1][c], 1.1 * factor(first));
        EXPECT_LT(world->log_supply[2][c], factor(0.3) + 1e-12);
        EXPECT_GT(world->log_supply[2][c], 1.1 * factor(0.3));
        EXPECT_EQ(world->log_supply[3][c], world->log_supply[2][c]);
    }
}

TEST(Changes, RemovingAndAddingBackLeavesTheChainAsItWas) {
    for (const std::string replaced : {"0", "0.4", "1"}) {
        const auto scenario =
            changed("[[change]]\nid = \"a\"\naction = \"remove\"\nsegment = \"metal\"\nyear = 2017\nreplaced = " + replaced +
                    "\n[[change]]\nid = \"b\"\naction = \"add\"\nsegment = \"metal\"\nyear = 2018\n");
        const auto back = engine::links_in_year(scenario, 2018);
        for (std::size_t i = 0; i < back.size(); ++i) {
            EXPECT_EQ(back[i].edge.local_share, scenario.supply[i].local_share);
            EXPECT_NEAR(back[i].lost, 0, 1e-15);
        }
        const auto world = compile(scenario);
        EXPECT_NEAR((Eigen::MatrixXd(world->chain(2).pull.local_input()) - Eigen::MatrixXd(world->chain(0).pull.local_input())).norm(), 0,
                    1e-15);
        for (std::size_t i = 0; i < world->industries.size(); ++i)
            EXPECT_NEAR(world->sourcing_round[1][i] + world->sourcing_round[2][i], 0, 1e-15);
    }
}

TEST(Changes, CompletingAMissingSegmentReachesTheShareOfThoseThatAreThere) {
    const auto scenario = changed("[[change]]\nid = \"x\"\naction = \"add\"\nsegment = \"chips\"\nyear = 2017\nramp = 2\n");
    // Specific links from segments that are there: none in the small world, so the pack's own share stays; a share given is reached.
    EXPECT_EQ(engine::links_in_year(scenario, 2019)[0].edge.local_share, scenario.supply[0].local_share);
    const auto given =
        changed("[[change]]\nid = \"x\"\naction = \"add\"\nsegment = \"chips\"\nyear = 2017\nramp = 2\nlocal_share = 0.45\n");
    const auto local = [&](int year) {
        for (const auto& link : engine::links_in_year(given, year))
            if (link.edge.from == "chips") return link.edge.local_share;
        return -1.0;
    };
    EXPECT_EQ(local(2016), 0.05);
    EXPECT_NEAR(local(2017), 0.25, 1e-15);
    EXPECT_NEAR(local(2018), 0.45, 1e-15);
    const auto now = engine::scenario_in_year(given, 2019);
    for (const auto& segment : now.segments) EXPECT_EQ(segment.presence == scenario::Presence::missing, false) << segment.id;
    EXPECT_TRUE(now.plan.changes.empty());
}

TEST(Changes, ALostClusterIsEmptyFromItsYearOn) {
    const auto scenario = changed("[[change]]\nid = \"x\"\naction = \"remove\"\ncluster = \"east_htz.electronics\"\nyear = 2018\n");
    Simulation simulation(scenario, {}, &test::even_growth);
    const std::size_t lost = simulation.cluster("east_htz.electronics");
    for (std::uint64_t r = 0; r < 3; ++r) {
        const auto& record = simulation.run(r);
        const auto quantity = [&](std::size_t t, engine::ClusterQuantity q) {
            return record.cluster[(t * record.clusters + lost) * engine::cluster_quantity_count + static_cast<std::size_t>(q)];
        };
        EXPECT_GT(quantity(1, engine::ClusterQuantity::firms), 0);
        for (const std::size_t t : {2, 3}) {
            EXPECT_EQ(quantity(t, engine::ClusterQuantity::firms), 0);
            EXPECT_EQ(quantity(t, engine::ClusterQuantity::revenue), 0);
        }
        EXPECT_EQ(quantity(2, engine::ClusterQuantity::exits), quantity(1, engine::ClusterQuantity::firms));
        for (std::size_t t = 1; t < record.years; ++t)
            EXPECT_EQ(total(record, t, Quantity::firms),
                      total(record, t - 1, Quantity::firms) + total(record, t, Quantity::entries) - total(record, t, Quantity::exits));
    }
    EXPECT_EQ(simulation.world->chain(2).cluster_output[lost], 0.0);
    EXPECT_LT(simulation.world->capacity_round[2][industry(*simulation.world, "nonferrous_materials")], 0) << "its suppliers lose a buyer";
}

TEST(Changes, GrowthOfAStrengthenedClusterRisesByItsShare) {
    const std::string head =
        "[[change]]\nid = \"x\"\naction = \"strengthen\"\ncluster = \"east_htz.electronics\"\nyear = 2017\nby = 0.21\nramp = 2\n";
    const auto world = compile(changed(head));
    const std::size_t c = Simulation(changed(head)).cluster("east_htz.electronics");
    EXPECT_NEAR(world->boost[1][c], std::log(1.21) / 2, 1e-15);
    EXPECT_NEAR(world->boost[2][c], std::log(1.21) / 2, 1e-15);
    EXPECT_EQ(world->boost[3][c], 0.0);
    const auto base = deviations(changed("", quiet() + std::vector<std::string>{"plan.end_year=2017"}));
    const auto strong = deviations(changed(head, quiet() + std::vector<std::string>{"plan.end_year=2017"}));
    EXPECT_GT(strong[c] - base[c], std::log(1.21) / 2 - 1e-12) << "its own rise, and what its buyers among its kind pass on";
    for (std::size_t d = 0; d < base.size(); ++d) EXPECT_GE(strong[d], base[d] - 1e-12);
}

TEST(Changes, WithoutEffectTheyLeaveEveryBitAlone) {
    // A cluster that joins in the last year: until then nothing may differ.
    const std::string join =
        "[[change]]\nid = \"x\"\naction = \"add\"\ncluster = \"west_htz.electronics\"\nyear = 2019\nrevenue = 3\nspread = 0.5\n";
    Simulation before(changed("")), after(changed(join));
    const auto a = before.run(5);
    const auto b = after.run(5);
    for (std::size_t t = 0; t < 3; ++t)
        for (std::size_t z = 0; z < a.zones; ++z)
            for (std::size_t q = 0; q < engine::quantity_count; ++q)
                ASSERT_EQ(a.quantities(t, z)[q], b.quantities(t, z)[q]) << t << " " << z << " " << q;
    EXPECT_EQ(total(b, 3, Quantity::entries), total(a, 3, Quantity::entries) + 1);
    const std::size_t c = after.cluster("west_htz.electronics");
    EXPECT_EQ(after.replicate.enterprises(c).size(), 1u);
    EXPECT_NEAR(after.world->chain(3).cluster_output[c], 3 / 0.93, 1e-12);
    // The same replicate, whatever ran before it.
    after.run(1);
    EXPECT_TRUE(same_record(after.run(5), b));
}

}  // namespace
}  // namespace zonecast::test
