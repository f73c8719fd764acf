// Units of targets, targets without figures, what a target rests on, and figures that the start does not meet.
#include "model/targets/grounds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/targets/judge.hpp"
#include "tests/engine/simulation.hpp"
#include "tests/support/problems.hpp"

namespace zonecast::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string target(const std::string& scope, const std::string& metric, const std::string& unit, const std::string& more = "") {
    return "\n[[target]]\nid = \"T\"\nname = \"T\"\nscope = \"" + scope + "\"\nmetric = \"" + metric +
           "\"\nop = \">=\"\nvalue = 1\nunit = \"" + unit + "\"\nyear = 2019\n" + more;
}

/// The small world with this target alone, and the problems that checking its targets finds.
std::string problems_of(const std::string& toml, const std::string& history = {}) {
    SmallWorld world;
    without_plan(world);
    world.append("plans/small.toml", toml);
    world.append("packs/small/history.csv", history);
    Diagnostics problems;
    if (const auto scenario = world.read(problems)) targets::check_targets(*scenario, problems);
    EXPECT_TRUE(says_all_in_chinese(problems));
    return problems.text();
}

std::vector<std::string> assumed_of(const std::string& toml, const std::string& history = {}) {
    SmallWorld world;
    without_plan(world);
    world.append("plans/small.toml", toml);
    world.append("packs/small/history.csv", history);
    const scenario::Scenario scenario = world.scenario();
    targets::MetricError error;
    const auto metric = targets::parse_metric(scenario.plan.targets.at(0).metric, scenario, error);
    return targets::grounds_of(scenario.plan.targets.at(0), metric.value(), scenario).assumed;
}

TEST(Units, OfATargetAreThoseOfMetricAndStatistic) {
    const std::string growth = "statistic = \"mean_annual_growth\"\nbase_year = 2016\n";
    EXPECT_EQ(problems_of(target("lakeland", "hightech_value_added", "亿元")), "");
    EXPECT_EQ(problems_of(target("lakeland", "hightech_value_added", "%/年", growth)), "");
    EXPECT_EQ(problems_of(target("lakeland", "hightech_value_added", "%", growth)), "");
    EXPECT_EQ(problems_of(target("lakeland", "rd_to_gdp", "%")), "");
    EXPECT_EQ(problems_of(target("lakeland", "rd_to_gdp", "百分点", "statistic = \"increase\"\nbase_year = 2016\n")), "");
    const std::string forgotten = problems_of(target("lakeland", "hightech_value_added", "%/年"));
    EXPECT_THAT(forgotten, HasSubstr("error"));
    EXPECT_THAT(forgotten, HasSubstr("\"hightech_value_added\" is money, but the unit \"%/年\" measures a rate per year"));
    EXPECT_THAT(forgotten, HasSubstr("did you forget statistic = \"mean_annual_growth\"?"));
    EXPECT_THAT(problems_of(target("lakeland", "hnte_count", "亿元")), HasSubstr("is a count, but the unit \"亿元\" measures money"));
    EXPECT_THAT(problems_of(target("lakeland", "hnte_count", "家", growth)), HasSubstr("the statistic judged is a ratio"));
    EXPECT_THAT(problems_of(target("east_htz", "zone_rank_national", "家")), HasSubstr("is a rank"));
    EXPECT_THAT(problems_of(target("lakeland", "clusters[output >= 100]", "亿元")), HasSubstr("is a count"));
    EXPECT_THAT(problems_of(target("lakeland", "output[electronics]", "家")), HasSubstr("is money"));
}

TEST(Units, StandWhereThePlanWritesThem) {
    SmallWorld world;
    without_plan(world);
    world.append("plans/small.toml", target("lakeland", "hnte_count", "亿元"));
    Diagnostics problems;
    targets::check_targets(world.scenario(), problems);
    EXPECT_TRUE(has_error(problems, "small.toml", world.line_of("plans/small.toml", "unit = \"亿元\""), 8, "target \"T\"", "use count"));
}

