// Ensemble smoother with multiple data assimilation, and the implausibility of history matching. What it fits is any function of unknowns
// that are standard normal beforehand. Deterministic: draws are addressed by seed, step, observation and member.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>

namespace zonecast::inference {

/// Predicted observations [observation][member] for unknowns [unknown][member].
using ForwardModel = std::function<Eigen::MatrixXd(const Eigen::MatrixXd& unknowns)>;

struct SmootherSettings {
    int steps = 4;  ///< the data are taken in so many equal parts
    /// Covariances of an unknown and an observation whose sample correlation is below this, in standard errors of a correlation that is
    /// zero, are taken as zero (E81). 0: none is.
    double least_correlation = 2.5;
    std::uint64_t seed = 1;
};

/// Moves the ensemble `prior` towards the observations (E81). `error` is the covariance of observation errors and of all noise that the
/// forward model leaves out; it must be positive definite. Exact for a linear model and many members. At least three members.
/// (Emerick, Reynolds, Computers and Geosciences 55, 2013; correlation-based localisation: Luo, Bhakta, Journal of Petroleum Science and
/// Engineering 184, 2020.)
[[nodiscard]] Eigen::MatrixXd smooth(const Eigen::MatrixXd& prior, const ForwardModel& forward, const Eigen::VectorXd& observed,
                                     const Eigen::MatrixXd& error, const SmootherSettings& settings);

/// Largest and second largest distance of each member's predictions from the observations, in standard deviations of `error` (E82).
struct Implausibility {
    Eigen::VectorXd largest, second;  ///< [member]; `second` is `largest` if there is one observation
};
[[nodiscard]] Implausibility implausibility(const Eigen::MatrixXd& predicted, const Eigen::VectorXd& observed,
                                            const Eigen::MatrixXd& error);

}  // namespace zonecast::inference
