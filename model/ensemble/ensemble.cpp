#include "model/ensemble/ensemble.hpp"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <optional>

#include "model/base/sample_statistics.hpp"
#include "model/engine/replicate.hpp"
#include "model/ensemble/index_summary.hpp"
#include "model/ensemble/panels.hpp"
#include "model/ensemble/statistics.hpp"
#include "model/targets/grounds.hpp"
#include "model/targets/judge.hpp"

namespace zonecast::ensemble {

using engine::BlockOutput;
using engine::cohort_cells;
using engine::Forecast;
using engine::RunSettings;
using engine::World;

namespace {

constexpr std::size_t exact_values = 4096;  // of targets: quantiles of so many replicates are those of the values themselves
constexpr std::size_t flow_side = cohort_cells + 1;

/// Sums over replicates of everything that is reported as a mean. One array each, laid out as in Forecast.
struct Means {
    std::vector<double> facilities, cohort_count, cohort_revenue, cohort_rd, cohort_flow, measure_cost;
    // Targets: [target] counts and sums; [target][year]; [target][zone]; [target][target].
    std::vector<double> met, met_fixed, met_current, shortfall, value, valued, share, met_by_year, member, member_short, together;
    std::vector<double> all_met;
    // Groups of targets: [group]; [group][year]; [group][target].
    std::vector<double> group_met, group_by_year, group_missed, group_alone;

    explicit Means(const World& w, std::size_t years, std::size_t targets) {
        const std::size_t zones = w.zones.size();
        facilities.assign(zones * w.facility_kinds.size() * years, 0.0);
        cohort_count.assign(zones * cohort_cells * years, 0.0);
        cohort_revenue = cohort_rd = cohort_count;
        cohort_flow.assign(years * flow_side * flow_side, 0.0);
        measure_cost.assign(w.measures.size() * years, 0.0);
        met.assign(targets, 0.0);
        met_fixed = met_current = shortfall = value = valued = share = met;
        met_by_year.assign(targets * years, 0.0);
        member.assign(targets * zones, 0.0);
        member_short = member;
        together.assign(targets * targets, 0.0);
        all_met.assign(1, 0.0);
        const std::size_t groups = w.scenario.plan.groups.size();
        group_met.assign(groups, 0.0);
        group_by_year.assign(groups * years, 0.0);
        group_missed.assign(groups * targets, 0.0);
        group_alone = group_missed;
    }
    [[nodiscard]] std::vector<std::vector<double>*> arrays() {
        return {&facilities,  &cohort_count, &cohort_revenue, &cohort_rd,     &cohort_flow,  &measure_cost, &met,    &met_fixed,
                &met_current, &shortfall,    &value,          &valued,        &share,        &met_by_year,  &member, &member_short,
                &together,    &all_met,      &group_met,      &group_by_year, &group_missed, &group_alone};
    }
    void clear() {
        for (auto* a : arrays()) std::fill(a->begin(), a->end(), 0.0);
    }
};

/// What one thread gathers over its blocks. (The cells of the panels are many and gathered by all threads together.)
struct Gathered {
    CellSummaries targets;  ///< value judged and base, [2][target]
    std::vector<ExactSums> means;
    IndexSummary index;
    Gathered(const World& world, std::size_t target_count, Means& shape) : targets(2 * target_count, exact_values), index(world) {
        for (const auto* a : shape.arrays()) means.emplace_back(a->size());
    }
    void merge(const Gathered& other) {
        targets.merge(other.targets);
        for (std::size_t i = 0; i < means.size(); ++i) means[i].merge(other.means[i]);
        index.merge(other.index);
    }
    /// Everything that merge() merges.
    void exchange(StateStream& stream) {
        targets.exchange(stream);
        for (ExactSums& sums : means) sums.exchange(stream);
        index.exchange(stream);
    }
};

/// Runs and judges the replicates of a block. One a thread.
class Worker {
public:
    Worker(const World& world, const engine::Keys& keys, const RunSettings& settings, const Panels& panels, const targets::Judge& judge,
           const std::vector<std::size_t>& kept, CellSummaries& cells)
        : world_(world),
          settings_(settings),
          panels_(panels),
          judge_(judge),
          kept_(kept),
          years_(world.years().size()),
          replicate_(world, keys, settings),
          means_(world, years_, judge.size()),
          gathered_(world, judge.size(), means_),
          cells_(cells) {
        if (world.scenario.index) scorer_.emplace(world, settings);
        for (const scenario::TargetGroup& group : world.scenario.plan.groups) {
            groups_.emplace_back();
            for (std::size_t t = 0; t < judge.size(); ++t)
                if (judge[t].target.group == group.id) groups_.back().push_back(t);
        }
    }

