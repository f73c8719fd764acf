// Priors of parameters, and their replacement by a pack or a plan.
#pragma once

#include "model/scenario/reading.hpp"

namespace zonecast::scenario {

/// Reads the library's priors: one table per parameter.
void read_library_priors(const TomlValue& file, Reading& reading);

/// Lays [parameters.<id>] of a pack or a plan over the priors read so far: given keys replace those of the library; if `family` is given,
/// the library's mean, sd, low and high do not count any more. An override says where it comes from (`source`). Returns the ids overridden.
std::vector<std::string> override_priors(const TomlValue& parameters, Reading& reading);

/// Turns the tables into records once all overrides are known, each checked for its family.
void finish_priors(Reading& reading);

}  // namespace zonecast::scenario
