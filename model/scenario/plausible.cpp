#include "model/scenario/plausible.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/panel.hpp"
#include "model/scenario/series.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

std::string four_digits(double value) {
    return rounded_text(std::stod(fmt::format("{:.3e}", value)));
}

Text said(const Figure& figure) {
    return say("{1} {2} 年的 {0}（{3}）", "{} of {} in {} ({})", figure.series, in_quotes(figure.place), figure.year,
               number_text(figure.value));
}

const Text& check_unit() {
    static const Text text("核对数值、小数点和单位", "check value, decimal point and unit");
    return text;
}

/// What provinces show, from the poorest of 2008 to the richest of 2025, with room on both sides. A figure beyond the
/// range is warned of; one beyond it by more than `absurd` is an error.
struct Ratio {
    const char *series, *per;
    double low, high;
    const char *unit_zh, *unit_en;
};
constexpr double absurd = 2;
constexpr Ratio ratios[] = {
    {"gdp", "population", 0.5, 30, "万元/人", "1e4 CNY a head"},
    {"hightech_value_added", "gdp", 0.003, 0.5, "（占 GDP）", "of GDP"},
    {"rd_expenditure", "gdp", 0.001, 0.08, "（占 GDP）", "of GDP"},
    {"tech_contract_value", "gdp", 0, 0.35, "（占 GDP）", "of GDP"},
    {"hnte_count", "population", 0.003, 20, "家/万人", "per 10,000 people"},
    {"hnte_count", "gdp", 0.005, 2, "家/亿元 GDP", "per 1e8 CNY of GDP"},
    {"invention_patents_valid", "population", 0.03, 500, "件/万人", "per 10,000 people"},
    {"invention_patents_valid", "gdp", 0.02, 25, "件/亿元 GDP", "per 1e8 CNY of GDP"},
    {"invention_patents_granted", "population", 0.01, 100, "件/万人", "per 10,000 people"},
    {"invention_patents_granted", "gdp", 0.005, 5, "件/亿元 GDP", "per 1e8 CNY of GDP"},
    {"tech_sme_count", "population", 0, 40, "家/万人", "per 10,000 people"},
};

/// A figure by itself.
struct Range {
    const char* series;
    double low, high;
    bool of_zones;  ///< of zones only; else of the nation and of provinces
    const char *what_zh, *what_en;
};
constexpr Range ranges[] = {
    {"rd_intensity", 0.001, 0.1, false, "研发强度在 0.1 % 至 10 % 之间", "R&D is between 0.1 % and 10 % of GDP everywhere"},
    {"land_area", 100, 1500000, true, "高新区在 100 亩至 1000 平方公里之间", "zones have between 100 mu and 1,000 km2"},
};

/// Two figures that do not go together.
struct Clash {
    const Figure *figure, *other;
    Text what;
    bool error = false;
};

class Plausible {
public:
    explicit Plausible(Reading& reading) : reading_(reading), scenario_(reading.scenario) {
        for (const City& city : scenario_.cities) cities_.insert(city.id);
        for (const Zone& zone : scenario_.zones)
            if (!zone.outside) zones_.insert(zone.id);
        for (const Cluster& cluster : scenario_.clusters) clusters_.insert(cluster.id);
    }

    void check() {
        for (const Figure& figure : scenario_.history) {
            whole(figure);
            range(figure);
            if (is_province(figure.place)) {
                for (const Ratio& ratio : ratios)
                    if (figure.series == ratio.series) compare(figure, ratio);
                beside_panel(figure);
            }
            beside_province(figure);
        }
        beside_other_years();
        blame();
    }

private:
    Reading& reading_;
    const Scenario& scenario_;
    std::set<std::string> cities_, zones_, clusters_;
    std::vector<Clash> clashes_;

    [[nodiscard]] bool is_province(const std::string& place) const { return place == scenario_.province || place == "china"; }

