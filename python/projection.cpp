#include "python/projection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "command/input.hpp"
#include "command/keep.hpp"
#include "command/version.hpp"
#include "model/base/text.hpp"
#include "model/ensemble/design.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/ensemble/pick_freeze.hpp"
#include "model/scenario/ids.hpp"
#include "outputs/place.hpp"
#include "outputs/result_file.hpp"
#include "outputs/run_record.hpp"

namespace zonecast::python {

namespace {

/// Whether it is a factor on the doses of a measure.
bool of_doses(const std::string& id) {
    return id.rfind("dose.", 0) == 0;
}

/// Names and values that are given.
void check_given(const Asked& asked, const engine::World& world, Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const engine::ParameterInfo& info : world.parameter_infos()) known.push_back(info.id);
    for (const engine::WorldMeasure& measure : world.measures) known.push_back("dose." + measure.measure.id);
    for (std::size_t i = 0; i < asked.given.size(); ++i) {
        const std::string& id = asked.given[i];
        if (std::find(known.begin(), known.end(), id) == known.end()) {
            diagnostics.error({"given"}, say("此规划不抽取参数 {}", "the plan draws no parameter {}", base::in_quotes(id)),
                              scenario::suggestion(id, known));
            continue;
        }
        for (std::size_t at = i; at < asked.values.size(); at += asked.given.size()) {
            if (std::isfinite(asked.values[at]) && (asked.values[at] >= 0 || !of_doses(id))) continue;
            diagnostics.error({"given"},
                              say("{0} 在第 {1} 行为 {2}", "{0} is {2} in row {1}", base::in_quotes(id), at / asked.given.size(),
                                  fmt::format("{}", asked.values[at])),
                              Text("写有限的数；剂量的倍数不小于 0", "give finite numbers; factors on doses are not below 0"));
            break;
        }
    }
}

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
    Diagnostics of_keep;
    settings.keep = command::kept_series(asked.keep, plan.scenario(), of_keep);
    for (const Problem& problem : of_keep.problems()) bad.diagnostics.error({"keep"}, problem.what, problem.hint);
    settings.free_parameters = has("parameters");
    settings.free_initial = has("initial");
    settings.free_chance = has("chance");
    settings.design = asked.design;
    const auto wrong = [&](const char* option, const char* zh, const char* en, const char* hint_zh, const char* hint_en) {
        bad.diagnostics.error({option}, Text(zh, en), Text(hint_zh, hint_en));
    };
    if (asked.design != "independent" && !settings.free_parameters)
        wrong("design", "参数不抽取时无从设计", "there is nothing to sample: parameters are held", "去掉其一", "leave out one of the two");
    if (asked.design != "independent" && !asked.given.empty())
        wrong("design", "参数已给定，无从设计", "parameters are given, and leave nothing for a design to place", "去掉其一",
              "leave out one of the two");
    check_given(asked, world, bad.diagnostics);
    if (bad.diagnostics.has_errors()) throw bad;
    if (asked.design == "lhs")
        settings.parameter_source =
            std::make_shared<ensemble::LatinHypercube>(world, settings.seed, settings.first_replicate, settings.replicates);
    if (asked.design == "sobol") settings.parameter_source = std::make_shared<ensemble::ScrambledSobol>(world, settings.seed);
    if (!asked.given.empty())
        settings.parameter_source = std::make_shared<engine::ParameterValues>(asked.given, asked.values, settings.first_replicate);
    return settings;
}

/// What the history of a result says of values that were given.
std::string remark_on(const Asked& asked) {
    if (asked.given.empty()) return "";
    const bool doses = std::any_of(asked.given.begin(), asked.given.end(), of_doses);
    return doses ? "values of parameters and factors on doses were given from Python; the factors are not in the file"
                 : "values of parameters were given from Python; they are in the file";
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
    const outputs::RunRecord record{
        .plan = plan.options().path, .set = plan.options().set, .settings = settings, .split = asked.split, .posterior = ""};
    const outputs::Provenance provenance{.version = command::program_version(),
                                         .command = outputs::command_of(record),
                                         .remark = remark_on(asked),
                                         .plan = plan.options().path};
    outputs::refuse_inputs(path, command::files_of(plan.options(), plan.scenario()));
    outputs::ResultWriter writer(path, plan.scenario(), settings, world->years(), world->parameter_infos(), provenance);
    ensemble::Outcomes outcomes(&writer);
    engine::ReplicateSink& sink = asked.split ? static_cast<engine::ReplicateSink&>(outcomes) : writer;
    const std::uint64_t all = asked.replicates * (asked.split ? ensemble::split_parts : 1);
    const auto counted_from = [&](std::uint64_t before) {
        return ensemble::Execution(asked.threads,
                                   [&progress, all, before](std::uint64_t done, std::uint64_t) { return progress(before + done, all); });
    };
    engine::Forecast forecast = ensemble::run(*world, settings, sink, counted_from(0));
    if (asked.split) forecast.split = ensemble::split_variance(*world, settings, outcomes, nullptr, counted_from(asked.replicates));
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
