#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/terminal.hpp"
#include "model/engine/unread_figures.hpp"
#include "model/engine/world.hpp"
#include "model/targets/conflicts.hpp"
#include "model/targets/grounds.hpp"
#include "outputs/fitted_table.hpp"

namespace zonecast::command {

namespace {

using outputs::Colour;
using outputs::coloured;

struct Options {
    PlanOptions plan;
};

struct Count {
    const char* id;
    const char* zh;
    const char* en;
    std::size_t number;
};

std::vector<Count> counts(const scenario::Scenario& scenario) {
    std::size_t named = 0, anonymous = 0;
    for (const auto& zone : scenario.zones) {
        if (zone.outside) continue;
        ++(zone.anonymous ? anonymous : named);
    }
    return {{"cities", "城市", "cities", scenario.cities.size()},
            {"zones", "高新区", "zones", named},
            {"anonymous_zones", "未具名高新区", "zones without a name", anonymous},
            {"clusters", "产业集群", "clusters", scenario.clusters.size()},
            {"segments", "产业链环节", "chain segments", scenario.segments.size()},
            {"supply_edges", "供应关系", "supply links", scenario.supply.size()},
            {"enterprises", "具名企业", "named enterprises", scenario.enterprises.size()},
            {"targets", "目标", "targets", scenario.plan.targets.size()},
            {"measures", "措施", "measures", scenario.plan.measures.size()},
            {"shocks", "冲击", "shocks", scenario.plan.shocks.size()},
            {"figures", "统计数据", "figures", scenario.history.size()}};
}

nlohmann::ordered_json summary_json(const scenario::Scenario& scenario) {
    nlohmann::ordered_json summary{{"plan", scenario.plan.id},
                                   {"pack", scenario.pack_id},
                                   {"base_year", scenario.plan.base_year},
                                   {"end_year", scenario.plan.end_year}};
    for (const Count& count : counts(scenario)) summary[count.id] = count.number;
    return summary;
}

std::string to_text(const scenario::Scenario& scenario, Language language) {
    const bool colour = wants_colour(stdout);
    std::string text = coloured(in(language, scenario.plan.name), colour ? Colour::bold : Colour::none);
    text += fmt::format("\n{} {}, {}-{}\n", in(language, "数据包：", "pack:"), in(language, scenario.pack_name), scenario.plan.base_year,
                        scenario.plan.end_year);
    for (const Count& count : counts(scenario)) text += fmt::format("{:>8}  {}\n", count.number, in(language, count.zh, count.en));
    return text + coloured(in(language, "没有错误。", "No errors."), colour ? Colour::green : Colour::none) + "\n";
}

/// What the engine has to say of a pack whose plan has errors of its own: the start of the same pack without what the plan adds.
void check_pack(const scenario::Scenario& read, Diagnostics& diagnostics) {
    const scenario::Plan& plan = read.plan;
    const auto hides_the_start = [&](const Problem& problem) {
        return problem.severity == Severity::error && problem.where.file != plan.where.file;
    };
    const auto& problems = diagnostics.problems();
    if (plan.base_year == 0 || plan.end_year <= plan.base_year || !plan.priors.empty() ||
        std::any_of(problems.begin(), problems.end(), hides_the_start))
        return;
    scenario::Scenario pack = read;
    pack.index.reset();
    pack.plan.targets.clear();
    pack.plan.measures.clear();
    pack.plan.shocks.clear();
    pack.plan.changes.clear();
    pack.plan.groups.clear();
    Diagnostics found;
    const auto world = engine::World::compile(pack, found);
    if (world && !found.has_errors()) targets::check_start(*world, found);
    for (const Problem& problem : found.problems()) {
        if (problem.severity == Severity::error) diagnostics.error(problem.where, problem.what, problem.hint);
        if (problem.severity == Severity::warning) diagnostics.warning(problem.where, problem.what, problem.hint);
    }
}

int check(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto scenario = read_plan(options.plan, diagnostics, check_pack);
    std::shared_ptr<const engine::World> world;
    if (scenario && !diagnostics.has_errors()) world = engine::World::compile(*scenario, diagnostics);  // what only the engine needs
    if (world && !diagnostics.has_errors()) targets::check_start(*world, diagnostics);
    if (!scenario || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    targets::note_conflicts(*scenario, diagnostics);
    if (world) engine::note_unread_figures(*world, diagnostics);
    report(diagnostics, common.language, true);
    if (common.json)
        print(nlohmann::ordered_json{{"problems", problems_json(diagnostics, common.language)}, {"summary", summary_json(*scenario)}}.dump(2) + "\n");
    else
        print(to_text(*scenario, common.language));
    return exit_good;
}

}  // namespace

void add_check(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand(
        "check", in(language, "检查规划及其全部数据，一次列出所有问题", "read a plan and all its data, and list every problem at once"));
    const auto options = std::make_shared<Options>();
    add_plan(*command, common, options->plan);
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast check scenarios/plans/hunan-htz-2017-2019.toml",
                       "Example: zonecast check scenarios/plans/hunan-htz-2017-2019.toml"));
    command->callback([options, &common, &status] { status = check(*options, common); });
}

}  // namespace zonecast::command
