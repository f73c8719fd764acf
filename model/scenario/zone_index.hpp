// The table of weights that zones are scored by.
#pragma once

#include "model/scenario/reading.hpp"

namespace zonecast::scenario {

/// Reads the index that the plan names, or else the pack, unless the plan goes without; leaves out what the plan leaves out. Weights of
/// zero leave out too. Nothing is read if neither names one.
void read_index(Reading& reading);

/// Drops items and groups of weight zero, and groups without items; an index of which nothing is left is an error at `where`.
void drop_weightless(const Location& where, Reading& reading);

}  // namespace zonecast::scenario
