// What zones count beside technology enterprises, in whole replicates: recomputed from the record by the laws.
#include <cmath>
#include <cstring>

#include "model/laws/revenue_classes.hpp"
#include "model/laws/zone_accounts.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::at;
using test::operator+;
using test::Quantity;
using test::Simulation;
using test::SmallWorld;
using test::total;

/// Parameter of a replicate by name.
double parameter(const Simulation& simulation, const engine::Trajectory& t, const std::string& id) {
    const auto infos = simulation.world->parameter_infos();
    for (std::size_t i = 0; i < infos.size(); ++i)
        if (infos[i].id == id) return t.parameters[i];
    throw std::runtime_error("no parameter " + id);
}

/// zones.csv of the small world with the column park, set for the western park; `years` in place of its year of approval.
void make_park(SmallWorld& world, const std::string& years) {
    std::string zones = world.text("packs/small/zones.csv"), out;
    std::size_t begin = 0;
    for (std::size_t end = zones.find('\n'); end != std::string::npos; begin = end + 1, end = zones.find('\n', begin)) {
        std::string line = zones.substr(begin, end - begin);
        if (line.starts_with("id,"))
            line += ",park";
        else
            line += line.starts_with("west_park") ? ",1" : ",0";
        if (const auto place = line.find("2018,,0,"); line.starts_with("west_park") && place != std::string::npos)
            line.replace(place, 6, years);
        out += line + "\n";
    }
    world.write("packs/small/zones.csv", out);
    world.append("packs/small/history.csv", "total_income,west_park,2016,40,亿元,0,reported,made up,\n");
    world.append("packs/small/pack.toml",
                 "\n[[perimeter]]\nid = \"west_area\"\nname = \"west area\"\nzones = [\"west_htz\", \"west_park\"]\n");
}

TEST(Parks, KeepAccountsOfTheirOwnAndAreNoZones) {
    SmallWorld world, plain;
    test::without_plan(world), test::without_plan(plain);
    make_park(world, ",,");
    plain.append("packs/small/history.csv", "total_income,west_park,2016,40,亿元,0,reported,made up,\n");
    const std::vector<std::string> always{"parameter.approval_rate=1"}, never{"parameter.approval_rate=0"};
    Simulation park(world.scenario(always)), outside(plain.scenario(never));
    const std::size_t p = park.zone("west_park"), rest = park.zone("west.outside");
    for (std::uint64_t r = 0; r < 4; ++r) {
        const auto& a = park.run(r);
        const auto& b = outside.run(r);
        EXPECT_NEAR(at(a, 0, p, Quantity::total_income), std::max(40.0, 1.02 * at(a, 0, p, Quantity::revenue)), 1e-9);
        for (std::size_t t = 0; t < a.years; ++t) {
            ASSERT_EQ(a.level[t * a.zones + p], 0) << "without a year it never becomes a zone";
            ASSERT_GT(at(a, t, p, Quantity::firms), 0.0);
            ASSERT_EQ(at(a, t, p, Quantity::moved_in), 0.0);
            // The same enterprises, counted elsewhere; the city loses nothing but gains the park's other income.
            for (const Quantity q : {Quantity::firms, Quantity::revenue, Quantity::rd_expenditure, Quantity::hnte_count})
                ASSERT_NEAR(at(a, t, p, q) + at(a, t, rest, q), at(b, t, rest, q), 1e-9 * at(b, t, rest, q));
            ASSERT_EQ(at(b, t, p, Quantity::firms), 0.0);
            ASSERT_EQ(total(a, t, Quantity::zones_national) + total(a, t, Quantity::zones_provincial), 3.0);
        }
        // Perimeters that name it hold it, perimeters by level do not.
        std::vector<std::size_t> members;
        a.members(park.world->zone_set("west_area").value(), 3, members);
        EXPECT_EQ(members.size(), 2u);
        a.members(park.world->zone_set("all_zones").value(), 3, members);
        EXPECT_EQ(std::count(members.begin(), members.end(), p), 0);
    }
}

