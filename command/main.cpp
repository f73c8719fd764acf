// The `zonecast` program: reads the command line and hands over to a subcommand.
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "model/base/diagnostics.hpp"

namespace {

using namespace zonecast;
using namespace zonecast::command;

/// What a user who got the command line wrong needs to read.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words) {
    std::vector<std::string> commands;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) commands.push_back(command->get_name());
    const auto parsed = app.get_subcommands();
    std::string text = fmt::format("zonecast: error: {}\n", error.what());
    if (parsed.empty() && !words.empty() && !words.front().starts_with("-")) {
        text = fmt::format("zonecast: error: there is no command \"{}\"\n", words.front());
        if (const std::string meant = closest(words.front(), commands); !meant.empty())
            text += fmt::format("    did you mean \"{}\"?\n", meant);
    }
    return text + fmt::format("    see zonecast{}{} --help\n", parsed.empty() ? "" : " ", parsed.empty() ? "" : parsed.front()->get_name());
}

int run(int argc, char** argv) {
    CommonOptions common{.language = language_of(argc, argv)};
    const Language language = common.language;
    int status = exit_good;

    CLI::App app(in(language, "zonecast：高新区发展规划的蒙特卡洛推演——每项目标实现的可能性有多大，差多少，差在哪里。",
                    "zonecast: Monte Carlo projection of development plans for high-tech zones - how likely each target is met, how far it "
                    "is missed, "
                    "and where."),
                 "zonecast");
    app.set_version_flag("--version", "zonecast " + program_version(), in(language, "显示版本", "print the version"));
    app.set_help_flag("-h,--help", in(language, "显示帮助", "print this help"));
    add_language(app, language);
    app.require_subcommand(1);
    app.footer(in(language,
                  "示例：\n"
                  "  zonecast check scenarios/plans/hunan-htz-2017-2019.toml\n"
                  "  zonecast run scenarios/plans/hunan-htz-2017-2019.toml -n 1000 -o hunan.h5\n"
                  "  zonecast targets hunan.h5\n"
                  "  zonecast report hunan.h5 -o hunan.html\n"
                  "退出码：0 成功，1 运行失败，2 输入或命令有误，3 重现结果不同，130 被 Ctrl-C 中断。\n"
                  "每个命令都有自己的帮助：zonecast run --help",
                  "Examples:\n"
                  "  zonecast check scenarios/plans/hunan-htz-2017-2019.toml\n"
                  "  zonecast run scenarios/plans/hunan-htz-2017-2019.toml -n 1000 -o hunan.h5\n"
                  "  zonecast targets hunan.h5\n"
                  "  zonecast report hunan.h5 -o hunan.html\n"
                  "Exit status: 0 good, 1 the run failed, 2 bad input or usage, 3 reproduced differently, 130 stopped by Ctrl-C.\n"
                  "Every command has its own help: zonecast run --help"));
    add_check(app, common, status);
    add_describe(app, common, status);
    add_run(app, common, status);
    add_append(app, common, status);
    add_targets(app, common, status);
    add_report(app, common, status);
    add_lab(app, common, status);
    add_index(app, common, status);
    add_doubling(app, common, status);
    add_compare(app, common, status);
    add_sensitivity(app, common, status);
    add_graph(app, common, status);
    add_export(app, common, status);
    add_new(app, common, status);
    add_reproduce(app, common, status);
    add_learn(app, common, status);
    add_calibrate(app, common, status);
    add_backtest(app, common, status);

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {  // help or version
        app.exit(success);
        flush_output();
        return exit_good;
    } catch (const CLI::ParseError& error) {
        fmt::print(stderr, "{}", usage_error(app, error, std::vector<std::string>(argv + 1, argv + argc)));
        return exit_bad_input;
    }
    flush_output();
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("zonecast: error: the machine has not enough memory for this run\n", stderr);
    } catch (const std::exception& error) {
        fmt::print(stderr, "zonecast: error: {}\n", error.what());
    }
    return exit_run_failed;
}
