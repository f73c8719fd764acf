// Segments whose loss from outside the region could not be made up inside it.
#pragma once

#include <string>
#include <vector>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

struct Fragile {
    Vertex segment = 0;
    bool weak = false;       ///< the region holds the segment weakly or not at all
    double local_share = 0;  ///< bought inside the province, mean over its specific buyers weighted with their input shares
    double exposure = 0;     ///< share of the output of `end` that rests on specific inputs of this segment from outside the province
    Vertex end = 0;          ///< the end of a chain that is exposed most
};

/// Segments that somebody needs as a specific input and that the region holds weakly or not at all, or of which less than
/// `low_local_share` is bought inside the province; the most exposed first. `chain` empty: over all chains.
/// Throws std::domain_error as total_requirements does.
[[nodiscard]] std::vector<Fragile> fragile_segments(const Graph& graph, const std::string& chain, double low_local_share = 0.3);

}  // namespace zonecast::graph
