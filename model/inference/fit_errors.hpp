// The figures that a fit is held against, and how far a run may lie from them: errors of figures, and the discrepancy
// of the laws.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "model/engine/world.hpp"

namespace zonecast::inference {

struct Observation {
    std::size_t series = 0;  ///< in observed_series
    int year = 0;
    double log_value = 0;
};

struct FitErrors {
    std::vector<Observation> observations;
    /// Covariance of their logarithms about a run, as far as a run does not draw it.
    Eigen::MatrixXd figures;      ///< error of each figure; error of the base year's, common to a series
    Eigen::MatrixXd discrepancy;  ///< of the laws (E107): grows with the years, and is carried along within a series
};

/// Published totals of the years after `from` up to `until` that runs of `world`, which start from `from`, can be held
/// against. `discrepancy`: the laws are off by so many surprises a year; 0: the laws are right.
[[nodiscard]] FitErrors fit_errors(const engine::World& world, const scenario::Scenario& scenario, int from, int until, double discrepancy);

/// Standard deviation of what the laws may be off in a year, of the logarithm (E107): the surprise of the province
/// against the nation that was learned from the panel. Recognitions take that of certificates, high-tech value added
/// that of GDP times its loading on the trend; where nothing is learned, what was assumed before.
[[nodiscard]] double yearly_discrepancy(const engine::World& world, std::size_t series);

}  // namespace zonecast::inference
