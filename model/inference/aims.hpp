// What forecasts are asked to reach, one to three years ahead from the origins 2016 to 2022, learned up to each origin; and whether they
// do.
#pragma once

#include <array>
#include <vector>

#include "model/inference/cases.hpp"

namespace zonecast::inference {

/// Least skill against each benchmark, and the share of outcomes that the 80 per cent band may hold.
struct Aim {
    const char* series;  ///< empty: every series with the same weight
    const char* place;   ///< empty: all provinces of the panel
    double walk, trend, nation;
    double band_low, band_high;
};

inline constexpr int aims_first_origin = 2016, aims_last_origin = 2022;
inline constexpr std::array<Aim, 8> aims{{
    {"hnte_count", "", 0.40, 0.36, 0.03, 0.74, 0.86},
    {"hnte_count", "hunan", 0.50, 0.50, 0.00, 0.70, 0.95},
    {"rd_expenditure", "", 0.10, 0.15, 0.10, 0.74, 0.88},
    {"tech_contract_value", "", 0.15, 0.15, 0.08, 0.72, 0.88},
    {"invention_patents_valid", "", 0.38, 0.10, 0.00, 0.74, 0.88},
    {"invention_patents_granted", "", 0.03, 0.08, 0.00, 0.74, 0.90},
    {"gdp", "", 0.15, 0.00, 0.15, 0.74, 0.90},
    {"", "", 0.20, 0.14, 0.06, 0.75, 0.85},
}};

/// What was reached of an aim. Unrounded numbers are compared; what does not exist is not met.
struct Reached {
    const Aim* aim = nullptr;
    Summary scores;
    double walk = 0, trend = 0, nation = 0;  ///< skills that the aim is about; NaN: no case has the benchmark
    double band = 0;                         ///< share of outcomes in the 80 per cent band
    bool walk_met = false, trend_met = false, nation_met = false, band_met = false;

    [[nodiscard]] bool met() const { return walk_met && trend_met && nation_met && band_met; }
};

/// The aims that the cases can tell of: of their series and place; those of all provinces only if `all_provinces`.
[[nodiscard]] std::vector<Reached> held_against_aims(const std::vector<Case>& cases, bool all_provinces, std::uint64_t seed,
                                                     std::uint64_t resamples);

}  // namespace zonecast::inference
