// Bad input of a scenario: each kind is reported with file, line, column, reason and suggestion, and no scenario comes out.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/scenario/scenario.hpp"
#include "tests/support/problems.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::test {
namespace {

/// Reads the world, which must fail, and gives the problems.
Diagnostics problems_of(const SmallWorld& world, const std::vector<std::string>& overrides = {}) {
    Diagnostics diagnostics;
    EXPECT_FALSE(world.read(diagnostics, overrides));
    EXPECT_TRUE(diagnostics.has_errors());
    return diagnostics;
}

/// Expects one error and nothing else.
void expect_only(const Diagnostics& diagnostics, const std::string& file, std::size_t line, std::size_t column, const std::string& what,
                 const std::string& hint) {
    EXPECT_TRUE(has_error(diagnostics, file, line, column, what, hint));
    EXPECT_EQ(diagnostics.problems().size(), 1u) << diagnostics.text();
}

// ---- files

TEST(BadFile, MissingPlan) {
    SmallWorld world;
    world.remove("plans/small.toml");
    expect_only(problems_of(world), "small.toml", 0, 0, "cannot read", "check the path");
}

TEST(BadFile, MissingTableIsReportedWhereThePackBegins) {
    SmallWorld world;
    world.remove("packs/small/zones.csv");
    expect_only(problems_of(world), "pack.toml", 1, 1, "zones.csv\": No such file", "relative");
}

TEST(BadFile, MisspeltPackSuggestsItsNeighbour) {
    SmallWorld world;
    world.replace("plans/small.toml", "../packs/small", "../packs/smal");
    expect_only(problems_of(world), "small.toml", 5, 8, "packs/smal\": No such file", "did you mean \"small\"?");
}

TEST(BadFile, MisspeltOptionalTableIsNotSilentlyLeftOut) {
    SmallWorld world;
    world.write("packs/small/suply.csv", world.text("packs/small/supply.csv"));
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_TRUE(has_warning(diagnostics, "suply.csv", 0, 0, "not read", "did you mean \"supply.csv\"?"));
}

TEST(BadFile, EmptyTable) {
    SmallWorld world;
    world.write("packs/small/clusters.csv", "");
    expect_only(problems_of(world), "clusters.csv", 1, 1, "the file is empty", "fill it in");
}

TEST(BadFile, EmptyPlan) {
    SmallWorld world;
    world.write("plans/small.toml", "\n");
    expect_only(problems_of(world), "small.toml", 1, 1, "the file is empty", "fill it in");
}

TEST(BadFile, LineOfAHundredMegabytes) {
    SmallWorld world;
    world.append("packs/small/history.csv", std::string(std::size_t{100} << 20, 'x'));
    expect_only(problems_of(world), "history.csv", 0, 0, "larger than 64 MiB", "check that this is the file you meant");
}

TEST(BadFile, LineOfTwoMegabytes) {
    SmallWorld world;
    const std::size_t line = world.line_of("packs/small/zones.csv", "west_park");
    world.append("packs/small/zones.csv", std::string(std::size_t{2} << 20, 'x'));
    expect_only(problems_of(world), "zones.csv", line + 1, 1, "longer than 1 MiB", "check that this is the file you meant");
}

TEST(BadFile, InvalidUtf8) {
    SmallWorld world;
    world.replace("packs/small/cities.csv", "西湖市", "西\xFF湖市");
    expect_only(problems_of(world), "cities.csv", 3, 7, "not valid UTF-8", "save the file as UTF-8");
}

TEST(BadFile, Gbk) {
    SmallWorld world;
    world.write("packs/small/cities.csv",
                "id,name_zh,name_en,latitude,longitude,source\neast,\xB6\xAB\xBA\xFE\xCA\xD0,East,28.2,113.0,x\n");
    expect_only(problems_of(world), "cities.csv", 2, 6, "looks like GBK", "save it as UTF-8");
}

TEST(BadFile, ByteOrderMarkIsFine) {
    SmallWorld world;
    for (const char* file : {"packs/small/cities.csv", "packs/small/pack.toml", "plans/small.toml", "library/priors.toml"})
        world.write(file, "\xEF\xBB\xBF" + world.text(file));
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_EQ(diagnostics.text(), "");
}

TEST(BadFile, BrokenTomlSaysWhere) {
    SmallWorld world;
    world.replace("plans/small.toml", "base_year = 2016\nend_year", "base_year = = 2016\nend_year");
    const Diagnostics diagnostics = problems_of(world);
    ASSERT_EQ(diagnostics.problems().size(), 1u);
    EXPECT_EQ(diagnostics.problems()[0].where.line, 6u);
    EXPECT_EQ(diagnostics.problems()[0].where.column, 13u);
    EXPECT_NE(diagnostics.text().find("this is not TOML"), std::string::npos);
}

TEST(BadFile, FullWidthPunctuationOutsideOfATextIsAnError) {
    SmallWorld world;
    world.replace("plans/small.toml", "base_year = 2016\nend_year", "base_year ＝ 2016\nend_year");
    expect_only(problems_of(world), "small.toml", 6, 11, "a full-width equals sign ＝ (U+FF1D) stands outside of quotes",
                "write = instead");
}

TEST(BadFile, WhatPeopleWriteInTomlIsExplained) {
    struct Case {
        const char *before, *after, *what, *hint;
    };
    for (const Case& c :
         {Case{"value = 300", "value = 3,5", "\"3,5\" is not a number", "write 3.5"},
          Case{"value = 300", "value = 1,300", "\"1,300\" is not a number", "1300"},
          Case{"value = 300", "value = 30%", "\"30%\" is not a number", "unit = \"%\""},
          Case{"value = 300", "value: 300", "a colon stands between key and value", "write value = 300"},
          Case{"value = 300", "value：300", "a full-width colon", "write = instead"},
          Case{"value = 300", "value = 300 // crowns", "does not begin with //", "#"},
          Case{"id = \"T2\"", "id = T2", "the text \"T2\" stands without quotes", "write id = \"T2\""},
          Case{"id = \"T2\"", "id = \"T2", "never closed", "close it"},
          Case{"id = \"T2\"", "id = \"T2\"\nofficial = True", "small letters", "write true"},
          Case{"id = \"T2\"", "id = \"T2\"\nnote = \"C:\\plans\"", "backslash", "write / in paths"},
          Case{"[[measure]]\nid = \"cultivation\"", "[measure]\nid = \"cultivation\"", "two pairs of brackets", "[[measure]]"},
          Case{"[[measure]]\nid = \"cultivation\"", "【measure】\nid = \"cultivation\"", "lenticular", "write [[ instead"}}) {
        SmallWorld world;
        world.replace("plans/small.toml", c.before, c.after);
        const Diagnostics problems = problems_of(world);
        ASSERT_EQ(problems.problems().size(), 1u) << c.after << problems.text();
        EXPECT_NE(problems.problems()[0].what.en.find(c.what), std::string::npos) << c.after << ": " << problems.text();
        EXPECT_NE(problems.problems()[0].hint.en.find(c.hint), std::string::npos) << c.after << ": " << problems.text();
        EXPECT_TRUE(says_all_in_chinese(problems)) << c.after;
    }
}

TEST(BadFile, LinesThatEndWithCarriageReturnsAloneAreRead) {
    SmallWorld world;
    std::string text = world.text("plans/small.toml");
    std::replace(text.begin(), text.end(), '\n', '\r');
    world.write("plans/small.toml", text);
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics)) << diagnostics.text();
}

