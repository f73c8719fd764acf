// In which order the segments of a chain depend on each other.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

/// Segments that supply each other in a loop, or a single segment.
struct Component {
    std::vector<Vertex> segments;  ///< in the order of the scenario
    bool loop = false;             ///< more than one segment, or one that buys from itself
    std::size_t stage = 0;         ///< longest number of steps from a component that buys from none
};

/// Strongly connected components of the supply layer, suppliers before their buyers: the order in which a loss of supply is worked out.
/// Ties keep the order of the scenario. `chain` empty: over all chains.
[[nodiscard]] std::vector<Component> components_in_order(const Graph& graph, const std::string& chain);

}  // namespace zonecast::graph
