#include "model/graph/graph.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace zonecast::graph {

namespace {

bool segment_of(const Node& node, const std::string& chain) {
    return node.kind == NodeKind::segment && node.chain == chain;
}

double published_revenue(const scenario::Scenario& scenario, const std::string& cluster, int year) {
    const scenario::Figure* figure = scenario.latest("cluster_revenue", cluster, year);
    return figure ? figure->value : 0;
}

scenario::Name province_name(const scenario::Scenario& scenario) {
    // The province has no record of its own; a perimeter of its id names it, else the pack does.
    for (const auto& perimeter : scenario.perimeters)
        if (perimeter.id == scenario.province) return perimeter.name;
    return scenario.pack_name;
}

}  // namespace

Graph Graph::build(const scenario::Scenario& scenario, int year) {
    Graph graph;
    const Vertex province = graph.add_node({.kind = NodeKind::province, .id = scenario.province, .name = province_name(scenario)});

    for (const auto& industry : scenario.industries) graph.add_node({.kind = NodeKind::industry, .id = industry.id, .name = industry.name});
    for (const auto& city : scenario.cities)
        graph.add_edge(province, graph.add_node({.kind = NodeKind::city, .id = city.id, .name = city.name}), {.layer = Layer::contains});
    for (const auto& zone : scenario.zones) {
        const Vertex vertex = graph.add_node({.kind = NodeKind::zone, .id = zone.id, .name = zone.name, .level = zone.level(year)});
        if (const auto city = graph.find(NodeKind::city, zone.city)) graph.add_edge(*city, vertex, {.layer = Layer::contains});
    }
    for (const auto& cluster : scenario.clusters) {
        const double revenue = published_revenue(scenario, cluster.id, year);
        const Vertex vertex = graph.add_node({.kind = NodeKind::cluster, .id = cluster.id, .name = cluster.name, .size = revenue});
        if (const auto zone = graph.find(NodeKind::zone, cluster.zone)) graph.add_edge(*zone, vertex, {.layer = Layer::contains});
        if (const auto industry = graph.find(NodeKind::industry, cluster.industry))
            graph.add_edge(*industry, vertex, {.layer = Layer::makes});
    }
    for (const auto& enterprise : scenario.enterprises) {
        const Vertex vertex =
            graph.add_node({.kind = NodeKind::enterprise, .id = enterprise.id, .name = enterprise.name, .size = enterprise.revenue});
        if (const auto cluster = graph.find(NodeKind::cluster, enterprise.cluster))
            graph.add_edge(*cluster, vertex, {.layer = Layer::contains});
    }
    for (const auto& segment : scenario.segments) {
        const Vertex vertex = graph.add_node({.kind = NodeKind::segment,
                                              .id = segment.id,
                                              .name = segment.name,
                                              .level = std::nullopt,
                                              .chain = segment.chain,
                                              .position = segment.position,
                                              .presence = segment.presence});
        if (std::find(graph.chains_.begin(), graph.chains_.end(), segment.chain) == graph.chains_.end())
            graph.chains_.push_back(segment.chain);
        if (const auto industry = graph.find(NodeKind::industry, segment.industry))
            graph.add_edge(*industry, vertex, {.layer = Layer::makes});
    }
    for (const auto& supply : scenario.supply) {
        const auto from = graph.find(NodeKind::segment, supply.from);
        const auto to = graph.find(NodeKind::segment, supply.to);
        if (!from || !to) continue;
        graph.add_edge(*from, *to,
                       {.layer = Layer::supplies,
                        .weight = supply.input_share,
                        .local_share = supply.local_share,
                        .critical = supply.critical,
                        .flow = supply.flow});
    }
    return graph;
}

void Graph::add_cluster_supply(const std::vector<ClusterLink>& links) {
    add_links(Layer::supplies, links);
}

void Graph::add_spillovers(const std::vector<ClusterLink>& links) {
    add_links(Layer::spills, links);
}

void Graph::add_links(Layer layer, const std::vector<ClusterLink>& links) {
    for (const ClusterLink& link : links) {
        const auto from = find(NodeKind::cluster, link.from);
        const auto to = find(NodeKind::cluster, link.to);
        if (!from) throw std::invalid_argument("no cluster " + link.from + " in the graph");
        if (!to) throw std::invalid_argument("no cluster " + link.to + " in the graph");
        add_edge(*from, *to, {.layer = layer, .weight = link.weight});
    }
}

Vertex Graph::add_node(Node node) {
    auto key = std::pair{node.kind, node.id};
    if (index_.count(key)) throw std::invalid_argument(std::string("two nodes ") + to_string(node.kind) + " " + node.id);
    const Vertex vertex = boost::add_vertex(std::move(node), storage_);
    index_.emplace(std::move(key), vertex);
    return vertex;
}

void Graph::add_edge(Vertex from, Vertex to, Edge edge) {
    boost::add_edge(from, to, std::move(edge), storage_);
}

std::optional<Vertex> Graph::find(NodeKind kind, const std::string& id) const {
    const auto found = index_.find({kind, id});
    if (found == index_.end()) return std::nullopt;
    return found->second;
}

std::vector<Vertex> Graph::segments(const std::string& chain) const {
    std::vector<Vertex> found;
    for (const Vertex vertex : boost::make_iterator_range(boost::vertices(storage_)))
        if (storage_[vertex].kind == NodeKind::segment && (chain.empty() || storage_[vertex].chain == chain)) found.push_back(vertex);
    return found;
}

bool SelectedEdge::operator()(const EdgeId& edge) const {
    const Storage& graph = *storage;
    if (selection.layer && graph[edge].layer != *selection.layer) return false;
    if (selection.chain.empty()) return true;
    return graph[edge].layer == Layer::supplies && segment_of(graph[boost::target(edge, graph)], selection.chain);
}

bool SelectedNode::operator()(Vertex vertex) const {
    const Storage& graph = *storage;
    if (segment_of(graph[vertex], selection.chain)) return true;
    if (selection.chain.empty() && !selection.layer) return true;
    const SelectedEdge shown{storage, selection};
    const auto out = boost::make_iterator_range(boost::out_edges(vertex, graph));
    const auto in = boost::make_iterator_range(boost::in_edges(vertex, graph));
    return std::any_of(out.begin(), out.end(), shown) || std::any_of(in.begin(), in.end(), shown);
}

View view(const Graph& graph, const Selection& selection) {
    return View(graph.storage(), SelectedEdge{&graph.storage(), selection}, SelectedNode{&graph.storage(), selection});
}

}  // namespace zonecast::graph
