#include "model/graph/fragility.hpp"

#include <algorithm>

#include "model/graph/supply_net.hpp"

namespace zonecast::graph {

std::vector<Fragile> fragile_segments(const Graph& graph, const std::string& chain, double low_local_share) {
    const SupplyNet net = supply_net(graph, chain);
    const Eigen::MatrixXd requirements = total_requirements(net);
    const std::vector<bool> is_end = net.ends();
    const auto n = static_cast<Eigen::Index>(net.size());

    // From each segment: share of every segment's output that rests on it as a specific input from outside.
    Eigen::MatrixXd outside = Eigen::MatrixXd::Zero(n, n);
    std::vector<double> share(net.size(), 0.0), local(net.size(), 0.0);
    for (const auto& input : net.inputs) {
        const Edge& edge = graph.edge(input.edge);
        if (!edge.critical) continue;
        outside(static_cast<Eigen::Index>(input.from), static_cast<Eigen::Index>(input.to)) += input.share * (1 - edge.local_share);
        share[input.from] += input.share;
        local[input.from] += input.share * edge.local_share;
    }
    const Eigen::MatrixXd exposure = outside * requirements;

    std::vector<Fragile> result;
    for (std::size_t i = 0; i < net.size(); ++i) {
        if (share[i] <= 0) continue;
        const auto presence = graph.node(net.segments[i]).presence;
        Fragile fragile{.segment = net.segments[i],
                        .weak = presence && *presence != scenario::Presence::yes,
                        .local_share = local[i] / share[i],
                        .exposure = 0,
                        .end = net.segments[i]};
        if (!fragile.weak && fragile.local_share >= low_local_share) continue;
        for (std::size_t end = 0; end < net.size(); ++end) {
            const double exposed = exposure(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(end));
            if (!is_end[end] || exposed <= fragile.exposure) continue;
            fragile.exposure = exposed;
            fragile.end = net.segments[end];
        }
        result.push_back(fragile);
    }
    std::stable_sort(result.begin(), result.end(), [](const Fragile& a, const Fragile& b) { return a.exposure > b.exposure; });
    return result;
}

}  // namespace zonecast::graph
