#include <algorithm>
#include <memory>
#include <string>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/output_file.hpp"
#include "command/terminal.hpp"
#include "model/reference/learn.hpp"
#include "model/scenario/panel.hpp"
#include "model/scenario/years.hpp"
#include "outputs/learned_report.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::string library = "scenarios/library", output;
    int until = 0;  // 0: the last year of the panel
};

int learn(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto panel = scenario::read_panel(options.library, diagnostics);
    int until = options.until;
    if (panel) {
        int first = scenario::last_plausible_year, last = scenario::first_plausible_year;
        for (const scenario::Figure& figure : panel->figures) first = std::min(first, figure.year), last = std::max(last, figure.year);
        if (until == 0) until = last;
        if (until < first)
            diagnostics.error({"--until"}, say("面板没有 {} 年及以前的数据", "the panel knows nothing up to {}", until),
                              say("写 {} 年或以后的年份", "name a year from {} on", first));
    }
    if (!panel || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    report(diagnostics, common.language);
    const reference::Learned learned = reference::learn(reference::evidence(*panel, until));
    try {
        if (!options.output.empty())
            write_output(options.output, panel->files, outputs::learned_signature(),
                         [&](std::ostream& out) { outputs::write_learned_csv(learned, until, out); });
    } catch (const outputs::FileError& error) {
        report_failure(error, common);
        return exit_bad_input;
    }
    if (common.json)
        print(outputs::learned_json(learned, until).dump(2) + "\n");
    else if (options.output != "-")
        print(outputs::learned_text(learned, until, text_style(common.language)));
    return exit_good;
}

}  // namespace

void add_learn(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command =
        app.add_subcommand("learn", in(language, "从各省面板学习参照法则，列出学到了什么、有多确定",
                                       "learn the reference law from the panel of provinces, and show what was learned and how surely"));
    const auto options = std::make_shared<Options>();
    command
        ->add_option("--library", options->library,
                     in(language, "资料库目录（默认 scenarios/library）", "folder of the library (default scenarios/library)"))
        ->type_name("FOLDER");
    add_count(*command, language, "--until", options->until, scenario::first_plausible_year, scenario::last_plausible_year,
              in(language, "只用到这一年年底已公布的数据（默认全部）", "as known at the end of this year (default: all)"));
    command
        ->add_option("-o,--output", options->output,
                     in(language, "把学到的写入 CSV 文件（- 为标准输出）", "write what was learned to a CSV file (- for standard output)"))
        ->type_name("FILE");
    add_common(*command, common);
    command->footer(
        in(language, "示例：zonecast learn --until 2020 -o learned.csv", "Example: zonecast learn --until 2020 -o learned.csv"));
    command->callback([options, &common, &status] { status = learn(*options, common); });
}

}  // namespace zonecast::command
