#include "model/scenario/csv_form.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "model/base/characters.hpp"
#include "model/base/text.hpp"

namespace zonecast::scenario {

namespace {

/// A header is looked for in so many lines.
constexpr std::size_t looked_at = 40;
constexpr std::size_t most_names_shown = 12;

struct Separator {
    std::string_view mark;
    Text name;
};

const std::array<Separator, 8>& other_separators() {
    static const std::array<Separator, 8> all{{{";", {"分号", "semicolons"}},
                                               {"\t", {"制表符", "tabs"}},
                                               {"，", {"全角逗号 ，（U+FF0C）", "full-width commas ， (U+FF0C)"}},
                                               {"；", {"全角分号 ；（U+FF1B）", "full-width semicolons ； (U+FF1B)"}},
                                               {"、", {"顿号 、（U+3001）", "ideographic commas 、 (U+3001)"}},
                                               {"|", {"竖线", "vertical bars"}},
                                               {"｜", {"全角竖线 ｜（U+FF5C）", "full-width bars ｜ (U+FF5C)"}},
                                               {"\xE2\x80\x9A", {"低单引号 ‚（U+201A）", "low quotes ‚ (U+201A)"}}}};
    return all;
}

/// The pieces of a line, without blanks and quotes around them. Quotes are not heeded: names of columns need none.
std::vector<std::string> pieces(std::string_view line, std::string_view separator) {
    std::vector<std::string> all;
    for (std::size_t at = 0;;) {
        const std::size_t end = std::min(line.find(separator, at), line.size());
        std::string_view piece = base::trimmed(line.substr(at, end - at));
        if (piece.size() >= 2 && piece.front() == '"' && piece.back() == '"') piece = base::trimmed(piece.substr(1, piece.size() - 2));
        all.emplace_back(piece);
        if (end == line.size()) return all;
        at = end + separator.size();
    }
}

class Form {
public:
    Form(const std::string& file, const std::string& text, const std::vector<CsvColumn>& columns, Diagnostics& diagnostics)
        : file_(file), columns_(columns), diagnostics_(diagnostics) {
        for (std::size_t at = 0; at < text.size() && lines_.size() < looked_at;) {
            const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
            lines_.push_back(std::string_view(text).substr(at, end - at));
            at = end + (text.compare(end, 2, "\r\n") == 0 ? 2 : 1);
        }
        while (first_ < lines_.size() && base::trimmed(lines_[first_]).empty()) ++first_;
        required_ = static_cast<std::size_t>(
            std::count_if(columns.begin(), columns.end(), [](const CsvColumn& column) { return column.required; }));
    }

    bool wrong() {
        if (first_ == lines_.size()) return false;
        const std::string_view line = lines_[first_];
        if (names_its_separator(line) || holds_lookalikes(line) || is_in_capitals(line)) return true;
        return !is_header(line, ",") && (has_other_separator(line) || header_stands_below() || has_no_header(line));
    }

private:
    /// How many of the columns a line names.
    [[nodiscard]] std::size_t named(std::string_view line, std::string_view separator) const {
        std::set<std::string> found;
        for (const std::string& piece : pieces(line, separator))
            for (const CsvColumn& column : columns_)
                if (piece == column.name) found.insert(piece);
        return found.size();
    }
    [[nodiscard]] bool is_header(std::string_view line, std::string_view separator) const {
        return named(line, separator) >= std::max<std::size_t>(std::min<std::size_t>(2, columns_.size()), (required_ + 1) / 2);
    }
    [[nodiscard]] std::size_t number(std::size_t line) const { return line + 1; }
    bool error(std::size_t line, std::size_t column, const Text& what, const Text& hint) {
        diagnostics_.error({file_, number(line), column}, what, hint);
        return true;
    }

    /// "sep=;", which Excel reads and nobody else.
    bool names_its_separator(std::string_view line) {
        const std::string start = base::ascii_form(base::trimmed(line.substr(0, 16)));
        const std::size_t at = start.find_first_not_of('"');
        if (at == std::string::npos) return false;
        const std::string_view word = std::string_view(start).substr(at, 4);
        if (word != "sep=" && word != "SEP=" && word != "Sep=") return false;
        const bool commas = start.compare(at, 5, "sep=,") == 0 || start.size() == at + 4;
        return error(first_, 1,
                     Text("这一行告诉 Excel 用什么分隔，不是表头", "this line tells a spreadsheet the separator; it is no header"),
                     commas ? Text("删去这一行，让表头成为第一行", "remove the line, so that the header is the first")
                            : Text("删去这一行，并用逗号分隔保存表格", "remove the line, and save the table with commas as separators"));
    }

