#include <algorithm>
#include <cstdint>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/show_result.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/parts.hpp"
#include "outputs/place.hpp"
#include "outputs/result_file.hpp"
#include "outputs/run_record.hpp"
#include "outputs/scorecard.hpp"
#include "outputs/stored_run.hpp"
#include "outputs/stored_scenario.hpp"
#include "outputs/stored_settings.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::vector<std::string> paths;
    std::string output;
    bool quiet = false;
};

/// What is known of a part before its replicates are read.
struct Part {
    std::string path;
    outputs::Result result;
    outputs::StoredSettings stored;

    [[nodiscard]] const engine::PartOfRun& place() const { return *stored.settings.part; }
};

/// Settings of the run that a part is of.
engine::RunSettings whole_of(const Part& part) {
    engine::RunSettings whole = part.stored.settings;
    whole.first_replicate = part.place().first_replicate;
    whole.replicates = part.place().replicates;
    whole.part.reset();
    return whole;
}

/// How that run is made, with the plan at `plan`.
outputs::RunRecord record_of(const Part& part, const std::string& plan) {
    return {.plan = plan,
            .set = part.result.overrides,
            .settings = whole_of(part),
            .split = part.stored.split,
            .posterior = part.stored.provenance.posterior};
}

std::vector<std::string> texts_of(const outputs::Result& result) {
    std::vector<std::string> texts;
    for (const scenario::SourceFile& file : result.input_files) texts.push_back(file.text);
    return texts;
}

/// In what a part is of another run than the first one; empty if it is of the same.
Text other_run(const Part& first, const Part& part) {
    const engine::RunSettings &a = first.stored.settings, &b = part.stored.settings;
    const auto differ = [&](const char* zh, const char* en, const Text& of_part, const Text& of_first) {
        return say("{}：{}，不是 {}", "{} {}, not {}", Text(zh, en), of_part, of_first);
    };
    const auto all = [](const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); };
    if (part.result.run.version != first.result.run.version)
        return differ("版本", "version", part.result.run.version, first.result.run.version);
    if (part.result.run.plan_id != first.result.run.plan_id)
        return differ("规划", "plan", part.result.run.plan_id, first.result.run.plan_id);
    if (a.seed != b.seed) return differ("种子", "seed", b.seed, a.seed);
    if (part.place().of != first.place().of)
        return differ("份数", "number of parts", part.place().of, first.place().of);
    if (part.place().replicates != first.place().replicates)
        return differ("总模拟次数", "replicates in all", part.place().replicates, first.place().replicates);
    if (part.place().first_replicate != first.place().first_replicate)
        return differ("首个模拟编号", "first replicate", part.place().first_replicate, first.place().first_replicate);
    if (part.result.overrides != first.result.overrides)
        return differ("--set", "--set", all(part.result.overrides), all(first.result.overrides));
    if (texts_of(part.result) != texts_of(first.result))
        return {"规划、区域包或库的内容不同", "the texts of plan, pack or library differ"};
    if (part.stored.provenance.posterior_digest != first.stored.provenance.posterior_digest)
        return {"--parameters 文件的内容不同", "the contents of the --parameters file differ"};
    // The plan may have another path on another machine.
    const std::string& plan = first.stored.provenance.plan;
    const std::string of_part = outputs::command_of(record_of(part, plan));
    const std::string of_first = outputs::command_of(record_of(first, plan));
    if (of_part != of_first) return differ("命令", "command", of_part, of_first);
    return {};
}

/// Whether a file holds the replicates that its part of the run has.
bool holds_its_part(const Part& part) {
    const engine::PartOfRun& place = part.place();
    const engine::RunSettings whole = whole_of(part);
    if (place.number < 1 || place.number > place.of || place.of > ensemble::blocks_of(whole)) return false;
    const engine::RunSettings expected = ensemble::part_settings(whole, place.number, place.of);
    return expected.first_replicate == part.stored.settings.first_replicate &&
           expected.replicates == part.stored.settings.replicates;
}

std::optional<Part> read_part(const std::string& path, Diagnostics& diagnostics) {
    auto result = outputs::read_result(path, diagnostics);
    auto stored = result ? outputs::read_stored_settings(path, diagnostics) : std::nullopt;
    if (!stored) return std::nullopt;
    const auto wrong = [&](const Text& what, const Text& hint) { diagnostics.error({path, 0, 0}, what, hint); };
    if (!stored->settings.part) {
        wrong({"不是一次运行的一部分", "is no part of a run"},
              {"各份用 zonecast run --part 3/20 生成", "parts are made with zonecast run --part 3/20"});
        return std::nullopt;
    }
    Part part{path, std::move(*result), std::move(*stored)};
    if (part.result.run.version != program_version()) {
        wrong(say("由 zonecast {} 生成，本程序是 {}", "was made by zonecast {}; this is {}", part.result.run.version,
                  program_version()),
              {"用同一版本合并", "merge with the version that made it"});
        return std::nullopt;
    }
    if (!holds_its_part(part)) {
        wrong(say("不是第 {}/{} 份的全部模拟", "does not hold the replicates of part {} of {}", part.place().number,
                  part.place().of),
              {"重新运行这一份", "run this part again"});
        return std::nullopt;
    }
    return part;
}

