// The split of a variance by pick-freeze: known shares, held kinds, and a world.
#include "model/ensemble/pick_freeze.hpp"

#include <cmath>

#include "model/base/distributions.hpp"
#include "model/ensemble/ensemble.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using ensemble::common_share;
using test::SmallWorld;

double normal(const char* kind, std::uint64_t copy, std::uint64_t replicate) {
    return normal_draw(entity_key(copy, kind), replicate, 0, Stream::parameter);
}

constexpr std::size_t replicates = 4000;

/// A model of three kinds of draws in which each copy is given separately.
template <class Model>
std::vector<double> run(Model model, std::uint64_t p, std::uint64_t i, std::uint64_t c) {
    std::vector<double> out(replicates);
    for (std::size_t r = 0; r < replicates; ++r) out[r] = model(normal("p", p, r), normal("i", i, r), normal("c", c, r));
    return out;
}

TEST(PickFreeze, ALinearModelHasTheSharesOfItsCoefficients) {
    const auto linear = [](double p, double i, double c) { return 10 + 3 * p + 2 * i + c; };  // 9/14, 4/14, 1/14
    const auto a = run(linear, 1, 1, 1), b = run(linear, 2, 2, 2);
    const double truth[] = {9.0 / 14, 4.0 / 14, 1.0 / 14};
    for (std::size_t k = 0; k < 3; ++k) {
        const auto mixed = run(linear, k == 0 ? 2 : 1, k == 1 ? 2 : 1, k == 2 ? 2 : 1);
        const auto first = common_share(b, mixed);
        const auto rest = common_share(a, mixed);
        EXPECT_NEAR(first.share, truth[k], 4 * first.error);
        EXPECT_NEAR(1 - rest.share, truth[k], 4 * rest.error);
        EXPECT_LT(first.error, 0.02);
        EXPECT_LT(rest.error, 0.02);
        EXPECT_NEAR(first.variance, 14, 1.0);
    }
}

TEST(PickFreeze, AProductIsAllInterplay) {
    const auto product = [](double p, double, double c) { return p * c; };
    const auto a = run(product, 1, 1, 1), b = run(product, 2, 2, 2), mixed = run(product, 2, 1, 1);
    const auto first = common_share(b, mixed), rest = common_share(a, mixed);
    EXPECT_NEAR(first.share, 0, 4 * first.error);
    EXPECT_NEAR(1 - rest.share, 1, 4 * rest.error);
}

TEST(PickFreeze, TheStandardErrorIsThatOfRepetitions) {
    const auto linear = [](double p, double i, double) { return p + i; };
    double sum = 0, square = 0, error = 0;
    constexpr std::uint64_t repetitions = 40;
    for (std::uint64_t k = 0; k < repetitions; ++k) {
        const auto share = common_share(run(linear, 100 + 3 * k, 101 + 3 * k, 0), run(linear, 100 + 3 * k, 102 + 3 * k, 0));
        sum += share.share;
        square += share.share * share.share;
        error += share.error / repetitions;
    }
    const double sd = std::sqrt(square / repetitions - sum / repetitions * sum / repetitions);
    EXPECT_NEAR(sd / error, 1.0, 0.45);
}

TEST(PickFreeze, WithoutVarianceThereIsNoShare) {
    const std::vector<double> same(10, 3.0);
    EXPECT_TRUE(std::isnan(common_share(same, same).share));
    EXPECT_TRUE(std::isnan(common_share({}, {}).share));
}

engine::VarianceSplit split_of(const engine::World& world, const engine::RunSettings& settings,
                               const ensemble::Execution& execution = {}) {
    ensemble::Outcomes base;
    static_cast<void>(ensemble::run(world, settings, base, execution));
    return ensemble::split_variance(world, settings, base, nullptr, execution);
}

TEST(PickFreeze, WhatIsHeldMakesNoDoubtAndChanceAloneMakesAllOfIt) {
    const SmallWorld world;
    const auto compiled = test::compile(world.scenario());
    engine::RunSettings settings;
    settings.replicates = 64;
    settings.free_parameters = settings.free_initial = false;
    const auto split = split_of(*compiled, settings);
    ASSERT_EQ(split.value.size(), compiled->scenario.plan.targets.size());
    std::size_t seen = 0;
    for (const auto& target : split.value) {
        if (std::isnan(target.kinds[2].first)) continue;  // never or hardly ever anything else
        ++seen;
        for (const std::size_t held : {0u, 1u}) {
            EXPECT_EQ(target.kinds[held].first, 0.0);
            EXPECT_EQ(target.kinds[held].total, 0.0);
        }
        EXPECT_EQ(target.kinds[2].first, 1.0) << "two runs with the same chance are the same run";
        EXPECT_NEAR(target.kinds[2].total, 1.0, 5 * target.kinds[2].total_error + 1e-9);
        EXPECT_NEAR(target.knowable, 0.0, 5 * target.knowable_error + 1e-9);
    }
    EXPECT_GT(seen, 0u);
}

