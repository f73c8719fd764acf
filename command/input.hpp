// Reading a plan for a subcommand, and telling the user what is wrong with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "command/options.hpp"
#include "model/base/diagnostics.hpp"
#include "model/scenario/read.hpp"
#include "model/scenario/scenario.hpp"
#include "outputs/hdf5.hpp"

namespace zonecast::command {

/// Problems as JSON: [{"severity", "file", "line", "column", "what", "hint"}]; the last two in the language.
[[nodiscard]] nlohmann::ordered_json problems_json(const Diagnostics& diagnostics, Language language);

/// Writes the problems to standard error, and a closing line that counts the errors if there are any. Notes, which ask for nothing, are
/// left out unless `notes` says so.
void report(const Diagnostics& diagnostics, Language language, bool notes = false);

/// Reads and checks a plan as far as every subcommand needs it: the files and the targets. Nothing if there are errors in the files. If there
/// are any, `more` is called with what was read, unless it says too little: further checks, so that all problems are listed at once.
[[nodiscard]] std::optional<scenario::Scenario> read_plan(const PlanOptions& plan, Diagnostics& diagnostics,
                                                          const scenario::FurtherChecks& more = {});

/// Same, with the problems reported: to standard error, and as {"problems": [...]} to standard output if JSON is asked for and there are
/// errors.
[[nodiscard]] std::optional<scenario::Scenario> read_plan_or_report(const PlanOptions& plan, const CommonOptions& common,
                                                                    bool quiet = false);

/// Paths of all files that a scenario was read from, the plan first: what no output may replace.
[[nodiscard]] std::vector<std::string> files_of(const PlanOptions& plan, const scenario::Scenario& scenario);

/// Ends a subcommand whose output file cannot be written: reported like any other problem of what the user asked for.
void report_failure(const outputs::FileError& error, const CommonOptions& common);

/// Ends a subcommand that found errors in its input: reports them as above.
void report_failure(const Diagnostics& diagnostics, const CommonOptions& common);

}  // namespace zonecast::command
