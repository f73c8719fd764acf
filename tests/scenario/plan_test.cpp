// Plans: units of targets, extending another plan, quick changes.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/scenario/read.hpp"
#include "model/scenario/scenario.hpp"
#include "tests/support/problems.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::test {
namespace {

using scenario::Prior;
using scenario::Scenario;

const scenario::Target& target(const Scenario& scenario, const std::string& id) {
    const auto& targets = scenario.plan.targets;
    return *std::find_if(targets.begin(), targets.end(), [&](const scenario::Target& one) { return one.id == id; });
}

const scenario::Measure& measure(const Scenario& scenario, const std::string& id) {
    const auto& measures = scenario.plan.measures;
    return *std::find_if(measures.begin(), measures.end(), [&](const scenario::Measure& one) { return one.id == id; });
}

TEST(Plan, TargetsAreInTheProgramsUnits) {
    const Scenario scenario = SmallWorld().scenario();
    EXPECT_EQ(target(scenario, "T1").value, 2);
    EXPECT_EQ(target(scenario, "T1").base_year, 2016);
    EXPECT_EQ(target(scenario, "T2").value, 300);
    EXPECT_EQ(target(scenario, "T2").unit, "1e8 CNY");
    EXPECT_EQ(target(scenario, "T3").unit, "count");
    EXPECT_EQ(target(scenario, "T3").quantifier, scenario::Quantifier::each);
    EXPECT_DOUBLE_EQ(target(scenario, "T4").value, 0.15);
    EXPECT_EQ(target(scenario, "T4").unit, "ratio");
    EXPECT_EQ(target(scenario, "T4").document, "A plan made up for tests");
    EXPECT_TRUE(target(scenario, "T4").official);
}

TEST(Plan, BetweenConvertsBothEnds) {
    SmallWorld world;
    world.replace("plans/small.toml", "op = \">=\"\nvalue = 300\nunit = \"亿元\"",
                  "op = \"between\"\nvalue = 3000000\nvalue_high = 4000000\nunit = \"万元\"");
    const Scenario scenario = world.scenario();
    EXPECT_DOUBLE_EQ(target(scenario, "T2").value, 300);
    EXPECT_DOUBLE_EQ(target(scenario, "T2").value_high.value(), 400);
}

TEST(Plan, PriorsAreConvertedToTheUnitOfWhatTheyReplace) {
    SmallWorld world;
    world.append("plans/small.toml",
                 "\n[parameters.renewal_rate]\nfamily = \"normal\"\nmean = 80\nsd = 5\nlow = 60\nhigh = 90\nunit = \"%\"\nsource = \"made up\"\n");
    const Prior prior = world.scenario().priors.at("renewal_rate");
    EXPECT_DOUBLE_EQ(prior.mean, 0.8);
    EXPECT_DOUBLE_EQ(prior.sd, 0.05);
    EXPECT_DOUBLE_EQ(prior.low, 0.6);
    EXPECT_DOUBLE_EQ(prior.high, 0.9);
    EXPECT_EQ(prior.unit, "ratio");
    SmallWorld money;
    money.append("plans/small.toml", "\n[parameters.project_size]\nmean = 80000\nunit = \"万元\"\nsource = \"made up\"\n");
    EXPECT_DOUBLE_EQ(money.scenario().priors.at("project_size").mean, 8);
}

TEST(Plan, PriorsThatCannotBeAreErrors) {
    struct Case {
        const char* toml;
        const char* what;
        bool error;
    };
    for (const Case& c :
         {Case{"renewal_rate]\nmean = 0.8\nunit = \"亿元\"", "is in \"ratio\" (a ratio), and \"亿元\" is a unit of money", true},
          Case{"deflator_growth]\nmean = 6\nunit = \"%\"", "is in \"log points per year\"", true},
          Case{"tax_rate]\nmean = -0.25", "has a mean of -0.25", true},
          Case{"tax_rate]\nmean = 25", "has a mean of 25: it is a share, between 0 and 1", true},
          Case{"small_firms_sd]\nmean = 25", "far from the library's, which lies between 0.03 and 3", false},
          Case{"young_growth]\nmean = 0.5\nlow = 0\nhigh = 1", "far from the library's", false}}) {
        SmallWorld world;
        world.append("plans/small.toml", std::string("\n[parameters.") + c.toml + "\nsource = \"made up\"\n");
        Diagnostics problems;
        const auto scenario = world.read(problems);
        EXPECT_NE(problems.text().find(c.what), std::string::npos) << problems.text();
        EXPECT_TRUE(says_all_in_chinese(problems));
        EXPECT_EQ(!scenario, c.error) << c.toml;
    }
    SmallWorld world;
    world.append("plans/small.toml", "\n[parameters.value_added_to_revenue]\nmean = 3\nlow = 1\nhigh = 5\nsource = \"made up\"\n");
    Diagnostics problems;
    EXPECT_FALSE(world.read(problems));
    EXPECT_NE(problems.text().find("value added is a part of revenue"), std::string::npos) << problems.text();
}

TEST(Plan, DosesThatBuildAreRoundedToWholeItemsAndThatIsSaid) {
    SmallWorld world;
    world.append("plans/small.toml",
                 "\n[[measure]]\nid = \"half\"\ninstrument = \"incubation\"\nscope = \"east_htz\"\nfacility = \"national_incubator\"\n"
                 "dose = { 2017 = 0.5, 2018 = 0.5, 2019 = 0.5 }\n");
    Diagnostics notes;
    EXPECT_TRUE(world.read(notes));
    EXPECT_NE(notes.text().find("2017: 1, 2018: 0, 2019: 1"), std::string::npos) << notes.text();
}

TEST(Plan, ALongHorizonSaysWhatItIsWorth) {
    const SmallWorld world;
    Diagnostics near, far;
    EXPECT_TRUE(world.read(near, {"plan.end_year=2031"}));
    EXPECT_EQ(near.text(), "");
    EXPECT_TRUE(world.read(far, {"plan.end_year=2032"}));
    EXPECT_NE(far.text().find("16 years"), std::string::npos) << far.text();
}

TEST(Plan, DosesThatNobodyCanMeanAreErrors) {
    SmallWorld world;
    world.append("plans/small.toml",
                 "\n[[measure]]\nid = \"typo\"\ninstrument = \"incubation\"\nscope = \"east_htz\"\nfacility = \"national_incubator\"\n"
                 "dose = { 2017 = 100 }\n");
    EXPECT_EQ(measure(world.scenario(), "typo").dose.at(2017), 100);
    world.replace("plans/small.toml", "2017 = 100 }", "2017 = 1000 }");
    Diagnostics many;
    EXPECT_TRUE(world.read(many));
    EXPECT_NE(many.text().find("starts 1000 of"), std::string::npos) << many.text();
    world.replace("plans/small.toml", "2017 = 1000 }", "2017 = 1001 }");
    Diagnostics problems;
    EXPECT_FALSE(world.read(problems));
    EXPECT_NE(problems.text().find("1001 in 2017"), std::string::npos) << problems.text();
}

TEST(Plan, TargetsKeepTheOrderOfThePlan) {
    const Scenario scenario = SmallWorld().scenario();
    std::vector<std::string> ids;
    for (const auto& one : scenario.plan.targets) ids.push_back(one.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"T1", "T2", "T3", "T4"}));
}

