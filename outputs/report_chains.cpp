#include "outputs/report_chains.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "model/graph/components.hpp"
#include "model/graph/fragility.hpp"
#include "model/graph/graph.hpp"
#include "model/graph/supply_net.hpp"
#include "outputs/report_numbers.hpp"

namespace zonecast::outputs {

namespace {

using Json = nlohmann::ordered_json;

Json chain_json(const scenario::Scenario& scenario, const graph::Graph& graph, const std::string& chain) {
    const graph::SupplyNet net = graph::supply_net(graph, chain);
    std::map<graph::Vertex, std::size_t> number, stage;
    for (std::size_t i = 0; i < net.size(); ++i) number[net.segments[i]] = i;
    for (const graph::Component& component : graph::components_in_order(graph, chain))
        for (const graph::Vertex segment : component.segments) stage[segment] = component.stage;
    std::map<graph::Vertex, graph::Fragile> fragile;
    try {
        for (const graph::Fragile& entry : graph::fragile_segments(graph, chain)) fragile[entry.segment] = entry;
    } catch (const std::domain_error&) {
        // Segments of a loop that buy everything from each other: exposure has no meaning there, and none is shown.
    }
    Json segments = Json::array();
    for (std::size_t i = 0; i < net.size(); ++i) {
        const graph::Vertex vertex = net.segments[i];
        const graph::Node& node = graph.node(vertex);
        Json segment{{"id", node.id},
                     {"name", both_names(node.name)},
                     {"position", node.position},
                     {"presence", graph::to_string(node.presence.value_or(scenario::Presence::yes))},
                     {"stage", stage[vertex]},
                     {"from_outside_chain", static_cast<bool>(net.supplier[i])}};
        if (const auto found = fragile.find(vertex); found != fragile.end()) {
            segment["fragile"] = {{"local_share", short_number(found->second.local_share, 3)},
                                  {"exposure", short_number(found->second.exposure, 3)},
                                  {"end", both_names(graph.node(found->second.end).name)}};
        }
        segments.push_back(std::move(segment));
    }
    Json inputs = Json::array();
    for (const graph::SupplyNet::Input& input : net.inputs) {
        const graph::Edge& edge = graph.edge(input.edge);
        inputs.push_back({{"from", input.from},
                          {"to", input.to},
                          {"share", short_number(input.share, 3)},
                          {"local_share", short_number(edge.local_share, 3)},
                          {"specific", edge.critical}});
    }
    return {{"id", chain},
            {"name", both_names(scenario.chain_name(chain))},
            {"segments", std::move(segments)},
            {"inputs", std::move(inputs)}};
}

}  // namespace

nlohmann::ordered_json chains_json(const scenario::Scenario& scenario) {
    const graph::Graph graph = graph::Graph::build(scenario, scenario.plan.base_year);
    Json chains = Json::array();
    for (const std::string& chain : graph.chains()) chains.push_back(chain_json(scenario, graph, chain));
    return chains;
}

}  // namespace zonecast::outputs
