// Reading of one CSV file of a scenario.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario/csv.hpp"
#include "model/scenario/reading.hpp"

namespace zonecast::scenario {

/// Columns from lists of names: those that every table of the kind has, and those that may be missing.
[[nodiscard]] std::vector<CsvColumn> columns(const std::vector<std::string>& required, const std::vector<std::string>& optional = {});

/// The table `name` in `folder`; a missing file is an error at `asked_by`. `ids` is marked incomplete if rows or the whole table are lost.
[[nodiscard]] std::optional<CsvTable> read_table(const std::string& folder, const std::string& name, const std::vector<CsvColumn>& wanted,
                                                 const Location& asked_by, IdTable& ids, Reading& reading);

/// The file at `path` as TOML; a missing file is an error at `asked_by`.
[[nodiscard]] std::optional<TomlValue> read_toml(const std::string& path, const Location& asked_by, Reading& reading);

/// Sorts records by id.
template <class Record>
void sort_by_id(std::vector<Record>& records) {
    std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.id < b.id; });
}

}  // namespace zonecast::scenario