TEST(Parks, ThatMayBeApprovedBecomeZonesWithoutMovingAnybody) {
    SmallWorld world;
    test::without_plan(world);
    make_park(world, "2090,,");
    Simulation simulation(world.scenario({"parameter.approval_rate=1"}));
    const std::size_t p = simulation.zone("west_park");
    const auto& t = simulation.run(1);
    EXPECT_EQ(t.level[0 * t.zones + p], 0);
    EXPECT_EQ(t.level[1 * t.zones + p], 1);
    EXPECT_EQ(total(t, 1, Quantity::moved_in), 0.0);
    EXPECT_EQ(at(t, 1, p, Quantity::firms), at(t, 0, p, Quantity::firms) + at(t, 1, p, Quantity::entries) - at(t, 1, p, Quantity::exits));
}

TEST(Approval, IsBudgetedForParksThatAreNoZonesYet) {
    SmallWorld world;
    test::without_plan(world);
    std::string zones = world.text("packs/small/zones.csv");
    zones.replace(zones.find("2018,,"), 6, "2090,,");
    world.write("packs/small/zones.csv", zones);
    world.append("library/instruments.toml",
                 "\n[approve]\nname = \"approve\"\nunit_cost = 2\n[[approve.channel]]\nlever = \"approval\"\nmean = 1\nsd = 0\nsource = "
                 "\"made up\"\ngrade = \"J\"\n");
    world.append("plans/small.toml",
                 "\n[[measure]]\nid = \"a\"\ninstrument = \"approve\"\nscope = \"west_park\"\ndose = { 2017 = 1, 2018 = 1 }\n");
    engine::RunSettings settings;
    settings.free_parameters = false;
    Simulation simulation(world.scenario({"parameter.approval_rate=0"}), settings);
    const auto& t = simulation.run(0);
    EXPECT_NEAR(t.measure_cost[1], 2.0, 1e-12);
    EXPECT_EQ(t.measure_cost[3], 0.0);
    // logit(0.2) + 1: the chance of a full dose, over replicates.
    Simulation shifted(world.scenario({"parameter.approval_rate=0.2", "parameter.approval_wave_sd=0", "plan.end_year=2018"}), settings);
    int approved = 0;
    constexpr int replicates = 2000;
    for (std::uint64_t r = 0; r < replicates; ++r) approved += shifted.run(r).level[1 * t.zones + shifted.zone("west_park")] == 1 ? 1 : 0;
    const double expected = 0.25 * std::exp(1.0) / (1 + 0.25 * std::exp(1.0));
    EXPECT_NEAR(approved / double(replicates), expected, 4 * std::sqrt(expected * (1 - expected) / replicates));
}

TEST(Accounts, OfAboveScaleIndustryFollowTheirLaws) {
    SmallWorld world;
    test::without_plan(world);
    world.append("packs/small/history.csv",
                 "above_scale_other_revenue,east_htz,2016,70,亿元,0,reported,made "
                 "up,\nabove_scale_other_firms,east_htz,2016,33,家,0,reported,made up,\n");
    Simulation simulation(world.scenario({"plan.end_year=2020"}));
    const std::size_t east = simulation.zone("east_htz"), west = simulation.zone("west_htz");
    for (std::uint64_t r = 0; r < 4; ++r) {
        const auto& t = simulation.run(r);
        EXPECT_DOUBLE_EQ(at(t, 0, east, Quantity::above_scale_other_revenue), 70.0) << "the figure of the pack";
        EXPECT_DOUBLE_EQ(at(t, 0, east, Quantity::above_scale_other_firms), 33.0);
        const double other = at(t, 0, west, Quantity::total_income) - at(t, 0, west, Quantity::revenue);
        EXPECT_NEAR(at(t, 0, west, Quantity::above_scale_other_revenue), parameter(simulation, t, "other_industry_share") * other, 1e-9);
        EXPECT_NEAR(at(t, 0, west, Quantity::above_scale_other_firms),
                    at(t, 0, west, Quantity::above_scale_other_revenue) / parameter(simulation, t, "other_industry_size"), 1e-9);
        for (std::size_t year = 0; year < t.years; ++year)
            for (std::size_t z = 0; z < t.zones; ++z) {
                const auto& cells = t.cells[year * t.zones + z];
                double revenue = 0, rd = 0, certified = 0;
                for (std::size_t k = laws::class_starting_at(0.2).value(); k < engine::revenue_classes; ++k)
                    for (std::size_t s = 0; s < engine::certificate_states; ++s) {
                        revenue += cells.revenue[k * engine::certificate_states + s];
                        rd += cells.rd[k * engine::certificate_states + s];
                        certified += s > 0 ? cells.count[k * engine::certificate_states + s] : 0.0;
                    }
                ASSERT_NEAR(at(t, year, z, Quantity::above_scale_revenue), revenue, 1e-9 * revenue);
                ASSERT_NEAR(at(t, year, z, Quantity::above_scale_rd), rd, 1e-9 * revenue);
                ASSERT_EQ(at(t, year, z, Quantity::hnte_above_scale), certified);
                ASSERT_NEAR(at(t, year, z, Quantity::above_scale_other_rd),
                            parameter(simulation, t, "other_industry_rd") * at(t, year, z, Quantity::above_scale_other_revenue), 1e-12);
                if (year == 0 || z != west) continue;
                const double now = at(t, year, z, Quantity::total_income) - at(t, year, z, Quantity::revenue),
                             before = at(t, year - 1, z, Quantity::total_income) - at(t, year - 1, z, Quantity::revenue);
                ASSERT_NEAR(at(t, year, z, Quantity::above_scale_other_revenue) / at(t, year - 1, z, Quantity::above_scale_other_revenue),
                            now / before, 1e-9);
                ASSERT_NEAR(at(t, year, z, Quantity::above_scale_other_firms),
                            laws::other_firms_next(at(t, year - 1, z, Quantity::above_scale_other_firms),
                                                   parameter(simulation, t, "other_industry_count_elasticity"), std::log(now / before),
                                                   parameter(simulation, t, "deflator_growth")),
                            1e-9);
            }
    }
}