TEST(Plan, ExtendingChangesOnlyWhatIsSaid) {
    SmallWorld world;
    world.write("plans/variants/more.toml", R"([plan]
extends = "../small.toml"
id = "more"
end_year = 2020

[[target]]
id = "T2"
value = 350

[[target]]
id = "T5"
name = "Another"
scope = "core_zones"
metric = "hnte_count"
op = ">"
value = 60
unit = "家"
year = 2020

[[measure]]
id = "incubators"
dose = { 2018 = 2 }

[parameters.renewal_rate]
mean = 0.8
source = "made up"
)");
    Diagnostics diagnostics;
    const auto read = scenario::read_scenario(world.path("plans/variants/more.toml"), {}, diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->plan.id, "more");
    EXPECT_EQ(read->plan.name.en, "Small plan");
    EXPECT_EQ(read->plan.base_year, 2016);
    EXPECT_EQ(read->plan.end_year, 2020);
    ASSERT_EQ(read->plan.targets.size(), 5u);
    EXPECT_EQ(target(*read, "T2").value, 350);
    EXPECT_EQ(target(*read, "T2").metric, "hightech_value_added");
    EXPECT_EQ(read->plan.targets.back().id, "T5");
    EXPECT_EQ(read->plan.targets.back().name.zh, "Another");
    EXPECT_EQ(measure(*read, "incubators").dose, (std::map<int, double>{{2018, 2.0}}));
    EXPECT_EQ(measure(*read, "incubators").success, 0.8);
    EXPECT_EQ(measure(*read, "cultivation").dose.size(), 3u);
    EXPECT_EQ(read->priors.at("renewal_rate").mean, 0.8);
    EXPECT_EQ(read->plan.priors.at("renewal_rate").mean, 0.8);
    std::vector<std::string> files;
    for (const auto& file : read->files) files.push_back(file.path);
    EXPECT_NE(std::find(files.begin(), files.end(), "more.toml"), files.end());
    EXPECT_NE(std::find(files.begin(), files.end(), "../small.toml"), files.end());
    EXPECT_NE(std::find(files.begin(), files.end(), "../../packs/small/zones.csv"), files.end());
}

