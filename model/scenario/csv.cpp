#include "model/scenario/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/base/text.hpp"
#include "model/scenario/ids.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/years.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

using Cells = std::vector<CsvCell>;

/// No table of a scenario comes near this; beyond it the file is another one.
constexpr std::size_t most_rows = 1000000;

/// Splits text into rows of cells with libcsv, which does not say where a cell stands: bytes are handed over one by one and counted.
class Splitter {
public:
    Splitter(const std::string& file, const std::string& text, Diagnostics& diagnostics)
        : file_(file), text_(text), diagnostics_(diagnostics) {
        csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    }
    ~Splitter() { csv_free(&parser_); }
    Splitter(const Splitter&) = delete;
    Splitter& operator=(const Splitter&) = delete;

    /// All rows up to the end or to the first error; returns whether the end was reached.
    bool split() {
        for (std::size_t i = 0; i < text_.size(); ++i) {
            const char c = text_[i];
            if (!started_ && c != ' ' && c != '\t') mark_start(c == '"');
            if (csv_parse(&parser_, &c, 1, on_cell, on_row, this) != 1) return fail();
            if (rows.size() > most_rows) {
                diagnostics_.error({file_, line_, 1}, "the table has more than " + std::to_string(most_rows) + " rows",
                                   "check that this is the file you meant");
                return false;
            }
            if (c == '\n' || (c == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n'))) {
                ++line_;
                column_ = 1;
                if (row_.empty() && !inside_quotes()) started_ = false;  // an empty line
            } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
                ++column_;
            }
        }
        if (csv_fini(&parser_, on_cell, on_row, this) != 0) {
            diagnostics_.error({file_, start_line_, start_column_}, "the quote that begins this cell is never closed",
                               "close it with a quote; a quote inside a quoted cell is written twice");
            return false;
        }
        return true;
    }

    std::vector<Cells> rows;

private:
    static void on_cell(void* data, std::size_t size, void* self) {
        auto& splitter = *static_cast<Splitter*>(self);
        if (!splitter.started_) splitter.mark_start(false);
        splitter.row_.push_back(
            {std::string(base::trimmed({static_cast<const char*>(data), size})), splitter.start_line_, splitter.start_column_});
        splitter.started_ = false;
    }
    static void on_row(int, void* self) {
        auto& splitter = *static_cast<Splitter*>(self);
        splitter.rows.push_back(std::move(splitter.row_));
        splitter.row_.clear();
        splitter.started_ = false;
    }
    void mark_start(bool quote) {
        started_ = true;
        quoted_ = quote;
        start_line_ = line_;
        start_column_ = column_;
    }
    [[nodiscard]] bool inside_quotes() const { return started_ && quoted_; }
    bool fail() {
        if (csv_error(&parser_) != CSV_EPARSE) {
            diagnostics_.error({file_, line_, column_}, std::string("cannot read the table: ") + csv_strerror(csv_error(&parser_)));
            return false;
        }
        std::string what =
            quoted_ ? "text follows the closing quote of a cell" : "a quote stands inside a cell that does not begin with one";
        if (quoted_ && start_line_ != line_) what += "; the cell began in line " + std::to_string(start_line_);
        diagnostics_.error({file_, line_, column_}, what, "put quotes around the whole cell, and write a quote inside it twice");
        return false;
    }

    const std::string& file_;
    const std::string& text_;
    Diagnostics& diagnostics_;
    csv_parser parser_{};
    Cells row_;
    std::size_t line_ = 1, column_ = 1;
    std::size_t start_line_ = 1, start_column_ = 1;
    bool started_ = false, quoted_ = false;
};

bool all_empty(const Cells& row, std::size_t from = 0) {
    return std::all_of(row.begin() + static_cast<std::ptrdiff_t>(std::min(from, row.size())), row.end(),
                       [](const CsvCell& cell) { return cell.text.empty(); });
}

std::string range_text(double low, double high) {
    if (std::isinf(high)) return std::isinf(low) ? "any number" : "at least " + number_text(low);
    if (std::isinf(low)) return "at most " + number_text(high);
    return "between " + number_text(low) + " and " + number_text(high);
}

}  // namespace

