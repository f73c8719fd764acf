#include "outputs/backtest_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "outputs/fitted_table.hpp"
#include "outputs/inference_words.hpp"
#include "outputs/json_values.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::outputs {

namespace {

using inference::Backtest;
using inference::Forecaster;
using inference::Summary;

constexpr std::size_t model = static_cast<std::size_t>(Forecaster::model), walk = static_cast<std::size_t>(Forecaster::random_walk),
                      trend = static_cast<std::size_t>(Forecaster::damped_trend);
constexpr std::array<const char*, inference::forecasters> forecaster_ids{"model", "random_walk", "damped_trend"};
constexpr std::array<const char*, 3> unscored_ids{"no_origin_value", "too_few_values", "no_outcome"};

std::string number(double value, const char* format) {
    return std::isnan(value) ? "–" : fmt::format(fmt::runtime(format), value);
}

std::string skill(const Summary& one, std::size_t forecaster) {
    const std::string text = number(one.skill[forecaster], "{:+.2f}");
    if (std::isnan(one.skill_low[forecaster])) return text;
    return text + fmt::format(" [{:+.2f}, {:+.2f}]", one.skill_low[forecaster], one.skill_high[forecaster]);
}

std::string scores_table(const std::vector<Summary>& rows, bool horizons, const TextStyle& style) {
    const Language l = style.language;
    FittedTable table({{choose(l, "序列", "Series"), false, 100, true, 14},
                       {horizons ? choose(l, "年数", "Years") : choose(l, "例数", "Cases"), true},
                       {choose(l, "模型", "Model"), true},
                       {choose(l, "随机游走", "Walk"), true, 40},
                       {choose(l, "阻尼趋势", "Trend"), true, 40},
                       {choose(l, "对随机游走", "Skill/walk"), true},
                       {choose(l, "对阻尼趋势", "Skill/trend"), true},
                       {choose(l, "偏差", "Bias"), true, 60},
                       {"50 %", true, 50},
                       {"80 %", true, 90},
                       {"90 %", true, 50},
                       {"95 %", true, 45}});
    for (const Summary& one : rows) {
        std::vector<Cell> cells{{series_name(one.series, l)},
                                {horizons ? fmt::format("{}", one.first_horizon) : fmt::format("{}", one.cases)},
                                {number(one.crps[model], "{:.3f}")},
                                {number(one.crps[walk], "{:.3f}")},
                                {number(one.crps[trend], "{:.3f}")},
                                {horizons ? number(one.skill[walk], "{:+.2f}") : skill(one, walk)},
                                {horizons ? number(one.skill[trend], "{:+.2f}") : skill(one, trend)},
                                {number(one.bias[model], "{:+.3f}")}};
        for (const double share : one.coverage[model]) cells.push_back({number(100 * share, "{:.0f}")});
        table.add(std::move(cells));
    }
    return table.text(style.width, style.colour);
}

InputNotes notes_of(const Backtest& backtest) {
    InputNotes notes;
    for (const auto& origin : backtest.inputs) notes.emplace_back(origin.origin, &origin.notes);
    return notes;
}

nlohmann::ordered_json summary_json(const Summary& one) {
    nlohmann::ordered_json json;
    json["series"] = one.series.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(one.series);
    json["first_horizon"] = one.first_horizon;
    json["last_horizon"] = one.last_horizon;
    json["cases"] = one.cases;
    for (std::size_t f = 0; f < inference::forecasters; ++f) {
        nlohmann::ordered_json entry;
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
        json[forecaster_ids[f]] = entry;
    }
    json["rank_histogram"] = nlohmann::ordered_json::array();
    for (const double share : one.rank_histogram) json["rank_histogram"].push_back(json_number(share));
    return json;
}

nlohmann::ordered_json prediction_json(const inference::Prediction& one) {
    nlohmann::ordered_json json;
    for (std::size_t q = 0; q < inference::predicted_levels.size(); ++q)
        json[fmt::format("q{:02.0f}", 100 * inference::predicted_levels[q])] = json_number(one.quantile[q]);
    json["crps"] = json_number(one.crps);
    json["probability_integral"] = json_number(one.probability_integral);
    json["bias"] = json_number(one.bias);
    return json;
}

}  // namespace

