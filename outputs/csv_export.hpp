// A result as tables for spreadsheets: comma-separated values in UTF-8 with a byte-order mark, so that Excel shows Chinese.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace zonecast::outputs {

/// Rows that a spreadsheet takes, the head included.
inline constexpr std::size_t spreadsheet_rows = 1'048'576;

struct CsvExport {
    std::vector<std::string> tables;    ///< names of the files written, sorted
    std::vector<std::string> too_long;  ///< those with more rows than a spreadsheet takes
};

/// Writes the tables of a result into the new folder `folder` (docs/formats/csv.md): variables with the same dimensions make one table, one
/// row for each combination of members; summaries of places by observable; the run's attributes; what every column means. Tables that have
/// a row for every replicate are written only `with_replicates`. All or nothing: the tables are made in "<folder>.partial-<process>", which
/// gets its name at the end. Throws FileError if the result cannot be read, if `folder` exists and is not an empty folder, or if writing
/// fails, and ensemble::Cancelled once `go_on`, which is asked now and then, says no: nothing is left behind then.
[[nodiscard]] CsvExport export_csv(const std::string& result_path, const std::string& folder, bool with_replicates,
                                   const std::function<bool()>& go_on = [] { return true; });

}  // namespace zonecast::outputs
