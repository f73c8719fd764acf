// The page of a report: what its numbers mean, and that no text can break out of it.
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "model/base/diagnostics.hpp"
#include "outputs/report_compare.hpp"
#include "outputs/report_data.hpp"
#include "outputs/report_drivers.hpp"
#include "outputs/report_numbers.hpp"
#include "outputs/report_page.hpp"
#include "tests/outputs/tiny_forecast.hpp"

namespace zonecast::outputs {
namespace {

using testing::ElementsAre;
using tests::TemporaryFolder;
using tests::write_tiny;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

nlohmann::ordered_json data_of(const std::vector<std::string>& paths) {
    Diagnostics diagnostics;
    const auto data = report_data(paths, Language::zh, diagnostics);
    EXPECT_TRUE(data.has_value());
    return data.value_or(nlohmann::ordered_json());
}

TEST(Report, ShortNumbersKeepSignificantDigits) {
    EXPECT_EQ(short_number(1234567.89).dump(), "1234570");
    EXPECT_EQ(short_number(0.00123456789, 4).dump(), "0.001235");
    EXPECT_EQ(short_number(-41.0).dump(), "-41");
    EXPECT_EQ(short_number(0.0).dump(), "0");
    EXPECT_EQ(short_number(nan).dump(), "null");
    EXPECT_EQ(short_number(std::numeric_limits<double>::infinity()).dump(), "null");
}

TEST(Report, RanksShareTies) {
    EXPECT_THAT(mean_ranks({3, 1, 2, 2}), ElementsAre(4, 1, 2.5, 2.5));
}

TEST(Report, DriversAreThoseThatMoveTheOutcome) {
    // Three parameters over 200 replicates: one drives the outcome down, one is constant, one goes its own way.
    std::vector<double> parameters, outcome;
    for (int r = 0; r < 200; ++r) {
        const double drive = (r * 37) % 200, other = (r * 71) % 199;
        parameters.insert(parameters.end(), {drive, 5.0, other});
        outcome.push_back(r == 3 ? nan : -drive * drive);
    }
    const std::vector<Driver> drivers = drivers_of(outcome, parameters, 3, 3);
    ASSERT_EQ(drivers.size(), 1U);
    EXPECT_EQ(drivers[0].parameter, 0U);
    EXPECT_DOUBLE_EQ(drivers[0].correlation, -1);
    EXPECT_TRUE(drivers_of({}, {}, 0, 3).empty());
    EXPECT_TRUE(drivers_of(std::vector<double>(200, 7.0), parameters, 3, 3).empty()) << "an outcome that never varies moves with nothing";
}

TEST(Report, PairedDifferencesCancelWhatIsShared) {
    const std::vector<double> first{11, 22, 33, 44}, second{10, 20, 30, 40};
    const Difference paired = difference_of(first, second, true);
    EXPECT_DOUBLE_EQ(paired.mean, 2.5);
    EXPECT_NEAR(paired.standard_error, std::sqrt((2.25 + 0.25 + 0.25 + 2.25) / 3 / 4), 1e-12);
    const Difference separate = difference_of(first, second, false);
    EXPECT_DOUBLE_EQ(separate.mean, 2.5);
    EXPECT_NEAR(separate.standard_error, std::sqrt(1.21 * 500 / 3 / 4 + 500.0 / 3 / 4), 1e-12);
    EXPECT_DOUBLE_EQ(difference_of({1, nan, 3}, {0, 5, 1}, true).mean, 1.5) << "a replicate without a value counts in neither";
    EXPECT_TRUE(std::isnan(difference_of({1}, {2}, true).mean));
}

TEST(Report, MeasuresThatDiffer) {
    scenario::Scenario first, second;
    first.instruments = {{.id = "works", .name = {"办法", "Works"}}};
    first.plan.measures = {{.id = "a", .instrument = "works", .dose = {{2017, 1.0}}},
                           {.id = "b", .instrument = "works", .dose = {{2017, 1.0}}}};
    second.plan.measures = {{.id = "a", .instrument = "works", .dose = {{2017, 0.0}}}, {.id = "c", .instrument = "unknown"}};
    const MeasureChanges changes = changed_measures(first, second);
    ASSERT_EQ(changes.changed.size(), 1U);
    EXPECT_EQ(changes.changed[0].en, "Works");
    EXPECT_EQ(changes.only_first.size(), 1U);
    ASSERT_EQ(changes.only_second.size(), 1U);
    EXPECT_EQ(changes.only_second[0].en, "c");
}

engine::TargetResult target(const std::string& metric, double base, double threshold, double shortfall, double chance) {
    engine::TargetResult judged;
    judged.target.metric = metric;
    judged.target.value = threshold;
    judged.base.assign(engine::quantile_levels.size(), base);
    judged.expected_shortfall = shortfall;
    judged.chance = chance;
    return judged;
}

TEST(Report, GapsAreMeasuredOnTheWayThatThePlanAsksFor) {
    EXPECT_DOUBLE_EQ(missing_share(target("gdp", 100, 200, 50, 0)), 0.5);
    EXPECT_DOUBLE_EQ(missing_share(target("gdp", 300, 200, 50, 0)), 0.25) << "met in the base year: over the threshold";
    EXPECT_DOUBLE_EQ(missing_share(target("gdp", 100, 110, 50, 0)), 1) << "at most the whole way";
    engine::TargetResult rank = target("rank", 40, 30, 5, 0);
    rank.target.comparison = scenario::Comparison::less_equal;
    EXPECT_DOUBLE_EQ(missing_share(rank), 0.5);
    engine::TargetResult doubling = target("hnte_count", 650, 2, 0.5, 0);
    doubling.target.statistic = scenario::Statistic::ratio_to_base;
    EXPECT_DOUBLE_EQ(missing_share(doubling), 0.5);
}

TEST(Report, LeadingGapsAreTheWorstOfDifferentQuantitiesWholeScopesFirst) {
    std::vector<engine::TargetResult> targets{target("clusters[output >= 500]", 0, 2, 2, 0), target("gdp", 100, 200, 10, 0.2),
                                              target("gdp", 100, 200, 80, 0.1), target("hnte_count", 100, 200, 20, 0.9),
                                              target("revenue", 100, 200, 40, 0)};
    targets[0].target.quantifier = scenario::Quantifier::each;
    EXPECT_THAT(leading_gaps(targets, 3), ElementsAre(4, 0, 2)) << "the worse of two of the same quantity; none that is likely";
    targets[2].target.official = false;
    EXPECT_THAT(leading_gaps(targets, 3), ElementsAre(4, 0, 1));
}

TEST(Report, DataOfAResult) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    const auto data = data_of({folder.file("a.h5"), folder.file("a.h5")});
    EXPECT_EQ(data["targets"].size(), data["scorecard"]["targets"].size());
    EXPECT_EQ(data["compare"].size(), 1U);
    EXPECT_EQ(data["compare"][0]["paired"], true);
    for (const auto& entry : data["compare"][0]["targets"]) EXPECT_EQ(entry["difference"], 0) << "a result does not differ from itself";
    for (const auto& zone : data["zones"]["zones"]) EXPECT_FALSE(zone["name"]["zh"].get<std::string>().empty());
}

TEST(Report, AMissingResultIsNamed) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    Diagnostics diagnostics;
    EXPECT_FALSE(report_data({folder.file("a.h5"), folder.file("b.h5")}, Language::en, diagnostics).has_value());
    EXPECT_TRUE(diagnostics.has_errors());
}

