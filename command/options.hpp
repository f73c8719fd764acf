// Options that subcommands share: one name, one text and one range for each.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include <CLI/CLI.hpp>

#include "command/language.hpp"
#include "model/scenario/years.hpp"

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
/// The path of a result to read.
void add_result(CLI::App& app, Language language, std::string& path);

/// Lets the option take whole numbers between `least` and `most` as people write them, and says in the language what is none.
CLI::Option* only_whole(CLI::Option* option, Language language, std::uint64_t least, std::uint64_t most);
/// The same for numbers.
CLI::Option* only_real(CLI::Option* option, Language language, double low, double high);
/// Lets the option take one of the words, which are also its type in the help: "zh|en".
CLI::Option* only_words(CLI::Option* option, Language language, const std::vector<std::string>& words);

/// A whole number in a range.
template <class Number>
CLI::Option* add_count(CLI::App& app, Language language, const std::string& name, Number& number, std::type_identity_t<Number> least,
                       std::type_identity_t<Number> most, const char* text) {
    return only_whole(app.add_option(name, number, text), language, static_cast<std::uint64_t>(least), static_cast<std::uint64_t>(most))
        ->type_name("N");
}
/// A calendar year.
template <class Year>
CLI::Option* add_year(CLI::App& app, Language language, const std::string& name, Year& year, const char* text) {
    return only_whole(app.add_option(name, year, text), language, scenario::first_plausible_year, scenario::last_plausible_year)
        ->type_name("YEAR");
}
/// Words, one for each time that the option is given.
CLI::Option* add_repeatable(CLI::App& app, const std::string& name, std::vector<std::string>& words, const std::string& type,
                            const char* text);

/// -n: what is counted, and so text and range, is the subcommand's own.
CLI::Option* add_replicates(CLI::App& app, Language language, std::uint64_t& replicates, std::uint64_t least, std::uint64_t most, const char* text);
CLI::Option* add_seed(CLI::App& app, Language language, std::uint64_t& seed);
/// 0 stands for ensemble::default_threads().
CLI::Option* add_threads(CLI::App& app, Language language, int& threads);
/// -q: without the progress; where the subcommand shows a scorecard, nothing but errors.
CLI::Option* add_quiet(CLI::App& app, Language language, bool& quiet, bool scorecard = false);
/// --until-precision, whose text says of what, and --max-replicates.
void add_precision(CLI::App& app, Language language, double& half_width, const char* text, std::uint64_t& most, std::uint64_t least,
                   std::uint64_t highest);

}  // namespace zonecast::command
