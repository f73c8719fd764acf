// The base year as the model starts from it, against the statistics, line by line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/engine/world.hpp"

namespace zonecast::engine {

/// One statistic and what the initial state makes of it.
struct BaseYearLine {
    std::string series, place, unit;
    double published = 0;
    double spread = 0;                     ///< sd of the logarithm of the published figure
    double model_median = 0;               ///< over draws of the initial state
    double model_low = 0, model_high = 0;  ///< 5 and 95 per cent
    double pull = 0;                       ///< ln(median / published) over the spread (at least half a per cent)
    std::string note;                      ///< confidence and source of the figure
};

/// Draws the initial state `draws` times and compares it with every figure of the base year that the model has a counterpart of:
/// province first, then cities, zones and clusters. Thread-safe.
[[nodiscard]] std::vector<BaseYearLine> describe_base_year(const World& world, std::uint64_t seed, std::uint64_t draws);

}  // namespace zonecast::engine
