#include "model/graph/gaps.hpp"

#include <algorithm>

namespace zonecast::graph {

namespace {

using scenario::Presence;

Gap gap_at(const Graph& graph, Vertex segment) {
    Gap gap{.segment = segment, .buyers = {}, .makers = {}};
    const Storage& storage = graph.storage();
    for (const EdgeId edge : boost::make_iterator_range(boost::out_edges(segment, storage))) {
        const Vertex buyer = boost::target(edge, storage);
        if (graph.edge(edge).layer != Layer::supplies || graph.node(buyer).presence == Presence::missing) continue;
        gap.buyers.push_back(buyer);
        gap.largest_input_share = std::max(gap.largest_input_share, graph.edge(edge).weight);
        gap.specific = gap.specific || graph.edge(edge).critical;
    }
    for (const EdgeId edge : boost::make_iterator_range(boost::in_edges(segment, storage))) {
        if (graph.edge(edge).layer != Layer::makes) continue;
        for (const EdgeId made : boost::make_iterator_range(boost::out_edges(boost::source(edge, storage), storage)))
            if (graph.node(boost::target(made, storage)).kind == NodeKind::cluster) gap.makers.push_back(boost::target(made, storage));
    }
    return gap;
}

}  // namespace

std::vector<ChainGaps> chain_gaps(const Graph& graph, const std::string& chain) {
    std::vector<ChainGaps> result;
    for (const std::string& id : graph.chains()) {
        if (!chain.empty() && chain != id) continue;
        ChainGaps of_chain{.chain = id, .gaps = {}};
        for (const Vertex segment : graph.segments(id)) {
            const Presence presence = graph.node(segment).presence.value_or(Presence::yes);
            ++of_chain.segments;
            ++(presence == Presence::yes ? of_chain.present : presence == Presence::weak ? of_chain.weak : of_chain.missing);
            if (presence != Presence::yes) of_chain.gaps.push_back(gap_at(graph, segment));
        }
        std::stable_sort(of_chain.gaps.begin(), of_chain.gaps.end(), [&](const Gap& a, const Gap& b) {
            const bool a_missing = graph.node(a.segment).presence == Presence::missing;
            const bool b_missing = graph.node(b.segment).presence == Presence::missing;
            return a_missing != b_missing ? a_missing : a.largest_input_share > b.largest_input_share;
        });
        result.push_back(std::move(of_chain));
    }
    return result;
}

}  // namespace zonecast::graph
