#include "model/inference/seek.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <utility>

#include "model/engine/world.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/inference/compare.hpp"

namespace zonecast::inference {

namespace {

using engine::World;

bool moves_something(const scenario::Instrument& instrument) {
    return std::any_of(instrument.channels.begin(), instrument.channels.end(),
                       [](const scenario::Channel& channel) { return channel.lever != "none"; });
}

bool has_channel(const scenario::Instrument& instrument, const char* lever) {
    return std::any_of(instrument.channels.begin(), instrument.channels.end(),
                       [&](const scenario::Channel& channel) { return channel.lever == lever; });
}

/// Bounds and the end that helps. A lever that pushes the other way (a tax rate) helps at its lower end.
void bound(SeekLever& lever, const scenario::Instrument& instrument, const scenario::Plan& plan) {
    for (const auto& [year, dose] : lever.measure.dose)
        if (year > plan.base_year && year <= plan.end_year && std::abs(dose) > std::abs(lever.written)) lever.written = dose;
    lever.low = std::min(instrument.dose_low.value_or(0), lever.written);
    lever.high = std::max(instrument.dose_high.value_or(2 * std::max(1.0, std::abs(lever.written))), lever.written);
    if (lever.builds()) lever.high = std::floor(lever.high);
    lever.high = std::max(lever.high, lever.written);
    lever.top = has_channel(instrument, "hnte_tax_rate") ? lever.low : lever.high;
    lever.national = instrument.national;
    lever.booked = instrument.unit_cost > 0;
}

/// The scenario that trials run on: levers without a dose get one of 1, which a factor then turns.
scenario::Scenario with_all_levers(scenario::Scenario scenario, const std::vector<SeekLever>& levers) {
    std::vector<double> levels;
    std::vector<SeekLever> idle;
    for (const SeekLever& lever : levers)
        if (lever.written == 0) idle.push_back(lever), levels.push_back(1);
    return with_levels(std::move(scenario), idle, levels);
}

/// What a run says of the targets of a search.
class Verdicts : public engine::ReplicateSink {
public:
    Verdicts(const World& world, const std::vector<std::size_t>& targets)
        : all_(world.scenario.plan.targets.size()),
          parameters_(world.parameters.size() + world.effects.size()),
          first_effect_(world.parameters.size()),
          targets_(targets) {
        by_target.assign(targets.size(), 0.0);
    }
    /// Watches levers: effects of each, and whether it builds.
    void watch(std::vector<std::vector<std::size_t>> effects, std::vector<bool> builds) {
        effects_ = std::move(effects);
        builds_ = std::move(builds);
        idle.assign(effects_.size(), 0.0);
    }
    void take(const engine::BlockOutput& block) override {
        for (std::uint64_t r = 0; r < block.count; ++r) {
            bool all = true;
            for (std::size_t i = 0; i < targets_.size(); ++i) {
                const bool one = block.target_met[r * all_ + targets_[i]] != 0;
                by_target[i] += one ? 1 : 0;
                all = all && one;
            }
            met.push_back(all ? 1 : 0);
            bool nothing = !effects_.empty();
            for (std::size_t l = 0; l < effects_.size(); ++l) {
                const double* drawn = &block.parameters[r * parameters_ + first_effect_];
                const bool idles =
                    !builds_[l] && std::all_of(effects_[l].begin(), effects_[l].end(), [&](std::size_t e) { return drawn[e] == 0; });
                idle[l] += idles ? 1 : 0;
                nothing = nothing && idles;
            }
            all_idle += nothing ? 1 : 0;
        }
    }
    [[nodiscard]] double chance() const {
        double sum = 0;
        for (const auto one : met) sum += one;
        return met.empty() ? 0 : sum / static_cast<double>(met.size());
    }

private:
    std::size_t all_, parameters_, first_effect_;
    std::vector<std::size_t> targets_;
    std::vector<std::vector<std::size_t>> effects_;
    std::vector<bool> builds_;

public:
    std::vector<std::uint8_t> met;
    std::vector<double> by_target, idle;
    double all_idle = 0;
};

double cost_of(const engine::Forecast& forecast) {
    double sum = 0;
    for (const auto& measure : forecast.measures)
        for (const double cost : measure.cost) sum += cost;
    return sum;
}

class Trials {
public:
    Trials(const scenario::Scenario& written, const SeekSettings& settings, const ensemble::Execution& execution)
        : written_(written), settings_(settings), execution_(execution) {
        const auto all = seek_levers(written);
        std::vector<SeekLever> given;
        std::vector<double> levels;
        for (std::size_t l = 0; l < all.size(); ++l) {
            const auto held = settings.held.find(l);
            if (held != settings.held.end()) {
                ++out_.held;
                if (held->second) given.push_back(all[l]), levels.push_back(*held->second);
                if (held->second && *held->second != all[l].written) ++out_.fixed, out_.rewritten.push_back(all[l]);
            } else if (all[l].national && !settings.national) {
                ++out_.national;
            } else if (all[l].top != all[l].written) {
                out_.levers.push_back(all[l]);
            }
        }
        base_ = with_levels(written, given, levels);
    }

