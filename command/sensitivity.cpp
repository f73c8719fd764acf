#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/terminal.hpp"
#include "model/engine/world.hpp"
#include "model/inference/sensitivity.hpp"
#include "model/scenario/ids.hpp"
#include "outputs/comparison_json.hpp"
#include "outputs/fitted_table.hpp"

namespace zonecast::command {

namespace {

using inference::Estimate;
using inference::Factor;
using inference::Sensitivity;
using outputs::FittedTable;

struct Options {
    PlanOptions plan;
    inference::SensitivitySettings settings;
    std::vector<std::string> targets;
    std::vector<double> doses{0.5, 1.5};
    int threads = 0;
    bool screening = false, quiet = false;
};

std::string name_of(const Factor& factor, const scenario::Scenario& scenario, Language language) {
    switch (factor.kind) {
        case Factor::Kind::parameter:
            if (const auto prior = scenario.priors.find(factor.id); prior != scenario.priors.end()) return in(language, prior->second.name);
            break;
        case Factor::Kind::effect:
            return in(language, "措施效果", "effect of an instrument");
        case Factor::Kind::dose:
            return in(language, "措施力度", "dose of a measure");
        case Factor::Kind::other_parameters:
            return in(language, "其余参数与效果合计", "all other parameters and effects");
        case Factor::Kind::initial:
            return in(language, "初始状态", "initial state");
        case Factor::Kind::chance:
            return in(language, "偶然性", "chance");
    }
    return "";
}

std::string share_text(const Estimate& e) {
    if (!std::isfinite(e.value)) return "–";
    return fmt::format("{:.2f} [{:.2f}, {:.2f}]", e.value, e.low, e.high);
}

/// Indices of factors from the strongest to the weakest.
template <class Weight>
std::vector<std::size_t> by_weight(std::size_t count, Weight weight) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return weight(x) > weight(y); });
    return order;
}

std::string text_of(const Sensitivity& out, const std::vector<std::size_t>& targets, const scenario::Scenario& scenario,
                    const Options& options, Language language) {
    const outputs::TextStyle style = text_style(language);
    std::string text = fmt::format(fmt::runtime(in(language, "共 {} 次模拟，种子 {}\n", "{} replicates in all, seed {}\n")), out.replicates,
                                   options.settings.run.seed);
    for (std::size_t t = 0; t < targets.size(); ++t) {
        const scenario::Target& target = scenario.plan.targets[targets[t]];
        text += fmt::format("\n{}  {}\n", target.id, in(language, target.name));
        if (!out.morris.empty()) {
            const auto& index = out.morris[t];
            text += fmt::format(fmt::runtime(in(language, "\n筛选（Morris，{} 条轨迹，{} 个因素中最强的）\n\n",
                                                "\nScreening (Morris, {} trajectories; the strongest of {} factors)\n\n")),
                                options.settings.trajectories, index.size());
            FittedTable table({{in(language, "因素", "Factor")},
                               {in(language, "名称", "Name"), false, 40, true, 12},
                               {"mu*", true},
                               {"[2.5, 97.5 %]", true, 60},
                               {"mu", true},
                               {"sigma", true}});
            const auto order = by_weight(index.size(), [&](std::size_t i) { return index[i].mu_star.value; });
            for (std::size_t k = 0; k < order.size() && k < std::max<std::size_t>(options.settings.screened, 10); ++k) {
                const auto& one = index[order[k]];
                if (!(one.mu_star.value > 0)) break;
                table.add({{out.screened[order[k]].id},
                           {name_of(out.screened[order[k]], scenario, language)},
                           {fmt::format("{:.4g}", one.mu_star.value)},
                           {fmt::format("[{:.4g}, {:.4g}]", one.mu_star.low, one.mu_star.high)},
                           {fmt::format("{:.4g}", one.mu)},
                           {fmt::format("{:.4g}", one.sigma)}});
            }
            text += table.text(style.width, style.colour);
        }
        if (!out.sobol.empty()) {
            text += fmt::format(fmt::runtime(in(language, "\n方差占比（Sobol 指数，{} 行）[95 % 自助法区间]\n\n",
                                                "\nShares of the variance (Sobol indices, {} rows) [95 % bootstrap interval]\n\n")),
                                options.settings.run.replicates);
            FittedTable table({{in(language, "因素", "Factor")},
                               {in(language, "名称", "Name"), false, 40, true, 12},
                               {in(language, "单独", "First order"), true},
                               {in(language, "含交互", "Total"), true}});
            const auto& index = out.sobol[t];
            for (const std::size_t i : by_weight(index.size(), [&](std::size_t k) { return index[k].total.value; }))
                table.add({{out.factors[i].id},
                           {name_of(out.factors[i], scenario, language)},
                           {share_text(index[i].first)},
                           {share_text(index[i].total)}});
            text += table.text(style.width, style.colour);
        }
    }
    return text;
}

