#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/output_file.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "lab/lab_page.hpp"
#include "model/engine/world.hpp"
#include "outputs/report_page.hpp"

namespace zonecast::command {

namespace {

struct Options {
    PlanOptions plan;
    std::string output;
    std::uint64_t seed = 1, replicates = lab::full_answer;
    int threads = 0;
    bool quiet = false, digest = false;
};

int write_lab(Options options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto scenario = read_plan(options.plan, diagnostics);
    std::shared_ptr<const engine::World> world;
    if (scenario && !options.plan.set.empty())
        diagnostics.error({"--set", 0, 0}, Text("实验室页面只取方案文件本身", "the lab takes a plan as its file says it"),
                          Text("把改动写成 extends 该方案的文件", "write the changes as a plan file that extends this one"));
    if (scenario && !diagnostics.has_errors()) world = engine::World::compile(*scenario, diagnostics);
    if (!world || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    report(diagnostics, common.language);
    if (options.digest) {
        lab::Laboratory laboratory(scenario->files, scenario->plan_file, {});
        Diagnostics again;
        if (!laboratory.take("", again)) return exit_run_failed;
        print(laboratory.digest(options.seed, 0, lab::first_answer) + "\n");
        return exit_good;
    }
    if (options.output.empty()) options.output = scenario->plan.id + "-lab.html";
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        const std::vector<std::string> inputs = files_of(options.plan, *scenario);
        check_output(options.output, inputs, outputs::page_signature());
        const lab::LabData data =
            lab::lab_data(*world, options.replicates, options.seed, watched.execution(options.threads), common.language, program_version());
        watched.finish();
        const std::string page = lab::lab_page(data);
        write_output(options.output, inputs, outputs::page_signature(), [&](std::ostream& out) { out << page; });
        if (options.output != "-")
            print(fmt::format(fmt::runtime(in(common.language, "政策实验室：{}（{:.1f} MB，双击用浏览器打开，无需网络）\n",
                                              "Policy lab: {} ({:.1f} MB; open it in a browser, it needs no network)\n")),
                              options.output, static_cast<double>(page.size()) / 1e6));
        return exit_good;
    });
}

}  // namespace

void add_lab(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command =
        app.add_subcommand("lab", in(language, "把规划写成一个政策实验室页面：拨动措施，立即看到各目标的概率",
                                     "write a plan as a policy lab: one page where levers move the chances of targets at once"));
    const auto options = std::make_shared<Options>();
    add_plan(*command, common, options->plan);
    command
        ->add_option("-o,--output", options->output,
                     in(language, "页面文件（默认 <规划编号>-lab.html；- 表示标准输出）",
                        "page (default: <plan id>-lab.html; - for standard output)"))
        ->type_name("FILE");
    add_replicates(*command, language, options->replicates, lab::first_answer, 100'000,
                   in(language, "每个情景的模拟次数（默认 1024）", "replicates of every scenario (default 1024)"));
    add_seed(*command, language, options->seed);
    add_threads(*command, language, options->threads);
    add_quiet(*command, language, options->quiet);
    command->add_flag("--digest", options->digest,
                      in(language, "不写页面，只打印前 32 次模拟的摘要，供与页面中的引擎对照",
                         "write no page: print the digest of the first 32 replicates, to be held against the engine in the page"));
    add_language(*command, language);
    command->footer(in(language, "示例：\n  zonecast lab scenarios/plans/hunan-htz-2017-2019.toml -o lab.html",
                       "Example:\n  zonecast lab scenarios/plans/hunan-htz-2017-2019.toml -o lab.html"));
    command->callback([options, &common, &status] { status = write_lab(*options, common); });
}

}  // namespace zonecast::command
