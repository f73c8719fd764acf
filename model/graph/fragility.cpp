#include "model/graph/fragility.hpp"

#include <algorithm>

#include "model/graph/supply_net.hpp"

namespace zonecast::graph {

std::optional<double> effective_makers(const Graph& graph, Vertex segment) {
    const Storage& storage = graph.storage();
    bool has_industry = false;
    double number = 0, sum = 0, square = 0;
    for (const EdgeId made : boost::make_iterator_range(boost::in_edges(segment, storage))) {
        if (graph.edge(made).layer != Layer::makes) continue;
        has_industry = true;
        for (const EdgeId edge : boost::make_iterator_range(boost::out_edges(boost::source(made, storage), storage))) {
            const Node& maker = graph.node(boost::target(edge, storage));
            if (graph.edge(edge).layer != Layer::makes || maker.kind != NodeKind::cluster) continue;
            number += 1;
            sum += maker.size;
            square += maker.size * maker.size;
        }
    }
    if (!has_industry) return std::nullopt;
    return sum > 0 ? sum * sum / square : number;
}

std::vector<Fragile> fragile_segments(const Graph& graph, const std::string& chain, const FragilityThresholds& thresholds) {
    const SupplyNet net = supply_net(graph, chain);
    const Eigen::MatrixXd requirements = total_requirements(net);
    const std::vector<bool> is_end = net.ends();
    const auto n = static_cast<Eigen::Index>(net.size());

    // From each segment: share of every segment's output that rests on it as a specific input, from outside and from inside.
    Eigen::MatrixXd outside = Eigen::MatrixXd::Zero(n, n), inside = outside;
    std::vector<double> share(net.size(), 0.0), local(net.size(), 0.0);
    for (const auto& input : net.inputs) {
        const Edge& edge = graph.edge(input.edge);
        if (!edge.critical) continue;
        const auto from = static_cast<Eigen::Index>(input.from), to = static_cast<Eigen::Index>(input.to);
        outside(from, to) += input.share * (1 - edge.local_share);
        inside(from, to) += input.share * edge.local_share;
        share[input.from] += input.share;
        local[input.from] += input.share * edge.local_share;
    }
    const Eigen::MatrixXd exposure = outside * requirements, held = inside * requirements;

    std::vector<Fragile> result;
    for (std::size_t i = 0; i < net.size(); ++i) {
        if (share[i] <= 0) continue;
        const auto presence = graph.node(net.segments[i]).presence;
        Fragile fragile;
        fragile.segment = fragile.end = net.segments[i];
        fragile.weak = presence && *presence != scenario::Presence::yes;
        fragile.local_share = local[i] / share[i];
        fragile.low_local = fragile.local_share < thresholds.low_local_share;
        fragile.makers = effective_makers(graph, net.segments[i]);
        fragile.few = local[i] > 0 && fragile.makers && *fragile.makers < thresholds.few_makers;
        if (!fragile.weak && !fragile.low_local && !fragile.few) continue;
        for (std::size_t end = 0; end < net.size(); ++end) {
            const auto from = static_cast<Eigen::Index>(i), to = static_cast<Eigen::Index>(end);
            const auto leans = [&](double from_outside, double from_inside) { return from_outside + (fragile.few ? from_inside : 0.0); };
            if (!is_end[end] || leans(exposure(from, to), held(from, to)) <= leans(fragile.exposure, fragile.inside)) continue;
            fragile.exposure = exposure(from, to);
            fragile.inside = held(from, to);
            fragile.end = net.segments[end];
        }
        result.push_back(fragile);
    }
    const auto leans = [](const Fragile& one) { return one.exposure + (one.few ? one.inside : 0.0); };
    std::stable_sort(result.begin(), result.end(), [&](const Fragile& a, const Fragile& b) { return leans(a) > leans(b); });
    return result;
}

}  // namespace zonecast::graph
