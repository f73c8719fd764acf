// Figures of one year brought to another.
#pragma once

#include <optional>
#include <string>

#include "model/scenario/scenario.hpp"

namespace zonecast::scenario {

/// Value of a series of a place in a year: on the line of logarithms between published years; nothing before the first and after the last.
[[nodiscard]] std::optional<double> course(const Scenario& scenario, const std::string& series, const std::string& place, int year);

/// A figure of a place that lies in a province, brought to a year.
struct Carried {
    const Figure* figure = nullptr;  ///< the one it was made from; null: there is none
    double value = 0;
    double spread = 0;  ///< sd of the logarithm: the figure's own and what a share of the province drifts in the years between
};

/// The figure of `series` and `place` of the year nearest to `year` (the earlier of two, at most `within` years off), moved as the province's
/// series `total` moved. Its spread grows by `drift` with the root of the years. A figure of the year itself stays as it is.
/// Nothing if the province's course does not reach both years.
[[nodiscard]] Carried carried(const Scenario& scenario, const std::string& series, const std::string& place, const std::string& total,
                              int year, int within, double drift);

}  // namespace zonecast::scenario
