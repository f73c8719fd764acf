// Where the doubt comes from: the variance of every target, split among the kinds of uncertainty by pick-freeze.
#pragma once

#include <vector>

#include "model/engine/forecast.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/outcomes.hpp"

namespace zonecast::ensemble {

/// Share of the variance that two runs have in common (E72): with a and b what they gave in each replicate, cov(a, b) over their pooled
/// variance, both about the pooled mean (Janon, Klein, Lagnoux, Nodet, Prieur, ESAIM: Probability and Statistics 18, 2014), and its
/// standard error by the delta method. Two runs that have only one kind of draws in common give that kind's first-order share. NaN without
/// variance.
struct CommonShare {
    double share = 0, error = 0, variance = 0;
};
[[nodiscard]] CommonShare common_share(const std::vector<double>& a, const std::vector<double>& b);

/// Splits the variance of every target (E72). `base` holds the outcomes of a run of these settings; four runs of the same length
/// follow: one with other draws throughout, and one with other draws of each kind alone. A kind that the settings hold is not touched: its
/// share is zero. What a source of parameters gives counts as parameters; `second_source` gives them for the other draws, and may be null
/// where independent draws have the same distribution. Progress counts the replicates of the runs that follow. Throws like run().
[[nodiscard]] engine::VarianceSplit split_variance(const engine::World& world, const engine::RunSettings& settings, const Outcomes& base,
                                                   const std::shared_ptr<const engine::ParameterSource>& second_source,
                                                   const engine::Progress& progress);

}  // namespace zonecast::ensemble
