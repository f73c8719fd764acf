#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/base/sample_statistics.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/number_text.hpp"
#include "outputs/scorecard.hpp"
#include "outputs/verdict.hpp"

namespace zonecast::outputs {

namespace {

constexpr std::size_t bar_cells = 10;
constexpr std::size_t zones_listed = 5;
/// Numbers of columns that the legend explains.
constexpr std::size_t error_column = 7, shortfall_column = 10, year_met_column = 11;

constexpr std::array<Word, verdict_count> verdict_words{Word::likely, Word::open, Word::unlikely, Word::out_of_reach};
constexpr std::array<Colour, verdict_count> verdict_colours{Colour::green, Colour::yellow, Colour::magenta, Colour::red};

Colour colour_of(Verdict verdict) {
    return verdict_colours.at(static_cast<std::size_t>(verdict));
}

std::string bar(double chance) {
    const auto full = static_cast<std::size_t>(std::lround(std::clamp(chance, 0.0, 1.0) * bar_cells));
    std::string text;
    for (std::size_t i = 0; i < bar_cells; ++i) text += i < full ? "█" : "░";
    return text;
}

/// Chance on the perimeter that the headline verdict does not use differs from it as far as people read it.
bool depends_on_perimeter(const engine::TargetResult& target) {
    return std::abs(target.chance_fixed_perimeter - target.chance_current_perimeter) >= 0.005;
}

class Scorecard {
public:
    Scorecard(const Result& result, const TextStyle& style) : result_(result), style_(style) {}

    std::string text() const {
        std::string text = heading();
        if (result_.targets.empty()) return text + say(Word::no_targets) + '\n';
        const FittedTable rows = table();
        return text + '\n' + rows.text(style_.width, style_.colour) + '\n' + legend(rows) + groups() + each_zone() + perimeters() +
               together();
    }

private:
    template <class... Values>
    std::string say(Word pattern, const Values&... values) const {
        return fmt::format(fmt::runtime(word(pattern, style_.language)), values...);
    }
    std::string in_colour(const std::string& text, Colour colour) const { return style_.colour ? coloured(text, colour) : text; }
    std::string paragraph(const std::string& text, std::size_t indent = 0) const { return wrapped(text, style_.width, indent); }

    std::string heading() const {
        const RunInfo& run = result_.run;
        const std::string& name = name_in(run.plan_name, style_.language);
        std::string text = in_colour(name.empty() ? run.plan_id : name, Colour::bold) + '\n';
        text += paragraph(say(Word::run_line, NumberStyle().bare(static_cast<double>(run.replicates)), run.seed, run.base_year, run.pack_id,
                              run.version));
        if (result_.targets.empty()) return text;
        const Headlines headlines = headlines_of(result_);
        text += '\n' + say(Word::count_of_targets, result_.targets.size());
        for (std::size_t i = 0; i < verdict_count; ++i) {
            const std::string part = fmt::format("{} {}", say(verdict_words[i]), headlines.targets[i]);
            text += (i == 0 ? "" : " · ") + in_colour(part, verdict_colours[i]);
        }
        if (headlines.undefined > 0) text += fmt::format(" · {} {}", say(Word::no_verdict), headlines.undefined);
        text += '\n';
        if (headlines.official == 0) {
            text += paragraph(say(Word::no_official));
        } else {
            const auto [low, high] = wilson(result_.chance_all_targets, static_cast<double>(std::max<std::uint64_t>(1, run.replicates)));
            text += paragraph(say(Word::chance_all, headlines.official, chance_text(result_.chance_all_targets), chance_text(low),
                                  chance_text(high)));
        }
        if (run.replicates < few_replicates)
            text += in_colour(paragraph(say(Word::few_replicates, run.replicates, few_replicates)), Colour::yellow);
        return text;
    }

    FittedTable table() const {
        // What goes first on a narrow terminal: year met, standard error, base, shortfall, bar, interval, median.
        FittedTable table({{say(Word::column_id)},
                           {say(Word::column_name), false, 100, true, 16},
                           {say(Word::column_target)},
                           {say(Word::column_base, result_.run.base_year), true, 30},
                           {say(Word::column_median), true, 70},
                           {say(Word::column_interval), false, 60},
                           {say(Word::column_chance), true},
                           {say(Word::column_error), true, 20},
                           {"", false, 50},
                           {say(Word::column_verdict)},
                           {say(Word::column_shortfall), true, 40},
                           {say(Word::column_year_met), true, 10}});
        for (const engine::TargetResult& target : result_.targets) table.add(row(target));
        return table;
    }

