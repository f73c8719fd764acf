// What a backtest found, of packs or of provinces of the panel: for a terminal, as JSON, as CSV.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "model/inference/backtest.hpp"
#include "model/inference/panel_backtest.hpp"
#include "outputs/score_tables.hpp"

namespace zonecast::outputs {

/// Scores pooled by series and by horizon against the benchmarks, aims, calibration, chances of events, and what could not be scored;
/// `verbose`: also what of the input was not known at the origins, and every case. Ends with a line end.
[[nodiscard]] std::string backtest_text(const inference::Backtest& backtest, const TextStyle& style, bool verbose);
/// The same of a panel; `verbose`: also by horizon, origin and province. `detailed`: places whose series are shown apart in any case.
[[nodiscard]] std::string backtest_text(const inference::PanelBacktest& backtest, const std::vector<std::string>& detailed,
                                        const TextStyle& style, bool verbose);

/// The same for programs, with every case. Keys and their order are part of the interface (docs/formats/backtest.md); numbers that do not
/// exist are null.
[[nodiscard]] nlohmann::ordered_json backtest_json(const inference::Backtest& backtest);
[[nodiscard]] nlohmann::ordered_json backtest_json(const inference::PanelBacktest& backtest);

}  // namespace zonecast::outputs
