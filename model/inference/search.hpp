// The search behind "what would it take?": levers between their ends, a chance that is known only by trying, and money.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace zonecast::inference {

/// What a bundle gave. Everything that is tried runs on the same draws, so that two of them are paired by replicate.
struct Tried {
    double chance = 0;              ///< share of replicates in which all targets are met
    double cost = 0;                ///< what it costs more than the plan as written, booked money only, 1e8 CNY
    std::vector<std::uint8_t> met;  ///< [replicate]
};

/// Tries a bundle: of each lever the share of its way from where the plan leaves it (0) to the end at which it helps
/// (1).
using Attempt = std::function<Tried(const std::vector<double>&)>;

struct Goal {
    std::optional<double> chance;  ///< the cheapest bundle that reaches it
    std::optional<double> budget;  ///< or the highest chance that it pays for
};

/// A point of the curve of chance against cost: no bundle that was tried has a higher chance for the same or less
/// money.
struct CurvePoint {
    double counted = 0;  ///< cost with what is not booked counted
    double cost = 0;     ///< booked cost
    double chance = 0;
    std::vector<double> at;
};

struct Search {
    Tried start;                 ///< no lever turned
    Tried ceiling;               ///< all levers at their ends, or all that help if that is more
    std::vector<Tried> singles;  ///< one lever alone at its end; none if the plan reaches the chance already
    std::vector<double> gain;    ///< of each lever, on the scale of normal quantiles, for its whole way (E91)
    std::vector<bool> unbooked;  ///< levers that cost nothing where they are turned: `shadow` is counted instead
    double shadow = 0;           ///< what the whole way of such a lever counts, 1e8 CNY
    bool already = false;        ///< the plan reaches the chance without any of them
    bool reached = false;        ///< the chance is reached, or the budget is kept
    std::vector<double> best;    ///< the bundle; the highest chance of all if none reaches what is wished
    Tried found;
    std::vector<CurvePoint> curve;
    std::uint64_t trials = 0;  ///< different bundles that were tried

    /// Cost of a bundle with what is not booked counted.
    [[nodiscard]] double counted(const std::vector<double>& at, double cost) const;
};

/// Searches over `levers` levers. `polish`: trials that NLopt (COBYLA) may take beside those of the other steps. What
/// `attempt` throws goes on to the caller.
///
/// The steps (docs/seek.md): ends and single levers; the gain of each lever where the chance is near to what is wished;
/// levers one after the other, most gain for the money first; COBYLA from there; less of each; the best of all trials.
[[nodiscard]] Search search(std::size_t levers, const Attempt& attempt, const Goal& goal, std::uint64_t polish);

}  // namespace zonecast::inference
