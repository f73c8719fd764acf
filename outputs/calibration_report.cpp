#include "outputs/calibration_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outputs/fitted_table.hpp"
#include "outputs/inference_words.hpp"
#include "outputs/json_values.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::outputs {

namespace {

using inference::CalibratedParameter;
using inference::Calibration;
using inference::Identified;

constexpr std::array<const char*, 3> identified_ids{"well", "partly", "no"};

std::string three(double value) {
    return fmt::format("{:.3g}", value);
}

std::string range(double low, double median, double high) {
    return fmt::format("{} [{}, {}]", three(median), three(low), three(high));
}

std::string fit_table(const Calibration& calibration, const TextStyle& style) {
    const Language l = style.language;
    FittedTable table({{choose(l, "序列", "Series"), false, 100, true, 14},
                       {choose(l, "年份", "Year")},
                       {choose(l, "公布数", "Published"), true},
                       {choose(l, "先验中位数 [5–95 %]", "Prior median [5-95 %]")},
                       {choose(l, "后验中位数 [5–95 %]", "Posterior median [5-95 %]")},
                       {choose(l, "误差 %", "Error, %"), true, 30},
                       {choose(l, "模型偏差 %", "Discrepancy, %"), true, 25},
                       {choose(l, "拟合前相差", "Off before"), true, 60},
                       {choose(l, "相差（标准差）", "Off by (sd)"), true, 80}});
    for (const auto& one : calibration.figures) {
        const NumberStyle number = style_for("", {one.published});
        const auto band = [&](double low, double median, double high) {
            return fmt::format("{} [{}–{}]", number.bare(median), number.bare(low), number.bare(high));
        };
        table.add({{series_name(one.series, l)},
                   {fmt::format("{}", one.year)},
                   {number.bare(one.published)},
                   {band(one.prior_low, one.prior_median, one.prior_high)},
                   {band(one.posterior_low, one.posterior_median, one.posterior_high)},
                   {fmt::format("{:.1f}", 100 * one.error)},
                   {fmt::format("{:.1f}", 100 * one.discrepancy)},
                   {fmt::format("{:+.1f}", one.prior_distance)},
                   {fmt::format("{:+.1f}", one.distance), one.missed() ? Colour::yellow : Colour::none}});
    }
    return table.text(style.width, style.colour);
}

std::string parameter_table(std::vector<const CalibratedParameter*> rows, const TextStyle& style) {
    const Language l = style.language;
    std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->variance_ratio < b->variance_ratio; });
    FittedTable table({{choose(l, "参数", "Parameter"), false, 100, true, 18},
                       {choose(l, "先验 [5–95 %]", "Prior [5-95 %]")},
                       {choose(l, "后验 [5–95 %]", "Posterior [5-95 %]")},
                       {choose(l, "均值 ± 抽样误差", "Mean ± Monte Carlo error"), false, 50},
                       {choose(l, "方差比", "Variance left"), true},
                       {choose(l, "与谁连在一起", "Tied to"), false, 40}});
    for (const auto* one : rows)
        table.add({{one->id + (one->of_the_start ? " *" : "")},
                   {range(one->prior_low, one->prior_median, one->prior_high)},
                   {range(one->posterior_low, one->posterior_median, one->posterior_high)},
                   {fmt::format("{} ± {:.2g}", three(one->posterior_mean), one->mean_error)},
                   {fmt::format("{:.2f}", one->variance_ratio)},
                   {one->partner.empty() ? "" : fmt::format("{} ({:+.2f})", one->partner, one->correlation)}});
    return table.text(style.width, style.colour);
}

/// What a figure that the fit misses says.
std::string missed_line(const inference::FittedFigure& one, Language l) {
    const double off = std::expm1(one.distance * one.error);
    const bool above = off > 0;
    std::string line =
        fmt::format(fmt::runtime(choose(l, "{} {} 年：拟合后的推演比公布数{} {:.0f} %，相差 {:.1f} 个标准差；拟合前相差 {:.1f} 个",
                                        "{} {}: runs after the fit lie {} what was published by {:.0f} %, {:.1f} standard "
                                        "deviations; before the fit {:.1f}")),
                    series_name(one.series, l), one.year, above ? choose(l, "高", "above") : choose(l, "低", "below"), 100 * std::abs(off),
                    std::abs(one.distance), std::abs(one.prior_distance));
    if (one.pulled_away()) line += choose(l, "，其他数字把它拉开了", ": the other figures pull it away");
    return line;
}

}  // namespace

std::vector<std::string> calibration_warnings(const Calibration& calibration, Language language) {
    std::vector<std::string> out;
    for (const auto& one : calibration.figures)
        if (one.missed()) out.push_back(missed_line(one, language));
    if (out.empty()) return out;
    out.insert(
        out.begin(),
        fmt::format(fmt::runtime(choose(
                        language, "{} 个数字中有 {} 个，拟合后仍相差 {:.0f} 个标准差以上：对这些序列，后验说明不了什么，用前先查明原因",
                        "of {} figures the fit misses {} by more than {:.0f} standard deviations: what the posterior "
                        "says of these series is not to be relied on; find the reason first")),
                    calibration.figures.size(), out.size(), inference::far_off));
    return out;
}

