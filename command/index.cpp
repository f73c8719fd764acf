#include <algorithm>
#include <memory>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/terminal.hpp"
#include "outputs/index_table.hpp"
#include "outputs/result_file.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::string path;
    int year = 0;  // 0: the last
};

int index(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto result = outputs::read_result(options.path, diagnostics);
    if (!result) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    const int wanted = options.year != 0 ? options.year : result->years.back();
    const auto year = std::find(result->years.begin(), result->years.end(), wanted);
    if (year == result->years.end())
        diagnostics.error({"--year " + std::to_string(wanted), 0, 0}, Text("结果没有这一年", "the result does not reach this year"),
                          say("结果包含 {} 至 {} 年", "it has {} to {}", result->years.front(), result->years.back()));
    if (!result->index)
        diagnostics.error({options.path, 0, 0},
                          Text("结果没有高新区评价：运行时未指定评价指标体系", "the result has no zone index: its run had none"),
                          Text("在 [plan] 或数据包中写 index = \"...\"，再运行",
                               "name one with index = \"...\" in [plan] or in the pack, and run again"));
    if (diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    const auto at = static_cast<std::size_t>(year - result->years.begin());
    if (common.json)
        print(outputs::index_json(*result, at).dump(2) + "\n");
    else
        print(outputs::index_text(*result, at, text_style(common.language)));
    return exit_good;
}

}  // namespace

void add_index(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("index", in(language, "显示结果文件中高新区评价的得分与位次概率",
                                                   "show the scores of zones by the index, and the chance of each rank"));
    const auto options = std::make_shared<Options>();
    add_result(*command, language, options->path);
    add_year(*command, language, "--year", options->year, in(language, "年份；默认最后一年", "year; the last one by default"));
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast index hunan.h5 --year 2019", "Example: zonecast index hunan.h5 --year 2019"));
    command->callback([options, &common, &status] { status = index(*options, common); });
}

}  // namespace zonecast::command
