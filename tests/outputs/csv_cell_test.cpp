// Texts in tables for spreadsheets: none is taken for a formula.
#include "outputs/csv_cell.hpp"

#include <gtest/gtest.h>

#include <string>

namespace zonecast::outputs {
namespace {

TEST(CsvCells, WhatBeginsAFormulaIsText) {
    for (const char* text : {"=1+1", "+cmd", "-x", "@SUM(A1)", "＝1+1", " =1+1", "\t=1", "\r=1", "\n=1", "－x"})
        EXPECT_EQ(guarded(text), "'" + std::string(text));
}

TEST(CsvCells, NumbersAndPlainTextsStay) {
    for (const char* text : {"", "-3.5", "1e6", "高新区", "a=b", "x-y", "'quoted'"}) EXPECT_EQ(guarded(text), text);
}

TEST(CsvCells, AreQuotedAsRfc4180Says) {
    EXPECT_EQ(text_cell(""), "");
    EXPECT_EQ(text_cell("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
    EXPECT_EQ(text_cell("=A1"), "\"'=A1\"");
}

}  // namespace
}  // namespace zonecast::outputs
