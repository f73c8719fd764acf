// Every statistic, quantifier, comparison and metric on records written by hand, whose verdict can be worked out on paper.
#include "model/targets/judge.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using engine::Quantity;
using engine::Trajectory;
using targets::Judge;
using targets::Verdict;
using test::SmallWorld;

/// The small world with targets of the test's own, and an empty record of 2016 to 2019 to write into.
class ByHand {
public:
    explicit ByHand(const std::string& targets_toml, const std::string& pack = {}, const std::string& history = {}) {
        test::without_plan(files);
        files.append("packs/small/history.csv", history);
        files.append("plans/small.toml", targets_toml);
        files.append("packs/small/pack.toml", pack);
        const auto scenario = files.scenario();
        Diagnostics problems;
        targets::check_targets(scenario, problems);
        if (problems.has_errors()) throw std::runtime_error(problems.text());
        world = test::compile(scenario);
        record.shape(*world);
        for (std::size_t t = 0; t < record.years; ++t)
            for (std::size_t z = 0; z < record.zones; ++z) level(t, world->zones[z].id) = static_cast<std::uint8_t>(world->zones[z].level);
        judge = std::make_unique<Judge>(*world);
    }
    double& at(std::size_t year, const std::string& zone, Quantity q) {
        return record.quantities(year, world->zone_index(zone))[static_cast<std::size_t>(q)];
    }
    std::uint8_t& level(std::size_t year, const std::string& zone) { return record.level[year * record.zones + world->zone_index(zone)]; }
    double& rank(std::size_t year, const std::string& zone) { return record.rank[year * record.zones + world->zone_index(zone)]; }
    void set(const std::string& zone, Quantity q, std::initializer_list<double> values) {
        std::size_t year = 0;
        for (const double v : values) at(year++, zone, q) = v;
    }
    [[nodiscard]] Verdict verdict(const std::string& id, bool fixed = false, std::vector<signed char>* member_short = nullptr) const {
        for (std::size_t i = 0; i < judge->size(); ++i)
            if ((*judge)[i].target.id == id) return judge->judge(i, record, fixed, member_short);
        throw std::runtime_error("no target " + id);
    }

    SmallWorld files;
    std::shared_ptr<const engine::World> world;
    Trajectory record;
    std::unique_ptr<Judge> judge;
};

/// A target in TOML; `more` adds keys.
std::string target(const std::string& id, const std::string& scope, const std::string& metric, const std::string& statistic,
                   const std::string& op, const std::string& value, const std::string& unit, const std::string& more = "") {
    return "\n[[target]]\nid = \"" + id + "\"\nname = \"" + id + "\"\nscope = \"" + scope + "\"\nmetric = \"" + metric +
           "\"\nstatistic = \"" + statistic + "\"\nop = \"" + op + "\"\nvalue = " + value + "\nunit = \"" + unit +
           "\"\nyear = 2019\nbase_year = 2016\n" + more;
}

