// What reports on backtests and calibrations share: names of series, the table of inputs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "model/inference/known_at.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

[[nodiscard]] inline const char* choose(Language language, const char* zh, const char* en) {
    return language == Language::zh ? zh : en;
}

/// Name of an observed series: that of its observable; "all" for an empty id.
[[nodiscard]] std::string series_name(const std::string& id, Language language);

/// Notes on inputs by the year that they are about.
using InputNotes = std::vector<std::pair<int, const std::vector<inference::InputNote>*>>;

[[nodiscard]] std::string inputs_text(const InputNotes& notes, const TextStyle& style);
/// [{"origin", "treatment", "input", "known", "count", "detail"}]
[[nodiscard]] nlohmann::ordered_json inputs_json(const InputNotes& notes);

}  // namespace zonecast::outputs
