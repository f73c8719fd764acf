// Tables in comma-separated values (RFC 4180): a header row with known column names, then typed cells that remember where they stand.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/base/diagnostics.hpp"

namespace zonecast::scenario {

struct CsvColumn {
    std::string name;
    bool required = true;  ///< an optional column may be missing entirely
};

struct CsvCell {
    std::string text;                  ///< without quotes, and without blanks around it
    std::size_t line = 0, column = 0;  ///< of its first character, from 1
};

class CsvRow;

/// A table as read from a file. Rows that hold only empty cells are left out.
class CsvTable {
public:
    /// Reads `text`, the content of `file`. Unknown columns are errors with a suggestion (and are read as the column that was meant, so
    /// that the rest of the file is checked too); so are missing and double columns and rows of another length than the header. Returns
    /// nullopt if the table as a whole cannot be read.
    [[nodiscard]] static std::optional<CsvTable> parse(const std::string& file, const std::string& text,
                                                       const std::vector<CsvColumn>& columns, Diagnostics& diagnostics);

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    /// Row `i`, whose getters report to `diagnostics`. It refers to this table.
    [[nodiscard]] CsvRow row(std::size_t i, Diagnostics& diagnostics) const;
    [[nodiscard]] bool has(const std::string& column) const { return columns_.count(column) > 0; }
    /// Whether rows were left out because of errors.
    [[nodiscard]] bool incomplete() const { return incomplete_; }
    /// Place of a column's name in the header; of the header's start if the column is missing.
    [[nodiscard]] Location header(const std::string& column) const;

private:
    friend class CsvRow;
    std::string file_;
    std::map<std::string, std::size_t> columns_;  ///< name to position
    std::vector<CsvCell> header_;
    std::vector<std::vector<CsvCell>> rows_;
    bool incomplete_ = false;
    /// By column: the problem that tells of its marks for missing values, and the lines that have one. Rows add to it as they are read.
    struct MissingMarks {
        std::size_t problem = 0;
        std::vector<std::size_t> lines;
    };
    mutable std::map<std::string, MissingMarks> missing_marks_;
};

/// Typed access to one row. A getter that meets a bad cell records an error and returns its fallback, so that reading goes on.
class CsvRow {
public:
    [[nodiscard]] Location where() const;
    [[nodiscard]] Location where(const std::string& column) const;
    [[nodiscard]] bool empty(const std::string& column) const { return cell(column).empty(); }

    /// Text, which may be empty.
    [[nodiscard]] std::string text(const std::string& column) const { return cell(column); }
    /// Text that must not be empty.
    [[nodiscard]] std::string required(const std::string& column) const;
    /// A number in [low, high]; an empty cell is an error unless `otherwise` is given.
    [[nodiscard]] double number(const std::string& column, double low, double high, std::optional<double> otherwise = {}) const;
    /// A number in [0, 1].
    [[nodiscard]] double share(const std::string& column, std::optional<double> otherwise = {}) const;
    /// A calendar year within the plausible range, or nullopt for an empty or bad cell (an empty one is an error if `need`).
    [[nodiscard]] std::optional<int> year(const std::string& column, bool need) const;
    /// 0 or 1 (also: no, yes, false, true).
    [[nodiscard]] bool flag(const std::string& column, bool otherwise) const;
    /// One of a closed list of words; an empty cell is an error unless `otherwise` is given. A bad cell yields `otherwise` or the first of
    /// the list.
    template <class Value>
    [[nodiscard]] Value choice(const std::string& column, const std::vector<std::pair<std::string, Value>>& words,
                               std::optional<Value> otherwise = {}) const {
        const std::size_t found = word_index(column, names_of(words), otherwise.has_value());
        if (found < words.size()) return words[found].second;
        return otherwise ? *otherwise : words.front().second;
    }

    void error(const std::string& column, const Text& what, const Text& hint = {}) const;

private:
    friend class CsvTable;
    CsvRow(const CsvTable& table, std::size_t row, Diagnostics& diagnostics) : table_(&table), row_(row), diagnostics_(&diagnostics) {}

    template <class Value>
    static std::vector<std::string> names_of(const std::vector<std::pair<std::string, Value>>& words) {
        std::vector<std::string> names;
        for (const auto& word : words) names.push_back(word.first);
        return names;
    }
    [[nodiscard]] const std::string& cell(const std::string& column) const;
    void empty_cell(const std::string& column, const Text& hint) const;
    void missing_mark(const std::string& column) const;
    [[nodiscard]] std::size_t word_index(const std::string& column, const std::vector<std::string>& words, bool may_be_empty) const;

    const CsvTable* table_;
    std::size_t row_;
    Diagnostics* diagnostics_;
};

}  // namespace zonecast::scenario
