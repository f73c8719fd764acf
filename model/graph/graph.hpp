// The typed, layered graph of a scenario: who contains, makes, supplies, teaches and becomes whom. Questions about the region are asked on
// it (components.hpp, gaps.hpp, bottlenecks.hpp, fragility.hpp); the simulation never walks it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/filtered_graph.hpp>

#include "model/graph/layers.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::graph {

using Storage = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, Node, Edge>;
using Vertex = boost::graph_traits<Storage>::vertex_descriptor;
using EdgeId = boost::graph_traits<Storage>::edge_descriptor;

/// A weighted link between two clusters, by id.
struct ClusterLink {
    std::string from, to;
    double weight = 0;
};

/// Part of a graph: edges of one layer or all, segments of one chain or all.
struct Selection {
    std::optional<Layer> layer;
    std::string chain;  ///< empty: all; else its segments, those of other chains that supply them, and what they supply to it
};

/// Owns the nodes and edges. Reading is thread-safe, adding is not.
class Graph {
public:
    /// Nodes for the province, cities, zones (outside pseudo-zones included), clusters, industries, segments and named enterprises, with
    /// the layers contains, makes and supplies (between segments). Zones have their level of `year`; clusters and enterprises their
    /// published revenue of the latest year up to it. The scenario must have been checked by the reader.
    static Graph build(const scenario::Scenario& scenario, int year);

    /// Adds supply between clusters: weight is the share of the seller's sales that go to the buyer. Throws std::invalid_argument for a
    /// cluster that does not exist.
    void add_cluster_supply(const std::vector<ClusterLink>& links);

    /// Adds knowledge spillovers: weight is the learner's weight of the source. Throws std::invalid_argument for an unknown cluster.
    void add_spillovers(const std::vector<ClusterLink>& links);

    /// Adds a node of its own; its kind and id must be new together, else std::invalid_argument.
    Vertex add_node(Node node);
    void add_edge(Vertex from, Vertex to, Edge edge);

    [[nodiscard]] std::optional<Vertex> find(NodeKind kind, const std::string& id) const;
    [[nodiscard]] const Node& node(Vertex vertex) const { return storage_[vertex]; }
    [[nodiscard]] const Edge& edge(EdgeId edge) const { return storage_[edge]; }
    [[nodiscard]] const Storage& storage() const { return storage_; }

    /// Chains of the segments, in the order of the scenario.
    [[nodiscard]] const std::vector<std::string>& chains() const { return chains_; }

    /// Segments of a chain itself (of all chains if empty), in the order of the scenario.
    [[nodiscard]] std::vector<Vertex> segments(const std::string& chain) const;

private:
    void add_links(Layer layer, const std::vector<ClusterLink>& links);

    Storage storage_;
    std::map<std::pair<NodeKind, std::string>, Vertex> index_;
    std::vector<std::string> chains_;
};

/// Edges of the layer and into the chain that a selection asks for.
struct SelectedEdge {
    const Storage* storage = nullptr;
    Selection selection;
    bool operator()(const EdgeId& edge) const;
};

/// Nodes that a selection shows: of its chain or supplying it, and touched by an edge of its layer.
struct SelectedNode {
    const Storage* storage = nullptr;
    Selection selection;
    bool operator()(Vertex vertex) const;
};

using View = boost::filtered_graph<Storage, SelectedEdge, SelectedNode>;

/// The part of the graph that a selection shows. The graph must outlive the view.
[[nodiscard]] View view(const Graph& graph, const Selection& selection);

}  // namespace zonecast::graph
