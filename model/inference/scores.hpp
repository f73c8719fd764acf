// How well predictive distributions did: proper scores, calibration, chances of events. Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace zonecast::inference {

/// A location-scale Student t distribution; very many degrees of freedom make it normal.
struct StudentT {
    double centre = 0;
    double scale = 1;    ///< above 0
    double freedom = 1;  ///< degrees of freedom, above 1 for a finite CRPS

    [[nodiscard]] double cdf(double x) const;
    [[nodiscard]] double quantile(double p) const;
    /// Continuous ranked probability score of an outcome, in closed form (Jordan, Krueger, Lerch, Journal of Statistical Software 90,
    /// 2019). In the unit of x; less is better.
    [[nodiscard]] double crps(double outcome) const;
};

/// Value at probability `p` of sorted values, of which there is at least one: each stands for the middle of its share, linear between them.
[[nodiscard]] double quantile_of(const std::vector<double>& sorted, double p);

/// Fair CRPS of an ensemble (E77), unbiased for the score of the distribution that the members are drawn from, whatever their number
/// (Ferro, Quarterly Journal of the Royal Meteorological Society 140, 2014). At least two members.
[[nodiscard]] double fair_crps(std::vector<double> members, double outcome);

/// Rank of the outcome among the members on (0,1) (E77): (members below + half of the equal ones + 1/2) / (members + 1).
[[nodiscard]] double probability_integral(const std::vector<double>& members, double outcome);

/// Levels of the central intervals whose coverage is reported.
inline constexpr std::array<double, 4> interval_levels{0.50, 0.80, 0.90, 0.95};

/// Whether an outcome with this probability integral lies in the central interval of the level.
[[nodiscard]] bool inside(double probability_integral, double level);

/// A chance given for an event, and whether it happened.
struct ChanceGiven {
    double chance = 0;
    bool happened = false;
};

/// Mean squared error of chances (Brier 1950); NaN without any.
[[nodiscard]] double brier(const std::vector<ChanceGiven>& chances);

/// One bin of a reliability diagram.
struct ReliabilityBin {
    double low = 0, high = 1;  ///< chances in [low, high), the last bin closed
    std::size_t events = 0;
    double mean_chance = 0;  ///< NaN if empty
    double share = 0;        ///< share that happened; NaN if empty
};

/// Chances sorted into `bins` equal bins.
[[nodiscard]] std::vector<ReliabilityBin> reliability(const std::vector<ChanceGiven>& chances, std::size_t bins);

}  // namespace zonecast::inference
