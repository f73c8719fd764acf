#include "model/ensemble/ensemble.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "model/engine/replicate.hpp"
#include "model/ensemble/account_tallies.hpp"
#include "model/ensemble/index_tally.hpp"
#include "model/ensemble/packed_run.hpp"
#include "model/ensemble/panel_tally.hpp"
#include "model/ensemble/target_tally.hpp"
#include "model/targets/grounds.hpp"
#include "model/targets/judge.hpp"

namespace zonecast::ensemble {

using engine::BlockOutput;
using engine::Forecast;
using engine::RunSettings;
using engine::World;

namespace {

using Tallies = std::vector<std::unique_ptr<Tally>>;

Tallies fresh(const Tallies& tallies) {
    Tallies out;
    for (const auto& tally : tallies) out.push_back(tally->fresh());
    return out;
}

/// What all workers of a run share. Const while they work, but for what tallies share among themselves.
struct Shared {
    Shared(const World& w, const RunSettings& s) : world(w), settings(s), keys(w, s), panels(w), judge(w) {
        for (const auto& series : settings.keep) kept.push_back(panels.find(series));
        if (settings.parameter_source) static_cast<void>(world.parameter_indices(settings.parameter_source->ids()));
    }
    /// Whether anybody reads the cells of the panels.
    [[nodiscard]] bool needs_cells() const { return settings.summaries || !kept.empty(); }

    const World& world;
    const RunSettings settings;
    engine::Keys keys;
    Panels panels;
    targets::Judge judge;
    std::vector<std::size_t> kept;  ///< first cell of each kept series
};

/// Runs and judges the replicates of a block. One a thread.
class Worker {
public:
    Worker(const Shared& shared, const Tallies& tallies)
        : shared_(shared),
          replicate_(shared.world, shared.keys, shared.settings),
          tallies_(fresh(tallies)),
          verdicts_(shared.judge.size()) {}

    /// Hands what was gathered over to the tallies of the run, and begins anew.
    void give_to(Tallies& all) {
        for (std::size_t i = 0; i < all.size(); ++i) all[i]->merge(*tallies_[i]);
        tallies_ = fresh(all);
    }

    /// Replicates [from, to) as far as they lie in the block.
    BlockOutput run(std::uint64_t block, std::uint64_t from, std::uint64_t to) {
        BlockOutput out = shaped(block, from, to);
        cells_.resize(shared_.needs_cells() ? out.count * shared_.panels.cells() : 0);
        for (std::size_t i = 0; i < out.count; ++i) {
            const Observation observation{out.first + i, replicate_.run(out.first + i), verdicts_};
            judge(observation.record);
            put(observation, i, out);
            for (const auto& tally : tallies_) tally->add(observation);
        }
        for (const auto& tally : tallies_) tally->end_block(cells_);
        return out;
    }

private:
    const Shared& shared_;
    engine::Replicate replicate_;
    Tallies tallies_;
    std::vector<TargetVerdicts> verdicts_;  ///< of the replicate at hand
    std::vector<double> cells_;             ///< of the block at hand, [replicate][cell]

    [[nodiscard]] BlockOutput shaped(std::uint64_t block, std::uint64_t from, std::uint64_t to) const {
        BlockOutput out;
        out.block = block;
        out.first = std::max(from, block * block_size);
        out.count = std::min(to, (block + 1) * block_size) - out.first;
        out.target_value.resize(out.count * verdicts_.size());
        out.target_met.resize(out.target_value.size());
        out.target_year.resize(out.target_value.size());
        out.parameters.resize(out.count * (shared_.world.parameters.size() + shared_.world.effects.size()));
        out.series.resize(out.count * shared_.kept.size() * shared_.world.years().size());
        return out;
    }

    void judge(const engine::Trajectory& record) {
        for (std::size_t t = 0; t < verdicts_.size(); ++t) {
            const bool fixed = shared_.judge[t].target.fixed_perimeter;
            verdicts_[t].headline = shared_.judge.judge(t, record, fixed, &verdicts_[t].members);
            verdicts_[t].other = shared_.judge.judge(t, record, !fixed);
        }
    }

