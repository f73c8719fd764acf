#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/numbers.hpp"
#include "command/output_file.hpp"
#include "command/terminal.hpp"
#include "model/inference/optimiser.hpp"
#include "model/inference/seek.hpp"
#include "model/scenario/ids.hpp"
#include "outputs/seek_report.hpp"

namespace zonecast::command {

namespace {

using inference::SeekLever;

struct Options {
    PlanOptions plan;
    inference::SeekSettings settings;
    std::vector<std::string> targets, fixed, forbidden, only;
    double chance = 0, budget = 0;
    int threads = 0;
    bool chance_given = false, budget_given = false, quiet = false;
    std::string output, csv;
};

/// Reads what the options say about targets and levers of a plan; what is wrong goes to the diagnostics.
class Wishes {
public:
    Wishes(Options& options, const scenario::Scenario& scenario, Diagnostics& diagnostics)
        : options_(options), scenario_(scenario), diagnostics_(diagnostics) {}

    void read() {
        levers_ = inference::seek_levers(scenario_);
        targets();
        goal();
        auto& held = options_.settings.held;
        for (const std::string& id : options_.forbidden)
            for (const std::size_t l : named("--forbid", id)) held[l] = std::nullopt;
        if (!options_.only.empty()) {
            std::vector<bool> wanted(levers_.size(), false);
            for (const std::string& id : options_.only)
                for (const std::size_t l : named("--only", id)) wanted[l] = true;
            for (std::size_t l = 0; l < levers_.size(); ++l)
                if (!wanted[l]) held[l] = std::nullopt;
        }
        for (const std::string& words : options_.fixed) fix(words);
        if (!options_.output.empty() && !options_.plan.set.empty())
            error("--output", {"写出的规划文件不含 --set 的改动", "the plan file would not hold the changes of --set"},
                  {"请先把改动写入规划文件，再运行 seek", "write them into a plan first, and seek from that"});
        if (options_.settings.polish > 0 && !inference::has_optimiser())
            error("seek", {"本程序编译时未找到 NLopt，没有优化器", "this program was built without NLopt, and has no optimiser"},
                  {"安装 libnlopt-dev 后重新编译；或用 --polish 0，不作优化",
                   "install libnlopt-dev and build it again, or go without: --polish 0"});
    }

private:
    void error(const std::string& where, Text what, Text hint) { diagnostics_.error({where, 0, 0}, std::move(what), std::move(hint)); }
    [[nodiscard]] static Text guess(const std::string& id, const std::vector<std::string>& known) {
        const std::string near = closest(id, known);
        return near.empty() ? Text() : scenario::did_you_mean(near);
    }

    void targets() {
        std::vector<std::string> ids;
        for (const auto& target : scenario_.plan.targets) ids.push_back(target.id);
        for (const std::string& id : options_.targets) {
            const auto found = std::find(ids.begin(), ids.end(), id);
            if (found == ids.end())
                error("--target " + id, say("规划没有目标 \"{}\"", "the plan has no target \"{}\"", id), guess(id, ids));
            else
                options_.settings.targets.push_back(static_cast<std::size_t>(found - ids.begin()));
        }
    }

    void goal() {
        if (options_.chance_given == options_.budget_given)
            error("--chance, --budget",
                  options_.chance_given ? Text("只能给出其中之一", "only one of them can be asked for")
                                        : Text("须给出所求的概率或预算", "say what is asked for: a chance or a budget"),
                  {"--chance 0.8：最省的组合；--budget 20：20 亿元内最高的概率",
                   "--chance 0.8 for the cheapest bundle, --budget 20 for the highest chance for 20 (1e8 CNY)"});
        if (options_.chance_given) options_.settings.goal.chance = options_.chance;
        if (options_.budget_given) options_.settings.goal.budget = options_.budget;
    }

    /// Levers of that id, or all of that instrument.
    std::vector<std::size_t> named(const std::string& option, const std::string& id) {
        std::vector<std::size_t> found;
        std::vector<std::string> known;
        for (std::size_t l = 0; l < levers_.size(); ++l) {
            known.push_back(levers_[l].measure.id);
            known.push_back(levers_[l].measure.instrument);
            if (id == levers_[l].measure.id || id == levers_[l].measure.instrument) found.push_back(l);
        }
        if (found.empty())
            error(option + " " + id, say("没有可动的措施或政策工具 \"{}\"", "no measure or instrument \"{}\" can be turned", id),
                  guess(id, known));
        return found;
    }

    void fix(const std::string& words) {
        const std::size_t equals = words.find('=');
        constexpr double any = std::numeric_limits<double>::max();
        const auto dose = real_number(equals == std::string::npos ? "" : words.substr(equals + 1), -any, any);
        if (equals == std::string::npos || std::holds_alternative<Text>(dose)) {
            error("--fix " + words, {"须写作 编号=剂量", "is not ID=DOSE"}, "--fix cultivation=1.5");
            return;
        }
        const double level = std::get<double>(dose);
        for (const std::size_t l : named("--fix", words.substr(0, equals))) {
            const SeekLever& lever = levers_[l];
            if (!(level >= lever.low && level <= lever.high))
                error("--fix " + words,
                      say("\"{}\" 的剂量须在 {} 与 {} 之间", "the dose of \"{}\" lies between {} and {}", lever.measure.id,
                          fmt::format("{:g}", lever.low), fmt::format("{:g}", lever.high)),
                      {"要更高的剂量，请写入规划文件", "a plan may write others"});
            options_.settings.held[l] = level;
        }
    }

