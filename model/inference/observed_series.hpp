// The published series of a province that a run can be held against, and how comparable their years are.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/inference/benchmarks.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::inference {

/// A series of the history (or a ratio of two) and the observable of the province that is the same thing.
struct ObservedSeries {
    const char* id;
    const char* observable;
    const char* numerator;              ///< series of the history
    const char* denominator = nullptr;  ///< series to divide by; null: none
    const char* instead = nullptr;      ///< series to take where one of the two is missing; null: none
};

inline constexpr std::array<ObservedSeries, 9> observed_series{{
    {"gdp", "gdp", "gdp"},
    {"hightech_value_added", "hightech_value_added", "hightech_value_added"},
    {"hnte_count", "hnte_count", "hnte_count"},
    {"hnte_recognised", "hnte_recognised", "hnte_recognised"},
    {"rd_expenditure", "rd_total", "rd_expenditure"},
    {"rd_to_gdp", "rd_to_gdp", "rd_expenditure", "gdp", "rd_intensity"},
    {"invention_patents_valid", "invention_patents_valid", "invention_patents_valid"},
    {"invention_patents_granted", "invention_patents_granted", "invention_patents_granted"},
    {"tech_contract_value", "tech_contract_value", "tech_contract_value"},
}};

/// A published value. What a pack assumes is none.
struct Published {
    double value = 0;
    double spread = 0;  ///< standard deviation of its logarithm
};

/// The province's value of a series in a year, or nothing.
[[nodiscard]] std::optional<Published> published(const scenario::Scenario& scenario, const ObservedSeries& series, int year);

/// Whether figures of both years are comparable: no break of the series (or of a part of a ratio) lies in (from, to].
[[nodiscard]] bool comparable(const scenario::Scenario& scenario, const ObservedSeries& series, int from, int to);

/// Values up to `last`, in the order of years, as far back as they are comparable with `last`.
[[nodiscard]] std::vector<YearValue> values_until(const scenario::Scenario& scenario, const ObservedSeries& series, int last);

}  // namespace zonecast::inference
