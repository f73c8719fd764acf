#include "outputs/score_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "outputs/csv_cell.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/inference_words.hpp"
#include "outputs/json_values.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::outputs {

namespace {

using inference::Case;
using inference::Forecaster;
using inference::forecasters;
using inference::Summary;

constexpr std::size_t model = 0;

struct ForecasterWords {
    const char *id, *zh, *en, *against_zh, *against_en;
};
/// In the order of Forecaster.
constexpr std::array<ForecasterWords, forecasters> words{{{"model", "模型", "Model", "", ""},
                                                          {"random_walk", "随机游走", "Walk", "对随机游走", "Skill/walk"},
                                                          {"damped_trend", "阻尼趋势", "Trend", "对阻尼趋势", "Skill/trend"},
                                                          {"as_nation", "随全国", "Nation", "对随全国", "Skill/nation"}}};
constexpr std::array<const char*, 4> unscored_ids{"no_origin_value", "too_few_values", "no_outcome", "left_out"};

std::string skill(const Summary& one, std::size_t f, bool interval) {
    std::string text = score_text(one.skill[f], "{:+.2f}");
    if (interval && !std::isnan(one.skill_low[f])) text += fmt::format(" [{:+.2f}, {:+.2f}]", one.skill_low[f], one.skill_high[f]);
    if (one.made[f] > 0 && one.made[f] < one.cases) text += fmt::format(" ({})", one.made[f]);
    return text;
}

/// Rounded towards minus infinity, so that a number just below an aim does not look like it.
std::string rounded_down(double value) {
    return std::isnan(value) ? "–" : fmt::format("{:+.4f}", std::floor(value * 1e4) / 1e4);
}

nlohmann::ordered_json prediction_json(const inference::Prediction& one) {
    if (!one.made) return nullptr;
    nlohmann::ordered_json json;
    for (std::size_t q = 0; q < inference::predicted_levels.size(); ++q)
        json[fmt::format("q{:02.0f}", 100 * inference::predicted_levels[q])] = json_number(one.quantile[q]);
    json["crps"] = json_number(one.crps);
    json["probability_integral"] = json_number(one.probability_integral);
    json["bias"] = json_number(one.bias);
    return json;
}

nlohmann::ordered_json text_or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

}  // namespace

std::string score_text(double value, const char* format) {
    return std::isnan(value) ? "–" : fmt::format(fmt::runtime(format), value);
}

std::string scores_table(const std::vector<Summary>& rows, ScoreRows kind, const TextStyle& style) {
    const Language l = style.language;
    const bool split = kind == ScoreRows::series_and_horizon || kind == ScoreRows::series_and_origin;
    std::array<bool, forecasters> shown{};
    for (const Summary& one : rows)
        for (std::size_t f = 0; f < forecasters; ++f) shown[f] = shown[f] || one.made[f] > 0;
    std::vector<Column> columns{
        {kind == ScoreRows::place ? choose(l, "省份", "Province") : choose(l, "序列", "Series"), false, 100, true, 14}};
    if (kind == ScoreRows::series_and_horizon) columns.push_back({choose(l, "年数", "Years"), true});
    if (kind == ScoreRows::series_and_origin) columns.push_back({choose(l, "起点", "Origin"), true});
    columns.push_back({choose(l, "例数", "Cases"), true});
    for (std::size_t f = 0; f < forecasters; ++f)
        if (shown[f]) columns.push_back({choose(l, words[f].zh, words[f].en), true, f == model ? 100 : 40});
    for (std::size_t f = 1; f < forecasters; ++f)
        if (shown[f]) columns.push_back({choose(l, words[f].against_zh, words[f].against_en), true});
    columns.push_back({choose(l, "偏差", "Bias"), true, 60});
    for (const auto& [head, importance] : {std::pair{"50 %", 50}, {"80 %", 90}, {"90 %", 50}, {"95 %", 45}})
        columns.push_back({head, true, importance});

    FittedTable table(std::move(columns));
    for (const Summary& one : rows) {
        std::vector<Cell> cells{{kind == ScoreRows::place ? one.of.place : series_name(one.of.series, l)}};
        if (kind == ScoreRows::series_and_horizon) cells.push_back({fmt::format("{}", one.of.first_horizon)});
        if (kind == ScoreRows::series_and_origin) cells.push_back({fmt::format("{}", one.of.origin)});
        cells.push_back({fmt::format("{}", one.cases)});
        for (std::size_t f = 0; f < forecasters; ++f)
            if (shown[f]) cells.push_back({score_text(one.crps[f], "{:.3f}")});
        for (std::size_t f = 1; f < forecasters; ++f)
            if (shown[f]) cells.push_back({skill(one, f, !split)});
        cells.push_back({score_text(one.bias[model], "{:+.3f}")});
        for (const double share : one.coverage[model]) cells.push_back({score_text(100 * share, "{:.0f}")});
        table.add(std::move(cells));
    }
    return table.text(style.width, style.colour);
}