TEST(Statistics, RatiosAndRanksDoNotAddUp) {
    const std::string sum = "statistic = \"cumulative\"\nbase_year = 2016\n";
    EXPECT_THAT(problems_of(target("lakeland", "rd_to_gdp", "%", sum)), HasSubstr("does not add up over years"));
    EXPECT_THAT(problems_of(target("east_htz", "zone_rank_national", "位", sum)), HasSubstr("does not add up over years"));
    EXPECT_EQ(problems_of(target("lakeland", "rd_total", "亿元", sum)), "");
}

TEST(Grounds, ATargetWithoutFiguresIsAnError) {
    // East HTZ and West HTZ have land, the parks have none.
    EXPECT_EQ(problems_of(target("core_zones", "tax_per_mu", "万元/亩")), "");
    EXPECT_THAT(problems_of(target("east_park", "tax_per_mu", "万元/亩")),
                HasSubstr("no zone of east_park has a figure \"land_area\" for 2016 or earlier, so that \"tax_per_mu\" cannot be known"));
    EXPECT_THAT(problems_of(target("east_park", "land_area", "亩")), HasSubstr("land_area,east_park,2016"));
    EXPECT_THAT(problems_of(target("all_zones", "tax_per_mu", "万元/亩")), HasSubstr("they would count above the line and not below it"));
    EXPECT_THAT(problems_of(target("all_zones", "land_area", "亩")), HasSubstr("warning"));
    EXPECT_THAT(problems_of(target("all_zones", "land_area", "亩", "quantifier = \"each\"\n")), HasSubstr("they can never meet it"));
    EXPECT_THAT(problems_of(target("lakeland", "land_output_intensity", "万元/亩")), HasSubstr("holds more than zones"));
    EXPECT_THAT(problems_of(target("core_zones", "maker_space_area", "万㎡")), HasSubstr("facilities.innovation_floor"));
    EXPECT_THAT(problems_of(target("west_htz", "facilities[national_incubator]", "个")), HasSubstr("no measure builds one there"));
    EXPECT_EQ(problems_of(target("core_zones", "facilities[national_incubator]", "个")), "");
    EXPECT_THAT(problems_of(target("east_park", "output[construction_machinery]", "亿元")), HasSubstr("no cluster that"));
}

TEST(Grounds, AMeasureThatBuildsIsSomethingToCount) {
    const std::string builds =
        "\n[[measure]]\nid = \"m\"\ninstrument = \"incubation\"\nscope = \"west_htz\"\nfacility = \"national_incubator\"\ndose = { 2017 = 1 }\n";
    EXPECT_EQ(problems_of(target("west_htz", "facilities[national_incubator]", "个") + builds), "");
    EXPECT_THAT(problems_of(target("west_htz", "facilities[national_incubator]", "%",
                                   "statistic = \"mean_annual_growth\"\nbase_year = 2016\n") +
                            builds),
                HasSubstr("growth needs something to grow from"));
}

TEST(Grounds, WarnWhereAnObservableSaysSomethingElse) {
    EXPECT_THAT(problems_of(target("east_htz", "hightech_value_added_to_gdp", "%")), HasSubstr("accounts of cities"));
    EXPECT_THAT(problems_of(target("east", "rd_to_sales", "%")), HasSubstr("account of zones"));
    EXPECT_EQ(problems_of(target("east", "hightech_value_added_to_gdp", "%")), "");
}

