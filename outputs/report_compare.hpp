// How the targets of two results differ.
#pragma once

#include <string>
#include <vector>

#include "model/scenario/scenario.hpp"

namespace zonecast::outputs {

/// Verdicts and values of one target in every replicate of one result.
struct Judged {
    std::vector<double> met;    ///< 0 or 1
    std::vector<double> value;  ///< NaN where there is none
};

/// A difference of means, the first less the second, with its standard error.
struct Difference {
    double mean = 0;
    double standard_error = 0;
};

/// By replicate if `paired` (both hold the same replicate numbers of one seed: what the two runs share cancels), else of two separate
/// samples. Replicates without a value are left out, in both if paired. NaN if fewer than two are left.
[[nodiscard]] Difference difference_of(const std::vector<double>& first, const std::vector<double>& second, bool paired);

/// What the plans of two runs do differently, by name of the measure (its identifier if the library does not name its instrument).
struct MeasureChanges {
    std::vector<scenario::Name> only_first, only_second, changed;  ///< changed: same id, other dose, scope, instrument, kind or success
};
[[nodiscard]] MeasureChanges changed_measures(const scenario::Scenario& first, const scenario::Scenario& second);

}  // namespace zonecast::outputs