TEST(Plan, AProblemOfTheExtendedPlanIsReportedThere) {
    SmallWorld world;
    world.replace("plans/small.toml", "scope = \"national_zones\"\nquantifier", "scope = \"natonal_zones\"\nquantifier");
    world.write("plans/more.toml", "[plan]\nextends = \"small.toml\"\nid = \"more\"\n");
    Diagnostics diagnostics;
    EXPECT_FALSE(scenario::read_scenario(world.path("plans/more.toml"), {}, diagnostics));
    EXPECT_TRUE(has_error(diagnostics, "small.toml", world.line_of("plans/small.toml", "natonal_zones"), 9, "natonal_zones",
                          "did you mean \"national_zones\"?"));
}

TEST(Plan, ShocksAreRead) {
    SmallWorld world;
    world.append("plans/small.toml",
                 "\n[[shock]]\nid = \"chips\"\nkind = \"external_supply\"\ntarget = \"chips\"\nstart = 2018\nyears = 1\nsize = 0.5\nshape "
                 "= \"fading\"\n"
                 "\n[[shock]]\nid = \"crisis\"\nkind = \"demand\"\nstart = 2017\nsize = -0.05\n");
    const Scenario scenario = world.scenario();
    ASSERT_EQ(scenario.plan.shocks.size(), 2u);
    EXPECT_EQ(scenario.plan.shocks[0].shape, "fading");
    EXPECT_EQ(scenario.plan.shocks[1].size, -0.05);
    EXPECT_EQ(scenario.plan.shocks[1].years, 1);
}

TEST(Plan, KeepsTheTextOfEveryFile) {
    const SmallWorld world;
    const Scenario scenario = world.scenario();
    ASSERT_EQ(scenario.files.size(), 17u);
    for (const auto& file : scenario.files) EXPECT_EQ(file.text, world.text("plans/" + file.path)) << file.path;
    EXPECT_TRUE(std::is_sorted(scenario.files.begin(), scenario.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; }));
}

// ---- priors

TEST(Priors, ANewFamilyDropsTheOldNumbers) {
    SmallWorld world;
    world.write("library/priors.toml", world.text("library/priors.toml") + R"(
[test_parameter]
name = "Test"
family = "normal"
mean = 0.5
sd = 0.1
low = 0.3
high = 0.7
unit = "ratio"
source = "made up"
grade = "B"
)");
    world.append("packs/small/pack.toml", "\n[parameters.test_parameter]\nfamily = \"uniform\"\nlow = 0\nhigh = 2\nsource = \"here\"\n");
    const Scenario scenario = world.scenario();
    const Prior& prior = scenario.priors.at("test_parameter");
    EXPECT_EQ(prior.family, Prior::Family::uniform);
    EXPECT_EQ(prior.low, 0);
    EXPECT_EQ(prior.high, 2);
    EXPECT_EQ(prior.sd, 0);
    EXPECT_EQ(prior.source, "here");
    EXPECT_EQ(prior.name.en, "Test");
    EXPECT_TRUE(scenario.plan.priors.empty());
}

