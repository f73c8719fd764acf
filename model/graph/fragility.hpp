// Segments that a chain leans on and that could give way: supply from outside that could not be made up inside, or few makers inside.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

struct Fragile {
    Vertex segment = 0;
    bool weak = false;             ///< the region holds the segment weakly or not at all
    bool low_local = false;        ///< less than the threshold is bought inside the province
    bool few = false;              ///< bought inside the province, of fewer makers than the threshold
    double local_share = 0;        ///< bought inside the province, mean over its specific buyers weighted with their input shares
    std::optional<double> makers;  ///< effective number of clusters that make it; nothing if the pack names no industry for it
    double exposure = 0;           ///< share of the output of `end` that rests on specific inputs of this segment from outside the province
    double inside = 0;             ///< the same of inputs from inside
    Vertex end = 0;                ///< the end of a chain that leans on it most
};

struct FragilityThresholds {
    double low_local_share = 0.3;
    double few_makers = 2;
};

/// Effective number of makers of a segment: 1 / sum of squared shares in the published revenue of the clusters of its industry (Hirschman
/// and Herfindahl); clusters count alike if none has a figure. Nothing for a segment without an industry.
[[nodiscard]] std::optional<double> effective_makers(const Graph& graph, Vertex segment);

/// Segments that somebody needs as a specific input and that the region holds weakly or not at all, of which less than the threshold is
/// bought inside the province, or which few clusters of the province make; those first on which most of an end product rests. `chain`
/// empty: over all chains. Throws std::domain_error as total_requirements does.
[[nodiscard]] std::vector<Fragile> fragile_segments(const Graph& graph, const std::string& chain,
                                                    const FragilityThresholds& thresholds = {});

}  // namespace zonecast::graph
