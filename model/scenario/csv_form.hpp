// What can be wrong with a table as a whole: its separator, lines above its header, a header of another kind.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/csv.hpp"

namespace zonecast::scenario {

/// Looks at the first lines of `text`, the content of `file`, before it is split. A table that does not begin with a header of `columns`
/// separated by commas, but whose fault has one cause (semicolons, tabs, full-width commas, "sep=", a title above the header, no header at
/// all), gets one error that names it. Returns whether there was one; the table is then not worth splitting.
[[nodiscard]] bool has_wrong_form(const std::string& file, const std::string& text, const std::vector<CsvColumn>& columns,
                                  Diagnostics& diagnostics);

/// The separator that a row of another length than the header is written with, if with it the row would have `wanted` cells.
struct RowSeparator {
    Text name;                         ///< "semicolons"
    std::size_t line = 0, column = 0;  ///< of the first one
};
[[nodiscard]] std::optional<RowSeparator> separator_of(const std::vector<CsvCell>& row, std::size_t wanted);

/// Lines for a message: "5, 7 and 9", "5, 7, 9 and 40 more".
[[nodiscard]] Text lines_text(const std::vector<std::size_t>& lines);

}  // namespace zonecast::scenario