TEST(Accounts, OfInstitutionsFollowTheGroupAndTheLever) {
    SmallWorld world;
    test::without_plan(world);
    world.append("plans/small.toml",
                 "\n[[measure]]\nid = \"a\"\ninstrument = \"push_rd_institutions\"\nscope = \"east_htz\"\ndose = { 2017 = 2, 2018 = 2, "
                 "2019 = 2 }\n");
    Simulation simulation(world.scenario());
    for (std::uint64_t r = 0; r < 4; ++r) {
        const auto& t = simulation.run(r);
        const double trend = parameter(simulation, t, "rd_institution_trend");
        for (std::size_t z = 0; z < t.zones; ++z) {
            const double group = at(t, 0, z, Quantity::hnte_above_scale);
            if (group == 0) continue;
            const double share = at(t, 0, z, Quantity::hnte_with_rd_institution) / group;
            EXPECT_NEAR(std::log(share / 0.2), 0.0, 0.5) << "20 per cent with a spread of 0.1";
            const auto& zone = simulation.world->zones[z];
            if (zone.candidate) continue;             // it changes where it is counted
            if (zone.id == "west.outside") continue;  // and this is where
            for (std::size_t year = 1; year < t.years; ++year)
                ASSERT_NEAR(at(t, year, z, Quantity::hnte_with_rd_institution),
                            laws::with_institution_next(
                                at(t, year - 1, z, Quantity::hnte_with_rd_institution), at(t, year - 1, z, Quantity::hnte_above_scale),
                                at(t, year, z, Quantity::hnte_above_scale), share, trend + (zone.id == "east_htz" ? 0.4 : 0.0)),
                            1e-9)
                    << zone.id << ", year " << year;
        }
    }
}

