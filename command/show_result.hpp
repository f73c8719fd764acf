// What is shown of a result that was put together from more than one run.
#pragma once

#include <string>

#include "command/options.hpp"
#include "model/engine/forecast.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::command {

/// Prints the scorecard of a result and where it lies, or its JSON; nothing if `quiet` and no JSON was asked for.
void show_result(const std::string& path, bool quiet, const CommonOptions& common, const scenario::Scenario& scenario,
                 const engine::Forecast& forecast);

}  // namespace zonecast::command
