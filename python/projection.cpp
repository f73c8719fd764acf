#include "python/projection.hpp"

#include <algorithm>
#include <memory>

#include "command/input.hpp"
#include "command/keep.hpp"
#include "command/version.hpp"
#include "model/ensemble/design.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/ensemble/pick_freeze.hpp"
#include "outputs/place.hpp"
#include "outputs/result_file.hpp"
#include "outputs/run_record.hpp"

namespace zonecast::python {

namespace {

/// Settings of the run. Throws BadInput with all that is wrong in what is asked.
engine::RunSettings settings_of(const ReadPlan& plan, const engine::World& world, const Asked& asked) {
    BadInput bad;
    const auto has = [&](const char* kind) {
        return std::find(asked.uncertainty.begin(), asked.uncertainty.end(), kind) != asked.uncertainty.end();
    };
    engine::RunSettings settings;
    settings.seed = asked.seed;
    settings.first_replicate = asked.first_replicate;
    settings.replicates = asked.replicates;
    settings.keep = command::kept_series(asked.keep, plan.scenario(), bad.diagnostics);
    settings.free_parameters = has("parameters");
    settings.free_initial = has("initial");
    settings.free_chance = has("chance");
    settings.design = asked.design;
    const auto wrong = [&](const char* option, const char* zh, const char* en, const char* hint_zh,
                           const char* hint_en) {
        bad.diagnostics.error({option}, Text(zh, en), Text(hint_zh, hint_en));
    };
    if (asked.replicates == 0)
        wrong("replicates", "模拟次数须不小于 1", "there must be at least one replicate", "写 1 或更大的数",
              "write 1 or more");
    if (asked.design != "independent" && !settings.free_parameters)
        wrong("design", "参数不抽取时无从设计", "there is nothing to sample: parameters are held", "去掉其一",
              "leave out one of the two");
    if (asked.design != "independent" && !asked.given.empty())
        wrong("design", "参数已给定，无从设计", "parameters are given, and leave nothing for a design to place",
              "去掉其一", "leave out one of the two");
    if (bad.diagnostics.has_errors()) throw bad;
    if (asked.design == "lhs")
        settings.parameter_source = std::make_shared<ensemble::LatinHypercube>(
            world, settings.seed, settings.first_replicate, settings.replicates);
    if (asked.design == "sobol")
        settings.parameter_source = std::make_shared<ensemble::ScrambledSobol>(world, settings.seed);
    if (!asked.given.empty())
        settings.parameter_source =
            std::make_shared<engine::ParameterValues>(asked.given, asked.values, settings.first_replicate);
    return settings;
}

/// Keeps the replicates of all blocks as one block.
class Collected : public engine::ReplicateSink {
public:
    void take(const engine::BlockOutput& block) override {
        if (all.count == 0) all.first = block.first;
        all.count += block.count;
        const auto append = [](auto& to, const auto& more) { to.insert(to.end(), more.begin(), more.end()); };
        append(all.target_value, block.target_value);
        append(all.target_met, block.target_met);
        append(all.target_year, block.target_year);
        append(all.parameters, block.parameters);
        append(all.series, block.series);
    }
    engine::BlockOutput all;
};

}  // namespace

void run_to_file(const ReadPlan& plan, const Asked& asked, const std::string& path, const engine::Progress& progress) {
    const auto world = plan.world();
    const engine::RunSettings settings = settings_of(plan, *world, asked);
    const ensemble::Execution execution(asked.threads, progress);
    const outputs::RunRecord record{.plan = plan.options().path,
                                    .set = plan.options().set,
                                    .settings = settings,
                                    .split = asked.split,
                                    .posterior = ""};
    const outputs::Provenance provenance{
        .version = command::program_version(),
        .command = outputs::command_of(record),
        .remark = asked.given.empty() ? "" : "values of parameters were given from Python; the file holds them",
        .plan = plan.options().path};
    outputs::refuse_inputs(path, command::files_of(plan.options(), plan.scenario()));
    outputs::ResultWriter writer(path, plan.scenario(), settings, world->years(), world->parameter_infos(), provenance);
    ensemble::Outcomes outcomes(&writer);
    engine::ReplicateSink& sink = asked.split ? static_cast<engine::ReplicateSink&>(outcomes) : writer;
    engine::Forecast forecast = ensemble::run(*world, settings, sink, execution);
    if (asked.split) forecast.split = ensemble::split_variance(*world, settings, outcomes, nullptr, execution);
    writer.finish(forecast);
}

engine::BlockOutput run_to_memory(const ReadPlan& plan, const Asked& asked, const engine::Progress& progress) {
    const auto world = plan.world();
    engine::RunSettings settings = settings_of(plan, *world, asked);
    settings.summaries = false;
    Collected sink;
    static_cast<void>(ensemble::run(*world, settings, sink, ensemble::Execution(asked.threads, progress)));
    return std::move(sink.all);
}

}  // namespace zonecast::python
