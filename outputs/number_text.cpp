#include "outputs/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace zonecast::outputs {

namespace {

using scenario::Statistic;

/// Fixed decimals, thousands grouped by commas.
std::string grouped(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (text.find_first_not_of("-0.") == std::string::npos && text.front() == '-') text.erase(0, 1);  // no minus zero
    const std::size_t first = text.front() == '-' ? 1 : 0;
    std::size_t at = std::min(text.find('.'), text.size());
    while (at > first + 3) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

double factor(NumberStyle::Kind kind) {
    return kind == NumberStyle::Kind::percent ? 100.0 : 1.0;
}

bool whole(double value) {
    return std::abs(value - std::round(value)) < 1e-9 * std::max(1.0, std::abs(value));
}

int decimals_for(const std::vector<double>& like, double times) {
    double largest = 0;
    bool all_whole = true;
    for (const double value : like) {
        if (!std::isfinite(value)) continue;
        largest = std::max(largest, std::abs(value * times));
        all_whole = all_whole && whole(value * times);
    }
    if (all_whole || largest >= 100) return 0;
    if (largest >= 10) return 1;
    return largest >= 1 ? 2 : 3;
}

/// The shortest text of a threshold as the plan states it: up to three decimals, no zeros at the end.
std::string stated(double value, NumberStyle::Kind kind) {
    std::string text = grouped(value * factor(kind), 3);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string with_sign(std::string number, NumberStyle::Kind kind) {
    switch (kind) {
        case NumberStyle::Kind::percent:
            return number + " %";
        case NumberStyle::Kind::times:
            return number + " ×";
        case NumberStyle::Kind::plain:
            break;
    }
    return number;
}

NumberStyle::Kind kind_of(std::string_view unit) {
    return unit == "ratio" || unit == "ratio per year" ? NumberStyle::Kind::percent : NumberStyle::Kind::plain;
}

NumberStyle::Kind kind_of(const scenario::Target& target) {
    if (target.statistic == Statistic::ratio_to_base) return NumberStyle::Kind::times;
    if (target.statistic == Statistic::share || target.statistic == Statistic::mean_annual_growth) return NumberStyle::Kind::percent;
    return kind_of(target.unit);
}

std::string_view sign_of(scenario::Comparison comparison) {
    switch (comparison) {
        case scenario::Comparison::greater_equal:
            return "≥ ";
        case scenario::Comparison::greater:
            return "> ";
        case scenario::Comparison::less_equal:
            return "≤ ";
        case scenario::Comparison::less:
            return "< ";
        case scenario::Comparison::between:
            break;
    }
    return "";
}

}  // namespace

std::string NumberStyle::bare(double value) const {
    if (std::isnan(value)) return "–";
    if (std::isinf(value)) return value > 0 ? "∞" : "-∞";
    return grouped(value * factor(kind), decimals);
}

std::string NumberStyle::text(double value) const {
    return std::isnan(value) ? "–" : with_sign(bare(value), kind);
}

NumberStyle style_for(std::string_view unit, const std::vector<double>& like) {
    const NumberStyle::Kind kind = kind_of(unit);
    return {kind, decimals_for(like, factor(kind))};
}

NumberStyle style_for(const scenario::Target& target, const std::vector<double>& like) {
    const NumberStyle::Kind kind = kind_of(target);
    return {kind, decimals_for(like, factor(kind))};
}

std::string target_text(const scenario::Target& target, Language language) {
    const auto fill = [&](Word pattern, const auto&... values) { return fmt::format(fmt::runtime(word(pattern, language)), values...); };
    if (target.statistic == Statistic::improves_every_year) {
        const std::string text(word(Word::improves, language));
        return target.quantifier == scenario::Quantifier::each ? fill(Word::each_zone, text) : text;
    }
    if (target.statistic == Statistic::median_improves && target.value == 0) return std::string(word(Word::median_improves, language));
    const NumberStyle::Kind kind = kind_of(target);
    std::string number = stated(target.value, kind);
    if (target.value_high) number = fill(Word::between, number, stated(*target.value_high, kind));
    std::string text = std::string(sign_of(target.comparison)) + with_sign(number, kind);
    const std::string_view unit = unit_word(target.unit, language);
    if (kind == NumberStyle::Kind::plain && !unit.empty())
        text = unit.front() == '/' ? text + std::string(unit) : fill(Word::with_unit, text, unit);
    if (target.statistic == Statistic::mean_annual_growth) text = fill(Word::a_year, text);
    if (target.statistic == Statistic::increase) text = fill(Word::increase, text);
    if (target.statistic == Statistic::cumulative) text = fill(Word::cumulative, text);
    return target.quantifier == scenario::Quantifier::each ? fill(Word::each_zone, text) : text;
}

std::string percent_text(double share) {
    return fmt::format("{:.1f} %", 100 * share);
}

std::string chance_text(double chance) {
    if (std::isnan(chance)) return "–";
    if (chance <= 0) return "0 %";
    if (chance >= 1) return "100 %";
    if (chance < 0.0005) return "< 0.1 %";
    if (chance > 0.9995) return "> 99.9 %";
    return fmt::format("{:.1f} %", 100 * chance);
}

}  // namespace zonecast::outputs
