// Sobol and Morris against functions whose indices are known, and on a small world.
#include "model/inference/sensitivity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <set>

#include "model/base/philox.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast::inference {
namespace {

using Function = std::function<double(const std::vector<double>&)>;

double ishigami(const std::vector<double>& u) {
    std::array<double, 3> x;
    for (std::size_t i = 0; i < 3; ++i) x[i] = std::numbers::pi * (2 * u[i] - 1);
    return std::sin(x[0]) + 7 * std::sin(x[1]) * std::sin(x[1]) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]);
}

double g_function(const std::vector<double>& u) {
    const double a[] = {0, 1, 4.5, 9};
    double product = 1;
    for (std::size_t i = 0; i < 4; ++i) product *= (std::abs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
    return product;
}

std::vector<SobolIndex> indices_of(const Function& f, std::size_t factors, std::size_t rows) {
    std::vector<double> a(rows), b(rows);
    std::vector<std::vector<double>> ab(factors, std::vector<double>(rows));
    for (std::size_t r = 0; r < rows; ++r) {
        std::vector<double> x(factors), y(factors);
        for (std::size_t i = 0; i < factors; ++i) {
            const Words w = draw_words(17, r, 0, Stream::design, static_cast<std::uint32_t>(i));
            x[i] = uniform(w[0], w[1]);
            y[i] = uniform(w[2], w[3]);
        }
        a[r] = f(x);
        b[r] = f(y);
        for (std::size_t i = 0; i < factors; ++i) {
            std::vector<double> mixed = x;
            mixed[i] = y[i];
            ab[i][r] = f(mixed);
        }
    }
    std::vector<SobolIndex> out;
    for (const auto& one : ab) out.push_back(sobol_index(a, b, one, 200, 1));
    return out;
}

void expect_index(const SobolIndex& index, double first, double total) {
    EXPECT_NEAR(index.first.value, first, 0.03);
    EXPECT_NEAR(index.total.value, total, 0.03);
    EXPECT_LT(index.first.low, index.first.high);
    EXPECT_LT(index.first.low - 0.02, first);
    EXPECT_GT(index.first.high + 0.02, first);
    EXPECT_LT(index.total.low - 0.02, total);
    EXPECT_GT(index.total.high + 0.02, total);
    EXPECT_LT(index.total.high - index.total.low, 0.1);
}

TEST(Sobol, Ishigami) {
    // a = 7, b = 0.1: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225.
    const double pi4 = std::pow(std::numbers::pi, 4), pi8 = pi4 * pi4;
    const double v1 = std::pow(1 + 0.1 * pi4 / 5, 2) / 2, v2 = 49.0 / 8, v13 = 8 * 0.01 * pi8 / 225, v = v1 + v2 + v13;
    const auto index = indices_of(ishigami, 3, 20000);
    expect_index(index[0], v1 / v, (v1 + v13) / v);
    expect_index(index[1], v2 / v, v2 / v);
    expect_index(index[2], 0, v13 / v);
}

TEST(Sobol, GFunction) {
    const double a[] = {0, 1, 4.5, 9};
    double whole = 1, part[4];
    for (int i = 0; i < 4; ++i) whole *= 1 + (part[i] = 1 / (3 * (1 + a[i]) * (1 + a[i])));
    const auto index = indices_of(g_function, 4, 20000);
    for (std::size_t i = 0; i < 4; ++i) expect_index(index[i], part[i] / (whole - 1), part[i] * (whole / (1 + part[i])) / (whole - 1));
}

TEST(Sobol, MissingNumbersAreLeftOutAndConstantsHaveNoIndex) {
    std::vector<double> a{1, 2, 3, std::nan("")}, b{2, 1, 4, 1}, ab{1, 2, 5, 1};
    const auto with = sobol_index(a, b, ab, 0, 1);
    for (auto* v : {&a, &b, &ab}) v->pop_back();
    EXPECT_EQ(with.first.value, sobol_index(a, b, ab, 0, 1).first.value);
    const std::vector<double> same(5, 1.0);
    EXPECT_TRUE(std::isnan(sobol_index(same, same, same, 0, 1).total.value));
}

TEST(Morris, TrajectoriesMoveEachFactorOnceAndStayInside) {
    const MorrisDesign design(7, 12, 3);
    std::set<std::vector<double>> starts;
    for (std::uint64_t t = 0; t < 12; ++t) {
        std::vector<double> before(7), after(7);
        std::set<std::size_t> moved;
        design.point(t, 0, before.data());
        starts.insert(before);
        for (std::size_t m = 0; m < 7; ++m) {
            design.point(t, m + 1, after.data());
            for (std::size_t i = 0; i < 7; ++i) {
                ASSERT_GT(after[i], 0);
                ASSERT_LT(after[i], 1);
                EXPECT_EQ(after[i] - before[i], i == design.mover(t, m) ? MorrisDesign::step * design.direction(t, i) : 0.0);
            }
            moved.insert(design.mover(t, m));
            before = after;
        }
        EXPECT_EQ(moved.size(), 7u);
    }
    EXPECT_EQ(starts.size(), 12u);
}

TEST(Morris, EffectsOfALinearAndOfAnIdleFactor) {
    const MorrisDesign design(3, 30, 5);
    std::vector<std::vector<double>> effects(3);
    const auto f = [](const std::vector<double>& u) { return 4 * u[0] - 2 * u[1] * u[0]; };
    for (std::uint64_t t = 0; t < 30; ++t)
        for (std::size_t m = 0; m < 3; ++m) {
            std::vector<double> before(3), after(3);
            design.point(t, m, before.data());
            design.point(t, m + 1, after.data());
            const std::size_t i = design.mover(t, m);
            effects[i].push_back((f(after) - f(before)) / (MorrisDesign::step * design.direction(t, i)));
        }
    const auto first = morris_index(effects[0], 100, 1), second = morris_index(effects[1], 100, 1), idle = morris_index(effects[2], 100, 1);
    EXPECT_NEAR(first.mu, 3, 0.5) << "4 - 2 u1";
    EXPECT_GT(first.sigma, 0.2);
    EXPECT_NEAR(second.mu, -1, 0.5);
    EXPECT_NEAR(second.mu_star.value, 1, 0.5);
    EXPECT_EQ(idle.mu_star.value, 0.0);
    EXPECT_EQ(idle.mu_star.high, 0.0);
}

TEST(Sensitivity, OfASmallWorld) {
    const test::SmallWorld files;
    const auto world = test::compile(files.scenario());
    SensitivitySettings settings;
    settings.run.replicates = 24;
    settings.trajectories = 2;
    settings.screened = 3;
    settings.resamples = 20;
    std::uint64_t last = 0;
    const auto one =
        analyse(*world, settings, {0}, ensemble::Execution(1, [&](std::uint64_t done, std::uint64_t total) {
            EXPECT_LE(done, total);
            last = done;
            return true;
        }));
    EXPECT_EQ(last, one.replicates);
    EXPECT_EQ(one.replicates, (one.screened.size() + 1) * 2 + 8 * 24) << "A, B, three factors, the others, initial state and chance";
    ASSERT_EQ(one.factors.size(), 6u);
    double largest = 0;
    for (const auto& index : one.morris[0]) largest = std::max(largest, index.mu_star.value);
    for (std::size_t i = 0; i < one.screened.size(); ++i)
        if (one.screened[i].id == one.factors[0].id) {
            EXPECT_EQ(one.morris[0][i].mu_star.value, largest);
        }
    const auto three = analyse(*world, settings, {0}, ensemble::Execution(3));
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(one.sobol[0][i].total.value, three.sobol[0][i].total.value);
    settings.factors = {"renewal_rat"};
    EXPECT_THROW(static_cast<void>(analyse(*world, settings, {0}, nullptr)), std::invalid_argument);
}

TEST(Sensitivity, ADoseMovesWhatTheMeasureMoves) {
    // The factor on a dose is what --set measure.ID.dose does.
    const test::SmallWorld files;
    const auto plain = files.scenario();
    ASSERT_FALSE(plain.plan.measures.empty());
    for (const auto& measure : plain.plan.measures) {
        engine::RunSettings settings;
        settings.parameter_source =
            std::make_shared<engine::ParameterValues>(std::vector<std::string>{"dose." + measure.id}, std::vector<double>{3, 3});
        test::Simulation factor(plain, settings), set(files.scenario({"measure." + measure.id + ".dose=3"})), one(plain);
        for (std::uint64_t r = 0; r < 2; ++r) {
            const auto a = factor.run(r), b = set.run(r);
            EXPECT_EQ(a.measure_cost, b.measure_cost) << measure.id;
            for (std::size_t i = 0; i < a.zone.size(); ++i)
                ASSERT_NEAR(a.zone[i], b.zone[i], 1e-9 * (1 + std::abs(b.zone[i]))) << measure.id;
        }
        EXPECT_NE(factor.run(0).measure_cost, one.run(0).measure_cost) << measure.id;
    }
}

}  // namespace
}  // namespace zonecast::inference