    /// Registers count what there is: an enterprise is not half there.
    void whole(const Figure& figure) {
        const Series* series = find_series(figure.series);
        if (series == nullptr || series->dimension != base::Dimension::count) return;
        const bool facility = figure.series.starts_with("facilities.") && figure.series != "facilities.innovation_floor";
        if (facility && zones_.contains(figure.place) && figure.value > most_facilities)
            reading_.diagnostics.error(figure.where,
                                       say("{}：没有高新区有这么多载体（最多 {}）", "{}: no zone has so many facilities (the most is {})",
                                           said(figure), number_text(most_facilities)),
                                       check_unit());
        if (figure.confidence != Confidence::reported && !facility) return;
        if (figure.series == "facilities.innovation_floor") return;
        if (std::abs(figure.value - std::round(figure.value)) <= 1e-6 * std::max(1.0, figure.value)) return;
        reading_.diagnostics.error(
            figure.where, say("{}是个数，却不是整数", "{} is a count, and not a whole number", said(figure)),
            Text("核对数值；由推算得出的写 derived 或 assumed", "check the value; one that was worked out is derived or assumed"));
    }
    static constexpr double most_facilities = 1000;  // as of a dose: the largest at hand is 95

    void range(const Figure& figure) {
        for (const Range& one : ranges) {
            if (figure.series != one.series || (one.of_zones ? !zones_.contains(figure.place) : !is_province(figure.place))) continue;
            if (figure.value == 0 || (figure.value >= one.low && figure.value <= one.high)) continue;  // zero has an error of its own
            reading_.diagnostics.error(figure.where, say("{}不可能：{}", "{} cannot be: {}", said(figure), Text(one.what_zh, one.what_en)),
                                       check_unit());
        }
    }

    /// The figure of the same place and the nearest year, at most `years` away.
    [[nodiscard]] const Figure* nearest(const std::string& series, const std::string& place, int year, int years) const {
        for (int away = 0; away <= years; ++away)
            for (const int one : {year - away, year + away})
                if (const Figure* found = scenario_.figure(series, place, one)) return found;
        return nullptr;
    }

    void compare(const Figure& figure, const Ratio& ratio) {
        const bool of_people = std::string_view(ratio.per) == "population";
        const Figure* per = nearest(ratio.per, figure.place, figure.year, of_people ? 5 : 0);
        if (per == nullptr || per->value <= 0 || figure.value <= 0) return;
        const double value = figure.value / per->value;
        if (value >= ratio.low && value <= ratio.high) return;
        if (std::string_view(ratio.per) == "gdp" && value > 1 && ratio.high < 1) return;  // a part above its whole is an error of its own
        clashes_.push_back({&figure, per,
                            say("{} {}，而各省在 {} 至 {} 之间", "{} {}, and provinces have {} to {}", four_digits(value),
                                Text(ratio.unit_zh, ratio.unit_en), four_digits(ratio.low), four_digits(ratio.high)),
                            value > absurd * ratio.high || value < ratio.low / absurd});
    }

    /// The library's panel has the same series of the same place: both are what was published.
    void beside_panel(const Figure& figure) {
        constexpr double slipped = 5;  // what is counted otherwise, or was revised, differs by less
        if (scenario_.panel == nullptr || figure.value <= 0) return;
        const Figure* published = scenario_.panel->figure(figure.series, figure.place, figure.year);
        if (published == nullptr || published->value <= 0) return;
        const double ratio = std::max(figure.value / published->value, published->value / figure.value);
        if (ratio < slipped) return;
        clashes_.push_back({&figure, published,
                            say("国家库的面板为 {}（{}）", "the panel of the library has {} ({})", number_text(published->value),
                                place_of(published->where, figure.where)),
                            true});
    }

