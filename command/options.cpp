#include "command/options.hpp"

namespace zonecast::command {

void add_language(CLI::App& app, Language language) {
    app.add_option_function<std::string>(
           "--lang", [](const std::string&) {},
           in(language, "输出语言（默认取自环境变量 LANG）", "language of the output (default: from LANG)"))
        ->check(CLI::IsMember({"zh", "en"}).description(""))
        ->type_name("zh|en");
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
    app.add_option("--set", options.set,
                   in(common.language, "临时改动一个数值，可重复，例如 --set measure.incubators.dose=2（见下方示例）",
                      "change a number for this run; may be repeated, e.g. --set measure.incubators.dose=2 (see the examples below)"))
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
}

}  // namespace zonecast::command
