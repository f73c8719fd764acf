// What it would take: levers of a plan, a small world whose cheapest bundle is known, and grids.
#include "model/inference/seek.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast::inference {
namespace {

using test::SmallWorld;

std::size_t lever(const scenario::Scenario& scenario, const std::string& id) {
    const auto levers = seek_levers(scenario);
    for (std::size_t l = 0; l < levers.size(); ++l)
        if (levers[l].measure.id == id) return l;
    throw std::runtime_error("no lever " + id);
}

std::size_t target(const scenario::Scenario& scenario, const std::string& id) {
    for (std::size_t t = 0; t < scenario.plan.targets.size(); ++t)
        if (scenario.plan.targets[t].id == id) return t;
    throw std::runtime_error("no target " + id);
}

/// Holds every lever but these where the plan has it.
void only(SeekSettings& settings, const scenario::Scenario& scenario, const std::vector<std::string>& ids) {
    const auto levers = seek_levers(scenario);
    for (std::size_t l = 0; l < levers.size(); ++l)
        if (std::find(ids.begin(), ids.end(), levers[l].measure.id) == ids.end()) settings.held[l] = std::nullopt;
}

struct Point {
    double chance = 0, cost = 0;
};

/// Chance of a target and cost of a scenario by the ordinary ensemble.
Point point(const scenario::Scenario& scenario, std::size_t target, std::uint64_t replicates) {
    Diagnostics problems;
    const auto world = engine::World::compile(scenario, problems);
    engine::RunSettings settings;
    settings.replicates = replicates;
    settings.summaries = false;
    ensemble::Outcomes outcomes;
    const auto forecast = ensemble::run(*world, settings, outcomes, {});
    Point out;
    const std::size_t targets = scenario.plan.targets.size();
    for (std::uint64_t r = 0; r < replicates; ++r) out.chance += outcomes.met[r * targets + target];
    out.chance /= static_cast<double>(replicates);
    for (const auto& measure : forecast.measures)
        for (const double cost : measure.cost) out.cost += cost;
    return out;
}

/// Compares the search with the cheapest point of a grid over two levers that reaches the chance in its middle.
void expect_as_cheap_as_grid(const scenario::Scenario& scenario, const std::string& of, const std::vector<std::string>& ids, int steps,
                             std::uint64_t replicates) {
    const auto all = seek_levers(scenario);
    const std::vector<SeekLever> two{all[lever(scenario, ids[0])], all[lever(scenario, ids[1])]};
    const std::size_t which = target(scenario, of);
    const Point written = point(scenario, which, replicates);
    std::vector<Point> grid;
    for (int i = 0; i <= steps; ++i)
        for (int j = 0; j <= steps; ++j)
            grid.push_back(
                point(with_levels(scenario, two,
                                  {two[0].level_at(static_cast<double>(i) / steps), two[1].level_at(static_cast<double>(j) / steps)}),
                      which, replicates));
    const double wish = grid[static_cast<std::size_t>((steps + 1) * (steps / 2) + steps / 2)].chance;
    ASSERT_GT(wish, written.chance) << "the levers move nothing: the test would say nothing";
    double least = std::numeric_limits<double>::infinity();
    for (const Point& one : grid)
        if (one.chance >= wish) least = std::min(least, one.cost - written.cost);

    SeekSettings settings;
    settings.run.replicates = replicates;
    settings.targets = {which};
    settings.goal.chance = wish;
    settings.check = 32;
    only(settings, scenario, ids);
    Diagnostics problems;
    const auto out = seek(scenario, settings, problems, {});
    ASSERT_TRUE(out);
    ASSERT_TRUE(out->search.reached);
    EXPECT_LT(out->search.found.cost, least * 1.02 + 0.01);
    EXPECT_GE(out->search.found.chance, wish);
    EXPECT_EQ(out->search.start.chance, written.chance);
    // The trial is the plan that it stands for.
    const Point same = point(out->scenario, which, replicates);
    EXPECT_NEAR(same.chance, out->search.found.chance, 1.01 / static_cast<double>(replicates));
    EXPECT_NEAR(same.cost - written.cost, out->search.found.cost, 1e-6 * (1 + same.cost));
}

TEST(Seek, LeversOfAPlan) {
    SmallWorld world;
    world.replace("library/instruments.toml", "[rd_super_deduction]\n",
                  "[rd_super_deduction]\ndecided_by = \"nation\"\ndose_low = 0\ndose_high = 0.5\ndose_source = \"made up\"\n");
    const auto scenario = world.scenario({"measure.cultivation.dose=1.5"});
    const auto levers = seek_levers(scenario);
    const SeekLever& cultivation = levers[lever(scenario, "cultivation")];
    EXPECT_TRUE(cultivation.in_plan);
    EXPECT_TRUE(cultivation.booked);
    EXPECT_EQ(cultivation.written, 1.5);
    EXPECT_EQ(cultivation.high, 3);  // no bounds: twice what the plan writes
    const SeekLever& national = levers[lever(scenario, "added_rd_super_deduction")];
    EXPECT_TRUE(national.national);
    EXPECT_FALSE(national.booked);
    EXPECT_EQ(national.measure.scope, "lakeland");
    EXPECT_EQ(national.high, 0.5);
    EXPECT_EQ(levers[lever(scenario, "added_push_entry")].measure.scope, "all_zones");
    const SeekLever& incubators = levers[lever(scenario, "incubators")];
    EXPECT_TRUE(incubators.builds());
    EXPECT_EQ(incubators.level_at(0.3), 2);  // from 1 to 2: whole items
    EXPECT_EQ(doses_at(cultivation, 3, scenario.plan), (std::map<int, double>{{2017, 3}, {2018, 3}, {2019, 3}}));
    EXPECT_EQ(doses_at(incubators, 2, scenario.plan), (std::map<int, double>{{2017, 2}, {2018, 0}, {2019, 0}}));
    // Used up by the plan, not offered twice.
    EXPECT_THROW(static_cast<void>(lever(scenario, "added_incubation")), std::runtime_error);
}

TEST(Seek, EveryInstrumentOfTheLibraryHasBoundsWithASource) {
    const auto scenario = test::hunan();
    ASSERT_FALSE(scenario.instruments.empty());
    for (const scenario::Instrument& instrument : scenario.instruments) {
        ASSERT_TRUE(instrument.dose_low && instrument.dose_high) << instrument.id;
        EXPECT_LT(*instrument.dose_low, *instrument.dose_high) << instrument.id;
        EXPECT_FALSE(instrument.dose_source.empty()) << instrument.id;
    }
    for (const SeekLever& lever : seek_levers(scenario)) {
        const scenario::Instrument& instrument = scenario.instruments[lever.instrument];
        EXPECT_LE(*instrument.dose_low, lever.written) << lever.measure.id;
        EXPECT_GE(*instrument.dose_high, lever.written) << lever.measure.id;
    }
}

/// Two instruments that build the same, one cheap and bounded, one dear; seven workshops are asked for.
scenario::Scenario workshops(SmallWorld& world) {
    for (const auto& [id, cost, high] : {std::tuple{"cheap", 1.0, 1}, {"dear", 3.0, 5}})
        world.append("library/instruments.toml", "\n[build_" + std::string(id) +
                                                     "]\nname = { zh = \"建\", en = \"Build\" }\nunit_cost = " + std::to_string(cost) +
                                                     "\nunit_cost_spread = 0\ndose_low = 0\ndose_high = " + std::to_string(high) +
                                                     "\ndose_source = \"made up\"\n[[build_" + id +
                                                     ".channel]]\nlever = \"facility\"\nmean = 1\nsource = \"made up\"\n"
                                                     "grade = \"J\"\n");
    world.append("plans/small.toml", R"(
[[measure]]
id = "cheap"
instrument = "build_cheap"
scope = "east_htz"
facility = "workshop"
dose = { 2017 = 0 }

[[measure]]
id = "dear"
instrument = "build_dear"
scope = "west_htz"
facility = "workshop"
dose = { 2017 = 0 }

[[target]]
id = "T5"
name = { zh = "作坊", en = "Workshops" }
scope = "all_zones"
metric = "facilities[workshop]"
op = ">="
value = 7
unit = "个"
year = 2019
)");
    return world.scenario();
}

TEST(Seek, FindsTheCheapestWayToBuild) {
    SmallWorld world;
    const auto scenario = workshops(world);
    SeekSettings settings;
    settings.run.replicates = 32;
    settings.targets = {target(scenario, "T5")};
    settings.goal.chance = 0.8;
    settings.check = 64;
    Diagnostics problems;
    const auto out = seek(scenario, settings, problems, {});
    ASSERT_TRUE(out);
    ASSERT_TRUE(out->search.reached);
    EXPECT_EQ(out->search.start.chance, 0);
    // Items a year over three years: one cheap (3 at 1) and two dear (6 at 3) make nine; two dear alone make six.
    std::map<std::string, double> levels;
    for (const std::size_t l : out->changed) levels[out->levers[l].measure.id] = out->levels[l];
    EXPECT_EQ(levels, (std::map<std::string, double>{{"cheap", 1}, {"dear", 2}}));
    EXPECT_NEAR(out->search.found.cost, 21, 1e-9);
    EXPECT_EQ(out->check.chance, 1);
    EXPECT_EQ(out->check.written_chance, 0);
    EXPECT_NEAR(out->check.cost, 21, 1e-9);
    EXPECT_EQ(out->check.nothing, 0);
    EXPECT_TRUE(out->at_bound(static_cast<std::size_t>(
        std::find_if(out->levers.begin(), out->levers.end(), [](const auto& l) { return l.measure.id == "cheap"; }) -
        out->levers.begin())));
}

TEST(Seek, WhatIsHeldStaysAndCountsInTheCost) {
    SmallWorld world;
    const auto scenario = workshops(world);
    SeekSettings settings;
    settings.run.replicates = 32;
    settings.targets = {target(scenario, "T5")};
    settings.goal.chance = 0.8;
    settings.check = 32;
    only(settings, scenario, {"dear"});
    Diagnostics problems;
    auto out = seek(scenario, settings, problems, {});
    ASSERT_TRUE(out);
    EXPECT_NEAR(out->search.found.cost, 27, 1e-9);  // three dear ones a year
    settings.held[lever(scenario, "cheap")] = 1;
    out = seek(scenario, settings, problems, {});
    EXPECT_NEAR(out->search.found.cost, 21, 1e-9);
    EXPECT_EQ(out->rewritten.size(), 2u);
    EXPECT_EQ(out->fixed, 1u);
    EXPECT_NEAR(out->search.start.cost, 3, 1e-9);
    EXPECT_EQ(out->written_chance, 0);
    settings.held[lever(scenario, "dear")] = std::nullopt;
    out = seek(scenario, settings, problems, {});
    EXPECT_FALSE(out->search.reached);
    EXPECT_EQ(out->levers.size(), 0u);
}

TEST(Seek, SaysHowOftenWeakEvidenceMeansNothing) {
    SmallWorld world;
    world.append("library/instruments.toml", R"(
[perhaps]
name = { zh = "或许", en = "Perhaps" }
unit_cost = 1
dose_low = 0
dose_high = 1
dose_source = "made up"
[[perhaps.channel]]
lever = "contracts"
mean = 3
sd = 0
spike = 0.4
source = "made up"
grade = "J"
)");
    world.append("plans/small.toml", R"(
[[target]]
id = "T6"
name = { zh = "合同", en = "Contracts" }
scope = "lakeland"
metric = "tech_contract_value"
op = ">="
value = 30
unit = "亿元"
year = 2019
)");
    const auto scenario = world.scenario();
    SeekSettings settings;
    settings.run.replicates = 64;
    settings.targets = {target(scenario, "T6")};
    settings.goal.budget = 100;
    settings.check = 400;
    only(settings, scenario, {"added_perhaps"});
    Diagnostics problems;
    const auto out = seek(scenario, settings, problems, {});
    ASSERT_TRUE(out);
    ASSERT_EQ(out->changed.size(), 1u);
    EXPECT_GT(out->check.chance, out->check.written_chance);
    EXPECT_NEAR(out->check.nothing, 0.4, 4 * std::sqrt(0.24 / 400));
    EXPECT_EQ(out->check.nothing, out->check.lever_does_nothing[0]);
    EXPECT_LE(out->check.chance, 1 - out->check.nothing + out->check.written_chance + 1e-12);
}

TEST(Seek, WhatOnlyTheNationDecidesIsLeftAloneUnlessAllowed) {
    SmallWorld world;
    world.replace("library/instruments.toml", "[rd_super_deduction]\n", "[rd_super_deduction]\ndecided_by = \"nation\"\n");
    const auto scenario = world.scenario();
    SeekSettings settings;
    settings.run.replicates = 32;
    settings.targets = {0};
    settings.goal.budget = 0;
    settings.check = 32;
    settings.polish = 0;
    only(settings, scenario, {"added_rd_super_deduction"});
    Diagnostics problems;
    EXPECT_EQ(seek(scenario, settings, problems, {})->national, 1u);
    EXPECT_EQ(seek(scenario, settings, problems, {})->levers.size(), 0u);
    settings.national = true;
    EXPECT_EQ(seek(scenario, settings, problems, {})->levers.size(), 1u);
}

TEST(Seek, StopsWhenAsked) {
    SmallWorld world;
    const auto scenario = world.scenario();
    SeekSettings settings;
    settings.targets = {0};
    settings.goal.chance = 0.5;
    Diagnostics problems;
    EXPECT_THROW(static_cast<void>(seek(scenario, settings, problems, [](auto, auto) { return false; })), ensemble::Cancelled);
}

TEST(Seek, IsAsCheapAsAGridOfASmallWorld) {
    SmallWorld world;
    world.append("library/instruments.toml", R"(
[second]
name = { zh = "第二", en = "Second" }
unit_cost = 0.03
dose_low = 0
dose_high = 2
dose_source = "made up"
[[second.channel]]
lever = "certification_drive"
mean = 0.3
sd = 0.1
source = "made up"
grade = "J"
)");
    world.replace("plans/small.toml", "statistic = \"ratio_to_base\"\nop = \">=\"\nvalue = 2\n",
                  "statistic = \"ratio_to_base\"\nop = \">=\"\nvalue = 1.6\n");
    expect_as_cheap_as_grid(world.scenario(), "T1", {"cultivation", "added_second"}, 8, 128);
}

TEST(Seek, IsAsCheapAsAGridOfHunansPlan) {
    expect_as_cheap_as_grid(test::hunan(), "HN17-05", {"cultivation", "finance_platform"}, 4, 64);
}

}  // namespace
}  // namespace zonecast::inference
