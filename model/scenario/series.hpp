// Series of statistics that the program reads: what each measures and within which bounds it can lie.
#pragma once

#include <string>
#include <vector>

#include "model/base/units.hpp"

namespace zonecast::scenario {

struct Series {
    std::string name;  ///< ends in "." for a family of series, such as "facilities."
    base::Dimension dimension = base::Dimension::count;
    double low = 0, high = 0;  ///< bounds of a value, in the program's unit
    /// Standard deviation of the logarithm of a reported value that gives none: registers and censuses are counted to half a per cent, areas
    /// and surveyed shares are not.
    double reported_spread = 0.005;
};

/// What the names of series begin with that the zone index reads.
inline constexpr const char* index_series = "index.";

/// The series of that name (or its family), or null: other series are kept for descriptions and comparisons and are checked for units only.
[[nodiscard]] const Series* find_series(const std::string& name);

/// A known series that `name` most likely misspells (at most two edits, digits unchanged), or "".
[[nodiscard]] std::string misspelt_series(const std::string& name);

/// The series that is read whose name is nearest to `name`, however far it is.
[[nodiscard]] std::string nearest_series(const std::string& name);

}  // namespace zonecast::scenario