    /// What is kept of the replicate at place i of the block.
    void put(const Observation& observation, std::size_t i, BlockOutput& out) {
        for (std::size_t t = 0; t < verdicts_.size(); ++t) {
            const std::size_t at = i * verdicts_.size() + t;
            const targets::Verdict& headline = verdicts_[t].headline;
            out.target_value[at] = headline.value;
            out.target_met[at] = headline.met ? 1 : 0;
            out.target_year[at] = static_cast<std::int16_t>(headline.first_year);
        }
        const std::vector<double>& parameters = observation.record.parameters;
        std::copy(parameters.begin(), parameters.end(),
                  out.parameters.begin() + static_cast<std::ptrdiff_t>(i * parameters.size()));
        if (!shared_.needs_cells()) return;
        double* row = cells_.data() + i * shared_.panels.cells();
        shared_.panels.fill(observation.record, row);
        const std::size_t years = observation.record.years, kept = shared_.kept.size();
        for (std::size_t k = 0; k < kept; ++k)
            std::copy_n(row + shared_.kept[k], years,
                        out.series.begin() + static_cast<std::ptrdiff_t>((i * kept + k) * years));
    }
};

/// Keeps the rows of the blocks that it takes.
struct RowsKept : engine::ReplicateSink {
    std::vector<BlockOutput> blocks;
    void take(const BlockOutput& block) override { blocks.push_back(block); }
    [[nodiscard]] std::uint64_t replicates() const {
        std::uint64_t count = 0;
        for (const BlockOutput& block : blocks) count += block.count;
        return count;
    }
};

}  // namespace

struct Ensemble::Parts {
    Parts(const World& world, const RunSettings& settings, Ranks* others)
        : shared(world, settings), ranks(others != nullptr && others->size() > 1 ? others : nullptr) {
        auto judged = std::make_unique<TargetTally>(world, shared.judge);
        targets = judged.get();
        tallies.push_back(std::move(judged));
        tallies.push_back(std::make_unique<CostTally>(world));
        for (auto& tally : summaries()) tallies.push_back(std::move(tally));
    }

    Shared shared;
    Ranks* const ranks;                             ///< processes that share the run; null if there is one
    Tallies tallies;                                ///< those of targets and costs, then the summaries of places
    static constexpr std::size_t known_to_all = 2;  ///< tallies that every process keeps whole
    const TargetTally* targets = nullptr;           ///< one of them
    std::vector<std::unique_ptr<Worker>> workers;   ///< by number; their memory is taken once and kept
    std::uint64_t done = 0;
    bool merged = false;
    std::optional<engine::RunState> saved;
    std::size_t integers_of_state = 0;  ///< of the last one: the next has about as many

    [[nodiscard]] Tallies summaries() const {
        Tallies out;
        if (!shared.settings.summaries) return out;
        const World& world = shared.world;
        out.push_back(std::make_unique<PanelTally>(shared.panels));
        out.push_back(std::make_unique<FacilityTally>(world));
        out.push_back(std::make_unique<CohortTally>(world));
        if (world.scenario.index) out.push_back(std::make_unique<IndexTally>(world, shared.settings));
        return out;
    }

    [[nodiscard]] bool at_border() const {
        return !merged && (done == 0 || (shared.settings.first_replicate + done) % block_size == 0);
    }