TEST(Report, WhatASeekWroteMustBeAboutThePlan) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    const auto report = data_of({folder.file("a.h5")});
    const auto read = [&](const std::string& text) {
        std::ofstream(folder.file("seek.json")) << text;
        Diagnostics diagnostics;
        const auto found = read_seek(folder.file("seek.json"), report, diagnostics);
        EXPECT_EQ(found.has_value(), !diagnostics.has_errors());
        return found ? "" : diagnostics.problems().front().what.en;
    };
    const std::string plan = report["scorecard"]["plan"]["id"].get<std::string>();
    EXPECT_EQ(read(R"({"format": "zonecast seek", "format_version": 1, "plan": ")" + plan + "\"}"), "");
    EXPECT_THAT(read(R"({"format": "zonecast seek", "format_version": 1, "plan": "another"})"),
                testing::HasSubstr("about the plan \"another\""));
    EXPECT_THAT(read(R"({"format": "zonecast compare"})"), testing::HasSubstr("is not what"));
    EXPECT_THAT(read("no JSON"), testing::HasSubstr("is not what"));
}

TEST(Report, NoTextBreaksOutOfThePage) {
    const nlohmann::ordered_json data{{"language", "zh"}, {"title", {{"zh", "<b>\"&"}, {"en", ""}}}, {"note", "</script><!-- \\ \" \xff"}};
    const std::string page =
        report_page("<html lang=\"ZONECAST-LANGUAGE\"><title>ZONECAST-TITLE</title><script>ZONECAST-DATA</script>", data);
    EXPECT_EQ(
        page,
        "<html "
        "lang=\"zh-CN\"><title>&lt;b&gt;&quot;&amp;</title><script>{\"language\":\"zh\",\"title\":{\"zh\":\"\\u003cb>\\\"&\",\"en\":\"\"},"
        "\"note\":\"\\u003c/script>\\u003c!-- \\\\ \\\" \xef\xbf\xbd\"}</script>");
    EXPECT_THROW((void)report_page("no marks", data), std::logic_error);
}

}  // namespace
}  // namespace zonecast::outputs