std::optional<CsvTable> CsvTable::parse(const std::string& file, const std::string& text, const std::vector<CsvColumn>& columns,
                                        Diagnostics& diagnostics) {
    CsvTable table;
    table.file_ = file;
    Splitter splitter(file, text, diagnostics);
    table.incomplete_ = !splitter.split();
    if (splitter.rows.empty()) {
        if (!table.incomplete_) diagnostics.error({file, 1, 1}, "the table has no header row", "begin with a row of column names");
        return std::nullopt;
    }
    table.header_ = std::move(splitter.rows.front());
    while (!table.header_.empty() && table.header_.back().text.empty())
        table.header_.pop_back();  // spreadsheets leave empty columns behind

    std::vector<std::string> names;
    for (const CsvColumn& column : columns) names.push_back(column.name);
    if (table.header_.size() == 1 && names.size() > 1) {
        const CsvCell& only = table.header_.front();
        for (const auto& [mark, word] : {std::pair{';', "semicolons"}, std::pair{'\t', "tabs"}}) {
            if (only.text.find(mark) == std::string::npos) continue;
            diagnostics.error({file, only.line, only.column}, std::string("the cells are separated by ") + word + ", not by commas",
                              "save the table with commas as separators");
            return std::nullopt;
        }
    }

    std::set<std::string> present;
    for (const CsvCell& cell : table.header_) present.insert(cell.text);
    std::set<std::string> meant_by_mistake;
    for (std::size_t i = 0; i < table.header_.size(); ++i) {
        const CsvCell& cell = table.header_[i];
        const Location where{file, cell.line, cell.column};
        std::string name = cell.text;
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            std::vector<std::string> free;
            for (const std::string& known : names)
                if (present.count(known) == 0 && meant_by_mistake.count(known) == 0) free.push_back(known);
            name = closest(cell.text, free);
            std::string hint = "remove it";
            if (!name.empty())
                hint = "did you mean " + in_quotes(name) + "?";
            else if (!free.empty())
                hint = suggestion(cell.text, names, "remove it");
            diagnostics.error(where, cell.text.empty() ? "a column has no name" : "unknown column " + in_quotes(cell.text), hint);
            if (name.empty()) continue;
            meant_by_mistake.insert(name);
        }
        const auto [entry, added] = table.columns_.emplace(name, i);
        if (!added) {
            const CsvCell& first = table.header_[entry->second];
            diagnostics.error(where, "the column " + in_quotes(name) + " stands twice, first at column " + std::to_string(first.column),
                              "remove one of the two");
        }
    }
    bool usable = true;
    const Location start =
        table.header_.empty() ? Location{file, 1, 1} : Location{file, table.header_.front().line, table.header_.front().column};
    for (const CsvColumn& column : columns) {
        if (!column.required || table.columns_.count(column.name) > 0) continue;
        usable = false;
        std::string header;
        for (const CsvCell& cell : table.header_) header += (header.empty() ? "" : ",") + cell.text;
        diagnostics.error(start, "the column " + in_quotes(column.name) + " is missing",
                          "add it to the header (which is: " + base::truncated(header, 200) + ") and fill it in every row");
    }
    if (!usable) return std::nullopt;

    for (std::size_t i = 1; i < splitter.rows.size(); ++i) {
        Cells& row = splitter.rows[i];
        if (all_empty(row)) continue;
        const std::size_t wanted = table.header_.size();
        if (row.size() > wanted && !all_empty(row, wanted)) {
            diagnostics.error({file, row[wanted].line, row[wanted].column},
                              "the row has " + std::to_string(row.size()) + " cells, the header " + std::to_string(wanted),
                              "put quotes around a cell that holds a comma");
            table.incomplete_ = true;
            continue;
        }
        if (row.size() < wanted) {
            diagnostics.error({file, row.back().line, row.back().column},
                              "the row ends here with " + std::to_string(row.size()) + " cells, the header has " + std::to_string(wanted),
                              "write a comma for every cell, also for empty ones");
            table.incomplete_ = true;
            continue;
        }
        table.rows_.push_back(std::move(row));
    }
    return table;
}

