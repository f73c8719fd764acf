#include "command/numbers.hpp"

#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"

namespace zonecast::command {

namespace {

/// From here on doubles leave out whole numbers, so that "1e17" would not say which is meant.
constexpr double largest_exact = 9007199254740992.0;

Text out_of_range(const std::string& text, const Text& range) {
    return say("{} 不合适：应{}", "{} does not do: it must be {}", base::in_quotes(text), range);
}

}  // namespace

std::variant<std::uint64_t, Text> whole_number(const std::string& text, std::uint64_t least, std::uint64_t most) {
    const std::string_view word = base::trimmed(text);
    const Text range = say("在 {} 与 {} 之间", "between {} and {}", least, most);
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (failed == std::errc() && end == word.data() + word.size()) {
        if (value < least || value > most) return out_of_range(text, range);
        return value;
    }
    if (failed == std::errc::result_out_of_range && end == word.data() + word.size()) return out_of_range(text, range);
    const auto real = scenario::parse_number(word);
    if (!real) return say("{} 不是整数：{}", "{} is not a whole number: {}", base::in_quotes(text), scenario::number_hint(word, "1000"));
    if (*real != std::floor(*real))
        return say("{} 不是整数", "{} is not a whole number", base::in_quotes(text));
    if (*real < 0 || *real > static_cast<double>(most)) return out_of_range(text, range);
    if (*real > largest_exact) return say("{} 须写出全部数字", "{} must be written with all its digits", base::in_quotes(text));
    return whole_number(std::to_string(static_cast<std::uint64_t>(*real)), least, most);
}

std::variant<double, Text> real_number(const std::string& text, double low, double high) {
    const auto value = scenario::parse_number(text);
    if (!value) return say("{} 不是数：{}", "{} is not a number: {}", base::in_quotes(text), scenario::number_hint(text));
    if (*value < low || *value > high) return out_of_range(text, scenario::range_text(low, high));
    return *value;
}

}  // namespace zonecast::command
