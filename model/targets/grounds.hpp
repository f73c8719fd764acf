// What a target rests on: the figures of the pack that its base is worked out from.
#pragma once

#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/world.hpp"
#include "model/scenario/scenario.hpp"
#include "model/targets/metric.hpp"

namespace zonecast::targets {

/// The figures behind a target, of the base year or the latest before it.
struct Grounds {
    /// Figures of the target's scope and of the province that its metric is worked out from. They point into the scenario.
    std::vector<const scenario::Figure*> figures;
    /// Bases that nobody publishes, as "series place": no figure, or one that the pack assumes. Each once, in the order found.
    std::vector<std::string> assumed;
};

/// What the target rests on. A ratio rests on everything above and below its line; the level of a zone rests on nothing.
[[nodiscard]] Grounds grounds_of(const scenario::Target& target, const Metric& metric, const scenario::Scenario& scenario);

/// Errors for a target whose metric must stay zero or undefined in every replicate, because the pack has no figure for it in the scope; and
/// warnings where the metric says something else there than its name.
void check_grounds(const scenario::Target& target, const Metric& metric, const scenario::Scenario& scenario, Diagnostics& problems);

/// Fills in what the targets of a forecast rest on (Forecast::start, TargetResult::assumed and unmet): the start is drawn a fixed number of
/// times, the same for every run of the scenario. Its targets must be those of the world's plan, in order.
void ground_targets(const engine::World& world, engine::Forecast& forecast);

/// An error for each target that compares with a base which the start does not have, so that it would be undefined in
/// every replicate; a warning for each published figure of the base year that the start does not meet, with its place
/// in the pack, and an error where more certified enterprises are published than the start has enterprises.
void check_start(const engine::World& world, Diagnostics& problems);

}  // namespace zonecast::targets
