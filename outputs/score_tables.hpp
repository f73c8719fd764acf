// What reports on backtests share: tables of scores, aims, events and cases, as text, JSON and CSV.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "model/inference/aims.hpp"
#include "outputs/place.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

/// What the first columns of a table of scores say.
enum class ScoreRows { series, series_and_horizon, series_and_origin, place };

/// One row a summary, in its order: CRPS, skill against the benchmarks that predicted any of them (with the bootstrap's interval unless
/// rows are split by horizon or origin; the number of cases that have it where that is not all), bias, coverage. Ends with a line end.
[[nodiscard]] std::string scores_table(const std::vector<inference::Summary>& rows, ScoreRows kind, const TextStyle& style);

/// One line an aim: what was asked, what was reached, rounded towards a miss, and whether it is met. Empty without aims.
[[nodiscard]] std::string aims_text(const std::vector<inference::Reached>& aims, const TextStyle& style);

/// Shares of outcomes in fifths of the prediction, Brier scores and the table of reliability.
[[nodiscard]] std::string calibration_text(const inference::Summary& pooled, const inference::EventSummary& events, const TextStyle& style);

/// Every case: values, what was predicted (10, 50 and 90 per cent), and who predicted.
[[nodiscard]] std::string cases_text(const std::vector<inference::Case>& cases, const TextStyle& style);

/// What could not be scored, and why. Empty if there is nothing.
[[nodiscard]] std::string unscored_text(const std::vector<inference::Unscored>& unscored, const TextStyle& style);

/// The parts of docs/formats/backtest.md of the same names; numbers that do not exist are null.
[[nodiscard]] nlohmann::ordered_json summary_json(const inference::Summary& one);
[[nodiscard]] nlohmann::ordered_json summaries_json(const std::vector<inference::Summary>& list);
[[nodiscard]] nlohmann::ordered_json aims_json(const std::vector<inference::Reached>& aims);
[[nodiscard]] nlohmann::ordered_json events_json(const inference::EventSummary& events);
[[nodiscard]] nlohmann::ordered_json cases_json(const std::vector<inference::Case>& cases);
[[nodiscard]] nlohmann::ordered_json unscored_json(const std::vector<inference::Unscored>& unscored);

/// What tells such a table from any other.
[[nodiscard]] Signature cases_signature();

/// One row a case and forecaster that made a prediction, under a header.
void write_cases_csv(const std::vector<inference::Case>& cases, std::ostream& out);

/// A number in a format of fmt, or a dash where there is none.
[[nodiscard]] std::string score_text(double value, const char* format);

}  // namespace zonecast::outputs