TEST(Statistics, OfATotalByHand) {
    ByHand hand(target("level", "core_zones", "hnte_count", "level", ">=", "150", "家") +
                target("share", "core_zones", "hnte_count", "share", ">=", "0.5", "ratio") +
                target("ratio", "core_zones", "hnte_count", "ratio_to_base", ">=", "2", "ratio") +
                target("increase", "core_zones", "hnte_count", "increase", ">=", "90", "家") +
                target("stock", "core_zones", "hnte_count", "cumulative", ">=", "90", "家") +
                target("flow", "core_zones", "entries", "cumulative", ">=", "30", "家") +
                target("money", "core_zones", "rd_expenditure", "cumulative", ">=", "9", "亿元") +
                target("growth", "core_zones", "hnte_count", "mean_annual_growth", ">=", "26", "%") +
                target("every_year", "core_zones", "hnte_count", "improves_every_year", ">", "0", "家"));
    hand.set("east_htz", Quantity::hnte_count, {60, 70, 90, 120});
    hand.set("west_htz", Quantity::hnte_count, {20, 30, 30, 40});
    hand.set("east.outside", Quantity::hnte_count, {100, 100, 100, 160});
    hand.set("east_htz", Quantity::entries, {1000, 5, 6, 7});
    hand.set("west_htz", Quantity::entries, {1000, 1, 2, 3});
    hand.set("west_htz", Quantity::rd_expenditure, {1000, 1, 2, 3});
    struct Case {
        const char* id;
        double value, base, shortfall;
        int first;
    };
    // 80, 100, 120, 160 in the two zones together, 180 to 320 in the province.
    for (const Case& c : {Case{"level", 160, 80, 0, 2019}, Case{"share", 0.5, 80.0 / 180, 0, 2017}, Case{"ratio", 2, 80, 0, 2019},
                          Case{"increase", 80, 80, 10, 0}, Case{"stock", 80, 80, 10, 0}, Case{"flow", 24, 2000, 6, 0}, Case{"money", 6, 1000, 3, 0},
                          Case{"growth", std::cbrt(2.0) - 1, 80, 0.26 - (std::cbrt(2.0) - 1), 0}, Case{"every_year", 20, 80, 0, 2017}}) {
        const Verdict v = hand.verdict(c.id);
        EXPECT_NEAR(v.value, c.value, 1e-12) << c.id;
        EXPECT_NEAR(v.base, c.base, 1e-12) << c.id;
        EXPECT_NEAR(v.shortfall, c.shortfall, 1e-12) << c.id;
        EXPECT_EQ(v.met, c.shortfall == 0) << c.id;
        EXPECT_EQ(v.first_year, c.first) << c.id;
        EXPECT_EQ(v.share_meeting, c.shortfall == 0 ? 1.0 : 0.0) << c.id;
    }
}

TEST(Statistics, AYearWithoutAStepForwardSpoilsImprovement) {
    ByHand hand(target("every_year", "east_htz", "hnte_count", "improves_every_year", ">", "0", "家"));
    hand.set("east_htz", Quantity::hnte_count, {10, 12, 12, 20});
    EXPECT_FALSE(hand.verdict("every_year").met);
    EXPECT_EQ(hand.verdict("every_year").value, 0.0);
    hand.set("east_htz", Quantity::hnte_count, {10, 12, 13, 20});
    EXPECT_TRUE(hand.verdict("every_year").met);
    EXPECT_EQ(hand.verdict("every_year").value, 1.0);
}

TEST(Statistics, TheMedianOfRanksImproves) {
    ByHand hand(target("median", "both_cities", "zone_rank_national", "median_improves", "<", "0", "位"));
    // Three ranked zones, then four: medians 60 and (40 + 70) / 2. Zones without a rank do not count.
    hand.rank(0, "east_htz") = 20, hand.rank(0, "east_park") = 60, hand.rank(0, "west_htz") = 100;
    hand.rank(3, "east_htz") = 40, hand.rank(3, "east_park") = 70, hand.rank(3, "west_htz") = 100, hand.rank(3, "west_park") = 10;
    EXPECT_EQ(hand.verdict("median").value, -5.0);
    EXPECT_EQ(hand.verdict("median").base, 60.0);
    EXPECT_TRUE(hand.verdict("median").met);
    EXPECT_EQ(hand.verdict("median").first_year, 2019) << "in the years between nobody has a rank";
    hand.rank(3, "west_park") = 71;
    EXPECT_EQ(hand.verdict("median").value, 10.5);
    EXPECT_FALSE(hand.verdict("median").met);
    EXPECT_EQ(hand.verdict("median").shortfall, 10.5);
}

TEST(Statistics, WithoutAValueThereIsNoShortfall) {
    ByHand hand(target("rank", "west_htz", "zone_rank_national", "level", "<=", "100", "位"));
    EXPECT_TRUE(std::isnan(hand.verdict("rank").value)) << "west_htz is promoted by chance, and not here";
    EXPECT_TRUE(std::isnan(hand.verdict("rank").shortfall));
    EXPECT_FALSE(hand.verdict("rank").met);
    hand.rank(3, "west_htz") = 120;
    EXPECT_EQ(hand.verdict("rank").shortfall, 20.0);
}

