#include "model/scenario/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/base/characters.hpp"
#include "model/base/text.hpp"
#include "model/scenario/csv_form.hpp"
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
                diagnostics_.error({file_, line_, 1}, say("表格超过 {} 行", "the table has more than {} rows", most_rows),
                                   Text("确认这是要读的文件", "check that this is the file you meant"));
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
            diagnostics_.error({file_, start_line_, start_column_},
                               Text("这个单元格开头的引号没有闭合", "the quote that begins this cell is never closed"),
                               Text("补上引号；单元格内部的引号要写两遍",
                                    "close it with a quote; a quote inside a quoted cell is written twice"));
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
            diagnostics_.error({file_, line_, column_},
                               say("无法读取表格：{}", "cannot read the table: {}", csv_strerror(csv_error(&parser_))));
            return false;
        }
        Text what = quoted_ ? Text("单元格的闭引号之后还有文字", "text follows the closing quote of a cell")
                            : Text("单元格内有引号，但开头没有", "a quote stands inside a cell that does not begin with one");
        if (quoted_ && start_line_ != line_) what += say("；该单元格始于第 {} 行", "; the cell began in line {}", start_line_);
        diagnostics_.error({file_, line_, column_}, what,
                           Text("给整个单元格加引号，内部的引号写两遍", "put quotes around the whole cell, and write a quote inside it twice"));
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

}  // namespace

