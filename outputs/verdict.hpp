// The words for a chance, and the headlines of a scorecard that follow from them.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "outputs/result.hpp"

namespace zonecast::outputs {

enum class Verdict { likely, open, unlikely, out_of_reach };
inline constexpr std::size_t verdict_count = 4;
/// Chance from which a verdict holds, in the order of the enumeration.
inline constexpr std::array<double, verdict_count> verdict_from{0.66, 0.33, 0.05, 0.0};
/// As JSON says it.
inline constexpr std::array<const char*, verdict_count> verdict_ids{"likely", "open", "unlikely", "out_of_reach"};

[[nodiscard]] Verdict verdict_on(double chance);

/// Whether there is a verdict on the target at all: not if its value is undefined in every replicate.
[[nodiscard]] bool is_judged(const engine::TargetResult& target);

/// Whether the 95 % interval of the chance lies within one verdict.
[[nodiscard]] bool is_firm(const engine::TargetResult& target);

/// Whether the base year's median meets the target already: of targets on a level or a share only.
[[nodiscard]] bool passed_at_start(const engine::TargetResult& target);

/// Fewer replicates than these say little about a chance: its interval is wider than a fifth.
inline constexpr std::uint64_t few_replicates = 100;

struct Headlines {
    std::array<std::size_t, verdict_count> targets{};  ///< number of targets by verdict
    std::size_t undefined = 0;                         ///< targets without a verdict
    std::size_t official = 0;                          ///< targets that the plan itself states
};
[[nodiscard]] Headlines headlines_of(const Result& result);

/// Median of quantiles at engine::quantile_levels; NaN if there are none.
[[nodiscard]] double median_of(const std::vector<double>& quantiles);

/// First year by which at least half of the replicates have met a target or a group; `met_by_year` is [year].
[[nodiscard]] std::optional<int> year_met(const std::vector<double>& met_by_year, const std::vector<int>& years);

/// Two targets and the correlation of their being met.
struct TargetPair {
    std::size_t first = 0, second = 0;
    double correlation = 0;
};
inline constexpr std::size_t pairs_reported = 10;
/// The pairs with the largest absolute correlation, strongest first, equals in the order of the targets; at most `count`, none below 0.3.
[[nodiscard]] std::vector<TargetPair> strongest_pairs(const Result& result, std::size_t count);

/// A zone that falls short of an "each" target.
struct ShortZone {
    std::size_t zone = 0;  ///< index in Result::zone_ids
    double chance = 0;     ///< share of replicates
};
/// Zones that ever fall short, most often first; equals in the order of the zones.
[[nodiscard]] std::vector<ShortZone> short_zones(const engine::TargetResult& target);

}  // namespace zonecast::outputs
