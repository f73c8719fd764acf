// The stages of a run of the Hunan plan: reading and compiling, simulating on one thread and two, writing the result file.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/ensemble/ensemble.hpp"
#include "model/scenario/read.hpp"
#include "outputs/result_file.hpp"

namespace {

using namespace zonecast;

constexpr std::uint64_t replicates = 512;

struct Compiled {
    scenario::Scenario scenario;
    std::shared_ptr<const engine::World> world;
};

Compiled compile(int end_year) {
    Diagnostics problems;
    auto scenario = scenario::read_scenario(std::string(ZONECAST_SOURCE_DIR) + "/scenarios/plans/hunan-htz-2017-2019.toml",
                                            {"plan.end_year=" + std::to_string(end_year)}, problems);
    auto world = scenario ? engine::World::compile(*scenario, problems) : nullptr;
    if (!world) throw std::runtime_error(problems.text());
    return {std::move(*scenario), std::move(world)};
}

struct Nowhere : engine::ReplicateSink {
    void take(const engine::BlockOutput&) override {}
};

bool go_on(std::uint64_t, std::uint64_t) {
    return true;
}

void read_and_compile(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(compile(2026).world);
}
BENCHMARK(read_and_compile)->Unit(benchmark::kMillisecond);

/// Argument: threads. No result file.
void simulate(benchmark::State& state) {
    const Compiled hunan = compile(2026);
    engine::RunSettings settings;
    settings.replicates = replicates;
    const ensemble::Execution execution(static_cast<int>(state.range(0)));
    Nowhere nowhere;
    for (auto _ : state) benchmark::DoNotOptimize(ensemble::run(*hunan.world, settings, nowhere, execution).replicates);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(replicates));
}
BENCHMARK(simulate)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The result file of a run that is over.
void write_result(benchmark::State& state) {
    struct Kept : engine::ReplicateSink {
        std::vector<engine::BlockOutput> blocks;
        void take(const engine::BlockOutput& block) override { blocks.push_back(block); }
    };
    const Compiled hunan = compile(2026);
    engine::RunSettings settings;
    settings.replicates = replicates;
    Kept kept;
    const engine::Forecast forecast = ensemble::run(*hunan.world, settings, kept, go_on);
    const std::string path = (std::filesystem::temp_directory_path() / "zonecast-stages-bench.h5").string();
    for (auto _ : state) {
        outputs::ResultWriter writer(path, hunan.scenario, settings, hunan.world->years(), hunan.world->parameter_infos(), {});
        for (const engine::BlockOutput& block : kept.blocks) writer.take(block);
        writer.finish(forecast);
    }
    std::filesystem::remove(path);
}
BENCHMARK(write_result)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
