#include "command/options.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "command/numbers.hpp"
#include "model/base/text.hpp"
#include "model/scenario/ids.hpp"

namespace zonecast::command {

void add_language(CLI::App& app, Language language) {
    only_words(app.add_option_function<std::string>(
                   "--lang", [](const std::string&) {},
                   in(language, "输出语言（默认取自环境变量 LANG）", "language of the output (default: from LANG)")),
               language, {"zh", "en"});
}

void add_common(CLI::App& app, CommonOptions& options) {
    const Language language = options.language;
    add_language(app, language);
    app.add_flag("--json", options.json, in(language, "以 JSON 输出，供其他程序读取", "print JSON, for other programs"));
}

void add_plan(CLI::App& app, const CommonOptions& common, PlanOptions& options) {
    app.add_option("plan", options.path, in(common.language, "规划文件（scenarios/plans/*.toml）", "plan file (scenarios/plans/*.toml)"))
        ->required()
        ->type_name("PLAN");
    add_repeatable(app, "--set", options.set, "KEY=VALUE",
                   in(common.language, "临时改动一个数值，可重复，例如 --set measure.incubators.dose=2（见下方示例）",
                      "change a number for this run; may be repeated, e.g. --set measure.incubators.dose=2 (see the examples below)"));
}

void add_result(CLI::App& app, Language language, std::string& path) {
    app.add_option("result", path, in(language, "run 命令写出的结果文件", "result file that `run` wrote"))->required()->type_name("RESULT");
}

CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& words, const std::string& type,
                            const char* text) {
    return app.add_option(name, words, text)->type_name(type)->expected(1)->allow_extra_args(false)->take_all();
}

CLI::Option* only_whole(CLI::Option* option, Language language, std::uint64_t least, std::uint64_t most) {
    return option->transform(CLI::Validator(
        [=](std::string& text) -> std::string {
            const auto number = whole_number(text, least, most);
            if (const Text* wrong = std::get_if<Text>(&number)) return wrong->in(language);
            text = std::to_string(std::get<std::uint64_t>(number));
            return {};
        },
        ""));
}

CLI::Option* only_real(CLI::Option* option, Language language, double low, double high) {
    return option->transform(CLI::Validator(
        [=](std::string& text) -> std::string {
            const auto number = real_number(text, low, high);
            const Text* wrong = std::get_if<Text>(&number);
            return wrong ? wrong->in(language) : std::string();
        },
        ""));
}

CLI::Option* only_words(CLI::Option* option, Language language, const std::vector<std::string>& words) {
    return option
        ->check(CLI::Validator(
            [=](std::string& text) -> std::string {
                if (std::find(words.begin(), words.end(), text) != words.end()) return {};
                return say("没有 {}；{}", "there is no {}; {}", base::in_quotes(text), scenario::suggestion(text, words)).in(language);
            },
            ""))
        ->type_name(fmt::format("{}", fmt::join(words, "|")));
}

CLI::Option* add_replicates(CLI::App& app, Language language, std::uint64_t& replicates, std::uint64_t least, std::uint64_t most,
                            const char* text) {
    return add_count(app, language, "-n,--replicates", replicates, least, most, text);
}

CLI::Option* add_seed(CLI::App& app, Language language, std::uint64_t& seed) {
    return add_count(app, language, "--seed", seed, 0, std::numeric_limits<std::uint64_t>::max(),
                     in(language, "随机数种子（默认 1）", "seed of the random numbers (default 1)"));
}

CLI::Option* add_threads(CLI::App& app, Language language, int& threads) {
    return add_count(
        app, language, "--threads", threads, 0, 4096,
        in(language, "线程数（默认按 OMP_NUM_THREADS，否则用全部可用核心；结果与线程数无关）",
           "threads (default: OMP_NUM_THREADS, else all cores that it may use; the result does not depend on it)"));
}

CLI::Option* add_quiet(CLI::App& app, Language language, bool& quiet, bool scorecard) {
    return app.add_flag(
        "-q,--quiet", quiet,
        scorecard ? in(language, "除错误外什么都不显示", "say nothing but errors")
                  : in(language, "不显示进度", "no progress"));
}

void add_precision(CLI::App& app, Language language, double& half_width, const char* text, std::uint64_t& most, std::uint64_t least,
                   std::uint64_t highest) {
    only_real(app.add_option("--until-precision", half_width, text), language, 1e-4, 0.5)->type_name("HALF-WIDTH");
    add_count(app, language, "--max-replicates", most, least, highest,
              in(language, "--until-precision 的次数上限（默认 100000）", "most replicates with --until-precision (default 100000)"));
}

}  // namespace zonecast::command
