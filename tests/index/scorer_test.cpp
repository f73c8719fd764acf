// The zone index of the small world: values by hand, weights, what is left out, surveys and figures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "model/ensemble/ensemble.hpp"
#include "model/index/scorer.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast::test {
namespace {

using index::Scores;

constexpr const char* index_toml = R"([index]
id = "small-index"
name = "Index of the small world"
ranked = ["provincial_zones", "national_zones"]
source = "made up"

[[group]]
id = "size"
name = "Size"
weight = 0.6
source = "made up"
grade = "J"

[[group]]
id = "land"
name = "Use of land"
weight = 0.4
source = "made up"
grade = "J"

[[item]]
id = "certified"
name = "Certified enterprises"
group = "size"
weight = 3
kind = "statistics"
metric = "hnte_count"
source = "made up"
grade = "J"

[[item]]
id = "grown"
name = "Growth of output"
group = "size"
weight = 1
kind = "statistics"
metric = "output"
statistic = "growth"
source = "made up"
grade = "J"

[[item]]
id = "tax"
name = "Tax per land"
group = "land"
weight = 1
kind = "statistics"
metric = "tax_revenue"
per = "land_area"
source = "made up"
grade = "J"
)";

constexpr const char* survey = R"(
[[item]]
id = "survey"
name = "What people say"
group = "land"
weight = 1
kind = "survey"
mean = 0.6
sd = 0.1
persistence = 0.75
source = "made up"
grade = "J"
)";

/// The small world with an index, and a record in which all its zones are provincial in every year, to be filled by hand.
class Index : public testing::Test {
protected:
    Index() {
        world_.write("library/index.toml", index_toml);
        world_.replace("packs/small/pack.toml", "library = \"../../library\"\n",
                       "library = \"../../library\"\nindex = \"../../library/index.toml\"\n");
    }

    void compile_with(const std::vector<std::string>& overrides = {}) {
        compiled_ = compile(world_.scenario(overrides));
        record_.shape(*compiled_);
        for (std::size_t y = 0; y < record_.years; ++y)
            for (const char* id : {"east_park", "west_htz", "west_park"}) record_.level[y * record_.zones + zone(id)] = 1;
    }
    [[nodiscard]] std::size_t zone(const std::string& id) const { return compiled_->zone_index(id); }
    double& cell(std::size_t year, const std::string& id, Quantity quantity) {
        return record_.quantities(year, zone(id))[static_cast<std::size_t>(quantity)];
    }
    void fill() {
        const std::map<std::string, std::array<double, 3>> values{
            {"east_park", {10, 40, 2}}, {"west_htz", {30, 10, 1}}, {"west_park", {20, 20, 4}}};
        for (const auto& [id, v] : values)
            for (std::size_t y = 0; y < record_.years; ++y) {
                cell(y, id, Quantity::hnte_count) = v[0];
                cell(y, id, Quantity::tax_revenue) = v[1];
                cell(y, id, Quantity::land_area) = 10;
                cell(y, id, Quantity::output) = 100 * std::pow(v[2], static_cast<double>(y));
            }
    }
    [[nodiscard]] Scores scores(std::uint64_t replicate = 0, const engine::RunSettings& settings = {}) const {
        Scores out;
        index::Scorer(*compiled_, settings).score(record_, replicate, out);
        return out;
    }
    [[nodiscard]] double score(const Scores& of, std::size_t year, const std::string& id) const {
        return of.score[year * record_.zones + zone(id)];
    }
    [[nodiscard]] unsigned rank(const Scores& of, std::size_t year, const std::string& id) const {
        return of.rank[year * record_.zones + zone(id)];
    }

    SmallWorld world_;
    std::shared_ptr<const engine::World> compiled_;
    engine::Trajectory record_;
};

TEST_F(Index, ScoresAreAsByHand) {
    compile_with();
    fill();
    const Scores got = scores();
    // Year 1: certified 0, 1, 0.5; growth 1, 0, 3 by rate, hence 1/3, 0, 1; tax per land 4, 1, 2, hence 1, 0, 1/3.
    EXPECT_NEAR(score(got, 1, "east_park"), 100 * (0.6 * (3 * 0.0 + 1.0 / 3) / 4 + 0.4 * 1.0), 1e-12);
    EXPECT_NEAR(score(got, 1, "west_htz"), 100 * (0.6 * 3.0 / 4), 1e-12);
    EXPECT_NEAR(score(got, 1, "west_park"), 100 * (0.6 * (3 * 0.5 + 1.0) / 4 + 0.4 / 3), 1e-12);
    EXPECT_EQ(rank(got, 1, "west_park"), 1U);
    // The base year has no growth: the item is left out.
    EXPECT_NEAR(score(got, 0, "west_htz"), 100 * 0.6, 1e-12);
    EXPECT_NEAR(score(got, 0, "east_park"), 100 * 0.4, 1e-12);
    EXPECT_EQ(rank(got, 0, "west_htz"), 1U);
    EXPECT_EQ(rank(got, 0, "west_park"), 2U);
    EXPECT_EQ(rank(got, 0, "east_park"), 3U);
    EXPECT_EQ(rank(got, 1, "east_htz"), 0U) << "a zone of no level is not ranked";
    EXPECT_TRUE(std::isnan(score(got, 1, "east.outside")));
}

