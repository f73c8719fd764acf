// Numbers as the page of a report carries them: short, and null where there is none.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "outputs/json_values.hpp"

namespace zonecast::outputs {

/// `value` with `digits` significant digits; null for what JSON cannot hold.
[[nodiscard]] inline nlohmann::ordered_json short_number(double value, int digits = 6) {
    if (!std::isfinite(value)) return nullptr;
    if (value == 0) return 0;
    const int place = digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value))));
    const double scale = std::pow(10.0, std::abs(place));
    const double rounded = place >= 0 ? std::round(value * scale) / scale : std::round(value / scale) * scale;
    if (rounded == std::floor(rounded) && std::abs(rounded) < 1e15) return static_cast<std::int64_t>(rounded);
    return rounded;
}

[[nodiscard]] inline nlohmann::ordered_json short_numbers(const double* values, std::size_t count, int digits = 6) {
    auto list = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < count; ++i) list.push_back(short_number(values[i], digits));
    return list;
}

}  // namespace zonecast::outputs