    /// Replicates [done, to), numbered from the first of the run.
    void run(std::uint64_t to, engine::ReplicateSink& sink, const Execution& execution, std::uint64_t expected) {
        const std::uint64_t from = shared.settings.first_replicate + done, end = shared.settings.first_replicate + to;
        if (ranks == nullptr) {
            run_blocks(from, end, sink, execution, expected, tallies, done);
            return;
        }
        // Whole blocks for each process.
        const std::uint64_t first = from / block_size, blocks = (end + block_size - 1) / block_size - first;
        const auto border = [&](std::uint64_t rank) { return std::clamp((first + blocks * rank / ranks->size()) * block_size, from, end); };
        Execution apart = execution;
        if (execution.progress)
            apart.progress = [&](std::uint64_t mine, std::uint64_t) {
                return execution.progress(std::min(to, done + mine * ranks->size()), expected);
            };
        Tallies own = fresh(tallies);
        RowsKept rows;
        std::uint64_t count = 0;
        run_blocks(border(ranks->rank()), border(ranks->rank() + 1), rows, apart, to, own, count);
        for (std::size_t i = known_to_all; i < tallies.size(); ++i) tallies[i]->merge(*own[i]);
        own.resize(known_to_all);
        hear(own, rows, sink);
    }
    /// Replicates [from, end) into tallies. `count` goes up by each block that the sink has taken.
    void run_blocks(std::uint64_t from, std::uint64_t end, engine::ReplicateSink& sink, const Execution& execution, std::uint64_t expected,
                    Tallies& into, std::uint64_t& count) {
        if (from >= end) return;
        const std::uint64_t first_block = from / block_size, blocks = (end + block_size - 1) / block_size - first_block;
        const std::size_t needed = workers_for(blocks, execution);
        if (workers.size() < needed) workers.resize(needed);
        const Work work = [&](std::size_t number, std::uint64_t block) -> HandIn {
            if (!workers[number]) workers[number] = std::make_unique<Worker>(shared, tallies);
            auto out = std::make_shared<const BlockOutput>(workers[number]->run(first_block + block, from, end));
            return [&sink, &count, out = std::move(out)] {
                sink.take(*out);
                count += out->count;
                return out->count;
            };
        };
        work_through(blocks, Execution(static_cast<int>(needed), execution.progress), work, count, expected);
        for (const auto& worker : workers)
            if (worker) worker->give_to(into);
    }
    /// Every process says what it found of targets and costs, and its rows, in the order of their blocks.
    void hear(const Tallies& own, const RowsKept& rows, engine::ReplicateSink& sink) {
        base::Packer packer;
        pack(state_of(own, rows.replicates()), packer);
        packer.number(rows.blocks.size());
        for (const BlockOutput& block : rows.blocks) pack(block, packer);
        std::string said = packer.take();
        for (std::uint64_t rank = 0; rank < ranks->size(); ++rank) {
            const std::string bytes = ranks->heard(rank, rank == ranks->rank() ? std::move(said) : std::string());
            base::Unpacker in(bytes);
            Tallies theirs = fresh(tallies);
            theirs.resize(known_to_all);
            put_into(theirs, unpack_state(in));
            for (std::size_t i = 0; i < theirs.size(); ++i) tallies[i]->merge(*theirs[i]);
            for (std::uint64_t left = in.number(); left > 0; --left) {
                const BlockOutput block = unpack_block(in);
                sink.take(block);
                done += block.count;
            }
        }
    }
    /// The first process takes in the summaries of all others, which begin anew.
    void gather() {
        if (ranks == nullptr || !shared.settings.summaries) return;
        for (std::uint64_t rank = 1; rank < ranks->size(); ++rank) {
            std::string said;
            if (rank == ranks->rank()) {
                Tallies mine(std::make_move_iterator(tallies.begin() + known_to_all), std::make_move_iterator(tallies.end()));
                base::Packer packer;
                pack(state_of(mine, 0), packer);
                said = packer.take();
                tallies.resize(known_to_all);
                for (auto& tally : summaries()) tallies.push_back(std::move(tally));
                workers.clear();  // they share what the old ones gathered
            }
            const std::string bytes = ranks->gathered(rank, std::move(said));
            if (ranks->rank() > 0) continue;
            base::Unpacker in(bytes);
            const Tallies theirs = summaries();
            put_into(theirs, unpack_state(in));
            for (std::size_t i = 0; i < theirs.size(); ++i) tallies[known_to_all + i]->merge(*theirs[i]);
        }
    }

