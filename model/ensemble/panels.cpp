#include "model/ensemble/panels.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <stdexcept>

#include "model/engine/observables.hpp"

namespace zonecast::ensemble {

using engine::cluster_quantity_count;
using engine::ClusterQuantity;
using engine::observable_count;
using engine::Panel;
using engine::quantity_count;
using engine::Trajectory;
using engine::World;

namespace {

engine::Observable observable(const engine::ObservableText& text) {
    return {std::string(text.id), {std::string(text.zh), std::string(text.en)}, std::string(text.unit)};
}

std::vector<engine::Observable> additive_observables() {
    std::vector<engine::Observable> list;
    for (std::size_t i = 0; i < observable_count; ++i) list.push_back(observable(engine::observable_text(i)));
    return list;
}

}  // namespace

Panels::Panels(const World& world) : world_(world), years_(static_cast<std::size_t>(world.end_year - world.base_year) + 1) {
    const auto& s = world.scenario;
    province_.panel = {"province", {s.province}, {s.pack_name}, additive_observables(), {}, {}, {}};
    province_.panel.observables.push_back(
        {"st_progress_contribution", {"科技进步贡献率", "Contribution of S&T progress to growth"}, "ratio"});
    province_.zones.resize(1);
    for (std::size_t z = 0; z < world.zones.size(); ++z) province_.zones[0].push_back(z);

    perimeters_.panel = {"perimeter", {}, {}, additive_observables(), {}, {}, {}};
    for (const auto& set : world.perimeters) {
        perimeters_.panel.ids.push_back(set.id);
        scenario::Name name{set.id, set.id};
        if (set.id == "all_zones") name = {"全部高新区", "All high-tech zones"};
        if (set.id == "national_zones") name = {"国家级高新区", "National high-tech zones"};
        if (set.id == "provincial_zones") name = {"省级高新区", "Provincial high-tech zones"};
        for (const auto& p : s.perimeters)
            if (p.id == set.id) name = p.name;
        perimeters_.panel.names.push_back(name);
        perimeters_.sets.push_back(set);
    }
    cities_.panel = {"city", {}, {}, additive_observables(), {}, {}, {}};
    for (std::size_t i = 0; i < world.cities.size(); ++i) {
        cities_.panel.ids.push_back(world.cities[i].id);
        cities_.panel.names.push_back(s.cities[i].name);
        std::vector<std::size_t> members;
        for (std::size_t z = 0; z < world.zones.size(); ++z)
            if (world.zones[z].city == i) members.push_back(z);
        cities_.zones.push_back(std::move(members));
    }
    zones_.panel = {"zone", {}, {}, additive_observables(), {}, {}, {}};
    for (const auto& text : engine::zone_state_texts) zones_.panel.observables.push_back(observable(text));
    for (std::size_t z = 0; z < world.zones.size(); ++z) {
        zones_.panel.ids.push_back(world.zones[z].id);
        zones_.panel.names.push_back(s.zones[z].name);
        zones_.zones.push_back({z});
    }
    clusters_.panel = {"cluster", {}, {}, {}, {}, {}, {}};
    for (const auto q : engine::cluster_quantities)
        clusters_.panel.observables.push_back(observable(engine::quantity_texts[static_cast<std::size_t>(q)]));
    for (const auto& c : world.clusters) {
        clusters_.panel.ids.push_back(c.id);
        const auto found = std::find_if(s.clusters.begin(), s.clusters.end(), [&](const auto& x) { return x.id == c.id; });
        clusters_.panel.names.push_back(found->name);
    }
    for (Layout* layout : {&province_, &perimeters_, &cities_, &zones_, &clusters_}) place(*layout);
}

void Panels::place(Layout& layout) {
    layout.first = cells_;
    cells_ += layout.panel.ids.size() * layout.panel.observables.size() * years_;
}

void Panels::fill(const Trajectory& record, double* out) const {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    std::array<double, quantity_count> sums{};
    auto total = [&](std::span<const std::size_t> zones, std::size_t year) {
        sums.fill(0.0);
        for (const std::size_t z : zones) {
            const double* q = record.quantities(year, z);
            for (std::size_t i = 0; i < quantity_count; ++i) sums[i] += q[i];
        }
    };
    auto put = [&](const Layout& layout, std::size_t entity, std::size_t year) {
        double* cell = out + layout.first + entity * layout.panel.observables.size() * years_ + year;
        for (std::size_t i = 0; i < observable_count; ++i) cell[i * years_] = engine::observe(i, sums.data());
        return cell + observable_count * years_;
    };
    std::vector<std::size_t> members;
    for (std::size_t year = 0; year < years_; ++year) {
        total(province_.zones[0], year);
        *put(province_, 0, year) = record.st_progress[year];
        for (std::size_t e = 0; e < perimeters_.sets.size(); ++e) {
            record.members(perimeters_.sets[e], year, members);
            total(members, year);
            put(perimeters_, e, year);
        }
        for (std::size_t e = 0; e < cities_.zones.size(); ++e) {
            total(cities_.zones[e], year);
            put(cities_, e, year);
        }
        for (std::size_t z = 0; z < zones_.zones.size(); ++z) {
            const unsigned level = record.level[year * record.zones + z];
            const bool exists = world_.zones[z].outside || world_.zones[z].park || level > 0;
            total(zones_.zones[z], year);
            double* cell = put(zones_, z, year);
            cell[0] = level;
            cell[years_] = record.rank[year * record.zones + z];
            if (!exists) {  // not approved (yet): a park that counts as its city's outside
                double* first = out + zones_.first + z * zones_.panel.observables.size() * years_ + year;
                for (std::size_t i = 0; i < observable_count; ++i) first[i * years_] = nan;
            }
        }
        for (std::size_t c = 0; c < clusters_.panel.ids.size(); ++c) {
            double* cell = out + clusters_.first + c * cluster_quantity_count * years_ + year;
            const double* q = record.cluster.data() + (year * record.clusters + c) * cluster_quantity_count;
            for (std::size_t i = 0; i < cluster_quantity_count; ++i) cell[i * years_] = q[i];
        }
    }
}

void Panels::summarise(const CellSummaries& summaries, const Layout& layout, const Execution& execution,
                       Panel& out) const {
    out = layout.panel;
    const std::size_t n = out.ids.size() * out.observables.size() * years_;
    out.mean.resize(n);
    out.sd.resize(n);
    out.quantile.resize(n * engine::quantile_levels.size());
    constexpr std::size_t at_once = 1024;
    work_through((n + at_once - 1) / at_once, Execution(execution.threads), [&](std::size_t, std::uint64_t task) -> HandIn {
        for (std::size_t i = task * at_once; i < std::min<std::uint64_t>(n, (task + 1) * at_once); ++i) {
            out.mean[i] = summaries.mean(layout.first + i);
            out.sd[i] = summaries.sd(layout.first + i);
            summaries.quantiles(layout.first + i, engine::quantile_levels, out.quantile.data() + i * engine::quantile_levels.size());
        }
        return {};
    });
}

void Panels::read(const CellSummaries& summaries, const Execution& execution, engine::Forecast& forecast) const {
    summarise(summaries, province_, execution, forecast.province);
    summarise(summaries, perimeters_, execution, forecast.perimeters);
    summarise(summaries, cities_, execution, forecast.cities);
    summarise(summaries, zones_, execution, forecast.zones);
    summarise(summaries, clusters_, execution, forecast.clusters);
    const auto replicates = static_cast<double>(summaries.count(province_.first));
    for (std::size_t z = 0; z < zones_.panel.ids.size(); ++z)
        for (std::size_t year = 0; year < years_; ++year)
            forecast.zone_exists.push_back(
                static_cast<double>(summaries.count(zones_.first + z * zones_.panel.observables.size() * years_ + year)) / replicates);
}

std::size_t Panels::find(const engine::KeptSeries& series) const {
    for (const Layout* layout : {&province_, &perimeters_, &cities_, &zones_, &clusters_}) {
        const Panel& p = layout->panel;
        if (p.dimension != series.dimension) continue;
        const auto entity = std::find(p.ids.begin(), p.ids.end(), series.entity);
        std::vector<std::string> names;
        for (const auto& o : p.observables) names.push_back(o.id);
        const auto which = std::find(names.begin(), names.end(), series.observable);
        if (entity == p.ids.end()) {
            const std::string guess = closest(series.entity, p.ids);
            throw std::invalid_argument("there is no " + series.dimension + " \"" + series.entity + "\" to keep" +
                                        (guess.empty() ? "" : "; did you mean \"" + guess + "\"?"));
        }
        if (which == names.end()) {
            const std::string guess = closest(series.observable, names);
            throw std::invalid_argument("a " + series.dimension + " has no observable \"" + series.observable + "\"" +
                                        (guess.empty() ? "" : "; did you mean \"" + guess + "\"?"));
        }
        return layout->first +
               (static_cast<std::size_t>(entity - p.ids.begin()) * p.observables.size() + static_cast<std::size_t>(which - names.begin())) *
                   years_;
    }
    throw std::invalid_argument("nothing of the kind \"" + series.dimension +
                                "\" can be kept; use province, perimeter, city, zone or cluster");
}

}  // namespace zonecast::ensemble
