// Instruments: each lever moves what its law says, in its direction, more at a double dose, and nothing where no channel leads.
#include <cmath>
#include <functional>

#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::apart;
using test::at;
using test::operator+;
using test::Quantity;
using test::same_record;
using test::same_zone;
using test::Simulation;
using test::SmallWorld;

/// A plan of one measure: instrument at `dose` in every year.
void only_measure(SmallWorld& world, const std::string& instrument, const std::string& scope, double dose, const std::string& more = "") {
    test::without_plan(world);
    std::string doses;
    for (int year = 2017; year <= 2019; ++year) doses += (doses.empty() ? "" : ", ") + std::to_string(year) + " = " + std::to_string(dose);
    world.append("plans/small.toml", "\n[[measure]]\nid = \"push\"\ninstrument = \"" + instrument + "\"\nscope = \"" + scope +
                                         "\"\ndose = { " + doses + " }\nclause = \"made up\"\n" + more);
}

struct Case {
    std::string lever;
    Quantity moves;
    int sign = +1;
    std::string scope = "east_htz";
    double dose = 1;
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << one.lever;
}

const Case cases[] = {
    {"certification_drive", Quantity::hnte_first_time},
    {"renewal", Quantity::hnte_renewed, +1, "east_htz", 0.1},  // within a chance of one
    {"deduction_rate", Quantity::rd_expenditure},
    // A lower tax rate makes the deduction worth less: B rises, and R&D of the certified falls a little.
    {"hnte_tax_rate", Quantity::rd_expenditure, -1},
    {"rd_subsidy", Quantity::rd_expenditure},
    {"rd_productivity", Quantity::knowledge_stock},
    {"entry", Quantity::entries},
    {"young_exit", Quantity::exits, -1},
    {"growth_small", Quantity::revenue},
    {"growth_middle", Quantity::revenue},
    {"growth_top", Quantity::revenue},
    {"growth", Quantity::revenue},
    {"demand", Quantity::revenue},
    {"knowledge_inflow", Quantity::knowledge_stock},
    {"local_sourcing", Quantity::revenue},
    {"contracts", Quantity::tech_contract_value},
    {"patents", Quantity::invention_patents_granted},
    {"capacity", Quantity::land_area},
    {"productivity_level", Quantity::revenue},
    {"projects", Quantity::entries},
    {"promotion", Quantity::zones_national, +1, "west_htz"},
    {"recognition", Quantity::recognised_clusters},
    {"tax_per_mu", Quantity::tax_revenue},
    {"approval", Quantity::zones_provincial, +1, "west_park", 2},
    {"projects_20", Quantity::attracted_projects_ge_20},
    {"projects_50", Quantity::attracted_projects_ge_50},
    {"rd_institutions", Quantity::hnte_with_rd_institution},
    {"ip_finance", Quantity::ip_pledge_finance},
};

class LeverOf : public ::testing::TestWithParam<Case> {};

TEST_P(LeverOf, MovesItsQuantityAndLeavesTheOtherCityAlone) {
    const Case& one = GetParam();
    SmallWorld world;
    // A provincial zone can be promoted only if its year of promotion is not given.
    std::string zones = world.text("packs/small/zones.csv");
    zones.replace(zones.find("2008,2018,"), 10, "2008,,");
    if (one.lever == "approval") zones.replace(zones.find("2018,,"), 6, "2090,,");
    world.write("packs/small/zones.csv", zones);
    only_measure(world, "push_" + one.lever, one.scope, one.dose);
    auto overrides = apart() + std::vector<std::string>{"plan.end_year=2021"};
    if (one.lever == "promotion") overrides.push_back("parameter.promotion_share=20");  // the small province gets few otherwise
    Simulation without(world.scenario(overrides + std::vector<std::string>{"measure.push.dose=0"}));
    Simulation with(world.scenario(overrides));
    Simulation twice(world.scenario(overrides + std::vector<std::string>{"measure.push.dose=2"}));
    const std::size_t zone = with.zone(one.scope);
    const std::string other = one.scope == "east_htz" ? "west" : "east";
    double none = 0, single = 0, dual = 0;
    for (std::uint64_t r = 0; r < 16; ++r) {
        const auto& a = without.run(r);
        const auto& b = with.run(r);
        const auto& c = twice.run(r);
        for (std::size_t t = 0; t < a.years; ++t) {
            none += at(a, t, zone, one.moves);
            single += at(b, t, zone, one.moves);
            dual += at(c, t, zone, one.moves);
        }
        for (const auto& z : with.world->zones) {
            if (with.world->cities[z.city].id != other) continue;
            ASSERT_TRUE(same_zone(a, without.zone(z.id), b, with.zone(z.id))) << z.id << ", replicate " << r;
        }
        // Nothing happens before the measure.
        for (std::size_t q = 0; q < engine::quantity_count; ++q) ASSERT_EQ(a.quantities(0, zone)[q], b.quantities(0, zone)[q]);
    }
    EXPECT_GT(one.sign * (single - none), 0.0) << none << " without, " << single << " with";
    EXPECT_GT(one.sign * (dual - single), 0.0) << single << " with, " << dual << " at the double dose";
}