TEST(Statistics, WhatComesInBelongsToTheScopeOfItsYear) {
    ByHand hand(target("provincial", "provincial_zones", "attracted_projects[investment >= 20]", "cumulative", ">=", "5", "个") +
                target("national", "national_zones", "attracted_projects[investment >= 20]", "cumulative", ">=", "5", "个") +
                "\n[[measure]]\nid = \"m\"\ninstrument = \"push_projects_20\"\nscope = \"all_zones\"\ndose = { 2017 = 1 }\n");
    // The western zone is promoted in 2018.
    hand.level(2, "west_htz") = hand.level(3, "west_htz") = 2;
    hand.set("west_htz", Quantity::attracted_projects_ge_20, {9, 2, 3, 4});
    hand.set("east_htz", Quantity::attracted_projects_ge_20, {9, 1, 0, 0});
    EXPECT_EQ(hand.verdict("provincial").value, 2.0);
    EXPECT_EQ(hand.verdict("national").value, 8.0);
    EXPECT_EQ(hand.verdict("provincial", true).value, 9.0) << "on the zones that the plan knew";
    EXPECT_EQ(hand.verdict("national", true).value, 1.0);
}

TEST(Quantifiers, EachIsAsGoodAsTheZoneFurthestFromTheTarget) {
    ByHand hand(target("each", "all_zones", "hnte_count", "level", ">=", "30", "家", "quantifier = \"each\"\n") +
                target("small", "all_zones", "hnte_count", "level", "<=", "50", "家", "quantifier = \"each\"\n") +
                target("doubled", "all_zones", "hnte_count", "ratio_to_base", ">=", "2", "ratio", "quantifier = \"each\"\n"));
    hand.set("east_htz", Quantity::hnte_count, {20, 0, 0, 60});
    hand.set("east_park", Quantity::hnte_count, {10, 0, 0, 20});
    hand.set("west_htz", Quantity::hnte_count, {10, 0, 0, 30});
    hand.set("west_park", Quantity::hnte_count, {0, 0, 0, 40});
    hand.level(3, "west_park") = 1;
    std::vector<signed char> members;
    const Verdict each = hand.verdict("each", false, &members);
    EXPECT_FALSE(each.met);
    EXPECT_EQ(each.value, 20.0);
    EXPECT_EQ(each.shortfall, 10.0);
    EXPECT_EQ(each.base, 10.0);
    EXPECT_DOUBLE_EQ(each.share_meeting, 3.0 / 4);
    std::map<std::string, int> of;
    for (std::size_t z = 0; z < members.size(); ++z) of[hand.world->zones[z].id] = members[z];
    EXPECT_EQ(of, (std::map<std::string, int>{
                      {"east_htz", 0}, {"east_park", 1}, {"west_htz", 0}, {"west_park", 0}, {"east.outside", -1}, {"west.outside", -1}}));
    EXPECT_DOUBLE_EQ(hand.verdict("each", true).share_meeting, 2.0 / 3) << "the park was no zone when the plan was made";
    EXPECT_EQ(hand.verdict("small").value, 60.0) << "the largest is furthest from a ceiling";
    // Compared with the base only zones that were zones in the base year count: 3, 2 and 3 times.
    EXPECT_TRUE(hand.verdict("doubled").met);
    EXPECT_EQ(hand.verdict("doubled").value, 2.0);
}

TEST(Comparisons, AtTheThresholdAndBetweenWithBothEnds) {
    ByHand hand(target("ge", "east_htz", "firms", "level", ">=", "5", "家") + target("gt", "east_htz", "firms", "level", ">", "5", "家") +
                target("le", "east_htz", "firms", "level", "<=", "5", "家") + target("lt", "east_htz", "firms", "level", "<", "5", "家") +
                target("between", "east_htz", "firms", "level", "between", "5", "家", "value_high = 7\n"));
    const auto met = [&](double value) {
        hand.at(3, "east_htz", Quantity::firms) = value;
        std::string text;
        for (const char* id : {"ge", "gt", "le", "lt", "between"}) text += hand.verdict(id).met ? '1' : '0';
        return text;
    };
    EXPECT_EQ(met(4), "00110");
    EXPECT_EQ(met(5), "10101");
    EXPECT_EQ(met(6), "11001");
    EXPECT_EQ(met(7), "11001");
    EXPECT_EQ(met(9), "11000");
    EXPECT_EQ(hand.verdict("between").shortfall, 2.0) << "to the nearer end";
    EXPECT_EQ(met(2), "00110");
    EXPECT_EQ(hand.verdict("between").shortfall, 3.0);
}

