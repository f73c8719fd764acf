// What a zone counts beside its technology enterprises: other above-scale industry, R&D institutions, large projects, its national rank.
// Pure functions; thread-safe. Numbers of equations are those of docs/model.md.
#pragma once

#include <algorithm>

#include "model/base/vector_math.hpp"

namespace zonecast::laws {

/// Other above-scale enterprises after a year (E58): their number follows the real growth of their revenue. `growth` is that of nominal
/// revenue and `deflator` that of prices, both log points; `elasticity` of the number in real revenue.
[[nodiscard]] inline double other_firms_next(double firms, double elasticity, double growth, double deflator) {
    return firms * exp_exact(elasticity * (growth - deflator));
}

/// Above-scale certified enterprises that have an R&D institution after a year (E59). The group goes from `before` to `now` members:
/// who leaves it is like the rest, of who is new the share `newcomers` brings an institution. Of those that are then without one the
/// share 1 - exp(-hazard) founds one (`hazard` in log points a year; below zero counts as zero). Between 0 and `now`.
[[nodiscard]] inline double with_institution_next(double with, double before, double now, double newcomers, double hazard) {
    const double kept = now >= before ? with + newcomers * (now - before) : before > 0 ? with * now / before : 0.0;
    const double without = std::max(0.0, now - std::min(kept, now));
    return now - without * exp_exact(-std::max(0.0, hazard));
}

/// Investment classes of the projects that a plan sets out to attract, 1e8 CNY: from 20 to 50, and from 50 to 150.
inline constexpr double project_class_20 = 20, project_class_50 = 50, project_class_end = 150;

/// Investment of a project of a class, log-uniform between its edges (E61); u in (0,1).
[[nodiscard]] inline double project_investment(double low, double high, double u) {
    return low * exp_exact(u * log_exact(high / low));
}

/// Standard deviation of a yearly change of rank: `top` to rank 15, `middle` from rank 70, linear between (E50).
[[nodiscard]] inline double rank_noise(double rank, double top, double middle) {
    return top + (middle - top) * std::clamp((rank - 15.0) / 55.0, 0.0, 1.0);
}

/// Rank after a step of `step` ranks in a field of `field` zones, thrown back at its ends (E50). Between 1 and `field`.
[[nodiscard]] inline double rank_next(double rank, double step, double field) {
    double next = rank + std::clamp(step, 1.0 - field, field - 1.0);
    if (next < 1.0) next = 2.0 - next;
    if (next > field) next = 2.0 * field - next;
    return std::clamp(next, 1.0, field);
}

}  // namespace zonecast::laws
