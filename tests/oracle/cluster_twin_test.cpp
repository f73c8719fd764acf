// The engine against the reference twin, cluster by cluster over ten years, in eight worlds.
#include "tests/oracle/cluster_twin.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/simulation.hpp"

namespace zonecast::oracle {
namespace {

using test::operator+;

struct Case {
    std::string name;
    std::string plan;  ///< added to the small world's plan, which has no measures
    std::vector<std::string> overrides;
    std::string from, to;  ///< a replacement in supply.csv
    std::uint64_t replicate = 3;
    double gdp = 0;  ///< growth a year, if the reference is given
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << one.name;
}

const Case cases[] = {
    {.name = "AsItIs"},
    {.name = "AnotherReplicate", .replicate = 17},
    {.name = "Falling", .gdp = -0.15},
    {.name = "FastGrowth", .overrides = {"parameter.load_trend=1.4"}, .gdp = 0.27},
    {.name = "StrongFeedbacks",
     .overrides = {"parameter.spillover=0.3", "parameter.convergence=-0.1", "parameter.strength_effect=0.05",
                   "parameter.density_elasticity=0.1"}},
    {.name = "StrictCertification", .overrides = {"parameter.certification_chance=0.05", "parameter.renewal_rate=0.4"}},
    {.name = "DemandShocks",
     .plan = "[[shock]]\nid = \"a\"\nkind = \"demand\"\nstart = 2018\nyears = 3\nsize = -0.2\nshape = \"fading\"\n"
             "[[shock]]\nid = \"b\"\nkind = \"industry_demand\"\ntarget = \"electronics\"\nstart = 2019\nsize = 0.3\n"},
    {.name = "SupplyShocks",
     .plan = "[[shock]]\nid = \"a\"\nkind = \"external_supply\"\ntarget = \"chips\"\nstart = 2018\nyears = 2\nsize = 0.6\n"
             "[[shock]]\nid = \"b\"\nkind = \"external_supply\"\ntarget = \"nonferrous_metals\"\nstart = 2019\nyears = 3\nsize = "
             "0.4\nshape = \"fading\"\n"},
    {.name = "NoSupplyEdges", .plan = "", .from = "all", .to = ""},
    {.name = "Levers",
     .plan = "[[measure]]\nid = \"a\"\ninstrument = \"push_demand\"\nscope = \"east_htz\"\ndose = { 2018 = 1 }\n"
             "[[measure]]\nid = \"b\"\ninstrument = \"push_local_sourcing\"\nscope = \"west_htz\"\ndose = { 2017 = 1, 2018 = 2 }\n"
             "[[measure]]\nid = \"c\"\ninstrument = \"push_capacity\"\nscope = \"all_zones\"\ndose = { 2018 = 1 }\n"
             "[[measure]]\nid = \"d\"\ninstrument = \"push_spillover\"\nscope = \"all_zones\"\ndose = { 2017 = 1 }\n"
             "[[measure]]\nid = \"e\"\ninstrument = \"push_knowledge_inflow\"\nscope = \"east_htz\"\ndose = { 2017 = 1 }\n"
             "[[measure]]\nid = \"f\"\ninstrument = \"push_rd_productivity\"\nscope = \"west_htz\"\ndose = { 2018 = 1 }\n"
             "[[measure]]\nid = \"g\"\ninstrument = \"push_deduction_rate\"\nscope = \"all_zones\"\ndose = { 2017 = 1 }\n"
             "[[measure]]\nid = \"h\"\ninstrument = \"push_hnte_tax_rate\"\nscope = \"east_htz\"\ndose = { 2018 = 1 }\n"
             "[[measure]]\nid = \"i\"\ninstrument = \"push_rd_subsidy\"\nscope = \"west_htz\"\ndose = { 2018 = 1 }\n"
             "[[measure]]\nid = \"j\"\ninstrument = \"push_certification_drive\"\nscope = \"all_zones\"\ndose = { 2018 = 1 }\n"
             "[[measure]]\nid = \"k\"\ninstrument = \"push_growth\"\nscope = \"east_park\"\ndose = { 2019 = 1 }\n"
             "[[measure]]\nid = \"l\"\ninstrument = \"push_productivity_level\"\nscope = \"east_htz\"\ndose = { 2019 = 1 }\n"
             "[[measure]]\nid = \"m\"\ninstrument = \"push_young_exit\"\nscope = \"all_zones\"\ndose = { 2018 = 1 }\n"
             "[[measure]]\nid = \"n\"\ninstrument = \"push_entry\"\nscope = \"east_htz\"\ndose = { 2018 = 1 }\n"},
};

class ClusterYears : public ::testing::TestWithParam<Case> {};

YearEnd observe(const test::Simulation& simulation, const engine::Trajectory& record) {
    YearEnd end;
    const std::size_t t = record.years - 1;
    for (std::size_t c = 0; c < simulation.world->clusters.size(); ++c) {
        const auto& totals = simulation.replicate.totals(c);
        end.cluster.push_back(
            {totals.revenue, totals.rd, totals.real_rd, totals.survival, static_cast<double>(totals.firms), static_cast<double>(totals.young)});
    }
    for (std::size_t z = 0; z < record.zones; ++z) {
        end.level.push_back(record.level[t * record.zones + z]);
        end.rd += test::at(record, t, z, engine::Quantity::rd_expenditure) + test::at(record, t, z, engine::Quantity::rd_rest);
        end.gdp += test::at(record, t, z, engine::Quantity::hightech_value_added) + test::at(record, t, z, engine::Quantity::gdp_rest);
        end.hatcheries.push_back(0);
    }
    return end;
}

TEST_P(ClusterYears, AgreesWithTheEngineForTenYears) {
    const Case& one = GetParam();
    test::SmallWorld small;
    test::without_plan(small);
    small.append("plans/small.toml", one.plan);
    if (one.from == "all") {
        const std::string supply = small.text("packs/small/supply.csv");
        small.write("packs/small/supply.csv", supply.substr(0, supply.find('\n') + 1));
    }
    // Recognitions are drawn events that the record does not give cluster by cluster.
    const auto overrides = one.overrides + std::vector<std::string>{"parameter.recognition_rate=1e-12"};
    const scenario::Scenario whole = small.scenario(overrides + std::vector<std::string>{"plan.end_year=2026"});
    const auto until = [&](int year) {
        scenario::Scenario part = whole;
        part.plan.end_year = year;
        for (auto& measure : part.plan.measures) std::erase_if(measure.dose, [&](const auto& dose) { return dose.first > year; });
        return part;
    };
    const engine::RunSettings settings;

    const reference::ReferenceLaw given = test::steady_law(0.1, 0.12, 0.1, 0.1, 0.1, one.gdp);
    const reference::ReferenceLaw* law = one.gdp != 0 ? &given : nullptr;
    test::Simulation start(until(2017), settings, law);
    const reference::ReferencePath path = [&] {
        test::Simulation whole_path(until(2026), settings, law);
        static_cast<void>(whole_path.replicate.start(one.replicate));
        return whole_path.replicate.reference_path();
    }();
    std::vector<std::string> zones, clusters;
    for (const auto& zone : start.world->zones) zones.push_back(zone.id);
    for (const auto& cluster : start.world->clusters) clusters.push_back(cluster.id);
    std::vector<double> base_rd;
    const engine::Trajectory& started = start.replicate.start(one.replicate);
    for (std::size_t c = 0; c < clusters.size(); ++c) base_rd.push_back(start.replicate.conditions(c).rd_level_uncertified);
    YearEnd base;
    {
        engine::Trajectory first_year = started;
        first_year.years = 1;
        base = observe(start, first_year);
    }
    const auto& table = start.world->parameters;
    const SupplyNumbers supply{table.fixed("supply_ces"), table.fixed("inventory_days"), table.fixed("generic_local_share")};
    ClusterTwin twin(whole, start.replicate.parameters(), supply, settings.seed, one.replicate, zones, clusters, base, base_rd, path);
    double first_intensity = 0, first_drive = 0, moved = 0;
    for (int t = 1; t <= 10; ++t) {
        SCOPED_TRACE(testing::Message() << "year " << 2016 + t);
        test::Simulation simulation(until(2016 + t), settings, law);
        const engine::Trajectory& record = simulation.run(one.replicate);
        const std::vector<Faced> faced = twin.year(t);
        const YearEnd end = observe(simulation, record);
        const std::vector<double> knowledge = twin.end(t, end);
        EXPECT_NEAR(simulation.replicate.reference_growth(), twin.reference(), 1e-12);
        for (std::size_t c = 0; c < clusters.size(); ++c) {
            SCOPED_TRACE(clusters[c]);
            const auto& now = simulation.replicate.conditions(c);
            // Revenue expected of the cluster: to 1e-9.
            ASSERT_LT(std::abs(std::expm1(simulation.replicate.expected_growth(c) - faced[c].growth)), 1e-9);
            ASSERT_NEAR(now.drift, faced[c].drift, 1e-9);
            ASSERT_NEAR(now.exit_factor, faced[c].exit_factor, 1e-9);
            ASSERT_NEAR(now.exit_young_factor, faced[c].exit_young_factor, 1e-9);
            ASSERT_NEAR(now.rd_level_uncertified, faced[c].rd_uncertified, 1e-12);
            ASSERT_NEAR(now.rd_level_certified, faced[c].rd_certified, 1e-12);
            ASSERT_NEAR(now.rd_common, faced[c].rd_common, 1e-9);
            ASSERT_NEAR(now.mean_size_log, faced[c].mean_size_log, 1e-9);
            ASSERT_NEAR(simulation.replicate.expected_entrants(c), faced[c].entrants, 1e-9 * (1 + faced[c].entrants));
            ASSERT_NEAR(simulation.replicate.knowledge_of(c), knowledge[c], 1e-9 * knowledge[c]);
            // How many certify is solved for the province; clusters differ by levers and stricter rules.
            const double intensity = std::log(-std::log1p(-now.certify));
            if (c == 0) first_intensity = intensity, first_drive = faced[c].drive;
            ASSERT_NEAR(intensity - first_intensity, faced[c].drive - first_drive, 1e-6);
            moved = std::max(moved, std::abs(faced[c].growth - twin.reference()));
        }
    }
    EXPECT_GT(moved, 0.02) << "a world in which nothing deviates tests nothing";
}

INSTANTIATE_TEST_SUITE_P(Worlds, ClusterYears, ::testing::ValuesIn(cases), [](const auto& world) { return world.param.name; });

}  // namespace
}  // namespace zonecast::oracle
