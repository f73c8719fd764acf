// What a dose of a measure that builds becomes: whole items.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace zonecast::scenario {

/// Items that are started in each zone in year t by yearly doses times `factor`: the doses up to the year are summed and rounded once, halves
/// up, less what was started before. So doses of 0.5 in three years start 1, 0 and 1 items.
[[nodiscard]] inline double items_started(std::span<const double> doses, std::size_t t, double factor = 1) {
    constexpr double half = 0.5 + 1e-9;  // sums such as 0.1 + 0.4 may end a little below the half
    double before = 0;
    for (std::size_t i = 0; i < t; ++i) before += doses[i];
    return std::floor(factor * (before + doses[t]) + half) - std::floor(factor * before + half);
}

}  // namespace zonecast::scenario
