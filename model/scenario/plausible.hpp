// Whether figures can be what they say: against each other, against the panel, and against what no place shows.
#pragma once

#include "model/scenario/reading.hpp"

namespace zonecast::scenario {

/// Reports figures of the history whose value no place has, such as a population written with the wrong unit: counts
/// that are not whole, amounts per head or of GDP beyond what any province of the panel shows, figures of the province
/// that the panel has otherwise, and years that are a power of ten off those beside them. Of figures that contradict
/// several others, the one that all of them contradict is named.
void check_plausible(Reading& reading);

}  // namespace zonecast::scenario
