#include "model/scenario/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include "model/base/characters.hpp"
#include "model/base/text.hpp"
#include "model/base/units.hpp"

namespace zonecast::scenario {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// `text` without the characters of `drop`.
std::string without(std::string_view text, std::string_view drop) {
    std::string kept;
    for (const char c : text)
        if (drop.find(c) == std::string_view::npos) kept.push_back(c);
    return kept;
}

/// Whether `text` is digits in groups of three behind the first, parted by `mark`: "1,370", "17,860,410".
bool grouped(std::string_view text, char mark) {
    const std::size_t first = text.find(mark);
    if (first == 0 || first > 3 || text.front() == '0') return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((i < first || (i - first) % 4 != 0) ? !is_digit(text[i]) : text[i] != mark) return false;
    return (text.size() - first) % 4 == 0;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// A number written as other countries and spreadsheets do: commas, blanks or apostrophes between groups, a comma as
/// decimal mark. Nothing for what could mean anything else. `whole_numbers`: no other is asked for.
std::optional<Text> other_way_hint(std::string_view text, bool whole_numbers) {
    const std::string sign = text.starts_with('-') ? "-" : "";
    text.remove_prefix(sign.size());
    if (text.empty() || !is_digit(text.front()) || text.find_first_not_of("0123456789., '") != std::string_view::npos) return std::nullopt;
    const Text separators("去掉分隔符：{}", "write it without separators: {}");
    const auto plain = [&](std::string_view whole, std::string_view mark, std::string_view fraction) {
        std::string number = sign + without(whole, mark);
        if (!fraction.empty()) number += "." + std::string(fraction);
        return number;
    };
    const std::size_t comma = text.rfind(','), dot = text.rfind('.');
    const bool commas = comma != std::string_view::npos, dots = dot != std::string_view::npos;
    for (const char mark : {' ', '\''}) {  // "17 860", "17 860,41", "17'860.41"
        if (text.find(mark) == std::string_view::npos) continue;
        const std::size_t end = std::min(text.find_first_of(",."), text.size());
        const std::string_view fraction = text.substr(std::min(end + 1, text.size()));
        if (!grouped(text.substr(0, end), mark) || (end < text.size() && !all_digits(fraction))) return std::nullopt;
        return say(separators.zh, separators.en, plain(text.substr(0, end), std::string_view(&mark, 1), fraction));
    }
    if (!commas) {  // "17.860.410"
        if (std::count(text.begin(), text.end(), '.') < 2 || !grouped(text, '.')) return std::nullopt;
        return say(separators.zh, separators.en, plain(text, ".", {}));
    }
    if (dots && dot > comma) {  // "17,860.41"
        if (!grouped(text.substr(0, dot), ',') || !all_digits(text.substr(dot + 1))) return std::nullopt;
        return say("去掉千位分隔符：{}", "write it without thousands separators: {}",
                   plain(text.substr(0, dot), ",", text.substr(dot + 1)));
    }
    const bool several = text.find(',') != comma;
    if (several) {  // "17,860,410"
        if (dots || !grouped(text, ',')) return std::nullopt;
        return say("去掉千位分隔符：{}", "write it without thousands separators: {}", plain(text, ",", {}));
    }
    const std::string_view whole = text.substr(0, comma), fraction = text.substr(comma + 1);
    if (!all_digits(fraction) || (dots ? !grouped(whole, '.') : !all_digits(whole))) return std::nullopt;
    const std::string decimal = plain(whole, ".", fraction);
    if (!dots && grouped(text, ','))  // "1,370"
        return say("去掉千位分隔符：{}", "write it without thousands separators: {}", plain(text, ",", {})) +
               (whole_numbers ? Text() : say("（逗号若是小数点，写 {}）", " ({} if the comma is a decimal mark)", decimal));
    return say("小数点写作 \".\"：{}", "the decimal mark is a full stop: write {}", decimal);
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
    text = base::trimmed(text);
    if (text.empty()) return std::nullopt;
    const char first = text.front() == '-' && text.size() > 1 ? text[1] : text.front();
    if (!is_digit(first) && first != '.') return std::nullopt;  // from_chars would take "nan" and "inf"
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

Text number_hint(std::string_view text, std::string_view example) {
    text = base::trimmed(text);
    if (text.empty()) return {"填写一个数", "write a number"};
    if (const auto odd = base::first_lookalike(text)) {
        const std::string plain = base::ascii_form(text);
        const Text name = base::name_of_character(*odd);
        if (parse_number(plain)) return say("其中含有{}；写 {}", "it holds {}; write {}", name, plain);
        return say("其中含有{}；{}", "it holds {}; {}", name, number_hint(plain, example));
    }
    if (base::marks_missing(text))
        return {"没有的数值不写：留空，或删去", "a value that is not known is not written: leave it empty, or remove it"};
    if (text.front() == '+' && parse_number(text.substr(1))) return {"去掉加号", "write it without the plus sign"};
    if (const auto hint = other_way_hint(text, example.find('.') == std::string_view::npos)) return *hint;
    if (is_digit(text.front()) && text.find_first_not_of("0123456789., '") == std::string_view::npos)
        return say("只写数字，小数点用 \".\"，如 {}", "write the digits alone, with a full stop as the decimal mark, such as {}", example);
    std::size_t digits = 0;
    while (digits < text.size() && (is_digit(text[digits]) || text[digits] == '.' || text[digits] == '-')) ++digits;
    if (digits > 0 && parse_number(text.substr(0, digits)) && base::parse_unit(text.substr(digits)))
        return say("只写数（{}），单位另有其位", "write the number alone ({}); units have their own place", text.substr(0, digits));
    return say("写一个普通的数，如 {}", "write a plain number such as {}", example);
}

Text range_text(double low, double high) {
    if (std::isinf(high)) {
        return std::isinf(low) ? Text("为任意数", "any number") : say("不小于 {}", "at least {}", number_text(low));
    }
    if (std::isinf(low)) return say("不大于 {}", "at most {}", number_text(high));
    return say("在 {} 与 {} 之间", "between {} and {}", number_text(low), number_text(high));
}

std::string number_text(double value) {
    std::array<char, 64> buffer{};
    const double size = std::abs(value);
    const bool plain = size >= 1e-5 && size < 1e15;  // as people write it; else with a power of ten
    const auto [end, error] = plain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
                                    : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("?");
}

std::string rounded_text(double value) {
    if (!std::isfinite(value) || value == 0) return number_text(value);
    const double power = std::pow(10.0, 5 - std::floor(std::log10(std::abs(value))));
    return number_text(power >= 1 ? std::round(value * power) / power : std::round(value * power) * std::round(1 / power));
}

}  // namespace zonecast::scenario
