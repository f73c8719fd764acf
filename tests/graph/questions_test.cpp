// Questions on the graph, against answers worked out by hand for the chain world.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "model/graph/bottlenecks.hpp"
#include "model/graph/components.hpp"
#include "model/graph/fragility.hpp"
#include "model/graph/gaps.hpp"
#include "model/graph/supply_net.hpp"
#include "tests/graph/chain_world.hpp"

namespace zonecast::graph {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> ids(const Graph& graph, const std::vector<Vertex>& vertices) {
    std::vector<std::string> names;
    for (const Vertex vertex : vertices) names.push_back(graph.node(vertex).id);
    return names;
}

/// The scenario with frame -> board taken away: no loop, so that every path can be counted by eye.
scenario::Scenario without_loop() {
    auto world = test::chain_world();
    std::erase_if(world.supply, [](const scenario::SupplyEdge& edge) { return edge.from == "frame" && edge.to == "board"; });
    return world;
}

TEST(SupplyNet, LeavesOutFlowsThatAreNoInput) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_EQ(supply_net(graph, "").inputs.size(), 6u);
    EXPECT_EQ(supply_net(graph, "machines").inputs.size(), 6u);
}

TEST(SupplyNet, OfAChainHoldsItsSuppliersButNotTheirs) {
    auto world = test::chain_world();
    world.supply.push_back({.from = "ore", .to = "chip", .input_share = 0.01, .flow = "intermediate"});
    const Graph graph = Graph::build(world, 2016);
    const SupplyNet machines = supply_net(graph, "machines");
    EXPECT_EQ(machines.size(), 7u);
    EXPECT_EQ(machines.inputs.size(), 6u);
    EXPECT_EQ(std::count(machines.supplier.begin(), machines.supplier.end(), true), 1);
    const SupplyNet chips = supply_net(graph, "chips");
    EXPECT_THAT(ids(graph, chips.segments), ElementsAre("chip", "ore"));
}

TEST(SupplyNet, TotalRequirementsSumAllRounds) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    const SupplyNet net = supply_net(graph, "");
    const Eigen::MatrixXd requirements = total_requirements(net);
    const auto at = [&](const char* from, const char* to) {
        const auto place = [&](const char* id) {
            const auto found = std::find(net.segments.begin(), net.segments.end(), *graph.find(NodeKind::segment, id));
            return static_cast<Eigen::Index>(found - net.segments.begin());
        };
        return requirements(place(from), place(to));
    };
    const double loop = 1 / (1 - 0.2 * 0.1);  // frame <-> board
    EXPECT_NEAR(at("frame", "frame"), loop, 1e-14);
    EXPECT_NEAR(at("board", "crane"), 0.2 * loop * 0.3, 1e-15);
    EXPECT_NEAR(at("chip", "crane"), 0.25 * 0.2 * loop * 0.3, 1e-15);
    EXPECT_NEAR(at("ore", "crane"), 0.4 * 0.4 * loop * 0.3, 1e-15);
    EXPECT_NEAR(at("crane", "ore"), 0.0, 1e-15);
}

TEST(SupplyNet, RefusesALoopThatFeedsOnItselfAlone) {
    auto world = test::chain_world();
    world.supply = {{.from = "frame", .to = "board", .input_share = 1, .flow = "intermediate"},
                    {.from = "board", .to = "frame", .input_share = 1, .flow = "intermediate"}};
    EXPECT_THROW((void)total_requirements(supply_net(Graph::build(world, 2016), "")), std::domain_error);
}

TEST(SupplyNet, EmptyChainHasNoRequirements) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_EQ(total_requirements(supply_net(graph, "ships")).size(), 0);
    EXPECT_TRUE(bottlenecks(graph, "ships").empty());
    EXPECT_TRUE(components_in_order(graph, "ships").empty());
}

TEST(Components, SuppliersComeBeforeTheirBuyersAndLoopsTogether) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    const auto components = components_in_order(graph, "");
    std::vector<std::vector<std::string>> order;
    for (const auto& component : components) order.push_back(ids(graph, component.segments));
    EXPECT_THAT(order, ElementsAre(ElementsAre("chip"), ElementsAre("lease"), ElementsAre("ore"), ElementsAre("steel"),
                                   ElementsAre("board", "frame"), ElementsAre("crane")));
    std::vector<std::size_t> stages;
    for (const auto& component : components) stages.push_back(component.stage);
    EXPECT_THAT(stages, ElementsAre(0u, 0u, 0u, 1u, 2u, 3u));
    EXPECT_TRUE(components[4].loop);
    EXPECT_EQ(std::count_if(components.begin(), components.end(), [](const Component& c) { return c.loop; }), 1);
}

TEST(Components, ASegmentThatBuysFromItselfIsALoop) {
    auto world = without_loop();
    world.supply.push_back({.from = "steel", .to = "steel", .input_share = 0.1, .flow = "intermediate"});
    const Graph graph = Graph::build(world, 2016);
    for (const auto& component : components_in_order(graph, ""))
        EXPECT_EQ(component.loop, ids(graph, component.segments).front() == "steel");
}

TEST(Gaps, CountAndRankWhatAChainLacks) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    const auto gaps = chain_gaps(graph, "");
    ASSERT_EQ(gaps.size(), 2u);
    EXPECT_EQ(gaps[0].chain, "machines");
    EXPECT_EQ(gaps[0].segments, 6u);
    EXPECT_EQ(gaps[0].present, 5u);
    EXPECT_EQ(gaps[0].weak, 1u);
    EXPECT_EQ(gaps[0].missing, 0u);
    ASSERT_EQ(gaps[1].gaps.size(), 1u);
    const Gap& chip = gaps[1].gaps.front();
    EXPECT_EQ(graph.node(chip.segment).id, "chip");
    EXPECT_THAT(ids(graph, chip.buyers), ElementsAre("board"));
    EXPECT_THAT(ids(graph, chip.makers), ElementsAre("east.outside.chips"));
    EXPECT_DOUBLE_EQ(chip.largest_input_share, 0.25);
    EXPECT_TRUE(chip.specific);
}