TEST(Grounds, AnAssumedBaseIsWorkedOut) {
    EXPECT_THAT(assumed_of(target("lakeland", "hnte_count", "家")), IsEmpty());
    EXPECT_THAT(assumed_of(target("lakeland", "tech_sme_count", "家")), ElementsAre("tech_sme_count lakeland"));
    EXPECT_THAT(assumed_of(target("east_htz", "hnte_count", "家")), ElementsAre("hnte_count east_htz"));
    EXPECT_THAT(assumed_of(target("east_htz", "hnte_count", "家"), "hnte_count,east_htz,2016,40,家,,reported,made up,\n"), IsEmpty());
    EXPECT_THAT(assumed_of(target("both_cities", "gdp", "亿元")), ElementsAre("hightech_value_added east", "hightech_value_added west"))
        << "GDP of both is published, value added is not";
    EXPECT_THAT(assumed_of(target("all_zones", "total_income", "亿元")), IsEmpty()) << "the zones together have a total of their own";
    EXPECT_THAT(assumed_of(target("east_htz", "zone_rank_national", "位")), IsEmpty());
    EXPECT_THAT(assumed_of(target("lakeland", "zone_count[national]", "个")), IsEmpty());
    EXPECT_THAT(assumed_of(target("east_htz", "output[electronics]", "亿元")), ElementsAre("cluster_revenue east_htz.electronics"));
}

TEST(Start, MoreCertifiedEnterprisesThanEnterprisesAreAnError) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "hnte_count,lakeland,2016,111,家", "hnte_count,lakeland,2016,1500,家");
    Diagnostics problems;
    targets::check_start(*compile(world.scenario()), problems);
    EXPECT_TRUE(has_error(problems, "history.csv", world.line_of("packs/small/history.csv", "2016,1500"), 1, "more than the",
                          "check value and unit"));
}

TEST(Grounds, ARankNeedsANationalZone) {
    const std::string increase = "statistic = \"increase\"\nbase_year = 2016\n";
    EXPECT_EQ(problems_of(target("east_htz", "zone_rank_national", "位", increase)), "");
    EXPECT_THAT(problems_of(target("east_park", "zone_rank_national", "位", increase)),
                HasSubstr("error: target \"T\": no zone of east_park is national in 2016, so there is no rank to compare with"));
    EXPECT_THAT(problems_of(target("east_park", "zone_rank_national", "位")), HasSubstr("warning"));
    EXPECT_THAT(problems_of(target("east_park", "zone_rank_national", "位")), HasSubstr("where it is not promoted it has no rank"));
}

TEST(Grounds, LargeProjectsNeedAMeasure) {
    const std::string judged = target("lakeland", "attracted_projects[investment >= 50]", "个");
    const auto measure = [](const std::string& lever) {
        return "\n[[measure]]\nid = \"m\"\ninstrument = \"push_" + lever + "\"\nscope = \"all_zones\"\ndose = { 2017 = 1 }\n";
    };
    EXPECT_THAT(problems_of(judged), HasSubstr("zero in every replicate"));
    EXPECT_THAT(problems_of(judged + measure("projects_20")), HasSubstr("zero in every replicate"));
    EXPECT_EQ(problems_of(judged + measure("projects_50")), "");
}

TEST(Grounds, WarnOfEachZonesGdpInAProvince) {
    EXPECT_THAT(problems_of(target("lakeland", "gdp", "亿元", "quantifier = \"each\"\n")), HasSubstr("accounts of cities"));
    EXPECT_EQ(problems_of(target("lakeland", "gdp", "亿元")), "");
}

/// As target(), with another operator and value.
std::string asks(const std::string& scope, const std::string& metric, const std::string& op, const std::string& value,
                 const std::string& unit, const std::string& more = "") {
    std::string text = target(scope, metric, unit, more);
    return text.replace(text.find("op = \">=\"\nvalue = 1"), 19, "op = \"" + op + "\"\nvalue = " + value);
}

