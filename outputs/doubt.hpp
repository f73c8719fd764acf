// Where the doubt about targets comes from: the split of their variance in a result file and on the scorecard.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "model/engine/forecast.hpp"
#include "outputs/labelled_file.hpp"
#include "outputs/scorecard.hpp"
#include "outputs/variable_reader.hpp"

namespace zonecast::outputs {

/// Adds the variables target_value_... and target_met_... of the split. The dimension target must be there. Throws FileError.
void write_split(LabelledFile& file, const engine::VarianceSplit& split);
/// Reads them back; nothing if the file has none. Throws FileError if they do not fit `targets`.
[[nodiscard]] std::optional<engine::VarianceSplit> read_split(const VariableReader& reader, std::size_t targets);

/// A table with one row a target: which share of the variance of its value and of being met is parameters, initial state and chance, and
/// how much more knowledge could remove. Empty if the result has no split.
[[nodiscard]] std::string doubt_text(const Result& result, const TextStyle& style);
/// The split of one target for programs (docs/formats/results.md).
[[nodiscard]] nlohmann::ordered_json doubt_json(const engine::VarianceSplit& split, std::size_t target);

}  // namespace zonecast::outputs
