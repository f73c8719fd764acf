// Promotions to national zones come in waves: the State Council approves many in one year and hardly any in the next (docs/model.md, 7.11).
//
// Pure functions; thread-safe. Numbers of equations are those of docs/model.md.
#pragma once

#include <map>
#include <vector>

namespace zonecast::laws {

/// Promotions of the nation in a year, learned from the years before.
struct PromotionWaves {
    double chance = 0;      ///< that a year is one of a wave
    double log_size = 0;    ///< mean of ln promotions in a year of a wave
    double log_spread = 0;  ///< their standard deviation
    double quiet = 0;       ///< promotions in another year
    double years = 0;       ///< that it rests on, later ones counting more; zero: nothing is known

    /// Promotions of a year; `u` in (0,1) decides whether it is one of a wave, `normal` how large.
    [[nodiscard]] double in_year(double u, double normal) const;
    /// Their mean.
    [[nodiscard]] double mean() const;
};

/// A year of at least so many promotions is one of a wave.
inline constexpr double wave_begins = 5;
/// Weight of a year against the one after it.
inline constexpr double promotion_memory = 0.9;

/// Learns from the number of national zones at the end of each year (E100); years after `until` are not looked at, and a change over several
/// years is spread over them. The chance has Jeffreys' prior, sizes one more year of the prior wave of 12 with a spread of 0.6.
[[nodiscard]] PromotionWaves learn_promotion_waves(const std::map<int, double>& zones, int until);

/// Chance of each provincial zone of a province to be promoted in a year (E48), from the promotions expected of the province, the weight of
/// each zone's dossier and the weight that measures add to it (log points). `pull` is what more weight makes the province as a whole likelier.
void promotion_chances(double expected, double pull, const std::vector<double>& dossier, const std::vector<double>& lever,
                       std::vector<double>& chance);

/// A chance after its odds are multiplied by `factor`: 0 and 1 stay (E48).
[[nodiscard]] double odds_times(double chance, double factor);

}  // namespace zonecast::laws
