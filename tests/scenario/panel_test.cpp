// The panel: its reader, what was known when, stand-ins and chains; and that the library's own panel holds what its page says.
#include "model/scenario/panel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>

#include "model/scenario/read.hpp"
#include "model/scenario/sources.hpp"
#include "tests/support/problems.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::test {
namespace {

using scenario::Observation;
using scenario::Panel;

constexpr const char* provinces = "id,name_zh,full_name_zh,name_en\nlakeland,湖,湖省,Lakeland\nhills,丘,丘省,Hills\n";

/// Filings to 2012 at place china, stocks from 2012; three years' sums of lakeland; a late figure of hills.
constexpr const char* figures =
    "series,place,year,value,unit,confidence,published,source,note,spread\n"
    "hnte_count_torch,china,2011,100,count,reported,,made up,,\n"
    "hnte_count_torch,china,2012,120,count,reported,,made up,,\n"
    "hnte_count,china,2012,150,count,reported,,made up,,\n"
    "hnte_count,china,2013,180,count,reported,,made up,,\n"
    "hnte_count,lakeland,2012,20,count,reported,,made up,,\n"
    "hnte_count_3yr_sum,lakeland,2012,30,count,reported,,made up,,\n"
    "hnte_count_3yr_sum,lakeland,2013,40,count,reported,,made up,,0.04\n"
    "gdp,hills,2012,万,亿元,reported,,made up,,\n";

constexpr const char* rules =
    "[[chain]]\nseries = \"hnte_count\"\nplace = \"china\"\nfirst = \"hnte_count_torch\"\nuntil = 2012\nthen = \"hnte_count\"\n"
    "note = \"made up\"\n\n"
    "[[stand_in]]\nseries = \"hnte_count\"\nby = \"hnte_count_3yr_sum\"\nfactor = 0.5\nspread = 0.03\nnote = \"made up\"\n\n"
    "[[break]]\nseries = \"gdp\"\nyear = 2013\n\n"
    "[[leave_out]]\nseries = \"hnte_count\"\nplace = \"lakeland\"\nnote = \"because\"\n";

/// The small world with a panel in its library.
class PanelWorld : public SmallWorld {
public:
    PanelWorld() {
        write("library/provinces.csv", provinces);
        write("library/panel.csv", replaced(figures, "万", "12"));
        write("library/panel.toml", rules);
    }
    static std::string replaced(std::string text, const std::string& before, const std::string& after) {
        return text.replace(text.find(before), before.size(), after);
    }
    [[nodiscard]] std::optional<Panel> panel(Diagnostics& problems) const {
        return scenario::read_panel((folder() / "library").string(), problems);
    }
    [[nodiscard]] Panel panel() const {
        Diagnostics problems;
        auto read = panel(problems);
        EXPECT_TRUE(read) << problems.text();
        return read ? std::move(*read) : Panel();
    }
};

std::map<int, double> values(const std::vector<Observation>& path) {
    std::map<int, double> out;
    for (const Observation& one : path) out[one.year] = one.value;
    return out;
}

TEST(Panel, ChainsGoOnWithTheGrowthOfTheNextSeries) {
    const Panel panel = PanelWorld().panel();
    EXPECT_EQ(values(panel.path("hnte_count", "china")), (std::map<int, double>{{2011, 100}, {2012, 120}, {2013, 144}}));
    EXPECT_EQ(values(panel.path("hnte_count", "china", 2012)), (std::map<int, double>{{2011, 100}, {2012, 120}}));
}

TEST(Panel, StandInsFillYearsThatHaveNoFigure) {
    const Panel panel = PanelWorld().panel();
    const auto path = panel.path("hnte_count", "lakeland");
    EXPECT_EQ(values(path), (std::map<int, double>{{2012, 20}, {2013, 20}}));
    EXPECT_EQ(path[0].spread, 0.005);
    EXPECT_DOUBLE_EQ(path[1].spread, 0.05);
    EXPECT_EQ(path[1].figure, panel.figure("hnte_count_3yr_sum", "lakeland", 2013));
    EXPECT_EQ(panel.figure("hnte_count", "lakeland", 2013), nullptr);
}

TEST(Panel, MarksAndBreaksAreLookedUp) {
    const Panel panel = PanelWorld().panel();
    ASSERT_NE(panel.left_out_of("hnte_count", "lakeland"), nullptr);
    EXPECT_EQ(panel.left_out_of("hnte_count", "lakeland")->note, "because");
    EXPECT_EQ(panel.left_out_of("gdp", "hills"), nullptr);
    EXPECT_TRUE(panel.breaks_between("gdp", "hills", 2012, 2013));
    EXPECT_FALSE(panel.breaks_between("gdp", "hills", 2013, 2014));
    EXPECT_FALSE(panel.breaks_between("hnte_count", "hills", 2012, 2013));
    EXPECT_EQ(panel.places("hnte_count"), std::vector<std::string>{"lakeland"});
    EXPECT_EQ(panel.places("gdp"), std::vector<std::string>{"hills"});
    for (const char* named : {"hills", "丘", "丘省", "Hills"}) {
        ASSERT_NE(panel.province(named), nullptr) << named;
        EXPECT_EQ(panel.province(named)->id, "hills");
    }
    EXPECT_EQ(panel.province("Hill"), nullptr);
}

TEST(Panel, WhatWasPublishedLaterWasNotKnown) {
    PanelWorld world;
    world.replace("library/panel.csv", "gdp,hills,2012,12,亿元,reported,,", "gdp,hills,2012,12,亿元,reported,2015,");
    const Panel panel = world.panel();
    EXPECT_TRUE(panel.path("gdp", "hills", 2013).empty());
    EXPECT_EQ(values(panel.path("gdp", "hills", 2014)), (std::map<int, double>{{2012, 12}}));
    EXPECT_EQ(panel.figure("gdp", "hills", 2012)->publication(), 2015);
    EXPECT_EQ(panel.figure("hnte_count", "china", 2012)->publication(), 2013);
}

TEST(Panel, LaterFiguresChangeNothingBefore) {
    PanelWorld world;
    const auto before = values(world.panel().path("hnte_count", "china", 2012));
    world.replace("library/panel.csv", "hnte_count,china,2013,180", "hnte_count,china,2013,18000");
    EXPECT_EQ(values(world.panel().path("hnte_count", "china", 2012)), before);
}

TEST(Panel, AScenarioHasThePanelOfItsLibraryAndKeepsItsText) {
    SmallWorld bare;
    std::filesystem::remove(bare.folder() / "library/panel.csv");
    EXPECT_EQ(bare.scenario().panel, nullptr);
    const PanelWorld world;
    const auto scenario = world.scenario();
    ASSERT_NE(scenario.panel, nullptr);
    EXPECT_EQ(values(scenario.panel->path("hnte_count", "china")), values(world.panel().path("hnte_count", "china")));
    const scenario::KeptFiles kept(scenario.files, "kept");
    Diagnostics problems;
    const auto again = scenario::read_scenario(kept, scenario.plan_file, {}, problems);
    ASSERT_TRUE(again) << problems.text();
    EXPECT_EQ(again->panel->figures.size(), scenario.panel->figures.size());
    EXPECT_EQ(again->panel->chains.size(), 1u);
}

TEST(Panel, EveryMistakeIsNamedWithItsPlace) {
    PanelWorld world;
    world.write("library/panel.csv", figures);  // a value that is no number, and these:
    world.append("library/panel.csv",
                 "gdp,hils,2012,1,亿元,reported,,made up,,\n"
                 "gdp,hills,2013,1,亿元,reported,2012,made up,,\n"
                 "gdp,hills,2013,2,亿元,reported,,made up,,\n");
    world.append("library/panel.toml",
                 "[[chain]]\nseries = \"hnte_count\"\nplace = \"china\"\nfirst = \"hnte_count_torc\"\nfrom = 2014\nuntil = 2012\n"
                 "then = \"hnte_count\"\nnote = \"made up\"\n"
                 "[[leave_out]]\nseries = \"gdp\"\nplace = \"lakeland\"\n");
    Diagnostics problems;
    EXPECT_FALSE(world.panel(problems));
    const std::string text = problems.text();
    for (const char* part : {"panel.csv:9:16", "panel.csv:10:5", "did you mean \"hills\"?", "panel.csv:11:30",
                             "cannot have been published in 2012", "panel.csv:12:1", "is already given", "before it begins",
                             "has a second chain", "\"note\""})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
    world.write("library/panel.csv", PanelWorld::replaced(figures, "万", "12"));
    Diagnostics others;
    EXPECT_FALSE(world.panel(others));
    EXPECT_NE(others.text().find("has no series \"hnte_count_torc\""), std::string::npos) << others.text();
    EXPECT_NE(others.text().find("has no figure \"gdp\" of \"lakeland\""), std::string::npos) << others.text();
}

TEST(Panel, ALibraryWithoutAPanelIsAnErrorWhereOneIsNeeded) {
    const SmallWorld world;
    std::filesystem::remove(world.folder() / "library/panel.csv");
    Diagnostics problems;
    EXPECT_FALSE(scenario::read_panel((world.folder() / "library").string(), problems));
    EXPECT_NE(problems.text().find("panel.csv"), std::string::npos) << problems.text();
}

/// The library's own.
class LibraryPanel : public testing::Test {
protected:
    static const Panel& panel() {
        static const Panel read = [] {
            Diagnostics problems;
            auto panel = scenario::read_panel(std::string(ZONECAST_SOURCE_DIR) + "/scenarios/library", problems);
            if (!panel) throw std::runtime_error(problems.text());
            EXPECT_EQ(problems.text(), "");
            return std::move(*panel);
        }();
        return read;
    }
    static double last(const std::string& series, const std::string& place, int known) {
        return panel().path(series, place, known).back().value;
    }
};

TEST_F(LibraryPanel, HoldsThirtyOneProvincesAndTheNation) {
    EXPECT_EQ(panel().provinces.size(), 31u);
    EXPECT_EQ(panel().places("hnte_count").size(), 26u);
    EXPECT_EQ(panel().province("江西省")->id, "jiangxi");
    EXPECT_NE(panel().left_out_of("hnte_count", "jiangxi"), nullptr);
    for (const auto& figure : panel().figures) EXPECT_FALSE(figure.source.empty());
}

TEST_F(LibraryPanel, TheNationsCertificatesAreFilingsAndThenGrowth) {
    EXPECT_EQ(last("hnte_count", "china", 2016), 100012);
    EXPECT_EQ(last("hnte_count", "china", 2020), 269896);
    EXPECT_DOUBLE_EQ(last("hnte_count", "china", 2021), 269896.0 * 330000 / 275000);
    EXPECT_EQ(panel().path("hnte_count", "china").front().year, 2009);
}

TEST_F(LibraryPanel, GdpOfTheFifthCensusIsNeverALevelOfTheOlderSeries) {
    const auto path = panel().path("gdp", "china");
    ASSERT_EQ(path.back().year, 2024);
    const double revised = panel().figure("gdp_revised", "china", 2024)->value / panel().figure("gdp_revised", "china", 2023)->value;
    EXPECT_DOUBLE_EQ(path.back().value, panel().figure("gdp", "china", 2023)->value * revised);
    EXPECT_EQ(panel().figure("gdp", "china", 2024), nullptr);
    EXPECT_EQ(panel().path("gdp", "hunan").back().year, 2023);
}

TEST_F(LibraryPanel, ThreeYearsSumsStandInForUnpublishedStocks) {
    EXPECT_DOUBLE_EQ(last("hnte_count", "beijing", 2021), 0.98 * 28834);
    EXPECT_EQ(last("hnte_count", "hunan", 2016), 2212);
    EXPECT_EQ(last("hnte_count", "guizhou", 2020), 1897);
}

TEST_F(LibraryPanel, RdAddsUpToTheNation) {
    double sum = 0;
    std::size_t places = 0;
    for (const std::string& place : panel().places("rd_expenditure")) {
        const auto* figure = panel().figure("rd_expenditure", place, 2020);
        if (figure != nullptr) sum += figure->value, ++places;
    }
    EXPECT_EQ(places, 26u);
    EXPECT_LT(sum, panel().figure("rd_expenditure", "china", 2020)->value);  // five provinces are not in it
    EXPECT_GT(sum, 0.75 * panel().figure("rd_expenditure", "china", 2020)->value);
}

TEST_F(LibraryPanel, CitiesAndZonesBelongToProvinces) {
    Diagnostics problems;
    const scenario::DiskFiles files(std::string(ZONECAST_SOURCE_DIR) + "/scenarios");
    const auto places = scenario::read_places(files, "library", panel(), problems);
    ASSERT_TRUE(places) << problems.text();
    EXPECT_EQ(problems.text(), "");
    EXPECT_EQ(places->province_of.at("nanchang"), "jiangxi");
    EXPECT_EQ(places->latest("hnte_count", "nanchang_htz", 2023)->value, 560);
    EXPECT_EQ(places->latest("hnte_count", "nanchang_htz", 2019), nullptr);
    int cities = 0;
    for (const auto& province : panel().provinces) {
        EXPECT_EQ(places->province_of.at(province.capital), province.id);
        cities += province.cities;
    }
    EXPECT_EQ(cities, 333 + 4);  // divisions of the level of a prefecture, and the four municipalities
}

TEST_F(LibraryPanel, TheCensusAddsUp) {
    double people = 0;
    for (const auto& province : panel().provinces) people += panel().figure("population", province.id, 2020)->value;
    const double guizhou = panel().figure("population", "guizhou", 2020)->value - 3856.2148;  // the pack's is of the end of the year
    EXPECT_NEAR(people - guizhou, 140977.8724, 1e-6);
}

/// What the packs and the panel both hold is the same figure.
TEST_F(LibraryPanel, AgreesWithThePacks) {
    std::size_t compared = 0;
    for (const char* pack : {"hunan", "guizhou"}) {
        Diagnostics problems;
        const auto read = scenario::read_pack_alone(std::string(ZONECAST_SOURCE_DIR) + "/scenarios/packs/" + pack, 2016, 2019, problems);
        ASSERT_TRUE(read) << problems.text();
        ASSERT_NE(read->panel, nullptr);
        for (const auto& figure : read->history) {
            if (figure.place != pack) continue;
            const auto* other = panel().figure(figure.series, figure.place, figure.year);
            if (other == nullptr) continue;
            ++compared;
            EXPECT_NEAR(other->value, figure.value, 1e-4 * figure.value) << figure.series << ' ' << figure.place << ' ' << figure.year;
        }
    }
    EXPECT_GT(compared, 150u);
}

}  // namespace
}  // namespace zonecast::test
