// Nothing moves for fifty years when everything that moves is switched off, and each switch alone sets its own thing going.
#include <cmath>
#include <map>

#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::at;
using test::operator+;
using test::Quantity;
using test::Simulation;
using test::SmallWorld;

/// The switches of the identity "no shock, no growth, no spread". Growth noise is switched off by RunSettings::free_chance as well.
std::map<std::string, double> switches() {
    return {
        // no growth
        {"deflator_growth", 0},
        {"rd_real_growth_before", 0},
        {"young_growth", 0},
        {"size_drift", 0},
        {"land_growth", 0},
        {"population_growth", 0},
        {"ip_pledge_trend", 0},
        {"rd_institution_trend", 0},
        // no spread
        {"industry_shock_sd", 0},
        {"cluster_noise_sd", 0},
        {"cluster_drift_sd", 0},
        {"growth_sd_reference", 0},
        // no entry, exit, certificate that expires for good, first certificate
        {"entry_rate", 0},
        {"project_rate", 0},
        {"exit_reference", 0},
        {"renewal_rate", 1},
        {"tightening_rate", 0},
        {"certification_chance", 1e-12},
        // no promotion, approval or recognition
        {"promotion_share", 0},
        {"approval_rate", 0},
        {"recognition_rate", 0},
    };
}

std::vector<std::string> as_overrides(const std::map<std::string, double>& values) {
    std::vector<std::string> overrides;
    for (const auto& [id, value] : values) {
        std::ostringstream text;
        text.precision(17);
        text << "parameter." << id << "=" << value;
        overrides.push_back(text.str());
    }
    return overrides;
}

engine::RunSettings without_chance() {
    engine::RunSettings settings;
    settings.free_chance = false;
    return settings;
}

/// The small world without a plan and without events.
void leave_alone(SmallWorld& world) {
    test::without_plan(world);
    // The plan's own knowledge: a promotion of 2018 would be given.
    std::string zones = world.text("packs/small/zones.csv");
    const std::size_t place = zones.find("2008,2018,");
    ASSERT_NE(place, std::string::npos);
    zones.replace(place, 10, "2008,,");
    const std::size_t park = zones.find("2018,,");
    ASSERT_NE(park, std::string::npos);
    zones.replace(park, 6, "2090,,");
    world.write("packs/small/zones.csv", zones);
}

constexpr Quantity steady[] = {Quantity::firms,
                               Quantity::revenue,
                               Quantity::output,
                               Quantity::hightech_value_added,
                               Quantity::rd_expenditure,
                               Quantity::hnte_count,
                               Quantity::hnte_revenue,
                               Quantity::firms_above_scale,
                               Quantity::firms_revenue_ge_1,
                               Quantity::firms_revenue_ge_10,
                               Quantity::firms_revenue_ge_100,
                               Quantity::leading_enterprises,
                               Quantity::tech_sme_count,
                               Quantity::strategic_emerging_revenue,
                               Quantity::knowledge_stock,
                               Quantity::invention_patents_granted,
                               Quantity::invention_patents_valid,
                               Quantity::population,
                               Quantity::tech_contract_value,
                               Quantity::total_income,
                               Quantity::land_area,
                               Quantity::tax_revenue,
                               Quantity::recognised_clusters,
                               Quantity::zones_national,
                               Quantity::zones_provincial,
                               Quantity::gdp_rest,
                               Quantity::rd_rest,
                               Quantity::above_scale_revenue,
                               Quantity::above_scale_rd,
                               Quantity::above_scale_other_firms,
                               Quantity::above_scale_other_revenue,
                               Quantity::above_scale_other_rd,
                               Quantity::hnte_above_scale,
                               Quantity::hnte_with_rd_institution,
                               Quantity::ip_pledge_finance};

TEST(SteadyState, LastsFiftyYears) {
    SmallWorld world;
    leave_alone(world);
    Simulation simulation(world.scenario(as_overrides(switches()) + std::vector<std::string>{"plan.end_year=2066"}), without_chance(), &test::no_growth);
    for (std::uint64_t r = 0; r < 3; ++r) {
        const auto& t = simulation.run(r);
        ASSERT_EQ(t.years, 51u);
        for (const std::size_t year : {std::size_t{1}, std::size_t{2}, std::size_t{10}, std::size_t{50}}) {
            for (std::size_t z = 0; z < t.zones; ++z)
                for (const Quantity q : steady) {
                    const double first = at(t, 0, z, q);
                    ASSERT_NEAR(at(t, year, z, q), first, 1e-9 * std::abs(first))
                        << engine::quantity_texts[static_cast<std::size_t>(q)].id << " of " << simulation.world->zones[z].id << ", year "
                        << year;
                }
            for (const Quantity q : {Quantity::entries, Quantity::exits, Quantity::hnte_first_time, Quantity::hnte_lapsed,
                                     Quantity::moves_up, Quantity::moves_down, Quantity::high_growth_enterprises, Quantity::gazelles})
                ASSERT_EQ(test::total(t, year, q), 0.0) << engine::quantity_texts[static_cast<std::size_t>(q)].id;
        }
    }
}