TEST(BadFile, AResultIsNoPlan) {
    SmallWorld world;
    world.write("plans/small.toml", "\x89HDF\r\n\x1a\n");
    EXPECT_NE(problems_of(world).text().find("the file is a result (HDF5), not text"), std::string::npos);
}

TEST(BadFile, KeysOfManyPartsAreAnError) {
    SmallWorld world;
    const std::string text = world.text("plans/small.toml");
    std::string key = "a";
    for (int i = 0; i < 100000; ++i) key += ".a";
    world.append("plans/small.toml", "# comment's\n[" + key + "]\n");
    const std::size_t line = world.line_of("plans/small.toml", key);
    expect_only(problems_of(world), "small.toml", line, 65, "more than 32 parts", "the file you meant");

    // As deep as it gets within the limit: tables in tables.
    std::string nested = "a";
    for (int i = 1; i < 32; ++i) nested += ".a";
    std::string deep;
    for (int i = 0; i < 30; ++i) deep += nested + " = {";
    world.write("plans/small.toml", text + "[" + nested + "]\n" + deep + std::string(30, '}') + "\n");
    EXPECT_NE(problems_of(world).text().find("unknown key \"a\""), std::string::npos);

    // Dots that part no key.
    const std::string dots(200, '.');
    world.write("plans/small.toml", "# " + dots + "\"\n" + text + "[a]\nb = \"\\\"" + dots + "\"\nc = '" + dots + "\\'\nd = \"\"\"\n" +
                                        dots + "\"" + dots + "\"\"\"\ne = '''\n" + dots + "'''\n");
    const Diagnostics read = problems_of(world);
    EXPECT_EQ(read.text().find("parts"), std::string::npos) << read.text();
    EXPECT_NE(read.text().find("unknown key \"a\""), std::string::npos) << "read to the end: " << read.text();
}

TEST(BadFile, OneBrokenTableCausesNoOtherErrors) {
    SmallWorld world;
    world.replace("packs/small/zones.csv", "东湖高新区,East Lake HTZ", "东湖高新区,East \"Lake\" HTZ");
    expect_only(problems_of(world), "zones.csv", 2, 21, "a quote stands inside a cell", "quotes around the whole cell");
}

// ---- keys and columns

TEST(BadKey, UnknownKeyOfThePlan) {
    SmallWorld world;
    world.replace("plans/small.toml", "end_year = 2019", "end_yaer = 2019");
    expect_only(problems_of(world), "small.toml", 7, 1, "unknown key \"end_yaer\" in [plan]", "did you mean \"end_year\"?");
}

TEST(BadKey, UnknownKeyOfATarget) {
    SmallWorld world;
    world.replace("plans/small.toml", "quantifier = \"each\"\nmetric = \"facilities", "quantifer = \"each\"\nmetric = \"facilities");
    const std::size_t line = world.line_of("plans/small.toml", "quantifer");
    expect_only(problems_of(world), "small.toml", line, 1, "unknown key \"quantifer\" in the target", "did you mean \"quantifier\"?");
}

TEST(BadKey, UnknownTableOfThePlan) {
    SmallWorld world;
    world.append("plans/small.toml", "\n[[mesure]]\nid = \"x\"\n");
    const std::size_t line = world.line_of("plans/small.toml", "[[mesure]]");
    expect_only(problems_of(world), "small.toml", line, 3, "unknown key \"mesure\" in the plan file", "\"measure\"");
}

TEST(BadKey, MissingKey) {
    SmallWorld world;
    world.replace("plans/small.toml", "scope = \"national_zones\"\nfacility", "facility");
    const std::size_t line = world.line_of("plans/small.toml", "id = \"incubators\"") - 1;
    expect_only(problems_of(world), "small.toml", line, 1, "the measure has no \"scope\"", "add: scope");
}

TEST(BadKey, WrongKind) {
    SmallWorld world;
    world.replace("plans/small.toml", "base_year = 2016\nend_year", "base_year = \"2016\"\nend_year");
    EXPECT_TRUE(has_error(problems_of(world), "small.toml", 6, 13, "\"base_year\" of [plan] must be a calendar year, not the text \"2016\"",
                          "2016 without quotes"));
}

TEST(BadColumn, Missing) {
    SmallWorld world;
    world.replace("packs/small/supply.csv", "criticality,local_share,source", "criticality,source");
    EXPECT_TRUE(has_error(problems_of(world), "supply.csv", 1, 1, "the column \"local_share\" is missing", "add it to the header"));
}

TEST(BadColumn, Misspelt) {
    SmallWorld world;
    world.replace("packs/small/zones.csv", "year_national", "year_nation");
    expect_only(problems_of(world), "zones.csv", 1, 60, "unknown column \"year_nation\"", "did you mean \"year_national\"?");
}

