#include <fmt/format.h>

#include <memory>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/terminal.hpp"
#include "outputs/csv_export.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::string path, folder;
    bool replicates = false;
};

int export_tables(const Options& options, const CommonOptions& common) {
    constexpr bool quiet = true;  // of progress
    return long_run(common, quiet, nothing_was_written(common.language), [&](LongRun&) {
        const auto go_on = [] { return InterruptGuard::signal() == 0; };
        const outputs::CsvExport done = outputs::export_csv(options.path, options.folder, options.replicates, go_on);
        Diagnostics diagnostics;
        for (const std::string& table : done.too_long)
            diagnostics.warning({options.folder + "/" + table}, Text("行数超过电子表格所能显示", "has more rows than a spreadsheet shows"),
                                Text("用 Python 或 R 读取，或不加 --replicates 导出",
                                     "read it with Python or R, or export without --replicates"));
        report(diagnostics, common.language);
        if (common.json)
            print(nlohmann::ordered_json{{"folder", options.folder}, {"tables", done.tables}}.dump(2) + "\n");
        else
            print(fmt::format(fmt::runtime(in(common.language, "已写出 {} 个表：{}（各列含义见 columns.csv）\n",
                                              "{} tables written to {} (columns.csv says what each column means)\n")),
                              done.tables.size(), options.folder));
        return exit_good;
    });
}

}  // namespace

void add_export(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand(
        "export", in(language, "把结果文件导出为 Excel 可直接打开的表格", "write a result file as tables for spreadsheets"));
    const auto options = std::make_shared<Options>();
    add_result(*command, language, options->path);
    command
        ->add_option("--csv", options->folder,
                     in(language, "存放表格的新文件夹（CSV，UTF-8 带 BOM）", "new folder for the tables (CSV, UTF-8 with byte-order mark)"))
        ->required()
        ->type_name("DIR");
    command->add_flag("--replicates", options->replicates,
                      in(language, "同时导出每次模拟的数值（表可能很长）", "also the tables with a row for every replicate (may be long)"));
    add_common(*command, common);
    command->footer(
        in(language, "示例：zonecast export hunan.h5 --csv hunan-tables", "Example: zonecast export hunan.h5 --csv hunan-tables"));
    command->callback([options, &common, &status] { status = export_tables(*options, common); });
}

}  // namespace zonecast::command
