// Parameters that made a history are found again in it, and a fit says how sure it is of them.
#include "model/inference/calibrate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "model/inference/scores.hpp"
#include "tests/inference/synthetic_history.hpp"

namespace zonecast::inference {
namespace {

using test::fit;
using test::members_of;
using test::SmallWorld;
using test::synthetic;

CalibrationSettings settings(int until = 2019, std::uint64_t seed = 1) {
    return {.from = 2016, .until = until, .members = 120, .candidates = 240, .noise_replicates = 96, .seed = seed};
}

const CalibratedParameter& parameter(const Calibration& c, const std::string& id) {
    return c.parameters[test::column(c, id)];
}

const FittedFigure& figure(const Calibration& c, const std::string& series, int year) {
    return *std::find_if(c.figures.begin(), c.figures.end(),
                         [&](const FittedFigure& one) { return one.series == series && one.year == year; });
}

/// What the reference law knows of the province's own course is where it stands among the states in the order of the
/// growth that they expect: momentum and catching-up make the order.
constexpr std::array recovered{"load_trend",
                               "nation_rank_gdp",
                               "nation_rank_hnte_count",
                               "nation_rank_rd_expenditure",
                               "nation_rank_invention_patents_valid",
                               "province_rank_gdp",
                               "province_rank_hnte_count",
                               "province_rank_rd_expenditure",
                               "province_rank_invention_patents_valid",
                               "province_rank_tech_contract_value"};

TEST(Calibrate, RecoversTheParametersOfSyntheticHistories) {
    // Truths from the priors; the central 80 per cent of the posterior hold four fifths of them. Histories of six
    // years: as many as tell a gain of a tenth in squared error from none.
    constexpr int histories = 24;
    int inside = 0;
    double before = 0, after = 0, strong_before = 0, strong_after = 0;
    for (int h = 0; h < histories; ++h) {
        const auto made = synthetic({.until = 2022, .seed = 400 + static_cast<std::uint64_t>(h)});
        const Calibration c = fit(made.scenario, settings(2022, 10 + static_cast<std::uint64_t>(h)));
        for (const char* id : recovered) {
            std::vector<double> members = members_of(c, c.posterior, id), prior = members_of(c, c.prior, id);
            std::sort(members.begin(), members.end());
            std::sort(prior.begin(), prior.end());
            const double truth = made.truth.at(id), scale = quantile_of(prior, 0.84) - quantile_of(prior, 0.16);
            inside += truth >= quantile_of(members, 0.1) && truth <= quantile_of(members, 0.9) ? 1 : 0;
            const auto squared = [&](double centre) { return (centre - truth) * (centre - truth) / (scale * scale); };
            const double was = squared(quantile_of(prior, 0.5)), is = squared(quantile_of(members, 0.5));
            before += was, after += is;
            if (parameter(c, id).identified != Identified::no) strong_before += was, strong_after += is;
        }
    }
    constexpr int cases = histories * static_cast<int>(recovered.size());
    // 99.9 per cent of a binomial with 240 cases of 0.8 lie between 171 and 211.
    static_assert(cases == 240);
    EXPECT_GE(inside, 171);
    EXPECT_LE(inside, 211);
    // And they are nearer to the truth than the priors were.
    EXPECT_LT(after, before);
    EXPECT_GT(strong_before, 0) << "six years of figures identify nothing";
    EXPECT_LT(strong_after, 0.8 * strong_before);
}

TEST(Calibrate, WhatTheHistorySaysNothingAboutKeepsItsPriorAndIsNamed) {
    const Calibration c = fit(synthetic({.seed = 43, .at_medians = true}).scenario, settings());
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
        const auto made =
            synthetic({.seed = seed,
                       .given = {{"load_trend", 1.75}, {"nation_rank_gdp", 0.95}, {"province_rank_tech_contract_value", 0.98}},
                       .at_medians = true});
        for (const auto& one : fit(made.scenario, settings()).figures)
            before += std::abs(one.prior_distance), after += std::abs(one.distance);
    }
    EXPECT_LT(after, before);
}

TEST(Calibrate, TheDiscrepancyGrowsWithTheYearsAndKeepsAFitFromBeingTooSure) {
    const auto made = synthetic({.until = 2021, .seed = 51});
    CalibrationSettings without = settings(2021);
    without.discrepancy = 0;
    const Calibration wide = fit(made.scenario, settings(2021)), narrow = fit(made.scenario, without);
    for (const char* series : {"gdp", "hnte_count", "hightech_value_added", "tech_contract_value"}) {
        const double first = figure(wide, series, 2017).discrepancy;
        EXPECT_GT(first, 0.004) << series;
        for (int year = 2018; year <= 2021; ++year)
            EXPECT_NEAR(figure(wide, series, year).discrepancy, first * std::sqrt(year - 2016.0), 1e-12) << series << year;
        EXPECT_EQ(figure(narrow, series, 2021).discrepancy, 0);
        // It is no excuse: what a figure is off by is counted without it.
        EXPECT_EQ(figure(wide, series, 2021).error, figure(narrow, series, 2021).error);
    }
    // What the figures identify is known less surely: GDP tells where the nation's GDP stands. Ranks that are pushed to an
    // end may spread more than they did before, so they are no measure of it.
    double left_wide = 0, left_narrow = 0;
    for (const std::uint64_t seed : {52u, 53u, 54u, 55u}) {
        const auto near = synthetic({.until = 2021, .seed = seed, .discrepancy = 0, .at_medians = true});
        left_wide += parameter(fit(near.scenario, settings(2021)), "nation_rank_gdp").variance_ratio;
        left_narrow += parameter(fit(near.scenario, without), "nation_rank_gdp").variance_ratio;
    }
    EXPECT_GT(left_wide, left_narrow);
}

TEST(Calibrate, TwoSeedsAgreeWithinTheirStatedErrors) {
    const scenario::Scenario history = synthetic({.until = 2021, .seed = 61}).scenario;
    const Calibration a = fit(history, settings(2021, 1)), b = fit(history, settings(2021, 2));
    ASSERT_EQ(a.ids(), b.ids());
    double mean_squares = 0, sd_squares = 0;
    for (std::size_t i = 0; i < a.parameters.size(); ++i) {
        const auto &x = a.parameters[i], &y = b.parameters[i];
        ASSERT_GT(x.mean_error, 0) << x.id;
        ASSERT_GT(x.sd_error, 0) << x.id;
        const double mean_z = (x.posterior_mean - y.posterior_mean) / std::hypot(x.mean_error, y.mean_error);
        const double sd_z = (x.posterior_sd - y.posterior_sd) / std::hypot(x.sd_error, y.sd_error);
        EXPECT_LT(std::abs(mean_z), 4.5) << x.id;  // of some 90 t statistics with 20 groups one in five hundred runs has one beyond it
        mean_squares += mean_z * mean_z, sd_squares += sd_z * sd_z;
    }
    // Their mean square is one if the errors are right: within four standard deviations of a chi-square over its
    // degrees of freedom.
    const double n = static_cast<double>(a.parameters.size()), bound = 4 * std::sqrt(2 / n);
    EXPECT_NEAR(mean_squares / n, 1, bound);
    EXPECT_NEAR(sd_squares / n, 1, bound);
}

TEST(Calibrate, AFigureThatTheFitMissesIsNamed) {
    auto made = synthetic({.seed = 71, .at_medians = true});
    const double error = figure(fit(made.scenario, settings()), "gdp", 2018).error;
    scenario::Figure wrong = *made.scenario.figure("gdp", "lakeland", 2018);
    wrong.value *= std::exp(6 * error);
    made.scenario.put(wrong);
    const Calibration c = fit(made.scenario, settings());
    EXPECT_TRUE(figure(c, "gdp", 2018).missed());
    EXPECT_LT(figure(c, "gdp", 2018).distance, -far_off);
    FittedFigure one;
    one.distance = 1.99, one.prior_distance = 0.5;
    EXPECT_FALSE(one.missed());
    EXPECT_FALSE(one.pulled_away());
    one.distance = -2.01;
    EXPECT_TRUE(one.missed());
    EXPECT_TRUE(one.pulled_away());
    one.prior_distance = 3;
    EXPECT_FALSE(one.pulled_away());
    one.distance = std::nan("");
    EXPECT_TRUE(one.missed());
}

TEST(Calibrate, ShocksOfThePlanAct) {
    const auto made = synthetic({.seed = 81, .at_medians = true});
    scenario::Scenario shocked = made.scenario;
    scenario::Shock shock;
    shock.id = "event";
    shock.kind = "demand";
    shock.start = 2018;
    shock.size = -0.2;
    shocked.plan.shocks.push_back(shock);
    const Calibration a = fit(made.scenario, settings()), b = fit(shocked, settings());
    EXPECT_EQ(figure(a, "gdp", 2017).prior_median, figure(b, "gdp", 2017).prior_median);
    EXPECT_LT(figure(b, "gdp", 2018).prior_median, 0.92 * figure(a, "gdp", 2018).prior_median);
    EXPECT_LT(figure(b, "hightech_value_added", 2018).prior_median, 0.92 * figure(a, "hightech_value_added", 2018).prior_median);
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

TEST(FitErrors, TheDiscrepancyIsThePanelsSurpriseAndIsCarriedAlongWithinASeries) {
    SmallWorld world;
    test::lengthen_history(world);
    const auto compiled = [](const scenario::Scenario& pack) {
        Diagnostics problems;
        auto out = engine::World::compile(known_at(pack, 2016, 3, 2019).scenario, problems);
        if (!out) throw std::runtime_error(problems.text());
        return out;
    };
    const scenario::Scenario pack = test::pack_of(world, 2016, 2019);
    const auto w = compiled(pack);
    const auto series = [](const std::string& id) {
        return static_cast<std::size_t>(std::find_if(observed_series.begin(), observed_series.end(),
                                                     [&](const ObservedSeries& one) { return one.id == id; }) -
                                        observed_series.begin());
    };
    const double gdp = yearly_discrepancy(*w, series("gdp"));
    EXPECT_EQ(gdp, *w->reference.province_spread(reference::Headline::gdp));
    const double load = engine::PriorQuantile(w->scenario.priors.at("load_trend")).centre();
    EXPECT_NEAR(load, 1.25, 0.001);
    EXPECT_EQ(yearly_discrepancy(*w, series("hightech_value_added")), load * gdp);
    EXPECT_EQ(yearly_discrepancy(*w, series("hnte_recognised")), yearly_discrepancy(*w, series("hnte_count")));

    const FitErrors e = fit_errors(*w, pack, 2016, 2019, 1.0), none = fit_errors(*w, pack, 2016, 2019, 0.0);
    EXPECT_TRUE(none.discrepancy.isZero());
    for (std::size_t i = 0; i < e.observations.size(); ++i)
        for (std::size_t j = 0; j < e.observations.size(); ++j) {
            const auto a = static_cast<Eigen::Index>(i), b = static_cast<Eigen::Index>(j);
            const auto &x = e.observations[i], &y = e.observations[j];
            const double spread = yearly_discrepancy(*w, x.series);
            const double expected = x.series == y.series ? spread * spread * (std::min(x.year, y.year) - 2016) : 0.0;
            EXPECT_NEAR(e.discrepancy(a, b), expected, 1e-15);
        }

    // Without a panel nothing is learned, and what was assumed before it stands.
    std::filesystem::remove(world.folder() / "library/panel.csv");
    EXPECT_EQ(yearly_discrepancy(*compiled(test::pack_of(world, 2016, 2019)), series("gdp")), reference::unlearned_province_spread);
}

TEST(Calibrate, FiguresOfTheYearsAfterTheFitAreNotSeen) {
    SmallWorld world;
    test::lengthen_history(world);
    scenario::Scenario pack = test::pack_of(world, 2016, 2019), changed = pack;
    CalibrationSettings until_2018 = settings(2018);
    until_2018.members = 20, until_2018.candidates = 40, until_2018.noise_replicates = 40;
    for (auto* one : {&pack, &changed})
        for (auto& f : one->history)
            if (f.series == "gdp" && f.place == "lakeland" && f.year == 2018) f.published = 2020;
    for (auto& f : changed.history)
        if (f.publication() > 2019 && f.place == "lakeland") f.value *= 3;
    const Calibration a = fit(pack, until_2018), b = fit(changed, until_2018);
    EXPECT_EQ(a.posterior, b.posterior);
    EXPECT_EQ(std::count_if(a.figures.begin(), a.figures.end(), [](const auto& f) { return f.series == "gdp"; }), 1);
}

}  // namespace
}  // namespace zonecast::inference