TEST(Thresholds, ThatNothingOrEverythingMeetsAreNamed) {
    const std::string growth = "statistic = \"mean_annual_growth\"\nbase_year = 2016\n", share = "statistic = \"share\"\n";
    EXPECT_THAT(problems_of(asks("lakeland", "gdp", ">=", "12", "ratio", growth)), HasSubstr("Then write the unit %"));
    EXPECT_EQ(problems_of(asks("lakeland", "gdp", ">=", "12", "%", growth)), "");
    EXPECT_THAT(problems_of(asks("core_zones", "gdp", ">=", "150", "%", share)), HasSubstr("error: target \"T\": a share cannot be 150 %"));
    EXPECT_THAT(problems_of(asks("lakeland", "gdp", ">=", "50", "%", share)), HasSubstr("always 100 %"));
    EXPECT_THAT(problems_of(asks("lakeland", "rd_to_gdp", ">=", "2.5", "ratio")), HasSubstr("is asked to reach 250 %"));
    EXPECT_THAT(problems_of(asks("lakeland", "hnte_count", ">=", "-5", "家")), HasSubstr("always met"));
    EXPECT_THAT(problems_of(asks("lakeland", "hnte_count", ">=", "300000", "家")), HasSubstr("times the figure of 2016, 111"));
    EXPECT_THAT(problems_of(asks("east_htz", "zone_rank_national", "<=", "4000", "位")), HasSubstr("no national zone has the rank 4000"));
    EXPECT_THAT(problems_of(asks("lakeland", "hnte_count", ">=", "200", "家", "base_year = 2016\n")),
                HasSubstr("did you forget statistic"));
}

TEST(Start, ATargetThatHasABaseIsNotNamed) {
    const auto found = [](const std::string& toml) {
        SmallWorld world;
        without_plan(world);
        world.append("plans/small.toml", toml);
        Diagnostics problems;
        targets::check_start(*compile(world.scenario()), problems);
        EXPECT_TRUE(says_all_in_chinese(problems));
        return problems.text();
    };
    const std::string ratio = "statistic = \"ratio_to_base\"\nbase_year = 2016\n";
    EXPECT_THAT(found(target("lakeland", "hnte_count", "倍", ratio)), testing::Not(HasSubstr("target \"T\"")));
}

TEST(Start, AFigureThatItMissesIsNamedAndMarksItsTargets) {
    SmallWorld world;
    without_plan(world);
    world.append("plans/small.toml", target("west_htz", "hnte_count", "家"));
    // Half of the province's certified enterprises in the smallest zone: no rule of the start gives it that.
    world.append("packs/small/history.csv", "hnte_count,west_htz,2016,90,家,,reported,made up,\n");
    const auto compiled = compile(world.scenario());
    Diagnostics problems;
    targets::check_start(*compiled, problems);
    EXPECT_TRUE(has_warning(problems, "history.csv", world.line_of("packs/small/history.csv", "hnte_count,west_htz"), 1, "of its spreads off",
                            "targets that rest on it are marked"));
    engine::RunSettings settings;
    settings.replicates = 4;
    ensemble::Outcomes outcomes;
    const engine::Forecast forecast = ensemble::run(*compiled, settings, outcomes, {});
    ASSERT_EQ(forecast.targets.at(0).unmet.size(), 1u);
    const engine::BaseYearLine& line = forecast.start.at(forecast.targets[0].unmet[0]);
    EXPECT_EQ(line.series + " " + line.place, "hnte_count west_htz");
    EXPECT_EQ(line.published, 90);
    EXPECT_LT(line.model_median, 90);
}

TEST(Zones, MeansTimesTheChanceToExistSumToTheProvince) {
    SmallWorld world;
    without_plan(world);
    engine::RunSettings settings;
    settings.replicates = 48;
    ensemble::Outcomes outcomes;
    const auto compiled = compile(world.scenario({"parameter.approval_rate=0.3"}));
    const engine::Forecast forecast = ensemble::run(*compiled, settings, outcomes, {});
    const std::size_t years = forecast.years.size();
    bool sometimes = false;
    for (std::size_t year = 0; year < years; ++year) {
        double sum = 0;
        for (std::size_t z = 0; z < forecast.zones.ids.size(); ++z) {
            const double exists = forecast.zone_exists[z * years + year], mean = forecast.zones.mean[forecast.zones.at(z, 0, year, years)];
            sometimes = sometimes || (exists > 0 && exists < 1);
            if (exists > 0) sum += exists * mean;
        }
        EXPECT_NEAR(sum, forecast.province.mean[forecast.province.at(0, 0, year, years)], 1e-6 * sum);
    }
    EXPECT_TRUE(sometimes) << "West Park is approved by chance";
}

}  // namespace
}  // namespace zonecast::test
