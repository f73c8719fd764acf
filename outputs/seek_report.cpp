#include "outputs/seek_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outputs/fitted_table.hpp"
#include "outputs/inference_words.hpp"
#include "outputs/json_values.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::outputs {

namespace {

/// First lines of what is written, by which it is known again.
constexpr const char* curve_columns = "cost,cost_counted,chance,levels\n";
constexpr const char* plan_heading = "# Written by zonecast seek.\n";

using inference::CurvePoint;
using inference::Seek;
using inference::SeekLever;
using inference::SeekSettings;
using Json = nlohmann::ordered_json;

constexpr std::size_t shown_singles = 5, shown_points = 15;

std::string plain(double value) {
    return value == 0 ? "0" : fmt::format("{:.3g}", value);
}

std::string exact(double value) {
    return fmt::format("{:.12g}", value);
}

std::string points(double share) {
    return fmt::format("{:.1f}", 100 * share);
}

const scenario::Instrument& tool(const Seek& seek, const SeekLever& lever) {
    return seek.scenario.instruments[lever.instrument];
}

bool bundle_is_unbooked(const Seek& seek) {
    return std::any_of(seek.changed.begin(), seek.changed.end(),
                       [&](std::size_t l) { return !seek.levers[l].booked || seek.search.unbooked[l]; });
}

/// Single levers, the highest chance first.
std::vector<std::size_t> by_chance(const Seek& seek) {
    std::vector<std::size_t> order(seek.search.singles.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return seek.search.singles[x].chance > seek.search.singles[y].chance; });
    return order;
}

std::vector<const CurvePoint*> some_points(const std::vector<CurvePoint>& curve) {
    std::vector<const CurvePoint*> some;
    const std::size_t n = std::min(curve.size(), shown_points);
    for (std::size_t i = 0; i < n; ++i) some.push_back(&curve[n > 1 ? i * (curve.size() - 1) / (n - 1) : 0]);
    return some;
}

class Text {
public:
    Text(const Seek& seek, const SeekSettings& settings, const TextStyle& style) : seek_(seek), settings_(settings), style_(style) {}

    std::string whole() {
        const auto& search = seek_.search;
        for (const std::size_t t : settings_.targets) {
            const scenario::Target& target = seek_.scenario.plan.targets[t];
            say("{}  {}：{}", "{}  {}: {}", target.id, choose(style_.language, target.name.zh.c_str(), target.name.en.c_str()),
                target_text(target, style_.language));
        }
        say("试了 {} 种组合，每种 {} 次模拟，种子 {}。", "{} bundles were tried on {} replicates each, seed {}.", search.trials,
            settings_.run.replicates, settings_.run.seed);
        if (seek_.held + seek_.national > 0)
            say("可动措施 {} 项；固定 {} 项，属国家事权而不动 {} 项。",
                "{} levers could turn; {} were held, {} left out because only the nation can turn them.", seek_.levers.size(), seek_.held,
                seek_.national);
        blank();
        answer();
        singles();
        bundle();
        curve();
        return std::move(text_);
    }

private:
    void blank() { text_ += "\n"; }
    template <class... Values>
    void say(const char* zh, const char* en, const Values&... values) {
        text_ += wrapped(fmt::format(fmt::runtime(choose(style_.language, zh, en)), values...), style_.width, 2) + "\n";
    }
    [[nodiscard]] std::string name_of(std::size_t lever) const {
        const SeekLever& one = seek_.levers[lever];
        const scenario::Name& name = tool(seek_, one).name;
        return choose(style_.language, name.zh.c_str(), name.en.c_str()) + (one.builds() ? " · " + one.measure.facility : "");
    }
    [[nodiscard]] std::string list(const std::vector<std::size_t>& levers) const {
        std::string text;
        for (const std::size_t l : levers) text += (text.empty() ? "" : choose(style_.language, "、", ", ")) + seek_.levers[l].measure.id;
        return text;
    }

    void answer() {
        const auto& search = seek_.search;
        say("方案本身：{}。", "As written: {}.", chance_text(seek_.written_chance));
        if (seek_.fixed > 0)
            say("固定剂量之后：{}，增加费用 {} 亿元。", "With the doses that are fixed: {}; cost rises by {} (1e8 CNY).",
                chance_text(search.start.chance), plain(search.start.cost));
        if (search.already) say("不必再动任何措施。", "No lever has to be turned for that chance.");
        if (seek_.levers.empty())
            say("没有可动的措施：全部固定，或不属于本省。", "No lever can turn: all are held, or are not the province's.");
        else if (settings_.goal.chance && !search.reached)
            say("达不到：即使全部措施都拉到上限，概率也只有 {}。", "None can: even all levers at their bounds reach {}.",
                chance_text(std::max(search.ceiling.chance, search.found.chance)));
        else if (!search.reached)
            say("预算不够：固定的措施已多花 {} 亿元。", "The budget is too small: the levers that are held cost {} more already (1e8 CNY).",
                plain(search.start.cost));
        if (!search.already && !seek_.levers.empty() && search.reached)
            say("全部措施都拉到上限：{}，增加费用 {} 亿元。", "All levers at their bounds: {}; cost rises by {} (1e8 CNY).",
                chance_text(search.ceiling.chance), plain(search.ceiling.cost));
    }