TEST(PickFreeze, EachKindIsWhatItsSeedMoves) {
    const SmallWorld world;
    const auto compiled = test::compile(world.scenario());
    engine::RunSettings settings;
    settings.replicates = 48;
    const auto split = split_of(*compiled, settings);
    const std::uint64_t other = entity_key(settings.seed, "pick-freeze");
    const std::size_t targets = split.value.size();
    const auto values = [&](const engine::RunSettings& s, std::size_t target) {
        ensemble::Outcomes out;
        static_cast<void>(ensemble::run(*compiled, s, out, nullptr));
        std::vector<double> column;
        for (std::size_t r = 0; r < out.replicates; ++r) column.push_back(out.value[r * targets + target]);
        return column;
    };
    constexpr std::optional<std::uint64_t> engine::RunSettings::*seeds[] = {
        &engine::RunSettings::parameter_seed, &engine::RunSettings::initial_seed, &engine::RunSettings::chance_seed};
    engine::RunSettings all = settings;
    for (const auto seed : seeds) all.*seed = other;
    std::size_t seen = 0;
    for (std::size_t t = 0; t < targets && seen < 2; ++t) {
        if (std::isnan(split.value[t].kinds[0].first)) continue;
        ++seen;
        const auto own = values(settings, t), fresh = values(all, t);
        for (std::size_t k = 0; k < 3; ++k) {
            engine::RunSettings one = settings;
            one.*seeds[k] = other;
            const auto mixed = values(one, t);
            EXPECT_EQ(split.value[t].kinds[k].first, common_share(fresh, mixed).share) << engine::uncertainty_kinds[k];
            EXPECT_EQ(split.value[t].kinds[k].total, 1 - common_share(own, mixed).share) << engine::uncertainty_kinds[k];
        }
    }
    EXPECT_GT(seen, 0u);
}

TEST(PickFreeze, TheSplitIsTheSameForAnyNumberOfThreads) {
    const SmallWorld world;
    const auto compiled = test::compile(world.scenario());
    engine::RunSettings settings;
    settings.replicates = 70;
    const auto one = split_of(*compiled, settings, ensemble::Execution(1));
    const auto three = split_of(*compiled, settings, ensemble::Execution(3));
    double parameters = 0;
    for (std::size_t t = 0; t < one.value.size(); ++t)
        for (std::size_t k = 0; k < 3; ++k) {
            EXPECT_EQ(std::isnan(one.value[t].kinds[k].first), std::isnan(three.value[t].kinds[k].first));
            if (std::isnan(one.value[t].kinds[k].first)) continue;
            EXPECT_EQ(one.value[t].kinds[k].first, three.value[t].kinds[k].first);
            EXPECT_EQ(one.value[t].kinds[k].total, three.value[t].kinds[k].total);
            if (k == 0) parameters = std::max(parameters, one.value[t].kinds[k].first);
        }
    EXPECT_GT(parameters, 0.1) << "some target's doubt is in part about parameters";
}

TEST(PickFreeze, ATableGivesItsOtherRowsAsASecondSample) {
    std::vector<double> values;
    for (int r = 0; r < 200; ++r) values.insert(values.end(), {static_cast<double>(r), 1000.0 + r});
    const auto table = std::make_shared<engine::ParameterValues>(std::vector<std::string>{"renewal_rate", "entry_rate"}, values, 7);
    const ensemble::OtherRows other(table, 7, 200, 1);
    double row[2], sum = 0;
    int same = 0;
    for (std::uint64_t r = 7; r < 207; ++r) {
        other.values(r, row);
        EXPECT_EQ(row[1], 1000 + row[0]) << "rows stay whole";
        EXPECT_GE(row[0], 0);
        EXPECT_LT(row[0], 200);
        sum += row[0];
        same += row[0] == static_cast<double>(r - 7) ? 1 : 0;
    }
    EXPECT_LT(same, 8);
    EXPECT_NEAR(sum / 200, 99.5, 4 * 57.7 / std::sqrt(200.0));
}

}  // namespace
}  // namespace zonecast
