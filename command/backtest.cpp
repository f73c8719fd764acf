#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <tuple>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/output_file.hpp"
#include "command/terminal.hpp"
#include "model/base/text.hpp"
#include "model/inference/backtest.hpp"
#include "model/inference/panel_backtest.hpp"
#include "model/scenario/ids.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/panel.hpp"
#include "model/scenario/read.hpp"
#include "model/scenario/years.hpp"
#include "outputs/backtest_report.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::vector<std::string> folders, provinces;
    std::string origins, csv;
    int horizon = 0;               // 0: as many as is usual for what is scored
    std::uint64_t replicates = 0;  // the same
    std::uint64_t seed = 1;
    int threads = 0;
    bool leave_out = false, quiet = false, verbose = false;
};

/// "2016" or "2016:2020".
std::optional<std::pair<int, int>> years_of(const std::string& text) {
    const std::size_t colon = text.find(':');
    const auto first = scenario::parse_number(text.substr(0, colon));
    const auto last = colon == std::string::npos ? first : scenario::parse_number(text.substr(colon + 1));
    const auto good = [](const std::optional<double>& year) {
        return year && scenario::plausible_year(*year) && *year == static_cast<int>(*year);
    };
    if (!good(first) || !good(last) || *last < *first || *last - *first > 40) return std::nullopt;
    return std::pair(static_cast<int>(*first), static_cast<int>(*last));
}

/// A folder that was named, as read.
struct Named {
    std::string folder;
    std::optional<scenario::Panel> panel;    ///< of a library
    std::optional<scenario::Scenario> pack;  ///< else
};

bool is_library(const std::string& folder) {
    return std::filesystem::exists(std::filesystem::path(folder) / "panel.csv");
}

/// What packs and panels are both asked for.
template <class Settings>
Settings settings_of(const Options& options, std::pair<int, int> years) {
    Settings out;
    std::tie(out.first_origin, out.last_origin) = years;
    if (options.horizon > 0) out.horizon = options.horizon;
    if (options.replicates > 0) out.replicates = options.replicates;
    out.seed = options.seed;
    return out;
}

/// Ids of the provinces that --provinces names; an error for each that the panel lacks.
std::vector<std::string> provinces_of(const Options& options, const scenario::Panel& panel, Diagnostics& diagnostics) {
    std::vector<std::string> ids, out;
    for (const auto& one : panel.provinces) ids.push_back(one.id);
    for (const std::string& name : options.provinces) {
        if (const auto* found = panel.province(name))
            out.push_back(found->id);
        else
            diagnostics.error({"--provinces"}, say("面板没有省份 {}", "the panel has no province {}", base::in_quotes(name)),
                              scenario::suggestion(name, ids, Text("写 provinces.csv 中的省份", "name a province of provinces.csv")));
    }
    return out;
}

inference::PanelBacktestSettings panel_settings_of(const Options& options, std::pair<int, int> years, const scenario::Panel& panel,
                                                   Diagnostics& diagnostics) {
    auto out = settings_of<inference::PanelBacktestSettings>(options, years);
    out.leave_out = options.leave_out;
    out.provinces = provinces_of(options, panel, diagnostics);
    return out;
}

/// Reads all folders; problems of all are reported together.
std::vector<Named> read_folders(const Options& options, std::pair<int, int> years, Diagnostics& diagnostics) {
    std::vector<Named> out;
    for (const std::string& folder : options.folders) {
        Named& one = out.emplace_back();
        one.folder = folder;
        if (is_library(folder)) {
            one.panel = scenario::read_panel(folder, diagnostics);
            if (one.panel) static_cast<void>(provinces_of(options, *one.panel, diagnostics));
            continue;
        }
        const auto settings = settings_of<inference::BacktestSettings>(options, years);
        one.pack = scenario::read_pack_alone(folder, settings.first_origin, settings.last_origin + settings.horizon, diagnostics);
        for (const auto& [given, option] : {std::pair{!options.provinces.empty(), "--provinces"}, {options.leave_out, "--leave-out"}})
            if (given)
                diagnostics.error({option}, say("{} 是数据包：只有资料库面板的省份可以选取或留出",
                                                "{} is a pack: only the provinces of a library's panel can be chosen or left out", folder),
                                  Text("写资料库，例如 scenarios/library，或不用该选项",
                                       "name the library, e.g. scenarios/library, or leave the option away"));
    }
    return out;
}

