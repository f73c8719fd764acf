#include "tests/fuzz/readers.hpp"

#include <string>

#include "model/base/diagnostics.hpp"
#include "model/scenario/csv.hpp"
#include "model/scenario/toml.hpp"
#include "model/targets/metric.hpp"

namespace zonecast::fuzz {

void read(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    Diagnostics problems;
    switch (data[0]) {
        case 't':
            static_cast<void>(scenario::parse_toml("input.toml", text, problems));
            break;
        case 'c': {
            const auto table = scenario::CsvTable::parse("input.csv", text, {{"id", true}, {"value", true}, {"note", false}}, problems);
            for (std::size_t i = 0; table && i < table->size(); ++i) {
                const auto row = table->row(i, problems);
                static_cast<void>(row.required("id"));
                static_cast<void>(row.number("value", -1e9, 1e9));
                static_cast<void>(row.text("note"));
            }
            break;
        }
        case 'm': {
            scenario::Scenario scenario;
            scenario.industries.push_back({.id = "electronics"});
            targets::MetricError error;
            static_cast<void>(targets::parse_metric(text, scenario, error));
            break;
        }
        default:
            break;
    }
    static_cast<void>(problems.text());
}

}  // namespace zonecast::fuzz
