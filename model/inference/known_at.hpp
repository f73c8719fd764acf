// A pack as it was known at the end of a year: nothing later enters a run from there, or it is named.
#pragma once

#include <string>
#include <vector>

#include "model/scenario/scenario.hpp"

namespace zonecast::inference {

/// What was done to an input.
enum class Treatment {
    dropped,   ///< later than the origin: not used
    widened,   ///< rests on later evidence: its standard deviation is doubled
    replaced,  ///< belongs to another base year: made anew by a rule from what was known
    carried,   ///< of another year: brought to the origin with the growth of the province's totals
    borrowed,  ///< only a later year is known: its structure (shares) is used, scaled to the origin
    kept,      ///< later, or of no stated year, and used as it is
};

/// An input, or a group of inputs, and what was done to it.
struct InputNote {
    Treatment treatment = Treatment::kept;
    std::string input;      ///< e.g. "prior renewal_rate", "figures cluster_revenue"
    int known = 0;          ///< latest year that it rests on; 0: none is stated
    std::size_t count = 1;  ///< how many inputs
    std::string detail;     ///< numbers, ids; may be empty
};

struct KnownAt {
    scenario::Scenario scenario;  ///< base year and known_until are the origin; no target, measure, shock, change or index
    std::vector<InputNote> notes;
};

/// The scenario as known at the end of `origin` (`seen` equal to it), to be run for `horizon` years.
///
/// Figures: those of later years and those published after the next year (Figure::known_at) are dropped. Where the initial state needs one of the origin and there is an earlier one, money is carried with the
/// growth of high-tech value added (clusters) or of GDP (totals); where there is only a later one, it is borrowed and its spread widened.
/// Priors: those that rest on later years are widened. What belongs to the base year (certificates that expire, recognitions, the reference
/// path) is worked out from the history by the engine, for an origin as for a run.
/// Zones: levels after the origin are left to chance (known_until); that a park is among the candidates is borrowed from later lists.
///
/// With `seen` after the origin, figures and evidence up to that year count as known: for a fit to the years between.
[[nodiscard]] KnownAt known_at(scenario::Scenario scenario, int origin, int horizon, int seen);

}  // namespace zonecast::inference