int backtest(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    const auto years = years_of(options.origins);
    std::vector<Named> folders;
    if (years)
        folders = read_folders(options, *years, diagnostics);
    else
        diagnostics.error({"--origins"}, base::in_quotes(options.origins) + Text(" 不是年份范围", " is no range of years"),
                          Text("写 --origins 2016:2020，或一个年份", "write --origins 2016:2020, or one year"));
    if (diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    std::vector<std::string> inputs;
    for (const Named& one : folders) {
        if (one.panel) inputs.insert(inputs.end(), one.panel->files.begin(), one.panel->files.end());
        if (one.pack)
            for (const scenario::SourceFile& file : one.pack->files) inputs.push_back(file.path);
    }
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        if (!options.csv.empty()) check_output(options.csv, inputs, outputs::cases_signature());
        const ensemble::Execution execution = watched.execution(options.threads);
        std::vector<inference::Backtest> packs;
        std::string text;
        auto json = nlohmann::ordered_json::array();
        std::vector<inference::Case> cases;
        const outputs::TextStyle style = text_style(common.language);
        const auto take = [&](const auto& result, const std::string& shown) {
            cases.insert(cases.end(), result.cases.begin(), result.cases.end());
            json.push_back(outputs::backtest_json(result));
            text += (text.empty() ? "" : "\n") + shown;
        };
        for (const Named& one : folders) {
            if (one.panel) {
                const auto settings = panel_settings_of(options, *years, *one.panel, diagnostics);
                const auto result = inference::panel_backtest(*one.panel, settings, execution);
                const auto detailed = settings.provinces.empty() ? std::vector<std::string>{"hunan", "guizhou"} : settings.provinces;
                take(result, outputs::backtest_text(result, detailed, style, options.verbose));
                continue;
            }
            const auto settings = settings_of<inference::BacktestSettings>(options, *years);
            auto result = inference::backtest(*one.pack, settings, diagnostics, execution);
            if (!result) {
                watched.finish();
                report_failure(diagnostics, common);
                return exit_bad_input;
            }
            take(*result, outputs::backtest_text(*result, style, options.verbose));
            packs.push_back(std::move(*result));
        }
        watched.finish();
        if (packs.size() > 1) {
            const inference::Backtest all = inference::together(packs);
            json.push_back(outputs::backtest_json(all));
            text += "\n" + outputs::backtest_text(all, style, false);
        }
        if (!options.csv.empty())
            write_output(options.csv, inputs, outputs::cases_signature(), [&](std::ostream& out) { outputs::write_cases_csv(cases, out); });
        if (common.json)
            print((json.size() == 1 ? json.front() : nlohmann::ordered_json{{"backtests", json}}).dump(2) + "\n");
        else if (options.csv != "-")
            print(text);
        return exit_good;
    });
}

}  // namespace

void add_backtest(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command =
        app.add_subcommand("backtest", in(language, "从过去各年出发推演，与后来公布的数字及基准方法比较评分",
                                          "score projections from past years against what was published, beside three benchmarks"));
    const auto options = std::make_shared<Options>();
    command
        ->add_option(
            "folders", options->folders,
            in(language, "数据包目录（scenarios/packs/*），或有 panel.csv 的资料库目录（scenarios/library：各省，不含园区）",
               "folders of packs (scenarios/packs/*), or of a library with a panel.csv (scenarios/library: provinces without zones)"))
        ->required()
        ->type_name("FOLDER");
    command->add_option("--origins", options->origins, in(language, "起点年，例如 2016:2020", "years to start from, e.g. 2016:2020"))
        ->required()
        ->type_name("FIRST[:LAST]");
    add_count(*command, language, "--horizon", options->horizon, 1, 20,
              in(language, "推演年数（默认：数据包 5，资料库 3）", "years ahead (default: 5 for packs, 3 for a library)"));
    add_replicates(*command, language, options->replicates, 2, 1'000'000,
                   in(language, "每个起点的模拟次数（默认：数据包 200，资料库 1000）",
                      "replicates from each origin (default: 200 for packs, 1000 for a library)"));
    command
        ->add_option("--provinces", options->provinces,
                     in(language, "只评这些省份（资料库），例如 hunan,guizhou；学习仍用全部",
                        "provinces of a library to score, e.g. hunan,guizhou; all are learned from"))
        ->delimiter(',')
        ->type_name("NAMES");
    command->add_flag(
        "--leave-out", options->leave_out,
        in(language, "评某省时不用该省学习（资料库）", "score each province of a library as if it had not been learned from"));
    command->add_flag("--verbose", options->verbose,
                      in(language, "还列出每个例子和输入的处理；资料库还按年数、起点、省份列出",
                         "also every case and what was done to inputs; of a library also scores by horizon, origin and province"));
    add_seed(*command, language, options->seed);
    add_threads(*command, language, options->threads);
    command
        ->add_option(
            "--csv", options->csv,
            in(language, "把每个例子的预测与结果写入 CSV 文件（- 为标准输出）", "write every case to a CSV file (- for standard output)"))
        ->type_name("FILE");
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(in(language,
                       "示例：zonecast backtest scenarios/packs/hunan --origins 2016:2020 --csv cases.csv\n"
                       "      zonecast backtest scenarios/library --origins 2016:2022",
                       "Example: zonecast backtest scenarios/packs/hunan --origins 2016:2020 --csv cases.csv\n"
                       "         zonecast backtest scenarios/library --origins 2016:2022"));
    command->callback([options, &common, &status] { status = backtest(*options, common); });
}

}  // namespace zonecast::command