    [[nodiscard]] Gathered& gathered() { return gathered_; }

    /// Replicates [from, to) as far as they lie in the block.
    BlockOutput run(std::uint64_t block, std::uint64_t from, std::uint64_t to) {
        const std::uint64_t begin = std::max(from, block * block_size);
        const std::uint64_t end = std::min(to, (block + 1) * block_size);
        const std::size_t n = end - begin, targets = judge_.size();
        BlockOutput out;
        out.block = block;
        out.first = begin;
        out.count = n;
        out.target_value.resize(n * targets);
        out.target_met.resize(n * targets);
        out.target_year.resize(n * targets);
        const std::size_t parameters = world_.parameters.size() + world_.effects.size();
        out.parameters.resize(n * parameters);
        out.series.resize(n * kept_.size() * years_);
        values_.resize(n * panels_.cells());
        target_values_.resize(n * 2 * targets);
        means_.clear();
        for (std::size_t i = 0; i < n; ++i) {
            const engine::Trajectory& record = replicate_.run(begin + i);
            double* row = values_.data() + i * panels_.cells();
            if (settings_.summaries || !kept_.empty()) panels_.fill(record, row);
            for (std::size_t k = 0; k < kept_.size(); ++k)
                std::copy(row + kept_[k], row + kept_[k] + years_,
                          out.series.begin() + static_cast<std::ptrdiff_t>((i * kept_.size() + k) * years_));
            std::copy(record.parameters.begin(), record.parameters.end(),
                      out.parameters.begin() + static_cast<std::ptrdiff_t>(i * parameters));
            if (settings_.summaries) add_means(record);
            for (std::size_t c = 0; c < record.measure_cost.size(); ++c) means_.measure_cost[c] += record.measure_cost[c];
            judge_all(record, i, out);
            judge_groups(i, out);
            if (scorer_ && settings_.summaries) {
                scorer_->score(record, begin + i, scores_);
                gathered_.index.add(scores_);
            }
        }
        gathered_.index.end_block();
        if (settings_.summaries) cells_.add(values_, n);
        gathered_.targets.add(target_values_, n);
        const auto arrays = means_.arrays();
        for (std::size_t a = 0; a < arrays.size(); ++a) gathered_.means[a].add(*arrays[a]);
        return out;
    }

private:
    const World& world_;
    const RunSettings& settings_;
    const Panels& panels_;
    const targets::Judge& judge_;
    const std::vector<std::size_t>& kept_;
    std::size_t years_;
    engine::Replicate replicate_;
    Means means_;
    Gathered gathered_;
    CellSummaries& cells_;
    std::vector<double> values_, target_values_;
    std::vector<std::vector<std::size_t>> groups_;  ///< [group] its targets
    std::optional<index::Scorer> scorer_;
    index::Scores scores_;

    void add_means(const engine::Trajectory& record) {
        const std::size_t zones = record.zones, kinds = record.kinds;
        for (std::size_t y = 0; y < years_; ++y) {
            for (std::size_t z = 0; z < zones; ++z) {
                for (std::size_t k = 0; k < kinds; ++k)
                    means_.facilities[(z * kinds + k) * years_ + y] += record.facilities[(y * zones + z) * kinds + k];
                const auto& cells = record.cells[y * zones + z];
                for (std::size_t i = 0; i < cohort_cells; ++i) {
                    if (cells.count[i] == 0) continue;
                    const std::size_t at = (z * cohort_cells + i) * years_ + y;
                    means_.cohort_count[at] += cells.count[i];
                    means_.cohort_revenue[at] += cells.revenue[i];
                    means_.cohort_rd[at] += cells.rd[i];
                }
            }
            const auto& flows = record.flows[y];
            double* to = means_.cohort_flow.data() + y * flow_side * flow_side;
            if (y > 0)
                for (std::size_t i = 0; i < flows.size(); ++i) to[i] += flows[i];
        }
    }

    /// A group has been met in the year by which the last of its targets was met first.
    void judge_groups(std::size_t i, const BlockOutput& out) {
        const std::size_t targets = judge_.size();
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            std::size_t missed = 0, last_missed = 0;
            int year = 0;
            bool every = true;
            for (const std::size_t t : groups_[g]) {
                if (out.target_met[i * targets + t] == 0) ++missed, last_missed = t;
                const int first = out.target_year[i * targets + t];
                every = every && first > 0;
                year = std::max(year, first);
            }
            if (every)
                for (auto y = static_cast<std::size_t>(year - world_.base_year); y < years_; ++y)
                    means_.group_by_year[g * years_ + y] += 1.0;
            if (missed == 0) means_.group_met[g] += 1.0;
            if (missed == 1) means_.group_alone[g * targets + last_missed] += 1.0;
            for (const std::size_t t : groups_[g])
                if (out.target_met[i * targets + t] == 0) means_.group_missed[g * targets + t] += 1.0;
        }
    }