std::string aims_text(const std::vector<inference::Reached>& aims, const TextStyle& style) {
    if (aims.empty()) return {};
    const Language l = style.language;
    FittedTable table({{choose(l, "目标", "Aim"), false, 100, true, 14},
                       {choose(l, "省份", "Provinces")},
                       {choose(l, "对随机游走", "Against walk"), true},
                       {choose(l, "对阻尼趋势", "Against trend"), true},
                       {choose(l, "对随全国", "Against nation"), true},
                       {choose(l, "80 % 区间含", "80 % band holds"), true},
                       {choose(l, "结论", "Verdict")}});
    const auto cell = [&](const std::string& text, bool met) {
        return Cell{text + choose(l, met ? " 达到" : " 未达", met ? " met" : " missed"), met ? Colour::none : Colour::red};
    };
    for (const auto& one : aims) {
        const auto against = [&](double reached, double asked, bool met) {
            return cell(fmt::format("{} (≥ {:+.2f})", rounded_down(reached), asked), met);
        };
        const bool even = one.scores.of.series.empty();
        const std::string band = even ? fmt::format("{:.2f} %", 100 * one.band)
                                      : fmt::format("{}/{} = {:.2f} %", one.scores.held[model][1], one.scores.cases, 100 * one.band);
        table.add({{even ? choose(l, "六个序列，权重相等", "six series, equal weight") : series_name(one.scores.of.series, l)},
                   {one.scores.of.place.empty() ? choose(l, "全部", "all") : one.scores.of.place},
                   against(one.walk, one.aim->walk, one.walk_met),
                   against(one.trend, one.aim->trend, one.trend_met),
                   against(one.nation, one.aim->nation, one.nation_met),
                   cell(fmt::format("{} ({:.0f}–{:.0f})", band, 100 * one.aim->band_low, 100 * one.aim->band_high), one.band_met),
                   {choose(l, one.met() ? "达到" : "未达到", one.met() ? "met" : "missed"), one.met() ? Colour::green : Colour::red}});
    }
    return table.text(style.width, style.colour);
}

std::string calibration_text(const Summary& pooled, const inference::EventSummary& events, const TextStyle& style) {
    const Language l = style.language;
    std::string histogram;
    for (const double share : pooled.rank_histogram) histogram += fmt::format("{}{:.0f}", histogram.empty() ? "" : " / ", 100 * share);
    std::string text = wrapped(fmt::format(fmt::runtime(choose(l, "结果落在预测分布五等分中的比例 %：{}（均匀为 20）",
                                                               "Outcomes in each fifth of the prediction, %: {} (even: 20)")),
                                           histogram),
                               style.width, 2) +
                       "\n";
    std::string scores;
    for (std::size_t f = 1; f < forecasters; ++f)
        if (events.made[f] > 0)
            scores += fmt::format(fmt::runtime(choose(l, "{}{} {:.3f}（模型 {:.3f}，{} 个）", "{}{} {:.3f} (model {:.3f}, {} events)")),
                                  scores.empty() ? "" : choose(l, "，", ", "), choose(l, words[f].zh, words[f].en), events.brier[f],
                                  events.model_brier[f], events.made[f]);
    text += wrapped(fmt::format(fmt::runtime(choose(
                                    l, "门槛事件（高于随机游走的 25、50、75 % 分位数，没有随机游走时用随全国的）共 {} 个；Brier 分数：{}",
                                    "{} events of a threshold (above the walk's quantiles at 25, 50, 75 %, or the nation's "
                                    "where there is no walk). Brier scores: {}")),
                                events.events, scores),
                    style.width, 2) +
            "\n";
    FittedTable table({{choose(l, "所给概率 %", "Chance given, %")},
                       {choose(l, "平均", "Mean"), true},
                       {choose(l, "发生", "Happened"), true},
                       {choose(l, "个数", "Events"), true}});
    for (const auto& bin : events.reliability)
        table.add({{fmt::format("{:.0f}–{:.0f}", 100 * bin.low, 100 * bin.high)},
                   {score_text(100 * bin.mean_chance, "{:.0f}")},
                   {score_text(100 * bin.share, "{:.0f}")},
                   {fmt::format("{}", bin.events)}});
    return text + table.text(style.width, style.colour);
}

