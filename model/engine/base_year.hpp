// The base year as the model starts from it, against the statistics, line by line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/engine/world.hpp"

namespace zonecast::engine {

/// Draws the initial state `draws` times and compares it with every figure of the base year that the model has a counterpart of:
/// province first, then cities, zones and clusters. Thread-safe.
[[nodiscard]] std::vector<BaseYearLine> describe_base_year(const World& world, std::uint64_t seed, std::uint64_t draws);

}  // namespace zonecast::engine