    void judge_all(const engine::Trajectory& record, std::size_t i, BlockOutput& out) {
        const std::size_t targets = judge_.size();
        bool all = true;
        std::vector<signed char> members;
        for (std::size_t t = 0; t < targets; ++t) {
            const bool fixed = judge_[t].target.fixed_perimeter;
            const targets::Verdict headline = judge_.judge(t, record, fixed, &members);
            const targets::Verdict other = judge_.judge(t, record, !fixed);
            const std::size_t at = i * targets + t;
            out.target_value[at] = headline.value;
            out.target_met[at] = headline.met ? 1 : 0;
            out.target_year[at] = static_cast<std::int16_t>(headline.first_year);
            target_values_[i * 2 * targets + t] = headline.value;
            target_values_[i * 2 * targets + targets + t] = headline.base;
            means_.met[t] += headline.met ? 1.0 : 0.0;
            (fixed ? means_.met_fixed : means_.met_current)[t] += headline.met ? 1.0 : 0.0;
            (fixed ? means_.met_current : means_.met_fixed)[t] += other.met ? 1.0 : 0.0;
            means_.shortfall[t] += headline.shortfall;
            means_.share[t] += headline.share_meeting;
            if (headline.value == headline.value) means_.value[t] += headline.value, means_.valued[t] += 1.0;
            if (headline.first_year > 0)
                for (std::size_t y = static_cast<std::size_t>(headline.first_year - world_.base_year); y < years_; ++y)
                    means_.met_by_year[t * years_ + y] += 1.0;
            if (judge_[t].target.quantifier == scenario::Quantifier::each)
                for (std::size_t z = 0; z < members.size(); ++z) {
                    if (members[z] < 0) continue;
                    means_.member[t * members.size() + z] += 1.0;
                    means_.member_short[t * members.size() + z] += members[z];
                }
            all = all && (headline.met || !judge_[t].target.official);
        }
        means_.all_met[0] += all ? 1.0 : 0.0;
        for (std::size_t a = 0; a < targets; ++a)
            if (out.target_met[i * targets + a] != 0)
                for (std::size_t b = 0; b < targets; ++b) means_.together[a * targets + b] += out.target_met[i * targets + b];
    }
};

void read_targets(const World& world, const targets::Judge& judge, Gathered& all, Means& shape, double n, Forecast& forecast) {
    const std::size_t years = forecast.years.size(), targets = judge.size(), zones = world.zones.size();
    const auto arrays = shape.arrays();
    auto sum = [&](const std::vector<double>& which, std::size_t i) {
        for (std::size_t a = 0; a < arrays.size(); ++a)
            if (arrays[a] == &which) return all.means[a][i];
        return 0.0;
    };
    for (std::size_t t = 0; t < targets; ++t) {
        engine::TargetResult r;
        r.target = judge[t].target;
        for (const double p : engine::quantile_levels) {
            r.value.push_back(all.targets.quantile(t, p));
            r.base.push_back(all.targets.quantile(targets + t, p));
        }
        const double valued = sum(shape.valued, t);
        r.mean = valued > 0 ? sum(shape.value, t) / valued : std::numeric_limits<double>::quiet_NaN();
        r.chance = sum(shape.met, t) / n;
        r.chance_standard_error = std::sqrt(r.chance * (1 - r.chance) / n);
        std::tie(r.chance_low, r.chance_high) = wilson(r.chance, n);
        r.chance_fixed_perimeter = sum(shape.met_fixed, t) / n;
        r.chance_current_perimeter = sum(shape.met_current, t) / n;
        r.expected_shortfall = sum(shape.shortfall, t) / n;
        const double missed = n - sum(shape.met, t);
        r.shortfall_if_missed = missed > 0 ? sum(shape.shortfall, t) / missed : 0.0;
        for (std::size_t y = 0; y < years; ++y) r.met_by_year.push_back(sum(shape.met_by_year, t * years + y) / n);
        r.share_meeting = sum(shape.share, t) / n;
        if (r.target.quantifier == scenario::Quantifier::each)
            for (std::size_t z = 0; z < zones; ++z) {
                const double member = sum(shape.member, t * zones + z);
                r.member_short.push_back(member > 0 ? sum(shape.member_short, t * zones + z) / member
                                                    : std::numeric_limits<double>::quiet_NaN());
            }
        forecast.targets.push_back(std::move(r));
    }
    forecast.chance_all_targets = sum(shape.all_met, 0) / n;
    for (std::size_t g = 0; g < world.scenario.plan.groups.size(); ++g) {
        engine::TargetGroupResult r;
        r.group = world.scenario.plan.groups[g];
        const double met = sum(shape.group_met, g);
        r.chance = met / n;
        std::tie(r.chance_low, r.chance_high) = wilson(r.chance, n);
        for (std::size_t y = 0; y < years; ++y) r.met_by_year.push_back(sum(shape.group_by_year, g * years + y) / n);
        for (std::size_t t = 0; t < targets; ++t) {
            if (judge[t].target.group != r.group.id) continue;
            r.members.push_back(t);
            r.missed_if_not_met.push_back(met < n ? sum(shape.group_missed, g * targets + t) / (n - met)
                                                  : std::numeric_limits<double>::quiet_NaN());
            r.only_one_missed.push_back(sum(shape.group_alone, g * targets + t) / n);
        }
        forecast.target_groups.push_back(std::move(r));
    }
    forecast.target_correlation.assign(targets * targets, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t a = 0; a < targets; ++a)
        for (std::size_t b = 0; b < targets; ++b) {
            const double pa = forecast.targets[a].chance, pb = forecast.targets[b].chance;
            const double va = pa * (1 - pa), vb = pb * (1 - pb);
            if (va > 0 && vb > 0)
                forecast.target_correlation[a * targets + b] = (sum(shape.together, a * targets + b) / n - pa * pb) / std::sqrt(va * vb);
        }
}

std::vector<double> means_of(const ExactSums& sums, double n) {
    std::vector<double> out(sums.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = sums[i] / n;
    return out;
}

}  // namespace

struct Ensemble::Parts {
    Parts(const World& w, const RunSettings& s)
        : world(w),
          settings(s),
          keys(w, s),
          panels(w),
          judge(w),
          shape(w, w.years().size(), judge.size()),
          cells(panels.cells()),
          all(w, judge.size(), shape) {
        for (const auto& series : settings.keep) kept.push_back(panels.find(series));
        if (settings.parameter_source) static_cast<void>(world.parameter_indices(settings.parameter_source->ids()));
    }