/// Reads all parts and says everything that is wrong with them. In the order of their numbers.
std::vector<Part> read_parts(const Options& options, Diagnostics& diagnostics) {
    std::vector<Part> parts;
    for (const std::string& path : options.paths)
        if (auto part = read_part(path, diagnostics)) parts.push_back(std::move(*part));
    if (diagnostics.has_errors()) return {};
    const auto wrong = [&](const Part& part, const Text& what, const Text& hint) {
        diagnostics.error({part.path, 0, 0}, what, hint);
    };
    std::vector<const Part*> holder(parts.front().place().of, nullptr);
    for (const Part& part : parts) {
        const Text difference = other_run(parts.front(), part);
        if (!difference.empty()) {
            wrong(part,
                  say("与 {} 不属于同一次运行（{}）", "is of another run than {} ({})", parts.front().path, difference),
                  {"只合并同一命令的各份", "merge parts of one command only"});
            continue;
        }
        const Part*& place = holder[part.place().number - 1];
        if (place != nullptr)
            wrong(part,
                  say("是第 {}/{} 份，{} 也是", "is part {} of {}, and so is {}", part.place().number, part.place().of,
                      place->path),
                  {"去掉其一", "leave out one of the two"});
        else
            place = &part;
    }
    std::vector<Text> missing;
    for (std::size_t i = 0; i < holder.size(); ++i)
        if (holder[i] == nullptr) missing.emplace_back(i + 1);
    if (!missing.empty() && !diagnostics.has_errors())
        wrong(parts.front(),
              say("共 {} 份，缺第 {} 份", "is one of {} parts, of which these are missing: {}", holder.size(),
                  listed(missing, 20)),
              {"补齐后再合并", "run them, and name all parts"});
    std::sort(parts.begin(), parts.end(),
              [](const Part& a, const Part& b) { return a.place().number < b.place().number; });
    return parts;
}

int merge(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const std::vector<Part> parts = read_parts(options, diagnostics);
    std::optional<scenario::Scenario> scenario;
    std::shared_ptr<const engine::World> world;
    if (!diagnostics.has_errors()) scenario = outputs::read_stored_scenario(parts.front().result, diagnostics);
    if (scenario && !diagnostics.has_errors()) world = engine::World::compile(*scenario, diagnostics);
    if (!world || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        outputs::refuse_inputs(options.output, options.paths);
        const engine::RunSettings settings = whole_of(parts.front());
        const outputs::Provenance& told = parts.front().stored.provenance;
        const outputs::Provenance provenance{.version = program_version(),
                                             .command = outputs::command_of(record_of(parts.front(), told.plan)),
                                             .plan = told.plan,
                                             .posterior = told.posterior,
                                             .posterior_digest = told.posterior_digest,
                                             .institution = told.institution};
        outputs::ResultWriter writer(options.output, *scenario, settings, world->years(), world->parameter_infos(),
                                     provenance);
        ensemble::Ensemble whole(*world, settings);
        const ensemble::Execution execution = watched.execution(0);
        for (const Part& part : parts) {
            const auto stored = outputs::read_stored_run(part.path, diagnostics);
            if (stored && !stored->state)
                diagnostics.error({part.path, 0, 0}, Text("没有累计状态", "keeps no state of its sums"),
                                  Text("重新运行这一份", "run this part again"));
            if (!stored || !stored->state) {
                watched.finish();
                report_failure(diagnostics, common);
                return exit_bad_input;
            }
            ensemble::Ensemble one(*world, part.stored.settings);
            one.resume(*stored->state);
            whole.merge(one);
            writer.take(stored->replicates);
            if (!execution.progress(whole.replicates(), settings.replicates)) throw ensemble::Cancelled();
        }
        watched.finish();
        const engine::Forecast forecast = whole.forecast(execution);
        writer.finish(forecast);
        show_result(options.output, options.quiet, common, *scenario, forecast);
        return exit_good;
    });
}

}  // namespace

void add_merge(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("merge", in(language, "合并 run --part 的各份：与一次运行全部逐位相同",
                                                   "put the parts of run --part together: the same bits as one run"));
    const auto options = std::make_shared<Options>();
    command
        ->add_option("parts", options->paths,
                     in(language, "run --part 写出的全部结果文件", "all files that `run --part` wrote"))
        ->required()
        ->type_name("PART...");
    command
        ->add_option("-o,--output", options->output, in(language, "合并后的结果文件", "result file of the whole run"))
        ->required()
        ->type_name("FILE");
    add_quiet(*command, language, options->quiet, true);
    add_common(*command, common);
    command->footer(in(
        language,
        "示例：zonecast run PLAN -n 100000 --part 3/20 -o part3.h5（二十份），然后 zonecast merge part*.h5 -o all.h5",
        "Example: zonecast run PLAN -n 100000 --part 3/20 -o part3.h5 (of all 20), then zonecast merge part*.h5 -o "
        "all.h5"));
    command->callback([options, &common, &status] { status = merge(*options, common); });
}

}  // namespace zonecast::command
