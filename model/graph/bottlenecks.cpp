#include "model/graph/bottlenecks.hpp"

#include <algorithm>

#include <boost/graph/betweenness_centrality.hpp>

#include "model/graph/supply_net.hpp"

namespace zonecast::graph {

namespace {

std::vector<double> edge_betweenness(const SupplyNet& net) {
    using Numbered = boost::property<boost::edge_index_t, std::size_t>;
    using Digraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Numbered>;
    Digraph digraph(net.size());
    for (std::size_t i = 0; i < net.inputs.size(); ++i) boost::add_edge(net.inputs[i].from, net.inputs[i].to, Numbered(i), digraph);

    std::vector<double> centrality(net.inputs.size(), 0.0);
    boost::brandes_betweenness_centrality(
        digraph, boost::edge_centrality_map(boost::make_iterator_property_map(centrality.begin(), boost::get(boost::edge_index, digraph))));
    return centrality;
}

}  // namespace

std::vector<Bottleneck> bottlenecks(const Graph& graph, const std::string& chain) {
    const SupplyNet net = supply_net(graph, chain);
    const std::vector<double> betweenness = edge_betweenness(net);
    const Eigen::MatrixXd requirements = total_requirements(net);
    const std::vector<bool> is_end = net.ends();

    std::vector<Bottleneck> result;
    for (std::size_t i = 0; i < net.inputs.size(); ++i) {
        const auto& input = net.inputs[i];
        Bottleneck bottleneck{.edge = input.edge, .betweenness = betweenness[i], .carried = 0, .end = net.segments[input.to]};
        for (std::size_t end = 0; end < net.size(); ++end) {
            if (!is_end[end]) continue;
            const double carried = input.share * requirements(static_cast<Eigen::Index>(input.to), static_cast<Eigen::Index>(end));
            if (carried > bottleneck.carried) {
                bottleneck.carried = carried;
                bottleneck.end = net.segments[end];
            }
        }
        result.push_back(bottleneck);
    }
    std::stable_sort(result.begin(), result.end(), [](const Bottleneck& a, const Bottleneck& b) {
        return std::pair{a.carried, a.betweenness} > std::pair{b.carried, b.betweenness};
    });
    return result;
}

}  // namespace zonecast::graph
