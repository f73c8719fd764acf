// The smoother on problems whose posterior is known.
#include "model/inference/smoother.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <array>
#include <cmath>
#include <string>

#include "model/base/distributions.hpp"

namespace zonecast::inference {
namespace {

Eigen::MatrixXd standard_normals(Eigen::Index rows, Eigen::Index columns, const std::string& name) {
    Eigen::MatrixXd out(rows, columns);
    for (Eigen::Index i = 0; i < rows; ++i) {
        const std::uint64_t key = entity_key(5, name + std::to_string(i));
        for (Eigen::Index m = 0; m < columns; ++m) out(i, m) = normal_draw(key, static_cast<std::uint64_t>(m), 0, Stream::initial);
    }
    return out;
}

Eigen::MatrixXd covariance(const Eigen::MatrixXd& ensemble) {
    const Eigen::MatrixXd x = ensemble.colwise() - ensemble.rowwise().mean();
    return x * x.transpose() / static_cast<double>(ensemble.cols() - 1);
}

TEST(Smoother, ALinearGaussianProblemHasItsExactPosterior) {
    Eigen::MatrixXd design(4, 3);
    design << 1, 0.5, 0, 0, 1, -1, 2, 0, 1, 0.3, 0.3, 0.3;
    Eigen::MatrixXd error = 0.4 * Eigen::MatrixXd::Identity(4, 4);
    error(0, 1) = error(1, 0) = 0.15;  // errors need not be independent
    const Eigen::Vector4d observed(1.2, -0.7, 0.9, 0.1);
    const ForwardModel forward = [&](const Eigen::MatrixXd& x) -> Eigen::MatrixXd { return design * x; };
    const Eigen::Matrix3d exact = (Eigen::Matrix3d::Identity() + design.transpose() * error.inverse() * design).inverse();
    const Eigen::Vector3d mean = exact * design.transpose() * error.inverse() * observed;
    for (const int steps : {1, 4}) {
        const Eigen::MatrixXd posterior =
            smooth(standard_normals(3, 20'000, "prior/"), forward, observed, error, {.steps = steps, .least_correlation = 0, .seed = 2});
        for (int i = 0; i < 3; ++i) {
            EXPECT_NEAR(posterior.row(i).mean(), mean(i), 0.02) << steps;
            for (int j = 0; j < 3; ++j) EXPECT_NEAR(covariance(posterior)(i, j), exact(i, j), 0.02) << steps;
        }
    }
}

TEST(Smoother, UnknownsThatNothingDependsOnKeepTheirSpread) {
    // Sixty unknowns, two of which matter; sixty members. Without localisation chance correlations would shrink all of them.
    const Eigen::MatrixXd prior = standard_normals(60, 120, "many/");
    const ForwardModel forward = [](const Eigen::MatrixXd& x) -> Eigen::MatrixXd {
        Eigen::MatrixXd out(10, x.cols());
        for (Eigen::Index o = 0; o < out.rows(); ++o) out.row(o) = x.row(o % 2);
        return out;
    };
    const Eigen::VectorXd observed = Eigen::VectorXd::Constant(10, 0.5);
    const Eigen::MatrixXd error = 0.5 * Eigen::MatrixXd::Identity(10, 10);
    const auto mean_variance = [&](double least) {
        const Eigen::MatrixXd posterior = smooth(prior, forward, observed, error, {.steps = 4, .least_correlation = least, .seed = 4});
        const Eigen::MatrixXd after = covariance(posterior), before = covariance(prior);
        double ratio = 0;
        for (Eigen::Index i = 2; i < 60; ++i) ratio += after(i, i) / before(i, i) / 58;
        EXPECT_LT(after(0, 0) / before(0, 0), 0.3);
        return ratio;
    };
    EXPECT_GT(mean_variance(2.5), 0.97);
    EXPECT_LT(mean_variance(0), mean_variance(2.5));
}

TEST(Smoother, SimulationBasedCalibration) {
    // Talts et al. 2018: the rank of the truth among draws of the posterior is uniform if the posterior is right. A mildly curved model.
    constexpr int trials = 300, ranks = 10;
    const ForwardModel forward = [](const Eigen::MatrixXd& x) -> Eigen::MatrixXd {
        Eigen::MatrixXd out(3, x.cols());
        out.row(0) = x.row(0).array() + 0.05 * x.row(0).array().square();
        out.row(1) = x.row(0) - x.row(1);
        out.row(2) = x.row(1).array() + 0.1 * (x.row(1).array() * 0.8).sin();
        return out;
    };
    const Eigen::MatrixXd error = 0.6 * Eigen::MatrixXd::Identity(3, 3);
    const Eigen::MatrixXd truths = standard_normals(2, trials, "truth/"), noise = standard_normals(3, trials, "noise/");
    std::array<std::array<int, ranks>, 2> histogram{};
    for (int t = 0; t < trials; ++t) {
        const Eigen::VectorXd observed = forward(truths.col(t)).col(0) + std::sqrt(0.6) * noise.col(t);
        const Eigen::MatrixXd posterior = smooth(standard_normals(2, 180, "ensemble/" + std::to_string(t) + "/"), forward, observed, error,
                                                 {.steps = 4, .least_correlation = 0, .seed = static_cast<std::uint64_t>(t)});
        for (int i = 0; i < 2; ++i) {
            int below = 0;  // every twentieth member: nine draws that hardly depend on each other
            for (int m = 0; m < ranks - 1; ++m) below += posterior(i, 20 * m) < truths(i, t) ? 1 : 0;
            ++histogram[static_cast<std::size_t>(i)][static_cast<std::size_t>(below)];
        }
    }
    for (const auto& counts : histogram) {
        double chi_square = 0;
        constexpr double expected = static_cast<double>(trials) / ranks;
        for (const int n : counts) chi_square += (n - expected) * (n - expected) / expected;
        EXPECT_LT(chi_square, 27.88);  // 99.9 per cent of chi-square with nine degrees of freedom
    }
}

TEST(Smoother, ATooSmallErrorFailsSimulationBasedCalibration) {
    // The test above can fail: told a quarter of the true error variance, the posterior is too narrow and ranks pile up at the ends.
    constexpr int trials = 300, ranks = 10;
    const ForwardModel forward = [](const Eigen::MatrixXd& x) -> Eigen::MatrixXd { return x; };
    const Eigen::MatrixXd truths = standard_normals(1, trials, "truth/"), noise = standard_normals(1, trials, "noise/");
    std::array<int, ranks> histogram{};
    for (int t = 0; t < trials; ++t) {
        const Eigen::VectorXd observed = truths.col(t) + 2.0 * std::sqrt(0.6) * noise.col(t);
        const Eigen::MatrixXd posterior = smooth(standard_normals(1, 180, "ensemble/" + std::to_string(t) + "/"), forward, observed,
                                                 0.6 * Eigen::MatrixXd::Identity(1, 1), {.steps = 4, .least_correlation = 0});
        int below = 0;
        for (int m = 0; m < ranks - 1; ++m) below += posterior(0, 20 * m) < truths(0, t) ? 1 : 0;
        ++histogram[static_cast<std::size_t>(below)];
    }
    double chi_square = 0;
    for (const int n : histogram) chi_square += (n - 30.0) * (n - 30.0) / 30.0;
    EXPECT_GT(chi_square, 27.88);
}

TEST(Smoother, TheJackknifeStatesWhatAnotherEnsembleMoves) {
    // Means of many ensembles spread as the error that each of them states.
    constexpr std::size_t groups = 20;
    constexpr int ensembles = 80;
    const ForwardModel forward = [](const Eigen::MatrixXd& x) -> Eigen::MatrixXd {
        Eigen::MatrixXd out(2, x.cols());
        out.row(0) = x.row(0) + 0.5 * x.row(1);
        out.row(1) = x.row(0).array() + 0.1 * x.row(0).array().square();
        return out;
    };
    const Eigen::MatrixXd error = 0.5 * Eigen::MatrixXd::Identity(2, 2);
    const std::vector<LeftOut> left_out(groups, {error, Eigen::VectorXd::Zero(2)});
    double sum = 0, squares = 0, stated = 0;
    for (int e = 0; e < ensembles; ++e) {
        const Smoothed one =
            smooth_and_leave_out(standard_normals(3, 100, "jackknife/" + std::to_string(e) + "/"), forward, Eigen::Vector2d(0.8, 0.4),
                                 error, {.steps = 4, .seed = 100 + static_cast<std::uint64_t>(e)}, left_out);
        const double mean = one.ensemble.row(0).mean();
        sum += mean, squares += mean * mean;
        double without = 0, without_squares = 0;
        ASSERT_EQ(one.without.size(), groups);
        for (const Eigen::MatrixXd& others : one.without) {
            EXPECT_EQ(others.cols(), 95);
            without += others.row(0).mean(), without_squares += std::pow(others.row(0).mean(), 2);
        }
        stated += (groups - 1.0) / groups * (without_squares - without * without / groups);
    }
    const double spread = (squares - sum * sum / ensembles) / (ensembles - 1);
    // A variance of eighty has a standard error of 16 per cent; the mean of the stated ones of a few per cent.
    EXPECT_NEAR(spread / (stated / ensembles), 1, 4 * std::sqrt(2.0 / ensembles));
}

TEST(Implausibility, CountsStandardDeviations) {
    Eigen::MatrixXd predicted(2, 2);
    predicted << 1, 4, 10, 11;
    const Eigen::Vector2d observed(1, 10);
    Eigen::Matrix2d error;
    error << 1, 0, 0, 0.25;
    const Implausibility i = implausibility(predicted, observed, error);
    EXPECT_DOUBLE_EQ(i.largest(0), 0);
    EXPECT_DOUBLE_EQ(i.largest(1), 3);
    EXPECT_DOUBLE_EQ(i.second(1), 2);
}

}  // namespace
}  // namespace zonecast::inference