    std::optional<Seek> run(Diagnostics& problems) {
        world_ = World::compile(with_all_levers(base_, out_.levers), problems);
        if (!world_) return std::nullopt;
        const auto plan = World::compile(written_, problems, &world_->reference);
        if (!plan) return std::nullopt;
        for (const SeekLever& lever : out_.levers) ids_.push_back("dose." + lever.measure.id);
        const auto [written, money] = run_of(*plan, 0, settings_.run.replicates, nullptr);
        out_.written_chance = written.chance();
        written_cost_ = cost_of(money);

        const std::size_t n = out_.levers.size();
        const Attempt attempt = [this](const std::vector<double>& at) { return tried(levels(at)); };
        out_.search = search(n, attempt, settings_.goal, settings_.polish);
        out_.levels = levels(out_.search.best);
        for (std::size_t l = 0; l < n; ++l) {
            if (out_.levels[l] != out_.levers[l].written) {
                out_.changed.push_back(l);
                out_.rewritten.push_back(out_.levers[l]);
            }
            out_.span_cost.push_back(!out_.search.singles.empty() && !out_.search.unbooked[l]
                                         ? out_.search.singles[l].cost - out_.search.start.cost
                                         : out_.search.shadow);
        }
        check(*plan, problems);
        return std::move(out_);
    }

private:
    [[nodiscard]] std::vector<double> levels(const std::vector<double>& at) const {
        std::vector<double> out;
        for (std::size_t l = 0; l < at.size(); ++l) out.push_back(out_.levers[l].level_at(at[l]));
        return out;
    }

    std::pair<Verdicts, engine::Forecast> run_of(const World& world, std::uint64_t first, std::uint64_t count,
                                                 std::shared_ptr<const engine::ParameterSource> source,
                                                 const std::vector<std::size_t>* watched = nullptr) {
        engine::RunSettings s = settings_.run;
        s.keep.clear();
        s.summaries = s.resumable = false;
        s.first_replicate = first;
        s.replicates = count;
        s.parameter_source = std::move(source);
        Verdicts verdicts(world, settings_.targets);
        if (watched) watch(verdicts, world, *watched);
        const std::uint64_t before = done_;
        const auto told = [&](std::uint64_t done, std::uint64_t) {
            return !execution_.progress || execution_.progress(before + done, std::max(expected(), before + done + 1));
        };
        engine::Forecast forecast = ensemble::run(world, s, verdicts, execution_.telling(told));
        done_ += count;
        return {std::move(verdicts), std::move(forecast)};
    }
    /// About how many replicates it takes: ends, single levers, gains, the path, NLopt, less of each; the check.
    [[nodiscard]] std::uint64_t expected() const {
        return (10 + 3 * out_.levers.size() + settings_.polish) * settings_.run.replicates + 3 * settings_.check;
    }

