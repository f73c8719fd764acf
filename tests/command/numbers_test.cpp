// Numbers on the command line mean what a person means, or are refused with the reason.
#include "command/numbers.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace zonecast::command {
namespace {

constexpr std::uint64_t highest = std::numeric_limits<std::uint64_t>::max();

std::uint64_t number(const std::string& text, std::uint64_t least = 0, std::uint64_t most = highest) {
    const auto read = whole_number(text, least, most);
    if (const Text* why = std::get_if<Text>(&read)) {
        ADD_FAILURE() << text << ": " << why->en;
        return 0;
    }
    return std::get<std::uint64_t>(read);
}

std::string refusal(const std::string& text, std::uint64_t least = 0, std::uint64_t most = highest) {
    const auto read = whole_number(text, least, most);
    const Text* why = std::get_if<Text>(&read);
    return why == nullptr ? "taken as " + std::to_string(std::get<std::uint64_t>(read)) : why->en;
}

TEST(WholeNumber, IsDecimal) {
    EXPECT_EQ(number("10"), 10u);
    EXPECT_EQ(number("010"), 10u);
    EXPECT_EQ(number("0"), 0u);
    EXPECT_EQ(number(" 7 "), 7u);
    EXPECT_EQ(number("18446744073709551615"), highest);
}

TEST(WholeNumber, MayBeWrittenWithAnExponent) {
    EXPECT_EQ(number("1e6"), 1'000'000u);
    EXPECT_EQ(number("1.5e3"), 1500u);
    EXPECT_EQ(number("1000.0"), 1000u);
}

TEST(WholeNumber, NeverWrapsAround) {
    for (const char* text : {"-1", "18446744073709551616", "99999999999999999999999", "1e30", "-0.5"})
        EXPECT_EQ(refusal(text).find("taken as"), std::string::npos) << refusal(text);
}

TEST(WholeNumber, SaysWhyItIsNone) {
    EXPECT_EQ(refusal("1,000"), "\"1,000\" is not a whole number: write it without thousands separators: 1000");
    EXPECT_EQ(refusal("１００"), "\"１００\" is not a whole number: it holds a full-width digit １ (U+FF11); write 100");
    EXPECT_EQ(refusal("1.5"), "\"1.5\" is not a whole number");
    EXPECT_EQ(refusal("0x10").find("taken as"), std::string::npos);
    EXPECT_EQ(refusal("many"), "\"many\" is not a whole number: write a plain number such as 1000");
    EXPECT_EQ(refusal("0", 1, 100), "\"0\" does not do: it must be between 1 and 100");
    EXPECT_EQ(refusal("-3", 1, 100), "\"-3\" does not do: it must be between 1 and 100");
    EXPECT_EQ(refusal("1e3", 1, 100), "\"1e3\" does not do: it must be between 1 and 100");
}

TEST(RealNumber, IsFiniteAndInItsRange) {
    EXPECT_EQ(std::get<double>(real_number("0.01", 0, 1)), 0.01);
    for (const char* text : {"nan", "inf", "1 %", "", "2", "0x1p-3"})
        EXPECT_TRUE(std::holds_alternative<Text>(real_number(text, 0, 1))) << text;
}

}  // namespace
}  // namespace zonecast::command
