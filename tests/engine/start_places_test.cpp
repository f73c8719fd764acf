// Cities and zones at the start: published figures are met, of the base year and of other years; what nothing reads is said. And promotions.
#include <cmath>

#include "model/engine/unread_figures.hpp"
#include "model/laws/promotion_waves.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::at;
using test::Quantity;
using test::Simulation;
using test::SmallWorld;
using test::total;

void publish(SmallWorld& world, const std::string& series, const std::string& place, int year, double value, double spread,
             const std::string& unit = "家") {
    world.append("packs/small/history.csv", series + "," + place + "," + std::to_string(year) + "," + std::to_string(value) + "," + unit +
                                                "," + std::to_string(spread) + ",reported,made up,\n");
}

double of_city(const Simulation& simulation, const engine::Trajectory& t, const std::string& city, Quantity q) {
    const auto zones = simulation.world->zone_set(city);
    double sum = 0;
    for (const std::size_t z : zones->zones) sum += at(t, 0, z, q);
    return sum;
}

TEST(Certificates, AreWhereTheyArePublishedToBe) {
    for (const double east : {85.0, 60.0}) {
        SmallWorld world;
        publish(world, "hnte_count", "east", 2016, east, 0.02);
        publish(world, "hnte_count", "east_park", 2016, 12, 0.02);
        Simulation simulation(world.scenario());
        for (std::uint64_t r = 0; r < 10; ++r) {
            const auto& t = simulation.replicate.start(r);
            ASSERT_EQ(total(t, 0, Quantity::hnte_count), 111.0) << "the stock of the province";
            EXPECT_NEAR(of_city(simulation, t, "east", Quantity::hnte_count), east, 4 * 0.02 * east + 2);
            EXPECT_NEAR(at(t, 0, simulation.zone("east_park"), Quantity::hnte_count), 12, 4 * 0.02 * 12 + 2);
        }
    }
}

TEST(Certificates, OfAnotherYearAreBroughtToTheBaseYear) {
    SmallWorld world;
    publish(world, "hnte_count", "west", 2014, 20, 0.02);  // 100 in the province then, 111 now
    engine::RunSettings settings;
    settings.free_initial = false;
    Simulation simulation(world.scenario(), settings);
    const auto& city = simulation.world->cities[1];
    ASSERT_EQ(city.id, "west");
    EXPECT_NEAR(city.certified.value, 20 * 1.11, 1e-9);
    EXPECT_NEAR(city.certified.spread, std::hypot(0.02, 0.08 * std::sqrt(2.0)), 1e-9);
    // The other city has a spread of 0.44 and gives way to the square of it.
    EXPECT_NEAR(of_city(simulation, simulation.replicate.start(0), "west", Quantity::hnte_count), 22.2, 3.0);
    ASSERT_EQ(simulation.world->carried.size(), 1u);
    EXPECT_EQ(simulation.world->carried[0].figure->year, 2014);
}

TEST(Certificates, OfCitiesThatPublishNothingFollowTheRule) {
    SmallWorld world;
    engine::RunSettings settings;
    settings.free_initial = false;
    Simulation simulation(world.scenario(), settings);
    const double east = std::pow(1000, 1.2), west = std::pow(543, 1.2);
    EXPECT_NEAR(simulation.world->cities[0].certified.value, 111 * east / (east + west), 1e-9);
    EXPECT_NEAR(of_city(simulation, simulation.replicate.start(0), "east", Quantity::hnte_count), 111 * east / (east + west), 2);
}

TEST(Products, OfZonesAreThePublishedOnesAndAddUp) {
    SmallWorld world;
    publish(world, "gdp", "east_htz", 2016, 300, 0.01, "亿元");
    publish(world, "gdp", "west_htz", 2016, 60, 0.01, "亿元");
    publish(world, "rd_expenditure", "west_htz", 2016, 3, 0.01, "亿元");
    Simulation simulation(world.scenario());
    auto product = [&](const engine::Trajectory& t, std::size_t year, std::size_t z) {
        return at(t, year, z, Quantity::hightech_value_added) + at(t, year, z, Quantity::gdp_rest);
    };
    const std::size_t east = simulation.zone("east_htz"), west = simulation.zone("west_htz"), park = simulation.zone("east_park");
    for (std::uint64_t r = 0; r < 5; ++r) {
        const auto& t = simulation.run(r);
        EXPECT_NEAR(product(t, 0, east), std::max(300.0, at(t, 0, east, Quantity::hightech_value_added)), 0.06 * 300);
        EXPECT_NEAR(product(t, 0, west), std::max(60.0, at(t, 0, west, Quantity::hightech_value_added)), 0.06 * 60);
        EXPECT_GT(at(t, 0, park, Quantity::gdp_rest), 0.0) << "by rule";
        EXPECT_NEAR(at(t, 0, park, Quantity::rd_rest),
                    simulation.replicate.parameters().other_industry_rd * at(t, 0, park, Quantity::above_scale_other_revenue), 1e-9);
        EXPECT_NEAR(total(t, 0, Quantity::hightech_value_added) + total(t, 0, Quantity::gdp_rest), 1543, 1e-6);
        for (std::size_t year = 0; year < t.years; ++year)
            for (std::size_t z = 0; z < t.zones; ++z) ASSERT_GE(at(t, year, z, Quantity::gdp_rest), 0.0);
        // Every rest grows as the province's does.
        const double growth = total(t, 3, Quantity::gdp_rest) / total(t, 0, Quantity::gdp_rest);
        EXPECT_NEAR(at(t, 3, east, Quantity::gdp_rest) / at(t, 0, east, Quantity::gdp_rest), growth, 1e-9);
    }
}

