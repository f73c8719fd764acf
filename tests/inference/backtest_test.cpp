// A run from an origin sees nothing later; what is scored is what was published and comparable.
#include "model/inference/backtest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "model/engine/world.hpp"
#include "model/inference/observed_series.hpp"
#include "tests/inference/small_history.hpp"

namespace zonecast::inference {
namespace {

using test::SmallWorld;

Backtest run(const scenario::Scenario& pack, int first, int last, int horizon = 2, std::uint64_t replicates = 32) {
    Diagnostics problems;
    auto out = backtest(pack, {.first_origin = first, .last_origin = last, .horizon = horizon, .replicates = replicates, .resamples = 200},
                        problems, {});
    if (!out) throw std::runtime_error(problems.text());
    return *out;
}

const InputNote* note(const std::vector<InputNote>& notes, const std::string& input) {
    const auto found = std::find_if(notes.begin(), notes.end(), [&](const InputNote& one) { return one.input == input; });
    return found == notes.end() ? nullptr : &*found;
}

TEST(KnownAt, LaterFiguresAreGoneAndThePlanIsEmpty) {
    SmallWorld world;
    test::lengthen_history(world);
    scenario::Scenario whole = world.scenario();
    const KnownAt known = known_at(whole, 2016, 3, 2016);
    for (const auto& figure : known.scenario.history) EXPECT_LE(figure.year, 2016);
    EXPECT_TRUE(known.scenario.plan.targets.empty());
    EXPECT_TRUE(known.scenario.plan.measures.empty());
    EXPECT_EQ(known.scenario.plan.base_year, 2016);
    EXPECT_EQ(known.scenario.plan.known_until, 2016);
    EXPECT_EQ(known.scenario.plan.end_year, 2019);
    ASSERT_NE(note(known.notes, "figures of later years"), nullptr);
    EXPECT_EQ(note(known.notes, "figures of later years")->treatment, Treatment::dropped);
    // West Lake became national in 2018: a chance, not a fact.
    ASSERT_NE(note(known.notes, "later promotions of zones"), nullptr);
}

TEST(KnownAt, PriorsOfLaterEvidenceAreWidenedAndNamed) {
    SmallWorld world;
    const scenario::Scenario whole = world.scenario();
    const KnownAt at_2016 = known_at(whole, 2016, 3, 2016);
    EXPECT_EQ(whole.priors.at("renewal_rate").known, 2023);
    EXPECT_DOUBLE_EQ(at_2016.scenario.priors.at("renewal_rate").sd, 2 * whole.priors.at("renewal_rate").sd);
    ASSERT_NE(note(at_2016.notes, "prior renewal_rate"), nullptr);
    EXPECT_EQ(note(at_2016.notes, "prior renewal_rate")->treatment, Treatment::widened);
    EXPECT_EQ(note(at_2016.notes, "prior renewal_rate")->known, 2023);
    EXPECT_DOUBLE_EQ(at_2016.scenario.priors.at("load_trend").sd, whole.priors.at("load_trend").sd);
    EXPECT_DOUBLE_EQ(known_at(whole, 2015, 3, 2015).scenario.priors.at("load_trend").sd, 2 * whole.priors.at("load_trend").sd);
    EXPECT_DOUBLE_EQ(known_at(whole, 2023, 3, 2023).scenario.priors.at("renewal_rate").sd, whole.priors.at("renewal_rate").sd);
}

TEST(KnownAt, ARunAndAnOriginStartFromTheSameFigures) {
    SmallWorld world;
    const auto start = [&] {
        Diagnostics problems;
        const auto compiled = engine::World::compile(known_at(world.scenario(), 2016, 2, 2016).scenario, problems);
        const auto run = engine::World::compile(world.scenario(), problems);
        EXPECT_TRUE(compiled && run) << problems.text();
        EXPECT_EQ(compiled->base.expired, run->base.expired);
        EXPECT_EQ(compiled->base.recognised, run->base.recognised);
        return compiled->base.expired;
    };
    // Recognitions of 2013 are published: they expire in 2016.
    EXPECT_DOUBLE_EQ(start(), 36);
    // Without them: what 2014 and 2015 leave of the stock of 2015 (108).
    const std::string row = "hnte_recognised,lakeland,2013,36,家,0.15,derived,made up,\n";
    world.replace("packs/small/history.csv", row, "");
    EXPECT_DOUBLE_EQ(start(), 1.03 * 108 - 33 - 35);
}

TEST(KnownAt, ANumberOfAnotherYearIsRefused) {
    SmallWorld world;
    world.replace("packs/small/pack.toml", "[parameters.value_added_to_revenue]\n", "[parameters.value_added_to_revenue]\nyear = 2013\n");
    Diagnostics problems;
    EXPECT_EQ(engine::World::compile(world.scenario(), problems), nullptr);
    EXPECT_NE(problems.text().find("is of 2013, but the plan starts from 2016"), std::string::npos) << problems.text();
}

TEST(KnownAt, OnlyLaterStructureIsBorrowedAndNamed) {
    SmallWorld world;
    test::lengthen_history(world);
    const KnownAt known = known_at(test::pack_of(world, 2014, 2016), 2014, 2, 2014);
    const InputNote* clusters = note(known.notes, "figures cluster_revenue");
    ASSERT_NE(clusters, nullptr);
    EXPECT_EQ(clusters->treatment, Treatment::borrowed);
    EXPECT_EQ(clusters->known, 2016);
    EXPECT_EQ(clusters->count, 10u);
    // Scaled to the value added of 2014; shares stay.
    EXPECT_NEAR(known.scenario.figure("cluster_revenue", "east_htz.electronics", 2014)->value, 150.0 * 283 / 343, 1e-9);
    EXPECT_GT(known.scenario.figure("cluster_revenue", "east_htz.electronics", 2014)->spread, 0.2);
}

TEST(Backtest, NothingAfterTheOriginMovesAPrediction) {
    SmallWorld world;
    test::lengthen_history(world);
    const scenario::Scenario pack = test::pack_of(world, 2016, 2018);
    scenario::Scenario poisoned = pack;
    for (auto& figure : poisoned.history)
        if (figure.year > 2016) figure.value *= 3;
    const Backtest a = run(pack, 2016, 2016), b = run(poisoned, 2016, 2016);
    ASSERT_EQ(a.cases.size(), b.cases.size());
    ASSERT_FALSE(a.cases.empty());
    for (std::size_t i = 0; i < a.cases.size(); ++i) {
        for (std::size_t f = 0; f < forecasters; ++f)
            for (std::size_t q = 0; q < predicted_levels.size(); ++q)
                EXPECT_EQ(a.cases[i].by[f].quantile[q], b.cases[i].by[f].quantile[q]) << a.cases[i].series;
        if (a.cases[i].series != "rd_to_gdp") {
            EXPECT_NEAR(b.cases[i].outcome / a.cases[i].outcome, 3, 1e-9);
        }
    }
    // And the past does move it.
    scenario::Scenario other = pack;
    for (auto& figure : other.history)
        if (figure.year <= 2016 && figure.series == "gdp" && figure.place == "lakeland") figure.value *= 1.1;
    EXPECT_NE(run(other, 2016, 2016).cases[0].by[0].quantile[2], a.cases[0].by[0].quantile[2]);
}

TEST(Backtest, FiguresThatWerePublishedLaterMoveNoPrediction) {
    SmallWorld world;
    test::lengthen_history(world);
    const scenario::Scenario whole = test::pack_of(world, 2016, 2018);
    // Contracts of the origin and two figures of before came out late; everything that came out after 2017 is changed.
    const auto late = [](const scenario::Figure& f) {
        return f.place == "lakeland" && ((f.series == "tech_contract_value" && f.year == 2016) || (f.series == "gdp" && f.year == 2014) ||
                                         (f.series == "rd_expenditure" && f.year == 2015));
    };
    const auto published_late = [&](scenario::Scenario pack, bool named, double factor) {
        for (auto& figure : pack.history)
            if (late(figure)) {
                figure.value *= factor;
                if (named) figure.published = 2019;
            }
        return pack;
    };
    const auto same = [](const Backtest& a, const Backtest& b) {
        if (a.cases.size() != b.cases.size()) return false;
        for (std::size_t i = 0; i < a.cases.size(); ++i)
            for (std::size_t f = 0; f < forecasters; ++f)
                for (std::size_t q = 0; q < predicted_levels.size(); ++q)
                    if (a.cases[i].by[f].made && a.cases[i].by[f].quantile[q] != b.cases[i].by[f].quantile[q]) return false;
        return true;
    };
    const Backtest a = run(published_late(whole, true, 1), 2016, 2016);
    ASSERT_FALSE(a.cases.empty());
    EXPECT_TRUE(same(a, run(published_late(whole, true, 3), 2016, 2016)));
    // Had they been known, they would have moved it.
    EXPECT_FALSE(same(run(whole, 2016, 2016), run(published_late(whole, false, 3), 2016, 2016)));
    // What the start needs is carried from what was known, and both are named.
    const auto& notes = a.inputs.front().notes;
    ASSERT_NE(note(notes, "figures published later"), nullptr);
    EXPECT_EQ(note(notes, "figures published later")->treatment, Treatment::dropped);
    EXPECT_EQ(note(notes, "figures published later")->count, 3u);
    EXPECT_EQ(note(notes, "figures published later")->known, 2019);
    ASSERT_NE(note(notes, "figure tech_contract_value"), nullptr);
    EXPECT_EQ(note(notes, "figure tech_contract_value")->treatment, Treatment::carried);
    EXPECT_EQ(note(notes, "figure tech_contract_value")->known, 2015);
}

TEST(Backtest, ScoresWhatIsPublishedAndComparable) {
    SmallWorld world;
    test::lengthen_history(world);
    world.replace("packs/small/pack.toml", "[parameters.value_added_to_revenue]",
                  "[[break]]\nseries = \"gdp\"\nplace = \"lakeland\"\nyear = 2018\nnote = \"census\"\n\n[parameters.value_added_to_revenue]");
    const Backtest out = run(test::pack_of(world, 2016, 2019), 2016, 2017);
    const auto count = [&](const std::string& series, int origin) {
        return std::count_if(out.cases.begin(), out.cases.end(),
                             [&](const Case& one) { return one.series == series && one.origin == origin; });
    };
    EXPECT_EQ(count("hightech_value_added", 2016), 2);
    EXPECT_EQ(count("gdp", 2016), 1);  // 2018 lies behind the break
    EXPECT_EQ(count("gdp", 2017), 0);
    EXPECT_EQ(count("rd_to_gdp", 2016), 1);  // and so does the ratio
    EXPECT_EQ(count("hnte_recognised", 2016), 0);
    const auto missing = std::find_if(out.unscored.begin(), out.unscored.end(),
                                      [](const Unscored& one) { return one.series == "gdp" && one.origin == 2017; });
    ASSERT_NE(missing, out.unscored.end());
    EXPECT_EQ(missing->why, Unscored::Why::no_outcome);
}

TEST(Backtest, TheSameBitsForAnyNumberOfThreads) {
    SmallWorld world;
    test::lengthen_history(world);
    const scenario::Scenario pack = test::pack_of(world, 2016, 2018);
    Diagnostics problems;
    BacktestSettings settings{
        .first_origin = 2016, .last_origin = 2016, .horizon = 1, .replicates = 70, .resamples = 50};
    const auto one = backtest(pack, settings, problems, ensemble::Execution(1));
    const auto three = backtest(pack, settings, problems, ensemble::Execution(3));
    ASSERT_TRUE(one && three);
    EXPECT_EQ(one->pooled.crps[0], three->pooled.crps[0]);
    EXPECT_EQ(one->pooled.crps[2], three->pooled.crps[2]);
    EXPECT_EQ(one->pooled.skill[1], three->pooled.skill[1]);
}

TEST(Backtest, WithoutAPanelThereIsNoRuleOfTheNation) {
    SmallWorld world;
    std::filesystem::remove(world.folder() / "library/panel.csv");
    test::lengthen_history(world);
    for (const Case& one : run(test::pack_of(world, 2016, 2018), 2016, 2016).cases) {
        EXPECT_EQ(one.place, "lakeland");
        EXPECT_FALSE(one.of(Forecaster::as_nation).made);
        EXPECT_TRUE(one.of(Forecaster::random_walk).made);
    }
}

TEST(Backtest, SeveralPacksAreScoredTogether) {
    SmallWorld world;
    test::lengthen_history(world);
    const Backtest one = run(test::pack_of(world, 2016, 2018), 2016, 2016);
    Backtest other = one;
    for (Case& c : other.cases) c.place = "elsewhere", c.by[0].crps *= 2;
    const Backtest both = together({one, other});
    EXPECT_EQ(both.cases.size(), 2 * one.cases.size());
    EXPECT_EQ(both.pooled.places, 2u);
    EXPECT_NEAR(both.pooled.crps[0], 1.5 * one.pooled.crps[0], 1e-12);
    EXPECT_FALSE(std::isnan(both.pooled.skill_low[1]));  // provinces are drawn again, one origin is enough
}

}  // namespace
}  // namespace zonecast::inference
