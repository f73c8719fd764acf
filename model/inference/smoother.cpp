#include "model/inference/smoother.hpp"

#include <Eigen/Cholesky>
#include <cmath>
#include <string>

#include "model/base/distributions.hpp"

namespace zonecast::inference {

namespace {

/// Standard normal draws [observation][member] with mean zero over the members, so that the draws do not move the ensemble's mean.
Eigen::MatrixXd perturbations(Eigen::Index observations, Eigen::Index members, std::uint64_t seed, int step) {
    Eigen::MatrixXd out(observations, members);
    for (Eigen::Index o = 0; o < observations; ++o) {
        const std::uint64_t key = entity_key(seed, "smoother/" + std::to_string(step) + "/" + std::to_string(o));
        for (Eigen::Index m = 0; m < members; ++m) out(o, m) = normal_draw(key, static_cast<std::uint64_t>(m), 0, Stream::parameter);
    }
    return out.colwise() - out.rowwise().mean();
}

}  // namespace

Eigen::MatrixXd smooth(const Eigen::MatrixXd& prior, const ForwardModel& forward, const Eigen::VectorXd& observed,
                       const Eigen::MatrixXd& error, const SmootherSettings& settings) {
    const Eigen::Index members = prior.cols();
    const double inflation = settings.steps, degrees = static_cast<double>(members) - 1.0;
    const double least = settings.least_correlation / std::sqrt(degrees);
    const Eigen::MatrixXd factor = error.llt().matrixL();
    Eigen::MatrixXd unknowns = prior;
    for (int step = 0; step < settings.steps; ++step) {
        const Eigen::MatrixXd predicted = forward(unknowns);
        const Eigen::MatrixXd x = unknowns.colwise() - unknowns.rowwise().mean();
        const Eigen::MatrixXd y = predicted.colwise() - predicted.rowwise().mean();
        Eigen::MatrixXd cross = x * y.transpose() / degrees;
        const Eigen::VectorXd sd_x = (x.rowwise().squaredNorm() / degrees).cwiseSqrt(),
                              sd_y = (y.rowwise().squaredNorm() / degrees).cwiseSqrt();
        for (Eigen::Index i = 0; i < cross.rows(); ++i)
            for (Eigen::Index j = 0; j < cross.cols(); ++j)
                if (std::abs(cross(i, j)) <= least * sd_x(i) * sd_y(j)) cross(i, j) = 0;
        const Eigen::MatrixXd covariance = y * y.transpose() / degrees + inflation * error;
        const Eigen::MatrixXd noise = std::sqrt(inflation) * (factor * perturbations(observed.size(), members, settings.seed, step));
        const Eigen::MatrixXd innovation = (noise - predicted).colwise() + observed;
        unknowns += cross * covariance.ldlt().solve(innovation);
    }
    return unknowns;
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