    const Tried& tried(const std::vector<double>& levels) {
        const auto known = tried_.find(levels);
        if (known != tried_.end()) return known->second;
        std::vector<double> factors;
        for (std::size_t l = 0; l < levels.size(); ++l)
            factors.push_back(out_.levers[l].written == 0 ? levels[l] : levels[l] / out_.levers[l].written);
        std::shared_ptr<const engine::ParameterSource> source;
        if (!factors.empty()) source = std::make_shared<engine::ParameterValues>(ids_, factors, 0, engine::ParameterValues::Rows::in_turn);
        auto [verdicts, forecast] = run_of(*world_, 0, settings_.run.replicates, std::move(source));
        Tried one{verdicts.chance(), cost_of(forecast) - written_cost_, std::move(verdicts.met)};
        return tried_.emplace(levels, std::move(one)).first->second;
    }

    void watch(Verdicts& verdicts, const World& world, const std::vector<std::size_t>& levers) const {
        std::vector<std::vector<std::size_t>> effects;
        std::vector<bool> builds;
        for (const std::size_t l : levers) {
            effects.emplace_back();
            builds.push_back(out_.levers[l].builds());
            for (const auto& measure : world.measures)
                if (measure.measure.id == out_.levers[l].measure.id) effects.back() = measure.effects;
        }
        verdicts.watch(std::move(effects), std::move(builds));
    }

    /// The bundle as a plan of its own, on replicates that the search has not seen; and what more money brings there.
    void check(const World& plan, Diagnostics& problems) {
        out_.scenario = with_levels(base_, out_.levers, out_.levels);
        const auto world = World::compile(out_.scenario, problems, &world_->reference);
        if (!world) return;
        const std::uint64_t first = settings_.run.replicates, count = settings_.check;
        const auto [bundle, forecast] = run_of(*world, first, count, nullptr, &out_.changed);
        const auto [before, without] = run_of(plan, first, count, nullptr);
        SeekCheck& check = out_.check;
        const auto n = static_cast<double>(count);
        check.replicates = count;
        check.chance = bundle.chance();
        check.error = std::sqrt(check.chance * (1 - check.chance) / n);
        check.written_chance = before.chance();
        check.cost = cost_of(forecast) - cost_of(without);
        for (const double met : bundle.by_target) check.by_target.push_back(met / n);
        check.nothing = bundle.all_idle / n;
        check.lever_does_nothing.assign(out_.levers.size(), 0.0);
        for (std::size_t i = 0; i < out_.changed.size(); ++i) check.lever_does_nothing[out_.changed[i]] = bundle.idle[i] / n;

        const Search& found = out_.search;
        std::optional<MoreMoney> best;
        std::vector<double> best_levels;
        for (std::size_t l = 0; l < out_.levers.size(); ++l) {
            if (found.unbooked.empty() || found.unbooked[l] || !(found.gain[l] > 0) || out_.at_bound(l)) continue;
            auto at = found.best;
            at[l] = std::min(1.0, at[l] + 1 / out_.span_cost[l]);
            const auto more = levels(at);
            if (more == out_.levels) continue;  // less than a whole item
            const Tried& one = tried(more);
            const MoreMoney here{l, one.cost - found.found.cost, one.chance - found.found.chance, 0};
            if (best && here.gain <= best->gain) continue;
            best = here;
            best_levels = more;
        }
        if (!best) return;
        const auto richer = World::compile(with_levels(base_, out_.levers, best_levels), problems, &world_->reference);
        if (!richer) return;
        const auto [with, ignored] = run_of(*richer, first, count, nullptr);
        const Paired pair = paired({bundle.met.begin(), bundle.met.end()}, {with.met.begin(), with.met.end()});
        best->gain = pair.difference;
        best->error = pair.error;
        out_.more = best;
    }

