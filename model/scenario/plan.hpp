// The plan: its targets, measures and shocks.
#pragma once

#include <optional>
#include <string>

#include "model/scenario/reading.hpp"
#include "model/scenario/toml_record.hpp"

namespace zonecast::scenario {

/// Reads a plan file and the files that it extends, the ones nearer to `path` laid over the others: keys of [plan], and of targets,
/// measures, shocks, changes (matched by id) and parameters (matched by name). A file that extends itself, through others or not, is an error. Paths
/// in "pack" are left resolved.
[[nodiscard]] std::optional<TomlValue> read_plan_file(const std::string& path, Reading& reading);

/// Reads [plan] and returns the path of the pack, with its place; empty if it is missing.
[[nodiscard]] std::string read_plan_head(const TomlValue& file, std::optional<int> end_year, Location& pack_place, Reading& reading);

/// Reads everything else of the plan. The pack must have been read.
void read_plan_body(const TomlValue& file, Reading& reading);

/// What is wrong with a dose in a year (as written) that is not projected.
[[nodiscard]] Text outside_projection(const std::string& year, const Plan& plan);
/// What is wrong with a dose below zero of a measure that builds.
[[nodiscard]] Text only_built(int year);
/// An error at `where` for a size that no shock of the kind can have.
void check_shock_size(const std::string& kind, double size, const Location& where, Diagnostics& diagnostics);

/// Reads [[target]] and [[group]].
void read_targets(TomlRecord& file, Reading& reading);

/// Reads [[change]]. A cluster that a change adds joins the scenario's clusters.
void read_changes(TomlRecord& file, Reading& reading);

/// Checks a change against the pack, reports what does not fit at `where`, and puts it into the plan.
void take_change(Change change, const Location& where, Reading& reading);

}  // namespace zonecast::scenario