TEST(Comparisons, BetweenOfEachZoneIsAsGoodAsTheZoneFurthestFromTheBand) {
    ByHand hand(target("each", "all_zones", "firms", "level", "between", "5", "家", "value_high = 7\nquantifier = \"each\"\n"));
    hand.set("east_htz", Quantity::firms, {0, 0, 0, 6});
    hand.set("east_park", Quantity::firms, {0, 0, 0, 4});
    hand.set("west_htz", Quantity::firms, {0, 0, 0, 12});
    EXPECT_EQ(hand.verdict("each").value, 12.0) << "12 lies 5 above, 4 lies 1 below";
    EXPECT_EQ(hand.verdict("each").shortfall, 5.0);
    EXPECT_DOUBLE_EQ(hand.verdict("each").share_meeting, 1.0 / 3);
}

TEST(Metrics, OfAboveScaleIndustryInstitutionsLoansAndFloor) {
    ByHand hand(target("count", "both_cities", "above_scale_industrial_count", "level", ">", "700", "家") +
                target("output", "both_cities", "above_scale_industrial_output", "level", ">=", "1800", "亿元") +
                target("zones", "all_zones", "zones[above_scale_industrial_output >= 500]", "level", ">=", "2", "个") +
                target("intensity", "both_cities", "rd_to_sales[above_scale_industrial]", "level", ">=", "1.8", "%") +
                target("coverage", "both_cities", "rd_institution_coverage", "level", ">=", "100", "%") +
                target("pledged", "both_cities", "ip_pledge_finance", "mean_annual_growth", ">=", "30", "%/年") +
                target("pledged_sum", "both_cities", "ip_pledge_finance", "cumulative", ">=", "1", "亿元") +
                target("emerging", "both_cities", "strategic_emerging_share", "level", ">", "60", "%") +
                    target("floor", "both_cities", "maker_space_area", "level", ">=", "2000", "万㎡"),
                {}, "facilities.innovation_floor,east_htz,2016,1,个,,reported,made up,\n");
    for (const char* zone : {"east_htz", "west_htz"}) {
        hand.set(zone, Quantity::firms_above_scale, {0, 0, 0, 200});
        hand.set(zone, Quantity::above_scale_other_firms, {0, 0, 0, 150.5});
        hand.set(zone, Quantity::above_scale_revenue, {0, 0, 0, 279});
        hand.set(zone, Quantity::above_scale_other_revenue, {0, 0, 0, 187});
        hand.set(zone, Quantity::above_scale_rd, {0, 0, 0, 6});
        hand.set(zone, Quantity::above_scale_other_rd, {0, 0, 0, 2.4});
        hand.set(zone, Quantity::hnte_above_scale, {0, 0, 0, 40});
        hand.set(zone, Quantity::hnte_with_rd_institution, {0, 0, 0, 39});
        hand.set(zone, Quantity::ip_pledge_finance, {1, 5, 2, 2.197});
        hand.set(zone, Quantity::strategic_emerging_revenue, {0, 0, 0, 61});
        hand.set(zone, Quantity::total_income, {0, 0, 0, 100});
        hand.set(zone, Quantity::maker_space_area, {0, 0, 0, 1000});
    }
    EXPECT_EQ(hand.verdict("count").value, 701.0);
    EXPECT_NEAR(hand.verdict("output").value, 2 * 466 / 0.93, 1e-9);
    EXPECT_EQ(hand.verdict("zones").value, 2.0) << "465 of revenue would be 500 of output";
    EXPECT_NEAR(hand.verdict("intensity").value, 8.4 / 466, 1e-12);
    EXPECT_TRUE(hand.verdict("intensity").met);
    EXPECT_NEAR(hand.verdict("coverage").value, 0.975, 1e-12);
    EXPECT_FALSE(hand.verdict("coverage").met);
    EXPECT_NEAR(hand.verdict("pledged").value, 0.3, 1e-12);
    EXPECT_NEAR(hand.verdict("pledged_sum").value, 2 * 9.197, 1e-12) << "a yearly flow";
    EXPECT_NEAR(hand.verdict("emerging").value, 0.61, 1e-12);
    EXPECT_EQ(hand.verdict("floor").value, 2000.0);
    EXPECT_EQ((*hand.judge)[8].target.unit, "1e4 m2");
}

