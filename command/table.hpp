// Tables of text for a terminal, aligned by display width (a Chinese character takes two cells).
#pragma once

#include <string>
#include <vector>

namespace zonecast::command {

enum class Align { left, right };

class Table {
public:
    explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}
    /// A row has as many cells as the table has columns; else std::invalid_argument.
    void add(std::vector<std::string> row);
    /// All rows, each cell padded to its column's width, two blanks between columns, `indent` blanks before.
    [[nodiscard]] std::string text(std::size_t indent = 0) const;

private:
    std::vector<Align> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace zonecast::command
