#include "outputs/fitted_table.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "model/base/text.hpp"

namespace zonecast::outputs {

namespace {

constexpr std::size_t gap = 2;  ///< blanks between columns

std::string padded(const std::string& text, std::size_t width, bool right) {
    return right ? base::pad_left(text, width) : base::pad_right(text, width);
}

/// Whether a line may end at the blank at `at`: not between a number and its sign.
bool may_break(const std::string& text, std::size_t at) {
    static const std::array<std::string, 4> signs{"<", ">", "≥", "±"};
    if (text.compare(at + 1, 1, "%") == 0) return false;
    return std::none_of(signs.begin(), signs.end(), [&](const std::string& sign) { return text.substr(0, at).ends_with(sign); });
}

/// Length in bytes of the piece of `text` from `from` that a line may end after: with a blank or a Chinese punctuation mark at its end.
std::size_t piece_length(const std::string& text, std::size_t from) {
    static const std::array<std::string, 5> marks{"，", "。", "；", "、", "："};
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == ' ' && may_break(text, at)) return at + 1 - from;
        for (const std::string& mark : marks)
            if (text.compare(at, mark.size(), mark) == 0) return at + mark.size() - from;
    }
    return text.size() - from;
}

std::string without_blanks_at_end(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

}  // namespace

std::string coloured(const std::string& text, Colour colour) {
    const auto in = [&](const char* code) { return "\x1b[" + std::string(code) + "m" + text + "\x1b[0m"; };
    switch (colour) {
        case Colour::none:
            break;
        case Colour::green:
            return in("32");
        case Colour::yellow:
            return in("33");
        case Colour::magenta:
            return in("35");
        case Colour::red:
            return in("31");
        case Colour::faint:
            return in("2");
        case Colour::bold:
            return in("1");
    }
    return text;
}

void FittedTable::add(std::vector<Cell> row) {
    if (row.size() != columns_.size()) throw std::logic_error("a row has other columns than its table");
    rows_.push_back(std::move(row));
}

FittedTable::Layout FittedTable::layout(std::size_t width) const {
    Layout layout;
    std::vector<std::size_t>& widths = layout.widths;
    std::vector<std::size_t>& shown = layout.shown;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        shown.push_back(c);
        widths.push_back(base::display_width(columns_[c].head));
        for (const std::vector<Cell>& row : rows_) widths[c] = std::max(widths[c], base::display_width(row[c].text));
    }
    const auto least = [&](std::size_t c) { return columns_[c].flexible ? std::min(widths[c], columns_[c].least_width) : widths[c]; };
    const auto total = [&](auto width_of) {
        std::size_t sum = gap * (shown.size() - 1);
        for (const std::size_t c : shown) sum += width_of(c);
        return sum;
    };
    while (total(least) > width) {
        const auto first_to_go = std::min_element(
            shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) { return columns_[a].importance < columns_[b].importance; });
        if (columns_[*first_to_go].importance >= 100) break;
        shown.erase(first_to_go);
    }
    const std::size_t natural = total([&](std::size_t c) { return widths[c]; });
    for (const std::size_t c : shown) {
        if (!columns_[c].flexible || natural <= width) continue;
        widths[c] = std::max(least(c), widths[c] - std::min(widths[c], natural - width));
    }
    return layout;
}

bool FittedTable::shows(std::size_t column, std::size_t width) const {
    const std::vector<std::size_t> shown = layout(width).shown;
    return std::find(shown.begin(), shown.end(), column) != shown.end();
}

std::string FittedTable::text(std::size_t width, bool colour) const {
    const Layout fitted = layout(width);
    const std::vector<std::size_t>& shown = fitted.shown;
    const std::vector<std::size_t>& widths = fitted.widths;
    std::string text;
    const auto line = [&](auto cell_of) {
        std::string done;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const std::size_t c = shown[i];
            const Cell cell = cell_of(c);
            // The last column needs no blanks after it, and no line may end with any.
            std::string part = padded(base::truncated(cell.text, widths[c]), widths[c], columns_[c].right);
            if (i + 1 == shown.size()) part = without_blanks_at_end(part);
            done += (i == 0 ? "" : std::string(gap, ' ')) + (colour ? coloured(part, cell.colour) : part);
        }
        text += without_blanks_at_end(done) + '\n';
    };
    line([&](std::size_t c) { return Cell{columns_[c].head, Colour::bold}; });
    for (const std::vector<Cell>& row : rows_) line([&](std::size_t c) { return row[c]; });
    return text;
}

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
    std::string lines, line;
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = piece_length(text, at);
        const std::string piece = text.substr(at, length);
        const std::size_t cells = base::display_width(without_blanks_at_end(piece));
        if (used > indent && used + cells > width) {
            lines += without_blanks_at_end(line) + '\n';
            line = std::string(indent, ' ');
            used = indent;
        }
        line += piece;
        used += base::display_width(piece);
        at += length;
    }
    return lines + without_blanks_at_end(line) + '\n';
}

}  // namespace zonecast::outputs
