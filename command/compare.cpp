#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/terminal.hpp"
#include "command/version.hpp"
#include "model/engine/observables.hpp"
#include "model/inference/compare.hpp"
#include "outputs/comparison_json.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/number_text.hpp"
#include "outputs/result_file.hpp"
#include "outputs/stored_run.hpp"
#include "outputs/stored_scenario.hpp"
#include "outputs/verdict.hpp"

namespace zonecast::command {

namespace {

using inference::Compared;
using inference::Comparison;
using inference::Lever;
using inference::Paired;
using outputs::Cell;
using outputs::FittedTable;

struct Options {
    std::string a, b;
    inference::CompareSettings settings;
    int threads = 0;
    bool plain = false, quiet = false;
    bool count_given = false, seed_given = false;
};

bool is_result(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    char start[4] = {};
    file.read(start, sizeof start);
    return file && std::string(start, 4) == "\x89HDF";
}

struct Side {
    scenario::Scenario scenario;
    std::optional<engine::RunSettings> stored;  ///< of a result
};

std::optional<Side> read_side(const std::string& path, Diagnostics& diagnostics) {
    if (!is_result(path)) {
        PlanOptions plan;
        plan.path = path;
        auto scenario = read_plan(plan, diagnostics);
        if (!scenario) return std::nullopt;
        return Side{std::move(*scenario), std::nullopt};
    }
    const auto result = outputs::read_result(path, diagnostics);
    auto run = result ? outputs::read_stored_run(path, diagnostics) : std::nullopt;
    if (!run) return std::nullopt;
    auto scenario = outputs::read_stored_scenario(*result, diagnostics);
    if (!scenario) return std::nullopt;
    if (result->run.version != program_version())
        diagnostics.warning({path, 0, 0},
                            say("由 zonecast {} 生成；在此按 {} 重算，数字可能不同",
                                "was made by zonecast {}; it is run again here by {}, and numbers may differ", result->run.version,
                                program_version()));
    return Side{std::move(*scenario), run->settings};
}

const char* kind_word(Lever::Kind kind, Language language) {
    switch (kind) {
        case Lever::Kind::measure:
            return in(language, "措施", "measure");
        case Lever::Kind::shock:
            return in(language, "冲击", "shock");
        case Lever::Kind::change:
            return in(language, "产业链变动", "change");
        case Lever::Kind::parameter:
            return in(language, "参数", "parameter");
        case Lever::Kind::target:
            return in(language, "目标", "target");
        case Lever::Kind::data:
            break;
    }
    return in(language, "数据", "data");
}

std::string cut(const std::string& text, std::size_t longest) {
    return text.size() <= longest ? text : text.substr(0, longest - 3) + "...";
}

class Report {
public:
    Report(const Comparison& out, const scenario::Scenario& a, const Options& options, const CommonOptions& common)
        : out_(out), a_(a), options_(options), language_(common.language) {}