    const scenario::Scenario& written_;
    const SeekSettings& settings_;
    const ensemble::Execution& execution_;
    scenario::Scenario base_;  // with what is held at a level
    std::shared_ptr<const World> world_;
    std::vector<std::string> ids_;
    std::map<std::vector<double>, Tried> tried_;
    double written_cost_ = 0;
    std::uint64_t done_ = 0;
    Seek out_;
};

}  // namespace

double SeekLever::level_at(double share) const {
    if (share >= 1) return top;
    if (builds()) return std::ceil(written + share * (top - written) - 1e-9);
    return written + std::round(share * 1000) / 1000 * (top - written);
}

std::vector<SeekLever> seek_levers(const scenario::Scenario& scenario) {
    std::vector<SeekLever> levers;
    std::set<std::string> used;
    const std::vector<std::string> kinds = engine::facility_kinds(scenario);
    const auto add = [&](SeekLever lever, const scenario::Instrument& instrument) {
        if (!moves_something(instrument)) return;
        bound(lever, instrument, scenario.plan);
        levers.push_back(std::move(lever));
    };
    for (const scenario::Measure& measure : scenario.plan.measures) {
        used.insert(measure.instrument);
        for (std::size_t i = 0; i < scenario.instruments.size(); ++i)
            if (scenario.instruments[i].id == measure.instrument) {
                SeekLever lever;
                lever.measure = measure;
                lever.instrument = i;
                lever.in_plan = true;
                add(lever, scenario.instruments[i]);
            }
    }
    for (std::size_t i = 0; i < scenario.instruments.size(); ++i) {
        const scenario::Instrument& instrument = scenario.instruments[i];
        if (used.count(instrument.id) > 0) continue;
        SeekLever lever;
        lever.instrument = i;
        lever.measure.id = "added_" + instrument.id;
        lever.measure.instrument = instrument.id;
        // One office of the province recognises all enterprises, inside zones and outside.
        const bool provincial = instrument.national || has_channel(instrument, "certification_drive");
        lever.measure.scope = provincial ? scenario.province : "all_zones";
        if (instrument.channels.size() == 1 && has_channel(instrument, "facility")) {
            if (kinds.empty()) continue;  // nothing is known that could be built
            lever.measure.facility = kinds.front();
        }
        add(lever, instrument);
    }
    return levers;
}

std::optional<Seek> seek(const scenario::Scenario& scenario, const SeekSettings& settings, Diagnostics& problems,
                         const ensemble::Execution& execution) {
    return Trials(scenario, settings, execution).run(problems);
}

std::map<int, double> doses_at(const SeekLever& lever, double level, const scenario::Plan& plan) {
    std::map<int, double> doses;
    for (int year = plan.base_year + 1; year <= plan.end_year; ++year) {
        const auto written = lever.measure.dose.find(year);
        const double dose = written == lever.measure.dose.end() ? 0 : written->second;
        doses[year] = lever.written == 0 ? level : level == lever.written ? dose : level * dose / lever.written;
    }
    return doses;
}

scenario::Scenario with_levels(scenario::Scenario scenario, const std::vector<SeekLever>& levers, const std::vector<double>& levels) {
    auto& measures = scenario.plan.measures;
    for (std::size_t l = 0; l < levers.size(); ++l) {
        if (levels[l] == levers[l].written) continue;
        const auto found =
            std::find_if(measures.begin(), measures.end(), [&](const scenario::Measure& one) { return one.id == levers[l].measure.id; });
        scenario::Measure& measure = found == measures.end() ? measures.emplace_back(levers[l].measure) : *found;
        measure.dose = doses_at(levers[l], levels[l], scenario.plan);
    }
    std::sort(measures.begin(), measures.end(), [](const scenario::Measure& x, const scenario::Measure& y) { return x.id < y.id; });
    return scenario;
}

}  // namespace zonecast::inference
