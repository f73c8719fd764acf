#include "model/scenario/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

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

std::string number_hint(std::string_view text) {
    text = base::trimmed(text);
    if (text.empty()) return "write a number";
    for (const char32_t c : base::code_points(text))
        if ((c >= 0xFF10 && c <= 0xFF19) || c == 0xFF0E) return "write the digits in ASCII, not in full-width form";
    if (text.front() == '+' && parse_number(text.substr(1))) return "write it without the plus sign";
    if (is_digit(text.front()) && text.find(',') != std::string_view::npos && parse_number(without(text, ",")))
        return "write it without thousands separators: " + without(text, ",");
    if (is_digit(text.front()) && text.find(' ') != std::string_view::npos && parse_number(without(text, " ")))
        return "write it without spaces: " + without(text, " ");
    std::size_t digits = 0;
    while (digits < text.size() && (is_digit(text[digits]) || text[digits] == '.' || text[digits] == '-')) ++digits;
    if (digits > 0 && parse_number(text.substr(0, digits)) && base::parse_unit(text.substr(digits)))
        return "write the number alone (" + std::string(text.substr(0, digits)) + "); units have their own place";
    return "write a plain number such as 12.5";
}

std::string number_text(double value) {
    std::array<char, 64> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("?");
}

}  // namespace zonecast::scenario
