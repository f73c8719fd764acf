// Answers to the questions on the graph as JSON.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "model/graph/bottlenecks.hpp"
#include "model/graph/components.hpp"
#include "model/graph/fragility.hpp"
#include "model/graph/gaps.hpp"
#include "model/graph/graph.hpp"

namespace zonecast::graph {

/// The selected part: {"nodes": [{"kind", "id", "name": {"zh", "en"}, ...}], "edges": [{"layer", "from", "to", "weight", ...}]}. Ends of
/// edges are "<kind>:<id>".
[[nodiscard]] nlohmann::ordered_json to_json(const Graph& graph, const Selection& selection);

[[nodiscard]] nlohmann::ordered_json to_json(const Graph& graph, const std::vector<Component>& components);
[[nodiscard]] nlohmann::ordered_json to_json(const Graph& graph, const std::vector<ChainGaps>& gaps);
[[nodiscard]] nlohmann::ordered_json to_json(const Graph& graph, const std::vector<Bottleneck>& bottlenecks);
[[nodiscard]] nlohmann::ordered_json to_json(const Graph& graph, const std::vector<Fragile>& fragile);

}  // namespace zonecast::graph