    const World& world;
    const RunSettings settings;
    engine::Keys keys;
    Panels panels;
    targets::Judge judge;
    std::vector<std::size_t> kept;
    mutable Means shape;
    CellSummaries cells;
    mutable Gathered all;
    std::uint64_t done = 0;
    std::optional<engine::RunState> state;

    [[nodiscard]] int most_threads() const { return settings.threads > 0 ? settings.threads : omp_get_max_threads(); }
    [[nodiscard]] bool at_border() const { return done == 0 || (settings.first_replicate + done) % block_size == 0; }
    void run(std::uint64_t from, std::uint64_t to, engine::ReplicateSink& sink, const engine::Progress& progress, std::uint64_t expected);
    void save() {
        state.emplace();
        state->replicates = done;
        StateStream stream(state->integers, state->reals, false);
        cells.exchange(stream);
        all.exchange(stream);
    }
};

/// Replicates [from, to), numbered from the first of the run.
void Ensemble::Parts::run(std::uint64_t from, std::uint64_t to, engine::ReplicateSink& sink, const engine::Progress& progress,
                          std::uint64_t expected) {
    from += settings.first_replicate;
    to += settings.first_replicate;
    const std::uint64_t first_block = from / block_size;
    const auto blocks = static_cast<std::int64_t>((to + block_size - 1) / block_size - first_block);
    const int threads = static_cast<int>(std::clamp<std::int64_t>(blocks, 1, most_threads()));

    std::vector<std::optional<Worker>> workers(static_cast<std::size_t>(threads));
    std::atomic<bool> stop{false};
    std::exception_ptr failure;
#pragma omp parallel for ordered schedule(dynamic, 1) num_threads(threads)
    for (std::int64_t b = 0; b < blocks; ++b) {
        std::optional<BlockOutput> out;
        std::exception_ptr problem;
        if (!stop) {
            try {
                auto& worker = workers[static_cast<std::size_t>(omp_get_thread_num())];
                if (!worker) worker.emplace(world, keys, settings, panels, judge, kept, cells);
                out = worker->run(first_block + static_cast<std::uint64_t>(b), from, to);
            } catch (...) {
                problem = std::current_exception();
            }
        }
#pragma omp ordered
        {
            try {
                if (problem) std::rethrow_exception(problem);
                if (out && !stop) {
                    sink.take(*out);
                    done += out->count;
                    if (progress && !progress(done, expected)) throw Cancelled();
                }
            } catch (...) {
                if (!failure) failure = std::current_exception();
                stop = true;
            }
        }
    }
    if (failure) std::rethrow_exception(failure);
    for (auto& worker : workers)
        if (worker) all.merge(worker->gathered());
}

Ensemble::Ensemble(const World& world, const RunSettings& settings) : parts_(std::make_unique<Parts>(world, settings)) {}
Ensemble::~Ensemble() = default;

std::uint64_t Ensemble::replicates() const {
    return parts_->done;
}

void Ensemble::run_to(std::uint64_t replicates, engine::ReplicateSink& sink, const engine::Progress& progress, std::uint64_t expected) {
    Parts& p = *parts_;
    if (replicates <= p.done) return;
    if (!p.at_border()) throw std::logic_error("a run goes on from whole blocks only");
    const std::uint64_t cut = (p.settings.first_replicate + replicates) % block_size;
    const std::uint64_t whole = replicates > cut ? replicates - cut : 0;  // a block that is cut is left out of the state
    if (p.settings.resumable && whole > p.done) p.run(p.done, whole, sink, progress, expected);
    if (p.settings.resumable) p.save();
    if (p.done < replicates) p.run(p.done, replicates, sink, progress, expected);
}

void Ensemble::resume(const engine::RunState& state) {
    Parts& p = *parts_;
    if (p.done > 0) throw std::logic_error("a run takes up a state before it begins");
    engine::RunState copy = state;
    StateStream stream(copy.integers, copy.reals, true);
    p.cells.exchange(stream);
    p.all.exchange(stream);
    if (!stream.at_end()) throw std::runtime_error("the state is that of another run");
    p.done = state.replicates;
    if (!p.at_border()) throw std::runtime_error("the state of the run is damaged");
}

double Ensemble::widest_half_width() const {
    Forecast judged;
    judged.years = parts_->world.years();
    read_targets(parts_->world, parts_->judge, parts_->all, parts_->shape, static_cast<double>(parts_->done), judged);
    double widest = 0;
    for (const auto& target : judged.targets) widest = std::max(widest, (target.chance_high - target.chance_low) / 2);
    return widest;
}

Forecast Ensemble::forecast() const {
    const Parts& p = *parts_;
    const World& world = p.world;
    Means& shape = p.shape;
    Gathered& all = p.all;
    Forecast forecast;
    forecast.years = world.years();
    forecast.seed = p.settings.seed;
    forecast.first_replicate = p.settings.first_replicate;
    forecast.replicates = p.done;
    forecast.block_size = block_size;
    forecast.design = p.settings.design;
    forecast.state = p.state;
    p.panels.read(p.cells, p.most_threads(), forecast);
    const double n = static_cast<double>(p.done);
    read_targets(world, p.judge, all, shape, n, forecast);
    if (p.settings.summaries) targets::ground_targets(world, forecast);
    forecast.index = all.index.read(n);
    forecast.parameters = world.parameter_infos();
    forecast.facility_kinds = world.facility_kinds;
    const auto arrays = shape.arrays();
    for (std::size_t a = 0; a < arrays.size(); ++a) {
        if (arrays[a] == &shape.facilities) forecast.facilities = means_of(all.means[a], n);
        if (arrays[a] == &shape.cohort_count) forecast.cohort_count = means_of(all.means[a], n);
        if (arrays[a] == &shape.cohort_revenue) forecast.cohort_revenue = means_of(all.means[a], n);
        if (arrays[a] == &shape.cohort_rd) forecast.cohort_rd = means_of(all.means[a], n);
        if (arrays[a] == &shape.cohort_flow) forecast.cohort_flow = means_of(all.means[a], n);
        if (arrays[a] == &shape.measure_cost) {
            const std::vector<double> cost = means_of(all.means[a], n);
            const std::size_t years = forecast.years.size();
            for (std::size_t m = 0; m < world.measures.size(); ++m)
                forecast.measures.push_back(
                    {world.measures[m].measure,
                     world.scenario.instruments[world.measures[m].instrument].name,
                     {cost.begin() + static_cast<std::ptrdiff_t>(m * years), cost.begin() + static_cast<std::ptrdiff_t>((m + 1) * years)},
                     world.measures[m].moves_nothing});
        }
    }
    return forecast;
}

Forecast run(const World& world, const RunSettings& settings, engine::ReplicateSink& sink, const engine::Progress& progress) {
    Ensemble ensemble(world, settings);
    ensemble.run_to(settings.replicates, sink, progress, settings.replicates);
    return ensemble.forecast();
}

}  // namespace zonecast::ensemble