TEST_F(Index, ZonesOfEachLevelAreRankedAmongThemselves) {
    compile_with();
    fill();
    record_.level[1 * record_.zones + zone("west_htz")] = 2;
    const Scores got = scores();
    EXPECT_EQ(rank(got, 1, "west_htz"), 1U);
    EXPECT_EQ(got.set[1 * record_.zones + zone("west_htz")], 2U);
    EXPECT_EQ(score(got, 1, "west_htz"), 50.0) << "alone it has one half of all points";
    // Without it the other two are compared with each other: certified 0 and 1, growth 0 and 1, tax 1 and 0.
    EXPECT_NEAR(score(got, 1, "east_park"), 40.0, 1e-12);
    EXPECT_NEAR(score(got, 1, "west_park"), 60.0, 1e-12);
}

TEST_F(Index, OtherWeightsGiveAnotherRanking) {
    compile_with({"index.certified.weight=0"});
    fill();
    const Scores got = scores();
    EXPECT_EQ(compiled_->scenario.index->items.size(), 2U);
    EXPECT_NEAR(score(got, 1, "east_park"), 100 * (0.6 / 3 + 0.4), 1e-12);
    EXPECT_EQ(rank(got, 1, "west_htz"), 3U);
    EXPECT_EQ(score(got, 1, "west_htz"), 0.0);
}

TEST_F(Index, AGroupCanBeLeftOut) {
    world_.replace("plans/small.toml", "end_year = 2019\n", "end_year = 2019\nindex_without = [\"land\"]\n");
    compile_with();
    fill();
    EXPECT_EQ(compiled_->scenario.index->groups.size(), 1U);
    EXPECT_NEAR(score(scores(), 1, "west_htz"), 75.0, 1e-12);
    EXPECT_NEAR(score(scores(), 1, "east_park"), 100 / 12.0, 1e-12);
}

TEST_F(Index, APlanCanDoWithout) {
    EXPECT_FALSE(world_.scenario({"plan.index=0"}).index);
    world_.replace("plans/small.toml", "end_year = 2019\n", "end_year = 2019\nindex = \"none\"\n");
    EXPECT_FALSE(world_.scenario().index);
    // The plan's index goes before the pack's.
    world_.write("plans/mine.toml", std::string(index_toml) + survey);
    world_.replace("plans/small.toml", "index = \"none\"", "index = \"mine.toml\"");
    EXPECT_EQ(world_.scenario().index->items.size(), 4U);
}

TEST_F(Index, SurveysAreDrawnWithTheirSpreadAndStayWithTheZone) {
    world_.append("library/index.toml", survey);
    compile_with();
    fill();
    const std::size_t items = 4, at = 3;
    const index::Scorer scorer(*compiled_, {});
    EXPECT_EQ(scorer.from(0), index::From::metric);
    EXPECT_EQ(scorer.from(at), index::From::prior);
    Scores got;
    double sum = 0, square = 0, product = 0, other = 0;
    const int replicates = 4000;
    for (int r = 0; r < replicates; ++r) {
        scorer.score(record_, static_cast<std::uint64_t>(r), got);
        const auto point = [&](std::size_t year, const std::string& id) {
            return got.points[(year * record_.zones + zone(id)) * items + at];
        };
        const double one = point(1, "west_htz") - 0.6;
        sum += one;
        square += one * one;
        product += one * (point(2, "west_htz") - 0.6);
        other += one * (point(1, "east_park") - 0.6);
    }
    // Standard errors: of the mean 0.1/sqrt(n) = 0.0016, of the sd 0.0011, of correlations 0.016.
    EXPECT_NEAR(sum / replicates, 0.0, 0.006);
    EXPECT_NEAR(std::sqrt(square / replicates), 0.1, 0.005);
    EXPECT_NEAR(product / square, 0.75, 0.06) << "three quarters of the variance stay with the zone";
    EXPECT_NEAR(other / square, 0.0, 0.06) << "zones are drawn apart";

    engine::RunSettings held;
    held.free_initial = held.free_chance = false;
    const Scores centre = scores(7, held);
    EXPECT_EQ(centre.points[(1 * record_.zones + zone("west_htz")) * items + at], 0.6);
}

TEST_F(Index, FiguresOfThePackGoBeforeWhatIsDrawn) {
    world_.append("library/index.toml", survey);
    world_.append("packs/small/history.csv",
                  "index.survey,east_park,2015,80,index,0,assumed,made up,\n"
                  "index.survey,west_htz,2016,60,index,0,assumed,made up,\n"
                  "index.survey,west_htz,2018,99,index,0,assumed,made up,known only later\n");
    compile_with();
    fill();
    EXPECT_EQ(index::Scorer(*compiled_, {}).from(3), index::From::figures);
    const Scores got = scores();
    const auto at = [&](const std::string& id) { return (2 * record_.zones + zone(id)) * 4 + 3; };
    EXPECT_EQ(got.points[at("east_park")], 1.0);
    EXPECT_EQ(got.points[at("west_htz")], 0.0);
    EXPECT_EQ(got.value[at("west_htz")], 60.0);
    EXPECT_TRUE(std::isnan(got.value[at("west_park")]));
    EXPECT_GT(got.points[at("west_park")], 0.1) << "who has no figure draws points";
}