INSTANTIATE_TEST_SUITE_P(Levers, LeverOf, ::testing::ValuesIn(cases), [](const auto& one) { return one.param.lever; });

TEST(Levers, EveryLeverOfTheEngineIsTested) {
    for (const auto name : engine::lever_names) {
        if (name == "none" || name == "facility" || name == "spillover") continue;  // tests of their own below
        EXPECT_TRUE(std::any_of(std::begin(cases), std::end(cases), [&](const Case& one) { return one.lever == name; })) << name;
    }
}

TEST(Levers, SpilloverCarriesTheKnowledgeOfOthers) {
    // Knowledge of the east runs ahead; a stronger spillover brings more growth to the west, which is near it.
    SmallWorld world;
    only_measure(
        world, "push_rd_productivity", "east", 5.0,
        "\n[[measure]]\nid = \"spill\"\ninstrument = \"push_spillover\"\nscope = \"west_htz\"\ndose = { 2017 = 5, 2018 = 5, 2019 = 5 }\n");
    const std::vector<std::string> on{"plan.end_year=2021", "parameter.spillover=0.2"};
    Simulation with(world.scenario(on)), without(world.scenario(on + std::vector<std::string>{"measure.spill.dose=0"}));
    double change = 0;
    const std::size_t zone = with.zone("west_htz");
    for (std::uint64_t r = 0; r < 24; ++r)
        change += std::log(at(with.run(r), 5, zone, Quantity::revenue) / at(without.run(r), 5, zone, Quantity::revenue));
    EXPECT_GT(change, 0.0);
}

TEST(Levers, ExtraEntryIsTakenFromTheRestOfItsIndustry) {
    // (E41) with a share of one: cluster c loses what entry gained elsewhere in its industry, times its part of the industry's enterprises.
    SmallWorld world;
    only_measure(world, "push_entry", "east_htz", 3.0);
    Simulation none(world.scenario({"measure.push.dose=0"})), alone(world.scenario({"parameter.displacement_share=0"})),
        taken(world.scenario({"parameter.displacement_share=1"}));
    const std::size_t clusters = none.world->clusters.size(), industries = none.world->industries.size();
    auto of = [&](const engine::Trajectory& t, std::size_t year, std::size_t c, std::size_t quantity) {
        return t.cluster[(year * clusters + c) * engine::cluster_quantity_count + quantity];
    };
    constexpr std::size_t firms = 0, entries = 6;
    double lost = 0, expected = 0, square = 0;
    constexpr int replicates = 200;
    for (std::uint64_t r = 0; r < replicates; ++r) {
        const engine::Trajectory &a = none.run(r), &b = alone.run(r), &c = taken.run(r);
        std::vector<double> extra(industries, 0.0), number(industries, 0.0);
        for (std::size_t k = 0; k < clusters; ++k) {
            extra[none.world->cluster_industry[k]] += of(b, 1, k, entries) - of(a, 1, k, entries);
            number[none.world->cluster_industry[k]] += of(a, 0, k, firms);
        }
        double loss = 0, law = 0;
        for (std::size_t k = 0; k < clusters; ++k) {
            const std::size_t i = none.world->cluster_industry[k];
            loss += of(b, 1, k, entries) - of(c, 1, k, entries);
            law += (extra[i] - (of(b, 1, k, entries) - of(a, 1, k, entries))) * of(a, 0, k, firms) / number[i];
        }
        lost += loss, expected += law, square += (loss - law) * (loss - law);
    }
    EXPECT_GT(expected, 4 * std::sqrt(square)) << "the push is too small for this test";
    EXPECT_NEAR(lost, expected, 4 * std::sqrt(square)) << "in the sum of " << replicates << " replicates";
}

TEST(Levers, AMeasureOfDoseZeroIsNoMeasure) {
    SmallWorld world, bare;
    only_measure(world, "push_growth", "lakeland", 0.0);
    test::without_plan(bare);
    Simulation with(world.scenario()), without(bare.scenario());
    for (std::uint64_t r = 0; r < 3; ++r) {
        const auto& a = with.run(r);
        const auto& b = without.run(r);
        EXPECT_TRUE(test::same_bits(a.zone, b.zone));
        EXPECT_TRUE(test::same_bits(a.flows, b.flows));
    }
}

TEST(Levers, ThroughTheChainABoostReachesTheSuppliersElsewhere) {
    // With the pull of buyers switched on, growth of machinery in the east moves its suppliers in the west; without it, nothing does.
    SmallWorld world;
    only_measure(world, "push_growth", "east_htz.construction_machinery", 1.0);
    for (const bool chain : {false, true}) {
        auto overrides = apart() + std::vector<std::string>{"plan.end_year=2017"};
        overrides[0] = chain ? "parameter.chi=0.6" : "parameter.chi=0";
        world.write("plans/small.toml", [&] {
            std::string plan = world.text("plans/small.toml");
            for (const std::string later : {", 2018 = 1.000000", ", 2019 = 1.000000"})
                if (const auto place = plan.find(later); place != std::string::npos) plan.erase(place, later.size());
            return plan;
        }());
        Simulation with(world.scenario(overrides)), without(world.scenario(overrides + std::vector<std::string>{"measure.push.dose=0"}));
        with.run(0), without.run(0);
        const std::size_t supplier = with.cluster("west.outside.nonferrous_materials");
        const double change = with.replicate.expected_growth(supplier) - without.replicate.expected_growth(supplier);
        if (chain) {
            EXPECT_GT(change, 1e-5);
            EXPECT_LT(change, 0.05) << "less than the boost itself";
        } else {
            EXPECT_EQ(change, 0.0);
        }
        const std::size_t boosted = with.cluster("east_htz.construction_machinery");
        EXPECT_GE(with.replicate.expected_growth(boosted) - without.replicate.expected_growth(boosted), 0.05 - 1e-12);
    }
}

