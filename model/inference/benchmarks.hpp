// What a projection must beat: two statistical benchmarks fitted to the logarithms of one published series. Pure functions; thread-safe.
#pragma once

#include <vector>

#include "model/inference/scores.hpp"

namespace zonecast::inference {

/// Published values of one series in the order of their years; years may be missing.
struct YearValue {
    int year = 0;
    double value = 0;  ///< above 0
};

/// Fewest values that a benchmark is fitted to: three steps leave two degrees of freedom for their spread.
inline constexpr std::size_t least_values = 4;

/// Damping of the trend a year.
inline constexpr double trend_damping = 0.87;

/// ln(value) `horizon` years after the last value by a random walk with drift (E79): the drift is the mean step, its error and the steps
/// to come make the spread, Student t with one degree of freedom less than there are steps. A step over several years counts as many.
/// At least `least_values` values.
[[nodiscard]] StudentT random_walk_with_drift(const std::vector<YearValue>& values, int horizon);

/// The same by a damped trend (E80): the slope follows its errors with a weight that is fitted by least squares, like the first slope, and
/// fades by `trend_damping` a year. Two degrees of freedom less than there are steps, at least two.
[[nodiscard]] StudentT damped_trend(const std::vector<YearValue>& values, int horizon);

}  // namespace zonecast::inference
