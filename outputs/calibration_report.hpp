// What a calibration found: for a terminal and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/inference/calibrate.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

/// What must be said of the fit before it is used: each figure that the posterior misses by more than
/// `inference::far_off` standard deviations, after a line that counts them. Empty if there is none.
[[nodiscard]] std::vector<std::string> calibration_warnings(const inference::Calibration& calibration, Language language);

/// Fit by series, prior against posterior of what the figures say something about, what they do not identify, and what of the input was
/// not known by the last year. Ends with a line end.
[[nodiscard]] std::string calibration_text(const inference::Calibration& calibration, const TextStyle& style);

/// The same for programs, with all parameters. Keys and their order are part of the interface (docs/formats/calibration.md).
[[nodiscard]] nlohmann::ordered_json calibration_json(const inference::Calibration& calibration);

}  // namespace zonecast::outputs