    [[nodiscard]] std::string text() const {
        const outputs::TextStyle style = text_style(language_);
        std::string text =
            fmt::format("A  {}\nB  {}\n", options_.a, options_.b) +
            fmt::format(fmt::runtime(in(language_, "各 {} 次模拟，种子 {}，逐次配对\n", "{} replicates each, seed {}, paired\n")),
                        out_.replicates, options_.settings.run.seed);
        if (out_.replicates < outputs::few_replicates)
            text += fmt::format(fmt::runtime(in(language_, "模拟次数太少（{0}）：差值说明不了什么；请至少运行 {1} 次。\n",
                                                "Too few replicates ({0}): the differences mean little. Run {1} or more.\n")),
                                out_.replicates, outputs::few_replicates);
        if (out_.levers.empty()) return text + in(language_, "\n两者没有不同之处。\n", "\nThe two do not differ.\n");
        text += in(language_, "\n不同之处\n\n", "\nWhat differs\n\n");
        for (std::size_t i = 0; i < out_.levers.size(); ++i) {
            const Lever& l = out_.levers[i];
            text += fmt::format("{:>3}  {} {}\n", i + 1, kind_word(l.kind, language_), l.id);
            for (const auto& [side, said] : {std::pair{"A", &l.a}, {"B", &l.b}})
                text += outputs::wrapped(fmt::format("     {}  {}", side, or_dash(said->in(language_))), style.width, 8);
        }
        text += in(language_, "\n差异（B 减 A，± 标准误）\n\n", "\nDifferences (B less A, ± standard error)\n\n");
        FittedTable table({{in(language_, "编号", "Id")},
                           {in(language_, "对象", "Of")},
                           {"A", true},
                           {"B", true},
                           {in(language_, "差", "B - A"), true},
                           {"±", true},
                           {in(language_, "配对增益", "Pairing"), true, 50},
                           {in(language_, "各项贡献", "By lever"), false, 90}});
        for (std::size_t i = 0; i < out_.compared.size(); ++i) {
            const Compared& c = out_.compared[order(i)];
            const Paired& p = c.paired;
            if (!std::isfinite(p.difference)) continue;
            const outputs::NumberStyle number = style_of(c);
            std::string shares;
            for (const std::size_t k : strongest(c)) {
                if (!shares.empty()) shares += "  ";
                shares += fmt::format("#{} {}", k + 1, signed_text(number, c.levers[k].difference));
            }
            const char* of = c.kind == Compared::Kind::met     ? in(language_, "概率", "chance")
                             : c.kind == Compared::Kind::value ? in(language_, "考核值", "value")
                                                               : in(language_, "全省", "province");
            table.add({{c.kind == Compared::Kind::met && i > 0 ? "" : c.id},
                       {of},
                       {number.text(p.a)},
                       {number.text(p.b)},
                       {signed_text(number, p.difference)},
                       {number.bare(p.error)},
                       {std::isfinite(p.reduction) ? fmt::format("{:.1f}", p.reduction) : "–"},
                       {shares}});
        }
        text += table.text(style.width, style.colour) + "\n";
        text += outputs::wrapped(in(language_, "配对增益：不用共同随机数时差值的方差与此处之比。全省指标为两者共有的最后一年。",
                                    "Pairing: how much larger the variance of the difference would be without common random numbers. "
                                    "Observables of the province "
                                    "are those of the last year that both have."),
                                 style.width, 0);
        text += "\n";
        if (out_.levers.size() > 1 && !options_.plain)
            text += outputs::wrapped(
                        out_.exact ? in(language_, "各项贡献：夏普利值，各项之和等于差。",
                                        "By lever: Shapley values; they add up to the difference.")
                                   : in(language_, "各项贡献：按上表次序逐项切换；次序不同，贡献也不同。",
                                        "By lever: switched one after the other in the order above; another order gives other shares."),
                        style.width, 0) +
                    "\n";
        return text;
    }

private:
    static std::string or_dash(const std::string& text) { return text.empty() ? "–" : text; }
    /// Value and chance of a target stand together.
    [[nodiscard]] std::size_t order(std::size_t i) const {
        std::size_t targets = 0;
        for (const Compared& c : out_.compared) targets += c.kind == Compared::Kind::value ? 1u : 0u;
        return i < 2 * targets ? i / 2 + (i % 2) * targets : i;
    }
    [[nodiscard]] outputs::NumberStyle style_of(const Compared& c) const {
        if (c.kind == Compared::Kind::met) return {outputs::NumberStyle::Kind::percent, 1};
        const std::vector<double> like{c.paired.difference, c.paired.a};
        if (c.kind == Compared::Kind::value)
            for (const auto& t : a_.plan.targets)
                if (t.id == c.id) return outputs::style_for(t, like);
        for (std::size_t i = 0; i < engine::observable_count; ++i)
            if (engine::observable_text(i).id == c.id) return outputs::style_for(std::string(engine::observable_text(i).unit), like);
        return outputs::style_for("", like);
    }
    static std::string signed_text(const outputs::NumberStyle& number, double value) { return (value > 0 ? "+" : "") + number.text(value); }
    /// The levers that matter most, at most four.
    static std::vector<std::size_t> strongest(const Compared& c) {
        std::vector<std::size_t> all;
        for (std::size_t k = 0; k < c.levers.size(); ++k)
            if (std::isfinite(c.levers[k].difference) && c.levers[k].difference != 0) all.push_back(k);
        std::stable_sort(all.begin(), all.end(),
                         [&](std::size_t x, std::size_t y) { return std::abs(c.levers[x].difference) > std::abs(c.levers[y].difference); });
        if (all.size() > 4) all.resize(4);
        return all;
    }

