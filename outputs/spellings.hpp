// How the result file spells what a target is: the words of plan files.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "model/scenario/scenario.hpp"

namespace zonecast::outputs {

// In the order of the enumerations.
inline constexpr std::array<std::string_view, 5> comparison_spellings{">=", ">", "<=", "<", "between"};
inline constexpr std::array<std::string_view, 2> quantifier_spellings{"total", "each"};
inline constexpr std::array<std::string_view, 8> statistic_spellings{
    "level", "share", "ratio_to_base", "increase", "cumulative", "mean_annual_growth", "improves_every_year", "median_improves"};
inline constexpr std::array<std::string_view, 4> confidence_spellings{"reported", "derived", "conflicting", "assumed"};

template <class E, std::size_t N>
[[nodiscard]] constexpr std::string_view spelling(const std::array<std::string_view, N>& spellings, E value) {
    return spellings.at(static_cast<std::size_t>(value));
}

/// The value spelt so, or nothing.
template <class E, std::size_t N>
[[nodiscard]] constexpr std::optional<E> spelt(const std::array<std::string_view, N>& spellings, std::string_view word) {
    for (std::size_t i = 0; i < N; ++i)
        if (spellings[i] == word) return static_cast<E>(i);
    return std::nullopt;
}

}  // namespace zonecast::outputs
