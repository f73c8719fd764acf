// Text from files of unknown origin, and its width on a terminal.
#include "model/base/text.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/support/problems.hpp"

namespace zonecast::base {
namespace {

/// A file with given bytes, removed at the end of its life.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& bytes) {
        std::string pattern = (std::filesystem::temp_directory_path() / "zonecast-text-XXXXXX").string();
        const int number = mkstemp(pattern.data());
        EXPECT_GE(number, 0);
        close(number);
        path_ = pattern;
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

std::optional<std::string> read_bytes(const std::string& bytes, Diagnostics& diagnostics) {
    const TemporaryFile file(bytes);
    return read_text_file(file.path(), "table.csv", diagnostics);
}

TEST(Utf8, FindsTheFirstBadByteByLineAndCharacter) {
    EXPECT_FALSE(find_invalid_utf8("plain 工程机械 text\n"));
    const auto found = find_invalid_utf8("一行\n工程\xFF机械");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->line, 2u);
    EXPECT_EQ(found->column, 3u);
    EXPECT_EQ(found->byte, 13u);
}

TEST(Utf8, RejectsOverlongFormsSurrogatesAndCutCharacters) {
    EXPECT_TRUE(find_invalid_utf8("\xC0\x80"));
    EXPECT_TRUE(find_invalid_utf8("\xED\xA0\x80"));
    EXPECT_TRUE(find_invalid_utf8("\xF4\x90\x80\x80"));
    EXPECT_TRUE(find_invalid_utf8("\xE5\xB7"));
}

TEST(Utf8, KnowsGbkFromNoise) {
    EXPECT_TRUE(looks_like_gb18030("id,name\n1,\xB9\xA4\xB3\xCC\xBB\xFA\xD0\xB5\n"));  // 工程机械
    EXPECT_TRUE(looks_like_gb18030("\x81\x39\xEE\x39\xB9\xA4\xB3\xCC"));  // a rare character of four bytes, then 工程
    EXPECT_FALSE(looks_like_gb18030("abc\xFF\xFE\xFD"));
    EXPECT_FALSE(looks_like_gb18030("plain"));
}

TEST(TextFile, DropsTheByteOrderMark) {
    Diagnostics diagnostics;
    const auto text = read_bytes("\xEF\xBB\xBFid,name\n", diagnostics);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "id,name\n");
    EXPECT_EQ(diagnostics.text(), "");
}

TEST(TextFile, NamesGbk) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_bytes("id,name\n1,\xB9\xA4\xB3\xCC\n", diagnostics));
    EXPECT_TRUE(test::has_error(diagnostics, "table.csv", 2, 3, "GBK", "save it as UTF-8"));
}

TEST(TextFile, PointsAtInvalidUtf8) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_bytes("id,name\n工,\xFF\n", diagnostics));
    EXPECT_TRUE(test::has_error(diagnostics, "table.csv", 2, 3, "not valid UTF-8", "save the file as UTF-8"));
}

TEST(TextFile, NamesUtf16) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_bytes(std::string("\xFF\xFEi\0d\0", 6), diagnostics));
    EXPECT_TRUE(test::has_error(diagnostics, "table.csv", 1, 1, "UTF-16", "UTF-8"));
}

TEST(TextFile, RefusesAnEmptyFile) {
    for (const char* bytes : {"", "\xEF\xBB\xBF", " \n\r\n"}) {
        Diagnostics diagnostics;
        EXPECT_FALSE(read_bytes(bytes, diagnostics));
        EXPECT_TRUE(test::has_error(diagnostics, "table.csv", 1, 1, "empty", "fill it in"));
    }
}

TEST(TextFile, RefusesZeroBytes) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_bytes(std::string("id\nab\0c\n", 8), diagnostics));
    EXPECT_TRUE(test::has_error(diagnostics, "table.csv", 2, 3, "zero byte", "check"));
}

TEST(TextFile, RefusesALineBeyondTheLimitAndSaysWhich) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_bytes("id\n" + std::string(longest_line + 1, 'x') + "\n", diagnostics));
    EXPECT_TRUE(test::has_error(diagnostics, "table.csv", 2, 1, "longer than 1 MiB", "check"));
    Diagnostics fine;
    EXPECT_TRUE(read_bytes("id\n" + std::string(longest_line, 'x') + "\n", fine));
}

TEST(TextFile, RefusesAHundredMegabytes) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_bytes(std::string(std::size_t{100} << 20, 'x'), diagnostics));
    EXPECT_TRUE(test::has_error(diagnostics, "table.csv", 0, 0, "larger than 64 MiB", "check"));
}

TEST(TextFile, SaysWhoAskedForAMissingFileAndWhatIsThere) {
    const TemporaryFile file("x");
    const std::string wrong = file.path().substr(0, file.path().size() - 1) + "_";
    Diagnostics diagnostics;
    EXPECT_FALSE(read_text_file(wrong, "table.csv", diagnostics, {"plan.toml", 7, 8}));
    const std::string meant = std::filesystem::path(file.path()).filename().string();
    EXPECT_TRUE(test::has_error(diagnostics, "plan.toml", 7, 8, "cannot read \"table.csv\": No such file", meant));
}

TEST(TextFile, RefusesAFolder) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_text_file(std::filesystem::temp_directory_path().string(), "folder", diagnostics));
    EXPECT_EQ(diagnostics.error_count(), 1u);
    EXPECT_NE(diagnostics.text().find("it is a folder"), std::string::npos);
}

TEST(Quotes, EscapeWhatATerminalWouldObey) {
    EXPECT_EQ(in_quotes("工程\x1B[31m\n\x7F"), "\"工程\\x1b[31m\\n\\x7f\"");
}

TEST(Quotes, CutLongText) {
    const std::string cut = in_quotes(std::string(1000, 'x'));
    EXPECT_EQ(count_characters(cut), 82u);
    EXPECT_NE(cut.find("…"), std::string::npos);
}

TEST(Trimming, KnowsTheIdeographicSpace) {
    EXPECT_EQ(trimmed(" \t　工程 机械　\r\n"), "工程 机械");
    EXPECT_EQ(trimmed("　 "), "");
}

TEST(Width, ChineseTakesTwoCells) {
    EXPECT_EQ(display_width("abc"), 3u);
    EXPECT_EQ(display_width("高企数"), 6u);
    EXPECT_EQ(display_width("e\u0301"), 1u);
}

TEST(Width, PaddingCountsCells) {
    EXPECT_EQ(pad_right("高企", 6), "高企  ");
    EXPECT_EQ(pad_left("高企", 6), "  高企");
    EXPECT_EQ(pad_right("高企数", 4), "高企数");
}

TEST(Width, TruncationNeverExceedsTheWidth) {
    EXPECT_EQ(truncated("高新技术企业", 12), "高新技术企业");
    EXPECT_EQ(truncated("高新技术企业", 8), "高新技…");
    EXPECT_EQ(truncated("abc", 0), "");
    for (std::size_t width = 1; width < 14; ++width) EXPECT_LE(display_width(truncated("高新ab技术企业", width)), width);
}

}  // namespace
}  // namespace zonecast::base