std::string cases_text(const std::vector<Case>& cases, const TextStyle& style) {
    const Language l = style.language;
    FittedTable table({{choose(l, "省份", "Province")},
                       {choose(l, "序列", "Series"), false, 100, true, 14},
                       {choose(l, "起点", "Origin"), true},
                       {choose(l, "年份", "Year"), true},
                       {choose(l, "起点值", "At origin"), true},
                       {"10 %", true},
                       {"50 %", true},
                       {"90 %", true},
                       {choose(l, "公布", "Published"), true},
                       {choose(l, "位次 %", "Rank, %"), true, 60},
                       {choose(l, "基准", "Benchmarks"), true, 50}});
    for (const Case& one : cases) {
        const auto& p = one.of(Forecaster::model);
        const auto number = style_for("", {one.at_origin, one.outcome, p.quantile[2]});
        table.add({{one.place},
                   {series_name(one.series, l)},
                   {fmt::format("{}", one.origin)},
                   {fmt::format("{}", one.year())},
                   {number.bare(one.at_origin)},
                   {number.bare(p.quantile[1])},
                   {number.bare(p.quantile[2])},
                   {number.bare(p.quantile[3])},
                   {number.bare(one.outcome)},
                   {fmt::format("{:.0f}", 100 * p.probability_integral)},
                   {fmt::format("{}", std::count_if(one.by.begin() + 1, one.by.end(), [](const auto& by) { return by.made; }))}});
    }
    return table.text(style.width, style.colour);
}

std::string unscored_text(const std::vector<inference::Unscored>& unscored, const TextStyle& style) {
    if (unscored.empty()) return {};
    const Language l = style.language;
    constexpr std::array<std::array<const char*, 2>, 4> why{{{"起点年没有公布数", "nothing published in the origin"},
                                                             {"可比的公布数不足四个", "fewer than four comparable values"},
                                                             {"之后没有可比的公布数", "nothing comparable published later"},
                                                             {"标明不可用", "marked as not to be used"}}};
    FittedTable table({{choose(l, "起点", "Origin")},
                       {choose(l, "省份", "Province")},
                       {choose(l, "序列", "Series"), false, 100, true, 14},
                       {choose(l, "原因", "Why")}});
    for (const auto& one : unscored)
        table.add({{fmt::format("{}", one.origin)},
                   {one.place},
                   {series_name(one.series, l)},
                   {why[static_cast<std::size_t>(one.why)][l == Language::zh ? 0 : 1]}});
    return table.text(style.width, style.colour);
}

nlohmann::ordered_json summary_json(const Summary& one) {
    nlohmann::ordered_json json;
    json["series"] = text_or_null(one.of.series);
    json["place"] = text_or_null(one.of.place);
    json["origin"] = one.of.origin == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(one.of.origin);
    json["first_horizon"] = one.of.first_horizon;
    json["last_horizon"] = one.of.last_horizon;
    json["cases"] = one.cases;
    json["places"] = one.places;
    for (std::size_t f = 0; f < forecasters; ++f) {
        nlohmann::ordered_json entry;
        entry["cases"] = one.made[f];
        entry["crps"] = json_number(one.crps[f]);
        entry["bias"] = json_number(one.bias[f]);
        for (std::size_t i = 0; i < inference::interval_levels.size(); ++i)
            entry[fmt::format("coverage_{:.0f}", 100 * inference::interval_levels[i])] = json_number(one.coverage[f][i]);
        if (f != model) {
            entry["skill"] = json_number(one.skill[f]);
            entry["skill_low"] = json_number(one.skill_low[f]);
            entry["skill_high"] = json_number(one.skill_high[f]);
            entry["even_skill"] = json_number(one.even_skill[f]);
        }
        json[words[f].id] = entry;
    }
    json["even_coverage_80"] = json_number(one.even_coverage_80);
    json["rank_histogram"] = nlohmann::ordered_json::array();
    for (const double share : one.rank_histogram) json["rank_histogram"].push_back(json_number(share));
    return json;
}

