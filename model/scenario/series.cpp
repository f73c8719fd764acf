#include "model/scenario/series.hpp"

#include <limits>

#include "model/base/diagnostics.hpp"

namespace zonecast::scenario {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

const std::vector<Series>& all_series() {
    using base::Dimension;
    static const std::vector<Series> series{
        {"gdp", Dimension::money, 0, infinite},
        {"gdp_revised", Dimension::money, 0, infinite},
        {"hightech_value_added", Dimension::money, 0, infinite},
        {"hightech_revenue", Dimension::money, 0, infinite},
        {"cluster_revenue", Dimension::money, 0, infinite},
        {"zones_total_income", Dimension::money, 0, infinite},
        {"zones_hightech_revenue", Dimension::money, 0, infinite},
        {"total_income", Dimension::money, 0, infinite},
        {"rd_expenditure", Dimension::money, 0, infinite},
        {"tech_contract_value", Dimension::money, 0, infinite},
        {"tech_contract_value_absorbed", Dimension::money, 0, infinite},
        {"hnte_count", Dimension::count, 0, infinite},
        {"hnte_count_3yr_sum", Dimension::count, 0, infinite},
        {"hnte_count_torch", Dimension::count, 0, infinite},
        {"hnte_recognised", Dimension::count, 0, infinite},
        {"tech_sme_count", Dimension::count, 0, infinite},
        {"tech_sme_count_provincial", Dimension::count, 0, infinite},
        {"firms_revenue_ge_1", Dimension::count, 0, infinite},
        {"firms_revenue_ge_100", Dimension::count, 0, infinite},
        {"firms_below_0.2", Dimension::count, 0, infinite},
        {"invention_patents_valid", Dimension::count, 0, infinite},
        {"invention_patents_granted", Dimension::count, 0, infinite},
        {"facilities.", Dimension::count, 0, infinite},
        {"recognised_clusters.", Dimension::count, 0, infinite},
        {"rd_enterprise_share", Dimension::ratio, 0, 1},
        {"firms_revenue_ge_1_share_of_revenue", Dimension::ratio, 0, 1},
        {"hnte_revenue_ge_1_share", Dimension::ratio, 0, 1, 0.01},
        {"hnte_share_of_value_added", Dimension::ratio, 0, 1, 0.01},
        {"rd_intensity", Dimension::ratio, 0, 1},
        {"rd_intensity_consistent", Dimension::ratio, 0, 1},
        {"abovescale_rd_to_revenue", Dimension::ratio, 0, 1},
        {"population", Dimension::people, 0, infinite},
        {"employees", Dimension::people, 0, infinite},
        {"land_area", Dimension::land, 0, infinite, 0.02},
        {"rank_national", Dimension::rank, 1, infinite},
        {"ip_pledge_finance", Dimension::money, 0, infinite},
        {"rd_institution_coverage", Dimension::ratio, 0, 1},
        {"above_scale_other_revenue", Dimension::money, 0, infinite},
        {"above_scale_other_firms", Dimension::count, 0, infinite},
    };
    return series;
}

std::string digits_of(const std::string& text) {
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits.push_back(c);
    return digits;
}

}  // namespace

const Series* find_series(const std::string& name) {
    for (const Series& series : all_series()) {
        if (series.name == name) return &series;
        if (series.name.back() == '.' && name.size() > series.name.size() && name.compare(0, series.name.size(), series.name) == 0)
            return &series;
    }
    return nullptr;
}

std::string misspelt_series(const std::string& name) {
    constexpr std::size_t edits = 2;
    if (find_series(name) != nullptr) return {};
    std::vector<std::string> candidates;
    for (const Series& series : all_series())
        if (series.name.back() != '.' && digits_of(series.name) == digits_of(name)) candidates.push_back(series.name);
    const std::string nearest = closest(name, candidates);
    return !nearest.empty() && edit_distance(name, nearest) <= edits ? nearest : std::string();
}

std::string nearest_series(const std::string& name) {
    std::string nearest;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (const Series& series : all_series()) {
        const std::size_t edits = edit_distance(name, series.name);
        if (edits >= least) continue;
        least = edits;
        nearest = series.name.back() == '.' ? series.name + "<kind>" : series.name;
    }
    return nearest;
}

}  // namespace zonecast::scenario
