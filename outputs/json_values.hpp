// Values as every JSON of the program writes them.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "model/scenario/scenario.hpp"

namespace zonecast::outputs {

/// A number, or null where there is none: JSON has no NaN.
[[nodiscard]] inline nlohmann::ordered_json json_number(double value) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

template <class T>
[[nodiscard]] nlohmann::ordered_json json_number(const std::optional<T>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

[[nodiscard]] inline nlohmann::ordered_json both_names(const scenario::Name& name) {
    return {{"zh", name.zh}, {"en", name.en}};
}

}  // namespace zonecast::outputs
