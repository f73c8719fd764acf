#include <fmt/format.h>

#include <memory>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "model/inference/calibrate.hpp"
#include "outputs/calibration_report.hpp"
#include "outputs/place.hpp"
#include "outputs/posterior_file.hpp"

namespace zonecast::command {

namespace {

struct Options {
    PlanOptions plan;
    inference::CalibrationSettings settings;
    std::string output;
    int threads = 0;
    bool quiet = false;
};

int calibrate(Options options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto scenario = read_plan(options.plan, diagnostics);
    if (!scenario || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    if (options.output.empty()) options.output = scenario->plan.id + "-posterior.h5";
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        static_cast<void>(outputs::checked_place(options.output, outputs::Made::posterior));  // before the work, not after it
        outputs::refuse_inputs(options.output, files_of(options.plan, *scenario));
        const auto result =
            inference::calibrate(*scenario, options.settings, diagnostics, watched.execution(options.threads));
        watched.finish();
        if (!result) {
            report_failure(diagnostics, common);
            return exit_bad_input;
        }
        std::string line = fmt::format("zonecast calibrate {} --until {} --from {} --members {} --candidates {} --seed {}",
                                       options.plan.path, result->settings.until, result->settings.from, result->settings.members,
                                       result->settings.candidates, result->settings.seed);
        for (const std::string& change : options.plan.set) line += " --set " + change;
        outputs::write_posterior(options.output, *result, {.version = program_version(), .command = line, .time = "", .institution = ""});
        if (common.json) {
            nlohmann::ordered_json json = outputs::calibration_json(*result);
            json["posterior_file"] = options.output;
            print(json.dump(2) + "\n");
            return exit_good;
        }
        print(outputs::calibration_text(*result, text_style(common.language)));
        print(fmt::format(fmt::runtime(in(common.language, "\n后验样本：{}（zonecast run 规划 --parameters {}）\n",
                                          "\nPosterior: {} (zonecast run PLAN --parameters {})\n")),
                          options.output, options.output));
        return exit_good;
    });
}

}  // namespace

void add_calibrate(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command =
        app.add_subcommand("calibrate", in(language, "用某年以前公布的数字拟合参数与初始状态，写出后验样本",
                                           "fit parameters and initial state to the figures up to a year; write a posterior ensemble"));
    const auto options = std::make_shared<Options>();
    auto& settings = options->settings;
    add_plan(*command, common, options->plan);
    add_year(*command, language, "--until", settings.until, in(language, "拟合到哪一年（含）", "last year that is fitted"))->required();
    add_year(*command, language, "--from", settings.from,
                     in(language, "从哪一年起推演（默认：之前五年内数据齐全的最早一年）",
                        "year that the runs start from (default: the earliest of the five years before whose totals are published)"));
    add_count(*command, language, "--members", settings.members, 20, 100'000,
              in(language, "后验样本数（默认 200）", "members of the posterior (default 200)"));
    add_count(*command, language, "--candidates", settings.candidates, 20, 1'000'000,
              in(language, "历史匹配的候选数（默认 600）", "candidates of history matching (default 600)"));
    add_seed(*command, language, settings.seed);
    add_threads(*command, language, options->threads);
    command
        ->add_option("-o,--output", options->output,
                     in(language, "后验文件（默认 <规划编号>-posterior.h5）", "posterior file (default: <plan id>-posterior.h5)"))
        ->type_name("FILE");
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast calibrate scenarios/plans/hunan-htz-2017-2019.toml --until 2016 -o posterior.h5",
                       "Example: zonecast calibrate scenarios/plans/hunan-htz-2017-2019.toml --until 2016 -o posterior.h5"));
    command->callback([options, &common, &status] { status = calibrate(*options, common); });
}

}  // namespace zonecast::command