nlohmann::ordered_json summaries_json(const std::vector<Summary>& list) {
    auto json = nlohmann::ordered_json::array();
    for (const Summary& one : list) json.push_back(summary_json(one));
    return json;
}

nlohmann::ordered_json aims_json(const std::vector<inference::Reached>& aims) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& one : aims) {
        const auto pair = [](double asked, double reached, bool met) {
            return nlohmann::ordered_json{{"asked", asked}, {"reached", json_number(reached)}, {"met", met}};
        };
        nlohmann::ordered_json entry{{"series", text_or_null(one.scores.of.series)}, {"place", text_or_null(one.scores.of.place)}};
        entry["random_walk"] = pair(one.aim->walk, one.walk, one.walk_met);
        entry["damped_trend"] = pair(one.aim->trend, one.trend, one.trend_met);
        entry["as_nation"] = pair(one.aim->nation, one.nation, one.nation_met);
        entry["coverage_80"] = {
            {"low", one.aim->band_low}, {"high", one.aim->band_high}, {"reached", json_number(one.band)}, {"met", one.band_met}};
        entry["met"] = one.met();
        json.push_back(std::move(entry));
    }
    return json;
}

nlohmann::ordered_json events_json(const inference::EventSummary& events) {
    nlohmann::ordered_json json;
    json["count"] = events.events;
    for (std::size_t f = 0; f < forecasters; ++f) json["brier"][words[f].id] = json_number(events.brier[f]);
    for (std::size_t f = 1; f < forecasters; ++f)
        json["model_brier"][words[f].id] = {{"events", events.made[f]}, {"brier", json_number(events.model_brier[f])}};
    json["reliability"] = nlohmann::ordered_json::array();
    for (const auto& bin : events.reliability)
        json["reliability"].push_back({{"low", bin.low},
                                       {"high", bin.high},
                                       {"events", bin.events},
                                       {"mean_chance", json_number(bin.mean_chance)},
                                       {"share", json_number(bin.share)}});
    return json;
}

nlohmann::ordered_json cases_json(const std::vector<Case>& cases) {
    auto json = nlohmann::ordered_json::array();
    for (const Case& one : cases) {
        nlohmann::ordered_json entry{{"place", one.place}, {"series", one.series},       {"origin", one.origin},  {"horizon", one.horizon},
                                     {"year", one.year()}, {"at_origin", one.at_origin}, {"outcome", one.outcome}};
        for (std::size_t f = 0; f < forecasters; ++f) entry[words[f].id] = prediction_json(one.by[f]);
        json.push_back(std::move(entry));
    }
    return json;
}

nlohmann::ordered_json unscored_json(const std::vector<inference::Unscored>& unscored) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& one : unscored)
        json.push_back({{"place", one.place},
                        {"series", one.series},
                        {"origin", one.origin},
                        {"why", unscored_ids[static_cast<std::size_t>(one.why)]}});
    return json;
}

namespace {

constexpr const char* cases_columns =
    "place,series,origin,horizon,year,forecaster,at_origin,outcome,q05,q10,q50,q90,q95,crps,probability_integral,"
    "bias\n";

}  // namespace

Signature cases_signature() {
    return {cases_columns, {}, {"回测例子表", "a table of cases"}};
}

void write_cases_csv(const std::vector<Case>& cases, std::ostream& out) {
    out << cases_columns;
    for (const Case& one : cases)
        for (std::size_t f = 0; f < forecasters; ++f) {
            const auto& p = one.by[f];
            if (!p.made) continue;
            out << fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", guarded(one.place), guarded(one.series),
                               one.origin, one.horizon,
                               one.year(), words[f].id, one.at_origin, one.outcome, p.quantile[0], p.quantile[1], p.quantile[2],
                               p.quantile[3], p.quantile[4], p.crps, p.probability_integral, p.bias);
        }
}

}  // namespace zonecast::outputs
