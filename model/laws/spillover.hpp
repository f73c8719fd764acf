// How much a cluster learns from others: proximity of industries, fading with distance.
//
// docs/model.md, (E15).
#pragma once

#include "model/base/vector_math.hpp"

namespace zonecast::laws {

/// Share of knowledge that crosses a distance, both in kilometres: exp(-distance / decay).
[[nodiscard]] inline double distance_decay(double distance_km, double decay_km) {
    return exp_exact(-distance_km / decay_km);
}

/// Weight of a source in what a cluster learns, before weights are scaled to one: proximity of the industries (0 to 1) times the decay of
/// the distance. Linear in proximity, so that it serves for a sum of proximities (or of what is learnt with each) at the same place as
/// well.
[[nodiscard]] inline double spillover_weight(double proximity, double decay) {
    return decay * proximity;
}

}  // namespace zonecast::laws
