// What doubling the doses of an instrument does to the thing it aims at, and elsewhere: paired runs with common random numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "model/engine/observables.hpp"
#include "model/ensemble/executor.hpp"
#include "model/scenario/levers.hpp"

namespace zonecast::inference {

/// What a lever aims at, and whether more of the lever is more of it.
struct Aim {
    engine::Quantity quantity = engine::Quantity::revenue;
    double sign = 1;
};
/// Of every lever but `facility` (which aims at the number of facilities) and `none`.
[[nodiscard]] Aim aim_of(scenario::Lever lever);

/// A mean over paired replicates and its standard error.
struct Difference {
    double mean = 0, error = 0;
};

/// One lever of one instrument of a plan (and of one kind of facility, if its measures build). Amounts are means over the years after the
/// base year, summed over the zones where the measures act in that year without doubling (or over the clusters, if they are aimed at
/// clusters or industries and the amount is known by cluster); `elsewhere` is the rest of the province.
struct Doubling {
    std::string instrument;
    scenario::Name name;
    std::string lever;
    std::string facility;                          ///< kind built; empty: acts through its other channels
    std::vector<std::string> measures;             ///< ids of those whose doses were doubled
    std::string aim;                               ///< observable
    double declared_sign = 1;                      ///< of the effect: that of the channel's mean times that of the aim
    double single = 0;                             ///< the aim at the plan's doses, mean
    Difference effect, elsewhere;                  ///< of doubling on the aim, within the scope and outside it
    Difference entries, entries_elsewhere, exits;  ///< side effects: entries within and outside the scope, exits within

    /// The effect has the declared sign within two standard errors.
    [[nodiscard]] bool as_declared() const { return declared_sign * effect.mean >= -2 * effect.error; }
    /// It is more than two standard errors away from nothing, in the declared direction.
    [[nodiscard]] bool clear() const { return declared_sign * effect.mean > 2 * effect.error; }
};

/// Doubles the doses of each instrument of the scenario in turn, all measures that use it (and build the same kind) at
/// once, and runs the same replicates as without doubling. Instruments without a channel or with doses of zero only are
/// left out. In the order of instruments. Problems of compiling are reported and yield nothing. The same bits for any
/// number of threads. Progress counts the replicates of all runs. Throws ensemble::Cancelled. Memory: a compiled world for
/// each instrument, a few records a thread, and some numbers a replicate and row.
[[nodiscard]] std::vector<Doubling> double_instruments(const scenario::Scenario& scenario,
                                                       const engine::RunSettings& settings, Diagnostics& problems,
                                                       const ensemble::Execution& execution);

}  // namespace zonecast::inference
