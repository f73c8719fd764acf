// Tables: quoting, positions of cells, headers, typed cells.
#include "model/scenario/csv.hpp"

#include <gtest/gtest.h>

#include "tests/support/problems.hpp"

namespace zonecast::scenario {
namespace {

using test::has_error;

const std::vector<CsvColumn> id_and_value{{"id", true}, {"value", true}, {"note", false}};

std::optional<CsvTable> parse(const std::string& text, Diagnostics& diagnostics, const std::vector<CsvColumn>& columns = id_and_value) {
    return CsvTable::parse("table.csv", text, columns, diagnostics);
}

TEST(Csv, ReadsCellsInAnyOrderOfColumns) {
    Diagnostics diagnostics;
    const auto table = parse("note,value,id\nhello,2.5,a\n", diagnostics);
    ASSERT_TRUE(table);
    ASSERT_EQ(table->size(), 1u);
    const CsvRow row = table->row(0, diagnostics);
    EXPECT_EQ(row.text("id"), "a");
    EXPECT_EQ(row.number("value", 0, 10), 2.5);
    EXPECT_EQ(row.text("note"), "hello");
    EXPECT_EQ(diagnostics.text(), "");
}

TEST(Csv, QuotedCellsHoldCommasQuotesAndLines) {
    Diagnostics diagnostics;
    const auto table = parse("id,value,note\r\na,1,\"one, \"\"two\"\"\r\nthree\"\r\nb,2,x\r\n", diagnostics);
    ASSERT_TRUE(table);
    ASSERT_EQ(table->size(), 2u);
    EXPECT_EQ(table->row(0, diagnostics).text("note"), "one, \"two\"\r\nthree");
    EXPECT_EQ(diagnostics.text(), "");
}

TEST(Csv, LinesAreCountedThroughCellsOfSeveralLines) {
    Diagnostics diagnostics;
    const auto table = parse("id,value,note\na,1,\"one\ntwo\n\nthree\"\n\nb,2,x\n", diagnostics);
    ASSERT_TRUE(table);
    ASSERT_EQ(table->size(), 2u);
    EXPECT_EQ(table->row(0, diagnostics).where("note").line, 2u);
    EXPECT_EQ(table->row(0, diagnostics).where("note").column, 5u);
    EXPECT_EQ(table->row(1, diagnostics).where("id").line, 7u);
    EXPECT_EQ(table->row(1, diagnostics).where("value").column, 3u);
}

TEST(Csv, LineEndsOfAllSystemsCount) {
    for (const char* text : {"id,value\na,1\nb,2\n", "id,value\r\na,1\r\nb,2\r\n", "id,value\ra,1\rb,2\r", "id,value\na,1\nb,2"}) {
        Diagnostics diagnostics;
        const auto table = parse(text, diagnostics);
        ASSERT_TRUE(table);
        ASSERT_EQ(table->size(), 2u) << text;
        EXPECT_EQ(table->row(1, diagnostics).where().line, 3u) << text;
        EXPECT_EQ(table->row(1, diagnostics).text("value"), "2");
    }
}

TEST(Csv, ColumnsCountCharacters) {
    Diagnostics diagnostics;
    const auto table = parse("id,value,note\n工程机械, 7 ,  x\n\"长,沙\",8,\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->row(0, diagnostics).where("value").column, 7u);
    EXPECT_EQ(table->row(0, diagnostics).text("value"), "7");
    EXPECT_EQ(table->row(0, diagnostics).where("note").column, 12u);
    EXPECT_EQ(table->row(1, diagnostics).where("value").column, 7u);
    EXPECT_EQ(table->row(1, diagnostics).where("note").column, 9u);
}

TEST(Csv, EmptyCellsStandAtTheirComma) {
    Diagnostics diagnostics;
    const auto table = parse("id,value,note\na,,\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->row(0, diagnostics).where("value").column, 3u);
    EXPECT_EQ(table->row(0, diagnostics).where("note").column, 4u);
}

TEST(Csv, EmptyRowsAndColumnsOfSpreadsheetsAreIgnored) {
    Diagnostics diagnostics;
    const auto table = parse("id,value,,\na,1,,\n,,,\n  \nb,2,,\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->size(), 2u);
    EXPECT_EQ(diagnostics.text(), "");
}

TEST(Csv, UnknownColumnIsNamedAndReadAsTheOneThatWasMeant) {
    Diagnostics diagnostics;
    const auto table = parse("id,valeu\na,y\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 1, 4, "unknown column \"valeu\"", "did you mean \"value\"?"));
    EXPECT_EQ(diagnostics.error_count(), 1u);
    EXPECT_EQ(table->row(0, diagnostics).number("value", 0, 1), 0);
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 2, 3, "\"y\" in the column \"value\" is not a number", "12.5"));
}

TEST(Csv, MissingColumnIsNamed) {
    Diagnostics diagnostics;
    EXPECT_FALSE(parse("id,note\na,x\n", diagnostics));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 1, 1, "the column \"value\" is missing", "which is: id,note"));
}

TEST(Csv, DoubleColumnIsNamed) {
    Diagnostics diagnostics;
    ASSERT_TRUE(parse("id,value,id\na,1,b\n", diagnostics));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 1, 10, "\"id\" stands twice, first at column 1", "remove"));
}

TEST(Csv, SemicolonsAndTabsAreNamed) {
    Diagnostics semicolons, tabs;
    EXPECT_FALSE(parse("id;value\na;1\n", semicolons));
    EXPECT_TRUE(has_error(semicolons, "table.csv", 1, 3, "separated by semicolons", "commas"));
    EXPECT_FALSE(parse("id\tvalue\na\t1\n", tabs));
    EXPECT_TRUE(has_error(tabs, "table.csv", 1, 3, "separated by tabs", "commas"));
}

