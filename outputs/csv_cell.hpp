// Texts in the tables that the program writes for spreadsheets.
#pragma once

#include <string>

namespace zonecast::outputs {

/// The text with an apostrophe in front if a spreadsheet would take it for a formula: if it begins with =, +, - or @ (full-width too) and
/// is no plain number, or begins with a control character. Spreadsheets understand the apostrophe as "this is text".
[[nodiscard]] std::string guarded(const std::string& text);

/// The guarded text in quotes, as RFC 4180 writes a text with any character in it; an empty text is an empty cell.
[[nodiscard]] std::string text_cell(const std::string& text);

}  // namespace zonecast::outputs
