// A table of text that fits the width of a terminal: it shortens one column and, where that is not enough, leaves out the least important.
#pragma once

#include <string>
#include <vector>

namespace zonecast::outputs {

enum class Colour { none, green, yellow, magenta, red, faint, bold };

/// `text` in a colour of the terminal; as it is for Colour::none.
[[nodiscard]] std::string coloured(const std::string& text, Colour colour);

struct Cell {
    std::string text;
    Colour colour = Colour::none;
};

struct Column {
    std::string head;
    bool right = false;     ///< aligned right
    int importance = 100;   ///< columns with the least go first when the table is too wide; 100: never
    bool flexible = false;  ///< may be shortened down to `least_width`; one column at most
    std::size_t least_width = 0;
};

class FittedTable {
public:
    explicit FittedTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
    /// A row with as many cells as there are columns.
    void add(std::vector<Cell> row);
    /// Head and rows, two blanks between columns, in at most `width` cells if that can be. Widths count terminal cells: a Chinese character
    /// takes two. Lines end without blanks.
    [[nodiscard]] std::string text(std::size_t width, bool colour) const;
    /// Whether that text has the column.
    [[nodiscard]] bool shows(std::size_t column, std::size_t width) const;

private:
    /// Columns and their widths in a text of `width` cells.
    struct Layout {
        std::vector<std::size_t> shown, widths;
    };
    [[nodiscard]] Layout layout(std::size_t width) const;

    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

/// `text` broken into lines of at most `width` cells, further lines indented by `indent`. Breaks at blanks and after Chinese punctuation,
/// but not between a number and its sign.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace zonecast::outputs