TEST(Csv, RowsOfAnotherLengthAreNamed) {
    Diagnostics diagnostics;
    const auto table = parse("id,value\na,1,2\nb\nc,3\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 2, 5, "3 cells, the header 2", "quotes"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 3, 1, "the row has 1 cell, the header", "comma"));
    EXPECT_EQ(table->size(), 1u);
    EXPECT_TRUE(table->incomplete());
}

TEST(Csv, OpenQuoteIsNamedWhereItBegan) {
    Diagnostics diagnostics;
    const auto table = parse("id,value\na,1\n\"b,2\nc,3\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 3, 1, "never closed", "twice"));
    EXPECT_TRUE(table->incomplete());
}

TEST(Csv, QuotesInTheWrongPlaceAreNamed) {
    Diagnostics inside, after;
    ASSERT_TRUE(parse("id,value\na\"b,1\n", inside));
    EXPECT_TRUE(has_error(inside, "table.csv", 2, 2, "a quote stands inside a cell", "quotes around"));
    ASSERT_TRUE(parse("id,value\n\"a\nb\"c,1\n", after));
    EXPECT_TRUE(has_error(after, "table.csv", 3, 3, "text follows the closing quote of a cell; the cell began in line 2", "quotes around"));
}

TEST(Csv, NumbersAreChecked) {
    Diagnostics diagnostics;
    const auto table = parse("id,value\na,nan\nb,inf\nc,1e999\nd,0x10\ne,\"1,234\"\nf,12亿元\ng,１２\nh,-1\ni,\n", diagnostics);
    ASSERT_TRUE(table);
    for (std::size_t i = 0; i < table->size(); ++i) EXPECT_EQ(table->row(i, diagnostics).number("value", 0, 100), 0);
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 2, 3, "\"nan\" in the column \"value\" is a mark for a missing value", "remove the row"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 3, 3, "\"inf\"", "plain number"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 4, 3, "\"1e999\"", "plain number"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 5, 3, "\"0x10\"", "plain number"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 6, 3, "\"1,234\"", "without thousands separators: 1234"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 7, 3, "\"12亿元\"", "write the number alone (12)"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 8, 3, "\"１２\"", "full-width digit １ (U+FF11); write 12"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 9, 3, "\"value\" is -1; it must be between 0 and 100", ""));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 10, 3, "\"value\" is empty", "number"));
    EXPECT_EQ(diagnostics.error_count(), 9u);
}

TEST(Csv, SharesAreChecked) {
    Diagnostics diagnostics;
    const auto table = parse("id,value\na,1.2\nb,50\nc,1\nd,-0.1\n", diagnostics);
    ASSERT_TRUE(table);
    for (std::size_t i = 0; i < table->size(); ++i) static_cast<void>(table->row(i, diagnostics).share("value"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 2, 3, "a share cannot be above 1", "ratio: 0.012"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 3, 3, "a share cannot be above 1", "ratio: 0.5"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 5, 3, "between 0 and 1", ""));
    EXPECT_EQ(diagnostics.error_count(), 3u);
}

TEST(Csv, YearsAreChecked) {
    Diagnostics diagnostics;
    const auto table = parse("id,value\na,2016\nb,20 16\nc,2016.5\nd,1850\ne,\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->row(0, diagnostics).year("value", true), 2016);
    for (std::size_t i = 1; i < table->size(); ++i) EXPECT_FALSE(table->row(i, diagnostics).year("value", true));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 3, 3, "not a year", "2016"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 4, 3, "not a year", "2016"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 5, 3, "the year 1850 lies outside 1978-2100", "check"));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 6, 3, "empty", "year"));
    EXPECT_FALSE(table->row(4, diagnostics).year("value", false));
    EXPECT_EQ(diagnostics.error_count(), 4u);
}

TEST(Csv, WordsAndFlagsAreChecked) {
    Diagnostics diagnostics;
    const std::vector<std::pair<std::string, int>> words{{"generic", 1}, {"specific", 2}};
    const auto table = parse("id,value\na,specfic\nb,1\nc,\nd,maybe\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->row(0, diagnostics).choice<int>("value", words), 1);
    EXPECT_TRUE(
        has_error(diagnostics, "table.csv", 2, 3, "\"specfic\" is not a value of the column \"value\"", "did you mean \"specific\"?"));
    EXPECT_TRUE(table->row(1, diagnostics).flag("value", false));
    EXPECT_FALSE(table->row(2, diagnostics).flag("value", false));
    EXPECT_EQ(table->row(2, diagnostics).choice<int>("value", words, 2), 2);
    EXPECT_EQ(diagnostics.error_count(), 1u);
    EXPECT_FALSE(table->row(3, diagnostics).flag("value", false));
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 5, 3, "\"maybe\"", "known are: 0, 1"));
}

TEST(Csv, AMillionRowsAreEnough) {
    std::string text = "id,value\n";
    for (int i = 0; i < 1000001; ++i) text += "a,1\n";
    Diagnostics diagnostics;
    const auto table = parse(text, diagnostics);
    ASSERT_TRUE(table);
    EXPECT_TRUE(has_error(diagnostics, "table.csv", 1000001, 1, "more than 1000000 rows", "check"));
    EXPECT_TRUE(table->incomplete());
}

TEST(Csv, AHashIsAnOrdinaryCharacter) {
    Diagnostics diagnostics;
    const auto table = parse("id,value\n#a,1\n", diagnostics);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->row(0, diagnostics).text("id"), "#a");
}

}  // namespace
}  // namespace zonecast::scenario