    /// A cluster or a zone that sells several times what the province produces.
    void beside_province(const Figure& figure) {
        const bool cluster = figure.series == "cluster_revenue";
        const bool zone = zones_.contains(figure.place) && (figure.series == "total_income" || figure.series == "hightech_revenue");
        if (!cluster && !zone) return;
        const Figure* gdp = nearest("gdp", scenario_.province, figure.year, 3);
        if (gdp == nullptr || gdp->value <= 0) return;
        const double ratio = figure.value / gdp->value, most = cluster ? 0.5 : 2;
        if (ratio <= most) return;
        clashes_.push_back({&figure, gdp,
                            say("是全省 GDP（{}）的 {} 倍", "that is {1} times the GDP of the province ({0})", number_text(gdp->value),
                                four_digits(ratio)),
                            ratio > absurd * most});
    }

    /// A year that is ten, a hundred or ten thousand times the years on both sides, or one side where there is only
    /// one.
    void beside_other_years() {
        const auto slip = [](double ratio) {
            const double power = std::log10(ratio), whole_power = std::round(power);
            return std::abs(whole_power) >= 1 && std::abs(power - whole_power) < 0.12 ? whole_power : 0.0;
        };
        const auto& history = scenario_.history;
        for (std::size_t i = 0; i < history.size(); ++i) {
            const Figure& figure = history[i];
            const Series* series = find_series(figure.series);
            if (series == nullptr || figure.value <= 0 || (figure.place != scenario_.province && !cities_.contains(figure.place))) continue;
            const bool amount = series->dimension == base::Dimension::money || series->dimension == base::Dimension::people ||
                                (series->dimension == base::Dimension::count && figure.value >= 500);
            if (!amount || figure.series == "tech_contract_value" || figure.series == "tech_contract_value_absorbed") continue;
            const auto same = [&](std::size_t k) {
                return k < history.size() && history[k].series == figure.series && history[k].place == figure.place &&
                       history[k].value > 0 && std::abs(history[k].year - figure.year) <= 3;
            };
            const bool before = i > 0 && same(i - 1), after = same(i + 1);
            if (!before || (i + 1 < history.size() && after && slip(figure.value / history[i + 1].value) == 0)) continue;
            const double power = slip(figure.value / history[i - 1].value);
            if (power == 0) continue;
            clashes_.push_back({&figure, &history[i - 1],
                                say("是 {} 年的 {} 倍", "that is {1} times the one of {0}", history[i - 1].year,
                                    four_digits(figure.value / history[i - 1].value)),
                                false});
        }
    }

    /// Names, of the figures that clash, those with the most clashes first, until none is left unexplained: one cause,
    /// one report.
    void blame() {
        while (!clashes_.empty()) {
            std::map<const Figure*, std::size_t> count;
            for (const Clash& clash : clashes_)
                for (const Figure* one : {clash.figure, clash.other}) ++count[one];
            const Figure* worst = clashes_.front().figure;
            for (const Clash& clash : clashes_)
                for (const Figure* one : {clash.figure, clash.other})
                    if (is_own(one) && count[one] > count[worst]) worst = one;
            Text why;
            bool error = false;
            for (const Clash& clash : clashes_) {
                if (clash.figure != worst && clash.other != worst) continue;
                error = error || clash.error;
                if (why.empty())
                    why = clash.figure == worst ? clash.what
                                                : say("以它计，{} 的 {} 为 {}", "by it, {} has a {} of {}", in_quotes(clash.figure->place),
                                                      clash.figure->series, clash.what);
            }
            const Text what = say("{}不合常理：{}", "{} is not plausible: {}", said(*worst), why);
            if (error)
                reading_.diagnostics.error(worst->where, what, check_unit());
            else
                reading_.diagnostics.warning(worst->where, what, check_unit());
            std::erase_if(clashes_, [&](const Clash& clash) { return clash.figure == worst || clash.other == worst; });
        }
    }
    /// Whether a figure is the pack's, not the panel's.
    [[nodiscard]] bool is_own(const Figure* figure) const {
        return !scenario_.history.empty() && figure >= scenario_.history.data() &&
               figure < scenario_.history.data() + scenario_.history.size();
    }
};

}  // namespace

void check_plausible(Reading& reading) {
    Plausible(reading).check();
}

}  // namespace zonecast::scenario
