// From the supply chain of a scenario to what the year loop reads: demand pull, supply factors, proximity, and the changes of a plan.
//
// docs/model.md, "Demand pull", "Supply factors" and "Changes of the chain".
#pragma once

#include "model/base/diagnostics.hpp"
#include "model/engine/world.hpp"

namespace zonecast::engine {

/// Fills chains, sourcing_round, capacity_round, log_supply, proximity, distance_km, strength_sd, leaving, newcomers and boost of a world
/// whose places, parameters and clusters are set. Problems are collected.
void compile_chain(World& world, Diagnostics& problems);

/// Level of a shock in a year of its life: flat, or fading linearly to zero after it; zero outside.
[[nodiscard]] double shock_level(const scenario::Shock& shock, int year);

}  // namespace zonecast::engine