int sensitivity(Options options, const CommonOptions& common) {
    const Language language = common.language;
    Diagnostics diagnostics;
    const auto scenario = read_plan(options.plan, diagnostics);
    std::vector<std::size_t> targets;
    if (scenario) {
        std::vector<std::string> ids;
        for (const auto& target : scenario->plan.targets) ids.push_back(target.id);
        for (const std::string& id : options.targets) {
            const auto found = std::find(ids.begin(), ids.end(), id);
            const std::string guess = found == ids.end() ? closest(id, ids) : "";
            if (found == ids.end())
                diagnostics.error(
                    {"--target " + id, 0, 0},
                    say("规划没有目标 \"{}\"", "the plan has no target \"{}\"", id), guess.empty() ? Text() : scenario::did_you_mean(guess));
            else
                targets.push_back(static_cast<std::size_t>(found - ids.begin()));
        }
        if (options.targets.empty())
            for (std::size_t i = 0; i < ids.size(); ++i)
                if (scenario->plan.targets[i].official) targets.push_back(i);
    }
    if (options.doses.size() != 2 || options.doses[0] < 0 || options.doses[0] >= options.doses[1])
        diagnostics.error({"--dose-range", 0, 0},
                          Text("须为两个数，前小后大，不小于 0", "takes two numbers, the lower first, neither below 0"),
                          "--dose-range 0.5,1.5");
    std::shared_ptr<const engine::World> world;
    if (scenario && !diagnostics.has_errors()) world = engine::World::compile(*scenario, diagnostics);
    if (!world || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    if (!options.quiet) report(diagnostics, language);
    options.settings.dose_low = options.doses[0];
    options.settings.dose_high = options.doses[1];
    options.settings.sobol = !options.screening;
    try {
        return long_run(common, options.quiet, nothing_was_written(language), [&](LongRun& watched) {
            const Sensitivity out =
                inference::analyse(*world, options.settings, targets, watched.execution(options.threads));
            watched.finish();
            print(common.json ? outputs::sensitivity_json(out, targets, *scenario, options.settings).dump(2) + "\n"
                              : text_of(out, targets, *scenario, options, language));
            return exit_good;
        });
    } catch (const std::invalid_argument& error) {
        diagnostics.error({"--factor", 0, 0}, error.what(),
                          Text("先不带 --factor 运行，可见全部因素", "run it without --factor to see them all"));
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
}

}  // namespace

void add_sensitivity(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command =
        app.add_subcommand("sensitivity", in(language, "目标取决于哪些参数与措施：Morris 筛选与 Sobol 指数",
                                             "which parameters and levers a target hangs on: Morris screening and Sobol indices"));
    const auto options = std::make_shared<Options>();
    auto& settings = options->settings;
    settings.run.replicates = 256;
    add_plan(*command, common, options->plan);
    add_repeatable(
        *command, "--target", options->targets, "ID",
        in(language, "目标编号，可重复（默认全部正式目标）", "id of a target; may be repeated (default: all of the plan itself)"));
    add_repeatable(*command, "--factor", settings.factors, "ID",
                   in(language, "计算 Sobol 指数的因素，可重复；给出则不筛选",
                      "factor of the Sobol indices; may be repeated, and takes the place of the screening"));
    add_count(*command, language, "--trajectories", settings.trajectories, 2, 100'000,
              in(language, "Morris 轨迹数（默认 20）", "trajectories of the screening (default 20)"));
    add_count(*command, language, "--top", settings.screened, 1, 1000,
              in(language, "筛选后计算 Sobol 指数的因素数（默认 10）", "factors that pass the screening (default 10)"));
    add_replicates(*command, language, settings.run.replicates, 16, 10'000'000,
                   in(language, "Sobol 样本的行数（默认 256）", "rows of the Sobol sample (default 256)"));
    command
        ->add_option("--dose-range", options->doses,
                     in(language, "措施力度系数的范围（默认 0.5,1.5）", "range of the factors on doses (default 0.5,1.5)"))
        ->delimiter(',')
        ->expected(1, 2)
        ->type_name("LOW,HIGH");
    command->add_flag("--screening-only", options->screening,
                      in(language, "只筛选，不算 Sobol 指数", "screen only, without Sobol indices"));
    add_seed(*command, language, settings.run.seed);
    add_threads(*command, language, options->threads);
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(in(language,
                       "示例：zonecast sensitivity PLAN --target HN17-05\n  zonecast sensitivity PLAN --target HN17-05 --factor "
                       "renewal_rate --factor dose.cultivation -n 1024",
                       "Examples:\n  zonecast sensitivity PLAN --target HN17-05\n  zonecast sensitivity PLAN --target HN17-05 --factor "
                       "renewal_rate --factor "
                       "dose.cultivation -n 1024"));
    command->callback([options, &common, &status] { status = sensitivity(*options, common); });
}

}  // namespace zonecast::command
