// Cohorts as nodes and their moves as edges.
#include "model/graph/cohorts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "tests/graph/chain_world.hpp"

namespace zonecast::graph {
namespace {

const CohortGrid grid{.class_names = {"<1", "1-10", ">=10"}, .certificate_states = 4};
constexpr CohortCell outside{.revenue_class = 0, .certificate = 0, .outside = true};

TEST(Cohorts, MovesAreNamedByWhatHappens) {
    EXPECT_EQ(transition_between({0, 0}, {0, 3}, grid), Transition::certify);
    EXPECT_EQ(transition_between({0, 0}, {1, 3}, grid), Transition::certify);
    EXPECT_EQ(transition_between({1, 1}, {1, 3}, grid), Transition::renew);
    EXPECT_EQ(transition_between({1, 1}, {0, 0}, grid), Transition::lapse);
    EXPECT_EQ(transition_between({1, 3}, {1, 2}, grid), Transition::age);
    EXPECT_EQ(transition_between({1, 3}, {2, 2}, grid), Transition::up);
    EXPECT_EQ(transition_between({1, 0}, {0, 0}, grid), Transition::down);
    EXPECT_EQ(transition_between({1, 0}, {1, 0}, grid), Transition::stay);
    EXPECT_EQ(transition_between(outside, {0, 0}, grid), Transition::enter);
    EXPECT_EQ(transition_between({2, 3}, outside, grid), Transition::exit);
}

TEST(Cohorts, ElementaryMovesCoverEveryCell) {
    std::map<Transition, int> count;
    for (const CohortFlow& move : elementary_moves(grid)) {
        EXPECT_FALSE(move.from == move.to);
        ++count[transition_between(move.from, move.to, grid)];
    }
    const std::map<Transition, int> expected{{Transition::up, 8},    {Transition::down, 8},  {Transition::certify, 3},
                                             {Transition::renew, 3}, {Transition::lapse, 3}, {Transition::age, 6},
                                             {Transition::enter, 3}, {Transition::exit, 12}};
    EXPECT_EQ(count, expected);
}

TEST(Cohorts, AreContainedInTheirOwnerAndCarryNumbers) {
    Graph graph = Graph::build(test::chain_world(), 2016);
    add_cohorts(graph, NodeKind::cluster, "east_htz.machines", grid, {{{1, 3}, 14}}, {{{0, 0}, {0, 3}, 2.5}, {{1, 3}, outside, 0.5}});

    const auto cell = graph.find(NodeKind::cohort, "east_htz.machines/1/3");
    ASSERT_TRUE(cell);
    EXPECT_DOUBLE_EQ(graph.node(*cell).size, 14);
    EXPECT_EQ(graph.node(*cell).name.en, "certified, 3 years left, revenue 1-10 (1e8 CNY)");
    EXPECT_TRUE(boost::edge(*graph.find(NodeKind::cluster, "east_htz.machines"), *cell, graph.storage()).second);

    double advanced = 0;
    int cohorts = 0;
    for (const EdgeId edge : boost::make_iterator_range(boost::edges(graph.storage())))
        if (graph.edge(edge).layer == Layer::advances) advanced += graph.edge(edge).weight;
    for (const Vertex vertex : boost::make_iterator_range(boost::vertices(graph.storage())))
        cohorts += graph.node(vertex).kind == NodeKind::cohort ? 1 : 0;
    EXPECT_DOUBLE_EQ(advanced, 3.0);
    EXPECT_EQ(cohorts, 3 * 4 + 1);

    const auto [exit, found] = boost::edge(*cell, *graph.find(NodeKind::cohort, "east_htz.machines/outside"), graph.storage());
    ASSERT_TRUE(found);
    EXPECT_EQ(graph.edge(exit).transition, Transition::exit);
}

TEST(Cohorts, MayBelongToTheProvinceAsAWhole) {
    Graph graph = Graph::build(test::chain_world(), 2016);
    add_cohorts(graph, NodeKind::province, "lakeland", grid, {}, elementary_moves(grid));
    EXPECT_TRUE(graph.find(NodeKind::cohort, "lakeland/2/0"));
}

TEST(Cohorts, RefuseWhatDoesNotExist) {
    Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_THROW(add_cohorts(graph, NodeKind::cluster, "nowhere", grid, {}, {}), std::invalid_argument);
    EXPECT_THROW(add_cohorts(graph, NodeKind::cluster, "east_htz.machines", grid, {{{3, 0}, 1}}, {}), std::invalid_argument);
    EXPECT_THROW(add_cohorts(graph, NodeKind::cluster, "east_htz.machines", grid, {}, {{{0, 4}, outside, 1}}), std::invalid_argument);
    EXPECT_FALSE(graph.find(NodeKind::cohort, "east_htz.machines/0/0"));
    add_cohorts(graph, NodeKind::cluster, "east_htz.machines", grid, {}, {});
    EXPECT_THROW(add_cohorts(graph, NodeKind::cluster, "east_htz.machines", grid, {}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace zonecast::graph
