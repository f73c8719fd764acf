#include <cstdint>
#include <memory>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/show_result.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/design.hpp"
#include "model/ensemble/ensemble.hpp"
#include "outputs/result_file.hpp"
#include "outputs/run_record.hpp"
#include "outputs/scorecard.hpp"
#include "outputs/stored_run.hpp"
#include "outputs/stored_scenario.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::string path, output;
    std::uint64_t replicates = 0;
    bool quiet = false;
    int threads = 0;
};

/// The first replicates of a run, as many as its state holds.
engine::BlockOutput head(const engine::BlockOutput& all, std::uint64_t count) {
    engine::BlockOutput out = all;
    out.count = count;
    const auto cut = [&](auto& values) { values.resize(all.count > 0 ? values.size() / all.count * count : 0); };
    cut(out.target_value);
    cut(out.target_met);
    cut(out.target_year);
    cut(out.parameters);
    cut(out.series);
    return out;
}

/// `claim` is on the file that is written. It is taken before anything is read, so that of two appends at once none is
/// lost.
int append(const Options& options, const CommonOptions& common, std::shared_ptr<const outputs::Claim> claim) {
    Diagnostics diagnostics;
    const Language language = common.language;
    const auto result = outputs::read_result(options.path, diagnostics);
    auto stored = result ? outputs::read_stored_run(options.path, diagnostics) : std::nullopt;
    const auto wrong = [&](const Text& what, const Text& hint) { diagnostics.error({options.path, 0, 0}, what, hint); };
    std::optional<scenario::Scenario> scenario;
    std::shared_ptr<const engine::World> world;
    if (stored) {
        if (stored->settings.part)
            wrong({"是一次运行的一部分，不能续算", "is a part of a run, and parts do not go on"},
                  {"先用 zonecast merge 合并", "put the parts together with zonecast merge"});
        else if (!stored->state)
            wrong({"没有保存累计状态，不能续算", "keeps no state to go on from"},
                  {"用 zonecast run --resumable 生成", "make it with zonecast run --resumable"});
        else if (stored->given)
            wrong({"参数来自一张表，追加的模拟没有取值", "took its parameters from a table, which has no values for more replicates"},
                  {"用更长的表重新运行", "run it anew with a longer table"});
        else if (result->run.version != program_version())
            wrong(say("由 zonecast {} 生成，本程序是 {}：两者的模拟不能混在一起",
                      "was made by zonecast {}; this is {}, and replicates of the two must not be mixed", result->run.version,
                      program_version()),
                  {"用同一版本续算，或重新运行", "go on with the version that made it, or run it anew"});
        scenario = outputs::read_stored_scenario(*result, diagnostics);
    }
    if (scenario && !diagnostics.has_errors()) world = engine::World::compile(*scenario, diagnostics);
    if (!world || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    engine::RunSettings settings = stored->settings;
    settings.resumable = true;
    settings.replicates += options.replicates;
    if (settings.design == "sobol")
        settings.parameter_source = std::make_shared<ensemble::ScrambledSobol>(*world, settings.seed);
    outputs::RunRecord record{.plan = stored->plan, .set = scenario->overrides, .settings = settings};
    const outputs::Provenance provenance{.version = program_version(),
                                         .command = outputs::command_of(record),
                                         .plan = stored->plan,
                                         .institution = stored->institution};
    return long_run(
        common, options.quiet, in(language, "已中断，原文件未变。", "Stopped; the file is as it was."),
        [&](LongRun& watched) {
            outputs::ResultWriter writer(options.output, *scenario, settings, world->years(), world->parameter_infos(),
                                         provenance, claim);
            ensemble::Ensemble ensemble(*world, settings);
            ensemble.resume(*stored->state);
            writer.take(head(stored->replicates, ensemble.replicates()));
            const ensemble::Execution execution = watched.execution(options.threads);
            ensemble.run_to(settings.replicates, writer, execution, settings.replicates);
            watched.finish();
            const engine::Forecast forecast = ensemble.forecast(execution);
            writer.finish(forecast);
            show_result(options.output, options.quiet, common, *scenario, forecast);
            return exit_good;
        });
}

}  // namespace

void add_append(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("append", in(language, "为已有结果追加模拟：与一次运行全部次数逐位相同",
                                                    "add replicates to a result: the same bits as one longer run"));
    const auto options = std::make_shared<Options>();
    command->add_option("result", options->path, in(language, "run --resumable 写出的结果文件", "result file that `run --resumable` wrote"))
        ->required()
        ->type_name("RESULT");
    add_replicates(*command, language, options->replicates, 1, 1'000'000'000, in(language, "追加的次数", "number of replicates to add"))->required();
    command
        ->add_option("-o,--output", options->output, in(language, "另写一个文件（默认替换原文件）", "another file (default: in its place)"))
        ->type_name("FILE");
    add_threads(*command, language, options->threads);
    add_quiet(*command, language, options->quiet, true);
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast run PLAN --resumable -o a.h5，然后 zonecast append a.h5 -n 1000",
                       "Example: zonecast run PLAN --resumable -o a.h5, then zonecast append a.h5 -n 1000"));
    command->callback([options, &common, &status] {
        if (options->output.empty()) options->output = options->path;
        try {
            outputs::check_result(options->path);  // what cannot be added to is named before its place is claimed
            status = append(*options, common, std::make_shared<const outputs::Claim>(options->output));
        } catch (const outputs::FileError& error) {
            report_failure(error, common);
            status = exit_bad_input;
        }
    });
}

}  // namespace zonecast::command
