// Priors of parameters, and their replacement by a pack or a plan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/scenario/reading.hpp"

namespace zonecast::scenario {

/// Reads the library's priors: one table per parameter.
void read_library_priors(const TomlValue& file, Reading& reading);

/// Lays [parameters.<id>] of a pack or a plan over the priors read so far: given keys replace those of the library; if `family` is given,
/// the library's mean, sd, low and high do not count any more. A replacement says where it comes from (`source`). A pack may also define
/// parameters that the library cannot know (`may_define`), such as amounts of its province; a plan may not. Returns the ids replaced or
/// defined.
std::vector<std::string> override_priors(const TomlValue& parameters, bool may_define, Reading& reading);

/// Why a parameter cannot have a value, such as 80 or -1 for a chance; nothing if it can.
[[nodiscard]] std::optional<Text> impossible(const std::string& id, const std::string& unit, double value);

/// Turns the tables into records once all overrides are known, each checked for its family.
void finish_priors(Reading& reading);

}  // namespace zonecast::scenario