TEST(Metrics, OfProjectsClustersFirmsFacilitiesAndLevels) {
    ByHand hand(target("projects", "both_cities", "attracted_projects", "level", ">=", "1", "个") +
                target("fifty", "both_cities", "attracted_projects[investment >= 50]", "level", ">=", "1", "个") +
                target("clusters", "both_cities", "clusters[output >= 300]", "level", ">=", "1", "个") +
                target("machinery", "both_cities", "clusters[output > 300 & construction_machinery]", "level", ">=", "1", "个") +
                target("firms", "both_cities", "firms[revenue >= 10 & hnte]", "level", ">=", "1", "个") +
                target("all_firms", "both_cities", "firms[revenue >= 10]", "level", ">=", "1", "个") +
                target("built", "both_cities", "facilities[national_incubator]", "level", ">=", "1", "个") +
                target("national", "lakeland", "zone_count[national]", "level", ">=", "2", "个") +
                target("is_national", "west_htz", "zone_level[national]", "level", ">=", "1", "个") +
                target("rank", "core_zones", "zone_rank_national", "level", "<=", "40", "位") +
                target("progress", "lakeland", "st_progress_contribution", "level", ">=", "60", "%") +
                "\n[[measure]]\nid = \"m\"\ninstrument = \"push_projects_50\"\nscope = \"all_zones\"\ndose = { 2017 = 1 }\n");
    const auto& world = *hand.world;
    hand.set("west_htz", Quantity::attracted_projects, {0, 0, 0, 3});
    hand.set("west_htz", Quantity::attracted_projects_ge_50, {0, 0, 0, 1});
    for (std::size_t c = 0; c < world.clusters.size(); ++c)
        hand.record.cluster[(3 * hand.record.clusters + c) * engine::cluster_quantity_count +
                            static_cast<std::size_t>(engine::ClusterQuantity::output)] = 100;
    const std::size_t zone = world.zone_index("west_htz");
    auto& cells = hand.record.cells[3 * hand.record.zones + zone];
    cells.count[9 * 4 + 0] = 2, cells.count[9 * 4 + 1] = 3, cells.count[14 * 4 + 3] = 4, cells.count[8 * 4 + 2] = 100;
    hand.record.facilities[(3 * hand.record.zones + zone) * hand.record.kinds] = 2;
    hand.level(3, "west_htz") = 2;
    hand.rank(3, "west_htz") = 50, hand.rank(3, "east_htz") = 20;
    hand.record.st_progress[3] = 0.61;
    EXPECT_EQ(hand.verdict("projects").value, 3.0);
    EXPECT_EQ(hand.verdict("fifty").value, 1.0);
    EXPECT_EQ(hand.verdict("clusters").value, 3.0) << "3, 4 and 3 clusters of 100 an industry";
    EXPECT_EQ(hand.verdict("machinery").value, 0.0) << "300 is not more than 300";
    EXPECT_EQ(hand.verdict("firms").value, 7.0);
    EXPECT_EQ(hand.verdict("all_firms").value, 9.0);
    EXPECT_EQ(hand.verdict("built").value, 2.0);
    EXPECT_EQ(hand.verdict("national").value, 2.0);
    EXPECT_EQ(hand.verdict("is_national").value, 1.0);
    EXPECT_EQ(hand.verdict("rank").value, 35.0);
    EXPECT_NEAR(hand.verdict("progress").value, 0.61, 1e-12);
}

