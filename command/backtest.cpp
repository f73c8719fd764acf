#include <fmt/format.h>

#include <memory>
#include <optional>

#include "command/commands.hpp"
#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/long_run.hpp"
#include "command/output_file.hpp"
#include "command/terminal.hpp"
#include "model/base/text.hpp"
#include "model/inference/backtest.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/read.hpp"
#include "model/scenario/years.hpp"
#include "outputs/backtest_report.hpp"

namespace zonecast::command {

namespace {

struct Options {
    std::string pack, origins, csv;
    inference::BacktestSettings settings;
    int threads = 0;
    bool quiet = false;
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

int backtest(const Options& options, const CommonOptions& common) {
    Diagnostics diagnostics;
    inference::BacktestSettings settings = options.settings;
    const auto years = years_of(options.origins);
    if (!years) {
        diagnostics.error({"--origins"}, base::in_quotes(options.origins) + " is no range of years",
                          "write --origins 2016:2020, or one year");
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    std::tie(settings.first_origin, settings.last_origin) = *years;
    const auto pack = scenario::read_pack_alone(options.pack, settings.first_origin, settings.last_origin + settings.horizon, diagnostics);
    if (!pack || diagnostics.has_errors()) {
        report_failure(diagnostics, common);
        return exit_bad_input;
    }
    return long_run(common, options.quiet, nothing_was_written(common.language), [&](LongRun& watched) {
        const auto result = inference::backtest(*pack, settings, diagnostics, watched.execution(options.threads));
        watched.finish();
        if (!result) {
            report_failure(diagnostics, common);
            return exit_bad_input;
        }
        if (!options.csv.empty()) write_output(options.csv, [&](std::ostream& out) { outputs::write_backtest_csv(*result, out); });
        if (common.json)
            print(outputs::backtest_json(*result).dump(2) + "\n");
        else if (options.csv != "-")
            print(outputs::backtest_text(*result, text_style(common.language)));
        return exit_good;
    });
}

}  // namespace

void add_backtest(CLI::App& app, CommonOptions& common, int& status) {
    const Language language = common.language;
    auto* command =
        app.add_subcommand("backtest", in(language, "从过去各年出发推演，与后来公布的数字及基准方法比较评分",
                                          "score projections from past years against what was published, beside two benchmarks"));
    const auto options = std::make_shared<Options>();
    auto& settings = options->settings;
    command->add_option("pack", options->pack, in(language, "数据包目录（scenarios/packs/*）", "folder of a pack (scenarios/packs/*)"))
        ->required()
        ->type_name("PACK");
    command->add_option("--origins", options->origins, in(language, "起点年，例如 2016:2020", "years to start from, e.g. 2016:2020"))
        ->required()
        ->type_name("FIRST[:LAST]");
    add_count(*command, "--horizon", settings.horizon, 1, 20, in(language, "推演年数（默认 5）", "years ahead (default 5)"));
    add_replicates(*command, settings.replicates, 2, 1'000'000,
                   in(language, "每个起点的模拟次数（默认 200）", "replicates from each origin (default 200)"));
    add_seed(*command, language, settings.seed);
    add_threads(*command, language, options->threads);
    command
        ->add_option(
            "--csv", options->csv,
            in(language, "把每个例子的预测与结果写入 CSV 文件（- 为标准输出）", "write every case to a CSV file (- for standard output)"))
        ->type_name("FILE");
    add_quiet(*command, language, options->quiet);
    add_common(*command, common);
    command->footer(in(language, "示例：zonecast backtest scenarios/packs/hunan --origins 2016:2020 --csv cases.csv",
                       "Example: zonecast backtest scenarios/packs/hunan --origins 2016:2020 --csv cases.csv"));
    command->callback([options, &common, &status] { status = backtest(*options, common); });
}

}  // namespace zonecast::command