    void singles() {
        const auto& search = seek_.search;
        if (search.singles.empty() || search.already) return;
        const double wish = settings_.goal.chance.value_or(2);
        std::vector<std::size_t> order = by_chance(seek_), can;
        for (const std::size_t l : order)
            if (search.singles[l].chance >= wish) can.push_back(l);
        blank();
        if (settings_.goal.chance && can.empty())
            say("没有一项措施能单独做到；效果最大的：", "No lever can alone. Those that do most:");
        else
            say("单项措施", "Single levers");
        if (!can.empty()) order = can;
        order.resize(std::min(order.size(), shown_singles));
        for (const std::size_t l : order)
            say("  {0}（{1}）：上限 {2} 时 {3}，费用 {4}", "  {0} ({1}): {3} at its bound of {2}, cost {4}", name_of(l),
                seek_.levers[l].measure.id, plain(seek_.levers[l].top), chance_text(search.singles[l].chance),
                search.unbooked[l] ? choose(style_.language, "未入账", "not booked") : plain(search.singles[l].cost - search.start.cost));
    }

    void bundle() {
        const auto& search = seek_.search;
        if (seek_.changed.empty()) return;
        blank();
        const std::string cost = plain(search.found.cost);
        if (!search.reached)
            say("概率最高的组合（增加费用 {} 亿元）", "The bundle with the highest chance (cost rises by {}, 1e8 CNY)", cost);
        else if (settings_.goal.chance)
            say("找到的最省组合（增加费用 {} 亿元）", "The cheapest combination found (cost rises by {}, 1e8 CNY)", cost);
        else
            say("预算 {} 亿元内概率最高的组合（增加费用 {} 亿元）", "The highest chance found for {} (cost rises by {}, 1e8 CNY)",
                plain(*settings_.goal.budget), cost);
        blank();
        FittedTable table({{choose(style_.language, "措施", "Lever"), false, 100, true, 12},
                           {choose(style_.language, "编号", "Id")},
                           {choose(style_.language, "原剂量", "From"), true, 60},
                           {choose(style_.language, "剂量", "To"), true},
                           {choose(style_.language, "范围", "Bounds"), true, 50},
                           {choose(style_.language, "费用", "Cost"), true, 70},
                           {choose(style_.language, "无效的模拟", "Does nothing in"), true, 40}});
        for (const std::size_t l : seek_.changed) {
            const SeekLever& lever = seek_.levers[l];
            const double share = search.best[l];
            table.add({{name_of(l)},
                       {lever.measure.id},
                       {plain(lever.written)},
                       {plain(seek_.levels[l])},
                       {plain(lever.low) + "–" + plain(lever.high)},
                       {search.unbooked[l] ? choose(style_.language, "未入账", "not booked") : plain(share * seek_.span_cost[l])},
                       {percent_text(seek_.check.lever_does_nothing[l])}});
        }
        text_ += table.text(style_.width, style_.colour);
        blank();
        check();
    }

    void check() {
        const auto& search = seek_.search;
        const auto& check = seek_.check;
        say("用新的 {} 次模拟复核：{} ± {} 个百分点（两倍标准误；方案本身 {}，费用增加 {} 亿元）。",
            "Checked on {} fresh replicates: {} ± {} points (two standard errors; as written {}, cost rises by {}).", check.replicates,
            percent_text(check.chance), points(2 * check.error), percent_text(check.written_chance), plain(check.cost));
        if (settings_.targets.size() > 1)
            for (std::size_t i = 0; i < settings_.targets.size(); ++i)
                say("  其中 {}：{}", "  of which {}: {}", seek_.scenario.plan.targets[settings_.targets[i]].id,
                    percent_text(check.by_target[i]));
        if (search.reached && settings_.goal.chance && check.chance + 2 * check.error < *settings_.goal.chance)
            say("复核低于所求：搜索用的模拟太少。请加大 -n，或把 --chance 提高 {} 个百分点。",
                "That is below the wish: the search had too few replicates. Give it more with -n, or ask for {} points "
                "more.",
                points(*settings_.goal.chance - check.chance));
        say("证据薄弱：在 {} 的模拟中，整个组合毫无作用。", "Weak evidence: in {} of the replicates the whole bundle does nothing.",
            percent_text(check.nothing));
        binding();
        if (seek_.more && search.reached)
            say("再多花 {} 亿元，最好用于 {}：概率变动 {} ± {} 个百分点。",
                "{} more (1e8 CNY) is best spent on {}: the chance changes by {} ± {} points.", plain(seek_.more->money),
                seek_.levers[seek_.more->lever].measure.id, points(seek_.more->gain), points(2 * seek_.more->error));
        if (bundle_is_unbooked(seek_))
            say("组合含费用未入账的措施：费用因此偏低。搜索时每项按 {} 亿元计。",
                "The combination holds levers whose cost is not booked, so the cost is too low. The search counted {} "
                "for "
                "each.",
                plain(search.shadow));
    }