    [[nodiscard]] static engine::RunState state_of(const Tallies& tallies, std::uint64_t replicates, std::size_t expected_size = 0) {
        engine::RunState state;
        state.replicates = replicates;
        state.integers.reserve(expected_size);
        StateStream stream(state.integers, state.reals, false);
        for (const auto& tally : tallies) tally->exchange(stream);
        return state;
    }
    static void put_into(const Tallies& tallies, engine::RunState state) {
        StateStream stream(state.integers, state.reals, true);
        for (const auto& tally : tallies) tally->exchange(stream);
        if (!stream.at_end()) throw std::runtime_error("the state is that of another run");
    }
    [[nodiscard]] engine::RunState state() {
        gather();
        engine::RunState state = state_of(tallies, done, integers_of_state + integers_of_state / 8);
        integers_of_state = state.integers.size();
        return state;
    }
    void resume(const engine::RunState& state) {
        put_into(tallies, state);
        done = state.replicates;
        if (ranks == nullptr || ranks->rank() == 0) return;
        tallies.resize(known_to_all);  // the first one has the rest
        for (auto& tally : summaries()) tallies.push_back(std::move(tally));
    }
};

Ensemble::Ensemble(const World& world, const RunSettings& settings, Ranks* ranks)
    : parts_(std::make_unique<Parts>(world, settings, ranks)) {}
Ensemble::~Ensemble() = default;

std::uint64_t Ensemble::replicates() const {
    return parts_->done;
}

void Ensemble::run_to(std::uint64_t replicates, engine::ReplicateSink& sink, const Execution& execution,
                      std::uint64_t expected) {
    Parts& p = *parts_;
    if (replicates <= p.done) return;
    if (!p.at_border()) throw std::logic_error("a run goes on from whole blocks only");
    if (p.shared.settings.resumable) {
        const std::uint64_t cut = (p.shared.settings.first_replicate + replicates) % block_size;
        const std::uint64_t whole =
            replicates > cut ? replicates - cut : 0;  // a block that is cut is left out of the state
        if (whole > p.done) p.run(whole, sink, execution, expected);
        p.saved = p.state();
    }
    if (p.done < replicates) p.run(replicates, sink, execution, expected);
}

engine::RunState Ensemble::state() const {
    return parts_->state();
}

void Ensemble::resume(const engine::RunState& state) {
    Parts& p = *parts_;
    if (p.done > 0) throw std::logic_error("a run takes up a state before it begins");
    p.resume(state);
}

void Ensemble::merge(const Ensemble& other) {
    Parts& p = *parts_;
    if (p.tallies.size() != other.parts_->tallies.size()) throw std::logic_error("runs of two kinds cannot be merged");
    for (std::size_t i = 0; i < p.tallies.size(); ++i) p.tallies[i]->merge(*other.parts_->tallies[i]);
    p.done += other.parts_->done;
    p.merged = true;
}

double Ensemble::widest_half_width() const {
    return parts_->targets->widest_half_width(parts_->done);
}

Forecast Ensemble::forecast(const Execution& execution) const {
    Parts& p = *parts_;
    p.gather();
    Forecast forecast;
    forecast.years = p.shared.world.years();
    forecast.seed = p.shared.settings.seed;
    forecast.first_replicate = p.shared.settings.first_replicate;
    forecast.replicates = p.done;
    forecast.block_size = block_size;
    forecast.design = p.shared.settings.design;
    forecast.state = p.saved;
    forecast.parameters = p.shared.world.parameter_infos();
    for (const auto& tally : p.tallies) tally->read(forecast, execution);
    if (p.shared.settings.summaries) targets::ground_targets(p.shared.world, forecast);
    return forecast;
}

Forecast run(const World& world, const RunSettings& settings, engine::ReplicateSink& sink, const Execution& execution) {
    Ensemble ensemble(world, settings, execution.ranks);
    ensemble.run_to(settings.replicates, sink, execution, settings.replicates);
    return ensemble.forecast(execution);
}

}  // namespace zonecast::ensemble
