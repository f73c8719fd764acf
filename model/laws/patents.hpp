// Valid invention patents: grants come in, others lapse.
#pragma once

#include <algorithm>

#include "model/base/vector_math.hpp"

namespace zonecast::laws {

/// Share of the valid patents that lapses so that the valid ones grow by `growth` (log points) when grants are `granted` of them (E46a):
/// 1 + granted - e^growth, within [0, 0.6].
[[nodiscard]] inline double patents_lapsing(double granted, double growth) {
    constexpr double most = 0.6;
    return std::clamp(1.0 + granted - exp_exact(growth), 0.0, most);
}

}  // namespace zonecast::laws