TEST(Accounts, OfPledgedLoansStartFromTheFigureAndFollowPatents) {
    SmallWorld world;
    test::without_plan(world);
    engine::RunSettings settings;
    settings.free_chance = false;
    Simulation simulation(world.scenario({"parameter.ip_pledge_trend=0.1"}), settings);
    const auto& t = simulation.run(3);
    EXPECT_NEAR(std::log(total(t, 0, Quantity::ip_pledge_finance) / 0.5), 0.0, 5 * 0.2);
    for (std::size_t z = 0; z < t.zones; ++z) {
        const double per_patent = at(t, 0, z, Quantity::ip_pledge_finance) / at(t, 0, z, Quantity::invention_patents_valid);
        if (at(t, 0, z, Quantity::invention_patents_valid) == 0 || simulation.world->zones[z].id == "west.outside") continue;
        for (std::size_t year = 1; year < t.years; ++year)
            ASSERT_NEAR(at(t, year, z, Quantity::ip_pledge_finance),
                        per_patent * at(t, year, z, Quantity::invention_patents_valid) * std::exp(0.1 * static_cast<double>(year)), 1e-9);
    }
    // With chance, the mean factor of a zone's own noise is one and the common swing has its spread.
    Simulation random(world.scenario({"parameter.ip_pledge_trend=0", "plan.end_year=2017"}));
    double sum = 0, square = 0;
    constexpr int replicates = 600;
    const std::size_t east = random.zone("east_htz");
    for (std::uint64_t r = 0; r < replicates; ++r) {
        const auto& s = random.run(r);
        const double step = std::log(at(s, 1, east, Quantity::ip_pledge_finance) / at(s, 0, east, Quantity::ip_pledge_finance) *
                                     at(s, 0, east, Quantity::invention_patents_valid) / at(s, 1, east, Quantity::invention_patents_valid));
        sum += step, square += step * step;
    }
    const double variance = 0.3 * 0.3 + 0.25 * 0.25;
    EXPECT_NEAR(sum / replicates, -0.5 * 0.25 * 0.25, 4 * std::sqrt(variance / replicates));
    EXPECT_NEAR(square / replicates - sum / replicates * sum / replicates, variance, 4 * variance * std::sqrt(2.0 / replicates));
}

TEST(Projects, ThatAreCountedAreTheEnterprisesThatComeLater) {
    SmallWorld world;
    test::without_plan(world);
    std::string instruments = world.text("library/instruments.toml");
    for (const char* head : {"[push_projects_20]\n", "[push_projects_50]\n"})  // sought in their year only
        instruments.insert(instruments.find(head) + std::string(head).size(), "fade = 1\n");
    world.write("library/instruments.toml", instruments);
    world.append("plans/small.toml",
                 "\n[[measure]]\nid = \"fifty\"\ninstrument = \"push_projects_50\"\nscope = \"east_htz\"\ndose = { 2017 = 4 }\n"
                 "\n[[measure]]\nid = \"twenty\"\ninstrument = \"push_projects_20\"\nscope = \"east_htz\"\ndose = { 2017 = 6 }\n");
    Simulation simulation(world.scenario({"parameter.project_rate=0", "parameter.project_investment_ratio=0.5"}));
    const std::size_t east = simulation.zone("east_htz");
    double fifty = 0, twenty = 0;
    constexpr int replicates = 60;
    for (std::uint64_t r = 0; r < replicates; ++r) {
        const auto& t = simulation.run(r);
        const double all = at(t, 1, east, Quantity::attracted_projects), ge_20 = at(t, 1, east, Quantity::attracted_projects_ge_20),
                     ge_50 = at(t, 1, east, Quantity::attracted_projects_ge_50);
        EXPECT_EQ(all, ge_20) << "nothing else comes in this world";
        EXPECT_EQ(total(t, 1, Quantity::attracted_projects), all);
        EXPECT_EQ(total(t, 2, Quantity::attracted_projects), 0.0);
        fifty += ge_50, twenty += ge_20 - ge_50;
        double joined = 0;
        for (const char* id : {"east_htz.construction_machinery", "east_htz.electronics"}) {
            const auto& members = simulation.replicate.enterprises(simulation.cluster(id));
            for (std::size_t i = 0; i < members.size(); ++i) {
                const std::uint32_t serial = members.serial(i);
                if ((serial >> 18 & 3u) != 1 || serial >> 20 != 3) continue;
                joined += 1;
                const double investment = 0.5 * std::exp(members.z(i));
                const bool large = (serial >> 17 & 1u) != 0;
                EXPECT_GE(investment, (large ? 50.0 : 20.0) * (1 - 1e-9));
                EXPECT_LE(investment, (large ? 150.0 : 50.0) * (1 + 1e-9));
            }
        }
        EXPECT_EQ(joined, all) << "two years later, in 2019";
    }
    EXPECT_NEAR(fifty / replicates, 2.0, 4 * std::sqrt(2.0 / replicates));
    EXPECT_NEAR(twenty / replicates, 3.0, 4 * std::sqrt(3.0 / replicates));
}

}  // namespace
}  // namespace zonecast
