// What the program says to people, in both of its languages.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zonecast {

enum class Language { zh, en };

/// A text in both languages. Names, numbers and paths read the same in both.
struct Text {
    std::string zh, en;

    Text() = default;
    Text(std::string chinese, std::string english) : zh(std::move(chinese)), en(std::move(english)) {}
    Text(const std::string& same) : zh(same), en(same) {}  // NOLINT(google-explicit-constructor)
    Text(std::string_view same) : Text(std::string(same)) {}  // NOLINT(google-explicit-constructor)
    Text(const char* same) : Text(std::string(same)) {}       // NOLINT(google-explicit-constructor)
    template <std::integral Number>
    Text(Number number) : Text(std::to_string(number)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool empty() const { return en.empty(); }
    [[nodiscard]] const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
    Text& operator+=(const Text& more) {
        zh += more.zh;
        en += more.en;
        return *this;
    }
    friend Text operator+(Text first, const Text& second) { return first += second; }
    friend bool operator==(const Text&, const Text&) = default;
};

/// Two patterns of {fmt} filled with the same arguments, each in its language: say("第 {} 行", "line {}", 3). A pattern may name its
/// arguments by number ({0}, {1}) where the languages order them differently. Throws fmt::format_error for a pattern that does not fit.
[[nodiscard]] Text say_with(std::string_view zh, std::string_view en, const std::vector<Text>& arguments);

template <class... Arguments>
[[nodiscard]] Text say(std::string_view zh, std::string_view en, const Arguments&... arguments) {
    return say_with(zh, en, {Text(arguments)...});
}

/// The texts one after the other: "甲、乙" and "a, b". Of more than `most` only the first are named: "甲、乙等 5 项", "a, b and 3 more".
[[nodiscard]] Text listed(const std::vector<Text>& texts, std::size_t most = static_cast<std::size_t>(-1));

}  // namespace zonecast