CsvRow CsvTable::row(std::size_t i, Diagnostics& diagnostics) const {
    return {*this, i, diagnostics};
}

Location CsvTable::header(const std::string& column) const {
    const auto found = columns_.find(column);
    const CsvCell& cell = header_[found == columns_.end() ? 0 : found->second];
    return {file_, cell.line, cell.column};
}

Location CsvRow::where() const {
    const CsvCell& cell = table_->rows_[row_].front();
    return {table_->file_, cell.line, cell.column};
}

Location CsvRow::where(const std::string& column) const {
    const auto found = table_->columns_.find(column);
    if (found == table_->columns_.end()) return where();
    const CsvCell& cell = table_->rows_[row_][found->second];
    return {table_->file_, cell.line, cell.column};
}

const std::string& CsvRow::cell(const std::string& column) const {
    static const std::string none;
    const auto found = table_->columns_.find(column);
    return found == table_->columns_.end() ? none : table_->rows_[row_][found->second].text;
}

void CsvRow::error(const std::string& column, const std::string& what, const std::string& hint) const {
    diagnostics_->error(where(column), what, hint);
}

std::string CsvRow::required(const std::string& column) const {
    const std::string& text = cell(column);
    if (text.empty()) error(column, "the cell of the column " + in_quotes(column) + " is empty", "fill it in");
    return text;
}

double CsvRow::number(const std::string& column, double low, double high, std::optional<double> otherwise) const {
    const std::string& text = cell(column);
    const double fallback = otherwise ? *otherwise : std::clamp(0.0, low, high);
    if (text.empty()) {
        if (!otherwise) error(column, "the cell of the column " + in_quotes(column) + " is empty", "write a number");
        return fallback;
    }
    const auto value = parse_number(text);
    if (!value) {
        error(column, in_quotes(text) + " in the column " + in_quotes(column) + " is not a number", number_hint(text));
        return fallback;
    }
    if (*value < low || *value > high) {
        error(column, in_quotes(column) + " is " + number_text(*value) + "; it must be " + range_text(low, high));
        return fallback;
    }
    return *value;
}

double CsvRow::share(const std::string& column, std::optional<double> otherwise) const {
    const std::string& text = cell(column);
    const auto value = parse_number(text);
    if (value && *value > 1) {
        error(column, in_quotes(column) + " is " + number_text(*value) + ", but a share cannot be above 1",
              *value <= 100 ? "write per cent as a ratio: " + number_text(*value / 100) : "write it as a ratio between 0 and 1");
        return otherwise ? *otherwise : 0;
    }
    return number(column, 0, 1, otherwise);
}

std::optional<int> CsvRow::year(const std::string& column, bool need) const {
    const std::string& text = cell(column);
    if (text.empty()) {
        if (need) error(column, "the cell of the column " + in_quotes(column) + " is empty", "write a calendar year");
        return std::nullopt;
    }
    const auto value = parse_number(text);
    if (!value || *value != std::floor(*value)) {
        error(column, in_quotes(text) + " in the column " + in_quotes(column) + " is not a year", "write a calendar year such as 2016");
        return std::nullopt;
    }
    if (!plausible_year(*value)) {
        error(column, "the year " + number_text(*value) + " lies outside " + plausible_years_text(), "check the year");
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

bool CsvRow::flag(const std::string& column, bool otherwise) const {
    static const std::vector<std::pair<std::string, bool>> words{{"0", false},  {"1", true},      {"no", false},
                                                                 {"yes", true}, {"false", false}, {"true", true}};
    return choice<bool>(column, words, otherwise);
}

std::size_t CsvRow::word_index(const std::string& column, const std::vector<std::string>& words, bool may_be_empty) const {
    const std::string& text = cell(column);
    const auto found = std::find(words.begin(), words.end(), text);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    if (text.empty() && !may_be_empty)
        error(column, "the cell of the column " + in_quotes(column) + " is empty", suggestion("", words));
    else if (!text.empty())
        error(column, in_quotes(text) + " is not a value of the column " + in_quotes(column), suggestion(text, words));
    return words.size();
}

}  // namespace zonecast::scenario
