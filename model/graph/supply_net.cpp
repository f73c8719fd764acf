#include "model/graph/supply_net.hpp"

#include <algorithm>
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
    const auto is_input = [](const Edge& edge) { return edge.layer == Layer::supplies && edge.flow == "intermediate"; };
    const auto belongs = [&](Vertex segment) { return chain.empty() || graph.node(segment).chain == chain; };
    const auto supplies = [&](Vertex segment) {
        const auto sales = boost::make_iterator_range(boost::out_edges(segment, graph.storage()));
        return std::any_of(sales.begin(), sales.end(),
                           [&](const EdgeId& sale) { return is_input(graph.edge(sale)) && belongs(boost::target(sale, graph.storage())); });
    };
    SupplyNet net;
    std::unordered_map<Vertex, std::size_t> number;
    for (const Vertex segment : graph.segments("")) {
        if (!belongs(segment) && !supplies(segment)) continue;
        number.emplace(segment, net.segments.size());
        net.segments.push_back(segment);
        net.supplier.push_back(!belongs(segment));
    }
    for (const EdgeId edge : boost::make_iterator_range(boost::edges(graph.storage()))) {
        const Vertex buyer = boost::target(edge, graph.storage());
        if (!is_input(graph.edge(edge)) || !belongs(buyer)) continue;
        net.inputs.push_back({number.at(boost::source(edge, graph.storage())), number.at(buyer), edge, graph.edge(edge).weight});
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
