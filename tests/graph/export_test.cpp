// Exports: GraphML that an XML reader takes, DOT, JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <map>
#include <sstream>

#include "model/graph/cohorts.hpp"
#include "model/graph/dot.hpp"
#include "model/graph/graphml.hpp"
#include "model/graph/json.hpp"
#include "tests/graph/chain_world.hpp"

namespace zonecast::graph {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Elements of a GraphML text with their data by attribute name.
std::vector<std::map<std::string, std::string>> elements(const std::string& text, const std::string& tag) {
    std::istringstream in(text);
    boost::property_tree::ptree tree;
    boost::property_tree::read_xml(in, tree);
    std::map<std::string, std::string> names;
    std::vector<std::map<std::string, std::string>> found;
    // Attribute names hold a dot, which is the path separator: read them by hand.
    for (const auto& [key, child] : tree.get_child("graphml")) {
        if (key != "key") continue;
        for (const auto& [attribute, value] : child.get_child("<xmlattr>"))
            if (attribute == "attr.name") names[child.get<std::string>("<xmlattr>.id")] = value.data();
    }
    for (const auto& [key, child] : tree.get_child("graphml.graph")) {
        if (key != tag) continue;
        auto& element = found.emplace_back();
        for (const auto& [part, data] : child)
            if (part == "data") element[names.at(data.get<std::string>("<xmlattr>.key"))] = data.data();
    }
    return found;
}

TEST(GraphMl, HoldsAllNodesAndEdgesWithTheirAttributes) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    std::ostringstream out;
    write_graphml(out, graph, {});
    const auto nodes = elements(out.str(), "node");
    const auto edges = elements(out.str(), "edge");
    EXPECT_EQ(nodes.size(), boost::num_vertices(graph.storage()));
    EXPECT_EQ(edges.size(), boost::num_edges(graph.storage()));

    const auto lifter = std::find_if(nodes.begin(), nodes.end(), [](const auto& node) { return node.at("id") == "lifter"; });
    ASSERT_NE(lifter, nodes.end());
    EXPECT_EQ(lifter->at("kind"), "enterprise");
    EXPECT_EQ(lifter->at("name_zh"), "起重公司");
    EXPECT_EQ(lifter->at("name_en"), "Lifter <Ltd>");
    EXPECT_EQ(lifter->at("size"), "120");

    const auto chip = std::find_if(edges.begin(), edges.end(), [](const auto& edge) { return edge.at("weight") == "0.25"; });
    ASSERT_NE(chip, edges.end());
    EXPECT_EQ(chip->at("layer"), "supplies");
    EXPECT_EQ(chip->at("critical"), "1");
}

TEST(GraphMl, HoldsOnlyTheSelectedPart) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    std::ostringstream out;
    write_graphml(out, graph, {.layer = Layer::supplies, .chain = "machines"});
    EXPECT_EQ(elements(out.str(), "node").size(), 7u);
    EXPECT_EQ(elements(out.str(), "edge").size(), 7u);
}

TEST(Dot, LabelsInTheLanguageAskedForAndMarksGaps) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    std::ostringstream zh, en;
    write_dot(zh, graph, {}, &scenario::Name::zh);
    write_dot(en, graph, {}, &scenario::Name::en);
    EXPECT_THAT(zh.str(), testing::StartsWith("// zonecast graph\ndigraph"));
    EXPECT_THAT(zh.str(), HasSubstr("起重公司"));
    EXPECT_THAT(en.str(), HasSubstr("\"Lifter <Ltd>\""));
    EXPECT_THAT(en.str(), Not(HasSubstr("起重公司")));
    EXPECT_THAT(en.str(), HasSubstr("label=chip, tooltip=chip, shape=box, style=dashed"));
    EXPECT_THAT(en.str(), HasSubstr("label=board, tooltip=board, shape=box, style=dotted"));
}

TEST(Dot, ShowsMovesOfCohorts) {
    Graph graph = Graph::build(test::chain_world(), 2016);
    const CohortGrid grid{.class_names = {"<1", ">=1"}};
    add_cohorts(graph, NodeKind::province, "lakeland", grid, {}, {{{0, 0}, {1, 0}, 12.25}});
    std::ostringstream out;
    write_dot(out, graph, {.layer = Layer::advances}, &scenario::Name::en);
    EXPECT_THAT(out.str(), HasSubstr("up 12.2"));
}

TEST(Json, NodesAndEdgesOfASelection) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    const auto json = to_json(graph, Selection{.layer = Layer::supplies});
    ASSERT_EQ(json.at("nodes").size(), 7u);
    ASSERT_EQ(json.at("edges").size(), 7u);
    EXPECT_EQ(json.at("edges")[0].at("from"), "segment:board");
    EXPECT_EQ(json.at("edges")[0].at("to"), "segment:frame");
    EXPECT_EQ(json.at("edges")[0].at("local_share"), 0.1);
}

TEST(Json, AnswersNameSegments) {
    const Graph graph = Graph::build(test::chain_world(), 2016);
    EXPECT_EQ(to_json(graph, components_in_order(graph, "")).at(4).at("segments"), nlohmann::ordered_json({"board", "frame"}));
    EXPECT_EQ(to_json(graph, chain_gaps(graph, "chips")).at(0).at("gaps").at(0).at("makers"),
              nlohmann::ordered_json({"east.outside.chips"}));
    EXPECT_EQ(to_json(graph, bottlenecks(graph, "")).at(0).at("from"), "frame");
    // A third of the crane rests on the one maker of frames, and that is more than the board that the frame buys outside.
    EXPECT_EQ(to_json(graph, fragile_segments(graph, "")).at(0).at("segment"), "frame");
    EXPECT_EQ(to_json(graph, fragile_segments(graph, "")).at(0).at("end"), "crane");
}

}  // namespace
}  // namespace zonecast::graph
