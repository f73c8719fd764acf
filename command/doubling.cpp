#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/terminal.hpp"
#include "model/inference/doubling.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/json_values.hpp"

namespace zonecast::command {

namespace {

using inference::Difference;
using inference::Doubling;

struct Options {
    PlanOptions plan;
    std::uint64_t replicates = 64, seed = 1;
    int threads = 0;
    bool quiet = false;
};

nlohmann::ordered_json json_of(const Difference& difference) {
    return {{"mean", difference.mean}, {"standard_error", difference.error}};
}

nlohmann::ordered_json to_json(const std::vector<Doubling>& rows, const scenario::Scenario& scenario, const Options& options) {
    auto list = nlohmann::ordered_json::array();
    for (const Doubling& row : rows)
        list.push_back({{"instrument", row.instrument},
                        {"name", outputs::both_names(row.name)},
                        {"lever", row.lever},
                        {"facility", row.facility},
                        {"measures", row.measures},
                        {"aim", row.aim},
                        {"declared_sign", row.declared_sign},
                        {"single", row.single},
                        {"effect", json_of(row.effect)},
                        {"elsewhere", json_of(row.elsewhere)},
                        {"entries", json_of(row.entries)},
                        {"entries_elsewhere", json_of(row.entries_elsewhere)},
                        {"exits", json_of(row.exits)},
                        {"as_declared", row.as_declared()},
                        {"clear", row.clear()}});
    return {{"format", "zonecast doubling"},    {"format_version", 1},  {"plan", scenario.plan.id},
            {"replicates", options.replicates}, {"seed", options.seed}, {"instruments", list}};
}

std::string amount(const Difference& difference) {
    if (std::abs(difference.mean) < 1e-9 && difference.error < 1e-9) return "0";  // but for the rounding of sums
    return fmt::format("{:+.3g} ± {:.1g}", difference.mean, difference.error);
}

std::string to_text(const std::vector<Doubling>& rows, Language language) {
    outputs::FittedTable table({{in(language, "政策工具", "Instrument"), false, 100, true, 12},
                                {in(language, "杠杆", "Lever")},
                                {in(language, "目标量", "Aim")},
                                {in(language, "原量", "Single"), true, 40},
                                {in(language, "加倍的效果", "Doubling"), true},
                                {in(language, "其他地方", "Elsewhere"), true, 30},
                                {in(language, "新进入", "Entries"), true, 20},
                                {in(language, "他处新进入", "Elsewhere"), true, 20},
                                {in(language, "退出", "Exits"), true, 10},
                                {in(language, "符号", "Sign")}});
    for (const Doubling& row : rows)
        table.add({{in(language, row.name)},
                   {row.lever},
                   {row.aim},
                   {fmt::format("{:.4g}", row.single)},
                   {amount(row.effect)},
                   {amount(row.elsewhere)},
                   {amount(row.entries)},
                   {amount(row.entries_elsewhere)},
                   {amount(row.exits)},
                   {row.clear()         ? in(language, "清楚", "clear")
                    : row.as_declared() ? in(language, "符合", "as declared")
                                        : in(language, "相反", "opposite"),
                    row.as_declared() ? outputs::Colour::none : outputs::Colour::red}});
    const outputs::TextStyle style = text_style(language);
    return table.text(style.width, style.colour) + "\n" +
           outputs::wrapped(
               in(language,
                  "各政策工具的剂量加倍后，其目标量在作用范围内的年均变化（± "
                  "为标准误），以及对省内其他地方、新进入与退出的影响。两次推演使用相同的随机数。",
                  "Change of the yearly mean of what each instrument aims at when its doses are doubled, within its scope, with the "
                  "standard error; and what happens elsewhere in the province, to entries and to exits. Both runs share their "
                  "random numbers."),
               style.width, 0);
}

int doubling(const Options& options, const CommonOptions& common) {
    const auto scenario = read_plan_or_report(options.plan, common, options.quiet);
    if (!scenario) return exit_bad_input;
    engine::RunSettings settings;
    settings.replicates = options.replicates;
    settings.seed = options.seed;
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        Diagnostics diagnostics;
        const std::vector<Doubling> rows =
            inference::double_instruments(*scenario, settings, diagnostics, watched.execution(options.threads));
        watched.finish();
        if (diagnostics.has_errors()) {
            report_failure(diagnostics, common);
            return exit_bad_input;
        }
        print(common.json ? to_json(rows, *scenario, options).dump(2) + "\n" : to_text(rows, common.language));
        return exit_good;
    });
}

}  // namespace

void add_doubling(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("doubling", in(language, "将每项政策工具的剂量加倍，看其目标量与他处的变化",
                                                      "double the doses of each instrument and see what changes, there and elsewhere"));
    const auto options = std::make_shared<Options>();
    add_plan(*command, common, options->plan);
    add_replicates(*command, language, options->replicates, 2, 100'000, in(language, "模拟次数（默认 64）", "number of replicates (default 64)"));
    add_seed(*command, language, options->seed);
    add_threads(*command, language, options->threads);
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast doubling scenarios/plans/hunan-htz-2017-2019.toml -n 64",
                       "Example: zonecast doubling scenarios/plans/hunan-htz-2017-2019.toml -n 64"));
    command->callback([options, &common, &status] { status = doubling(*options, common); });
}

}  // namespace zonecast::command
