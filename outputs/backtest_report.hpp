// What a backtest found: for a terminal, as JSON, as CSV.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "model/inference/backtest.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

/// Scores pooled by series and by horizon against both benchmarks, calibration, chances of events, what of the input was not known at the
/// origins, and what could not be scored. Ends with a line end.
[[nodiscard]] std::string backtest_text(const inference::Backtest& backtest, const TextStyle& style);

/// The same for programs, with every case. Keys and their order are part of the interface (docs/formats/backtest.md); numbers that do not
/// exist are null.
[[nodiscard]] nlohmann::ordered_json backtest_json(const inference::Backtest& backtest);

/// One row a case and forecaster.
void write_backtest_csv(const inference::Backtest& backtest, std::ostream& out);

}  // namespace zonecast::outputs
