#include "model/inference/doubling.hpp"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <memory>
#include <optional>

#include "model/engine/replicate.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/inference/compare.hpp"

namespace zonecast::inference {

using engine::Quantity;
using engine::Trajectory;
using engine::World;
using engine::WorldMeasure;

namespace {

/// Measures that are doubled together, by their indices.
struct Unit {
    std::string instrument, facility;
    std::vector<std::size_t> measures;
};

std::vector<Unit> units_of(const World& world) {
    std::map<std::pair<std::string, std::string>, Unit> units;
    for (std::size_t m = 0; m < world.measures.size(); ++m) {
        const WorldMeasure& measure = world.measures[m];
        const bool dosed = std::any_of(measure.dose.begin(), measure.dose.end(), [](double dose) { return dose != 0; });
        if (measure.moves_nothing || !dosed) continue;
        Unit& unit = units[{measure.measure.instrument, measure.measure.facility}];
        unit.instrument = measure.measure.instrument;
        unit.facility = measure.measure.facility;
        unit.measures.push_back(m);
    }
    std::vector<Unit> list;
    for (auto& [key, unit] : units) list.push_back(std::move(unit));
    return list;
}

/// Yearly means of amounts within a scope and outside it, in one replicate.
struct Amounts {
    double within = 0, elsewhere = 0;
};

/// Where the measures of a unit act: zones by year, or clusters.
class Scope {
public:
    Scope(const World& world, const Unit& unit) : world_(world), cluster_(world.clusters.size(), false) {
        only_clusters_ = true;
        for (const std::size_t m : unit.measures) {
            const WorldMeasure& measure = world.measures[m];
            if (measure.clusters.empty()) {
                only_clusters_ = false;
                sets_.push_back(measure.scope);
            }
            for (const std::size_t c : measure.clusters) cluster_[c] = true;
        }
    }

    /// An observable; `base` is the record without doubling, whose levels say which zones are in the scope.
    [[nodiscard]] Amounts amounts(Quantity quantity, const Trajectory& record, const Trajectory& base) const {
        const auto known = std::find(engine::cluster_quantities.begin(), engine::cluster_quantities.end(), quantity);
        const bool by_cluster = only_clusters_ && known != engine::cluster_quantities.end();
        const auto q = static_cast<std::size_t>(quantity);
        const auto cq = static_cast<std::size_t>(known - engine::cluster_quantities.begin());
        return over_years(record, [&](std::size_t year, Amounts& sum) {
            double total = 0, within = 0;
            for (std::size_t z = 0; z < record.zones; ++z) {
                const double amount = record.quantities(year, z)[q];
                total += amount;
                if (!by_cluster && acts_in(z, year, base)) within += amount;
            }
            if (by_cluster)
                for (std::size_t c = 0; c < record.clusters; ++c)
                    if (cluster_[c]) within += record.cluster[(year * record.clusters + c) * engine::cluster_quantity_count + cq];
            sum.within += within;
            sum.elsewhere += total - within;
        });
    }
    [[nodiscard]] Amounts facilities(std::size_t kind, const Trajectory& record, const Trajectory& base) const {
        return over_years(record, [&](std::size_t year, Amounts& sum) {
            for (std::size_t z = 0; z < record.zones; ++z)
                (acts_in(z, year, base) ? sum.within : sum.elsewhere) += record.facilities[(year * record.zones + z) * record.kinds + kind];
        });
    }

private:
    template <class Add>
    [[nodiscard]] static Amounts over_years(const Trajectory& record, Add add) {
        Amounts sum;
        for (std::size_t year = 1; year < record.years; ++year) add(year, sum);
        const auto years = static_cast<double>(record.years - 1);
        return {sum.within / years, sum.elsewhere / years};
    }
    [[nodiscard]] bool acts_in(std::size_t zone, std::size_t year, const Trajectory& base) const {
        for (const engine::ZoneSet& set : sets_)
            if (base.member(set, zone, year - 1)) return true;
        const engine::WorldZone& of = world_.zones[zone];
        for (std::size_t c = of.first_cluster; c < of.first_cluster + of.cluster_count; ++c)
            if (cluster_[c]) return true;
        return false;
    }