    void binding() {
        const auto& search = seek_.search;
        std::vector<std::size_t> ends;
        for (const std::size_t l : seek_.changed)
            if (seek_.at_bound(l)) ends.push_back(l);
        if (settings_.goal.budget && search.reached) {
            const double counted = search.counted(search.best, search.found.cost);
            if (counted > 0.9 * *settings_.goal.budget)
                say("起约束作用的是预算。", "What binds is the budget.");
            else
                say("起约束作用的不是预算：再多的钱也找不到更高的概率。",
                    "The budget does not bind: nothing was found that more money would buy.");
        }
        if (!ends.empty())
            say("已到上限的措施：{}。", "Levers at their bound: {}.", list(ends));
        else if (settings_.goal.chance && search.reached)
            say("没有措施到上限；起约束作用的只是所求的概率。", "No lever is at its bound; what binds is the chance asked for.");
    }

    void curve() {
        const auto points = some_points(seek_.search.curve);
        if (points.size() < 2) return;
        blank();
        say("概率与费用（试过的组合中最好的）", "Chance against cost (the best of what was tried)");
        blank();
        FittedTable table({{choose(style_.language, "费用", "Cost"), true},
                           {choose(style_.language, "概率", "Chance"), true},
                           {choose(style_.language, "组合", "Bundle"), false, 100, true, 20}});
        for (const CurvePoint* point : points) table.add({{plain(point->cost)}, {chance_text(point->chance)}, {bundle_of(*point)}});
        text_ += table.text(style_.width, style_.colour);
    }

    [[nodiscard]] std::string bundle_of(const CurvePoint& point) const {
        std::string text;
        for (std::size_t l = 0; l < point.at.size(); ++l)
            if (const double level = seek_.levers[l].level_at(point.at[l]); level != seek_.levers[l].written)
                text += fmt::format("{}{}={}", text.empty() ? "" : " ", seek_.levers[l].measure.id, plain(level));
        return text.empty() ? choose(style_.language, "方案本身", "as written") : text;
    }

    const Seek& seek_;
    const SeekSettings& settings_;
    const TextStyle& style_;
    std::string text_;
};

Json doses_json(const SeekLever& lever, double level, const scenario::Plan& plan) {
    Json json = Json::object();
    for (const auto& [year, dose] : inference::doses_at(lever, level, plan)) json[std::to_string(year)] = dose;
    return json;
}

}  // namespace

std::string seek_text(const Seek& seek, const SeekSettings& settings, const TextStyle& style) {
    return Text(seek, settings, style).whole();
}

