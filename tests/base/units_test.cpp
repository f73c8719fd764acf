// Units in Chinese and English.
#include "model/base/units.hpp"

#include <gtest/gtest.h>

namespace zonecast::base {
namespace {

struct Case {
    const char* text;
    Dimension dimension;
    double factor;
};

class UnitSpelling : public ::testing::TestWithParam<Case> {};

TEST_P(UnitSpelling, IsConverted) {
    const auto unit = parse_unit(GetParam().text);
    ASSERT_TRUE(unit) << GetParam().text;
    EXPECT_EQ(unit->dimension, GetParam().dimension) << GetParam().text;
    EXPECT_DOUBLE_EQ(unit->factor, GetParam().factor) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Units, UnitSpelling,
    ::testing::Values(Case{"亿元", Dimension::money, 1}, Case{"1e8 CNY", Dimension::money, 1}, Case{"100m CNY", Dimension::money, 1},
                      Case{"万元", Dimension::money, 1e-4}, Case{"1e4 CNY", Dimension::money, 1e-4}, Case{"元", Dimension::money, 1e-8},
                      Case{"CNY", Dimension::money, 1e-8}, Case{"万亿元", Dimension::money, 1e4}, Case{"亩", Dimension::land, 1},
                      Case{"mu", Dimension::land, 1}, Case{"km2", Dimension::land, 1500}, Case{"平方公里", Dimension::land, 1500},
                      Case{"公顷", Dimension::land, 15}, Case{"人", Dimension::people, 1e-4}, Case{"persons", Dimension::people, 1e-4},
                      Case{"万人", Dimension::people, 1}, Case{"1e4 persons", Dimension::people, 1}, Case{"件", Dimension::count, 1},
                      Case{"家", Dimension::count, 1}, Case{"个", Dimension::count, 1}, Case{"项", Dimension::count, 1},
                      Case{"所", Dimension::count, 1}, Case{"count", Dimension::count, 1}, Case{"%", Dimension::ratio, 0.01},
                      Case{"ratio", Dimension::ratio, 1}, Case{"年", Dimension::year, 1}, Case{"year", Dimension::year, 1},
                      Case{"位", Dimension::rank, 1}, Case{"rank", Dimension::rank, 1}, Case{"1e4 m2", Dimension::floor_area, 1},
                      Case{"万平方米", Dimension::floor_area, 1}, Case{"per 10000 people", Dimension::per_people, 1},
                      Case{"件/万人", Dimension::per_people, 1}, Case{"ratio per year", Dimension::ratio_per_year, 1},
                      Case{"万元/亩", Dimension::money_per_land, 1}, Case{"亿元/平方公里", Dimension::money_per_land, 1e4 / 1500},
                      Case{"百万人", Dimension::people, 100}, Case{"十亿元", Dimension::money, 10}, Case{"千亿元", Dimension::money, 1000},
                      Case{"百万美元", Dimension::foreign_money, 0.01}, Case{"million persons", Dimension::people, 100},
                      Case{"亿元人民币", Dimension::money, 1}, Case{"千家", Dimension::count, 1000},
                      Case{"1e4 CNY per mu", Dimension::money_per_land, 1}, Case{"index 2015=100", Dimension::index, 1}));

TEST(Units, CaseSpacesAndFullWidthDoNotMatter) {
    for (const char* text : {"1E8 cny", "1e8CNY", " 1e8 CNY ", "１ｅ８　ＣＮＹ"}) {
        const auto unit = parse_unit(text);
        ASSERT_TRUE(unit) << text;
        EXPECT_EQ(unit->dimension, Dimension::money);
        EXPECT_EQ(unit->factor, 1);
    }
}

TEST(Units, UnknownTextIsNoUnit) {
    for (const char* text : {"", "bananas", "亿亿", "万亿", "百万", "千年", "CNY CNY", "indexed"}) EXPECT_FALSE(parse_unit(text)) << text;
}

TEST(Units, EveryDimensionReadsItsOwnUnitUnchanged) {
    for (int i = 0; i <= static_cast<int>(Dimension::index); ++i) {
        const auto dimension = static_cast<Dimension>(i);
        const auto unit = parse_unit(canonical_unit(dimension));
        ASSERT_TRUE(unit) << canonical_unit(dimension);
        EXPECT_EQ(unit->dimension, dimension);
        EXPECT_EQ(unit->factor, 1);
        EXPECT_FALSE(describe(dimension).empty());
    }
}

TEST(Units, EverySpellingIsRead) {
    for (const std::string& text : unit_spellings()) EXPECT_TRUE(parse_unit(text)) << text;
}

}  // namespace
}  // namespace zonecast::base