TEST(Priors, ThePlanGoesBeforeThePack) {
    SmallWorld world;
    world.append("packs/small/pack.toml", "\n[parameters.renewal_rate]\nmean = 0.7\nsource = \"pack\"\n");
    world.append("plans/small.toml", "\n[parameters.renewal_rate]\nmean = 0.8\nsource = \"plan\"\n");
    EXPECT_EQ(world.scenario().priors.at("renewal_rate").mean, 0.8);
}

struct BadPrior {
    const char* body;
    const char* what;
};

class BadPriors : public ::testing::TestWithParam<BadPrior> {};

TEST_P(BadPriors, AreNamed) {
    SmallWorld world;
    world.append(
        "library/priors.toml",
        std::string("\n[test_parameter]\nname = \"Test\"\nunit = \"ratio\"\nsource = \"made up\"\ngrade = \"B\"\n") + GetParam().body);
    Diagnostics diagnostics;
    EXPECT_FALSE(world.read(diagnostics));
    ASSERT_EQ(diagnostics.error_count(), 1u) << diagnostics.text();
    EXPECT_NE(diagnostics.problems()[0].what.en.find(GetParam().what), std::string::npos) << diagnostics.text();
    EXPECT_GE(diagnostics.problems()[0].where.line, world.line_of("library/priors.toml", "[test_parameter]"));
}

INSTANTIATE_TEST_SUITE_P(Priors, BadPriors,
                         ::testing::Values(BadPrior{"family = \"gaussian\"\nmean = 1\n", "is not a value of \"family\""},
                                           BadPrior{"family = \"normal\"\nmean = 1\n", "needs an sd"},
                                           BadPrior{"family = \"normal\"\nsd = 1\n", "needs a mean"},
                                           BadPrior{"family = \"normal\"\nmean = 1\nsd = -1\n", "at least 0"},
                                           BadPrior{"family = \"normal\"\nmean = 1\nsd = 1\nlow = 2\n", "outside low and high"},
                                           BadPrior{"family = \"normal\"\nmean = 1\nsd = 1\nlow = 2\nhigh = 0\n", "is not above low"},
                                           BadPrior{"family = \"uniform\"\nlow = 0\n", "needs its ends"},
                                           BadPrior{"family = \"uniform\"\nlow = 0\nhigh = 1\nmean = 0.5\n", "no mean and sd"},
                                           BadPrior{"family = \"lognormal\"\nmean = 0\nsd = 1\n", "must be above 0"},
                                           BadPrior{"family = \"beta\"\nmean = 1.5\nsd = 0.1\n", "between 0 and 1"},
                                           BadPrior{"family = \"beta\"\nmean = 0.5\nsd = 0.6\n", "no beta prior"},
                                           BadPrior{"family = \"fixed\"\nmean = 1\nsd = 0.1\n", "has no sd"},
                                           BadPrior{"family = \"fixed\"\nmean = nan\n", "not a finite number"}));

// ---- quick changes

TEST(Overrides, ChangeTheScenario) {
    SmallWorld world;
    world.append("plans/small.toml", "\n[[shock]]\nid = \"crisis\"\nkind = \"demand\"\nstart = 2017\nsize = -0.05\n");
    const Scenario scenario = world.scenario({"parameter.renewal_rate=0.75", "measure.incubators.dose=0", "measure.cultivation.dose=2",
                                              "plan.end_year=2022", "target.T2.value=400", "shock.crisis.size=-0.1"});
    EXPECT_EQ(scenario.priors.at("renewal_rate").family, Prior::Family::fixed);
    EXPECT_EQ(scenario.priors.at("renewal_rate").mean, 0.75);
    EXPECT_EQ(scenario.priors.at("renewal_rate").sd, 0);
    EXPECT_EQ(measure(scenario, "incubators").dose.at(2017), 0);
    EXPECT_EQ(measure(scenario, "cultivation").dose.at(2018), 2);
    EXPECT_EQ(scenario.plan.end_year, 2022);
    EXPECT_EQ(target(scenario, "T2").value, 400);
    EXPECT_EQ(scenario.plan.shocks[0].size, -0.1);
}

