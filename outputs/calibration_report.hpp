// What a calibration found: for a terminal and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/inference/calibrate.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

/// Fit by series, prior against posterior of what the figures say something about, what they do not identify, and what of the input was
/// not known by the last year. Ends with a line end.
[[nodiscard]] std::string calibration_text(const inference::Calibration& calibration, const TextStyle& style);

/// The same for programs, with all parameters. Keys and their order are part of the interface (docs/formats/calibration.md).
[[nodiscard]] nlohmann::ordered_json calibration_json(const inference::Calibration& calibration);

}  // namespace zonecast::outputs
