// Published figures of cities and zones that the start of a run does not rest on.
#pragma once

#include "model/base/diagnostics.hpp"
#include "model/engine/world.hpp"

namespace zonecast::engine {

/// Notes which figures of cities and zones the start does not read: those that planners expect it to meet (certified enterprises, GDP, R&D,
/// revenue, income, rank) one note a series, and all series that nothing reads in one more. Thread-safe but for the diagnostics.
void note_unread_figures(const World& world, Diagnostics& problems);

}  // namespace zonecast::engine