TEST(Metrics, OfAnIndustryAChainAndNamedClusters) {
    ByHand hand(target("industry", "both_cities", "output[electronics]", "level", ">=", "350", "亿元") +
                target("in_scope", "core_zones", "revenue[electronics]", "level", ">=", "1", "亿元") +
                target("cluster", "both_cities", "hightech_value_added[east_htz.electronics + electronics]", "level", ">=", "1", "亿元") +
                target("chain", "lakeland", "hnte_count[machinery]", "increase", ">=", "1", "家"));
    const auto& world = *hand.world;
    for (std::size_t c = 0; c < world.clusters.size(); ++c)
        for (const auto q : {engine::ClusterQuantity::output, engine::ClusterQuantity::revenue, engine::ClusterQuantity::hightech_value_added,
                             engine::ClusterQuantity::hnte_count})
            hand.record.cluster[(3 * hand.record.clusters + c) * engine::cluster_quantity_count + static_cast<std::size_t>(q)] =
                static_cast<double>(1u << c);
    double electronics = 0, core = 0;
    for (std::size_t c = 0; c < world.clusters.size(); ++c) {
        const std::string& industry = world.industries[world.cluster_industry[c]];
        const std::string& zone = world.zones[world.clusters[c].zone].id;
        if (industry == "electronics") electronics += 1u << c;
        if (industry == "electronics" && (zone == "east_htz" || zone == "west_htz")) core += 1u << c;
    }
    EXPECT_EQ(hand.verdict("industry").value, electronics);
    EXPECT_EQ(hand.verdict("in_scope").value, core);
    EXPECT_EQ(hand.verdict("cluster").value, electronics) << "a cluster that is named twice counts once";
    EXPECT_EQ(hand.verdict("chain").value, static_cast<double>((1u << world.clusters.size()) - 1u)) << "its segments are made by all industries";
}

TEST(Perimeters, OfALevelBelongWhoHasItInTheYear) {
    ByHand hand(target("others", "other_national", "firms", "level", ">=", "1", "家"),
                "\n[[perimeter]]\nid = \"other_national\"\nname = \"others\"\nlevel = \"national\"\nexcept = [\"east_htz\"]\n");
    hand.set("east_htz", Quantity::firms, {5, 5, 5, 5});
    hand.set("west_htz", Quantity::firms, {7, 7, 7, 7});
    EXPECT_EQ(hand.verdict("others").value, 0.0);
    EXPECT_EQ(hand.verdict("others").base, 0.0);
    hand.level(3, "west_htz") = 2;
    EXPECT_EQ(hand.verdict("others").value, 7.0);
    EXPECT_EQ(hand.verdict("others", true).value, 0.0);
}

TEST(Metrics, WithoutTheirFigureAreAnErrorThatNamesIt) {
    SmallWorld world;
    test::without_plan(world);
    world.append("plans/small.toml",
                 target("pledged", "both_cities", "ip_pledge_finance", "level", ">=", "1", "亿元") +
                     target("coverage", "all_zones", "zones[rd_institution_coverage >= 0.5]", "level", ">=", "1", "个") +
                     target("projects", "all_zones", "attracted_projects[investment >= 30]", "level", ">=", "1", "个") +
                     target("sales", "all_zones", "rd_to_sales[everything]", "level", ">=", "1", "%"));
    world.replace("packs/small/history.csv", "ip_pledge_finance,lakeland,2016,0.5,亿元,0.2,assumed,made up,\n", "");
    world.replace("packs/small/history.csv", "rd_institution_coverage,lakeland,2016,20,%,0.1,assumed,made up,\n", "");
    Diagnostics problems;
    targets::check_targets(world.scenario(), problems);
    const std::string text = problems.text();
    EXPECT_NE(text.find("the pack has no figure \"ip_pledge_finance\" of lakeland for 2016 or earlier"), std::string::npos) << text;
    EXPECT_NE(text.find("the pack has no figure \"rd_institution_coverage\" of lakeland"), std::string::npos) << text;
    EXPECT_NE(text.find("use investment >= 20 or investment >= 50"), std::string::npos) << text;
    EXPECT_NE(text.find("R&D over sales of \"everything\" is not modelled"), std::string::npos) << text;
}

TEST(Judge, ExistsOnlyOfTargetsThatCanBeJudged) {
    // A user of the library who forgets check_targets: a typo was judged as the number of enterprises once.
    SmallWorld world;
    test::without_plan(world);
    world.append("plans/small.toml", target("typo", "all_zones", "hnte_cuont", "level", ">=", "1", "家") +
                                         target("good", "all_zones", "hnte_count", "level", ">=", "1", "家"));
    const auto compiled = test::compile(world.scenario());
    try {
        const Judge judge(*compiled);
        FAIL() << "an unknown metric was taken";
    } catch (const std::invalid_argument& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find("target \"typo\": the metric \"hnte_cuont\" is not modelled"), std::string::npos) << text;
        EXPECT_NE(text.find("did you mean \"hnte_count\"?"), std::string::npos) << text;
        EXPECT_EQ(text.find("target \"good\": the metric"), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace zonecast