// ---- ids and references

TEST(BadReference, MisspeltZoneOfACluster) {
    SmallWorld world;
    world.replace("packs/small/clusters.csv", "west_htz.nonferrous_materials,west_htz,", "west_htz.nonferrous_materials,west_hzt,");
    expect_only(problems_of(world), "clusters.csv", 7, 31, "there is no zone with the id \"west_hzt\"", "did you mean \"west_htz\"?");
}

TEST(BadReference, UnknownIndustryOfACluster) {
    SmallWorld world;
    world.replace("packs/small/clusters.csv", "east_park.electronics,east_park,electronics", "east_park.electronics,east_park,electronic");
    expect_only(problems_of(world), "clusters.csv", 4, 33, "there is no industry with the id \"electronic\"",
                "did you mean \"electronics\"?");
}

TEST(BadReference, ZoneInAnUnknownCity) {
    SmallWorld world;
    world.replace("packs/small/zones.csv", "West Lake Park,west,", "West Lake Park,wset,");
    expect_only(problems_of(world), "zones.csv", 5, 32, "there is no city with the id \"wset\"", "\"west\"");
}

TEST(BadReference, EdgeToNowhere) {
    SmallWorld world;
    world.replace("packs/small/supply.csv", "controller,excavator,", "controller,excavatr,");
    expect_only(problems_of(world), "supply.csv", 5, 12, "there is no segment with the id \"excavatr\"", "did you mean \"excavator\"?");
}

TEST(BadReference, EdgeToItself) {
    SmallWorld world;
    world.replace("packs/small/supply.csv", "controller,excavator,", "controller,controller,");
    expect_only(problems_of(world), "supply.csv", 5, 12, "from \"controller\" to itself", "remove it");
}

TEST(BadReference, UnknownPlaceOfAFigure) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "land_area,west_htz,", "land_area,west_hts,");
    const std::size_t line = world.line_of("packs/small/history.csv", "west_hts");
    expect_only(problems_of(world), "history.csv", line, 11, "there is no place with the id \"west_hts\"", "did you mean \"west_htz\"?");
}

TEST(BadReference, MeasureWithAnUnknownInstrument) {
    SmallWorld world;
    world.replace("plans/small.toml", "instrument = \"incubation\"", "instrument = \"incubatoin\"");
    const std::size_t line = world.line_of("plans/small.toml", "incubatoin");
    expect_only(problems_of(world), "small.toml", line, 14, "there is no instrument with the id \"incubatoin\"",
                "did you mean \"incubation\"?");
}

TEST(BadReference, MeasureWithAnUnknownScope) {
    SmallWorld world;
    world.replace("plans/small.toml", "scope = \"national_zones\"\nfacility", "scope = \"nationl_zones\"\nfacility");
    const std::size_t line = world.line_of("plans/small.toml", "nationl_zones");
    expect_only(problems_of(world), "small.toml", line, 9, "there is no scope with the id \"nationl_zones\"",
                "did you mean \"national_zones\"?");
}

TEST(BadReference, TargetOnAnIndustry) {
    SmallWorld world;
    world.replace("plans/small.toml", "scope = \"national_zones\"\nquantifier", "scope = \"electronics\"\nquantifier");
    const std::size_t line = world.line_of("plans/small.toml", "electronics");
    expect_only(problems_of(world), "small.toml", line, 9, "\"electronics\" is no place that a target can be judged on", "perimeter");
}

TEST(BadReference, PerimeterWithAMisspeltZone) {
    SmallWorld world;
    world.replace("packs/small/pack.toml", "zones = [\"east_htz\", \"west_htz\"]", "zones = [\"east_htz\", \"west_htzz\"]");
    const std::size_t line = world.line_of("packs/small/pack.toml", "west_htzz");
    expect_only(problems_of(world), "pack.toml", line, 22, "there is no zone with the id \"west_htzz\"", "did you mean \"west_htz\"?");
}

TEST(BadReference, SegmentOfAnUnknownSector) {
    SmallWorld world;
    world.replace("packs/small/segments.csv", "upstream,nonferrous_metals", "upstream,nonferrous_metal");
    expect_only(problems_of(world), "segments.csv", 2, 38, "there is no sector with the id \"nonferrous_metal\"",
                "did you mean \"nonferrous_metals\"?");
}

TEST(BadReference, EnterpriseInAnUnknownCluster) {
    SmallWorld world;
    world.replace("packs/small/enterprises.csv", "east_htz.construction_machinery", "east_htz.construction_machine");
    EXPECT_TRUE(has_error(problems_of(world), "enterprises.csv", 2, 44, "there is no cluster",
                          "did you mean \"east_htz.construction_machinery\"?"));
}

TEST(BadReference, ShockOnAnUnknownSegment) {
    SmallWorld world;
    world.append("plans/small.toml",
                 "\n[[shock]]\nid = \"chips\"\nkind = \"external_supply\"\ntarget = \"chip\"\nstart = 2018\nsize = 0.5\n");
    const std::size_t line = world.line_of("plans/small.toml", "target = \"chip\"");
    expect_only(problems_of(world), "small.toml", line, 10, "there is no sector or segment with the id \"chip\"",
                "did you mean \"chips\"?");
}

TEST(BadReference, ParameterOfAPlanThatNobodyReads) {
    SmallWorld world;
    world.append("plans/small.toml", "\n[parameters.renewal_rat]\nmean = 0.8\nsource = \"x\"\n");
    const std::size_t line = world.line_of("plans/small.toml", "[parameters.renewal_rat]");
    expect_only(problems_of(world), "small.toml", line, 13, "there is no parameter with the id \"renewal_rat\"",
                "did you mean \"renewal_rate\"?");
}

TEST(BadId, Duplicate) {
    SmallWorld world;
    world.append("packs/small/zones.csv", "east_htz,另一个,Another,west,27.8,112.4,2012,,0,x,reported,\n");
    expect_only(problems_of(world), "zones.csv", 6, 1, "the zone \"east_htz\" is already given in line 2", "an id of its own");
}

