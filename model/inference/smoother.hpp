// Ensemble smoother with multiple data assimilation, and the implausibility of history matching. What it fits is any function of unknowns
// that are standard normal beforehand. Deterministic: draws are addressed by seed, step, observation and member.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <vector>

namespace zonecast::inference {

/// Predicted observations [observation][member] for unknowns [unknown][member].
using ForwardModel = std::function<Eigen::MatrixXd(const Eigen::MatrixXd& unknowns)>;

struct SmootherSettings {
    int steps = 4;  ///< the data are taken in so many equal parts
    /// Covariances of an unknown and an observation fade out where their sample correlation, in standard errors of a
    /// correlation that is zero, is near this: whole from half a standard error above it, none from half a standard
    /// error below (E81). 0: all are taken whole.
    double least_correlation = 2.5;
    std::uint64_t seed = 1;
};

/// Moves the ensemble `prior` towards the observations (E81). `error` is the covariance of observation errors and of all noise that the
/// forward model leaves out; it must be positive definite. Exact for a linear model and many members. At least three members.
/// (Emerick, Reynolds, Computers and Geosciences 55, 2013; correlation-based localisation: Luo, Bhakta, Journal of Petroleum Science and
/// Engineering 184, 2020.)
[[nodiscard]] Eigen::MatrixXd smooth(const Eigen::MatrixXd& prior, const ForwardModel& forward, const Eigen::VectorXd& observed,
                                     const Eigen::MatrixXd& error, const SmootherSettings& settings);

/// What a group of a jackknife (E109) leaves out besides members: the error covariance without the group's share of the
/// runs that it was estimated from, and what is added to predictions without them.
struct LeftOut {
    Eigen::MatrixXd error;
    Eigen::VectorXd shift;
};

struct Smoothed {
    Eigen::MatrixXd ensemble;
    /// The ensemble without the members m with m % groups == g, by group, as it would have come out without them: gains
    /// from the others alone; predictions where the forward model was run, moved on a line to where it was not.
    std::vector<Eigen::MatrixXd> without;
};

/// As `smooth`, and once more without each group in turn.
[[nodiscard]] Smoothed smooth_and_leave_out(const Eigen::MatrixXd& prior, const ForwardModel& forward, const Eigen::VectorXd& observed,
                                            const Eigen::MatrixXd& error, const SmootherSettings& settings,
                                            const std::vector<LeftOut>& groups);

/// The columns of a matrix that are not of group `group`.
[[nodiscard]] Eigen::MatrixXd without_group(const Eigen::MatrixXd& columns, std::size_t group, std::size_t groups);

/// Largest and second largest distance of each member's predictions from the observations, in standard deviations of `error` (E82).
struct Implausibility {
    Eigen::VectorXd largest, second;  ///< [member]; `second` is `largest` if there is one observation
};
[[nodiscard]] Implausibility implausibility(const Eigen::MatrixXd& predicted, const Eigen::VectorXd& observed,
                                            const Eigen::MatrixXd& error);

}  // namespace zonecast::inference