    const World& world_;
    std::vector<engine::ZoneSet> sets_;
    std::vector<bool> cluster_;
    bool only_clusters_ = true;
};

/// An amount with and without doubling, in the order of the replicates.
struct Columns {
    std::vector<double> without, with;
    void add(double before, double after) {
        without.push_back(before);
        with.push_back(after);
    }
    [[nodiscard]] Difference difference() const {
        const Paired pair = paired(without, with);
        return {pair.difference, pair.error};
    }
};

/// Counts replicates over all threads, tells the progress one at a time, and remembers that it asked to stop.
class Count {
public:
    Count(std::uint64_t total, const engine::Progress& progress) : total_(total), progress_(progress) {}
    void add_one() {
#pragma omp critical(zonecast_doubling_progress)
        if (!stopped_ && progress_ && !progress_(++done_, total_)) stopped_ = true;
    }
    [[nodiscard]] bool stopped() const {
        return stopped_;
    }

private:
    std::uint64_t total_, done_ = 0;
    const engine::Progress& progress_;
    std::atomic<bool> stopped_{false};
};

/// A row for every lever that the measures of a unit move.
std::vector<Doubling> rows_of(const World& world, const Unit& unit) {
    std::vector<Doubling> rows;
    const auto add = [&](scenario::Lever lever, double mean) {
        const std::string name(scenario::lever_names[static_cast<std::size_t>(lever)]);
        if (std::any_of(rows.begin(), rows.end(), [&](const Doubling& row) { return row.lever == name; })) return;
        Doubling row;
        row.instrument = unit.instrument;
        row.facility = unit.facility;
        row.lever = name;
        row.name = world.scenario.instruments[world.measures[unit.measures.front()].instrument].name;
        for (const std::size_t m : unit.measures) row.measures.push_back(world.measures[m].measure.id);
        const double sign = mean < 0 ? -1 : 1;
        if (lever == scenario::Lever::facility) {
            row.aim = "facilities[" + unit.facility + "]";
            row.declared_sign = sign;
        } else {
            const Aim aim = aim_of(lever);
            row.aim = std::string(engine::quantity_texts[static_cast<std::size_t>(aim.quantity)].id);
            row.declared_sign = sign * aim.sign;
        }
        rows.push_back(std::move(row));
    };
    for (const std::size_t m : unit.measures) {
        if (world.measures[m].facility != engine::none) add(scenario::Lever::facility, 1.0);
        for (const std::size_t e : world.measures[m].effects) add(world.effects[e].lever, world.effects[e].mean);
    }
    return rows;
}

}  // namespace

Aim aim_of(scenario::Lever lever) {
    switch (lever) {
        case scenario::Lever::certification_drive:
        case scenario::Lever::renewal:
            return {Quantity::hnte_count, 1};
        case scenario::Lever::deduction_rate:
        case scenario::Lever::hnte_tax_rate:  // the higher the rate, the more a deduction is worth
        case scenario::Lever::rd_subsidy:
            return {Quantity::rd_expenditure, 1};
        case scenario::Lever::rd_productivity:
        case scenario::Lever::knowledge_inflow:
            return {Quantity::knowledge_stock, 1};
        case scenario::Lever::entry:
            return {Quantity::entries, 1};
        case scenario::Lever::young_exit:
            return {Quantity::firms, -1};
        case scenario::Lever::contracts:
            return {Quantity::tech_contract_value, 1};
        case scenario::Lever::patents:
            return {Quantity::invention_patents_granted, 1};
        case scenario::Lever::capacity:
            return {Quantity::land_area, 1};
        case scenario::Lever::promotion:
            return {Quantity::zones_national, 1};
        case scenario::Lever::approval:
            return {Quantity::zones_provincial, 1};
        case scenario::Lever::projects:
            return {Quantity::attracted_projects, 1};
        case scenario::Lever::projects_20:
            return {Quantity::attracted_projects_ge_20, 1};
        case scenario::Lever::projects_50:
            return {Quantity::attracted_projects_ge_50, 1};
        case scenario::Lever::rd_institutions:
            return {Quantity::hnte_with_rd_institution, 1};
        case scenario::Lever::ip_finance:
            return {Quantity::ip_pledge_finance, 1};
        case scenario::Lever::recognition:
            return {Quantity::recognised_clusters, 1};
        case scenario::Lever::tax_per_mu:
            return {Quantity::tax_revenue, 1};
        case scenario::Lever::growth_small:
        case scenario::Lever::growth_middle:
        case scenario::Lever::growth_top:
        case scenario::Lever::growth:
        case scenario::Lever::demand:
        case scenario::Lever::local_sourcing:
        case scenario::Lever::spillover:
        case scenario::Lever::productivity_level:
        case scenario::Lever::facility:
        case scenario::Lever::none:
            return {Quantity::revenue, 1};
    }
    return {};
}

std::vector<Doubling> double_instruments(const scenario::Scenario& scenario, const engine::RunSettings& settings, Diagnostics& problems,
                                         const engine::Progress& progress) {
    const std::shared_ptr<const World> single = World::compile(scenario, problems);
    if (!single) return {};
    const engine::Keys keys(*single, settings);
    const auto replicates = static_cast<std::size_t>(settings.replicates);
    const int threads = settings.threads > 0 ? settings.threads : omp_get_max_threads();

    const std::vector<Unit> units = units_of(*single);
    Count count(settings.replicates * (1 + units.size()), progress);

    std::vector<Trajectory> base(replicates);
#pragma omp parallel num_threads(threads)
    {
        engine::Replicate replicate(*single, keys, settings);
#pragma omp for schedule(dynamic, 1)
        for (std::size_t r = 0; r < replicates; ++r) {
            if (count.stopped()) continue;
            base[r] = replicate.run(settings.first_replicate + r);
            count.add_one();
        }
    }

    std::vector<std::vector<Doubling>> results(units.size());
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
    for (std::size_t u = 0; u < units.size(); ++u) {
        if (count.stopped()) continue;
        const Unit& unit = units[u];
        std::vector<Doubling> rows = rows_of(*single, unit);
        scenario::Scenario doubled = scenario;
        for (scenario::Measure& measure : doubled.plan.measures)
            if (measure.instrument == unit.instrument && measure.facility == unit.facility)
                for (auto& [year, dose] : measure.dose) dose *= 2;
        Diagnostics ignored;  // the scenario compiled before
        const std::shared_ptr<const World> world = World::compile(doubled, ignored, &single->reference);
        engine::Replicate replicate(*world, keys, settings);
        const Scope scope(*single, unit);
        std::vector<Columns> within(rows.size()), elsewhere(rows.size());
        Columns entries, entries_elsewhere, exits;
        for (std::size_t r = 0; r < replicates && !count.stopped(); ++r) {
            const Trajectory& with = replicate.run(settings.first_replicate + r);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                Amounts before, after;
                if (rows[i].lever == "facility") {
                    const std::size_t kind = single->measures[unit.measures.front()].facility;
                    before = scope.facilities(kind, base[r], base[r]);
                    after = scope.facilities(kind, with, base[r]);
                } else {
                    const Quantity quantity = aim_of(scenario::lever_named(rows[i].lever).value()).quantity;
                    before = scope.amounts(quantity, base[r], base[r]);
                    after = scope.amounts(quantity, with, base[r]);
                }
                within[i].add(before.within, after.within);
                elsewhere[i].add(before.elsewhere, after.elsewhere);
            }
            const Amounts in = scope.amounts(Quantity::entries, with, base[r]), was = scope.amounts(Quantity::entries, base[r], base[r]);
            entries.add(was.within, in.within);
            entries_elsewhere.add(was.elsewhere, in.elsewhere);
            exits.add(scope.amounts(Quantity::exits, base[r], base[r]).within, scope.amounts(Quantity::exits, with, base[r]).within);
            count.add_one();
        }
        if (count.stopped()) continue;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].single = paired(within[i].without, within[i].with).a;
            rows[i].effect = within[i].difference();
            rows[i].elsewhere = elsewhere[i].difference();
            rows[i].entries = entries.difference();
            rows[i].entries_elsewhere = entries_elsewhere.difference();
            rows[i].exits = exits.difference();
        }
        results[u] = std::move(rows);
    }
    if (count.stopped()) throw ensemble::Cancelled();
    std::vector<Doubling> all;
    for (auto& rows : results)
        for (Doubling& row : rows) all.push_back(std::move(row));
    return all;
}

}  // namespace zonecast::inference
