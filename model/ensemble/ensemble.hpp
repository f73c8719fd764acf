// The ensemble: blocks of replicates on threads, each judged and summed up, delivered in order.
#pragma once

#include <stdexcept>

#include "model/engine/forecast.hpp"
#include "model/engine/world.hpp"

namespace zonecast::ensemble {

/// Replicates in a block. A block is the unit of parallel work: it is named by its number, its result depends on nothing but the scenario,
/// the seed and that number, and summaries merge exactly, so that runs can be resumed, appended and split at block borders.
inline constexpr std::uint64_t block_size = 32;

/// Thrown when a run is stopped by its progress callback.
struct Cancelled : std::runtime_error {
    Cancelled() : std::runtime_error("the run was stopped") {}
};

/// Runs replicates [first_replicate, first_replicate + replicates) of a compiled scenario.
/// The sink takes blocks in the order of their numbers. The same bits for any number of threads.
/// Throws Cancelled, what the sink throws, and std::invalid_argument for a kept series that does not exist.
[[nodiscard]] engine::Forecast run(const engine::World& world, const engine::RunSettings& settings, engine::ReplicateSink& sink,
                                   const engine::Progress& progress);

}  // namespace zonecast::ensemble
