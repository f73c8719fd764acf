// How the certified enterprises of a province lie over its cities and zones in the base year: published figures first, a rule for the rest.
//
// Step 10 of the initialisation recipe (docs/model.md, "Where a run starts"). Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/scenario/scenario.hpp"
#include "model/start/class_table.hpp"

namespace zonecast::start {

/// Doubt of a figure of another year: a share of the province moves by so much in a year (sd of the logarithm, grows with the root).
inline constexpr double city_share_drift = 0.08, zone_share_drift = 0.10;
/// Doubt of the rules where nothing is published (sd of the logarithm): a city's share, a zone's share of its city.
inline constexpr double city_rule_spread = 0.44, zone_rule_spread = 0.50;

/// Weight of a city that publishes nothing (E83): GDP^1.2 K, K by the kind of city. Any unit of GDP; only shares count.
[[nodiscard]] double city_weight(double gdp, scenario::CityKind kind);
/// Share of the province's certificates that a share of its R&D makes likely (E84).
[[nodiscard]] double share_by_research(double share_of_research);

/// A number that must be met with some doubt, and the room that it has.
struct Goal {
    double value = 0;              ///< drawn
    double spread = 0;             ///< sd of its logarithm; zero: gives way last
    double least = 0, most = 1e300;
};

/// Values that add up to `total` (E85): each moves by exp(lambda * spread^2) and stays within its room. What all of them cannot hold is left
/// out: the sum is then as near to `total` as the room allows.
[[nodiscard]] std::vector<double> reconcile(const std::vector<Goal>& goals, double total);

/// A zone, or the outside of a city.
struct CertificatePlace {
    std::size_t city = 0;
    Goal goal;
    bool counted = false;  ///< among the zones whose total is published
};

/// Expected certificates by place: the cities' goals add up to the stock, the places of a city to its number, and those that are `counted`
/// to `counted_total` if it is given (E85, in turn until both hold to a thousandth, 30 times at most; cities last).
[[nodiscard]] std::vector<double> share_certificates(const std::vector<CertificatePlace>& places, const std::vector<Goal>& cities,
                                                     double stock, std::optional<double> counted_total);

/// Chances by class after the odds of all classes are multiplied by one factor, so that `members` expect `goal` certificates (E86).
/// A goal beyond what they can hold gives chances of (almost) one.
[[nodiscard]] ClassArray chances_for(const ClassArray& members, const ClassArray& chance, double goal);

}  // namespace zonecast::start
