// What a projection must beat: two statistical benchmarks fitted to the logarithms of one published series, and a rule that knows the
// nation. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "model/inference/scores.hpp"
#include "model/scenario/panel.hpp"

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

/// The rule "grows as the nation did last year" (E90), with the spread of its own misses up to the origin: ln(value) of a place h years
/// after the origin is its last one plus h times the nation's growth of ln in the origin's year; the variance is
/// (10 (0.1 h)^2 + sum of squared misses of the rule over h years, all provinces, all years that end by the origin) / (10 + their number),
/// and the distribution a Student t with 10 + number degrees of freedom.
class AsNation {
public:
    /// Says nothing.
    AsNation() = default;
    /// Paths in the order of their years, as known at the origin.
    AsNation(std::vector<YearValue> nation, std::vector<std::vector<YearValue>> provinces, int origin);

    /// Whether the nation's growth in the origin's year is known; predict() needs it.
    [[nodiscard]] bool known() const { return known_; }
    [[nodiscard]] StudentT predict(double last_value, int horizon) const;

private:
    bool known_ = false;
    double growth_ = 0;
    std::vector<YearValue> nation_;
    std::vector<std::vector<YearValue>> provinces_;
};

/// Values of a path of the panel as known at the end of `known`.
[[nodiscard]] std::vector<YearValue> panel_values(const scenario::Panel& panel, const std::string& series, const std::string& place,
                                                  int known = scenario::last_plausible_year);

/// The rule from the panel as known at the origin; places that no fit may use tell it nothing.
[[nodiscard]] AsNation as_nation(const scenario::Panel& panel, const std::string& series, int origin);

}  // namespace zonecast::inference
