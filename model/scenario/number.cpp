#include "model/scenario/number.hpp"

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
    if (is_digit(text.front()) && text.find(',') != std::string_view::npos && parse_number(without(text, ",")))
        return say("去掉千位分隔符：{}", "write it without thousands separators: {}", without(text, ","));
    if (is_digit(text.front()) && text.find(' ') != std::string_view::npos && parse_number(without(text, " ")))
        return say("去掉空格：{}", "write it without spaces: {}", without(text, " "));
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
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("?");
}

}  // namespace zonecast::scenario
