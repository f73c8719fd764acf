// Building the graph: nodes of every kind, edges in their layers, and the parts that a selection shows.
#include "model/graph/graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "tests/graph/chain_world.hpp"

namespace zonecast::graph {
namespace {

using ::testing::UnorderedElementsAre;

std::vector<std::string> edges_of(const Graph& graph, Layer layer) {
    std::vector<std::string> found;
    for (const EdgeId edge : boost::make_iterator_range(boost::edges(graph.storage())))
        if (graph.edge(edge).layer == layer)
            found.push_back(graph.node(boost::source(edge, graph.storage())).id + ">" +
                            graph.node(boost::target(edge, graph.storage())).id);
    return found;
}

TEST(Graph, ContainsLayerIsTheTreeOfPlaces) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_THAT(edges_of(graph, Layer::contains),
                UnorderedElementsAre("lakeland>east", "east>east_htz", "east>east.outside", "east_htz>east_htz.machines",
                                     "east.outside>east.outside.chips", "east_htz.machines>lifter"));
    for (const Vertex vertex : boost::make_iterator_range(boost::vertices(graph.storage()))) {
        const auto in = boost::make_iterator_range(boost::in_edges(vertex, graph.storage()));
        EXPECT_LE(std::count_if(in.begin(), in.end(), [&](const EdgeId& e) { return graph.edge(e).layer == Layer::contains; }), 1);
    }
}

TEST(Graph, IndustriesMakeClustersAndSegments) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_THAT(edges_of(graph, Layer::makes), UnorderedElementsAre("chips>east.outside.chips", "machines>east_htz.machines", "chips>board",
                                                                    "chips>chip", "machines>crane", "machines>frame"));
}

TEST(Graph, SupplyEdgesCarryWhatTheScenarioSays) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    const auto board = graph.find(NodeKind::segment, "board");
    const auto frame = graph.find(NodeKind::segment, "frame");
    ASSERT_TRUE(board && frame);
    const auto [edge, found] = boost::edge(*board, *frame, graph.storage());
    ASSERT_TRUE(found);
    EXPECT_EQ(graph.edge(edge).layer, Layer::supplies);
    EXPECT_DOUBLE_EQ(graph.edge(edge).weight, 0.2);
    EXPECT_DOUBLE_EQ(graph.edge(edge).local_share, 0.1);
    EXPECT_TRUE(graph.edge(edge).critical);
    EXPECT_EQ(graph.edge(edge).flow, "intermediate");
}

TEST(Graph, ZonesHaveTheLevelOfTheYear) {
    const auto level_in = [](int year) {
        const Graph graph = Graph::build(test::chain_world(), year);
        return graph.node(*graph.find(NodeKind::zone, "east_htz")).level;
    };
    EXPECT_EQ(level_in(1999), scenario::ZoneLevel::none);
    EXPECT_EQ(level_in(2016), scenario::ZoneLevel::provincial);
    EXPECT_EQ(level_in(2018), scenario::ZoneLevel::national);
}

TEST(Graph, SizesArePublishedRevenues) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_DOUBLE_EQ(graph.node(*graph.find(NodeKind::cluster, "east_htz.machines")).size, 300);
    EXPECT_DOUBLE_EQ(graph.node(*graph.find(NodeKind::cluster, "east.outside.chips")).size, 0);
    EXPECT_DOUBLE_EQ(graph.node(*graph.find(NodeKind::enterprise, "lifter")).size, 120);
}

TEST(Graph, ProvinceIsNamedByItsPerimeterElseByThePack) {
    auto world = test::chain_world();
    EXPECT_EQ(Graph::build(world, 2016).node(0).name.en, "Lake Province");
    world.perimeters = {{.id = "lakeland", .name = {"湖省全域", "All of Lakeland"}}};
    EXPECT_EQ(Graph::build(world, 2016).node(0).name.en, "All of Lakeland");
}

TEST(Graph, ClusterLinksJoinClustersInTheirLayer) {
    Graph graph = Graph::build(test::chain_world(), 2016);
    graph.add_cluster_supply({{"east.outside.chips", "east_htz.machines", 0.35}});
    graph.add_spillovers({{"east_htz.machines", "east.outside.chips", 1.0}});
    EXPECT_THAT(edges_of(graph, Layer::spills), UnorderedElementsAre("east_htz.machines>east.outside.chips"));
    const auto [edge, found] = boost::edge(*graph.find(NodeKind::cluster, "east.outside.chips"),
                                           *graph.find(NodeKind::cluster, "east_htz.machines"), graph.storage());
    ASSERT_TRUE(found);
    EXPECT_EQ(graph.edge(edge).layer, Layer::supplies);
    EXPECT_DOUBLE_EQ(graph.edge(edge).weight, 0.35);
}

TEST(Graph, RefusesUnknownClustersAndSecondNodes) {
    Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_THROW(graph.add_cluster_supply({{"nowhere", "east_htz.machines", 0.1}}), std::invalid_argument);
    EXPECT_THROW(graph.add_spillovers({{"east_htz.machines", "nowhere", 0.1}}), std::invalid_argument);
    EXPECT_THROW(graph.add_node({.kind = NodeKind::city, .id = "east"}), std::invalid_argument);
}

TEST(Graph, ListsChainsAndTheirSegments) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_THAT(graph.chains(), UnorderedElementsAre("machines", "chips"));
    EXPECT_EQ(graph.segments("machines").size(), 6u);
    EXPECT_EQ(graph.segments("chips").size(), 1u);
    EXPECT_EQ(graph.segments("").size(), 7u);
    EXPECT_TRUE(graph.segments("ships").empty());
}

TEST(Graph, SelectionShowsALayerOrAChain) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    const auto count = [&](const Selection& selection) {
        const View shown = view(graph, selection);
        const auto nodes = boost::vertices(shown);
        const auto edges = boost::edges(shown);
        return std::pair{std::distance(nodes.first, nodes.second), std::distance(edges.first, edges.second)};
    };
    EXPECT_EQ(count({.layer = Layer::contains}), (std::pair<std::ptrdiff_t, std::ptrdiff_t>{7, 6}));
    EXPECT_EQ(count({.layer = Layer::supplies}), (std::pair<std::ptrdiff_t, std::ptrdiff_t>{7, 7}));
    EXPECT_EQ(count({.layer = Layer::supplies, .chain = "machines"}), (std::pair<std::ptrdiff_t, std::ptrdiff_t>{7, 7}));
    EXPECT_EQ(count({.layer = Layer::spills}), (std::pair<std::ptrdiff_t, std::ptrdiff_t>{0, 0}));
    EXPECT_EQ(count({.layer = std::nullopt, .chain = "chips"}), (std::pair<std::ptrdiff_t, std::ptrdiff_t>{1, 0}));
    EXPECT_EQ(count({.layer = Layer::contains, .chain = "chips"}), (std::pair<std::ptrdiff_t, std::ptrdiff_t>{1, 0}));
}

TEST(Graph, LayersHaveNames) {
    EXPECT_EQ(layer_named("supplies"), Layer::supplies);
    EXPECT_EQ(layer_named("Supplies"), std::nullopt);
}

}  // namespace
}  // namespace zonecast::graph
