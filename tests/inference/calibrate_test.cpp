// Parameters that made a history are found again in it.
#include "model/inference/calibrate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "model/ensemble/ensemble.hpp"
#include "model/inference/observed_series.hpp"
#include "tests/inference/small_history.hpp"

namespace zonecast::inference {
namespace {

using test::SmallWorld;

class Keeper : public engine::ReplicateSink {
public:
    void take(const engine::BlockOutput& block) override { series = block.series; }
    std::vector<double> series;
};

/// The small world whose figures of 2017-2019 are what the model makes of 2016 with these parameters, chance and all.
scenario::Scenario synthetic(const std::vector<std::pair<std::string, double>>& truth, std::uint64_t seed) {
    SmallWorld world;
    KnownAt known = known_at(test::pack_of(world, 2016, 2019), 2016, 3, 2019);
    Diagnostics problems;
    const auto compiled = engine::World::compile(known.scenario, problems);
    if (!compiled) throw std::runtime_error(problems.text());
    std::vector<std::string> ids;
    std::vector<double> values;
    for (const auto& [id, value] : truth) ids.push_back(id), values.push_back(value);
    engine::RunSettings settings;
    settings.seed = seed;
    settings.replicates = 1;
    settings.free_parameters = settings.free_initial = false;
    if (!ids.empty()) settings.parameter_source = std::make_shared<engine::ParameterValues>(ids, values);
    for (const auto& series : observed_series) settings.keep.push_back({"province", "lakeland", series.observable});
    Keeper keeper;
    static_cast<void>(ensemble::run(*compiled, settings, keeper, {}));
    scenario::Scenario out = test::pack_of(world, 2016, 2019);
    for (std::size_t s = 0; s < observed_series.size(); ++s) {
        if (observed_series[s].denominator != nullptr) continue;
        for (int year = 2017; year <= 2019; ++year)
            out.put({observed_series[s].numerator,
                     "lakeland",
                     year,
                     keeper.series[s * 4 + static_cast<std::size_t>(year - 2016)],
                     "",
                     0.005,
                     scenario::Confidence::reported,
                     "made by the model",
                     "",
                     {}});
    }
    return out;
}

Calibration fit(const scenario::Scenario& scenario, std::uint64_t members = 120) {
    Diagnostics problems;
    auto out =
        calibrate(scenario, {.from = 2016, .until = 2019, .members = members, .candidates = 240, .noise_replicates = 96}, problems, {});
    if (!out) throw std::runtime_error(problems.text());
    return *out;
}

const CalibratedParameter& parameter(const Calibration& c, const std::string& id) {
    return *std::find_if(c.parameters.begin(), c.parameters.end(), [&](const CalibratedParameter& one) { return one.id == id; });
}

TEST(Calibrate, RecoversTheParametersOfASyntheticHistory) {
    // How strongly high technology follows the trend, and where the nation's GDP and patents stand in what was learned of them.
    const std::vector<std::pair<std::string, double>> truths{{"load_trend", 1.65}, {"nation_rank_gdp", 0.9}, {"nation_rank_invention_patents_valid", 0.9}};
    std::map<std::string, double> moved;
    for (const std::uint64_t seed : {41u, 42u, 43u, 44u, 45u}) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        const Calibration c = fit(synthetic({truths.begin(), truths.end()}, seed));
        for (const auto& [id, truth] : truths) {
            // Near or in the posterior's central 90 per cent.
            const auto& p = parameter(c, id);
            const double spread = p.posterior_high - p.posterior_low;
            EXPECT_GT(truth, p.posterior_low - 0.35 * spread) << id;
            EXPECT_LT(truth, p.posterior_high + 0.35 * spread) << id;
            moved[id] += (p.posterior_median - p.prior_median) / 5;
        }
    }
    // The truth lies above the prior's median. Three years of one path say little of ranks, but in the mean of five histories they say how
    // strongly high technology follows the trend.
    EXPECT_GT(moved["load_trend"], 0);
}

TEST(Calibrate, WhatTheHistorySaysNothingAboutKeepsItsPriorAndIsNamed) {
    const Calibration c = fit(synthetic({}, 43));
    for (const char* id : {"chi", "rank_noise_top", "promotion_entry", "facility_correlation", "density_elasticity"}) {
        const auto found =
            std::find_if(c.parameters.begin(), c.parameters.end(), [&](const CalibratedParameter& one) { return one.id == id; });
        if (found == c.parameters.end()) continue;  // fixed by the library
        EXPECT_EQ(found->identified, Identified::no) << id;
    }
    EXPECT_NE(parameter(c, "renewal_rate").identified, Identified::well);
    EXPECT_TRUE(parameter(c, "rd_rest_share").of_the_start);
    EXPECT_FALSE(parameter(c, "load_trend").of_the_start);
    EXPECT_EQ(c.posterior.size(), 120 * c.parameters.size());
    for (const double value : c.posterior) EXPECT_TRUE(std::isfinite(value));
}

TEST(Calibrate, PosteriorRunsFitBetterThanPriorRuns) {
    double before = 0, after = 0;
    for (const std::uint64_t seed : {47u, 48u, 49u}) {
        const Calibration c = fit(synthetic({{"load_trend", 1.75}, {"nation_rank_gdp", 0.95}, {"province_rank_tech_contract_value", 0.98}}, seed));
        for (const auto& figure : c.figures) {
            before += std::abs(std::log(figure.prior_median / figure.published)) / figure.error;
            after += std::abs(std::log(figure.posterior_median / figure.published)) / figure.error;
        }
    }
    EXPECT_LT(after, before);
}

TEST(Calibrate, YearsWithoutFiguresAreAnError) {
    Diagnostics problems;
    const SmallWorld world;
    EXPECT_FALSE(calibrate(test::pack_of(world, 2016, 2019), {.from = 2016, .until = 2019}, problems, {}));
    EXPECT_TRUE(problems.has_errors());
    Diagnostics others;
    EXPECT_FALSE(calibrate(test::pack_of(world, 2016, 2019), {.from = 2019, .until = 2016}, others, {}));
    EXPECT_TRUE(others.has_errors());
}

}  // namespace
}  // namespace zonecast::inference