std::string backtest_text(const Backtest& backtest, const TextStyle& style) {
    const Language l = style.language;
    const auto& settings = backtest.settings;
    const Summary& pooled = backtest.pooled;
    const auto say = [&](const char* zh, const char* en, const auto&... values) {
        return wrapped(fmt::format(fmt::runtime(choose(l, zh, en)), values...), style.width, 2) + "\n";
    };
    std::string text =
        say("{}回测：起点 {}–{}，各 {} 次模拟，{} 年；只用起点年已知的数据",
            "{}: backtest from {}-{}, {} replicates each, {} years ahead; nothing seen after the origin", name_in(backtest.pack_name, l),
            settings.first_origin, settings.last_origin, settings.replicates, settings.horizon);
    if (backtest.cases.empty())
        return text + say("没有可评分的序列。", "No series could be scored.") + "\n" + inputs_text(notes_of(backtest), style);

    text += "\n" + say("一至三年合并：对数 CRPS（越小越好）、相对两种基准的技巧（大于 0 为优）[5–95 % 自助区间]、各区间覆盖率 %",
                       "One to three years pooled: CRPS of logarithms (less is better), skill against two benchmarks (above 0 is better) "
                       "[5-95 % bootstrap], shares "
                       "of outcomes in each central interval");
    std::vector<Summary> rows = backtest.by_series;
    rows.push_back(pooled);
    text += scores_table(rows, false, style);
    text += "\n" + say("各序列权重相等时的技巧：对随机游走 {}，对阻尼趋势 {}",
                       "Skill with every series given the same weight: {} against the walk, {} against the trend",
                       number(pooled.even_skill[walk], "{:+.2f}"), number(pooled.even_skill[trend], "{:+.2f}"));
    const double cover = pooled.coverage[model][1];
    const auto verdict = [&](bool met) { return choose(l, met ? "达到" : "未达到", met ? "met" : "missed"); };
    text += say("目标：对阻尼趋势技巧 > 0：{}；对随机游走技巧 > 0.2：{}；80 % 区间覆盖 70–90 %：{}（{:.0f} %）",
                "Aim: skill against the trend above 0: {}; against the walk above 0.2: {}; 80 % bands cover 70 to 90 %: {} ({:.0f} %)",
                verdict(pooled.skill[trend] > 0), verdict(pooled.skill[walk] > 0.2), verdict(cover >= 0.7 && cover <= 0.9), 100 * cover);
    text += say("起点少、各例互相关联：只有区间，没有显著性检验。",
                "Origins are few and cases hang together: intervals only, no test of significance.");

    text += "\n" + say("按年数", "By horizon") + scores_table(backtest.by_series_and_horizon, true, style);

    std::string histogram;
    for (const double share : pooled.rank_histogram) histogram += fmt::format("{}{:.0f}", histogram.empty() ? "" : " / ", 100 * share);
    text += "\n" + say("结果落在预测分布五等分中的比例 %：{}（均匀为 20）", "Outcomes in each fifth of the prediction, %: {} (even: 20)",
                       histogram);

    const auto& events = backtest.events;
    text +=
        "\n" +
        say("门槛事件（高于随机游走的 25、50、75 % 分位数）共 {} 个：Brier 分数 模型 {:.3f}，随机游走 {:.3f}，阻尼趋势 {:.3f}",
            "{} events of a threshold (above the walk's quantiles at 25, 50, 75 %): Brier score {:.3f} model, {:.3f} walk, {:.3f} trend",
            events.events, events.brier[model], events.brier[walk], events.brier[trend]);
    FittedTable table({{choose(l, "所给概率 %", "Chance given, %")},
                       {choose(l, "平均", "Mean"), true},
                       {choose(l, "发生", "Happened"), true},
                       {choose(l, "个数", "Events"), true}});
    for (const auto& bin : events.reliability)
        table.add({{fmt::format("{:.0f}–{:.0f}", 100 * bin.low, 100 * bin.high)},
                   {number(100 * bin.mean_chance, "{:.0f}")},
                   {number(100 * bin.share, "{:.0f}")},
                   {fmt::format("{}", bin.events)}});
    text += table.text(style.width, style.colour);

    text += "\n" + say("输入在各起点如何处理", "What was done to inputs that the origin did not know as they are") +
            inputs_text(notes_of(backtest), style);

    if (!backtest.unscored.empty()) {
        constexpr std::array<std::array<const char*, 2>, 3> why{{{"起点年没有公布数", "nothing published in the origin"},
                                                                 {"可比的公布数不足四个", "fewer than four comparable values"},
                                                                 {"之后没有可比的公布数", "nothing comparable published later"}}};
        text += "\n" + say("没有评分的", "Not scored");
        FittedTable missing(
            {{choose(l, "起点", "Origin")}, {choose(l, "序列", "Series"), false, 100, true, 14}, {choose(l, "原因", "Why")}});
        for (const auto& one : backtest.unscored)
            missing.add({{fmt::format("{}", one.origin)},
                         {series_name(one.series, l)},
                         {why[static_cast<std::size_t>(one.why)][l == Language::zh ? 0 : 1]}});
        text += missing.text(style.width, style.colour);
    }
    return text;
}

