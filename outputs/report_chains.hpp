// The industry chains of a scenario as the page draws them.
#pragma once

#include <nlohmann/json.hpp>

#include "model/scenario/scenario.hpp"

namespace zonecast::outputs {

/// One object a chain: its name, its segments (and those of other chains that supply it) with place in the chain, presence and fragility,
/// and the inputs between them. Shares are ratios. A chain is called after the industry of its id, else after the industry that makes most
/// of its segments.
[[nodiscard]] nlohmann::ordered_json chains_json(const scenario::Scenario& scenario);

}  // namespace zonecast::outputs
