// Characters that look like others or cannot be seen, and marks for missing values.
#include "model/base/characters.hpp"

#include <gtest/gtest.h>

#include "model/base/say.hpp"
#include "model/base/text.hpp"

namespace zonecast::base {
namespace {

TEST(Characters, ReadAsTheAsciiThatIsMeant) {
    EXPECT_EQ(ascii_form("ｇｄｐ，２０２０；“x”＝‘y’"), "gdp,2020;\"x\"='y'");
    EXPECT_EQ(ascii_form("≥ 12．5％"), ">= 12.5%");
    EXPECT_EQ(ascii_form("a\xE2\x80\x8B"  // zero-width space
                         "b\xC2\xA0"      // no-break space
                         "c\xEF\xBB\xBF"), "ab c");
    EXPECT_EQ(ascii_form("高新区 plain"), "高新区 plain");
}

TEST(Characters, AreNamedInWords) {
    EXPECT_EQ(name_of_character(U'，').en, "a full-width comma ， (U+FF0C)");
    EXPECT_EQ(name_of_character(U'，').zh, "全角逗号 ，（U+FF0C）");
    EXPECT_EQ(name_of_character(0x200B).en, "a zero-width space (U+200B)");
    EXPECT_EQ(name_of_character(U'３').en, "a full-width digit ３ (U+FF13)");
    EXPECT_EQ(name_of_character(U'名').en, "a character 名 (U+540D)");
}

TEST(Characters, TheFirstLookAlikeIsFound) {
    EXPECT_EQ(first_lookalike("gdp，x"), U'，');
    EXPECT_FALSE(first_lookalike("高新区 plain, \"quoted\""));
}

TEST(Characters, UnseenOnesAreShownInQuotes) {
    EXPECT_EQ(in_quotes("a\xE2\x80\x8B"), "\"a<U+200B>\"");
}

TEST(Characters, MarksOfMissingValues) {
    for (const char* mark : {"-", "—", "——", "－", "N/A", "n.a.", "null", "无", "……", "...", "#REF!", "#DIV/0!", "缺失", "／"})
        EXPECT_TRUE(marks_missing(mark)) << mark;
    for (const char* value : {"", "0", "-1", "3.5", "12.5 %", "abc", "1-2"}) EXPECT_FALSE(marks_missing(value)) << value;
}

TEST(Say, FillsBothLanguages) {
    const Text both = say("{1} 的 {0}", "{0} of {1}", 3, Text("省", "the province"));
    EXPECT_EQ(both.zh, "省 的 3");
    EXPECT_EQ(both.en, "3 of the province");
    EXPECT_EQ(listed({"a", "b"}).zh, "a、b");
    EXPECT_EQ(listed({"a", "b"}).en, "a, b");
}

}  // namespace
}  // namespace zonecast::base
