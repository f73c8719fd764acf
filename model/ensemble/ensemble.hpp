// The ensemble: blocks of replicates, each judged and summed up by tallies, delivered in order.
#pragma once

#include <memory>

#include "model/engine/forecast.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/executor.hpp"

namespace zonecast::ensemble {

/// Replicates in a block. A block is the unit of parallel work: it is named by its number, its result depends on nothing but the scenario,
/// the seed and that number, and summaries merge exactly, so that runs can be resumed, appended and split at block borders.
inline constexpr std::uint64_t block_size = 32;

/// A run that can go on: after some replicates its summaries are looked at, and more follow. The same bits as one run of all of them.
class Ensemble {
public:
    /// The world must outlive it. `settings.replicates` counts for nothing here. Throws std::invalid_argument for a
    /// kept series or a given parameter that does not exist, and for a target that cannot be judged (see
    /// targets::Judge).
    Ensemble(const engine::World& world, const engine::RunSettings& settings);
    ~Ensemble();
    Ensemble(const Ensemble&) = delete;
    Ensemble& operator=(const Ensemble&) = delete;

    /// Goes on until `replicates` are done in all. The sink takes the blocks that follow. `expected` is the total that progress is told.
    /// Throws Cancelled, what the sink throws, and std::logic_error if the last block was cut and there is no way on.
    void run_to(std::uint64_t replicates, engine::ReplicateSink& sink, const Execution& execution,
                std::uint64_t expected);
    [[nodiscard]] std::uint64_t replicates() const;
    /// Summaries of what was done so far.
    [[nodiscard]] engine::Forecast forecast(const Execution& execution = {}) const;
    /// The largest half width of the 95 % intervals of the targets' chances; 0 without targets.
    [[nodiscard]] double widest_half_width() const;
    /// What was summed up so far. A run can go on from it if the last block is whole.
    [[nodiscard]] engine::RunState state() const;
    /// Takes up the state of an earlier run of the same world and settings; to be called before run_to. Throws std::runtime_error if the
    /// state is not one of such a run.
    void resume(const engine::RunState& state);
    /// Adds what another run of the same world has summed up over other replicates: the sums of both. There is no way
    /// on afterwards.
    void merge(const Ensemble& other);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Runs replicates [first_replicate, first_replicate + replicates) of a compiled scenario.
/// The sink takes blocks in the order of their numbers. The same bits for any number of threads.
/// Throws Cancelled, what the sink throws, and std::invalid_argument as Ensemble does.
[[nodiscard]] engine::Forecast run(const engine::World& world, const engine::RunSettings& settings,
                                   engine::ReplicateSink& sink, const Execution& execution);

}  // namespace zonecast::ensemble
