// Which series a run keeps for every replicate: "dimension:entity:observable" on the command line.
#pragma once

#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::command {

/// Reads the series asked for, e.g. "zone:changsha_htz:hnte_count". Dimensions are province, perimeter, city, zone and cluster. Whatever
/// does not exist in the scenario is an error with a suggestion.
[[nodiscard]] std::vector<engine::KeptSeries> kept_series(const std::vector<std::string>& wanted, const scenario::Scenario& scenario,
                                                          Diagnostics& diagnostics);

}  // namespace zonecast::command
