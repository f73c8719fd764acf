#include "model/inference/smoother.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <string>

#include "model/base/distributions.hpp"

namespace zonecast::inference {

namespace {

/// Standard normal draws [observation][member].
Eigen::MatrixXd perturbations(Eigen::Index observations, Eigen::Index members, std::uint64_t seed, int step) {
    Eigen::MatrixXd out(observations, members);
    for (Eigen::Index o = 0; o < observations; ++o) {
        const std::uint64_t key = entity_key(seed, "smoother/" + std::to_string(step) + "/" + std::to_string(o));
        for (Eigen::Index m = 0; m < members; ++m) out(o, m) = normal_draw(key, static_cast<std::uint64_t>(m), 0, Stream::parameter);
    }
    return out;
}

Eigen::MatrixXd centred(const Eigen::MatrixXd& columns) {
    return columns.colwise() - columns.rowwise().mean();
}

/// Sample covariances of unknowns and predictions [unknown][observation], those of weak correlations faded out.
Eigen::MatrixXd covariances(const Eigen::MatrixXd& unknowns, const Eigen::MatrixXd& predicted, const SmootherSettings& settings) {
    const double degrees = static_cast<double>(unknowns.cols()) - 1.0;
    const Eigen::MatrixXd x = centred(unknowns), y = centred(predicted);
    Eigen::MatrixXd cross = x * y.transpose() / degrees;
    if (settings.least_correlation <= 0) return cross;
    const Eigen::VectorXd sd_x = (x.rowwise().squaredNorm() / degrees).cwiseSqrt(),
                          sd_y = (y.rowwise().squaredNorm() / degrees).cwiseSqrt();
    for (Eigen::Index i = 0; i < cross.rows(); ++i)
        for (Eigen::Index j = 0; j < cross.cols(); ++j) {
            const double scale = sd_x(i) * sd_y(j);
            const double errors = scale > 0 ? std::abs(cross(i, j)) / scale * std::sqrt(degrees) : 0.0;
            cross(i, j) *= std::clamp(errors - settings.least_correlation + 0.5, 0.0, 1.0);
        }
    return cross;
}

/// One step: the unknowns moved towards a part of the data. `noise`: standard normal draws.
Eigen::MatrixXd moved(const Eigen::MatrixXd& unknowns, const Eigen::MatrixXd& predicted, const Eigen::MatrixXd& noise,
                      const Eigen::VectorXd& observed, const Eigen::MatrixXd& error, const SmootherSettings& settings) {
    const double inflation = settings.steps, degrees = static_cast<double>(unknowns.cols()) - 1.0;
    const Eigen::MatrixXd y = centred(predicted);
    const Eigen::MatrixXd covariance = y * y.transpose() / degrees + inflation * error;
    const Eigen::MatrixXd factor = error.llt().matrixL();
    // The draws have mean zero over the members, so that they do not move the ensemble's mean.
    const Eigen::MatrixXd innovation = (std::sqrt(inflation) * (factor * centred(noise)) - predicted).colwise() + observed;
    return unknowns + covariances(unknowns, predicted, settings) * covariance.ldlt().solve(innovation);
}

}  // namespace

Eigen::MatrixXd without_group(const Eigen::MatrixXd& columns, std::size_t group, std::size_t groups) {
    std::vector<Eigen::Index> kept;
    for (Eigen::Index m = 0; m < columns.cols(); ++m)
        if (static_cast<std::size_t>(m) % groups != group) kept.push_back(m);
    return columns(Eigen::all, kept);
}

Smoothed smooth_and_leave_out(const Eigen::MatrixXd& prior, const ForwardModel& forward, const Eigen::VectorXd& observed,
                              const Eigen::MatrixXd& error, const SmootherSettings& settings, const std::vector<LeftOut>& groups) {
    Smoothed out{prior, {}};
    for (std::size_t g = 0; g < groups.size(); ++g) out.without.push_back(without_group(prior, g, groups.size()));
    Eigen::MatrixXd slope;  // of predictions by unknowns, which are independent beforehand
    for (int step = 0; step < settings.steps; ++step) {
        const Eigen::MatrixXd predicted = forward(out.ensemble);
        const Eigen::MatrixXd noise = perturbations(observed.size(), prior.cols(), settings.seed, step);
        if (step == 0 && !groups.empty()) {
            const Eigen::VectorXd variance = centred(prior).rowwise().squaredNorm() / (static_cast<double>(prior.cols()) - 1.0);
            slope = (variance.cwiseInverse().asDiagonal() * covariances(prior, predicted, settings)).transpose();
        }
        for (std::size_t g = 0; g < groups.size(); ++g) {
            const auto kept = [&](const Eigen::MatrixXd& columns) { return without_group(columns, g, groups.size()); };
            const Eigen::MatrixXd there = kept(predicted) + slope * (out.without[g] - kept(out.ensemble));
            out.without[g] = moved(out.without[g], there.colwise() + groups[g].shift, kept(noise), observed, groups[g].error, settings);
        }
        out.ensemble = moved(out.ensemble, predicted, noise, observed, error, settings);
    }
    return out;
}

Eigen::MatrixXd smooth(const Eigen::MatrixXd& prior, const ForwardModel& forward, const Eigen::VectorXd& observed,
                       const Eigen::MatrixXd& error, const SmootherSettings& settings) {
    return smooth_and_leave_out(prior, forward, observed, error, settings, {}).ensemble;
}

Implausibility implausibility(const Eigen::MatrixXd& predicted, const Eigen::VectorXd& observed, const Eigen::MatrixXd& error) {
    Implausibility out{Eigen::VectorXd::Zero(predicted.cols()), Eigen::VectorXd::Zero(predicted.cols())};
    for (Eigen::Index m = 0; m < predicted.cols(); ++m)
        for (Eigen::Index o = 0; o < predicted.rows(); ++o) {
            const double distance = std::abs(predicted(o, m) - observed(o)) / std::sqrt(error(o, o));
            if (distance > out.largest(m)) {
                out.second(m) = out.largest(m);
                out.largest(m) = distance;
            } else {
                out.second(m) = std::max(out.second(m), distance);
            }
        }
    if (predicted.rows() == 1) out.second = out.largest;
    return out;
}

}  // namespace zonecast::inference
