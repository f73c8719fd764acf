#include "model/inference/doubling.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>

#include "model/engine/replicate.hpp"
#include "model/engine/world.hpp"
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
    /// What follows.
    void append(const Columns& more) {
        without.insert(without.end(), more.without.begin(), more.without.end());
        with.insert(with.end(), more.with.begin(), more.with.end());
    }
    [[nodiscard]] Difference difference() const {
        const Paired pair = paired(without, with);
        return {pair.difference, pair.error};
    }
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

/// A unit with its doses doubled: its world, where it acts, its rows.
struct DoubledUnit {
    Unit unit;
    std::shared_ptr<const World> world;
    Scope scope;
    std::vector<Doubling> rows;
};

/// What doubling one unit did in some replicates, in their order.
class UnitTally {
public:
    explicit UnitTally(std::size_t rows) : within_(rows), elsewhere_(rows) {}

    void add(const World& single, const DoubledUnit& doubled, const Trajectory& base, const Trajectory& with) {
        const Scope& scope = doubled.scope;
        for (std::size_t i = 0; i < doubled.rows.size(); ++i) {
            Amounts before, after;
            if (doubled.rows[i].lever == "facility") {
                const std::size_t kind = single.measures[doubled.unit.measures.front()].facility;
                before = scope.facilities(kind, base, base);
                after = scope.facilities(kind, with, base);
            } else {
                const Quantity quantity = aim_of(scenario::lever_named(doubled.rows[i].lever).value()).quantity;
                before = scope.amounts(quantity, base, base);
                after = scope.amounts(quantity, with, base);
            }
            within_[i].add(before.within, after.within);
            elsewhere_[i].add(before.elsewhere, after.elsewhere);
        }
        const Amounts in = scope.amounts(Quantity::entries, with, base),
                      was = scope.amounts(Quantity::entries, base, base);
        entries_.add(was.within, in.within);
        entries_elsewhere_.add(was.elsewhere, in.elsewhere);
        exits_.add(scope.amounts(Quantity::exits, base, base).within,
                   scope.amounts(Quantity::exits, with, base).within);
    }
    /// Takes in the replicates that follow.
    void merge(const UnitTally& next) {
        for (std::size_t i = 0; i < within_.size(); ++i) {
            within_[i].append(next.within_[i]);
            elsewhere_[i].append(next.elsewhere_[i]);
        }
        entries_.append(next.entries_);
        entries_elsewhere_.append(next.entries_elsewhere_);
        exits_.append(next.exits_);
    }
    void read(std::vector<Doubling>& rows) const {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].single = paired(within_[i].without, within_[i].with).a;
            rows[i].effect = within_[i].difference();
            rows[i].elsewhere = elsewhere_[i].difference();
            rows[i].entries = entries_.difference();
            rows[i].entries_elsewhere = entries_elsewhere_.difference();
            rows[i].exits = exits_.difference();
        }
    }

private:
    std::vector<Columns> within_, elsewhere_;
    Columns entries_, entries_elsewhere_, exits_;
};

/// Compiles the world of every unit, several at a time.
std::vector<DoubledUnit> doubled_units(const scenario::Scenario& scenario, const World& single,
                                       const ensemble::Execution& execution) {
    std::vector<DoubledUnit> all;
    for (const Unit& unit : units_of(single))
        all.push_back({unit, nullptr, Scope(single, unit), rows_of(single, unit)});
    ensemble::work_through(all.size(), execution, [&](std::size_t, std::uint64_t i) -> ensemble::HandIn {
        scenario::Scenario doubled = scenario;
        for (scenario::Measure& measure : doubled.plan.measures)
            if (measure.instrument == all[i].unit.instrument && measure.facility == all[i].unit.facility)
                for (auto& [year, dose] : measure.dose) dose *= 2;
        Diagnostics ignored;  // the scenario compiled before
        all[i].world = World::compile(doubled, ignored, &single.reference);
        if (!all[i].world) throw std::logic_error("a scenario does not compile with doubled doses: " + ignored.text());
        return {};
    });
    return all;
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

std::vector<Doubling> double_instruments(const scenario::Scenario& scenario, const engine::RunSettings& settings,
                                         Diagnostics& problems, const ensemble::Execution& execution) {
    const std::shared_ptr<const World> single = World::compile(scenario, problems);
    if (!single) return {};
    const engine::Keys keys(*single, settings);
    std::vector<DoubledUnit> units = doubled_units(scenario, *single, execution);

    std::vector<UnitTally> tallies;
    for (const DoubledUnit& unit : units) tallies.emplace_back(unit.rows.size());
    constexpr std::uint64_t at_once = 4;  // replicates whose records without doubling are kept: a few megabytes each
    const std::uint64_t tasks = (settings.replicates + at_once - 1) / at_once,
                        end = settings.first_replicate + settings.replicates;
    const auto work = [&](std::size_t, std::uint64_t task) -> ensemble::HandIn {
        const std::uint64_t first = settings.first_replicate + task * at_once, count = std::min(at_once, end - first);
        std::vector<Trajectory> base;
        engine::Replicate without(*single, keys, settings);
        for (std::uint64_t r = 0; r < count; ++r) base.push_back(without.run(first + r));
        auto gathered = std::make_shared<std::vector<UnitTally>>();
        for (const DoubledUnit& unit : units) {
            UnitTally& tally = gathered->emplace_back(unit.rows.size());
            engine::Replicate with(*unit.world, keys, settings);
            for (std::uint64_t r = 0; r < count; ++r) tally.add(*single, unit, base[r], with.run(first + r));
        }
        return [&tallies, gathered, done = count * (1 + units.size())] {
            for (std::size_t u = 0; u < tallies.size(); ++u) tallies[u].merge((*gathered)[u]);
            return done;
        };
    };
    ensemble::work_through(tasks, execution, work, 0, settings.replicates * (1 + units.size()));

    std::vector<Doubling> all;
    for (std::size_t u = 0; u < units.size(); ++u) {
        tallies[u].read(units[u].rows);
        for (Doubling& row : units[u].rows) all.push_back(std::move(row));
    }
    return all;
}

}  // namespace zonecast::inference