TEST(BadId, DuplicateTarget) {
    SmallWorld world;
    world.replace("plans/small.toml", "id = \"T3\"", "id = \"T1\"");
    const std::size_t line = world.line_of("plans/small.toml", "国家级孵化器") - 1;
    expect_only(problems_of(world), "small.toml", line, 6, "the target \"T1\" is already given in line 10", "an id of its own");
}

TEST(BadId, CityAndIndustryWithTheSameId) {
    SmallWorld world;
    world.append("packs/small/cities.csv", "electronics,电子市,Electronics,28,113,x\n");
    EXPECT_TRUE(
        has_error(problems_of(world), "cities.csv", 4, 1, "the id \"electronics\" is already used in", "a scope may name any of them"));
}

TEST(BadId, Characters) {
    SmallWorld world;
    world.append("packs/small/cities.csv", "new city,新市,New,28,113,x\n");
    expect_only(problems_of(world), "cities.csv", 4, 1, "the id \"new city\" of a city has characters that an id may not have", "letters");
}

TEST(BadId, ClusterNotNamedAfterItsZoneAndIndustry) {
    SmallWorld world;
    world.replace("packs/small/clusters.csv", "east_park.electronics,east_park,electronics", "east_park.chips,east_park,electronics");
    EXPECT_TRUE(has_error(problems_of(world), "clusters.csv", 4, 1, "is not that of its zone and industry", "east_park.electronics"));
}

// ---- numbers

TEST(BadNumber, TextWhereANumberBelongs) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "gdp,lakeland,2015,1405,", "gdp,lakeland,2015,about 1400,");
    const std::size_t line = world.line_of("packs/small/history.csv", "about 1400");
    expect_only(problems_of(world), "history.csv", line, 19, "\"about 1400\" in the column \"value\" is not a number",
                "write a plain number");
}

TEST(BadNumber, HintsKeepTheNumberThatWasMeant) {
    struct Case {
        const char *written, *hint;
    };
    for (const Case& c : {Case{"17860,41", "write 17860.41"},
                          {"2,40", "write 2.40"},
                          {"17.860,41", "write 17860.41"},
                          {"0,123", "write 0.123"},
                          {"17 860,41", "17860.41"},
                          {"17'860", "17860"},
                          {"17,860.41", "17860.41"},
                          {"1,405,000", "1405000"},
                          {"1,370", "without thousands separators: 1370 (1.370 if"},
                          {"1.405.000", "1405000"},
                          {"1,78,60", "the digits alone"},
                          {"17,8604", "write 17.8604"}}) {
        SmallWorld world;
        world.replace("packs/small/history.csv", "gdp,lakeland,2015,1405,", "gdp,lakeland,2015,\"" + std::string(c.written) + "\",");
        const Diagnostics problems = problems_of(world);
        ASSERT_EQ(problems.error_count(), 1u) << c.written << problems.text();
        EXPECT_NE(problems.problems()[0].hint.en.find(c.hint), std::string::npos) << c.written << ": " << problems.problems()[0].hint.en;
        EXPECT_TRUE(says_all_in_chinese(problems));
    }
}

TEST(BadNumber, ShareAboveOne) {
    SmallWorld world;
    world.replace("packs/small/supply.csv", "metal,controller,intermediate,0.05,0.04,0.06,generic,0.5",
                  "metal,controller,intermediate,0.05,0.04,0.06,generic,50");
    expect_only(problems_of(world), "supply.csv", 3, 54, "\"local_share\" is 50, but a share cannot be above 1",
                "write per cent as a ratio: 0.5");
}

TEST(BadNumber, ShareAboveOneInTheHistory) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "rd_enterprise_share,lakeland,2016,88.5,%", "rd_enterprise_share,lakeland,2016,88.5,ratio");
    const std::size_t line = world.line_of("packs/small/history.csv", "rd_enterprise_share");
    expect_only(problems_of(world), "history.csv", line, 35, "\"rd_enterprise_share\" is 88.5, but a share cannot be above 1",
                "its unit is %");
}

TEST(BadNumber, WeightsThatDoNotSumToOne) {
    SmallWorld world;
    world.replace("library/industries.csv", "special_equipment:0.8;nonferrous_metals:0.2", "special_equipment:0.8;nonferrous_metals:0.3");
    expect_only(problems_of(world), "industries.csv", 2, 52, "sum to 1.1, not to 1", "correct the weights");
}

TEST(BadNumber, WeightOfAnUnknownSector) {
    SmallWorld world;
    world.replace("library/industries.csv", "special_equipment:0.8;nonferrous_metals:0.2", "special_equipment:0.8;nonferous_metals:0.2");
    expect_only(problems_of(world), "industries.csv", 2, 52, "there is no sector with the id \"nonferous_metals\"",
                "did you mean \"nonferrous_metals\"?");
}

TEST(BadNumber, InputCoefficientsThatLeaveNothing) {
    SmallWorld world;
    world.replace("library/io_coefficients.csv", "nonferrous_metals,0.20,0.10,0.30", "nonferrous_metals,0.80,0.10,0.30");
    expect_only(problems_of(world), "io_coefficients.csv", 1, 8, "the input coefficients of \"special_equipment\" sum to 1.05",
                "less than 1");
}

TEST(BadNumber, InputCoefficientsThatDoNotMeetValueAddedAreAWarning) {
    SmallWorld world;
    world.replace("library/io_coefficients.csv", "nonferrous_metals,0.20,0.10,0.30", "nonferrous_metals,0.21,0.10,0.30");
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_TRUE(has_warning(diagnostics, "io_coefficients.csv", 1, 8, "sum to 1.01, not to 1", "value_added_coefficient"));
}

TEST(BadNumber, InputSharesThatLeaveNothing) {
    SmallWorld world;
    world.replace("packs/small/supply.csv", "chips,controller,intermediate,0.25,0.20,0.30", "chips,controller,intermediate,0.97,0.20,0.98");
    EXPECT_TRUE(has_error(problems_of(world), "supply.csv", 3, 1, "the input shares of \"controller\" sum to 1.02", "less than 1"));
}