    const Comparison& out_;
    const scenario::Scenario& a_;
    const Options& options_;
    Language language_;
};

int compare(Options options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto a = read_side(options.a, diagnostics);
    const auto b = read_side(options.b, diagnostics);
    engine::RunSettings& run = options.settings.run;
    if (a && b && a->stored && b->stored &&
        (a->stored->seed != b->stored->seed || a->stored->first_replicate != b->stored->first_replicate))
        diagnostics.error({options.b, 0, 0},
                          Text("两个结果的种子或首个模拟编号不同，不能逐次配对",
                               "the two results have other seeds or first replicates: nothing pairs"),
                          Text("用同一 --seed 重新运行其一", "run one of them again with the same --seed"));
    for (const auto* side : {&a, &b})
        if (*side && (*side)->stored) {
            const engine::RunSettings& stored = *(*side)->stored;
            if (stored.design != "independent" || stored.parameter_source)
                diagnostics.warning(
                    {side == &a ? options.a : options.b, 0, 0},
                    Text("结果的参数来自抽样设计或后验样本；比较时从先验独立抽样重算",
                         "its parameters came from a design or a posterior; it is run again with independent draws from the priors"));
            if (!options.seed_given) run.seed = stored.seed;
            if (!options.count_given)
                run.replicates = side == &b && a && a->stored ? std::min(run.replicates, stored.replicates) : stored.replicates;
            run.first_replicate = stored.first_replicate;
            run.free_parameters = stored.free_parameters;
            run.free_initial = stored.free_initial;
            run.free_chance = stored.free_chance;
        }
    if (!a || !b || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    options.settings.observables.assign(inference::headline_observables.begin(), inference::headline_observables.end());
    options.settings.attribute = !options.plain;
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        const auto out = inference::compare(a->scenario, b->scenario, options.settings, diagnostics,
                                            watched.execution(options.threads));
        watched.finish();
        if (!out || diagnostics.has_errors()) {
            report_failure(diagnostics, common);
            return exit_bad_input;
        }
        if (!options.quiet) report(diagnostics, common.language);
        const Report text(*out, a->scenario, options, common);
        print(common.json ? outputs::comparison_json(*out, options.settings, options.a, options.b).dump(2) + "\n" : text.text());
        return exit_good;
    });
}

}  // namespace

void add_compare(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command = app.add_subcommand("compare", in(language, "逐次配对比较两个方案或结果，并把差异分摊到各项不同之处",
                                                     "compare two plans or results replicate by replicate, and share the difference out"));
    const auto options = std::make_shared<Options>();
    auto& settings = options->settings;
    settings.run.replicates = 400;
    command->add_option("a", options->a, in(language, "规划文件或结果文件", "plan or result file"))->required()->type_name("A");
    command->add_option("b", options->b, in(language, "与之比较的规划文件或结果文件", "plan or result file to compare it with"))
        ->required()
        ->type_name("B");
    auto* count = add_replicates(
        *command, language, settings.run.replicates, 2, 10'000'000,
        in(language, "每个方案的模拟次数（默认 400，或与结果相同）", "number of replicates of each (default 400, or that of the results)"));
    auto* seed = add_seed(*command, language, settings.run.seed);
    add_threads(*command, language, options->threads);
    command->add_flag("--no-attribution", options->plain,
                      in(language, "不分摊差异（只需两次运行）", "do not share the difference out (two runs only)"));
    add_precision(*command, language, settings.precision,
                  in(language, "运行到每个概率差的 95 % 区间半宽不超过此值为止",
                     "run until the 95 % interval of every difference of chance is no wider than this to each side"),
                  settings.most, 2, 10'000'000);
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast compare PLAN BASELINE -n 400\n  zonecast compare a.h5 b.h5 --no-attribution",
                       "Examples:\n  zonecast compare PLAN BASELINE -n 400\n  zonecast compare a.h5 b.h5 --no-attribution"));
    command->callback([options, count, seed, &common, &status] {
        options->count_given = count->count() > 0;
        options->seed_given = seed->count() > 0;
        status = compare(*options, common);
    });
}

}  // namespace zonecast::command