TEST(UnreadFigures, AreNamed) {
    SmallWorld world;
    publish(world, "employees", "east_htz", 2016, 5, 0.1, "人");
    publish(world, "hnte_count", "west_htz", 2001, 5, 0.1);
    publish(world, "hnte_count", "east_htz", 2016, 20, 0.1);
    const auto scenario = world.scenario();
    Diagnostics problems;
    const auto compiled = engine::World::compile(scenario, problems);
    ASSERT_TRUE(compiled);
    const std::size_t before = problems.problems().size();
    engine::note_unread_figures(*compiled, problems);
    std::string text;
    for (std::size_t i = before; i < problems.problems().size(); ++i) {
        EXPECT_EQ(problems.problems()[i].severity, Severity::note);
        text += problems.problems()[i].what.en + "\n";
    }
    EXPECT_NE(text.find("reads no \"hnte_count\" of west_htz (figures of 2001)"), std::string::npos) << text;
    EXPECT_NE(text.find("employees"), std::string::npos) << text;
    EXPECT_EQ(text.find("east_htz"), std::string::npos) << "what is read is not named: " << text;
}

/// Chance of the first year by the law, for a zone with `weight` of all `weights`.
double chance_of(const Simulation& simulation, double share, double weight, double weights) {
    const auto& w = simulation.world->promotion_waves;
    auto given = [&](double national) { return 1 - std::exp(-national * simulation.world->share_of_nation * share * weight / weights); };
    return w.chance * given(std::exp(w.log_size)) + (1 - w.chance) * given(w.quiet);
}

struct Promoted {
    double west = 0, park = 0, both = 0;
};

/// Shares of replicates in which the two provincial zones are national after a year.
Promoted promoted(Simulation& simulation, int replicates) {
    Promoted out;
    const std::size_t west = simulation.zone("west_htz"), park = simulation.zone("east_park");
    for (int r = 0; r < replicates; ++r) {
        const auto& t = simulation.run(static_cast<std::uint64_t>(r));
        const bool a = t.level[t.zones + west] == 2, b = t.level[t.zones + park] == 2;
        out.west += a / double(replicates), out.park += b / double(replicates), out.both += (a && b) / double(replicates);
    }
    return out;
}

TEST(Promotion, ComesInWavesThatZonesShare) {
    SmallWorld world;
    test::without_plan(world);
    engine::RunSettings settings;
    settings.free_chance = settings.free_parameters = false;
    constexpr int replicates = 800;
    const double share = 50;  // makes the small province count
    const std::vector<std::string> overrides{"plan.end_year=2018", "parameter.approval_rate=0", "parameter.promotion_share=50"};
    Simulation simulation(world.scenario(overrides), settings);
    EXPECT_NEAR(simulation.world->share_of_nation, 1543.0 / 746395.0, 1e-12);
    const double expected = chance_of(simulation, share, 1, 2);
    const double error = 4 * std::sqrt(expected * (1 - expected) / replicates);
    const Promoted p = promoted(simulation, replicates);
    EXPECT_NEAR(p.west, expected, error);
    EXPECT_NEAR(p.park, expected, error);
    EXPECT_GT(p.both, 1.3 * p.west * p.park) << "a year of a wave is one for both";
}

TEST(Promotion, GoesToZonesWithADossier) {
    SmallWorld world;
    test::without_plan(world);
    world.append("plans/small.toml", "\n[[candidate]]\nzone = \"west_htz\"\nrank = 2\n");
    world.append("packs/small/pack.toml", "\n[[candidate]]\nzone = \"west_htz\"\nrank = 1\nsince = 2030\n");
    engine::RunSettings settings;
    settings.free_chance = settings.free_parameters = false;
    Simulation simulation(
        world.scenario({"plan.end_year=2018", "parameter.approval_rate=0", "parameter.promotion_share=50", "parameter.promotion_dossier=1.7",
                        "parameter.promotion_dossier_step=0.7"}),
        settings);
    EXPECT_EQ(simulation.world->zones[simulation.zone("west_htz")].dossier, 2) << "the pack's is not known yet";
    constexpr int replicates = 800;
    const double weight = std::exp(1.0);
    const Promoted p = promoted(simulation, replicates);
    const double west = chance_of(simulation, 50, weight, weight + 1), park = chance_of(simulation, 50, 1, weight + 1);
    EXPECT_NEAR(p.west, west, 4 * std::sqrt(west * (1 - west) / replicates));
    EXPECT_NEAR(p.park, park, 4 * std::sqrt(park * (1 - park) / replicates));
}

}  // namespace
}  // namespace zonecast