TEST(Overrides, SetTheDoseOfAYearInTheOrderGiven) {
    const SmallWorld world;
    const Scenario scenario =
        world.scenario({"measure.cultivation.dose.2018=3", "measure.cultivation.dose=2", "measure.incubators.dose.2019=1.5"});
    EXPECT_EQ(measure(scenario, "cultivation").dose.at(2018), 6);
    EXPECT_EQ(measure(scenario, "incubators").dose.at(2019), 1.5);
}

TEST(Overrides, ADoseOfNoYearOrOutsideTheProjectionIsAnError) {
    const SmallWorld world;
    Diagnostics diagnostics;
    EXPECT_FALSE(
        world.read(diagnostics, {"measure.cultivation.dose.1066=1", "measure.cultivation.dose.2050=1", "measure.cultivation.dose.soon=1",
                                 "measure.cultivatoin.dose.2018=1", "measure.incubators.dose.2018=-1"}));
    const std::string text = diagnostics.text();
    EXPECT_EQ(diagnostics.error_count(), 5u) << text;
    EXPECT_NE(text.find("1066 is not a year within"), std::string::npos) << text;
    EXPECT_NE(text.find("the dose of 2050 lies outside the years of the projection"), std::string::npos) << text;
    EXPECT_NE(text.find("unknown key \"measure.cultivation.dose.soon\""), std::string::npos) << text;
    EXPECT_NE(text.find("\"cultivatoin\"\n    did you mean \"cultivation\"?"), std::string::npos) << text;
    EXPECT_NE(text.find("the dose of 2018 is negative, but facilities are only built"), std::string::npos) << text;
}

TEST(Overrides, BadOnesAreNamedTogether) {
    const SmallWorld world;
    Diagnostics diagnostics;
    EXPECT_FALSE(world.read(
        diagnostics, {"renewal_rate=0.75", "parameter.renewal_rat=0.75", "measure.incubator.dose=0", "target.T9.value=1", "shock.x.size=1",
                      "plan.end_year=soon", "nonsense", "measure.cultivation.dose=-1", "target.T1.value=1", "target.T1.value=2"}));
    const std::string text = diagnostics.text();
    EXPECT_EQ(diagnostics.error_count(), 9u) << text;
    EXPECT_NE(text.find("--set renewal_rate=0.75: error: unknown key \"renewal_rate\"\n    known are: parameter.<id>"), std::string::npos)
        << text;
    EXPECT_NE(text.find("\"renewal_rat\"\n    did you mean \"renewal_rate\"?"), std::string::npos) << text;
    EXPECT_NE(text.find("\"incubator\"\n    did you mean \"incubators\"?"), std::string::npos) << text;
    EXPECT_NE(text.find("--set nonsense: error: this is not of the form key=value"), std::string::npos) << text;
    EXPECT_NE(text.find("\"target.T1.value\" is set twice"), std::string::npos) << text;
}

TEST(Overrides, AParameterOutsideItsRangeIsAWarning) {
    const SmallWorld world;
    Diagnostics diagnostics;
    const auto read = world.read(diagnostics, {"parameter.value_added_to_revenue=0.5"});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->priors.at("value_added_to_revenue").mean, 0.5);
    EXPECT_NE(diagnostics.text().find(
                  "warning: 0.5 lies above the range that the prior of \"value_added_to_revenue\" allows, which ends at 0.34"),
              std::string::npos)
        << diagnostics.text();
}

}  // namespace
}  // namespace zonecast::test
