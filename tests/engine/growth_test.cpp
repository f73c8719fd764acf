// Growth of clusters: the reference path without deviation, and enterprises that grow with their cluster in the mean.
#include <cmath>

#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using engine::ClusterQuantity;
using test::operator+;
using test::Quantity;
using test::quiet;
using test::Simulation;
using test::SmallWorld;

double revenue_of(const engine::Trajectory& t, std::size_t year, std::size_t cluster) {
    return t.cluster[(year * t.clusters + cluster) * engine::cluster_quantity_count + static_cast<std::size_t>(ClusterQuantity::revenue)];
}

TEST(Growth, IsTheReferenceWithoutNoiseAndDeviation) {
    SmallWorld world;
    test::without_plan(world);
    for (const int end : {2017, 2018, 2021, 2026}) {
        Simulation simulation(world.scenario(quiet() + std::vector<std::string>{"plan.end_year=" + std::to_string(end)}), {}, &test::even_growth);
        for (std::uint64_t r = 0; r < 3; ++r) {
            simulation.run(r);
            const auto& p = simulation.replicate.parameters();
            const double expected = simulation.replicate.reference_path().at(reference::Headline::gdp, static_cast<std::size_t>(end - 2016)).expected;
            const double load = 1.0 + (p.load_trend - 1.0) * std::pow(p.load_fade, end - 2017);
            EXPECT_NEAR(simulation.replicate.reference_growth(), p.deflator_growth + load * (expected - p.deflator_growth), 1e-14);
            for (std::size_t c = 0; c < simulation.world->clusters.size(); ++c)
                EXPECT_NEAR(simulation.replicate.expected_growth(c), simulation.replicate.reference_growth(), 1e-12)
                    << simulation.world->clusters[c].id;
        }
    }
}

TEST(Growth, WithFeedbacksButNoNoiseStaysNearTheReference) {
    // Knowledge, density, shares and strength enter as deviations: without noise they only answer to what members do by chance.
    const SmallWorld world;
    Simulation simulation(world.scenario({"parameter.industry_shock_sd=0", "parameter.cluster_noise_sd=0", "parameter.cluster_drift_sd=0",
                                          "plan.end_year=2026"}),
                          {}, &test::even_growth);
    double sum = 0, weight = 0;
    for (std::uint64_t r = 0; r < 40; ++r) {
        const auto& t = simulation.run(r);
        for (std::size_t c = 0; c < t.clusters; ++c) {
            sum += revenue_of(t, t.years - 2, c) * (simulation.replicate.expected_growth(c) - simulation.replicate.reference_growth());
            weight += revenue_of(t, t.years - 2, c);
        }
    }
    EXPECT_LT(std::abs(sum / weight), 0.01) << "each centred term stays below half a point in the weighted mean, their sum below one";
}

TEST(Growth, OfRevenueIsTheClustersInTheMean) {
    // The first year with the same initial state and growth in every replicate: only members' luck differs.
    engine::RunSettings settings;
    settings.free_parameters = settings.free_initial = false;
    SmallWorld world;
    test::without_plan(world);
    for (const double entry_rate : {0.0, 0.3}) {
        SCOPED_TRACE(testing::Message() << "entry rate " << entry_rate);
        Simulation simulation(
            world.scenario(quiet() + std::vector<std::string>{"plan.end_year=2017", "parameter.entry_rate=" + std::to_string(entry_rate),
                                                              "parameter.project_rate=0"}),
            settings, &test::even_growth);
        constexpr int replicates = 500;
        const std::size_t clusters = simulation.world->clusters.size();
        std::vector<double> sum(clusters + 1, 0.0), square(clusters + 1, 0.0), start(clusters + 1, 0.0);
        for (int r = 0; r < replicates; ++r) {
            const auto& t = simulation.run(static_cast<std::uint64_t>(r));
            double before = 0, after = 0;
            for (std::size_t c = 0; c <= clusters; ++c) {
                const double first = c < clusters ? revenue_of(t, 0, c) : before, last = c < clusters ? revenue_of(t, 1, c) : after;
                before += first, after += last;
                sum[c] += last / first, square[c] += last / first * (last / first);
                start[c] = first;
            }
        }
        for (std::size_t c = 0; c <= clusters; ++c) {
            if (start[c] <= 0) continue;
            const double mean = sum[c] / replicates, error = std::sqrt((square[c] / replicates - mean * mean) / replicates);
            // What leaves by falling below 0.005 is not in the expected exits: a trifle of revenue.
            EXPECT_NEAR(mean, std::exp(simulation.replicate.reference_growth()), 4.0 * error + 2e-5)
                << (c < clusters ? simulation.world->clusters[c].id : "province");
        }
    }
}

}  // namespace
}  // namespace zonecast
