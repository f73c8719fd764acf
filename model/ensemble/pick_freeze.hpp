// Where the doubt comes from: the variance of every target, split among the kinds of uncertainty by pick-freeze.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/engine/forecast.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/executor.hpp"
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

/// Gives each replicate the values that another source has for a replicate drawn at random, at the address of the seed: a second sample
/// from the same distribution, rows kept whole.
class OtherRows : public engine::ParameterSource {
public:
    /// Rows of replicates [first, first + count), at least one.
    OtherRows(std::shared_ptr<const engine::ParameterSource> rows, std::uint64_t first, std::uint64_t count, std::uint64_t seed);
    [[nodiscard]] const std::vector<std::string>& ids() const override { return rows_->ids(); }
    void values(std::uint64_t replicate, double* out) const override;

private:
    std::shared_ptr<const engine::ParameterSource> rows_;
    std::uint64_t first_, count_, key_;
};

/// Runs that a split of variance takes in all: the one that is split, one with each kind of draws changed, one with all of them changed.
inline constexpr std::uint64_t split_parts = engine::uncertainty_kinds.size() + 2;

/// Splits the variance of every target (E72). `base` holds the outcomes of a run of these settings; four runs of the same length
/// follow: one with other draws throughout, and one with other draws of each kind alone. A kind that the settings hold is not touched: its
/// share is zero. Shares are NaN where fewer than ten replicates of the two samples differ from the most common value. What a source of
/// parameters gives counts as parameters; `second_source` gives them for the other draws. If it is null, they are independent draws for a
/// design, and other rows for a table (settings.design is "independent" then). Progress counts the replicates of the runs that follow.
/// Throws like run().
[[nodiscard]] engine::VarianceSplit split_variance(const engine::World& world, const engine::RunSettings& settings,
                                                   const Outcomes& base,
                                                   const std::shared_ptr<const engine::ParameterSource>& second_source,
                                                   const Execution& execution);

}  // namespace zonecast::ensemble