TEST(BadNumber, ShareOutsideItsBounds) {
    SmallWorld world;
    world.replace("packs/small/supply.csv", "metal,excavator,intermediate,0.12,0.09,0.15", "metal,excavator,intermediate,0.12,0.13,0.15");
    expect_only(problems_of(world), "supply.csv", 2, 30, "input_share does not lie between its low and its high", "correct");
}

TEST(BadNumber, NegativeRevenue) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "east_park.electronics,2016,60,", "east_park.electronics,2016,-60,");
    expect_only(problems_of(world), "history.csv", 4, 44, "\"cluster_revenue\" is negative (-60)", "correct it");
}

TEST(BadNumber, LatitudeAndLongitudeExchanged) {
    SmallWorld world;
    world.replace("packs/small/cities.csv", "28.2,113.0", "113.0,28.2");
    expect_only(problems_of(world), "cities.csv", 2, 20, "are exchanged", "latitude");
}

TEST(BadNumber, BetweenNeedsTwoValuesInOrder) {
    SmallWorld world;
    world.replace("plans/small.toml", "op = \">=\"\nvalue = 300", "op = \"between\"\nvalue = 300\nvalue_high = 200");
    const std::size_t line = world.line_of("plans/small.toml", "value_high");
    expect_only(problems_of(world), "small.toml", line, 14, "value_high is below value", "exchange");
}

TEST(BadNumber, ChanceAboveOne) {
    SmallWorld world;
    world.replace("plans/small.toml", "success = 0.8", "success = 80");
    const std::size_t line = world.line_of("plans/small.toml", "success");
    expect_only(problems_of(world), "small.toml", line, 11, "\"success\" of the measure is 80; it must be between 0 and 1", "");
}

// ---- units

TEST(BadUnit, Unknown) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "gdp,lakeland,2015,1405,亿元", "gdp,lakeland,2015,1405,1e8 CYN");
    const std::size_t line = world.line_of("packs/small/history.csv", "1e8 CYN");
    expect_only(problems_of(world), "history.csv", line, 24, "unknown unit \"1e8 CYN\"", "did you mean \"1e8 CNY\"?");
}

TEST(BadUnit, OfAnotherKind) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "gdp,lakeland,2015,1405,亿元", "gdp,lakeland,2015,1405,亩");
    const std::size_t line = world.line_of("packs/small/history.csv", "1405,亩");
    expect_only(problems_of(world), "history.csv", line, 24, "\"gdp\" is money, but \"亩\" is a unit of land", "use 1e8 CNY");
}

TEST(BadUnit, IsNeverTakenForOneOfAnotherScaleOrCurrency) {
    struct Case {
        const char *unit, *hint;
    };
    for (const Case& c : {Case{"万亿", "did you mean \"万亿元\"?"},
                          {"百万", "did you mean \"百万元\"?"},
                          {"百万欧元", "money is in CNY"},
                          {"billion CYN", "use 1e8 CNY"}}) {
        SmallWorld world;
        world.replace("packs/small/history.csv", "gdp,lakeland,2015,1405,亿元", "gdp,lakeland,2015,1405," + std::string(c.unit));
        const Diagnostics problems = problems_of(world);
        ASSERT_EQ(problems.error_count(), 1u) << c.unit << problems.text();
        EXPECT_NE(problems.problems()[0].hint.en.find(c.hint), std::string::npos) << c.unit << ": " << problems.problems()[0].hint.en;
    }
}

// ---- years

TEST(BadYear, BaseYearOutsideTheHistory) {
    SmallWorld world;
    world.replace("plans/small.toml", "base_year = 2016\nend_year = 2019", "base_year = 2010\nend_year = 2019");
    expect_only(problems_of(world), "small.toml", 6, 13, "the base year 2010 is outside the history of the pack, which knows 2011-2018",
                "choose a base year");
}

TEST(BadYear, ClusterWithoutRevenueInTheBaseYear) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "cluster_revenue,east_park.electronics,2016", "cluster_revenue,east_park.electronics,2017");
    expect_only(problems_of(world), "clusters.csv", 4, 1, "no cluster_revenue of \"east_park.electronics\" in the base year 2016 or before",
                "it has one of 2017");
}

TEST(BadYear, FiguresOfTheProvinceAreMissedBesideThoseOfClusters) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "cluster_revenue,east_park.electronics,2016", "cluster_revenue,east_park.electronics,2017");
    world.replace("packs/small/history.csv", "tech_contract_value,lakeland,2016,5.3,亿元,,reported,made up,\n", "");
    const Diagnostics problems = problems_of(world);
    EXPECT_EQ(problems.error_count(), 2u) << problems.text();
    EXPECT_NE(problems.text().find("there is no figure \"tech_contract_value\" of lakeland for 2016"), std::string::npos);
}

TEST(BadReference, AnUnknownPlaceInManyRowsIsOneError) {
    SmallWorld world;
    world.replace("packs/small/pack.toml", "province = \"lakeland\"", "province = \"lakelan\"");
    const Diagnostics problems = problems_of(world);
    std::size_t named = 0;
    for (const Problem& problem : problems.problems()) named += problem.what.en == "there is no place with the id \"lakeland\"" ? 1 : 0;
    EXPECT_EQ(named, 1u) << problems.text();
    EXPECT_NE(problems.text().find("correct the province in pack.toml"), std::string::npos) << problems.text();
}

TEST(BadRow, AFootnoteIsOneError) {
    for (const char* row : {"注：数据来自统计公报,,,,,,,,\n", "合计,,,12345,,,,,\n"}) {
        SmallWorld world;
        world.append("packs/small/history.csv", row);
        const Diagnostics problems = problems_of(world);
        ASSERT_EQ(problems.error_count(), 1u) << problems.text();
        EXPECT_NE(problems.text().find("remove the row"), std::string::npos) << problems.text();
    }
}

TEST(BadColumn, AHeaderInCapitalsIsOneError) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "series,place,year,value,unit,spread,confidence,source,note",
                  "Series,Place,Year,Value,Unit,Spread,Confidence,Source,Note");
    expect_only(problems_of(world), "history.csv", 1, 1, "capitals", "series,place,year");
}

