// From values to points, from points to a score, from scores to ranks: the arithmetic of a zone index.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/scenario/scenario.hpp"

namespace zonecast::index {

/// Points between 0 and 1 for the values of an item over zones that are compared with each other (E65); NaN for a NaN. Values that are all
/// equal get 0.5 each. `standardise` is "min_max" or "percentile". Pure.
void points_of(std::span<const double> values, const std::string& standardise, bool less_is_better, std::span<double> points);

/// Score of a zone, 0 to 100, from its points [item] (E67). An item without points, and a group without any, count for nothing; NaN if
/// there are no points at all. Pure.
[[nodiscard]] double score_of(const scenario::ZoneIndex& index, std::span<const double> points);

/// Ranks of scores, 1 for the highest. Equal scores share the better rank and the next one is left free; 0 for a NaN. Pure.
void ranks_of(std::span<const double> scores, std::span<unsigned> ranks);

}  // namespace zonecast::index
