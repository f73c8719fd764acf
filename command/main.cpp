// The `zonecast` program: reads the command line and hands over to a subcommand.
#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/ranks.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "model/base/diagnostics.hpp"
#include "model/base/text.hpp"
#include "model/scenario/ids.hpp"

namespace {

using namespace zonecast;
using namespace zonecast::command;

/// Begins what is said of a fault that has no place in a file.
Text fault(const Text& what) {
    return say("zonecast：错误：{}\n", "zonecast: error: {}\n", what);
}

std::vector<std::string> names_of_commands(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(command->get_name());
    return names;
}

/// The first word that is no option; empty if there is none.
std::string first_word(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--lang")
            ++i;
        else if (!words[i].starts_with("-"))
            return words[i];
    }
    return {};
}

/// The first word, if it is no command: with --help beside it too, which would else answer for another one.
std::optional<std::string> unknown_command(const CLI::App& app, const std::vector<std::string>& words) {
    const std::string word = first_word(words);
    const std::vector<std::string> commands = names_of_commands(app);
    if (word.empty() || std::find(commands.begin(), commands.end(), word) != commands.end()) return std::nullopt;
    return word;
}

/// An argument that is not UTF-8, as a terminal of another encoding sends it: it would be stored broken, and shown broken ever after.
std::optional<Text> broken_argument(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!base::find_invalid_utf8(words[i])) continue;
        std::string shown;
        for (const char c : words[i]) shown += static_cast<unsigned char>(c) < 0x80 ? c : '?';
        const Text encoding = base::looks_like_gb18030(words[i]) ? Text("，看来是 GBK（GB18030）编码", "; it looks like GBK (GB18030)") : Text();
        return fault(say("第 {} 个参数（{}）不是 UTF-8{}", "argument {} ({}) is not UTF-8{}", i + 1, base::in_quotes(shown), encoding)) +
               Text("    把终端设为 UTF-8（如 export LANG=zh_CN.UTF-8），文件名也改为 UTF-8\n",
                    "    set the terminal to UTF-8 (such as export LANG=zh_CN.UTF-8), and rename files to UTF-8\n");
    }
    return std::nullopt;
}

/// An argument that is empty, as a variable of a script that was never set: it is no name of anything.
std::optional<Text> empty_argument(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].empty() && !(words[i].starts_with("--") && words[i].ends_with('='))) continue;
        const std::string after = i > 0 && words[i].empty() ? words[i - 1] : words[i];
        return fault(say("第 {} 个参数是空的（在 {} 处）", "argument {} is empty (at {})", i + 1, base::in_quotes(after))) +
               Text("    写出它的值，或去掉该选项\n", "    write its value, or leave the option out\n");
    }
    return std::nullopt;
}

/// What the library that reads the line says, in words of ours. Its English is kept where it says more.
Text said(const CLI::App& app, const CLI::ParseError& error) {
    const std::string what = error.what();
    const auto after = [&](const std::string& mark) {
        const std::size_t at = what.find(mark);
        return at == std::string::npos ? what : what.substr(at + mark.size());
    };
    switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
        case CLI::ExitCodes::ExtrasError: {
            std::string words, first;  // as typed; the library lists them backwards
            for (const CLI::App* command : app.get_subcommands())
                for (const std::string& word : command->remaining()) {
                    words += (words.empty() ? "" : " ") + word;
                    if (first.empty() && word.starts_with("-")) first = word.substr(0, word.find('='));
                }
            if (words.empty()) words = after("expected: ");
            std::vector<std::string> known;
            for (const CLI::App* command : app.get_subcommands())
                for (const CLI::Option* option : command->get_options())
                    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
            const std::string meant = first.empty() ? "" : closest(first, known);
            return say("没有这样的参数：{}", "there is no such argument: {}", words) +
                   (meant.empty() ? Text() : say("；是否指 {}？", "; did you mean {}?", meant));
        }
        case CLI::ExitCodes::RequiredError: {
            const std::string name = what.substr(0, what.find(" is required"));
            if (name == "A subcommand") return {"需要一个命令", "a command is required"};
            return say("缺少 {}", "{} is required", name);
        }
        case CLI::ExitCodes::ArgumentMismatch: {  // "--seed: At Most 1 required but received 2", "--seed: 1 required
                                                  // INT missing"
            const std::string name = what.substr(0, what.find(':'));
            if (what.find("At Most 1 ") != std::string::npos) return say("{} 只能给一次", "{} can be given once only", name);
            if (what.find("missing") != std::string::npos || what.find("received 0") != std::string::npos)
                return say("{} 后面要有一个值", "{} needs a value", name);
            return say("{} 的值的个数不对", "{} has a wrong number of values", name);
        }
        case CLI::ExitCodes::ConversionError: {  // "Could not convert: --seed = x"
            const std::string given = after("Could not convert: ");
            return say("无法理解：{}", "cannot be understood: {}", given);
        }
        default:
            return what;
    }
}

/// What a user who got the command line wrong needs to read.
Text usage_error(const CLI::App& app, const Text& what) {
    const auto parsed = app.get_subcommands();
    const std::string command = parsed.empty() ? "" : " " + parsed.front()->get_name();
    return fault(what) + say("    见 zonecast{} --help\n", "    see zonecast{} --help\n", command);
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
    add_merge(app, common, status);
    add_targets(app, common, status);
    add_report(app, common, status);
    add_lab(app, common, status);
    add_index(app, common, status);
    add_doubling(app, common, status);
    add_compare(app, common, status);
    add_sensitivity(app, common, status);
    add_seek(app, common, status);
    add_graph(app, common, status);
    add_export(app, common, status);
    add_new(app, common, status);
    add_reproduce(app, common, status);
    add_learn(app, common, status);
    add_calibrate(app, common, status);
    add_backtest(app, common, status);
    add_shell(app, common, status);

    const std::vector<std::string> words(argv + 1, argv + argc);
    if (const auto broken = broken_argument(words)) {
        tell(broken->in(language));
        return exit_bad_input;
    }
    if (const auto empty = empty_argument(words)) {
        tell(empty->in(language));
        return exit_bad_input;
    }
    if (const auto word = unknown_command(app, words)) {
        const std::string meant = closest(*word, names_of_commands(app));
        tell(usage_error(app, say("没有命令 {}", "there is no command {}", base::in_quotes(*word)) +
                                  (meant.empty() ? Text() : Text("；", "; ") + scenario::did_you_mean(meant)))
                 .in(language));
        return exit_bad_input;
    }
    if (const auto missing = ranks_missing()) {
        tell(fault(*missing).in(language));
        return exit_bad_input;
    }
    if (join_ranks(first_word(words)) == Joined::idle) return exit_good;
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {  // help or version
        app.exit(success);
        flush_output();
        return exit_good;
    } catch (const CLI::ParseError& error) {
        tell(usage_error(app, said(app, error)).in(language));
        return exit_bad_input;
    }
    flush_output();
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    guard_streams();
    const Language language = language_of(argc, argv);
    try {
        const int status = run(argc, argv);
        if (status == exit_good) leave_ranks();
        return status;
    } catch (const std::bad_alloc&) {
        tell(fault({"内存不足，无法完成此运行", "the machine has not enough memory for this run"}).in(language));
    } catch (const std::exception& error) {
        tell(fault(std::string(error.what())).in(language));
    }
    return exit_run_failed;
}
