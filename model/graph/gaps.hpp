// Which links of a chain the region lacks or holds only weakly, who buys them, and which clusters could make them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

struct Gap {
    Vertex segment = 0;
    std::vector<Vertex> buyers;      ///< segments that the region has and that buy this one
    double largest_input_share = 0;  ///< of a buyer's output
    bool specific = false;           ///< a specific input to at least one buyer
    std::vector<Vertex> makers;      ///< clusters of the industry that makes the segment
};

struct ChainGaps {
    std::string chain;
    std::size_t segments = 0, present = 0, weak = 0, missing = 0;
    std::vector<Gap> gaps;  ///< missing ones first, then weak ones, each by largest input share
};

/// Gaps of each chain, or of the one named.
[[nodiscard]] std::vector<ChainGaps> chain_gaps(const Graph& graph, const std::string& chain);

}  // namespace zonecast::graph
