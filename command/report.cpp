#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <ostream>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/output_file.hpp"
#include "command/terminal.hpp"
#include "outputs/report_data.hpp"
#include "outputs/report_page.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::vector<std::string> results;
    std::string output, seek;
};

int write_report(Options options, const CommonOptions& common) {
    Diagnostics diagnostics;
    auto data = outputs::report_data(options.results, common.language, diagnostics);
    if (data && !options.seek.empty()) {
        if (auto found = outputs::read_seek(options.seek, *data, diagnostics))
            (*data)["seek"] = std::move(*found);
        else
            data.reset();
    }
    if (!data) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    if (options.output.empty()) options.output = std::filesystem::path(options.results.front()).replace_extension(".html").string();
    const std::string page = outputs::report_page(outputs::report_template(), *data);
    try {
        std::vector<std::string> read = options.results;
        if (!options.seek.empty()) read.push_back(options.seek);
        write_output(options.output, read, outputs::page_signature(), [&](std::ostream& out) { out << page; });
    } catch (const outputs::FileError& error) {
        report_failure(error, common);
        return exit_bad_input;
    }
    if (options.output != "-") {
        print(fmt::format(fmt::runtime(in(common.language, "报告：{}（{:.1f} MB，用浏览器打开，无需网络）\n",
                                          "Report: {} ({:.1f} MB; open it in a browser, it needs no network)\n")),
                          options.output, static_cast<double>(page.size()) / 1e6));
    }
    return exit_good;
}

}  // namespace

void add_report(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("report", in(language, "把结果写成一个可用浏览器打开的页面（单个文件，无需网络）",
                                                    "write results as one page for a browser (a single file, no network)"));
    const auto options = std::make_shared<Options>();
    command
        ->add_option("results", options->results,
                     in(language, "run 命令写出的结果文件；第一个完整展示，其余与它对比",
                        "result files that `run` wrote; the first is shown in full, the others beside it"))
        ->required()
        ->type_name("RESULT...");
    command
        ->add_option("-o,--output", options->output,
                     in(language, "页面文件（默认：第一个结果文件名改为 .html；- 表示标准输出）",
                        "page (default: name of the first result with .html; - for standard output)"))
        ->type_name("FILE");
    command
        ->add_option(
            "--seek", options->seek,
            in(language, "同时展示 `zonecast seek --json` 写出的文件", "show what `zonecast seek --json` wrote about the plan as well"))
        ->type_name("FILE");
    add_language(*command, language);
    command->footer(
        in(language, "示例：\n  zonecast report hunan.h5 -o hunan.html --lang zh\n  zonecast report hunan.h5 baseline.h5 -o compared.html",
           "Examples:\n  zonecast report hunan.h5 -o hunan.html --lang zh\n"
           "  zonecast report hunan.h5 baseline.h5 -o compared.html"));
    command->callback([options, &common, &status] { status = write_report(*options, common); });
}

}  // namespace zonecast::command
