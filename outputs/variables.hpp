// The variables of a result file: name, dimensions, unit and meaning of each, in one place. docs/formats/results.md is checked against it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/engine/forecast.hpp"

namespace zonecast::outputs {

/// Version of the result format. It grows when a reader of the older version would misunderstand a file.
inline constexpr std::uint64_t format_version = 1;

/// Unit text of numbers whose unit differs from row to row; the named variable holds it for each.
inline constexpr const char* unit_of_target = "see target_unit";
inline constexpr const char* unit_of_parameter = "see parameter_unit";
inline constexpr const char* unit_of_series = "see series_unit";
inline constexpr const char* unit_of_figure = "see figure_series";
inline constexpr const char* unit_of_start = "see start_figure_unit";

enum class Stored { text, real, wide, integer, small };  ///< variable-length UTF-8, 64-bit float; integers of 64, 32 and 8 bits

/// What a variable is.
struct Variable {
    std::string name;
    std::vector<std::string> dimensions;
    Stored stored = Stored::real;
    std::string units;  ///< empty for texts
    std::string long_name, long_name_zh;
    bool may_be_missing = false;  ///< NaN (real) or `missing` (integers) marks what does not exist
    int missing = 0;
    std::string observable;  ///< identifier of the observable that a panel variable holds; else empty
};

/// The variables that every result has as far as it has their dimensions (a plan without measures has no measure_... variables).
[[nodiscard]] const std::vector<Variable>& fixed_variables();
/// One of them. Throws std::logic_error if the name is unknown.
[[nodiscard]] const Variable& fixed_variable(std::string_view name);

enum class Summary { mean, sd, quantile };
/// The variable that holds a summary of an observable of a panel, e.g. zone_hnte_count_mean(zone, year).
[[nodiscard]] Variable panel_variable(const std::string& dimension, const engine::Observable& observable, Summary summary);

/// A unit as the file writes it, in the manner of UDUNITS: "1" for counts, ratios and ranks, "1e8 CNY" for money.
[[nodiscard]] std::string file_unit(const std::string& unit);

/// `id` with everything but letters, digits and underscores replaced, fit for the name of a variable.
[[nodiscard]] std::string variable_name(const std::string& id);

}  // namespace zonecast::outputs
