#include "model/graph/components.hpp"

#include <algorithm>
#include <numeric>

#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

#include "model/graph/supply_net.hpp"

namespace zonecast::graph {

namespace {

using Digraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

}  // namespace

std::vector<Component> components_in_order(const Graph& graph, const std::string& chain) {
    const SupplyNet net = supply_net(graph, chain);
    Digraph digraph(net.size());
    for (const auto& input : net.inputs) boost::add_edge(input.from, input.to, digraph);

    std::vector<std::size_t> component_of(net.size());
    const auto map = boost::make_iterator_property_map(component_of.begin(), boost::get(boost::vertex_index, digraph));
    const std::size_t count = boost::strong_components(digraph, map);

    std::vector<Component> components(count);
    for (std::size_t i = 0; i < net.size(); ++i) components[component_of[i]].segments.push_back(net.segments[i]);
    for (auto& component : components) component.loop = component.segments.size() > 1;

    Digraph condensed(count);
    for (const auto& input : net.inputs) {
        if (component_of[input.from] != component_of[input.to])
            boost::add_edge(component_of[input.from], component_of[input.to], condensed);
        else if (input.from == input.to)
            components[component_of[input.from]].loop = true;
    }
    std::vector<std::size_t> buyers_first;
    boost::topological_sort(condensed, std::back_inserter(buyers_first));
    for (auto it = buyers_first.rbegin(); it != buyers_first.rend(); ++it)
        for (const auto edge : boost::make_iterator_range(boost::out_edges(*it, condensed))) {
            auto& stage = components[boost::target(edge, condensed)].stage;
            stage = std::max(stage, components[*it].stage + 1);
        }

    // Stages alone are an order in which suppliers come first; within a stage the scenario's order stands.
    std::sort(components.begin(), components.end(), [](const Component& a, const Component& b) {
        return std::pair{a.stage, a.segments.front()} < std::pair{b.stage, b.segments.front()};
    });
    return components;
}

}  // namespace zonecast::graph
