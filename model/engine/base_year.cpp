#include "model/engine/base_year.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include "model/engine/observables.hpp"
#include "model/engine/replicate.hpp"

namespace zonecast::engine {

namespace {

/// Counterpart of a published series in a record: observables of a set of zones.
struct Counterpart {
    const char* series;
    const char* observable;
    const char* less = nullptr;  ///< observable to subtract
};

constexpr std::array province_series{
    Counterpart{"gdp", "gdp"},
    Counterpart{"hightech_value_added", "hightech_value_added"},
    Counterpart{"hightech_revenue", "revenue"},
    Counterpart{"rd_expenditure", "rd_total"},
    Counterpart{"hnte_count", "hnte_count"},
    Counterpart{"hnte_recognised", "hnte_recognised"},
    Counterpart{"firms_revenue_ge_1", "firms_revenue_ge_1"},
    Counterpart{"firms_revenue_ge_100", "firms_revenue_ge_100"},
    Counterpart{"firms_below_0.2", "firms", "firms_above_scale"},
    Counterpart{"tech_sme_count", "tech_sme_count"},
    Counterpart{"invention_patents_valid", "invention_patents_valid"},
    Counterpart{"invention_patents_granted", "invention_patents_granted"},
    Counterpart{"tech_contract_value", "tech_contract_value"},
    Counterpart{"population", "population"},
};
constexpr std::array zones_series{Counterpart{"zones_total_income", "total_income"}, Counterpart{"zones_hightech_revenue", "revenue"}};
constexpr Counterpart counted_series{"hnte_count_in_zones", "hnte_count"};
constexpr std::array place_series{
    Counterpart{"gdp", "gdp"},
    Counterpart{"hightech_revenue", "revenue"},
    Counterpart{"population", "population"},
    Counterpart{"hightech_value_added", "hightech_value_added"},
    Counterpart{"hnte_count", "hnte_count"},
    Counterpart{"invention_patents_valid", "invention_patents_valid"},
    Counterpart{"tech_contract_value", "tech_contract_value"},
    Counterpart{"total_income", "total_income"},
    Counterpart{"land_area", "land_area"},
    Counterpart{"rd_expenditure", "rd_total"},
};

const char* text(scenario::Confidence c) {
    switch (c) {
        case scenario::Confidence::reported:
            return "reported";
        case scenario::Confidence::derived:
            return "derived";
        case scenario::Confidence::conflicting:
            return "conflicting";
        case scenario::Confidence::assumed:
            return "assumed";
    }
    return "";
}

struct Line {
    const scenario::Figure* figure;
    Known published;  ///< at the base year
    std::string unit;
    std::function<double(const Trajectory&)> value;
    std::vector<double> drawn;
};

}  // namespace

std::vector<BaseYearLine> describe_base_year(const World& world, std::uint64_t seed, std::uint64_t draws) {
    const auto& s = world.scenario;
    std::vector<Line> lines;
    // The figure of the base year, or the one of another year that the start was brought to.
    auto figure_of = [&](const std::string& series, const std::string& place) -> std::pair<const scenario::Figure*, Known> {
        if (const scenario::Figure* exact = s.figure(series, place, world.base_year)) return {exact, {exact->value, exact->spread}};
        for (const CarriedFigure& one : world.carried)
            if (one.figure->series == series && one.figure->place == place) return {one.figure, one.at_base};
        return {nullptr, {}};
    };
    auto add = [&](const Counterpart& c, const std::string& place, const std::vector<std::size_t>& zones) {
        const auto [figure, published] = figure_of(c.series, place);
        if (figure == nullptr || zones.empty()) return;
        const std::size_t which = observable_named(c.observable).value();
        const std::size_t less = c.less != nullptr ? observable_named(c.less).value() : observable_count;
        lines.push_back({figure,
                         published,
                         std::string(observable_text(which).unit),
                         [which, less, zones](const Trajectory& record) {
                             std::array<double, quantity_count> sums{};
                             for (const std::size_t z : zones)
                                 for (std::size_t i = 0; i < quantity_count; ++i) sums[i] += record.quantities(0, z)[i];
                             return observe(which, sums.data()) - (less < observable_count ? observe(less, sums.data()) : 0.0);
                         },
                         {}});
    };
    std::vector<std::size_t> all, approved;
    for (std::size_t z = 0; z < world.zones.size(); ++z) {
        all.push_back(z);
        if (world.zones[z].level != scenario::ZoneLevel::none) approved.push_back(z);
    }
    for (const auto& c : province_series) add(c, s.province, all);
    for (const auto& c : zones_series) add(c, s.province, approved);
    // Zones that were counted together later may still be part of their cities' outsides: then a record does not show them.
    std::vector<std::size_t> counted;
    bool shown = true;
    for (std::size_t z = 0; z < world.zones.size(); ++z)
        if (world.zones[z].counted) counted.push_back(z), shown = shown && (!world.zones[z].candidate || world.zones[z].park);
    if (shown) add(counted_series, s.province, counted);
    for (const auto& city : world.cities)
        for (const auto& c : place_series) add(c, city.id, world.zone_set(city.id)->zones);
    for (const std::size_t z : approved) {
        for (const auto& c : place_series) add(c, world.zones[z].id, {z});
        const scenario::Figure* rank = s.latest("rank_national", world.zones[z].id, world.base_year);
        if (rank != nullptr && world.zones[z].level == scenario::ZoneLevel::national)
            lines.push_back({rank, {rank->value, rank->spread}, "rank", [z](const Trajectory& record) { return record.rank[z]; }, {}});
    }
    for (std::size_t c = 0; c < world.clusters.size(); ++c) {
        const scenario::Figure* figure = s.figure("cluster_revenue", world.clusters[c].id, world.base_year);
        if (figure == nullptr) continue;
        lines.push_back({figure,
                         {figure->value, figure->spread},
                         "1e8 CNY",
                         [c](const Trajectory& record) {
                             return record.cluster[c * cluster_quantity_count + static_cast<std::size_t>(ClusterQuantity::revenue)];
                         },
                         {}});
    }

    RunSettings settings;
    settings.seed = seed;
    const Keys keys(world, settings);
    Replicate replicate(world, keys, settings);
    for (std::uint64_t r = 0; r < draws; ++r) {
        const Trajectory& record = replicate.start(r);
        for (Line& line : lines) line.drawn.push_back(line.value(record));
    }
    std::vector<BaseYearLine> out;
    for (Line& line : lines) {
        std::sort(line.drawn.begin(), line.drawn.end());
        auto at = [&](double p) { return line.drawn[static_cast<std::size_t>(p * static_cast<double>(line.drawn.size() - 1) + 0.5)]; };
        BaseYearLine b;
        b.series = line.figure->series;
        b.place = line.figure->place;
        b.unit = line.unit;
        b.published = line.published.value;
        b.spread = line.published.spread;
        b.model_low = at(0.05);
        b.model_median = at(0.5);
        b.model_high = at(0.95);
        b.pull = b.published > 0 && b.model_median > 0 ? std::log(b.model_median / b.published) / std::max(b.spread, 0.005) : 0.0;
        b.note = std::string(text(line.figure->confidence)) + (line.figure->year != world.base_year ? ", " + std::to_string(line.figure->year) : "") +
                 ": " + line.figure->source;
        b.confidence = line.figure->confidence;
        b.where = line.figure->where;
        out.push_back(std::move(b));
    }
    return out;
}

}  // namespace zonecast::engine
