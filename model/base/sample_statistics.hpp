// Statistics of samples that several rooms need.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

namespace zonecast {

/// 95 % interval of a chance of which `share` was found in `n` trials (Wilson, "Probable inference, the law of succession, and statistical
/// inference", JASA 22, 1927). It is never empty: one of one is 21 to 100 %. `n` must be above zero.
[[nodiscard]] inline std::pair<double, double> wilson(double share, double n) {
    constexpr double z = 1.95996398454005;
    const double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace zonecast