TEST(BadYear, OlderRevenueIsUsedWithAWarning) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "cluster_revenue,east_park.electronics,2016", "cluster_revenue,east_park.electronics,2015");
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_TRUE(has_warning(diagnostics, "small.toml", 6, 13, "1 of 10 clusters have no cluster_revenue of the base year 2016", "shares"));
}

TEST(BadYear, ClustersOfCandidatesNeedNoRevenue) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "cluster_revenue,west_park.electronics,2016,15,1e8 CNY,0.4,assumed,made up,\n", "");
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_EQ(diagnostics.text(), "");
}

TEST(BadYear, FigureOutsideAllPlausibleYears) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "gdp,lakeland,2015,", "gdp,lakeland,215,");
    const std::size_t line = world.line_of("packs/small/history.csv", "gdp,lakeland,215,");
    expect_only(problems_of(world), "history.csv", line, 14, "the year 215 lies outside 1978-2100", "check the year");
}

TEST(BadYear, TargetAfterTheEnd) {
    SmallWorld world;
    world.replace("plans/small.toml", "unit = \"个\"\nyear = 2019", "unit = \"个\"\nyear = 2021");
    const std::size_t line = world.line_of("plans/small.toml", "year = 2021");
    expect_only(problems_of(world), "small.toml", line, 8, "the target's year 2021 lies outside the projection, 2017-2019", "end_year");
}

TEST(BadYear, DoseBeforeTheFirstYear) {
    SmallWorld world;
    world.replace("plans/small.toml", "dose = { 2017 = 1 }", "dose = { 2016 = 1 }");
    const std::size_t line = world.line_of("plans/small.toml", "{ 2016 = 1 }");
    expect_only(problems_of(world), "small.toml", line, 10, "the dose of 2016 lies outside the years of the projection, 2017-2019",
                "move the dose");
}

TEST(BadYear, GrowthTargetWithoutABaseYear) {
    SmallWorld world;
    world.replace("plans/small.toml", "unit = \"ratio\"\nyear = 2019\nbase_year = 2016", "unit = \"ratio\"\nyear = 2019");
    const std::size_t line = world.line_of("plans/small.toml", "ratio_to_base");
    expect_only(problems_of(world), "small.toml", line, 13, "compares with a base year, and the target has none", "base_year = 2016");
}

TEST(BadYear, EndBeforeTheBase) {
    SmallWorld world;
    world.replace("plans/small.toml", "end_year = 2019", "end_year = 2016");
    EXPECT_TRUE(has_error(problems_of(world), "small.toml", 7, 12, "end_year (2016) is not after base_year (2016)", "correct"));
}

TEST(BadYear, AnEndThatIsNoneIsOneError) {
    SmallWorld world;
    world.replace("plans/small.toml", "end_year = 2019", "end_year = 2016");
    expect_only(problems_of(world), "small.toml", 7, 12, "end_year (2016) is not after base_year (2016)", "correct");
}

TEST(BadYear, ZoneThatNeverIsOne) {
    SmallWorld world;
    world.replace("packs/small/zones.csv", "113.1,2010,,0", "113.1,,,0");
    expect_only(problems_of(world), "zones.csv", 3, 48, "has no year of approval", "candidate");
}

TEST(BadPerimeter, IsOneOfThreeAndLeavesOutFromLevelsOnly) {
    SmallWorld world;
    world.append("packs/small/pack.toml",
                 "\n[[perimeter]]\nid = \"a\"\nname = \"a\"\n"
                 "\n[[perimeter]]\nid = \"b\"\nname = \"b\"\nzones = [\"east_htz\"]\nlevel = \"national\"\n"
                 "\n[[perimeter]]\nid = \"c\"\nname = \"c\"\nzones = [\"east_htz\"]\nexcept = [\"west_htz\"]\n"
                 "\n[[perimeter]]\nid = \"d\"\nname = \"d\"\nlevel = \"municipal\"\n"
                 "\n[[perimeter]]\nid = \"e\"\nname = \"e\"\nlevel = \"national\"\nexcept = [\"nowhere\"]\n");
    const std::string text = problems_of(world).text();
    const auto count = [&](const std::string& part) {
        std::size_t n = 0;
        for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
        return n;
    };
    EXPECT_EQ(count("a perimeter is one of three"), 2u) << text;
    EXPECT_EQ(count("\"except\" belongs to a perimeter by level"), 1u) << text;
    EXPECT_EQ(count("\"municipal\""), 1u) << text;
    EXPECT_EQ(count("nowhere"), 1u) << text;
}

// ---- figures

TEST(BadFigure, Duplicate) {
    SmallWorld world;
    const std::size_t first = world.line_of("packs/small/history.csv", "gdp,lakeland,2015");
    world.append("packs/small/history.csv", "gdp,lakeland,2015,1400,亿元,,reported,elsewhere,\n");
    const std::size_t second = world.line_of("packs/small/history.csv", "elsewhere");
    expect_only(problems_of(world), "history.csv", second, 1, "gdp of lakeland in 2015 is already given in line " + std::to_string(first),
                "keep one");
}

TEST(BadFigure, AssumedWithoutASpread) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "east_htz.construction_machinery,2016,240,亿元,0.1,",
                  "east_htz.construction_machinery,2016,240,亿元,,");
    expect_only(problems_of(world), "history.csv", 2, 61, "an assumed figure needs a spread", "0.3");
}

TEST(BadFigure, WithoutASource) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "gdp,lakeland,2015,1405,亿元,,reported,made up,", "gdp,lakeland,2015,1405,亿元,,reported,,");
    const std::size_t line = world.line_of("packs/small/history.csv", "gdp,lakeland,2015");
    expect_only(problems_of(world), "history.csv", line, 37, "\"source\" is empty", "fill it in");
}

TEST(BadFigure, MisspeltSeriesIsAWarning) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "hnte_count,lakeland,2013", "hnte_cuont,lakeland,2013");
    const std::size_t line = world.line_of("packs/small/history.csv", "hnte_cuont");
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_TRUE(
        has_warning(diagnostics, "history.csv", line, 1, "does not read the series \"hnte_cuont\"", "did you mean \"hnte_count\"?"));
}

// ---- extends