TEST(Gaps, MissingComesBeforeWeakAndLargeBeforeSmall) {
    auto world = test::chain_world();
    for (auto& segment : world.segments) segment.chain = "one";
    for (auto& segment : world.segments)
        if (segment.id == "ore" || segment.id == "steel") segment.presence = scenario::Presence::weak;
    const Graph graph = Graph::build(world, 2016);
    const auto gaps = chain_gaps(graph, "one");
    ASSERT_EQ(gaps.size(), 1u);
    std::vector<std::string> order;
    for (const Gap& gap : gaps[0].gaps) order.push_back(graph.node(gap.segment).id);
    EXPECT_THAT(order, ElementsAre("chip", "ore", "steel", "board"));
}

TEST(Bottlenecks, CarryTheProductOfSharesToTheEnd) {
    const Graph graph = Graph::build(without_loop(), 2016);
    const auto all = bottlenecks(graph, "");
    std::vector<std::string> order;
    std::vector<double> carried, betweenness;
    for (const auto& entry : all) {
        order.push_back(graph.node(boost::source(entry.edge, graph.storage())).id);
        carried.push_back(entry.carried);
        betweenness.push_back(entry.betweenness);
        EXPECT_EQ(graph.node(entry.end).id, "crane");
    }
    EXPECT_THAT(order, ElementsAre("frame", "steel", "board", "ore", "chip"));
    EXPECT_THAT(carried, testing::Pointwise(testing::DoubleNear(1e-15), {0.3, 0.12, 0.06, 0.048, 0.015}));
    // Pairs whose path runs through the edge: e.g. frame > crane is on the way from chip, board, ore, steel and frame.
    EXPECT_THAT(betweenness, testing::Pointwise(testing::DoubleNear(1e-15), {5.0, 4.0, 4.0, 3.0, 3.0}));
}

TEST(Bottlenecks, LookOnlyAtWhatEntersTheChainAskedFor) {
    auto world = without_loop();
    world.supply.push_back({.from = "ore", .to = "chip", .input_share = 0.01, .flow = "intermediate"});
    const Graph graph = Graph::build(world, 2016);
    for (const auto& entry : bottlenecks(graph, "machines"))
        EXPECT_EQ(graph.node(boost::target(entry.edge, graph.storage())).chain, "machines");
    EXPECT_EQ(bottlenecks(graph, "machines").size(), 5u);
    EXPECT_EQ(bottlenecks(graph, "").size(), 6u);
}

TEST(Fragility, FindsSpecificInputsFromOutside) {
    const Graph graph = Graph::build(without_loop(), 2016);
    const auto fragile = fragile_segments(graph, "");
    std::vector<std::string> order;
    for (const auto& entry : fragile) order.push_back(graph.node(entry.segment).id);
    EXPECT_THAT(order, ElementsAre("frame", "board", "chip"));  // ore and steel are generic
    EXPECT_TRUE(fragile[0].few) << "frames are bought inside the province, and one cluster makes them";
    EXPECT_FALSE(fragile[0].low_local || fragile[0].weak);
    EXPECT_EQ(fragile[0].makers, 1.0);
    EXPECT_NEAR(fragile[0].exposure, 0.3 * 0.2, 1e-15);
    EXPECT_NEAR(fragile[0].inside, 0.3 * 0.8, 1e-15);
    EXPECT_NEAR(fragile[1].exposure, 0.2 * 0.9 * 0.3, 1e-15);
    EXPECT_NEAR(fragile[1].local_share, 0.1, 1e-15);
    EXPECT_NEAR(fragile[2].exposure, 0.25 * 0.2 * 0.3, 1e-15);
    EXPECT_TRUE(fragile[2].weak);
    EXPECT_FALSE(fragile[2].few) << "nothing of it is bought inside";
    EXPECT_EQ(graph.node(fragile[2].end).id, "crane");
}

TEST(Fragility, LowLocalShareIsTheCallersToSay) {
    const Graph graph = Graph::build(without_loop(), 2016);
    const auto fragile = fragile_segments(graph, "", {.low_local_share = 0.85, .few_makers = 0});
    ASSERT_EQ(fragile.size(), 3u);
    EXPECT_EQ(graph.node(fragile[0].segment).id, "frame");
    EXPECT_FALSE(fragile[0].weak);
    EXPECT_NEAR(fragile[0].exposure, 0.3 * 0.2, 1e-15);
}

TEST(Fragility, MakersCountByTheirShares) {
    scenario::Scenario world = without_loop();
    world.clusters.push_back(
        {.id = "east.outside.machines", .name = {}, .zone = "east.outside", .industry = "machines", .kind = {}, .source = {}});
    world.history.push_back({.series = "cluster_revenue", .place = "east.outside.machines", .year = 2016, .value = 100});
    std::sort(world.history.begin(), world.history.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
    const Graph graph = Graph::build(world, 2016);
    const auto frame = graph.find(NodeKind::segment, "frame"), ore = graph.find(NodeKind::segment, "ore");
    EXPECT_NEAR(effective_makers(graph, *frame).value(), 400.0 * 400 / (300.0 * 300 + 100.0 * 100), 1e-12);
    EXPECT_FALSE(effective_makers(graph, *ore).has_value());
}

}  // namespace
}  // namespace zonecast::graph
