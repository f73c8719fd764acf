// Everything that is wrong with a plan.
#pragma once

#include <optional>

#include "command/options.hpp"
#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::command {

/// Reads a plan and all that it leads to, compiles it and looks at its start: errors, warnings and notes go to
/// `diagnostics`. Nothing if there are errors.
[[nodiscard]] std::optional<scenario::Scenario> check_plan(const PlanOptions& plan, Diagnostics& diagnostics);

}  // namespace zonecast::command
