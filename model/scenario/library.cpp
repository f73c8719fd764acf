#include "model/scenario/library.hpp"

#include <cmath>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/priors.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

constexpr double weight_tolerance = 1e-6;

/// Reads "sector:weight;sector:weight".
std::vector<std::pair<std::string, double>> read_weights(const CsvRow& row, const std::string& column, Reading& reading) {
    std::vector<std::pair<std::string, double>> weights;
    const std::string text = row.required(column);
    const std::size_t errors_before = reading.diagnostics.error_count();
    double sum = 0;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find(';', start), text.size());
        const std::string part(base::trimmed(std::string_view(text).substr(start, end - start)));
        start = end + 1;
        if (part.empty()) continue;
        const std::size_t colon = part.find(':');
        const std::string sector(base::trimmed(std::string_view(part).substr(0, colon)));
        const std::string_view number = colon == std::string::npos ? std::string_view() : std::string_view(part).substr(colon + 1);
        const auto weight = parse_number(number);
        if (!weight) {
            row.error(column, say("{} 不是带权重的部门", "{} is not a sector with its weight", in_quotes(part)),
                      Text("写成 部门:权重;部门:权重，如 special_equipment:0.8;general_equipment:0.2",
                           "write sector:weight;sector:weight, such as special_equipment:0.8;general_equipment:0.2"));
            continue;
        }
        if (*weight <= 0 || *weight > 1)
            row.error(column, say("{} 的权重是 {}，应在 0 与 1 之间", "the weight of {} is {}; it must lie between 0 and 1", in_quotes(sector),
                                  number_text(*weight)));
        static_cast<void>(reading.sectors.check(sector, row.where(column), reading.diagnostics));
        for (const auto& other : weights)
            if (other.first == sector)
                row.error(column, say("部门 {} 有两个权重", "the sector {} has two weights", in_quotes(sector)), Text("把它们相加", "add them up"));
        weights.emplace_back(sector, *weight);
        sum += *weight;
    }
    if (reading.diagnostics.error_count() == errors_before && std::abs(sum - 1) > weight_tolerance)
        row.error(column, say("该产业的部门权重合计 {}，不是 1", "the sector weights of the industry sum to {}, not to 1", number_text(sum)),
                  Text("改正权重", "correct the weights"));
    std::sort(weights.begin(), weights.end());
    return weights;
}

void read_industries(const std::string& folder, const Location& asked_by, Reading& reading) {
    constexpr double largest_loading = 10;
    const auto table =
        read_table(folder, "industries.csv",
                   columns({"id", "name_zh", "name_en", "io_sector_weights", "rd_to_revenue", "value_added_rate"},
                           {"hnte_field_zh", "rd_to_revenue_low", "rd_to_revenue_high", "rd_confidence", "rd_source", "va_confidence",
                            "va_source", "cyclical_loading", "cyclical_confidence", "strategic_emerging", "note"}),
                   asked_by, reading.industries, reading);
    if (!table) return;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        Industry industry;
        industry.where = row.where();
        industry.id = row.required("id");
        industry.name = {row.required("name_zh"), row.required("name_en")};
        industry.sectors = read_weights(row, "io_sector_weights", reading);
        industry.rd_to_revenue = row.share("rd_to_revenue");
        industry.rd_to_revenue_low = row.share("rd_to_revenue_low", industry.rd_to_revenue);
        industry.rd_to_revenue_high = row.share("rd_to_revenue_high", industry.rd_to_revenue);
        if (industry.rd_to_revenue_low > industry.rd_to_revenue || industry.rd_to_revenue > industry.rd_to_revenue_high)
            row.error("rd_to_revenue", Text("rd_to_revenue 不在其上下限之间", "rd_to_revenue does not lie between its low and its high"),
                      Text("改正三者之一", "correct one of the three"));
        industry.value_added_rate = row.share("value_added_rate");
        industry.cyclical_loading = row.number("cyclical_loading", -largest_loading, largest_loading, 1.0);
        industry.strategic_emerging = row.flag("strategic_emerging", false);
        for (const char* column : {"rd_confidence", "va_confidence", "cyclical_confidence"})
            static_cast<void>(row.choice<Confidence>(column, confidence_words(), Confidence::assumed));
        if (reading.industries.add(industry.id, row.where("id"), reading.diagnostics)) {
            static_cast<void>(reading.scopes.add(industry.id, row.where("id"), reading.diagnostics));
            reading.scenario.industries.push_back(industry);
        }
    }
    sort_by_id(reading.scenario.industries);
}

}  // namespace

void read_library(const std::string& folder, const Location& asked_by, Reading& reading) {
    read_sectors(folder, asked_by, reading);
    read_industries(folder, asked_by, reading);
    if (!reading.industries.complete()) reading.scopes.set_incomplete();
    if (const auto priors = read_toml(in_folder(folder, "priors.toml"), asked_by, reading))
        read_library_priors(*priors, reading);
    else
        reading.parameters.set_incomplete();
    if (const auto instruments = read_toml(in_folder(folder, "instruments.toml"), asked_by, reading))
        read_instruments(*instruments, reading);
    else
        reading.instruments.set_incomplete();
    reading.scenario.panel = read_panel(folder, asked_by, reading);
}

}  // namespace zonecast::scenario
