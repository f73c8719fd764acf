#include "model/graph/json.hpp"

namespace zonecast::graph {

namespace {

using Json = nlohmann::ordered_json;

Json ids(const Graph& graph, const std::vector<Vertex>& vertices) {
    Json list = Json::array();
    for (const Vertex vertex : vertices) list.push_back(graph.node(vertex).id);
    return list;
}

Json name(const Node& node) {
    return {{"zh", node.name.zh}, {"en", node.name.en}};
}

std::string reference(const Node& node) {
    return std::string(to_string(node.kind)) + ":" + node.id;
}

Json node_json(const Node& node) {
    Json json{{"kind", to_string(node.kind)}, {"id", node.id}, {"name", name(node)}};
    if (node.level) json["level"] = to_string(*node.level);
    if (!node.chain.empty()) json["chain"] = node.chain;
    if (!node.position.empty()) json["position"] = node.position;
    if (node.presence) json["presence"] = to_string(*node.presence);
    if (node.size > 0) json[node.kind == NodeKind::cohort ? "enterprises" : "revenue"] = node.size;
    return json;
}

}  // namespace

Json to_json(const Graph& graph, const Selection& selection) {
    const View selected = view(graph, selection);
    Json nodes = Json::array(), edges = Json::array();
    for (const Vertex vertex : boost::make_iterator_range(boost::vertices(selected))) nodes.push_back(node_json(graph.node(vertex)));
    for (const EdgeId id : boost::make_iterator_range(boost::edges(selected))) {
        const Edge& edge = graph.edge(id);
        Json json{{"layer", to_string(edge.layer)},
                  {"from", reference(graph.node(boost::source(id, selected)))},
                  {"to", reference(graph.node(boost::target(id, selected)))}};
        if (edge.layer == Layer::supplies || edge.layer == Layer::spills || edge.layer == Layer::advances) json["weight"] = edge.weight;
        if (!edge.flow.empty()) {
            json["flow"] = edge.flow;
            json["local_share"] = edge.local_share;
            json["critical"] = edge.critical;
        }
        if (edge.transition) json["transition"] = to_string(*edge.transition);
        edges.push_back(std::move(json));
    }
    return {{"nodes", std::move(nodes)}, {"edges", std::move(edges)}};
}

Json to_json(const Graph& graph, const std::vector<Component>& components) {
    Json list = Json::array();
    for (const Component& component : components)
        list.push_back({{"stage", component.stage}, {"loop", component.loop}, {"segments", ids(graph, component.segments)}});
    return list;
}

Json to_json(const Graph& graph, const std::vector<ChainGaps>& gaps) {
    Json list = Json::array();
    for (const ChainGaps& of_chain : gaps) {
        Json open = Json::array();
        for (const Gap& gap : of_chain.gaps) {
            const Node& node = graph.node(gap.segment);
            open.push_back({{"segment", node.id},
                            {"name", name(node)},
                            {"presence", to_string(node.presence.value_or(scenario::Presence::yes))},
                            {"largest_input_share", gap.largest_input_share},
                            {"specific", gap.specific},
                            {"buyers", ids(graph, gap.buyers)},
                            {"makers", ids(graph, gap.makers)}});
        }
        list.push_back({{"chain", of_chain.chain},
                        {"segments", of_chain.segments},
                        {"present", of_chain.present},
                        {"weak", of_chain.weak},
                        {"missing", of_chain.missing},
                        {"gaps", std::move(open)}});
    }
    return list;
}

Json to_json(const Graph& graph, const std::vector<Bottleneck>& bottlenecks) {
    Json list = Json::array();
    for (const Bottleneck& bottleneck : bottlenecks) {
        const Edge& edge = graph.edge(bottleneck.edge);
        list.push_back({{"from", graph.node(boost::source(bottleneck.edge, graph.storage())).id},
                        {"to", graph.node(boost::target(bottleneck.edge, graph.storage())).id},
                        {"input_share", edge.weight},
                        {"local_share", edge.local_share},
                        {"critical", edge.critical},
                        {"carried", bottleneck.carried},
                        {"end", graph.node(bottleneck.end).id},
                        {"betweenness", bottleneck.betweenness}});
    }
    return list;
}

Json to_json(const Graph& graph, const std::vector<Fragile>& fragile) {
    Json list = Json::array();
    for (const Fragile& entry : fragile) {
        const Node& node = graph.node(entry.segment);
        list.push_back({{"segment", node.id},
                        {"name", name(node)},
                        {"chain", node.chain},
                        {"weak", entry.weak},
                        {"low_local", entry.low_local},
                        {"few_makers", entry.few},
                        {"makers", entry.makers ? Json(*entry.makers) : Json()},
                        {"local_share", entry.local_share},
                        {"exposure", entry.exposure},
                        {"inside", entry.inside},
                        {"end", graph.node(entry.end).id}});
    }
    return list;
}

}  // namespace zonecast::graph