TEST(SteadyState, EverySwitchSetsItsOwnThingGoing) {
    SmallWorld world;
    leave_alone(world);
    struct Case {
        const char* parameter;
        double value;
        Quantity moves;
        int sign;
    };
    const Case cases[] = {{"entry_rate", 0.2, Quantity::firms, +1},
                          {"exit_reference", 0.06, Quantity::firms, -1},
                          {"tightening_rate", 1.0, Quantity::hnte_count, -1},
                          {"land_growth", 0.03, Quantity::land_area, +1},
                          {"population_growth", 0.01, Quantity::population, +1},
                          {"ip_pledge_trend", 0.1, Quantity::ip_pledge_finance, +1},
                          {"rd_institution_trend", 0.1, Quantity::hnte_with_rd_institution, +1},
                          {"promotion_share", 100, Quantity::zones_national, +1},
                          {"approval_rate", 0.9, Quantity::zones_provincial, +1},
                          {"recognition_rate", 0.9, Quantity::recognised_clusters, +1}};
    for (const Case& one : cases) {
        auto values = switches();
        values[one.parameter] = one.value;
        // Without first certificates there is none that stricter rules could prevent.
        if (std::string(one.parameter) == "tightening_rate") values["certification_chance"] = 0.5;
        Simulation simulation(world.scenario(as_overrides(values) + std::vector<std::string>{"plan.end_year=2021"}), without_chance(),
                              &test::no_growth);
        const auto& t = simulation.run(1);
        const double change = test::total(t, 5, one.moves) - test::total(t, 0, one.moves);
        EXPECT_GT(one.sign * change, 1e-6 * test::total(t, 0, one.moves)) << one.parameter;
    }
    struct Headline {
        reference::ReferenceLaw law;
        Quantity moves;
        int sign;
    };
    const Headline headlines[] = {{test::steady_law(0.1, 0, 0, 0, 0, 0), Quantity::hnte_count, +1},
                                  {test::steady_law(0, 0.1, 0, 0, 0, 0), Quantity::rd_expenditure, +1},
                                  {test::steady_law(0, 0, 0.1, 0, 0, 0), Quantity::tech_contract_value, +1},
                                  {test::steady_law(0, 0, -0.1, 0, 0, 0), Quantity::tech_contract_value, -1},
                                  {test::steady_law(0, 0, 0, 0.1, 0, 0), Quantity::invention_patents_valid, +1},
                                  {test::steady_law(0, 0, 0, 0, 0.1, 0), Quantity::invention_patents_granted, +1},
                                  {test::steady_law(0, 0, 0, 0, 0, 0.1), Quantity::revenue, +1},
                                  {test::steady_law(0, 0, 0, 0, 0, 0.1), Quantity::gdp_rest, +1},
                                  {test::steady_law(0, 0, 0, 0, 0, 0.1), Quantity::above_scale_other_firms, +1}};
    for (const Headline& one : headlines) {
        auto values = switches();
        values["certification_chance"] = 0.5;
        Simulation simulation(world.scenario(as_overrides(values) + std::vector<std::string>{"plan.end_year=2021"}), without_chance(),
                              &one.law);
        const auto& t = simulation.run(1);
        const double change = test::total(t, 5, one.moves) - test::total(t, 0, one.moves);
        EXPECT_GT(one.sign * change, 1e-6 * test::total(t, 0, one.moves)) << engine::quantity_texts[static_cast<std::size_t>(one.moves)].id;
    }
    auto values = switches();
    values["project_rate"] = 0.3;
    Simulation simulation(world.scenario(as_overrides(values) + std::vector<std::string>{"plan.end_year=2021"}), without_chance(),
                          &test::no_growth);
    const auto& t = simulation.run(1);
    double entries = 0;
    for (std::size_t year = 1; year < t.years; ++year) entries += test::total(t, year, Quantity::entries);
    EXPECT_GT(entries, 0.0) << "large projects";
}

TEST(SteadyState, GrowthWithoutSpreadIsDeterministic) {
    // With growth alone every enterprise grows by the reference: revenue by exp(sum of ref) to rounding.
    SmallWorld world;
    leave_alone(world);
    auto values = switches();
    values["deflator_growth"] = 0.02;
    values["load_trend"] = 1.2;
    for (const char* feedback :
         {"output_elasticity_knowledge", "spillover", "density_elasticity", "congestion_elasticity", "convergence", "strength_effect"})
        values[feedback] = 0;
    const reference::ReferenceLaw law = test::steady_law(0, 0, 0, 0, 0, 0.08);  // 0.06 real
    Simulation simulation(world.scenario(as_overrides(values) + std::vector<std::string>{"plan.end_year=2026"}), without_chance(), &law);
    const auto& t = simulation.run(0);
    double log_growth = 0;
    for (int year = 1; year <= 10; ++year) {
        log_growth += 0.02 + (1.0 + 0.2 * std::pow(simulation.replicate.parameters().load_fade, year - 1)) * 0.06;
        for (std::size_t z = 0; z < t.zones; ++z) {
            const double first = at(t, 0, z, Quantity::revenue);
            if (first > 0) {
                EXPECT_NEAR(at(t, static_cast<std::size_t>(year), z, Quantity::revenue) / first, std::exp(log_growth), 1e-9);
            }
        }
    }
}

}  // namespace
}  // namespace zonecast
