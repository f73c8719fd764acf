// Packs: units of figures, pseudo-zones, composed names, defaults, and that the order of rows does not matter.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "model/scenario/read.hpp"
#include "model/scenario/scenario.hpp"
#include "model/scenario/vocabulary.hpp"
#include "tests/support/problems.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::test {
namespace {

using scenario::Scenario;

template <class Record>
std::vector<std::string> ids_of(const std::vector<Record>& records) {
    std::vector<std::string> ids;
    for (const Record& record : records) ids.push_back(record.id);
    return ids;
}

/// The rows of a table below its header in reverse order.
std::string reversed_rows(const std::string& text) {
    std::istringstream in(text);
    std::string header, line;
    std::getline(in, header);
    std::vector<std::string> rows;
    while (std::getline(in, line)) rows.push_back(line);
    std::reverse(rows.begin(), rows.end());
    std::string out = header + "\n";
    for (const std::string& row : rows) out += row + "\n";
    return out;
}

/// Everything of a scenario that a run can depend on, as text; places of records are left out.
std::string content_of(const Scenario& s) {
    std::ostringstream out;
    out.precision(17);
    out << s.pack_id << s.province << s.plan.id << s.plan.base_year << s.plan.end_year << "\n";
    for (const auto& c : s.cities) out << c.id << c.name.zh << c.latitude << ' ' << c.longitude << "\n";
    for (const auto& z : s.zones)
        out << z.id << z.name.zh << z.city << z.year_provincial.value_or(0) << z.year_national.value_or(0) << z.outside << z.latitude
            << "\n";
    for (const auto& c : s.clusters) out << c.id << c.name.zh << c.name.en << c.zone << c.industry << c.kind << "\n";
    for (const auto& g : s.segments) out << g.id << g.chain << g.sector << g.industry << static_cast<int>(g.presence) << "\n";
    for (const auto& e : s.supply) out << e.from << e.to << e.flow << e.input_share << ' ' << e.local_share << e.critical << "\n";
    for (const auto& e : s.enterprises) out << e.id << e.cluster << e.revenue << "\n";
    for (const auto& p : s.perimeters) {
        out << p.id;
        for (const auto& id : p.zones) out << ' ' << id;
        for (const auto& id : p.cities) out << ' ' << id;
        out << "\n";
    }
    for (const auto& x : s.sectors) out << x.id << x.value_added_coefficient << ' ' << x.import_share << "\n";
    for (const double a : s.io_coefficients) out << a << ' ';
    for (const auto& i : s.industries) {
        out << i.id << i.rd_to_revenue << ' ' << i.cyclical_loading;
        for (const auto& [sector, weight] : i.sectors) out << ' ' << sector << weight;
        out << "\n";
    }
    for (const auto& i : s.instruments) {
        out << i.id << i.delay << i.fade;
        for (const auto& c : i.channels) out << ' ' << c.lever << c.mean << ' ' << c.sd;
        out << "\n";
    }
    for (const auto& [id, prior] : s.priors) out << id << prior.mean << ' ' << prior.sd << ' ' << prior.low << ' ' << prior.high << "\n";
    for (const auto& f : s.history) out << f.series << f.place << f.year << ' ' << f.value << ' ' << f.spread << "\n";
    for (const auto& m : s.plan.measures) out << m.id << m.instrument << m.scope << m.success << "\n";
    return out.str();
}

TEST(Pack, FiguresAreInTheProgramsUnits) {
    const Scenario scenario = SmallWorld().scenario();
    EXPECT_EQ(scenario.figure("cluster_revenue", "east_htz.construction_machinery", 2016)->value, 240);
    EXPECT_EQ(scenario.figure("cluster_revenue", "east_htz.construction_machinery", 2016)->unit, "亿元");
    EXPECT_DOUBLE_EQ(scenario.figure("rd_enterprise_share", "lakeland", 2016)->value, 0.885);
    EXPECT_EQ(scenario.figure("land_area", "east_htz", 2016)->value, 27000);
    EXPECT_EQ(scenario.figure("land_area", "west_htz", 2016)->value, 9000);
    EXPECT_EQ(scenario.figure("population", "lakeland", 2016)->value, 340);
    EXPECT_EQ(scenario.figure("rank_national", "east_htz", 2016)->value, 40);
}

TEST(Pack, SpreadsHaveDefaultsByConfidence) {
    SmallWorld world;
    world.append("packs/small/history.csv",
                 "gdp,lakeland,2013,1200,亿元,,conflicting,made up,\ngdp,lakeland,2012,1100,亿元,0,reported,made up,\n");
    const Scenario scenario = world.scenario();
    EXPECT_EQ(scenario.figure("gdp", "lakeland", 2016)->spread, 0.005);
    EXPECT_EQ(scenario.figure("zones_total_income", "lakeland", 2016)->spread, 0.03);
    EXPECT_EQ(scenario.figure("gdp", "lakeland", 2013)->spread, 0.08);
    EXPECT_EQ(scenario.figure("gdp", "lakeland", 2012)->spread, 0);
    EXPECT_EQ(scenario.figure("hnte_recognised", "lakeland", 2013)->spread, 0.15);
}

TEST(Pack, LatestIsTheLastNotAfterTheYear) {
    Scenario scenario = SmallWorld().scenario();
    EXPECT_EQ(scenario.latest("hnte_count", "lakeland", 2030)->year, 2016);
    EXPECT_EQ(scenario.latest("hnte_count", "lakeland", 2014)->year, 2014);
    EXPECT_EQ(scenario.latest("rd_expenditure", "lakeland", 2014)->year, 2011);
    EXPECT_EQ(scenario.latest("hnte_count", "lakeland", 2012), nullptr);
    EXPECT_EQ(scenario.latest("hnte_count", "china", 2016), nullptr);
    EXPECT_EQ(scenario.figure("hnte_count", "lakeland", 2017), nullptr);
    EXPECT_EQ(scenario.figure("nothing", "lakeland", 2016), nullptr);
}

TEST(Pack, PutAddsAndReplacesFigures) {
    Scenario scenario = SmallWorld().scenario();
    const std::size_t before = scenario.history.size();
    scenario.put({"gdp", "lakeland", 2016, 1.0, "1e8 CNY", 0, scenario::Confidence::assumed, "x", "", {}});
    EXPECT_EQ(scenario.history.size(), before);
    EXPECT_EQ(scenario.figure("gdp", "lakeland", 2016)->value, 1.0);
    scenario.put({"aaa", "lakeland", 2016, 2.0, "count", 0, scenario::Confidence::assumed, "x", "", {}});
    EXPECT_EQ(scenario.history.size(), before + 1);
    EXPECT_EQ(scenario.figure("aaa", "lakeland", 2016)->value, 2.0);
    EXPECT_EQ(scenario.figure("gdp", "lakeland", 2015)->value, 1405);
}

TEST(Pack, APackIsReadWithoutAPlan) {
    const SmallWorld world;
    Diagnostics problems;
    const auto alone = scenario::read_pack_alone((world.folder() / "packs/small").string(), 2015, 2018, problems);
    ASSERT_TRUE(alone) << problems.text();
    EXPECT_EQ(alone->plan.base_year, 2015);
    EXPECT_EQ(alone->plan.known_until, 2015);
    EXPECT_EQ(alone->plan.end_year, 2018);
    EXPECT_TRUE(alone->plan.targets.empty() && alone->plan.measures.empty() && alone->plan.shocks.empty());
    EXPECT_EQ(ids_of(alone->zones), ids_of(world.scenario().zones));
    EXPECT_EQ(alone->history.size(), world.scenario().history.size());
    EXPECT_FALSE(scenario::read_pack_alone((world.folder() / "packs/nowhere").string(), 2015, 2018, problems));
    EXPECT_TRUE(problems.has_errors());
}

TEST(Pack, BreaksOfSeriesAreRead) {
    SmallWorld world;
    world.replace("packs/small/pack.toml", "[parameters.value_added_to_revenue]",
                  "[[break]]\nseries = \"gdp\"\nplace = \"lakeland\"\nyear = 2015\nnote = \"census\"\n\n[parameters.value_added_to_revenue]");
    const Scenario scenario = world.scenario();
    ASSERT_EQ(scenario.breaks.size(), 1u);
    EXPECT_EQ(scenario.breaks[0].series, "gdp");
    EXPECT_EQ(scenario.breaks[0].place, "lakeland");
    EXPECT_EQ(scenario.breaks[0].year, 2015);
}

TEST(Pack, AReplacedPriorBringsItsOwnYears) {
    SmallWorld world;
    EXPECT_EQ(world.scenario().priors.at("renewal_rate").known, 2023);
    world.append("packs/small/pack.toml", "\n[parameters.renewal_rate]\nmean = 0.8\nsource = \"made up\"\n");
    EXPECT_EQ(world.scenario().priors.at("renewal_rate").known, 0);
    world.append("packs/small/pack.toml", "known = 2015\n");
    EXPECT_EQ(world.scenario().priors.at("renewal_rate").known, 2015);
}

TEST(Pack, EveryCityHasAnOutsideZoneAfterTheRealOnes) {
    const Scenario scenario = SmallWorld().scenario();
    EXPECT_EQ(ids_of(scenario.zones),
              (std::vector<std::string>{"east_htz", "east_park", "west_htz", "west_park", "east.outside", "west.outside"}));
    const auto& outside = scenario.zones[4];
    EXPECT_TRUE(outside.outside);
    EXPECT_EQ(outside.city, "east");
    EXPECT_EQ(outside.latitude, 28.2);
    EXPECT_EQ(outside.level(2016), scenario::ZoneLevel::none);
}

TEST(Pack, LevelsFollowTheYears) {
    const Scenario scenario = SmallWorld().scenario();
    const auto& west = scenario.zones[2];
    EXPECT_EQ(west.level(2007), scenario::ZoneLevel::none);
    EXPECT_EQ(west.level(2017), scenario::ZoneLevel::provincial);
    EXPECT_EQ(west.level(2018), scenario::ZoneLevel::national);
}

TEST(Pack, NamesOfClustersAreComposedUnlessGiven) {
    const Scenario scenario = SmallWorld().scenario();
    const auto named = [&](const std::string& id) {
        return std::find_if(scenario.clusters.begin(), scenario.clusters.end(), [&](const auto& one) { return one.id == id; })->name;
    };
    EXPECT_EQ(named("east_htz.construction_machinery").zh, "东湖高新区·工程机械");
    EXPECT_EQ(named("east_htz.construction_machinery").en, "East Lake HTZ: Construction machinery");
    EXPECT_EQ(named("east_htz.electronics").zh, "东湖芯谷");
    EXPECT_EQ(named("west.outside.nonferrous_materials").en, "West Lake, outside zones: Non-ferrous materials");
}

TEST(Pack, ZonesWithoutCoordinatesLieWhereTheirCityLies) {
    SmallWorld world;
    world.replace("packs/small/zones.csv", "West Lake Park,west,27.7,112.5,", "West Lake Park,west,,,");
    const Scenario scenario = world.scenario();
    EXPECT_EQ(scenario.zones[3].latitude, 27.8);
    EXPECT_EQ(scenario.zones[3].longitude, 112.4);
}

TEST(Pack, CoefficientsAreInTheOrderOfTheSortedSectors) {
    const Scenario scenario = SmallWorld().scenario();
    ASSERT_EQ(ids_of(scenario.sectors), (std::vector<std::string>{"electronic_components", "nonferrous_metals", "special_equipment"}));
    EXPECT_EQ(scenario.io_coefficients, (std::vector<double>{0.35, 0.05, 0.10, 0.10, 0.30, 0.20, 0.05, 0.05, 0.15}));
}

TEST(Pack, TheOrderOfRowsDoesNotMatter) {
    const SmallWorld world;
    SmallWorld other;
    for (const char* file :
         {"library/sectors.csv", "library/io_coefficients.csv", "library/industries.csv", "packs/small/cities.csv", "packs/small/zones.csv",
          "packs/small/clusters.csv", "packs/small/segments.csv", "packs/small/supply.csv", "packs/small/history.csv"})
        other.write(file, reversed_rows(other.text(file)));
    other.replace("packs/small/pack.toml", "[\"east_htz\", \"west_htz\"]", "[\"west_htz\", \"east_htz\"]");
    EXPECT_NE(world.text("packs/small/zones.csv"), other.text("packs/small/zones.csv"));
    EXPECT_EQ(content_of(world.scenario()), content_of(other.scenario()));
}

TEST(Pack, TheOrderOfColumnsDoesNotMatter) {
    const SmallWorld world;
    SmallWorld other;
    other.write("library/io_coefficients.csv",
                "nonferrous_metals,sector,special_equipment,electronic_components\n0.05,special_equipment,0.15,0.05\n0.05,electronic_"
                "components,0.10,0.35\n"
                "0.30,nonferrous_metals,0.20,0.10\n");
    other.write("packs/small/cities.csv",
                "source,longitude,latitude,name_en,name_zh,id\nmade up,113.0,28.2,East Lake,东湖市,east\nmade up,112.4,27.8,West "
                "Lake,西湖市,west\n");
    EXPECT_EQ(content_of(world.scenario()), content_of(other.scenario()));
}

TEST(Pack, OptionalTablesMayBeMissing) {
    SmallWorld world;
    for (const char* file : {"packs/small/segments.csv", "packs/small/supply.csv", "packs/small/enterprises.csv"}) world.remove(file);
    const Scenario scenario = world.scenario();
    EXPECT_TRUE(scenario.segments.empty());
    EXPECT_TRUE(scenario.supply.empty());
    EXPECT_TRUE(scenario.enterprises.empty());
}

TEST(Pack, NamedEnterprisesLargerThanTheirClusterAreAWarning) {
    SmallWorld world;
    world.replace("packs/small/enterprises.csv", ",110,2016", ",300,2016");
    Diagnostics diagnostics;
    EXPECT_TRUE(world.read(diagnostics));
    EXPECT_TRUE(has_warning(diagnostics, "history.csv", 2, 1, "more than the cluster (240)", "enterprises.csv"));
}

TEST(Pack, TheProjectsOwnScenarioReadsWithoutProblems) {
    Diagnostics diagnostics;
    const auto scenario =
        scenario::read_scenario(std::string(ZONECAST_SOURCE_DIR) + "/scenarios/plans/hunan-htz-2017-2019.toml", {}, diagnostics);
    for (const Problem& problem : diagnostics.problems()) {  // a note on what is kept for its readers
        EXPECT_EQ(problem.severity, Severity::note) << problem.what.en;
        EXPECT_TRUE(problem.what.en.starts_with("nothing reads the series")) << problem.what.en;
    }
    EXPECT_LE(diagnostics.problems().size(), 1u) << diagnostics.text();
    ASSERT_TRUE(scenario);
    EXPECT_EQ(scenario->cities.size(), 14u);
    EXPECT_EQ(scenario->plan.targets.size(), 25u);
}

}  // namespace
}  // namespace zonecast::test
