// Which zones a scope of targets holds, as the scenario's files know them before anything is simulated.
#pragma once

#include <set>
#include <string>

#include "model/scenario/scenario.hpp"

namespace zonecast::targets {

/// Ids of the zones (a city's outside included) that a scope holds at the end of `year`, as far as zones.csv knows. Thread-safe.
[[nodiscard]] std::set<std::string> zones_of(const std::string& scope, const scenario::Scenario& scenario, int year);

}  // namespace zonecast::targets
