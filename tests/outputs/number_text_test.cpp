#include "outputs/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "outputs/fitted_table.hpp"

namespace zonecast::outputs::tests {
namespace {

scenario::Target target(double value, const std::string& unit) {
    scenario::Target target;
    target.value = value;
    target.unit = unit;
    return target;
}

TEST(NumberText, GroupsThousands) {
    const NumberStyle whole;
    EXPECT_EQ(whole.text(0), "0");
    EXPECT_EQ(whole.text(999), "999");
    EXPECT_EQ(whole.text(1000), "1,000");
    EXPECT_EQ(whole.text(1234567), "1,234,567");
    EXPECT_EQ(whole.text(-123456), "-123,456");
    EXPECT_EQ(whole.text(-123), "-123");
    EXPECT_EQ(whole.text(-0.2), "0");
    EXPECT_EQ(whole.text(std::nan("")), "–");
    EXPECT_EQ((NumberStyle{NumberStyle::Kind::plain, 2}.text(1234.567)), "1,234.57");
}

TEST(NumberText, DecimalsFollowTheSizeOfTheRow) {
    EXPECT_EQ(style_for("1e8 CNY", {5000.5}).decimals, 0);
    EXPECT_EQ(style_for("1e8 CNY", {12.5}).decimals, 1);
    EXPECT_EQ(style_for("1e8 CNY", {1.25}).decimals, 2);
    EXPECT_EQ(style_for("1e8 CNY", {0.125}).decimals, 3);
    EXPECT_EQ(style_for("count", {3, 7}).decimals, 0);
    EXPECT_EQ(style_for("ratio", {0.0213}).text(0.0213), "2.13 %");
    EXPECT_EQ(style_for("ratio", {0.25, 0.3}).text(0.3), "30 %");
}

TEST(NumberText, SaysWhatATargetAsksFor) {
    scenario::Target money = target(5000, "1e8 CNY");
    EXPECT_EQ(target_text(money, Language::zh), "≥ 5,000 亿元");
    EXPECT_EQ(target_text(money, Language::en), "≥ 5,000 (1e8 CNY)");
    money.quantifier = scenario::Quantifier::each;
    EXPECT_EQ(target_text(money, Language::zh), "各区 ≥ 5,000 亿元");
    EXPECT_EQ(target_text(target(0.015, "ratio"), Language::en), "≥ 1.5 %");
    EXPECT_EQ(target_text(target(30, "per 1e4 persons"), Language::zh), "≥ 30/万人");
    EXPECT_EQ(target_text(target(30, "per 1e4 persons"), Language::en), "≥ 30 (per 10,000 people)");
    scenario::Target rank = target(14, "rank");
    rank.comparison = scenario::Comparison::less_equal;
    EXPECT_EQ(target_text(rank, Language::zh), "≤ 14 位");
    scenario::Target growth = target(0.25, "ratio per year");
    growth.statistic = scenario::Statistic::mean_annual_growth;
    EXPECT_EQ(target_text(growth, Language::en), "≥ 25 % a year");
    scenario::Target doubled = target(2, "ratio");
    doubled.statistic = scenario::Statistic::ratio_to_base;
    EXPECT_EQ(target_text(doubled, Language::zh), "≥ 2 ×");
    scenario::Target between = target(1, "count");
    between.comparison = scenario::Comparison::between;
    between.value_high = 2;
    EXPECT_EQ(target_text(between, Language::en), "1–2");
    scenario::Target rise = target(5, "count");
    rise.statistic = scenario::Statistic::increase;
    EXPECT_EQ(target_text(rise, Language::en), "rise ≥ 5");
    scenario::Target better = target(0, "rank");
    better.statistic = scenario::Statistic::improves_every_year;
    EXPECT_EQ(target_text(better, Language::zh), "逐年改善");
    better.statistic = scenario::Statistic::median_improves;
    EXPECT_EQ(target_text(better, Language::zh), "中位数改善");
}

TEST(NumberText, ChancesNeverRoundToCertainty) {
    EXPECT_EQ(chance_text(0), "0 %");
    EXPECT_EQ(chance_text(0.0004), "< 0.1 %");
    EXPECT_EQ(chance_text(0.0005), "0.1 %");
    EXPECT_EQ(chance_text(0.123), "12.3 %");
    EXPECT_EQ(chance_text(0.9996), "> 99.9 %");
    EXPECT_EQ(chance_text(1), "100 %");
}

TEST(FittedTable, LeavesOutTheLeastImportantColumnsFirst) {
    FittedTable table({{"id"}, {"name", false, 100, true, 4}, {"one", true, 10}, {"two", true, 20}});
    table.add({{"a"}, {"长名称长名称"}, {"1"}, {"2"}});
    EXPECT_EQ(table.text(40, false), "id  name          one  two\na   长名称长名称    1    2\n");
    EXPECT_EQ(table.text(20, false), "id  name    one  two\na   长名…     1    2\n");
    EXPECT_EQ(table.text(13, false), "id  name  two\na   长…     2\n");
    EXPECT_EQ(table.text(8, false), "id  name\na   长…\n");
    EXPECT_TRUE(table.shows(3, 13));
    EXPECT_FALSE(table.shows(2, 13));
    EXPECT_THROW(table.add({{"too few"}}), std::logic_error);
}

TEST(FittedTable, WrapsAtBlanksAndAfterChinesePunctuation) {
    EXPECT_EQ(wrapped("one two three", 8, 2), "one two\n  three\n");
    EXPECT_EQ(wrapped("达标，未达标，其他", 10, 0), "达标，\n未达标，\n其他\n");
    EXPECT_EQ(wrapped("about 12 %", 8, 0), "about\n12 %\n");
    EXPECT_EQ(wrapped("short", 80, 4), "short\n");
}

}  // namespace
}  // namespace zonecast::outputs::tests
