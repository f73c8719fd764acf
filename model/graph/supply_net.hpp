// The segments of one chain with their suppliers, or all segments, and the inputs between them: the compact form in which questions about
// supply are computed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

/// Segments are numbered 0..n-1 in the order of the scenario. Only edges that are inputs to production are kept.
struct SupplyNet {
    struct Input {
        std::size_t from = 0, to = 0;
        EdgeId edge;
        double share = 0;  ///< of the buyer's output
    };
    std::vector<Vertex> segments;
    std::vector<Input> inputs;
    std::vector<bool> supplier;  ///< true for a segment of another chain that supplies this one

    /// Number of segments.
    [[nodiscard]] std::size_t size() const { return segments.size(); }

    /// True for each segment that sells to no other one of the net: the end products.
    [[nodiscard]] std::vector<bool> ends() const;
};

/// The net of a chain: its segments and, from other chains, those that sell to them, without what these buy in turn. All segments if
/// `chain` is empty.
[[nodiscard]] SupplyNet supply_net(const Graph& graph, const std::string& chain);

/// Total requirements L = (I - A)^-1, A[u][v] the share of v's output that is input from u: L[u][v] is the output of u, in all rounds, that
/// one unit of output of v rests on (Leontief). Throws std::domain_error if segments on a loop buy all of their output from each other.
[[nodiscard]] Eigen::MatrixXd total_requirements(const SupplyNet& net);

}  // namespace zonecast::graph