    Options& options_;
    const scenario::Scenario& scenario_;
    Diagnostics& diagnostics_;
    std::vector<SeekLever> levers_;
};

/// The plan's path as a file at `output` has to say it.
std::string seen_from(const std::string& output, const std::string& plan) {
    namespace fs = std::filesystem;
    const fs::path folder = output == "-" ? fs::current_path() : fs::weakly_canonical(fs::absolute(output)).parent_path();
    return fs::weakly_canonical(fs::absolute(plan)).lexically_relative(folder).generic_string();
}

int seek(Options options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto scenario = read_plan(options.plan, diagnostics);
    if (scenario) Wishes(options, *scenario, diagnostics).read();
    if (!scenario || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    report(diagnostics, common.language);
    const std::vector<std::string> read = files_of(options.plan, *scenario);
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        if (!options.output.empty()) check_output(options.output, read, outputs::seek_plan_signature());
        if (!options.csv.empty()) check_output(options.csv, read, outputs::seek_curve_signature());
        Diagnostics problems;
        const auto found = inference::seek(*scenario, options.settings, problems, watched.execution(options.threads));
        watched.finish();
        if (!found || problems.has_errors()) {
            report_failure(problems, common);
            return exit_bad_input;
        }
        if (!options.output.empty())
            write_output(options.output, read, outputs::seek_plan_signature(),
                         [&](std::ostream& out) { out << outputs::seek_plan(*found, seen_from(options.output, options.plan.path)); });
        if (!options.csv.empty())
            write_output(options.csv, read, outputs::seek_curve_signature(),
                         [&](std::ostream& out) { outputs::write_seek_csv(*found, out); });
        if (common.json)
            print(outputs::seek_json(*found, options.settings).dump(2) + "\n");
        else if (options.csv != "-" && options.output != "-")
            print(outputs::seek_text(*found, options.settings, text_style(common.language)));
        return exit_good;
    });
}

}  // namespace

void add_seek(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command =
        app.add_subcommand("seek", in(language, "怎样才能达到：使目标达到所求概率的最省组合，或预算内最高的概率",
                                      "what it would take: the cheapest bundle of doses for a chance, or the highest chance for a budget"));
    const auto options = std::make_shared<Options>();
    auto& settings = options->settings;
    settings.run.replicates = 256;
    add_plan(*command, common, options->plan);
    add_repeatable(*command, "--target", options->targets, "ID",
                   in(language, "目标编号；可重复，须同时达到", "id of a target; if repeated, all have to be met at once"))
        ->required();
    auto* chance =
        command->add_option("--chance", options->chance, in(language, "所求的概率：找最省的组合", "chance asked for: the cheapest bundle"));
    only_real(chance, language, 0.01, 0.99)->type_name("CHANCE");
    auto* budget =
        command->add_option("--budget", options->budget,
                            in(language, "可增加的费用（亿元）：找最高的概率", "money beside the plan's (1e8 CNY): the highest chance"));
    only_real(budget, language, 0, 1e9)->type_name("MONEY");
    add_repeatable(*command, "--fix", options->fixed, "ID=DOSE",
                   in(language, "把措施固定在某一剂量；可重复", "hold a measure or instrument at a dose; may be repeated"));
    add_repeatable(*command, "--forbid", options->forbidden, "ID",
                   in(language, "不许动的措施，保持方案所写；可重复", "leave a measure or instrument as the plan has it; may be repeated"));
    add_repeatable(*command, "--only", options->only, "ID",
                   in(language, "只许动这些措施；可重复", "turn no other measure or instrument than these; may be repeated"));
    command->add_flag("--national", settings.national, in(language, "包括国家事权的措施", "include what only the nation can turn"));
    add_replicates(*command, language, settings.run.replicates, 16, 1'000'000,
                   in(language, "每次试算的模拟次数（默认 256）", "replicates of each trial (default 256)"));
    add_count(*command, language, "--check", settings.check, 16, 10'000'000,
              in(language, "复核所用的新模拟次数（默认 1024）", "fresh replicates of the final check (default 1024)"));
    add_count(*command, language, "--polish", settings.polish, 0, 100'000,
              in(language, "优化器最多试算的次数（默认 120）", "most trials of the optimiser (default 120)"));
    command
        ->add_option("-o,--output", options->output,
                     in(language, "把组合写成扩展原方案的规划文件", "write the bundle as a plan file that extends the plan"))
        ->type_name("FILE");
    command
        ->add_option("--csv", options->csv,
                     in(language, "把概率与费用的曲线写成 CSV（- 为标准输出）",
                        "write the curve of chance against cost as CSV (- for standard output)"))
        ->type_name("FILE");
    add_seed(*command, language, settings.run.seed);
    add_threads(*command, language, options->threads);
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(in(language,
                       "示例：zonecast seek scenarios/plans/hunan-htz-2017-2019.toml --target HN17-05 --chance 0.8\n"
                       "  zonecast seek PLAN --target HN17-05 --budget 20 --forbid incubation -o bundle.toml",
                       "Examples:\n  zonecast seek scenarios/plans/hunan-htz-2017-2019.toml --target HN17-05 --chance 0.8\n"
                       "  zonecast seek PLAN --target HN17-05 --budget 20 --forbid incubation -o bundle.toml"));
    command->callback([options, chance, budget, &common, &status] {
        options->chance_given = chance->count() > 0;
        options->budget_given = budget->count() > 0;
        status = seek(*options, common);
    });
}

}  // namespace zonecast::command
