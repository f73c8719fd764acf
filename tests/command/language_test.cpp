// Which language the program speaks: what the line asks for, else what the environment says.
#include "command/language.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <initializer_list>
#include <utility>
#include <vector>

namespace zonecast::command {
namespace {

class LanguageTest : public testing::Test {
protected:
    LanguageTest() { environment({}); }
    ~LanguageTest() override { environment({{"LANG", "C.UTF-8"}}); }

    static void environment(std::initializer_list<std::pair<const char*, const char*>> values) {
        for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) unsetenv(name);
        for (const auto& [name, value] : values) setenv(name, value, 1);
    }
    static Language asked(std::vector<const char*> words) {
        words.insert(words.begin(), "zonecast");
        return language_of(static_cast<int>(words.size()), words.data());
    }
};

TEST_F(LanguageTest, IsEnglishWhereNothingIsSaid) {
    EXPECT_EQ(language_of_environment(), Language::en);
}

TEST_F(LanguageTest, FollowsTheLocale) {
    environment({{"LANG", "zh_CN.UTF-8"}});
    EXPECT_EQ(language_of_environment(), Language::zh);
}

TEST_F(LanguageTest, StrongerVariablesComeFirstAndEmptyOnesDoNotCount) {
    environment({{"LANG", "zh_CN.UTF-8"}, {"LC_ALL", "C"}});
    EXPECT_EQ(language_of_environment(), Language::en);
    environment({{"LC_ALL", ""}, {"LC_MESSAGES", "zh_TW"}, {"LANG", "en_GB.UTF-8"}});
    EXPECT_EQ(language_of_environment(), Language::zh);
}

TEST_F(LanguageTest, TheCommandLineComesFirst) {
    EXPECT_EQ(asked({"check", "plan.toml", "--lang", "zh"}), Language::zh);
    EXPECT_EQ(asked({"--lang=zh", "check"}), Language::zh);
    environment({{"LANG", "zh_CN.UTF-8"}});
    EXPECT_EQ(asked({"check", "--lang", "en"}), Language::en);
    EXPECT_EQ(asked({"check"}), Language::zh);
}

TEST_F(LanguageTest, WhatIsNoLanguageIsLeftToTheParser) {
    EXPECT_EQ(asked({"check", "--lang"}), Language::en);
    EXPECT_EQ(asked({"check", "--lang", "fr"}), Language::en);
}

}  // namespace
}  // namespace zonecast::command
