#include "model/graph/supply_net.hpp"

#include <stdexcept>
#include <unordered_map>

#include <Eigen/LU>

namespace zonecast::graph {

std::vector<bool> SupplyNet::ends() const {
    std::vector<bool> is_end(size(), true);
    for (const Input& input : inputs)
        if (input.from != input.to) is_end[input.from] = false;
    return is_end;
}

SupplyNet supply_net(const Graph& graph, const std::string& chain) {
    SupplyNet net;
    net.segments = graph.segments(chain);
    std::unordered_map<Vertex, std::size_t> number;
    for (std::size_t i = 0; i < net.segments.size(); ++i) number.emplace(net.segments[i], i);

    for (const EdgeId edge : boost::make_iterator_range(boost::edges(graph.storage()))) {
        if (graph.edge(edge).layer != Layer::supplies || graph.edge(edge).flow != "intermediate") continue;
        const auto from = number.find(boost::source(edge, graph.storage()));
        const auto to = number.find(boost::target(edge, graph.storage()));
        if (from != number.end() && to != number.end()) net.inputs.push_back({from->second, to->second, edge, graph.edge(edge).weight});
    }
    return net;
}

Eigen::MatrixXd total_requirements(const SupplyNet& net) {
    const auto n = static_cast<Eigen::Index>(net.size());
    Eigen::MatrixXd rest = Eigen::MatrixXd::Identity(n, n);
    for (const auto& input : net.inputs) rest(static_cast<Eigen::Index>(input.from), static_cast<Eigen::Index>(input.to)) -= input.share;
    if (n == 0) return rest;
    const Eigen::PartialPivLU<Eigen::MatrixXd> factors(rest);
    if (!(factors.rcond() > 1e-12))
        throw std::domain_error("input shares of a loop of segments add up to all of their output: the chain would feed on itself alone");
    return factors.inverse();
}

}  // namespace zonecast::graph