    std::vector<Cell> row(const engine::TargetResult& target) const {
        const Verdict verdict = verdict_on(target.chance);
        const double median = median_of(target.value);
        const NumberStyle number = style_for(target.target, {target.target.value, median});
        const double base = median_of(target.base);
        const bool base_is_judged =
            target.target.statistic == scenario::Statistic::level || target.target.statistic == scenario::Statistic::share;
        const NumberStyle base_number = base_is_judged ? style_for(target.target, {target.target.value, base}) : style_for("", {base});
        const std::string interval = target.value.empty() || std::isnan(target.value.front())
                                         ? ""
                                         : fmt::format("[{}–{}]", number.bare(target.value.front()), number.bare(target.value.back()));
        const std::optional<int> met = year_met(target.met_by_year, result_.years);
        // The column is headed with the year that most targets start from.
        const int base_year = target.target.base_year.value_or(result_.run.base_year);
        const std::string base_text = base_year == result_.run.base_year || std::isnan(base)
                                          ? base_number.text(base)
                                          : say(Word::base_of_year, base_number.text(base), base_year);
        const bool judged = is_judged(target);
        const std::string marks = std::string(target.assumed.empty() ? "" : "†") + (target.target.official ? "" : "‡") +
                                  (target.unmet.empty() ? "" : "§") + (passed_at_start(target) ? "◆" : "");
        const std::string& name = name_in(target.target.name, style_.language);
        return {{target.target.id + marks},
                {name.empty() ? target.target.metric : name},
                {target_text(target.target, style_.language)},
                {base_text},
                {number.text(median)},
                {interval},
                {judged ? chance_text(target.chance) : "–"},
                {judged ? fmt::format("[{:.0f}–{:.0f}]", 100 * target.chance_low, 100 * target.chance_high) : ""},
                {judged ? bar(target.chance) : "", colour_of(verdict)},
                {judged ? say(verdict_words.at(static_cast<std::size_t>(verdict))) + (is_firm(target) ? "" : "?") : say(Word::no_verdict),
                 judged ? colour_of(verdict) : Colour::none},
                {shortfall(target)},
                {met ? std::to_string(*met) : "–"}};
    }

    /// In points where the target is in per cent: 3 % short by 0.9 points.
    std::string shortfall(const engine::TargetResult& target) const {
        const NumberStyle number = style_for(target.target, {target.target.value, target.expected_shortfall});
        if (std::isnan(target.expected_shortfall)) return "–";
        if (target.expected_shortfall == 0) return "0";
        return number.kind == NumberStyle::Kind::percent ? say(Word::points, number.bare(target.expected_shortfall))
                                                         : number.bare(target.expected_shortfall);
    }

    /// What the columns mean that the table shows.
    std::string legend(const FittedTable& rows) const {
        const auto any = [&](auto test) { return std::any_of(result_.targets.begin(), result_.targets.end(), test); };
        std::string columns = say(Word::scale);
        if (rows.shows(error_column, style_.width)) columns += say(Word::scale_error);
        columns += say(Word::full_stop);
        if (any([](const auto& target) { return is_judged(target) && !is_firm(target); })) columns += say(Word::scale_edge);
        if (rows.shows(shortfall_column, style_.width)) columns += say(Word::scale_shortfall);
        if (rows.shows(year_met_column, style_.width)) columns += say(Word::scale_year_met);
        std::string text = paragraph(columns);
        if (any([](const auto& target) { return !target.assumed.empty(); })) text += paragraph(say(Word::mark_assumed_base), 2);
        if (any([](const auto& target) { return !target.target.official; })) text += paragraph(say(Word::mark_unofficial), 2);
        if (const std::string unmet = unmet_figures(); !unmet.empty()) text += paragraph(say(Word::mark_unmet) + unmet, 2);
        if (const std::string undefined = undefined_targets(); !undefined.empty())
            text += paragraph(say(Word::undefined_in) + undefined, 2);
        if (any(passed_at_start)) text += paragraph(say(Word::mark_passed), 2);
        return text;
    }

    /// Targets that have no value in some replicates, and in how many.
    std::string undefined_targets() const {
        std::string list;
        for (const engine::TargetResult& target : result_.targets)
            if (target.valued < 1)
                list += (list.empty() ? "" : say(Word::list_separator)) +
                        say(Word::undefined_share, target.target.id, chance_text(1 - target.valued));
        return list;
    }

