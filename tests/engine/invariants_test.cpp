// Accounts that must balance in every year of every replicate, on the small world.
#include "tests/engine/invariants.hpp"

namespace zonecast {
namespace {

using test::Quantity;
using test::Simulation;
using test::SmallWorld;

TEST(Invariants, HoldInEveryReplicate) {
    const SmallWorld world;
    Simulation simulation(world.scenario({"plan.end_year=2026"}));
    for (std::uint64_t r = 0; r < 25; ++r) {
        SCOPED_TRACE(testing::Message() << "replicate " << r);
        test::expect_balanced(simulation, simulation.run(r));
        if (HasFailure()) return;
    }
}

TEST(Invariants, HoldWhenParksBecomeZones) {
    const SmallWorld world;
    Simulation simulation(world.scenario({"parameter.approval_rate=0.5", "parameter.promotion_share=5"}));
    const std::size_t park = simulation.zone("west_park");
    int opened = 0;
    for (std::uint64_t r = 0; r < 20; ++r) {
        SCOPED_TRACE(testing::Message() << "replicate " << r);
        const auto& t = simulation.run(r);
        test::expect_balanced(simulation, t);
        if (HasFailure()) return;
        // A park holds nothing before its approval and its enterprises come with it.
        for (std::size_t year = 0; year < t.years; ++year) {
            const bool zone = t.level[year * t.zones + park] > 0;
            EXPECT_EQ(test::at(t, year, park, Quantity::firms) > 0, zone);
            if (zone && (year == 0 || t.level[(year - 1) * t.zones + park] == 0)) {
                ++opened;
                EXPECT_GT(test::at(t, year, park, Quantity::moved_in), 0.0);
            }
        }
    }
    EXPECT_GT(opened, 5);
}

TEST(Invariants, HoldUnderShocksAndCollapse) {
    SmallWorld world;
    world.append("plans/small.toml",
                 "\n[[shock]]\nid = \"slump\"\nkind = \"demand\"\nstart = 2017\nyears = 2\nsize = -0.6\n"
                 "\n[[shock]]\nid = \"chips\"\nkind = \"external_supply\"\ntarget = \"chips\"\nstart = 2018\nyears = 1\nsize = 0.9\n");
    Simulation simulation(world.scenario({"parameter.exit_reference=0.2", "parameter.renewal_rate=0"}));
    for (std::uint64_t r = 0; r < 10; ++r) {
        test::expect_balanced(simulation, simulation.run(r));
        if (HasFailure()) return;
    }
}

TEST(BaseYear, ReproducesThePublishedTotals) {
    const SmallWorld world;
    for (const bool free_initial : {true, false}) {
        engine::RunSettings settings;
        settings.free_initial = free_initial;
        Simulation simulation(world.scenario(), settings);
        for (std::uint64_t r = 0; r < 20; ++r) {
            SCOPED_TRACE(testing::Message() << "replicate " << r);
            test::expect_published_base_year(simulation, simulation.replicate.start(r));
        }
    }
}

TEST(BaseYear, IsTheSameWhetherOrNotYearsFollow) {
    const SmallWorld world;
    Simulation simulation(world.scenario());
    const auto start = simulation.replicate.start(3).cluster;
    const auto& t = simulation.run(3);
    const std::size_t n = t.clusters * engine::cluster_quantity_count;
    EXPECT_TRUE(std::equal(start.begin(), start.begin() + static_cast<std::ptrdiff_t>(n), t.cluster.begin()));
}

TEST(BaseYear, TheNamedEnterpriseIsThere) {
    const SmallWorld world;
    engine::RunSettings settings;
    settings.free_initial = false;
    Simulation simulation(world.scenario(), settings);
    simulation.replicate.start(0);
    const auto& members = simulation.replicate.enterprises(simulation.cluster("east_htz.construction_machinery"));
    ASSERT_GT(members.size(), 0u);
    EXPECT_NEAR(std::exp(members.z(0)), 110.0, 1e-9);
    EXPECT_GT(members.certificate(0), 0);
}

}  // namespace
}  // namespace zonecast
