// The headline quantities of a province that follow the nation.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace zonecast::reference {

enum class Headline : std::size_t {
    hnte_count,
    rd_expenditure,
    tech_contract_value,
    invention_patents_valid,
    invention_patents_granted,
    gdp
};
inline constexpr std::size_t headline_count = 6;

struct HeadlineSeries {
    const char* id;   ///< series of the panel and of a pack's history
    bool money;       ///< a flow of money, which has bad years and rebounds; counts of certificates and patents have none
    bool catches_up;  ///< whether a province may catch up with the nation's quantity per GDP
};

/// By Headline.
inline constexpr std::array<HeadlineSeries, headline_count> headlines{{
    {"hnte_count", false, true},
    {"rd_expenditure", true, true},
    {"tech_contract_value", true, true},
    {"invention_patents_valid", false, true},
    {"invention_patents_granted", false, true},
    {"gdp", true, false},
}};

/// The headline that a series of the history is; nothing for other series.
[[nodiscard]] constexpr std::optional<Headline> headline_of(std::string_view series) {
    for (std::size_t k = 0; k < headline_count; ++k)
        if (series == headlines[k].id) return static_cast<Headline>(k);
    return std::nullopt;
}

}  // namespace zonecast::reference
