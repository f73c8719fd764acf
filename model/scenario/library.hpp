// The national library: sectors with their input-output coefficients, industries, priors, instruments, the panel of provinces.
#pragma once

#include <memory>
#include <string>

#include "model/scenario/reading.hpp"

namespace zonecast::scenario {

/// Reads the library in `folder`, which the pack names at `asked_by`.
void read_library(const std::string& folder, const Location& asked_by, Reading& reading);

/// Reads the instruments: one table per instrument with its channels.
void read_instruments(const TomlValue& file, Reading& reading);

/// Reads panel.csv with provinces.csv and panel.toml, if the library has a panel; null if not.
[[nodiscard]] std::shared_ptr<const Panel> read_panel(const std::string& folder, const Location& asked_by, Reading& reading);

/// Reads sectors.csv and io_coefficients.csv.
void read_sectors(const std::string& folder, const Location& asked_by, Reading& reading);

}  // namespace zonecast::scenario
