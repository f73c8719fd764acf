// Designs: evenness of their points, the same points wherever they are computed, values by the priors' quantiles.
#include "model/ensemble/design.hpp"

#include <cmath>
#include <set>

#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using ensemble::LatinHypercube;
using ensemble::ParameterCube;
using ensemble::PointSource;
using ensemble::ScrambledSobol;
using test::SmallWorld;

/// Points [first, first + count), [point][coordinate].
std::vector<std::vector<double>> points(const PointSource& source, std::uint64_t first, std::uint64_t count) {
    std::vector<std::vector<double>> all;
    for (std::uint64_t r = first; r < first + count; ++r) {
        all.emplace_back(source.cube().coordinates().size());
        source.point(r, all.back().data());
    }
    return all;
}

/// Whether every coordinate has one point in each of as many equal cells as there are points.
void expect_one_a_cell(const std::vector<std::vector<double>>& all) {
    for (std::size_t c = 0; c < all.front().size(); ++c) {
        std::set<int> cells;
        for (const auto& point : all) {
            ASSERT_GT(point[c], 0.0);
            ASSERT_LT(point[c], 1.0);
            cells.insert(static_cast<int>(point[c] * static_cast<double>(all.size())));
        }
        EXPECT_EQ(cells.size(), all.size()) << "coordinate " << c;
    }
}

TEST(Design, ALatinHypercubeHasOnePointInEveryCell) {
    const SmallWorld world;
    const auto compiled = test::compile(world.scenario());
    for (const std::uint64_t size : {1ull, 2ull, 37ull, 64ull}) expect_one_a_cell(points(LatinHypercube(*compiled, 7, 5, size), 5, size));
    const LatinHypercube source(*compiled, 7, 5, 37);
    std::vector<double> out(source.cube().coordinates().size());
    EXPECT_THROW(source.point(4, out.data()), std::out_of_range);
    EXPECT_THROW(source.point(42, out.data()), std::out_of_range);
    // Coordinates are permuted apart from one another.
    const auto all = points(source, 5, 37);
    std::size_t together = 0;
    for (const auto& p : all) together += std::floor(p[0] * 37) == std::floor(p[1] * 37) ? 1u : 0u;
    EXPECT_LT(together, 10u);
}

TEST(Design, SobolPointsFillEveryCellOfEveryPowerOfTwo) {
    const SmallWorld world;
    const auto compiled = test::compile(world.scenario());
    const ScrambledSobol source(*compiled, 7);
    ASSERT_GT(source.cube().coordinates().size(), 50u);
    for (const std::uint64_t size : {1ull, 16ull, 128ull}) {
        expect_one_a_cell(points(source, 0, size));
        expect_one_a_cell(points(source, 3 * size, size));
    }
    // The first two coordinates are a (0, 2)-sequence: 16 points fill every 4 by 4 and every 2 by 8 grid. Owen's scrambling keeps that.
    const auto all = points(source, 0, 16);
    for (const auto& [a, b] : {std::pair{4.0, 4.0}, std::pair{2.0, 8.0}, std::pair{8.0, 2.0}}) {
        std::set<std::pair<int, int>> cells;
        for (const auto& p : all) cells.insert({static_cast<int>(p[0] * a), static_cast<int>(p[1] * b)});
        EXPECT_EQ(cells.size(), 16u) << a << " by " << b;
    }
}

TEST(Design, ScramblingDependsOnTheSeedAndIsUniform) {
    const SmallWorld world;
    const auto compiled = test::compile(world.scenario());
    double sum = 0, square = 0;
    constexpr int seeds = 400;
    for (int seed = 0; seed < seeds; ++seed) {
        const ScrambledSobol source(*compiled, static_cast<std::uint64_t>(seed));
        std::vector<double> out(source.cube().coordinates().size());
        source.point(0, out.data());
        sum += out[3];
        square += out[3] * out[3];
    }
    EXPECT_NEAR(sum / seeds, 0.5, 4 * 0.29 / std::sqrt(seeds)) << "the origin is scrambled to a uniform place";
    EXPECT_NEAR(square / seeds, 1.0 / 3, 4 * 0.3 / std::sqrt(seeds));
}

TEST(Design, MeansOverADesignAreCloserThanOverIndependentDraws) {
    const SmallWorld world;
    const auto compiled = test::compile(world.scenario());
    const ScrambledSobol sobol(*compiled, 3);
    const LatinHypercube lhs(*compiled, 3, 0, 256);
    for (const PointSource* source : {static_cast<const PointSource*>(&sobol), static_cast<const PointSource*>(&lhs)}) {
        double sum = 0;
        for (const auto& p : points(*source, 0, 256)) sum += p[0] + p[5] + p[9];
        EXPECT_NEAR(sum / 256, 1.5, 0.005) << "independent draws have a standard error of 0.031";
    }
}

TEST(Design, ValuesAreQuantilesOfThePriorsAndReachTheReplicate) {
    const SmallWorld world;
    engine::RunSettings settings;
    test::Simulation plain(world.scenario());
    const auto source = std::make_shared<ScrambledSobol>(*plain.world, 7);
    settings.parameter_source = source;
    test::Simulation designed(world.scenario(), settings);
    const auto infos = plain.world->parameter_infos();
    const auto indices = plain.world->parameter_indices(source->ids());
    std::vector<double> point(source->cube().coordinates().size()), given(source->ids().size());
    for (std::uint64_t r = 0; r < 3; ++r) {
        const auto drawn = plain.run(r).parameters, used = designed.run(r).parameters;
        source->point(r, point.data());
        source->values(r, given.data());
        std::set<std::size_t> moved(indices.begin(), indices.end());
        for (std::size_t i = 0; i < indices.size(); ++i) EXPECT_EQ(used[indices[i]], given[i]) << source->ids()[i];
        for (std::size_t i = 0; i < infos.size(); ++i)
            if (!moved.count(i)) {
                EXPECT_EQ(used[i], drawn[i]) << infos[i].id << " has no coordinate";
            }
        for (std::size_t c = 0; c < point.size(); ++c) {
            const auto& coordinate = source->cube().coordinates()[c];
            if (coordinate.effects.empty()) {
                EXPECT_EQ(used[coordinate.parameter], plain.world->parameters.value(coordinate.parameter, point[c])) << coordinate.name;
            }
        }
    }
}

TEST(Design, AnEffectIsZeroAsOftenAsItsSpikeSays) {
    engine::WorldEffect effect;
    effect.mean = 2;
    effect.sd = 0.5;
    effect.spike = 0.3;
    EXPECT_EQ(engine::World::effect_value(effect, 0.2999), 0.0);
    EXPECT_NEAR(engine::World::effect_value(effect, 0.65), 2.0, 1e-12) << "the middle of what the spike leaves";
    EXPECT_LT(engine::World::effect_value(effect, 0.31), 2.0);
    effect.spike = 0;
    EXPECT_NEAR(engine::World::effect_value(effect, 0.975), 2.0 + 0.5 * 1.959963984540054, 1e-9);
}

}  // namespace
}  // namespace zonecast
