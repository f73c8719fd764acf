// The headline quantities of a province that follow the nation.
#pragma once

#include <array>
#include <cstddef>

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

}  // namespace zonecast::reference