TEST(Levers, FacilitiesAreBuiltWhereThePlanSaysAndWithItsChance) {
    SmallWorld world;
    test::without_plan(world);
    world.append(
        "plans/small.toml",
        "\n[[measure]]\nid = \"incubators\"\ninstrument = \"incubation\"\nscope = \"east_htz\"\nfacility = \"national_incubator\"\n"
        "dose = { 2017 = 2 }\nsuccess = 0.7\nclause = \"made up\"\n");
    Simulation simulation(world.scenario());
    const auto& kinds = simulation.world->facility_kinds;
    const auto kind = static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), "national_incubator") - kinds.begin());
    ASSERT_LT(kind, kinds.size());
    const std::size_t east = simulation.zone("east_htz"), west = simulation.zone("west_htz");
    double built = 0;
    constexpr int replicates = 300;
    for (std::uint64_t r = 0; r < replicates; ++r) {
        const auto& t = simulation.run(r);
        auto count = [&](std::size_t year, std::size_t zone) { return t.facilities[(year * t.zones + zone) * t.kinds + kind]; };
        EXPECT_EQ(count(1, east), count(0, east)) << "the delay of one year";
        EXPECT_EQ(count(3, west), count(0, west));
        const double more = count(3, east) - count(0, east);
        EXPECT_TRUE(more == 0 || more == 1 || more == 2);
        built += more;
    }
    // Two items share latent draws, so that their number has at most the variance of twice one item.
    EXPECT_NEAR(built / replicates, 2 * 0.7, 4.0 * 2 * std::sqrt(0.7 * 0.3 / replicates));
}

TEST(Levers, ProjectsOfOneZoneLeaveThoseOfAnotherAlone) {
    // Both zones have projects; more of them in the east come first in the list, and must not rename those of the west.
    SmallWorld world;
    only_measure(world, "push_projects", "east_htz", 3.0);
    auto overrides = apart();
    for (auto& one : overrides)
        if (one == "parameter.project_rate=0") one = "parameter.project_rate=0.8";
    Simulation with(world.scenario(overrides)), without(world.scenario(overrides + std::vector<std::string>{"measure.push.dose=0"}));
    int western = 0;
    for (std::uint64_t r = 0; r < 10; ++r) {
        const auto& a = with.run(r);
        const auto& b = without.run(r);
        // Projects decided in 2017 and before produce in 2019 at the latest: until then the arrivals in the west are the same. What is
        // decided in 2019 depends on the revenue of all zones (E43), which the east's projects have raised by then.
        for (std::size_t t = 0; t < a.years; ++t)
            for (std::size_t q = 0; q < engine::quantity_count; ++q) {
                const bool decided = q == static_cast<std::size_t>(Quantity::attracted_projects) ||
                                     q == static_cast<std::size_t>(Quantity::attracted_projects_ge_20) ||
                                     q == static_cast<std::size_t>(Quantity::attracted_projects_ge_50);
                if (decided && t + 1 == a.years) continue;
                ASSERT_EQ(a.quantities(t, with.zone("west_htz"))[q], b.quantities(t, without.zone("west_htz"))[q])
                    << engine::quantity_texts[q].id << " in year " << t << " of replicate " << r;
            }
        const auto& members = with.replicate.enterprises(with.cluster("west_htz.construction_machinery"));
        for (std::size_t i = 0; i < members.size(); ++i)
            western += ((members.serial(i) >> 18) & 3u) == 1 && members.serial(i) >= (1u << 20) ? 1 : 0;
    }
    EXPECT_GT(western, 0) << "the west had projects";
}

TEST(Levers, CostFollowsTheDose) {
    SmallWorld world;
    test::without_plan(world);
    world.append(
        "plans/small.toml",
        "\n[[measure]]\nid = \"cultivation\"\ninstrument = \"hnte_cultivation\"\nscope = \"all_zones\"\ndose = { 2017 = 1, 2018 = 2 }\n");
    engine::RunSettings settings;
    settings.free_parameters = false;
    Simulation simulation(world.scenario({"parameter.approval_rate=0"}), settings);
    const auto& cost = simulation.run(0).measure_cost;
    EXPECT_EQ(cost[0], 0.0);
    EXPECT_NEAR(cost[1], 0.05 * 3, 1e-12) << "three zones";
    EXPECT_GT(cost[2], 1.9 * cost[1]);
}

}  // namespace
}  // namespace zonecast