Json seek_json(const Seek& seek, const SeekSettings& settings) {
    const auto& search = seek.search;
    const scenario::Plan& plan = seek.scenario.plan;
    Json json;
    json["format"] = seek_format;
    json["format_version"] = seek_format_version;
    json["plan"] = plan.id;
    json["seed"] = settings.run.seed;
    json["replicates"] = settings.run.replicates;
    json["targets"] = Json::array();
    for (const std::size_t t : settings.targets) json["targets"].push_back(plan.targets[t].id);
    json["wish"] = json_number(settings.goal.chance);
    json["budget"] = json_number(settings.goal.budget);
    json["written"] = {{"chance", seek.written_chance}};
    json["start"] = {{"chance", search.start.chance}, {"cost", search.start.cost}};
    json["ceiling"] = {{"chance", search.ceiling.chance}, {"cost", search.ceiling.cost}};
    json["already"] = search.already;
    json["reached"] = search.reached;
    json["unit"] = "1e8 CNY";
    Json levers = Json::array();
    for (const std::size_t l : seek.changed) {
        const SeekLever& lever = seek.levers[l];
        levers.push_back({{"id", lever.measure.id},
                          {"instrument", lever.measure.instrument},
                          {"name", both_names(tool(seek, lever).name)},
                          {"in_plan", lever.in_plan},
                          {"from", lever.written},
                          {"to", seek.levels[l]},
                          {"low", lever.low},
                          {"high", lever.high},
                          {"at_bound", seek.at_bound(l)},
                          {"booked", !search.unbooked[l]},
                          {"cost", search.unbooked[l] ? Json(nullptr) : Json(search.best[l] * seek.span_cost[l])},
                          {"dose", doses_json(lever, seek.levels[l], plan)},
                          {"does_nothing", seek.check.lever_does_nothing[l]}});
    }
    json["bundle"] = {{"chance", search.found.chance},
                      {"cost", search.found.cost},
                      {"cost_counted", search.counted(search.best, search.found.cost)},
                      {"levers", std::move(levers)}};
    Json by_target = Json::object();
    for (std::size_t i = 0; i < seek.check.by_target.size(); ++i) by_target[plan.targets[settings.targets[i]].id] = seek.check.by_target[i];
    json["check"] = {{"replicates", seek.check.replicates},
                     {"chance", seek.check.chance},
                     {"standard_error", seek.check.error},
                     {"written_chance", seek.check.written_chance},
                     {"cost", seek.check.cost},
                     {"does_nothing", seek.check.nothing},
                     {"by_target", std::move(by_target)}};
    json["more_money"] = nullptr;
    if (seek.more)
        json["more_money"] = {{"lever", seek.levers[seek.more->lever].measure.id},
                              {"money", seek.more->money},
                              {"chance", seek.more->gain},
                              {"standard_error", seek.more->error}};
    json["shadow_cost"] = search.shadow;
    json["levers_turned"] = seek.levers.size();
    json["levers_held"] = seek.held;
    json["levers_national"] = seek.national;
    json["trials"] = search.trials;
    json["singles"] = Json::array();
    for (const std::size_t l : by_chance(seek))
        json["singles"].push_back({{"id", seek.levers[l].measure.id},
                                   {"level", seek.levers[l].top},
                                   {"chance", search.singles[l].chance},
                                   {"cost", search.singles[l].cost - search.start.cost},
                                   {"booked", !search.unbooked[l]},
                                   {"gain", search.gain[l]}});
    json["curve"] = Json::array();
    for (const CurvePoint& point : search.curve) {
        Json at = Json::object();
        for (std::size_t l = 0; l < point.at.size(); ++l)
            if (const double level = seek.levers[l].level_at(point.at[l]); level != seek.levers[l].written)
                at[seek.levers[l].measure.id] = level;
        json["curve"].push_back(
            {{"cost", point.cost}, {"cost_counted", point.counted}, {"chance", point.chance}, {"levels", std::move(at)}});
    }
    return json;
}

Signature seek_curve_signature() {
    return {curve_columns, {}, {"费用与概率的表", "a table of chance against cost"}};
}

Signature seek_plan_signature() {
    return {plan_heading, {}, {"seek 写出的规划", "a plan that seek wrote"}};
}

void write_seek_csv(const Seek& seek, std::ostream& out) {
    out << curve_columns;
    for (const CurvePoint& point : seek.search.curve) {
        std::string levels;
        for (std::size_t l = 0; l < point.at.size(); ++l)
            if (const double level = seek.levers[l].level_at(point.at[l]); level != seek.levers[l].written)
                levels += (levels.empty() ? "" : " ") + seek.levers[l].measure.id + "=" + exact(level);
        out << exact(point.cost) << ',' << exact(point.counted) << ',' << exact(point.chance) << ',' << levels << '\n';
    }
}

std::string seek_plan(const Seek& seek, const std::string& plan) {
    const scenario::Plan& of = seek.scenario.plan;
    const auto quoted = [](const std::string& text) { return Json(text).dump(); };
    std::string text = std::string(plan_heading) + "\n[plan]\nextends = " + quoted(plan) + "\nid = " + quoted(of.id + "-seek") +
                       "\nname = { zh = " + quoted(of.name.zh + "（求得的组合）") + ", en = " + quoted(of.name.en + " (bundle found)") +
                       " }\n";
    const auto write = [&](const scenario::Measure& measure, bool in_plan) {
        text += "\n[[measure]]\nid = " + quoted(measure.id) + "\n";
        if (!in_plan) {
            text += "instrument = " + quoted(measure.instrument) + "\nscope = " + quoted(measure.scope) + "\n";
            if (!measure.facility.empty()) text += "facility = " + quoted(measure.facility) + "\n";
        }
        std::string doses;
        for (const auto& [year, dose] : measure.dose) doses += fmt::format("{}{} = {}", doses.empty() ? "" : ", ", year, exact(dose));
        text += "dose = { " + doses + " }\n";
    };
    for (const SeekLever& lever : seek.rewritten)
        for (const scenario::Measure& measure : of.measures)
            if (measure.id == lever.measure.id) write(measure, lever.in_plan);
    return text;
}

}  // namespace zonecast::outputs
