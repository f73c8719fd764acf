// Options that all subcommands share.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "command/language.hpp"

namespace zonecast::command {

struct CommonOptions {
    Language language = Language::en;  ///< set before parsing (language_of)
    bool json = false;
};

/// A plan to read, with quick changes.
struct PlanOptions {
    std::string path;
    std::vector<std::string> set;
};

/// --lang, which language_of reads before parsing.
void add_language(CLI::App& app, Language language);
/// --lang and --json.
void add_common(CLI::App& app, CommonOptions& options);
/// The plan's path and --set.
void add_plan(CLI::App& app, const CommonOptions& common, PlanOptions& options);

}  // namespace zonecast::command
