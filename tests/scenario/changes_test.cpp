// Changes of the supply chain as a plan and the command line write them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "tests/support/problems.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::test {
namespace {

using scenario::Change;

/// The problems of the small world with this text at the end of its plan; `line` of the text counts from 1.
struct Broken {
    explicit Broken(const std::string& text) {
        const std::string before = world.text("plans/small.toml");
        first_line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        world.append("plans/small.toml", text);
        read = world.read(problems).has_value();
    }
    [[nodiscard]] ::testing::AssertionResult says(const std::string& what, const std::string& hint) const {
        if (read) return ::testing::AssertionFailure() << "the plan reads";
        for (const Problem& problem : problems.problems())
            if (problem.where.line > first_line && problem.what.en.find(what) != std::string::npos &&
                problem.hint.en.find(hint) != std::string::npos)
                return ::testing::AssertionSuccess();
        return ::testing::AssertionFailure() << problems.text();
    }
    SmallWorld world;
    Diagnostics problems;
    std::size_t first_line = 0;
    bool read = false;
};

TEST(ChangesOfAPlan, AreReadInTheOrderOfTheirYears) {
    SmallWorld world;
    world.append("plans/small.toml", R"([[change]]
id = "b"
action = "strengthen"
from = "metal"
to = "excavator"
by = 0.2
year = 2018
ramp = 2

[[change]]
id = "a"
action = "add"
cluster = "west_park.nonferrous_materials"
revenue = 5
spread = 0.4
year = 2019

[[change]]
id = "c"
action = "remove"
segment = "chips"
replaced = 0.5
)");
    const auto scenario = world.scenario();
    ASSERT_EQ(scenario.plan.changes.size(), 3u);
    const auto& [removed, strong, added] = std::tie(scenario.plan.changes[0], scenario.plan.changes[1], scenario.plan.changes[2]);
    EXPECT_EQ(removed.id, "c");
    EXPECT_EQ(removed.year, 2017) << "from the start unless it says otherwise";
    EXPECT_EQ(removed.replaced, 0.5);
    EXPECT_EQ(strong.kind, Change::Kind::link);
    EXPECT_EQ(strong.target + ">" + strong.buyer, "metal>excavator");
    EXPECT_EQ(strong.ramp, 2);
    EXPECT_EQ(strong.by, 0.2);
    EXPECT_EQ(added.revenue, 5);
    EXPECT_EQ(added.spread, 0.4);
    std::size_t new_clusters = 0;
    for (const auto& cluster : scenario.clusters) {
        new_clusters += cluster.added ? 1 : 0;
        if (cluster.added) {
            EXPECT_EQ(cluster.id, "west_park.nonferrous_materials");
        }
    }
    EXPECT_EQ(new_clusters, 1u);
}

TEST(ChangesOfAPlan, CanBeMadeOnTheCommandLine) {
    SmallWorld world;
    const auto scenario = world.scenario({"remove.chips=2018", "strengthen.metal:excavator=0.3", "remove.east_htz.electronics=2019",
                                          "add.controller=2017", "remove.west_park=2019"});
    ASSERT_EQ(scenario.plan.changes.size(), 5u);
    std::map<std::string, const Change*> by_target;
    for (const Change& change : scenario.plan.changes) by_target[change.target] = &change;
    EXPECT_EQ(by_target.at("chips")->kind, Change::Kind::segment);
    EXPECT_EQ(by_target.at("chips")->year, 2018);
    EXPECT_EQ(by_target.at("metal")->kind, Change::Kind::link);
    EXPECT_EQ(by_target.at("metal")->by, 0.3);
    EXPECT_EQ(by_target.at("metal")->year, 2017);
    EXPECT_EQ(by_target.at("east_htz.electronics")->kind, Change::Kind::cluster);
    EXPECT_EQ(by_target.at("west_park")->kind, Change::Kind::zone);
    EXPECT_EQ(by_target.at("controller")->action, Change::Action::add);
    Diagnostics problems;
    EXPECT_FALSE(world.read(problems, {"remove.chip=2018"}).has_value());
    EXPECT_NE(problems.text().find("did you mean \"chips\""), std::string::npos) << problems.text();
}

TEST(ChangesOfAPlan, WhatDoesNotFitIsSaid) {
    const std::string head = "[[change]]\nid = \"x\"\n";
    EXPECT_TRUE(Broken(head + "action = \"remove\"\nsegment = \"chip\"\n").says("no segment", "chips"));
    EXPECT_TRUE(Broken(head + "action = \"remove\"\n").says("must name one thing", "segment, cluster, zone"));
    EXPECT_TRUE(Broken(head + "action = \"remove\"\nsegment = \"chips\"\nzone = \"east_htz\"\n").says("must name one thing", "segment"));
    EXPECT_TRUE(Broken(head + "action = \"remove\"\nfrom = \"chips\"\n").says("must name one thing", "from and to"));
    EXPECT_TRUE(Broken(head + "action = \"remove\"\nsegment = \"chips\"\nyear = 2020\n").says("2017-2019", "year"));
    EXPECT_TRUE(Broken(head + "action = \"remove\"\nfrom = \"chips\"\nto = \"excavator\"\n").says("no intermediate input", "supply.csv") ||
                Broken(head + "action = \"remove\"\nfrom = \"chips\"\nto = \"excavator\"\n").says("no intermediate input", "name a link"));
    EXPECT_TRUE(Broken(head + "action = \"add\"\nfrom = \"chips\"\nto = \"excavator\"\n").says("how large", "input_share"));
    EXPECT_TRUE(Broken(head + "action = \"add\"\nfrom = \"chips\"\nto = \"excavator\"\ninput_share = 0.9\nlocal_share = 0.1\n")
                    .says("sum to", "less than 1"));
    EXPECT_TRUE(Broken(head + "action = \"strengthen\"\nsegment = \"chips\"\nby = 0\n").says("by how much", "by"));
    EXPECT_TRUE(Broken(head + "action = \"add\"\ncluster = \"east_htz.tailoring\"\nrevenue = 1\nspread = 0.2\n")
                    .says("neither a cluster", "<zone>"));
    EXPECT_TRUE(Broken(head + "action = \"add\"\nzone = \"east_htz\"\n").says("a zone cannot be added", "clusters"));
    EXPECT_TRUE(Broken(head + "action = \"remove\"\nsegment = \"chips\"\n[[change]]\nid = \"y\"\naction = \"add\"\nsegment = \"chips\"\n")
                    .says("same thing and year", "different years"));
    EXPECT_TRUE(Broken(head + "action = \"remove\"\nsegment = \"chips\"\nby = 0.2\n").says("by", ""));
}

}  // namespace
}  // namespace zonecast::test