TEST(BadExtends, Cycle) {
    SmallWorld world;
    world.replace("plans/small.toml", "end_year = 2019", "end_year = 2019\nextends = \"other.toml\"");
    world.write("plans/other.toml", "[plan]\nextends = \"../plans/small.toml\"\n");
    const Diagnostics diagnostics = problems_of(world);
    expect_only(diagnostics, "other.toml", 2, 11, "extend each other in a circle", "remove \"extends\"");
}

TEST(BadExtends, ItsOwnFile) {
    SmallWorld world;
    world.replace("plans/small.toml", "end_year = 2019", "end_year = 2019\nextends = \"small.toml\"");
    expect_only(problems_of(world), "small.toml", 8, 11, "extend each other in a circle", "remove \"extends\"");
}

TEST(BadExtends, MissingFile) {
    SmallWorld world;
    world.write("plans/base.toml", "[plan]\n");
    world.replace("plans/small.toml", "end_year = 2019", "end_year = 2019\nextends = \"bass.toml\"");
    expect_only(problems_of(world), "small.toml", 8, 11, "bass.toml\": No such file", "did you mean \"base.toml\"?");
}

// ---- what cannot be

TEST(BadShock, SizesInPerCentAreNoLogPoints) {
    for (const char* size : {"-20", "-5", "1.5", "400"}) {
        SmallWorld world;
        world.append("plans/small.toml",
                     "\n[[shock]]\nid = \"crisis\"\nkind = \"demand\"\nstart = 2017\nsize = " + std::string(size) + "\n");
        const std::size_t line = world.line_of("plans/small.toml", "size = ");
        expect_only(problems_of(world), "small.toml", line, 8, "log points", "between -1 and 1");
    }
    SmallWorld world;
    world.append("plans/small.toml", "\n[[shock]]\nid = \"crisis\"\nkind = \"demand\"\nstart = 2017\nsize = -0.2\n");
    EXPECT_NE(problems_of(world, {"shock.crisis.size=-20"}).text().find("for -20 % write -0.223"), std::string::npos);
    Diagnostics none;
    EXPECT_TRUE(world.read(none, {"shock.crisis.size=-1"}));
}

TEST(BadParameter, AValueThatItCannotHaveIsAnError) {
    SmallWorld world;
    for (const char* change : {"parameter.renewal_rate=80", "parameter.renewal_rate=-1", "parameter.rd_rest_share=1",
                               "parameter.certification_chance=1.2", "parameter.rd_theta_persistence=1"}) {
        const Diagnostics problems = problems_of(world, {change});
        EXPECT_EQ(problems.error_count(), 1u) << problems.text();
        EXPECT_NE(problems.text().find("cannot be"), std::string::npos) << problems.text();
    }
    EXPECT_NE(problems_of(world, {"parameter.renewal_rate=80"}).text().find("write per cent as a ratio: 0.8"), std::string::npos);
    world.append("plans/small.toml", "\n[parameters.renewal_rate]\nfamily = \"fixed\"\nmean = 80\nsource = \"x\"\n");
    EXPECT_NE(problems_of(world).text().find("the prior of \"renewal_rate\" has a mean of 80"), std::string::npos);
}

TEST(BadParameter, ASpreadFarAboveTheLibrarysIsAWarning) {
    SmallWorld world;
    world.append("plans/small.toml", "\n[parameters.renewal_rate]\nsd = 5\nsource = \"x\"\n");
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_NE(diagnostics.text().find("has an sd of 5, 56 times the library's 0.09"), std::string::npos) << diagnostics.text();
}

TEST(BadFigure, WhatNoPlaceShowsIsNamed) {
    struct Case {
        const char *before, *after, *what;
    };
    for (const Case& c :
         {Case{"population,lakeland,2016,340,万人", "population,lakeland,2016,340,人", "population of \"lakeland\" in 2016 (0.034)"},
          Case{"gdp,lakeland,2016,1543,亿元", "gdp,lakeland,2016,15430000,亿元", "gdp of \"lakeland\" in 2016 (15430000)"},
          Case{"rd_expenditure,lakeland,2016,23.4,", "rd_expenditure,lakeland,2016,234,", "rd_expenditure of \"lakeland\" in 2016 (234)"},
          Case{"hightech_value_added,lakeland,2016,343,", "hightech_value_added,lakeland,2016,1300,", "hightech_value_added of"},
          Case{"invention_patents_granted,lakeland,2016,348,", "invention_patents_granted,lakeland,2016,3480,",
               "more than the invention_patents_valid that it is part of"},
          Case{"cluster_revenue,east_park.electronics,2016,60,1e8 CNY", "cluster_revenue,east_park.electronics,2016,600000,1e8 CNY",
               "times the GDP of the province"},
          Case{"rd_intensity,china,2016,2.10,%", "rd_intensity,china,2016,0.021,%", "between 0.1 % and 10 %"},
          Case{"land_area,east_htz,2016,18,平方公里", "land_area,east_htz,2016,18,亩", "cannot be"},
          Case{"facilities.national_incubator,east_htz,2016,1,", "facilities.national_incubator,east_htz,2016,30000,",
               "so many facilities"},
          Case{"facilities.national_incubator,east_htz,2016,1,", "facilities.national_incubator,east_htz,2016,1.5,", "not a whole number"},
          Case{"hnte_count,lakeland,2016,111,", "hnte_count,lakeland,2016,111.5,", "not a whole number"}}) {
        SmallWorld world;
        world.replace("packs/small/history.csv", c.before, c.after);
        Diagnostics problems;
        static_cast<void>(world.read(problems));
        EXPECT_NE(problems.text().find(c.what), std::string::npos) << c.after << "\n" << problems.text();
        EXPECT_TRUE(says_all_in_chinese(problems));
    }
}

TEST(BadFigure, OneWrongUnitIsOneReport) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "population,lakeland,2016,340,万人", "population,lakeland,2016,340,百万人");
    world.replace("packs/small/history.csv", "population,east,2016,200,万人,,reported,made up,\n", "");
    world.replace("packs/small/history.csv", "population,west,2016,140,万人,,reported,made up,\n", "");
    const Diagnostics problems = problems_of(world);
    EXPECT_EQ(problems.problems().size(), 1u) << problems.text();
}

