// The scenario of a result, from the texts that its file keeps.
#pragma once

#include <optional>

#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"
#include "outputs/result.hpp"

namespace zonecast::outputs {

/// Reads and checks again the plan, pack and library that the result was made from, with its quick changes: the same records as when it was
/// run, so that running it again gives the same bits. Nothing is read from the disk. Returns nullopt, with the reasons in `diagnostics`, if
/// the result keeps no inputs (an older zonecast wrote it) or if this version finds errors in them.
[[nodiscard]] std::optional<scenario::Scenario> read_stored_scenario(const Result& result, Diagnostics& diagnostics);

}  // namespace zonecast::outputs
