// The small world with a longer history, for backtests and calibrations.
#pragma once

#include <cmath>
#include <string>

#include "model/scenario/read.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::test {

/// Published totals of 2010-2019 that the small world does not have, growing smoothly with a small wobble.
inline void lengthen_history(SmallWorld& world) {
    struct Series {
        const char* id;
        const char* unit;
        double value_2016, growth;
    };
    constexpr Series all[] = {{"gdp", "亿元", 1543, 0.09},
                              {"hightech_value_added", "亿元", 343, 0.10},
                              {"hnte_count", "家", 111, 0.06},
                              {"rd_expenditure", "亿元", 23.4, 0.12},
                              {"invention_patents_valid", "件", 1393, 0.18},
                              {"invention_patents_granted", "件", 348, 0.12},
                              {"tech_contract_value", "亿元", 5.3, 0.15}};
    const scenario::Scenario known = world.scenario();
    std::string rows;
    for (const Series& one : all)
        for (int year = 2010; year <= 2019; ++year) {
            if (known.figure(one.id, "lakeland", year) != nullptr) continue;
            const double value = one.value_2016 * std::exp(one.growth * (year - 2016) + 0.01 * std::sin(3.0 * year));
            rows += std::string(one.id) + ",lakeland," + std::to_string(year) + "," + std::to_string(value) + "," + one.unit +
                    ",,derived,made up,\n";
        }
    world.append("packs/small/history.csv", rows);
}

inline scenario::Scenario pack_of(const SmallWorld& world, int base_year, int end_year) {
    Diagnostics problems;
    auto pack = scenario::read_pack_alone(world.path("packs/small"), base_year, end_year, problems);
    if (!pack) throw std::runtime_error(problems.text());
    return *pack;
}

}  // namespace zonecast::test
