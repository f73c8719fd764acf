#include <memory>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/terminal.hpp"
#include "outputs/doubt.hpp"
#include "outputs/outlook.hpp"
#include "outputs/result_file.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::string path;
    bool outlook = false;
};

int targets(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto result = outputs::read_result(options.path, diagnostics);
    if (!result) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    if (common.json) {
        print(outputs::scorecard_json(*result).dump(2) + "\n");
        return exit_good;
    }
    const outputs::TextStyle style = text_style(common.language);
    print(outputs::scorecard_text(*result, style));
    if (result->split) print("\n" + outputs::doubt_text(*result, style));
    if (options.outlook) print("\n" + outputs::outlook_text(*result, style));
    return exit_good;
}

}  // namespace

void add_targets(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command =
        app.add_subcommand("targets", in(language, "显示结果文件中每项目标的达成概率", "show the chance of every target in a result file"));
    const auto options = std::make_shared<Options>();
    add_result(*command, language, options->path);
    command->add_flag(
        "--outlook", options->outlook,
        in(language, "再列出全省主要指标：预测区间与公布数", "also the province's headline figures: projection beside publication"));
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast targets hunan.h5 --outlook", "Example: zonecast targets hunan.h5 --outlook"));
    command->callback([options, &common, &status] { status = targets(*options, common); });
}

}  // namespace zonecast::command