std::string calibration_text(const Calibration& calibration, const TextStyle& style) {
    const Language l = style.language;
    const auto& settings = calibration.settings;
    const auto say = [&](const char* zh, const char* en, const auto&... values) {
        return wrapped(fmt::format(fmt::runtime(choose(l, zh, en)), values...), style.width, 2) + "\n";
    };
    std::string text = say("{}：从 {} 年起推演，拟合到 {} 年，后验样本 {} 个",
                           "{}: runs from {}, fitted to the figures up to {}, {} members of the posterior",
                           name_in(calibration.plan_name, l), settings.from, settings.until, settings.members);
    text += say("历史匹配：{} 个候选中 {} 个不违背历史（第二大偏差小于 {:.0f} 个标准差）",
                "History matching: {} candidates, {} of them plausible (second largest distance below {:.0f} standard deviations)",
                settings.candidates, calibration.plausible, settings.implausible);
    if (calibration.plausible < settings.members)
        text +=
            say("可信候选少于后验样本数，其余取偏差最小者。", "Fewer plausible candidates than members: the least implausible fill up.");

    text += "\n" + say("拟合", "Fit") + fit_table(calibration, style);
    const std::vector<std::string> warnings = calibration_warnings(calibration, l);
    for (std::size_t i = 0; i < warnings.size(); ++i)
        text += i == 0 ? say("警告：{}", "Warning: {}", warnings[i]) : say("  {}", "  {}", warnings[i]);
    text += say("误差：公布数、起始年、随机与初始状态；模型偏差另计，只放宽拟合，不算进相差的标准差。",
                "Error: of the figure, the base year, chance and the initial state. The discrepancy of the laws widens "
                "the fit besides; it is "
                "no part of the standard deviations that a figure is off by.");

    std::vector<const CalibratedParameter*> known, unknown;
    for (const auto& one : calibration.parameters) (one.identified == Identified::no ? unknown : known).push_back(&one);
    text += "\n" + say("历史说明了什么：方差比小于 0.8 的参数（* 属于起始年，不带到另一基年的推演）",
                       "What the history says something about: parameters with less than 0.8 of their variance left (* of the starting "
                       "year: not taken to a projection "
                       "from another base year)");
    text += known.empty() ? say("没有。", "None.") : parameter_table(known, style);

    text += "\n" + say("历史没有识别的 {} 个参数（后验几乎等于先验）：",
                       "Not identified, {} parameters (the posterior is nearly the prior):", unknown.size());
    std::string names;
    for (const auto* one : unknown) names += (names.empty() ? "  " : ", ") + one->id;
    text += wrapped(names, style.width, 2) + "\n";
    std::string ties;
    for (const auto& one : calibration.parameters)
        if (!one.partner.empty() && one.id < one.partner)
            ties += fmt::format("{}{} – {} ({:+.2f})", ties.empty() ? "  " : ", ", one.id, one.partner, one.correlation);
    if (!ties.empty())
        text +=
            say("只能一起识别（后验相关）：", "Identified only together (correlated afterwards):") + wrapped(ties, style.width, 2) + "\n";
    text += say("换证率与首次认定数永远只能一起识别：公布的是认定总数，不分首次与重新认定。",
                "The renewal rate and first-time certificates are never identified apart: what is published is recognitions, not which of "
                "them are renewals.");

    text += "\n" + say("输入如何处理（之后年份的依据）", "What was done to inputs that rest on later years") +
            inputs_text({{settings.until, &calibration.inputs}}, style);
    return text;
}

nlohmann::ordered_json calibration_json(const Calibration& calibration) {
    nlohmann::ordered_json json;
    json["pack"] = calibration.pack;
    json["from"] = calibration.settings.from;
    json["until"] = calibration.settings.until;
    json["members"] = calibration.settings.members;
    json["candidates"] = calibration.settings.candidates;
    json["plausible"] = calibration.plausible;
    json["seed"] = calibration.settings.seed;
    json["discrepancy"] = calibration.settings.discrepancy;
    json["figures"] = nlohmann::ordered_json::array();
    for (const auto& one : calibration.figures)
        json["figures"].push_back(
            {{"series", one.series},
             {"year", one.year},
             {"published", json_number(one.published)},
             {"error", json_number(one.error)},
             {"discrepancy", json_number(one.discrepancy)},
             {"prior", {json_number(one.prior_low), json_number(one.prior_median), json_number(one.prior_high)}},
             {"posterior", {json_number(one.posterior_low), json_number(one.posterior_median), json_number(one.posterior_high)}},
             {"prior_distance", json_number(one.prior_distance)},
             {"distance", json_number(one.distance)},
             {"missed", one.missed()}});
    json["warnings"] = {{"zh", calibration_warnings(calibration, Language::zh)}, {"en", calibration_warnings(calibration, Language::en)}};
    json["parameters"] = nlohmann::ordered_json::array();
    for (const auto& one : calibration.parameters)
        json["parameters"].push_back(
            {{"id", one.id},
             {"unit", one.unit},
             {"of_the_start", one.of_the_start},
             {"prior", {json_number(one.prior_low), json_number(one.prior_median), json_number(one.prior_high)}},
             {"posterior", {json_number(one.posterior_low), json_number(one.posterior_median), json_number(one.posterior_high)}},
             {"mean", json_number(one.posterior_mean)},
             {"mean_error", json_number(one.mean_error)},
             {"sd", json_number(one.posterior_sd)},
             {"sd_error", json_number(one.sd_error)},
             {"variance_ratio", json_number(one.variance_ratio)},
             {"identified", identified_ids[static_cast<std::size_t>(one.identified)]},
             {"partner", one.partner.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(one.partner)},
             {"correlation", json_number(one.correlation)}});
    json["inputs"] = inputs_json({{calibration.settings.until, &calibration.inputs}});
    return json;
}

}  // namespace zonecast::outputs
