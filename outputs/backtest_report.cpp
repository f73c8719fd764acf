#include "outputs/backtest_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outputs/fitted_table.hpp"
#include "outputs/inference_words.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::outputs {

namespace {

using inference::Backtest;
using inference::Forecaster;
using inference::PanelBacktest;
using inference::Summary;

constexpr std::size_t walk = static_cast<std::size_t>(Forecaster::random_walk), trend = static_cast<std::size_t>(Forecaster::damped_trend),
                      nation = static_cast<std::size_t>(Forecaster::as_nation);

InputNotes notes_of(const std::vector<inference::OriginNotes>& inputs) {
    InputNotes notes;
    for (const auto& origin : inputs) notes.emplace_back(origin.origin, &origin.notes);
    return notes;
}

/// Sentences in the language and width of a report.
class Sayer {
public:
    explicit Sayer(const TextStyle& style) : style_(style) {}
    template <class... Values>
    [[nodiscard]] std::string operator()(const char* zh, const char* en, const Values&... values) const {
        return wrapped(fmt::format(fmt::runtime(choose(style_.language, zh, en)), values...), style_.width, 2) + "\n";
    }

private:
    const TextStyle& style_;
};

std::string pooled_text(const std::vector<Summary>& by_series, const Summary& pooled, const TextStyle& style) {
    const Sayer say(style);
    std::vector<Summary> rows = by_series;
    rows.push_back(pooled);
    std::string text =
        say("一至三年合并：对数 CRPS（越小越好）、相对各基准的技巧（大于 0 为优）[5–95 % 自助区间]（有该基准的例数）、各区间覆盖率 %",
            "One to three years pooled: CRPS of logarithms (less is better), skill against each benchmark (above 0 is better) [5-95 % "
            "bootstrap] (cases that have the benchmark, if not all), shares of outcomes in each central interval") +
        scores_table(rows, ScoreRows::series, style);
    text += "\n" + say("各序列权重相等时的技巧：对随机游走 {}，对阻尼趋势 {}，对随全国 {}",
                       "Skill with every series given the same weight: {} against the walk, {} against the trend, {} against the nation",
                       score_text(pooled.even_skill[walk], "{:+.2f}"), score_text(pooled.even_skill[trend], "{:+.2f}"),
                       score_text(pooled.even_skill[nation], "{:+.2f}"));
    return text +
           say("基准：随机游走与阻尼趋势需要起点及以前至少四个可比的公布数；“随全国”：照全国上一年的增速增长，离散程度由截至起点的误差得出"
               "。",
               "Benchmarks: walk and trend need at least four comparable values up to the origin; \"nation\" grows as the nation did "
               "last year, with the spread of that rule's misses up to the origin.");
}

std::string aims_part(const std::vector<inference::Reached>& aims, int first_origin, int last_origin, const TextStyle& style) {
    if (aims.empty()) return {};
    const Sayer say(style);
    std::string text =
        say("目标（所达到的数字向下取整，比较用未取整的数）", "Aims (what is reached is rounded down; unrounded numbers are compared)") +
        aims_text(aims, style) + "\n";
    if (first_origin != inference::aims_first_origin || last_origin != inference::aims_last_origin)
        text += say("目标是就起点 {}–{} 提出的。", "The aims are of the origins {}-{}.", inference::aims_first_origin,
                    inference::aims_last_origin);
    return text;
}

std::string unscored_part(const std::vector<inference::Unscored>& unscored, const TextStyle& style) {
    const std::string table = unscored_text(unscored, style);
    return table.empty() ? table : "\n" + Sayer(style)("没有评分的", "Not scored") + table;
}

}  // namespace

std::string backtest_text(const Backtest& backtest, const TextStyle& style, bool verbose) {
    const Sayer say(style);
    const auto& settings = backtest.settings;
    const Summary& pooled = backtest.pooled;
    std::string text = say("{}回测：起点 {}–{}，各 {} 次模拟，{} 年；只用起点年已知的数据",
                           "{}: backtest from {}-{}, {} replicates each, {} years ahead; nothing seen after the origin",
                           name_in(backtest.pack_name, style.language), settings.first_origin, settings.last_origin, settings.replicates,
                           settings.horizon);
    if (backtest.cases.empty())
        return text + say("没有可评分的序列。", "No series could be scored.") + "\n" + inputs_text(notes_of(backtest.inputs), style);

    text += pooled_text(backtest.by_series, pooled, style);
    text += aims_part(backtest.aims, settings.first_origin, settings.last_origin, style);
    text += say("公布数都是最新修订值。起点少、各例互相关联：只有区间，没有显著性检验。",
                "Values are the latest vintages. Origins are few and cases hang together: intervals only, no test of significance.");
    text += say("按年数", "By horizon") + scores_table(backtest.by_series_and_horizon, ScoreRows::series_and_horizon, style);
    text += "\n" + calibration_text(pooled, backtest.events, style);
    if (verbose) {
        if (!backtest.inputs.empty())
            text += "\n" + say("输入在各起点如何处理", "What was done to inputs that the origin did not know as they are") +
                    inputs_text(notes_of(backtest.inputs), style);
        text += "\n" + say("各例", "Cases") + cases_text(backtest.cases, style);
    } else {
        text += "\n" + say("--verbose 列出输入如何处理和每个例子。", "--verbose shows what was done to inputs, and every case.");
    }
    return text + unscored_part(backtest.unscored, style);
}

