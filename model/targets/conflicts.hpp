// Targets of one plan that contradict each other.
#pragma once

#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::targets {

/// Two targets on the same metric, quantifier, statistic, year and (where the statistic compares) base year that do not go together:
/// `excluded`: no value meets both. `two_numbers`: same scope and direction, other thresholds, so that meeting the stricter is meeting the
/// other. `implied`: the scope of one holds that of the other, the metric grows with its scope, and meeting the one is meeting the other.
/// `two_versions`: nested scopes and other thresholds, and only one of the two is the plan's own, so that the other is another version of
/// it.
struct Conflict {
    enum class Kind { excluded, two_numbers, implied, two_versions };
    Kind kind = Kind::two_numbers;
    std::size_t first = 0, second = 0;  ///< indices of targets, in the order of the plan
};

/// All of them, in the order of the plan. The scenario's targets must have passed check_targets. Thread-safe.
[[nodiscard]] std::vector<Conflict> find_conflicts(const scenario::Scenario& scenario);

/// A note for each, with the places of both targets. Both stay in the plan and are judged.
void note_conflicts(const scenario::Scenario& scenario, Diagnostics& problems);

}  // namespace zonecast::targets