TEST_F(Index, ChancesOfRanksAreSharesOfReplicates) {
    world_.append("library/index.toml", survey);
    compile_with();
    engine::RunSettings settings;
    settings.replicates = 40;
    struct Nothing : engine::ReplicateSink {
        void take(const engine::BlockOutput&) override {}
    } sink;
    const engine::Forecast forecast = ensemble::run(*compiled_, settings, sink, ensemble::Execution(2));
    ASSERT_TRUE(forecast.index);
    const engine::IndexResult& got = *forecast.index;
    const std::size_t years = forecast.years.size(), zones = compiled_->zones.size();

    const engine::Keys keys(*compiled_, settings);
    engine::Replicate replicate(*compiled_, keys, settings);
    const index::Scorer scorer(*compiled_, settings);
    Scores scores;
    std::vector<double> first(zones * years, 0.0), ranked(zones * years, 0.0), sum(zones * years, 0.0);
    for (std::uint64_t r = 0; r < settings.replicates; ++r) {
        scorer.score(replicate.run(r), r, scores);
        for (std::size_t z = 0; z < zones; ++z)
            for (std::size_t y = 0; y < years; ++y) {
                const std::uint8_t set = scores.set[y * zones + z];
                if (set == 0 || got.index.ranked[set - 1] != got.set[z * years + y]) continue;
                ranked[z * years + y] += 1;
                sum[z * years + y] += scores.score[y * zones + z];
                first[z * years + y] += scores.rank[y * zones + z] == 1 ? 1 : 0;
            }
    }
    for (std::size_t z = 0; z < zones; ++z)
        for (std::size_t y = 0; y < years; ++y) {
            const std::size_t at = z * years + y;
            EXPECT_DOUBLE_EQ(got.ranked_chance[at], ranked[at] / 40);
            if (ranked[at] == 0) continue;
            EXPECT_DOUBLE_EQ(got.rank_chance[z * got.ranks * years + y], first[at] / 40);
            EXPECT_NEAR(got.score_mean[at], sum[at] / ranked[at], 1e-9);
            double all = 0;
            for (std::size_t k = 0; k < got.ranks; ++k) all += got.rank_chance[(z * got.ranks + k) * years + y];
            EXPECT_NEAR(all, got.ranked_chance[at], 1e-12);
        }
}

TEST_F(Index, AMetricThatTheScenarioLacksIsDrawnOrAnError) {
    world_.replace("library/index.toml", "metric = \"hnte_count\"", "metric = \"facilities[moon_base]\"");
    Diagnostics problems;
    const auto scenario = world_.read(problems);
    ASSERT_TRUE(scenario) << problems.text();
    index::check_index(*scenario, problems);
    EXPECT_EQ(problems.error_count(), 1U);
    EXPECT_EQ(problems.problems().back().where.line, world_.line_of("library/index.toml", "id = \"certified\"") - 1);

    world_.replace("library/index.toml", "metric = \"facilities[moon_base]\"", "metric = \"facilities[moon_base]\"\nmean = 0.5\nsd = 0.2");
    Diagnostics again;
    const auto drawn = world_.read(again);
    index::check_index(*drawn, again);
    EXPECT_EQ(again.error_count(), 0U);
    ASSERT_EQ(again.problems().size(), 1U);
    EXPECT_EQ(again.problems()[0].severity, Severity::note);
    EXPECT_EQ(index::Scorer(*compile(*drawn), {}).from(0), index::From::prior);
    // Of several kinds those count that there are.
    world_.replace("library/index.toml", "facilities[moon_base]", "facilities[moon_base + national_incubator]");
    EXPECT_EQ(index::Scorer(*compile(world_.scenario()), {}).from(0), index::From::metric);
}

TEST_F(Index, WhatIsWrongInTheFileIsSaidWithItsPlace) {
    world_.replace("library/index.toml", "group = \"land\"", "group = \"lend\"");
    world_.replace("library/index.toml", "statistic = \"growth\"", "statistic = \"grows\"");
    world_.replace("library/index.toml", "ranked = [\"provincial_zones\", \"national_zones\"]", "ranked = [\"provincial\"]");
    Diagnostics problems;
    EXPECT_FALSE(world_.read(problems));
    const std::string text = problems.text();
    const auto line = [&](const std::string& part) { return "index.toml:" + std::to_string(world_.line_of("library/index.toml", part)); };
    EXPECT_THAT(text, testing::HasSubstr(line("\"lend\"")));
    EXPECT_THAT(text, testing::HasSubstr(line("\"grows\"")));
    EXPECT_THAT(text, testing::HasSubstr(line("\"provincial\"")));
    EXPECT_EQ(problems.error_count(), 3U) << text;
}

}  // namespace
}  // namespace zonecast::test
