// Checks that need the whole scenario.
#pragma once

#include "model/scenario/reading.hpp"

namespace zonecast::scenario {

/// Checks that the history knows the base year and the revenue of every cluster, that named enterprises fit into their clusters,
/// and that measures build facilities that something counts.
void check_whole(Reading& reading);

}  // namespace zonecast::scenario
