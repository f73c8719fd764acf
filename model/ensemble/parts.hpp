// A run in parts, for job arrays: which replicates a part has.
#pragma once

#include "model/engine/forecast.hpp"

namespace zonecast::ensemble {

/// Settings of part `number` of `of` (both from 1): whole blocks of the run, as evenly as they go, in order. `whole`
/// are the settings of the run; the part notes them in RunSettings::part. Throws std::invalid_argument, saying what is
/// wrong, for a number that is not from 1 to `of`, and if there are fewer blocks than parts.
[[nodiscard]] engine::RunSettings part_settings(const engine::RunSettings& whole, std::uint64_t number,
                                                std::uint64_t of);

/// Blocks of a run.
[[nodiscard]] std::uint64_t blocks_of(const engine::RunSettings& whole);

}  // namespace zonecast::ensemble