    /// The published figures that targets hang on and the start does not meet, each once.
    std::string unmet_figures() const {
        std::set<std::size_t> lines;
        for (const engine::TargetResult& target : result_.targets) lines.insert(target.unmet.begin(), target.unmet.end());
        std::string list;
        for (const std::size_t i : lines) {
            const engine::BaseYearLine& line = result_.start.at(i);
            const NumberStyle number = style_for(line.unit, {line.published, line.model_median});
            list += (list.empty() ? "" : say(Word::list_separator)) +
                    say(Word::unmet_figure, line.series, line.place, number.text(line.published), number.text(line.model_median));
        }
        return list;
    }

    std::string zone_name(std::size_t zone) const {
        const std::string& name = name_in(result_.zone_names.at(zone), style_.language);
        return name.empty() ? result_.zone_ids.at(zone) : name;
    }

    std::string each_zone() const {
        std::string lines;
        for (const engine::TargetResult& target : result_.targets) {
            if (target.target.quantifier != scenario::Quantifier::each) continue;
            const std::vector<ShortZone> zones = short_zones(target);
            std::string list;
            for (std::size_t i = 0; i < zones.size() && i < zones_listed; ++i) {
                list +=
                    fmt::format("{}{} {}", i == 0 ? "" : say(Word::list_separator), zone_name(zones[i].zone), chance_text(zones[i].chance));
            }
            if (zones.empty()) list = say(Word::each_none);
            if (zones.size() > zones_listed) list += say(Word::list_separator) + say(Word::each_more, zones.size());
            lines +=
                paragraph(fmt::format("  {}  {}{}", target.target.id, say(Word::each_share, chance_text(target.share_meeting)), list), 4);
        }
        return lines.empty() ? "" : '\n' + paragraph(say(Word::each_heading)) + lines;
    }

    std::string groups() const {
        std::string lines;
        for (const engine::TargetGroupResult& group : result_.target_groups) {
            const std::optional<int> met = year_met(group.met_by_year, result_.years);
            std::string line = say(Word::group_line, name_in(group.group.name, style_.language), group.members.size(),
                                   chance_text(group.chance), chance_text(group.chance_low), chance_text(group.chance_high));
            if (met) line += say(Word::group_year, *met);
            // Who holds the group back: most often missed where the group is missed.
            std::vector<std::size_t> order;
            for (std::size_t m = 0; m < group.members.size(); ++m)
                if (group.missed_if_not_met[m] > 0) order.push_back(m);
            std::stable_sort(order.begin(), order.end(),
                             [&](std::size_t a, std::size_t b) { return group.missed_if_not_met[a] > group.missed_if_not_met[b]; });
            for (std::size_t i = 0; i < order.size() && i < zones_listed; ++i)
                line += (i == 0 ? say(Word::group_held_back) : say(Word::list_separator)) +
                        fmt::format("{} {}", result_.targets.at(group.members[order[i]]).target.id,
                                    chance_text(group.missed_if_not_met[order[i]]));
            lines += paragraph("  " + line, 4);
        }
        return lines.empty() ? "" : '\n' + paragraph(say(Word::groups_heading)) + lines;
    }

    std::string together() const {
        std::string list;
        for (const TargetPair& pair : strongest_pairs(result_, pairs_reported))
            list += fmt::format("{}{} {} {}{:.2f}", list.empty() ? "" : say(Word::list_separator), result_.targets[pair.first].target.id,
                                result_.targets[pair.second].target.id, pair.correlation < 0 ? "−" : "", std::abs(pair.correlation));
        return list.empty() ? "" : '\n' + paragraph(say(Word::together_heading) + list, 2);
    }

    std::string perimeters() const {
        std::string lines;
        for (const engine::TargetResult& target : result_.targets) {
            if (!depends_on_perimeter(target)) continue;
            const bool fixed = target.target.fixed_perimeter;
            const std::string on_fixed = say(Word::perimeter_fixed, result_.run.known_until, chance_text(target.chance_fixed_perimeter));
            const std::string on_current = say(Word::perimeter_fixed, target.target.year, chance_text(target.chance_current_perimeter));
            lines += paragraph(fmt::format("  {}  {}{}{}{}{}", target.target.id, on_fixed, fixed ? "*" : "", say(Word::list_separator),
                                           on_current, fixed ? "" : "*"),
                               4);
        }
        return lines.empty() ? "" : '\n' + paragraph(say(Word::perimeter_heading)) + lines;
    }

    const Result& result_;
    const TextStyle& style_;
};

}  // namespace

std::string scorecard_text(const Result& result, const TextStyle& style) {
    return Scorecard(result, style).text();
}

}  // namespace zonecast::outputs