std::string backtest_text(const PanelBacktest& backtest, const std::vector<std::string>& detailed, const TextStyle& style, bool verbose) {
    const Sayer say(style);
    const auto& settings = backtest.settings;
    std::string text =
        say("面板回测：{} 个省份，起点 {}–{}，各 {} 次，{} 年；每个起点只用当时已知的数据重新学习",
            "Panel: backtest of {} provinces from {}-{}, {} replicates each, {} years ahead; learned anew at each origin from "
            "what was known then",
            backtest.places.size(), settings.first_origin, settings.last_origin, settings.replicates, settings.horizon);
    if (settings.leave_out) text += say("各省在评分时不参与学习。", "Each province is scored as if it had not been learned from.");
    if (backtest.cases.empty()) return text + say("没有可评分的序列。", "No series could be scored.");

    text += pooled_text(backtest.by_series, backtest.pooled, style);
    text += aims_part(backtest.aims, settings.first_origin, settings.last_origin, style);
    text += say(
        "公布数都是最新修订值，不是当年首次公布的；自助法按省份抽取。",
        "Values are the latest vintages, not those first published. The bootstrap draws provinces; cases of one year share the nation.");
    if (settings.leave_out) text += say("全国的路径包含该省。", "The nation's path contains the province.");
    for (const std::string& place : backtest.places) {
        if (!verbose && std::find(detailed.begin(), detailed.end(), place) == detailed.end()) continue;
        std::vector<Summary> rows;
        for (const Summary& one : backtest.by_place_and_series)
            if (one.of.place == place) rows.push_back(one);
        if (rows.empty()) continue;
        text += say("{}", "{}", place) + scores_table(rows, ScoreRows::series, style) + "\n";
    }
    text += calibration_text(backtest.pooled, backtest.events, style);
    if (!verbose)
        return text + "\n" +
               say("没有评分的 {} 项。--verbose 按年数、起点、省份列出，并列出每个例子、未评分的和输入的处理。",
                   "{} not scored. --verbose shows scores by horizon, origin and province, every case, what was not scored, and what was "
                   "done "
                   "to inputs.",
                   backtest.unscored.size());
    text += "\n" + say("按年数", "By horizon") + scores_table(backtest.by_series_and_horizon, ScoreRows::series_and_horizon, style);
    text += "\n" + say("按起点", "By origin") + scores_table(backtest.by_series_and_origin, ScoreRows::series_and_origin, style);
    text += "\n" + say("按省份，全部序列", "By province, all series") + scores_table(backtest.by_place, ScoreRows::place, style);
    text += "\n" + say("输入在各起点如何处理", "What was done to inputs that are not figures of the series as they are") +
            inputs_text(notes_of(backtest.inputs), style);
    text += "\n" + say("各例", "Cases") + cases_text(backtest.cases, style);
    return text + unscored_part(backtest.unscored, style);
}

namespace {

/// The settings of either kind of backtest.
template <class Backtest>
void put_settings(nlohmann::ordered_json& json, const Backtest& backtest) {
    json["first_origin"] = backtest.settings.first_origin;
    json["last_origin"] = backtest.settings.last_origin;
    json["horizon"] = backtest.settings.horizon;
    json["replicates"] = backtest.settings.replicates;
    json["seed"] = backtest.settings.seed;
}

/// Scores over all cases and by series.
template <class Backtest>
void put_scores(nlohmann::ordered_json& json, const Backtest& backtest) {
    json["least_values"] = inference::least_values;
    json["pooled"] = summary_json(backtest.pooled);
    json["aims"] = aims_json(backtest.aims);
    json["by_series"] = summaries_json(backtest.by_series);
    json["by_series_and_horizon"] = summaries_json(backtest.by_series_and_horizon);
}

/// What the scores are made of.
template <class Backtest>
void put_cases(nlohmann::ordered_json& json, const Backtest& backtest) {
    json["events"] = events_json(backtest.events);
    json["cases"] = cases_json(backtest.cases);
    json["inputs"] = inputs_json(notes_of(backtest.inputs));
    json["unscored"] = unscored_json(backtest.unscored);
}

}  // namespace

nlohmann::ordered_json backtest_json(const Backtest& backtest) {
    nlohmann::ordered_json json;
    json["pack"] = backtest.pack;
    put_settings(json, backtest);
    put_scores(json, backtest);
    put_cases(json, backtest);
    return json;
}

nlohmann::ordered_json backtest_json(const PanelBacktest& backtest) {
    nlohmann::ordered_json json;
    json["provinces"] = backtest.places;
    put_settings(json, backtest);
    json["leave_out"] = backtest.settings.leave_out;
    put_scores(json, backtest);
    json["by_series_and_origin"] = summaries_json(backtest.by_series_and_origin);
    json["by_place"] = summaries_json(backtest.by_place);
    json["by_place_and_series"] = summaries_json(backtest.by_place_and_series);
    put_cases(json, backtest);
    return json;
}

}  // namespace zonecast::outputs
