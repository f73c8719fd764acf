// The verdict on every target: for a terminal, and as JSON.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "outputs/result.hpp"
#include "outputs/words.hpp"

namespace zonecast::outputs {

struct TextStyle {
    Language language = Language::zh;
    std::size_t width = 100;  ///< cells of the terminal
    bool colour = false;
};

/// Headlines, a table with one row a target, what the verdicts mean, the zones that fall short most often of targets of each zone, and the
/// targets whose chance depends on the perimeter. Ends with a line end.
[[nodiscard]] std::string scorecard_text(const Result& result, const TextStyle& style);

/// The same for programs. Keys and their order are part of the interface (docs/formats/results.md); numbers that do not exist are null.
[[nodiscard]] nlohmann::ordered_json scorecard_json(const Result& result);

}  // namespace zonecast::outputs
