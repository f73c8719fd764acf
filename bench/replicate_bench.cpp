// A whole replicate of the Hunan plan, one core: the initial state alone, and all years.
#include <benchmark/benchmark.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "model/engine/replicate.hpp"
#include "model/scenario/read.hpp"

namespace {

using namespace zonecast;
using namespace zonecast::engine;

std::shared_ptr<const World> hunan(int end_year) {
    Diagnostics problems;
    const auto scenario = scenario::read_scenario(std::string(ZONECAST_SOURCE_DIR) + "/scenarios/plans/hunan-htz-2017-2019.toml",
                                                  {"plan.end_year=" + std::to_string(end_year)}, problems);
    auto world = scenario ? World::compile(*scenario, problems) : nullptr;
    if (!world) throw std::runtime_error(problems.text());
    return world;
}

void initial_state(benchmark::State& state) {
    const auto world = hunan(2019);
    RunSettings settings;
    settings.seed = 7;
    const Keys keys(*world, settings);
    Replicate replicate(*world, keys, settings);
    std::uint64_t number = 0;
    for (auto _ : state) benchmark::DoNotOptimize(replicate.start(number++).zone.data());
}
BENCHMARK(initial_state)->Unit(benchmark::kMicrosecond);

/// Argument: years.
void replicate(benchmark::State& state) {
    const auto world = hunan(2016 + static_cast<int>(state.range(0)));
    RunSettings settings;
    settings.seed = 7;
    const Keys keys(*world, settings);
    Replicate replicate(*world, keys, settings);
    std::uint64_t number = 0;
    double enterprise_years = 0;
    for (auto _ : state) {
        const Trajectory& t = replicate.run(number++);
        for (std::size_t y = 1; y < t.years; ++y)
            for (std::size_t z = 0; z < t.zones; ++z) enterprise_years += t.quantities(y, z)[static_cast<std::size_t>(Quantity::firms)];
    }
    state.counters["an_enterprise_year"] = benchmark::Counter(enterprise_years, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(replicate)->ArgName("years")->Arg(3)->Arg(10)->Unit(benchmark::kMicrosecond);

}  // namespace
