// The accounts that must balance in every replicate, whatever happens in it.
#pragma once

#include <cmath>
#include <vector>

#include "tests/engine/simulation.hpp"

namespace zonecast::test {

/// Checks a finished replicate of `simulation`.
inline void expect_balanced(const Simulation& simulation, const engine::Trajectory& t) {
    using engine::cohort_cells, engine::certificate_states, engine::outside_cell;
    const engine::World& world = *simulation.world;
    constexpr std::size_t side = cohort_cells + 1;
    for (std::size_t year = 0; year < t.years; ++year) {
        SCOPED_TRACE(testing::Message() << "year " << year);
        // Zones: what is counted agrees with the cohorts, nothing is negative, thresholds nest.
        for (std::size_t z = 0; z < t.zones; ++z) {
            SCOPED_TRACE(world.zones[z].id);
            for (std::size_t q = 0; q < engine::quantity_count; ++q) {
                const double value = t.quantities(year, z)[q];
                ASSERT_TRUE(std::isfinite(value) && value >= 0.0) << engine::quantity_texts[q].id << " is " << value;
            }
            const engine::CohortCells& cells = t.cells[year * t.zones + z];
            double count = 0, certified = 0, revenue = 0, rd = 0;
            for (std::size_t i = 0; i < cohort_cells; ++i) {
                ASSERT_TRUE(cells.revenue[i] >= 0.0 && cells.rd[i] >= 0.0);
                ASSERT_EQ(cells.count[i] == 0, cells.revenue[i] == 0.0);
                count += cells.count[i];
                certified += i % certificate_states > 0 ? cells.count[i] : 0.0;
                revenue += cells.revenue[i];
                rd += cells.rd[i];
                // Mean revenue of a cohort lies in its class.
                if (cells.count[i] > 0) {
                    const std::size_t k = i / certificate_states;
                    const double mean = cells.revenue[i] / cells.count[i];
                    ASSERT_GE(mean, laws::class_low(k) * (1 - 1e-12));
                    if (k + 1 < engine::revenue_classes) {
                        ASSERT_LE(mean, laws::class_high(k) * (1 + 1e-12));
                    }
                }
            }
            ASSERT_EQ(count, at(t, year, z, Quantity::firms));
            ASSERT_EQ(certified, at(t, year, z, Quantity::hnte_count));
            ASSERT_NEAR(revenue, at(t, year, z, Quantity::revenue), 1e-11 * revenue);
            ASSERT_NEAR(rd, at(t, year, z, Quantity::rd_expenditure), 1e-11 * revenue);
            ASSERT_GE(at(t, year, z, Quantity::firms), at(t, year, z, Quantity::firms_above_scale));
            ASSERT_GE(at(t, year, z, Quantity::firms_above_scale), at(t, year, z, Quantity::firms_revenue_ge_1));
            ASSERT_GE(at(t, year, z, Quantity::firms_revenue_ge_1), at(t, year, z, Quantity::firms_revenue_ge_10));
            ASSERT_GE(at(t, year, z, Quantity::firms_revenue_ge_10), at(t, year, z, Quantity::firms_revenue_ge_100));
            ASSERT_GE(at(t, year, z, Quantity::firms_revenue_ge_10), at(t, year, z, Quantity::leading_enterprises));
            ASSERT_GE(at(t, year, z, Quantity::high_growth_enterprises), at(t, year, z, Quantity::gazelles));
            ASSERT_EQ(at(t, year, z, Quantity::hnte_recognised),
                      at(t, year, z, Quantity::hnte_first_time) + at(t, year, z, Quantity::hnte_renewed));
        }
        // City = its zones and its outside, province = cities: a zone's figure is counted once. Clusters add up to the same.
        double firms = 0, revenue = 0, value_added = 0, certified = 0;
        for (std::size_t c = 0; c < t.clusters; ++c) {
            const double* k = t.cluster.data() + (year * t.clusters + c) * engine::cluster_quantity_count;
            firms += k[static_cast<std::size_t>(engine::ClusterQuantity::firms)];
            revenue += k[static_cast<std::size_t>(engine::ClusterQuantity::revenue)];
            value_added += k[static_cast<std::size_t>(engine::ClusterQuantity::hightech_value_added)];
            certified += k[static_cast<std::size_t>(engine::ClusterQuantity::hnte_count)];
        }
        ASSERT_EQ(firms, total(t, year, Quantity::firms));
        ASSERT_EQ(certified, total(t, year, Quantity::hnte_count));
        ASSERT_NEAR(revenue / total(t, year, Quantity::revenue), 1.0, 1e-12);
        ASSERT_NEAR(value_added / total(t, year, Quantity::hightech_value_added), 1.0, 1e-12);
        ASSERT_NEAR(total(t, year, Quantity::output) * 0.93 / total(t, year, Quantity::revenue), 1.0, 1e-12);
        if (year == 0) continue;

        // Enterprises: every cluster, zone and the province.
        for (std::size_t c = 0; c < t.clusters; ++c) {
            auto k = [&](std::size_t y, engine::ClusterQuantity q) {
                return t.cluster[(y * t.clusters + c) * engine::cluster_quantity_count + static_cast<std::size_t>(q)];
            };
            using engine::ClusterQuantity;
            ASSERT_EQ(k(year, ClusterQuantity::firms),
                      k(year - 1, ClusterQuantity::firms) + k(year, ClusterQuantity::entries) - k(year, ClusterQuantity::exits))
                << world.clusters[c].id;
        }
        for (std::size_t z = 0; z < t.zones; ++z)
            ASSERT_EQ(at(t, year, z, Quantity::firms), at(t, year - 1, z, Quantity::firms) + at(t, year, z, Quantity::entries) -
                                                           at(t, year, z, Quantity::exits) + at(t, year, z, Quantity::moved_in) -
                                                           at(t, year, z, Quantity::moved_out))
                << world.zones[z].id;
        ASSERT_EQ(total(t, year, Quantity::moved_in), total(t, year, Quantity::moved_out));

        // Cohorts: what flows out of each was there, what flows in is there.
        const engine::FlowMatrix& flow = t.flows[year];
        std::vector<double> before(cohort_cells, 0.0), after(cohort_cells, 0.0);
        for (std::size_t z = 0; z < t.zones; ++z)
            for (std::size_t i = 0; i < cohort_cells; ++i) {
                before[i] += t.cells[(year - 1) * t.zones + z].count[i];
                after[i] += t.cells[year * t.zones + z].count[i];
            }
        double first_time = 0, renewed = 0, lapsed = 0, certified_exits = 0, exits = 0, entries = 0, up = 0, down = 0;
        for (std::size_t i = 0; i < side; ++i)
            for (std::size_t j = 0; j < side; ++j) {
                const double n = flow[i * side + j];
                if (i < cohort_cells) before[i] -= n;
                if (j < cohort_cells) after[j] -= n;
                if (n == 0) continue;
                ASSERT_FALSE(i == outside_cell && j == outside_cell);
                if (i == outside_cell) {
                    entries += n;
                    ASSERT_EQ(j % certificate_states, 0u) << "entrants carry no certificate";
                    continue;
                }
                const std::size_t held = i % certificate_states;
                if (j == outside_cell) {
                    exits += n;
                    certified_exits += held > 0 ? n : 0.0;
                    continue;
                }
                const std::size_t holds = j % certificate_states;
                up += j / certificate_states > i / certificate_states ? n : 0.0;
                down += j / certificate_states < i / certificate_states ? n : 0.0;
                if (held == 0) {
                    ASSERT_TRUE(holds == 0 || holds == 3);
                    first_time += holds == 3 ? n : 0.0;
                } else if (held == 1) {
                    ASSERT_TRUE(holds == 0 || holds == 3);
                    (holds == 3 ? renewed : lapsed) += n;
                } else {
                    ASSERT_EQ(holds, held - 1) << "certificates run down year by year";
                }
            }
        for (std::size_t i = 0; i < cohort_cells; ++i) {
            ASSERT_EQ(before[i], 0.0) << "cohort " << i << " before";
            ASSERT_EQ(after[i], 0.0) << "cohort " << i << " after";
        }
        ASSERT_EQ(total(t, year, Quantity::entries), entries);
        ASSERT_EQ(total(t, year, Quantity::exits), exits);
        ASSERT_EQ(total(t, year, Quantity::moves_up), up);
        ASSERT_EQ(total(t, year, Quantity::moves_down), down);
        ASSERT_EQ(total(t, year, Quantity::hnte_first_time), first_time);
        ASSERT_EQ(total(t, year, Quantity::hnte_renewed), renewed);
        ASSERT_EQ(total(t, year, Quantity::hnte_lapsed), lapsed);
        ASSERT_EQ(total(t, year, Quantity::hnte_count), total(t, year - 1, Quantity::hnte_count) + first_time - lapsed - certified_exits);
    }
}

/// Checks the base year of a replicate against the published totals of its pack.
inline void expect_published_base_year(const Simulation& simulation, const engine::Trajectory& t) {
    const engine::BaseTotals& base = simulation.world->base;
    EXPECT_EQ(total(t, 0, Quantity::hnte_count), base.certified);
    EXPECT_EQ(total(t, 0, Quantity::hnte_recognised), base.recognised);
    const double value_added = total(t, 0, Quantity::hightech_value_added);
    EXPECT_NEAR(value_added / base.value_added, 1.0, 1e-12);
    EXPECT_NEAR((value_added + total(t, 0, Quantity::gdp_rest)) / base.gdp, 1.0, 1e-12);
    EXPECT_NEAR((total(t, 0, Quantity::rd_expenditure) + total(t, 0, Quantity::rd_rest)) / base.rd, 1.0, 1e-12);
    EXPECT_NEAR(total(t, 0, Quantity::revenue) / (base.value_added / simulation.replicate.parameters().value_added_to_revenue), 1.0, 1e-9);
    EXPECT_NEAR(total(t, 0, Quantity::invention_patents_valid) / base.patents_valid, 1.0, 1e-9);
    EXPECT_NEAR(total(t, 0, Quantity::invention_patents_granted) / base.patents_granted, 1.0, 1e-9);
    EXPECT_NEAR(total(t, 0, Quantity::tech_contract_value) / base.contracts, 1.0, 1e-9);
    EXPECT_NEAR(total(t, 0, Quantity::rd_expenditure) / (base.rd * (1.0 - simulation.replicate.parameters().rd_rest_share)), 1.0, 1e-9);
    // Counts within their stated error: 2 per cent on enterprises of 1 and more, at four standard deviations, and whole enterprises.
    if (base.at_least_1.value > 0) {
        EXPECT_NEAR(std::log(total(t, 0, Quantity::firms_revenue_ge_1) / base.at_least_1.value), 0.0, 4 * 0.02 + 2 / base.at_least_1.value);
    }
}

}  // namespace zonecast::test
