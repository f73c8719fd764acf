// The province's headline observables by year beside what was published, for a terminal.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "outputs/result.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

/// The province's observables that people ask for first, in their order.
inline constexpr std::array<const char*, 6> headline_observables{"hnte_count", "rd_to_gdp",           "hightech_value_added",
                                                                 "gdp",        "tech_contract_value", "invention_patents_valid"};

/// A published number to lay beside a projection.
struct Published {
    double value = 0;
    bool derived = false;  ///< from other figures of the pack, as R&D over GDP from both
};

/// What the pack's figures say of an observable of the province in a year; nullopt if they do not.
[[nodiscard]] std::optional<Published> published(const Result& result, const std::string& observable, int year);

/// A table: for each headline observable that the result has and each year the median, the 90 % band, the published figure, marked when it
/// is of a year after the base year and so not used, and where in the band it lies. Ends with a line end.
[[nodiscard]] std::string outlook_text(const Result& result, const TextStyle& style);

}  // namespace zonecast::outputs
