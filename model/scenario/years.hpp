// Calendar years that a scenario may speak of.
#pragma once

#include <string>

namespace zonecast::scenario {

inline constexpr int first_plausible_year = 1978;
inline constexpr int last_plausible_year = 2100;

[[nodiscard]] inline bool plausible_year(double year) {
    return year >= first_plausible_year && year <= last_plausible_year;
}

[[nodiscard]] inline std::string plausible_years_text() {
    return std::to_string(first_plausible_year) + "-" + std::to_string(last_plausible_year);
}

}  // namespace zonecast::scenario