TEST(BadFigure, AnAssumedPartIsNotAboveItsWholeEither) {
    SmallWorld world;
    world.replace("packs/small/history.csv", "hightech_value_added,lakeland,2016,343,亿元,,reported,",
                  "hightech_value_added,lakeland,2016,1600,亿元,0.3,assumed,");
    EXPECT_NE(problems_of(world).text().find("more than the gdp that it is part of"), std::string::npos);
}

// ---- facilities

TEST(BadMeasure, BuildsWithoutSayingWhat) {
    SmallWorld world;
    world.replace("library/instruments.toml",
                  "[[incubation.channel]]\nlever = \"entry\"\nmean = 0.1\nsd = 0.05\nspike = 0.3\nsource = \"made up\"\ngrade = \"J\"\n",
                  "");
    world.replace("plans/small.toml", "facility = \"national_incubator\"\ndose", "dose");
    const std::size_t line = world.line_of("plans/small.toml", "id = \"incubators\"") - 1;
    expect_only(problems_of(world), "small.toml", line, 1, "builds facilities but does not say which", "add: facility");
}

TEST(BadMeasure, BuildsWithAnInstrumentThatDoesNot) {
    SmallWorld world;
    world.replace("plans/small.toml", "instrument = \"incubation\"", "instrument = \"hnte_cultivation\"");
    const std::size_t line = world.line_of("plans/small.toml", "facility = ");
    expect_only(problems_of(world), "small.toml", line, 12, "the instrument \"hnte_cultivation\" builds no facilities", "remove the key");
}

TEST(BadMeasure, FacilityThatNobodyCountsIsAWarning) {
    SmallWorld world;
    world.replace("plans/small.toml", "facility = \"national_incubator\"\ndose", "facility = \"national_incubater\"\ndose");
    const std::size_t line = world.line_of("plans/small.toml", "id = \"incubators\"") - 1;
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_TRUE(has_warning(diagnostics, "small.toml", line, 1, "national_incubater", "did you mean \"national_incubator\"?"));
}

// ---- bounds of doses

TEST(BadInstrument, BoundsOfDosesTheWrongWayRound) {
    SmallWorld world;
    world.replace("library/instruments.toml", "[rd_super_deduction]\n",
                  "[rd_super_deduction]\ndose_low = 1\ndose_high = 0\ndose_source = \"made up\"\n");
    const std::size_t line = world.line_of("library/instruments.toml", "dose_high");
    expect_only(problems_of(world), "instruments.toml", line, 13, "dose_high is not above dose_low", "exchange the two");
}

// ---- all at once

TEST(BadInput, AllProblemsComeInOnePass) {
    SmallWorld world;
    world.replace("plans/small.toml", "success = 0.8", "sucess = 0.8");
    world.replace("plans/small.toml", "scope = \"all_zones\"\nmetric = \"hightech", "scope = \"al_zones\"\nmetric = \"hightech");
    world.replace("packs/small/zones.csv", "West Lake Park,west,", "West Lake Park,wset,");
    world.replace("packs/small/clusters.csv", "west_htz.nonferrous_materials,west_htz,", "west_htz.nonferrous_materials,west_hzt,");
    world.replace("packs/small/history.csv", "gdp,lakeland,2015,1405,", "gdp,lakeland,2015,many,");
    world.replace("packs/small/history.csv", "east_park.electronics,2016,60,", "east_park.electronics,2016,-60,");
    world.replace("packs/small/supply.csv", "controller,excavator,", "controller,excavatr,");
    world.replace("library/industries.csv", "special_equipment:0.8;nonferrous_metals:0.2", "special_equipment:0.8;nonferrous_metals:0.3");
    world.replace("library/instruments.toml", "lever = \"certification_drive\"\nmean = 0.4", "lever = \"certification_driv\"\nmean = 0.4");
    const Diagnostics diagnostics = problems_of(world, {"parameter.renewal_rate=high"});
    EXPECT_EQ(diagnostics.error_count(), 10u) << diagnostics.text();
    for (const char* word : {"sucess", "al_zones", "wset", "west_hzt", "many", "-60", "excavatr", "1.1", "certification_driv", "\"high\""})
        EXPECT_NE(diagnostics.text().find(word), std::string::npos) << word;
}

TEST(BadInput, EveryProblemNamesFileLineAndColumn) {
    SmallWorld world;
    world.replace("plans/small.toml", "success = 0.8", "sucess = 0.8");
    const std::string text = problems_of(world).text();
    const std::size_t line = world.line_of("plans/small.toml", "sucess");
    EXPECT_EQ(text, world.plan() + ":" + std::to_string(line) +
                        ":1: error: unknown key \"sucess\" in the measure\n    did you mean \"success\"?\n");
}

TEST(BadInput, FiguresThatCannotBeBesideEachOther) {
    struct Case {
        const char *before, *after, *what;
    };
    for (const Case& c : {Case{"gdp,lakeland,2016,1543,", "gdp,lakeland,2016,0,", "cannot be zero"},
                          Case{"land_area,west_htz,2016,9000,", "land_area,west_htz,2016,0,", "cannot be zero"},
                          Case{"hightech_value_added,lakeland,2016,343,", "hightech_value_added,lakeland,2016,1643,", "more than the gdp"},
                          Case{"hnte_recognised,lakeland,2016,44,", "hnte_recognised,lakeland,2016,440,", "more than the hnte_count"},
                          Case{"gdp,west,2016,543,", "gdp,west,2016,5430,", "more than that of \"lakeland\""},
                          Case{"invention_patents_valid,west,2016,393,", "invention_patents_valid,west,2016,900,",
                               "less than the sum of its 2 places"}}) {
        SmallWorld world;
        world.replace("packs/small/history.csv", c.before, c.after);
        Diagnostics problems;
        EXPECT_FALSE(world.read(problems)) << c.after;
        EXPECT_NE(problems.text().find(c.what), std::string::npos) << c.after << "\n" << problems.text();
        EXPECT_TRUE(says_all_in_chinese(problems));
    }
}

}  // namespace
}  // namespace zonecast::test
