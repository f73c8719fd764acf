#include "command/table.hpp"

#include <algorithm>
#include <stdexcept>

#include "model/base/text.hpp"

namespace zonecast::command {

void Table::add(std::vector<std::string> row) {
    if (row.size() != columns_.size()) throw std::invalid_argument("a row of a table has another number of cells than the table has columns");
    rows_.push_back(std::move(row));
}

std::string Table::text(std::size_t indent) const {
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], base::display_width(row[i]));
    std::string out;
    for (const auto& row : rows_) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) line += "  ";
            line += columns_[i] == Align::left ? base::pad_right(row[i], widths[i]) : base::pad_left(row[i], widths[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

}  // namespace zonecast::command
