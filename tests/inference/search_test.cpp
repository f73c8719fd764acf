// The search for the cheapest bundle, on functions whose best bundle is known in closed form.
#include "model/inference/search.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "model/base/distributions.hpp"

namespace zonecast::inference {
namespace {

constexpr std::size_t replicates = 4000;

/// Met where a normal quantile lies below start + sum of strength times f(share); costs are linear in the shares.
struct Function {
    double start = 0.2;  // chance
    std::vector<double> strength, cost;
    bool root = false;  // f is the square root, not the identity
    mutable std::size_t calls = 0;

    [[nodiscard]] double index(const std::vector<double>& at) const {
        double sum = normal_quantile(start);
        for (std::size_t l = 0; l < at.size(); ++l) sum += strength[l] * (root ? std::sqrt(at[l]) : at[l]);
        return sum;
    }
    Tried operator()(const std::vector<double>& at) const {
        ++calls;
        Tried one;
        for (std::size_t l = 0; l < at.size(); ++l) {
            EXPECT_GE(at[l], 0);
            EXPECT_LE(at[l], 1);
            one.cost += cost[l] * at[l];
        }
        const double up_to = index(at);
        for (std::size_t r = 0; r < replicates; ++r) {
            const double z = normal_quantile((static_cast<double>(r) + 0.5) / replicates);
            one.met.push_back(z <= up_to ? 1 : 0);
            one.chance += one.met.back();
        }
        one.chance /= replicates;
        return one;
    }
};

Search run(const Function& f, const Goal& goal, std::uint64_t polish = 200) {
    return search(
        f.strength.size(), [&](const std::vector<double>& at) { return f(at); }, goal, polish);
}

// Gain for the money: 0.08, 0.125, 0.05 and 0.2 a unit.
const Function linear{0.2, {0.8, 0.5, 0.6, 0.2}, {10, 4, 12, 1}};

TEST(Search, TheCheapestBundleOfLinearLeversIsTheKnapsack) {
    // From 0.2 to 0.8: the last, the second and the first lever whole, the rest from the third.
    const double wanted = normal_quantile(0.8) - normal_quantile(0.2);
    const double least = 1 + 4 + 10 + (wanted - 1.5) / 0.6 * 12;
    const Search out = run(linear, {.chance = 0.8});
    ASSERT_TRUE(out.reached);
    EXPECT_GE(out.found.chance, 0.8);
    EXPECT_GT(out.found.cost, least * 0.995);
    EXPECT_LT(out.found.cost, least * 1.02);
    EXPECT_GT(out.best[3], 0.9);
    EXPECT_GT(out.best[1], 0.9);
    EXPECT_LT(out.best[2], 0.6);
}

TEST(Search, TheHighestChanceForABudgetIsTheKnapsack) {
    const Search out = run(linear, {.budget = 10});
    ASSERT_TRUE(out.reached);
    EXPECT_LE(out.found.cost, 10 + 1e-6);
    const double most = normal_cdf(normal_quantile(0.2) + 0.2 + 0.5 + 0.8 * 0.5);
    EXPECT_NEAR(out.found.chance, most, 0.01);
}

TEST(Search, FallingReturnsNeedTheOptimiser) {
    // With square roots the least cost of a gain D is D^2 / sum(b^2 / c): some of every lever, more of the cheap ones.
    const Function f{0.3, {1.2, 1.0, 0.8}, {2, 3, 8}, true};
    const double gain = 1.0, wish = normal_cdf(normal_quantile(0.3) + gain);
    const double least = gain * gain / (1.44 / 2 + 1.0 / 3 + 0.64 / 8);
    const Search with = run(f, {.chance = wish}), without = run(f, {.chance = wish}, 0);
    ASSERT_TRUE(with.reached);
    EXPECT_GT(with.found.cost, least * 0.98);
    EXPECT_LT(with.found.cost, least * 1.03);
    EXPECT_LT(with.found.cost, without.found.cost * 0.9);
}

TEST(Search, SaysWhatAllLeversReachWhenNoBundleCan) {
    Function f{0.1, {0.5, 0.4, -0.6}, {1, 1, 1}};
    const Search out = run(f, {.chance = 0.9});
    EXPECT_FALSE(out.reached);
    EXPECT_FALSE(out.already);
    // The lever that harms is left alone.
    EXPECT_NEAR(out.ceiling.chance, normal_cdf(normal_quantile(0.1) + 0.9), 1e-3);
    EXPECT_EQ(out.found.chance, out.ceiling.chance);
    EXPECT_EQ(out.best, (std::vector<double>{1, 1, 0}));
}

TEST(Search, WhatIsNotBookedIsNeverFree) {
    Function f{0.2, {0.9, 0.5}, {0, 4}};
    const Search out = run(f, {.budget = 0});
    EXPECT_EQ(out.unbooked, (std::vector<bool>{true, false}));
    EXPECT_EQ(out.best, (std::vector<double>{0, 0}));
    EXPECT_DOUBLE_EQ(out.shadow, 1);
    EXPECT_DOUBLE_EQ(out.counted({0.5, 1}, 4), 4.5);
    const Search more = run(f, {.budget = 1});
    EXPECT_EQ(more.best, (std::vector<double>{1, 0}));
    f.cost[1] = 0.25;
    EXPECT_DOUBLE_EQ(run(f, {.budget = 0}).shadow, 0.25);
}

TEST(Search, StopsWhereTheChanceIsReachedAlready) {
    const Search out = run(linear, {.chance = 0.15});
    EXPECT_TRUE(out.already);
    EXPECT_TRUE(out.reached);
    EXPECT_EQ(out.best, std::vector<double>(4, 0.0));
    EXPECT_EQ(out.trials, 1u);
    const Search empty = run(Function{}, {.chance = 0.5});
    EXPECT_FALSE(empty.reached);
    EXPECT_TRUE(empty.best.empty());
}

TEST(Search, TheCurveRisesAndEveryPointWasTried) {
    const Search out = run(linear, {.chance = 0.8});
    ASSERT_GT(out.curve.size(), 5u);
    EXPECT_EQ(out.curve.front().cost, 0);
    EXPECT_EQ(out.curve.front().chance, out.start.chance);
    EXPECT_EQ(out.curve.back().chance, out.ceiling.chance);
    for (std::size_t i = 1; i < out.curve.size(); ++i) {
        EXPECT_GT(out.curve[i].counted, out.curve[i - 1].counted);
        EXPECT_GT(out.curve[i].chance, out.curve[i - 1].chance);
        EXPECT_EQ(linear(out.curve[i].at).chance, out.curve[i].chance);
    }
}

TEST(Search, WhatATrialThrowsComesThroughTheOptimiser) {
    const Search whole = run(linear, {.chance = 0.8});
    for (const std::uint64_t at : {std::uint64_t{2}, whole.trials / 2, whole.trials}) {
        std::uint64_t calls = 0;
        const Attempt attempt = [&](const std::vector<double>& bundle) {
            if (++calls == at) throw std::runtime_error("stopped");
            return linear(bundle);
        };
        EXPECT_THROW(static_cast<void>(search(4, attempt, {.chance = 0.8}, 200)), std::runtime_error) << at;
        EXPECT_EQ(calls, at);
    }
}

}  // namespace
}  // namespace zonecast::inference
