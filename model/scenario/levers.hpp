// Levers: what instruments can move. An instrument's channel names one of these; docs/model.md says which law each enters.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace zonecast::scenario {

enum class Lever : std::size_t {
    certification_drive,  ///< log points on the certification drive D
    renewal,              ///< added to the chance of renewal
    deduction_rate,       ///< added to the super-deduction rate d
    hnte_tax_rate,        ///< added to the tax rate of certified enterprises
    rd_subsidy,           ///< subsidy over private R&D; R&D rises by subsidy_additionality each
    rd_productivity,      ///< log points on knowledge from R&D
    entry,                ///< log points on entry
    young_exit,           ///< log points on the exit hazard below age 5
    growth_small,         ///< drift of enterprises of 0.2 to 2 (1e8 CNY)
    growth_middle,        ///< drift of enterprises of 0.5 to 10
    growth_top,           ///< drift of enterprises of 10 and more
    growth,               ///< drift of the cluster
    demand,               ///< log points of external demand
    knowledge_inflow,     ///< share of real R&D added to knowledge
    local_sourcing,       ///< rise of the local share of incoming chain edges
    spillover,            ///< relative rise of the spillover weight
    contracts,            ///< log growth of technology contracts
    patents,              ///< log points on grants
    capacity,             ///< log points of land capacity
    productivity_level,   ///< one-off log points of output
    projects,             ///< expected large projects per zone and year
    promotion,            ///< logit points on the yearly chance of promotion
    recognition,          ///< logit points on the yearly chance of national recognition
    facility,             ///< builds facilities of the kind that the measure names
    tax_per_mu,           ///< log points of tax
    approval,             ///< logit points on the yearly chance that a park is approved as a provincial zone
    projects_20,          ///< expected large projects a year with an investment of 20 to 50 (1e8 CNY)
    projects_50,          ///< expected large projects a year with an investment of 50 and more
    rd_institutions,      ///< log points a year off the share of above-scale certified enterprises without an R&D institution
    ip_finance,           ///< log points a year on loans pledged on intellectual property
    none,                 ///< accounted, moves nothing
};

inline constexpr std::size_t lever_count = static_cast<std::size_t>(Lever::none) + 1;

inline constexpr std::array<std::string_view, lever_count> lever_names{"certification_drive",
                                                                       "renewal",
                                                                       "deduction_rate",
                                                                       "hnte_tax_rate",
                                                                       "rd_subsidy",
                                                                       "rd_productivity",
                                                                       "entry",
                                                                       "young_exit",
                                                                       "growth_small",
                                                                       "growth_middle",
                                                                       "growth_top",
                                                                       "growth",
                                                                       "demand",
                                                                       "knowledge_inflow",
                                                                       "local_sourcing",
                                                                       "spillover",
                                                                       "contracts",
                                                                       "patents",
                                                                       "capacity",
                                                                       "productivity_level",
                                                                       "projects",
                                                                       "promotion",
                                                                       "recognition",
                                                                       "facility",
                                                                       "tax_per_mu",
                                                                       "approval",
                                                                       "projects_20",
                                                                       "projects_50",
                                                                       "rd_institutions",
                                                                       "ip_finance",
                                                                       "none"};

[[nodiscard]] constexpr std::optional<Lever> lever_named(std::string_view name) {
    for (std::size_t i = 0; i < lever_count; ++i)
        if (lever_names[i] == name) return static_cast<Lever>(i);
    return std::nullopt;
}

}  // namespace zonecast::scenario
