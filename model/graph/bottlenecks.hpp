// Through which links of supply a chain must pass.
#pragma once

#include <string>
#include <vector>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

struct Bottleneck {
    EdgeId edge;
    double betweenness = 0;  ///< number of shortest paths between segments that run through the edge (ties shared; Brandes 2001)
    double carried = 0;      ///< share of the output of `end` that comes in over this edge, directly and through all further rounds
    Vertex end = 0;          ///< the end of a chain (a segment that sells to no other) that the edge carries most for
};

/// All input edges of a chain (of all chains if empty), those that carry most first. What an edge u -> v carries for an end t is
/// input_share(u, v) * L(v, t), with L the total requirements: the sum over all paths from v to t of the products of their input shares.
/// Throws std::domain_error as total_requirements does.
[[nodiscard]] std::vector<Bottleneck> bottlenecks(const Graph& graph, const std::string& chain);

}  // namespace zonecast::graph