std::optional<CsvTable> CsvTable::parse(const std::string& file, const std::string& text, const std::vector<CsvColumn>& columns,
                                        Diagnostics& diagnostics) {
    if (has_wrong_form(file, text, columns, diagnostics)) return std::nullopt;
    CsvTable table;
    table.file_ = file;
    Splitter splitter(file, text, diagnostics);
    table.incomplete_ = !splitter.split();
    if (splitter.rows.empty()) {
        if (!table.incomplete_) 
            diagnostics.error({file, 1, 1}, Text("表格没有表头", "the table has no header row"),
                              Text("第一行写列名", "begin with a row of column names"));
        return std::nullopt;
    }
    table.header_ = std::move(splitter.rows.front());
    while (!table.header_.empty() && table.header_.back().text.empty())
        table.header_.pop_back();  // spreadsheets leave empty columns behind

    std::vector<std::string> names;
    for (const CsvColumn& column : columns) names.push_back(column.name);

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
            Text hint("删去它", "remove it");
            if (!name.empty())
                hint = did_you_mean(name);
            else if (!free.empty())
                hint = suggestion(cell.text, names, hint);
            diagnostics.error(where,
                              cell.text.empty() ? Text("有一列没有名称", "a column has no name")
                                                : say("不认识的列 {}", "unknown column {}", in_quotes(cell.text)),
                              hint);
            if (name.empty()) continue;
            meant_by_mistake.insert(name);
        }
        const auto [entry, added] = table.columns_.emplace(name, i);
        if (!added) {
            const CsvCell& first = table.header_[entry->second];
            diagnostics.error(where,
                              say("列 {} 出现两次，第一次在第 {} 个字符处", "the column {} stands twice, first at column {}", in_quotes(name),
                                  first.column),
                              Text("删去其中一列", "remove one of the two"));
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
        diagnostics.error(start, say("缺少列 {}", "the column {} is missing", in_quotes(column.name)),
                          say("在表头（现为：{}）中加上它，并填好每一行", "add it to the header (which is: {}) and fill it in every row",
                              base::truncated(header, 200)));
    }
    if (!usable) return std::nullopt;

    std::size_t required = 0;
    for (const CsvColumn& column : columns) required += column.required ? 1 : 0;
    const auto empty_required = [&](const Cells& row) {
        std::size_t empty = 0;
        for (const CsvColumn& column : columns)
            if (column.required && row[table.columns_.at(column.name)].text.empty()) ++empty;
        return empty;
    };
    std::map<std::string, std::pair<RowSeparator, std::vector<std::size_t>>> other_separators;  // rows written with one
    for (std::size_t i = 1; i < splitter.rows.size(); ++i) {
        Cells& row = splitter.rows[i];
        if (all_empty(row)) continue;
        const std::size_t wanted = table.header_.size();
        if (row.size() > wanted && !all_empty(row, wanted)) {
            const auto quoted = std::find_if(row.begin(), row.end(), [](const CsvCell& cell) {
                return !cell.text.starts_with('"') && base::ascii_form(cell.text).starts_with('"');
            });
            diagnostics.error({file, row[wanted].line, row[wanted].column},
                              say("这一行有 {} 个单元格，表头有 {} 个", "the row has {} cells, the header {}", row.size(), wanted),
                              quoted == row.end() ? Text("含逗号的单元格要加引号", "put quotes around a cell that holds a comma")
                                                  : say("{}不是 CSV 的引号：含逗号的单元格用 \" 括起来",
                                                        "{} is no quote of CSV: write \" around a cell that holds a comma",
                                                        base::name_of_character(base::code_points(quoted->text).front())));
            table.incomplete_ = true;
            continue;
        }
        if (row.size() < wanted) {
            table.incomplete_ = true;
            if (const auto other = separator_of(row, wanted)) {
                auto& [first, lines] = other_separators.try_emplace(other->name.en, *other, std::vector<std::size_t>()).first->second;
                lines.push_back(row.front().line);
                continue;
            }
            diagnostics.error({file, row.back().line, row.back().column},
                              row.size() == 1 ? say("这一行只有 1 个单元格，表头有 {} 个", "the row has 1 cell, the header {}", wanted)
                                              : say("这一行到此只有 {} 个单元格，表头有 {} 个",
                                                    "the row ends here with {} cells, the header has {}", row.size(), wanted),
                              Text("每个单元格都要有逗号，空的也要", "write a comma for every cell, also for empty ones"));
            continue;
        }
        if (const std::size_t empty = empty_required(row); empty >= 3 && 2 * empty > required) {
            table.incomplete_ = true;
            const CsvCell& said = *std::find_if(row.begin(), row.end(), [](const CsvCell& cell) { return !cell.text.empty(); });
            diagnostics.error({file, said.line, said.column},
                              say("这一行的必填单元格多半为空：{}", "most cells of this row that must be filled are empty: {}",
                                  in_quotes(base::truncated(said.text, 60))),
                              Text("若是注或合计，删去这一行；若是数据，填好它",
                                   "if it is a footnote or a total, remove the row; if it is a record, fill it in"));
            continue;
        }
        table.rows_.push_back(std::move(row));
    }
    for (auto& [name, found] : other_separators) {
        auto& [first, lines] = found;
        lines.erase(lines.begin());
        diagnostics.error({file, first.line, first.column},
                          say("这一行的单元格用{}分隔，而不是逗号", "the cells of this row are separated by {}, not by commas", first.name),
                          lines.empty() ? Text("改为逗号", "write commas")
                                        : say("改为逗号；{}也是如此", "write commas; so do {}", lines_text(lines)));
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

void CsvRow::error(const std::string& column, const Text& what, const Text& hint) const {
    diagnostics_->error(where(column), what, hint);
}

void CsvRow::empty_cell(const std::string& column, const Text& hint) const {
    error(column, say("列 {} 的单元格是空的", "the cell of the column {} is empty", in_quotes(column)), hint);
}

void CsvRow::missing_mark(const std::string& column) const {
    const auto [entry, first] = table_->missing_marks_.try_emplace(column);
    CsvTable::MissingMarks& marks = entry->second;
    if (first) {
        marks.problem = diagnostics_->problems().size();
        error(column,
              say("{} 在列 {} 中只表示没有数值", "{} in the column {} is a mark for a missing value, not a number", in_quotes(cell(column)),
                  in_quotes(column)),
              Text("没有的数据不写：删去这一行，或（可选的列）留空",
                   "what is not known is not written: remove the row, or leave the cell of an optional column empty"));
        return;
    }
    marks.lines.push_back(where(column).line);
    if (marks.problem >= diagnostics_->problems().size()) return;
    diagnostics_->set_hint(
        marks.problem,
        say("没有的数据不写：删去这一行，或（可选的列）留空；{}也是如此",
            "what is not known is not written: remove the row, or leave the cell of an optional column empty; the same in {}",
            lines_text(marks.lines)));
}

std::string CsvRow::required(const std::string& column) const {
    const std::string& text = cell(column);
    if (text.empty()) empty_cell(column, Text("填写它", "fill it in"));
    return text;
}

double CsvRow::number(const std::string& column, double low, double high, std::optional<double> otherwise) const {
    const std::string& text = cell(column);
    const double fallback = otherwise ? *otherwise : std::clamp(0.0, low, high);
    if (text.empty()) {
        if (!otherwise) empty_cell(column, Text("填写一个数", "write a number"));
        return fallback;
    }
    const auto value = parse_number(text);
    if (!value) {
        if (base::marks_missing(text))
            missing_mark(column);
        else
            error(column, say("列 {1} 中的 {0} 不是数", "{0} in the column {1} is not a number", in_quotes(text), in_quotes(column)),
                  number_hint(text));
        return fallback;
    }
    if (*value < low || *value > high) {
        error(column, say("{} 是 {}，但它应{}", "{} is {}; it must be {}", in_quotes(column), number_text(*value), range_text(low, high)));
        return fallback;
    }
    return *value;
}

double CsvRow::share(const std::string& column, std::optional<double> otherwise) const {
    const std::string& text = cell(column);
    const auto value = parse_number(text);
    if (value && *value > 1) {
        error(column, say("{} 是 {}，但份额不能大于 1", "{} is {}, but a share cannot be above 1", in_quotes(column), number_text(*value)),
              *value <= 100 ? say("百分数写成比值：{}", "write per cent as a ratio: {}", number_text(*value / 100))
                            : Text("写成 0 到 1 之间的比值", "write it as a ratio between 0 and 1"));
        return otherwise ? *otherwise : 0;
    }
    return number(column, 0, 1, otherwise);
}

std::optional<int> CsvRow::year(const std::string& column, bool need) const {
    const std::string& text = cell(column);
    if (text.empty()) {
        if (need) empty_cell(column, Text("填写公历年份", "write a calendar year"));
        return std::nullopt;
    }
    const auto value = parse_number(text);
    if (!value || *value != std::floor(*value)) {
        const auto plain = parse_number(base::ascii_form(text));
        error(column, say("列 {1} 中的 {0} 不是年份", "{0} in the column {1} is not a year", in_quotes(text), in_quotes(column)),
              !value && plain ? number_hint(text) : Text("填写公历年份，如 2016", "write a calendar year such as 2016"));
        return std::nullopt;
    }
    if (!plausible_year(*value)) {
        error(column, say("年份 {} 不在 {} 之内", "the year {} lies outside {}", number_text(*value), plausible_years_text()),
              Text("核对年份", "check the year"));
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
        empty_cell(column, suggestion("", words));
    else if (!text.empty())
        error(column, say("{} 不是列 {} 的取值", "{} is not a value of the column {}", in_quotes(text), in_quotes(column)),
              suggestion(text, words));
    return words.size();
}

}  // namespace zonecast::scenario