nlohmann::ordered_json backtest_json(const Backtest& backtest) {
    nlohmann::ordered_json json;
    json["pack"] = backtest.pack;
    json["first_origin"] = backtest.settings.first_origin;
    json["last_origin"] = backtest.settings.last_origin;
    json["horizon"] = backtest.settings.horizon;
    json["replicates"] = backtest.settings.replicates;
    json["seed"] = backtest.settings.seed;
    json["pooled"] = summary_json(backtest.pooled);
    for (const auto& [key, list] :
         {std::pair{"by_series", &backtest.by_series}, {"by_series_and_horizon", &backtest.by_series_and_horizon}}) {
        json[key] = nlohmann::ordered_json::array();
        for (const Summary& one : *list) json[key].push_back(summary_json(one));
    }
    auto& events = json["events"];
    events["count"] = backtest.events.events;
    for (std::size_t f = 0; f < inference::forecasters; ++f) events["brier"][forecaster_ids[f]] = json_number(backtest.events.brier[f]);
    events["reliability"] = nlohmann::ordered_json::array();
    for (const auto& bin : backtest.events.reliability)
        events["reliability"].push_back({{"low", bin.low},
                                         {"high", bin.high},
                                         {"events", bin.events},
                                         {"mean_chance", json_number(bin.mean_chance)},
                                         {"share", json_number(bin.share)}});
    json["cases"] = nlohmann::ordered_json::array();
    for (const auto& one : backtest.cases) {
        nlohmann::ordered_json entry{{"series", one.series}, {"origin", one.origin},       {"horizon", one.horizon},
                                     {"year", one.year()},   {"at_origin", one.at_origin}, {"outcome", one.outcome}};
        for (std::size_t f = 0; f < inference::forecasters; ++f) entry[forecaster_ids[f]] = prediction_json(one.by[f]);
        json["cases"].push_back(std::move(entry));
    }
    json["inputs"] = inputs_json(notes_of(backtest));
    json["unscored"] = nlohmann::ordered_json::array();
    for (const auto& one : backtest.unscored)
        json["unscored"].push_back(
            {{"series", one.series}, {"origin", one.origin}, {"why", unscored_ids[static_cast<std::size_t>(one.why)]}});
    return json;
}

void write_backtest_csv(const Backtest& backtest, std::ostream& out) {
    out << "series,origin,horizon,year,forecaster,at_origin,outcome,q05,q10,q50,q90,q95,crps,probability_integral,bias\n";
    for (const auto& one : backtest.cases)
        for (std::size_t f = 0; f < inference::forecasters; ++f) {
            const auto& p = one.by[f];
            out << fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", one.series, one.origin, one.horizon, one.year(),
                               forecaster_ids[f], one.at_origin, one.outcome, p.quantile[0], p.quantile[1], p.quantile[2], p.quantile[3],
                               p.quantile[4], p.crps, p.probability_integral, p.bias);
        }
}

}  // namespace zonecast::outputs
