// Tables of figures: a pack's history and the library's panel are read by the same reader.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario/reading.hpp"
#include "model/scenario/toml_record.hpp"

namespace zonecast::scenario {

/// Whether a place may have figures; reports at `where` if not.
using PlaceCheck = std::function<bool(const std::string& place, const Location& where)>;

struct FigureTable {
    std::vector<Figure> figures;  ///< sorted by series, place, year, which together stand once
    bool complete = true;         ///< every row could be read, so that a missing figure is missing in the file
};

/// Reads the table of figures `name` in `folder` (docs/formats/pack.md, history.csv). A missing file is an error at `asked_by`
/// and yields nullopt.
[[nodiscard]] std::optional<FigureTable> read_figures(const std::string& folder, const std::string& name, const Location& asked_by,
                                                      const PlaceCheck& place_known, Reading& reading);

/// Reads one [[break]]. With `any_place` it may name no place and then holds for all.
[[nodiscard]] SeriesBreak read_break(const TomlValue& table, bool any_place, Diagnostics& diagnostics);

}  // namespace zonecast::scenario
