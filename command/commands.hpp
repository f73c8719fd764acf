// The subcommands. Each add_ function puts one on the app; when the line is parsed and it was named, it runs and leaves its exit status in
// `status`. Exceptions that leave it are reported by main.
#pragma once

#include <CLI/CLI.hpp>

#include "command/options.hpp"

namespace zonecast::command {

/// Reads a plan and everything it leads to, and says all that is wrong with it, or what it holds.
void add_check(CLI::App& app, CommonOptions& common, int& status);
/// Shows the pack and its base year: model against statistic, line by line.
void add_describe(CLI::App& app, CommonOptions& common, int& status);
/// Projects a plan and writes the result file.
void add_run(CLI::App& app, CommonOptions& common, int& status);
/// Adds replicates to a result file.
void add_append(CLI::App& app, CommonOptions& common, int& status);
/// Puts the parts of a run together.
void add_merge(CLI::App& app, CommonOptions& common, int& status);
/// Compares two plans or results, replicate by replicate.
void add_compare(CLI::App& app, CommonOptions& common, int& status);
/// Says which parameters and levers a target hangs on.
void add_sensitivity(CLI::App& app, CommonOptions& common, int& status);
/// Fits parameters and the initial state to the history.
void add_calibrate(CLI::App& app, CommonOptions& common, int& status);
/// Learns the reference law from the panel of provinces, and shows what was learned.
void add_learn(CLI::App& app, CommonOptions& common, int& status);
/// Scores runs from earlier years of packs, or of provinces of the panel, against what was published.
void add_backtest(CLI::App& app, CommonOptions& common, int& status);
/// Shows the verdict on each target of a result file.
void add_targets(CLI::App& app, CommonOptions& common, int& status);
/// Writes results as one page for a browser.
void add_report(CLI::App& app, CommonOptions& common, int& status);
/// Writes a result as tables for spreadsheets.
void add_export(CLI::App& app, CommonOptions& common, int& status);
/// Writes the skeleton of a pack and a plan for a new region.
void add_new(CLI::App& app, CommonOptions& common, int& status);
/// Runs the scenario that a result file keeps once more, and compares.
void add_reproduce(CLI::App& app, CommonOptions& common, int& status);
/// Shows the ranking of zones by the index of a result file.
void add_index(CLI::App& app, CommonOptions& common, int& status);
/// Doubles the doses of each instrument and shows what changes.
void add_doubling(CLI::App& app, CommonOptions& common, int& status);
/// Finds the cheapest bundle of doses that brings targets to a chance, or the highest chance for a budget.
void add_seek(CLI::App& app, CommonOptions& common, int& status);
/// Writes a plan as a policy lab: one page with the engine in it.
void add_lab(CLI::App& app, CommonOptions& common, int& status);
/// Answers questions on the industry chains, and exports the graph.
void add_graph(CLI::App& app, CommonOptions& common, int& status);

/// Prints completions of shells and the manual page.
void add_shell(CLI::App& app, CommonOptions& common, int& status);

}  // namespace zonecast::command
