// A compiled scenario with one object that simulates it, and sums of what it recorded.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/engine/observables.hpp"
#include "model/engine/replicate.hpp"
#include "model/engine/world.hpp"
#include "model/scenario/read.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::test {

using engine::Quantity;

inline std::shared_ptr<const engine::World> compile(const scenario::Scenario& scenario, const reference::ReferenceLaw* law = nullptr) {
    Diagnostics problems;
    auto world = engine::World::compile(scenario, problems, law);
    if (!world) throw std::runtime_error("the scenario does not compile:\n" + problems.text());
    return world;
}

/// The project's own scenario of Hunan.
inline scenario::Scenario hunan(const std::vector<std::string>& overrides = {}) {
    Diagnostics problems;
    auto read =
        scenario::read_scenario(std::string(ZONECAST_SOURCE_DIR) + "/scenarios/plans/hunan-htz-2017-2019.toml", overrides, problems);
    if (!read) throw std::runtime_error("the Hunan scenario does not read:\n" + problems.text());
    return *read;
}

/// Leaves nothing of the small world's plan but its head: no target and no measure.
inline void without_plan(SmallWorld& world) {
    const std::string plan = world.text("plans/small.toml");
    world.write("plans/small.toml", plan.substr(0, plan.find("[[target]]")));
}

/// Overrides that switch off everything random in growth and every feedback on it, so that clusters grow by the reference path; the common
/// shock comes with the reference law, and even_growth has none.
inline std::vector<std::string> quiet() {
    std::vector<std::string> all;
    for (const char* id :
         {"industry_shock_sd", "cluster_noise_sd", "cluster_drift_sd", "output_elasticity_knowledge", "spillover",
          "density_elasticity", "congestion_elasticity", "convergence", "strength_effect", "promotion_level", "recognition_growth"})
        all.push_back("parameter." + std::string(id) + "=0");
    return all;
}

/// Overrides that cut every channel between zones of different cities.
inline std::vector<std::string> apart() {
    return {"parameter.chi=0",         "parameter.convergence=0",  "parameter.spillover=0",      "parameter.displacement_share=0",
            "parameter.project_rate=0", "parameter.contract_cap=1", "parameter.alignment=0",
            "parameter.promotion_pull=1"};
}

/// A reference law that knows its path: growth a year of certified enterprises, R&D, contracts, valid and granted patents, and GDP.
inline reference::ReferenceLaw steady_law(double hnte, double rd, double contracts, double valid, double granted, double gdp) {
    return reference::ReferenceLaw::steady({{{hnte, hnte}, {rd, rd}, {contracts, contracts}, {valid, valid}, {granted, granted}, {gdp, gdp}}});
}
/// Every headline grows by about what it did, without a common shock.
inline const reference::ReferenceLaw even_growth = steady_law(0.15, 0.11, 0.1, 0.1, 0.1, 0.09);
/// Nothing grows.
inline const reference::ReferenceLaw no_growth = steady_law(0, 0, 0, 0, 0, 0);

inline std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

class Simulation {
public:
    explicit Simulation(const scenario::Scenario& scenario, engine::RunSettings settings = {}, const reference::ReferenceLaw* law = nullptr)
        : world(compile(scenario, law)), keys(*world, settings), replicate(*world, keys, settings) {}

    const engine::Trajectory& run(std::uint64_t number) { return replicate.run(number); }

    [[nodiscard]] std::size_t zone(const std::string& id) const {
        const std::size_t z = world->zone_index(id);
        if (z == engine::none) throw std::runtime_error("no zone " + id);
        return z;
    }
    [[nodiscard]] std::size_t cluster(const std::string& id) const {
        for (std::size_t c = 0; c < world->clusters.size(); ++c)
            if (world->clusters[c].id == id) return c;
        throw std::runtime_error("no cluster " + id);
    }

    std::shared_ptr<const engine::World> world;
    engine::Keys keys;
    engine::Replicate replicate;
};

inline double at(const engine::Trajectory& t, std::size_t year, std::size_t zone, Quantity q) {
    return t.quantities(year, zone)[static_cast<std::size_t>(q)];
}

/// Sum over all zones of the province.
inline double total(const engine::Trajectory& t, std::size_t year, Quantity q) {
    double sum = 0;
    for (std::size_t z = 0; z < t.zones; ++z) sum += at(t, year, z, q);
    return sum;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// Whether two records hold the same bits throughout.
inline ::testing::AssertionResult same_record(const engine::Trajectory& a, const engine::Trajectory& b) {
    auto differs = [](const char* what) { return ::testing::AssertionFailure() << what << " differ"; };
    if (!same_bits(a.zone, b.zone)) return differs("quantities of zones");
    if (!same_bits(a.cluster, b.cluster)) return differs("quantities of clusters");
    if (!same_bits(a.level, b.level)) return differs("levels");
    if (!same_bits(a.rank, b.rank)) return differs("ranks");
    if (!same_bits(a.facilities, b.facilities)) return differs("facilities");
    if (!same_bits(a.flows, b.flows)) return differs("flows");
    if (!same_bits(a.st_progress, b.st_progress)) return differs("shares of S&T progress");
    if (!same_bits(a.parameters, b.parameters)) return differs("parameters");
    if (a.cells.size() != b.cells.size()) return differs("cohorts");
    for (std::size_t i = 0; i < a.cells.size(); ++i)
        if (a.cells[i].count != b.cells[i].count || a.cells[i].revenue != b.cells[i].revenue || a.cells[i].rd != b.cells[i].rd)
            return differs("cohorts");
    return ::testing::AssertionSuccess();
}

/// Whether one zone's record holds the same bits, by the zone's place in each.
inline ::testing::AssertionResult same_zone(const engine::Trajectory& a, std::size_t zone_a, const engine::Trajectory& b,
                                            std::size_t zone_b) {
    for (std::size_t t = 0; t < a.years; ++t)
        for (std::size_t q = 0; q < engine::quantity_count; ++q)
            if (std::memcmp(a.quantities(t, zone_a) + q, b.quantities(t, zone_b) + q, sizeof(double)) != 0)
                return ::testing::AssertionFailure() << engine::quantity_texts[q].id << " in year " << t << ": "
                                                     << a.quantities(t, zone_a)[q] << " and " << b.quantities(t, zone_b)[q];
    return ::testing::AssertionSuccess();
}

}  // namespace zonecast::test