    /// Characters that only look like commas, quotes or letters, or that cannot be seen: without them the header would name more columns.
    bool holds_lookalikes(std::string_view line) {
        const auto odd = base::first_lookalike(line);
        if (!odd || has_pure_separator(line)) return false;
        if (named(base::ascii_form(line), ",") <= named(line, ",")) return false;
        std::size_t column = 1;
        for (const char32_t point : base::code_points(line)) {
            if (point == *odd) break;
            ++column;
        }
        const std::string ascii = base::ascii_form(base::utf8(*odd));
        return error(first_, column, say("表头含有{}", "the header holds {}", base::name_of_character(*odd)),
                     ascii.empty() || ascii == " " ? Text("删去它", "remove it") : say("改写为 {}", "write {} instead", ascii));
    }
    /// "Series,Place,Year", as spreadsheets like to write it.
    bool is_in_capitals(std::string_view line) {
        std::string small(line);
        for (char& c : small)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (named(small, ",") < named(line, ",") + 2 || !is_header(small, ",")) return false;
        return error(first_, 1, Text("列名用了大写字母", "the names of columns are written with capitals"),
                     say("写成小写：{}", "write them in small letters: {}", base::truncated(small, 200)));
    }
    [[nodiscard]] bool has_pure_separator(std::string_view line) const {
        return std::any_of(other_separators().begin(), other_separators().end(),
                           [&](const Separator& separator) { return is_header(line, separator.mark); });
    }

    bool has_other_separator(std::string_view line) {
        for (const Separator& separator : other_separators()) {
            if (!is_header(line, separator.mark)) continue;
            const std::size_t at = line.find(separator.mark);
            return error(first_, base::count_characters(line.substr(0, at)) + 1,
                         say("各单元格用{}分隔，而不是逗号", "the cells are separated by {}, not by commas", separator.name),
                         Text("用逗号分隔保存表格", "save the table with commas as separators"));
        }
        return false;
    }

    /// A title or remarks above the header.
    bool header_stands_below() {
        for (std::size_t i = first_ + 1; i < lines_.size(); ++i) {
            const bool commas = is_header(lines_[i], ",");
            if (!commas && !has_pure_separator(lines_[i])) continue;
            const Text range = i == first_ + 1 ? say("第 {} 行", "line {}", number(first_))
                                               : say("第 {} 至 {} 行", "lines {} to {}", number(first_), number(i) - 1);
            return error(first_, 1,
                         say("表头在第 {} 行，上面的文字不属于表格",
                             "the header is in line {}; what stands above it is no part of the table", number(i)),
                         commas ? say("删去{}", "remove {}", range)
                                : say("删去{}，并用逗号分隔保存表格", "remove {}, and save the table with commas as separators", range));
        }
        return false;
    }

    bool has_no_header(std::string_view line) {
        if (required_ < 3 || named(line, ",") > 0) return false;
        std::vector<std::string> names;
        Text header;
        for (const CsvColumn& column : columns_) {
            names.push_back(column.name);
            if (column.required && names.size() <= most_names_shown) header += Text(header.empty() ? "" : ",") + Text(column.name);
        }
        for (const std::string& piece : pieces(line, ","))
            if (!closest(piece, names).empty()) return false;
        return error(first_, 1,
                     Text("这一行没有此表的任何列名，因此不是表头", "this line names no column of the table, so it is no header"),
                     say("第一行写：{}", "begin with the line: {}", header));
    }

    const std::string& file_;
    const std::vector<CsvColumn>& columns_;
    Diagnostics& diagnostics_;
    std::vector<std::string_view> lines_;
    std::size_t first_ = 0, required_ = 0;
};

}  // namespace

bool has_wrong_form(const std::string& file, const std::string& text, const std::vector<CsvColumn>& columns, Diagnostics& diagnostics) {
    return Form(file, text, columns, diagnostics).wrong();
}

std::optional<RowSeparator> separator_of(const std::vector<CsvCell>& row, std::size_t wanted) {
    for (const Separator& separator : other_separators()) {
        std::size_t cells = row.size();
        const CsvCell* first = nullptr;
        for (const CsvCell& cell : row) {
            const std::size_t more = pieces(cell.text, separator.mark).size() - 1;
            if (more > 0 && first == nullptr) first = &cell;
            cells += more;
        }
        // Chinese prose has such marks too: only a row that they fill exactly, or one without any comma, speaks for them.
        if (first == nullptr || (row.size() > 1 ? cells != wanted || separator.mark != "，" : cells < wanted)) continue;
        const std::size_t at = first->text.find(separator.mark);
        return RowSeparator{separator.name, first->line, first->column + base::count_characters(first->text.substr(0, at))};
    }
    return std::nullopt;
}

Text lines_text(const std::vector<std::size_t>& lines) {
    constexpr std::size_t shown = 6;
    std::vector<Text> named;
    for (std::size_t i = 0; i < std::min(lines.size(), shown); ++i) named.emplace_back(lines[i]);
    const Text list = listed(named);
    if (lines.size() == 1) return say("第 {} 行", "line {}", list);
    if (lines.size() <= shown) return say("第 {} 行", "lines {}", list);
    return say("第 {0} 行及另外 {1} 行", "lines {0} and {1} more", list, lines.size() - shown);
}

}  // namespace zonecast::scenario
