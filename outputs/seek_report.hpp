// What it would take: the answer of a search for a terminal, as JSON, and its curve of chance against cost as CSV.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "model/inference/seek.hpp"
#include "outputs/place.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

/// The plan as written, single levers, the bundle with its check, what binds, what more money brings, the curve. Ends
/// with a line end.
[[nodiscard]] std::string seek_text(const inference::Seek& seek, const inference::SeekSettings& settings, const TextStyle& style);

/// What the JSON says that it is.
inline constexpr const char* seek_format = "zonecast seek";
inline constexpr int seek_format_version = 1;

/// The same for programs (docs/seek.md).
[[nodiscard]] nlohmann::ordered_json seek_json(const inference::Seek& seek, const inference::SeekSettings& settings);

/// What tells the table of the curve, and the plan file, from any other.
[[nodiscard]] Signature seek_curve_signature();
[[nodiscard]] Signature seek_plan_signature();

/// The curve: one row a point, the bundle as "lever=level" with blanks between.
void write_seek_csv(const inference::Seek& seek, std::ostream& out);

/// A plan file that extends `plan` (a path as the new file will say it) and holds the bundle.
[[nodiscard]] std::string seek_plan(const inference::Seek& seek, const std::string& plan);

}  // namespace zonecast::outputs
