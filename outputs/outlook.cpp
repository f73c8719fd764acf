#include "outputs/outlook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outputs/fitted_table.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::outputs {

namespace {

/// A figure that somebody published; what the pack assumed by a rule is no outcome.
const scenario::Figure* figure(const Result& result, const std::string& series, int year) {
    const auto found = std::find_if(result.figures.begin(), result.figures.end(), [&](const scenario::Figure& figure) {
        return figure.year == year && figure.series == series && figure.place == result.run.province &&
               figure.confidence != scenario::Confidence::assumed;
    });
    return found == result.figures.end() ? nullptr : &*found;
}

/// Where an outcome lies among the quantiles of a projection.
Word position_of(double value, const double* quantiles) {
    if (value < quantiles[0]) return Word::position_below;
    if (value > quantiles[6]) return Word::position_above;
    return value >= quantiles[2] && value <= quantiles[4] ? Word::position_inside_half : Word::position_inside;
}

Colour colour_of(Word position) {
    if (position == Word::position_inside_half) return Colour::green;
    return position == Word::position_inside ? Colour::none : Colour::yellow;
}

}  // namespace

std::optional<Published> published(const Result& result, const std::string& observable, int year) {
    if (const scenario::Figure* direct = figure(result, observable, year)) return Published{direct->value, false};
    if (observable != "rd_to_gdp") return std::nullopt;
    if (const scenario::Figure* intensity = figure(result, "rd_intensity", year)) return Published{intensity->value, false};
    const scenario::Figure* rd = figure(result, "rd_expenditure", year);
    const scenario::Figure* gdp = figure(result, "gdp", year);
    if (rd == nullptr || gdp == nullptr || gdp->value <= 0) return std::nullopt;
    return Published{rd->value / gdp->value, true};
}

std::string outlook_text(const Result& result, const TextStyle& style) {
    const auto say = [&](Word pattern, const auto&... values) {
        return fmt::format(fmt::runtime(word(pattern, style.language)), values...);
    };
    const engine::Panel& panel = result.province;
    const std::size_t years = result.years.size();
    constexpr std::size_t quantiles = engine::quantile_levels.size();
    FittedTable table({{say(Word::column_name), false, 100, true, 16},
                       {say(Word::column_year)},
                       {say(Word::column_median), true},
                       {say(Word::column_band)},
                       {say(Word::column_published), true},
                       {say(Word::column_position), false, 10}});
    bool any = false, any_unused = false;
    for (const char* id : headline_observables) {
        const auto found = std::find_if(panel.observables.begin(), panel.observables.end(),
                                        [&](const engine::Observable& observable) { return observable.id == id; });
        if (panel.ids.empty() || found == panel.observables.end()) continue;
        any = true;
        const auto index = static_cast<std::size_t>(found - panel.observables.begin());
        const double* values = panel.quantile.data() + panel.at(0, index, 0, years) * quantiles;
        const NumberStyle number = style_for(found->unit, {values[3], values[(years - 1) * quantiles + 3]});
        const std::string_view unit = unit_word(found->unit, style.language);
        const std::string& name = name_in(found->name, style.language);
        for (std::size_t y = 0; y < years; ++y) {
            const double* row = values + y * quantiles;
            const int year = result.years[y];
            const std::optional<Published> outcome = published(result, id, year);
            const bool unused = outcome && year > result.run.base_year;
            any_unused = any_unused || unused;
            const bool comparable = outcome && !std::isnan(row[3]);
            const Word position = comparable ? position_of(outcome->value, row) : Word::position_inside;
            table.add({{y > 0          ? ""
                        : unit.empty() ? name
                                       : say(Word::name_and_unit, name, unit)},
                       {std::to_string(year)},
                       {number.text(row[3])},
                       {fmt::format("{}–{}", number.bare(row[0]), number.bare(row[6]))},
                       {outcome ? number.text(outcome->value) + (unused ? "*" : " ") : ""},
                       {!comparable ? ""
                        : unused    ? say(position)
                                    : say(Word::position_at_start),
                        comparable && unused ? colour_of(position) : Colour::none}});
        }
    }
    if (!any) return say(Word::no_outlook) + '\n';
    const std::string& province = name_in(panel.names.front(), style.language);
    const std::string heading = say(Word::outlook_heading, province.empty() ? panel.ids.front() : province);
    std::string text = (style.colour ? coloured(heading, Colour::bold) : heading) + "\n\n" + table.text(style.width, style.colour);
    if (any_unused) text += '\n' + wrapped(say(Word::not_used), style.width, 2);
    return text;
}

}  // namespace zonecast::outputs
