#include "command/input.hpp"

#include <cstdio>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>

#include "command/terminal.hpp"
#include "model/index/scorer.hpp"
#include "model/scenario/read.hpp"
#include "model/targets/judge.hpp"
#include "outputs/fitted_table.hpp"

namespace zonecast::command {

namespace {

using outputs::Colour;

/// The problems as text, their severity in colour.
std::string coloured(const std::string& text, Language language) {
    std::istringstream lines(text);
    std::string out;
    for (std::string line; std::getline(lines, line); out += line + "\n") {
        if (line.starts_with(" ")) continue;
        for (const auto& [severity, colour] :
             {std::pair{Severity::error, Colour::red}, {Severity::warning, Colour::yellow}, {Severity::note, Colour::faint}}) {
            const std::string& word = word_of(severity, language);
            const std::size_t at = line.find(word + in(language, "：", ":"));
            if (at == std::string::npos) continue;
            line.replace(at, word.size(), outputs::coloured(word, colour));
            break;
        }
    }
    return out;
}

}  // namespace

nlohmann::ordered_json problems_json(const Diagnostics& diagnostics, Language language) {
    auto list = nlohmann::ordered_json::array();
    for (const Problem& problem : diagnostics.problems())
        list.push_back({{"severity", word_of(problem.severity, Language::en)},
                        {"file", problem.where.file},
                        {"line", problem.where.line},
                        {"column", problem.where.column},
                        {"what", problem.what.in(language)},
                        {"hint", problem.hint.in(language)}});
    return list;
}

namespace {

Diagnostics without_notes(const Diagnostics& all) {
    Diagnostics rest;
    for (const Problem& problem : all.problems())
        if (problem.severity == Severity::warning) rest.warning(problem.where, problem.what, problem.hint);
    return rest;
}

}  // namespace

void report(const Diagnostics& all, Language language, bool notes) {
    const Diagnostics diagnostics = notes || all.has_errors() ? all : without_notes(all);
    if (diagnostics.problems().empty()) return;
    const std::string text = diagnostics.text(language);
    tell(wants_colour(stderr) ? coloured(text, language) : text);
    if (const std::size_t errors = diagnostics.error_count())
        tell(say("共 {} 处错误；未写出任何文件。\n", errors == 1 ? "{} error; nothing was written.\n" : "{} errors; nothing was written.\n",
                 errors)
                 .in(language));
}

std::optional<scenario::Scenario> read_plan(const PlanOptions& plan, Diagnostics& diagnostics, const scenario::FurtherChecks& more) {
    const auto also = [&](const scenario::Scenario& read, Diagnostics& problems) {
        targets::check_metrics(read, problems);
        if (more) more(read, problems);
    };
    auto scenario = scenario::read_scenario(plan.path, plan.set, diagnostics, also);
    if (!scenario) return scenario;
    targets::check_targets(*scenario, diagnostics);
    index::check_index(*scenario, diagnostics);
    if (more && diagnostics.has_errors()) more(*scenario, diagnostics);
    return scenario;
}

std::vector<std::string> files_of(const PlanOptions& plan, const scenario::Scenario& scenario) {
    const std::filesystem::path folder = std::filesystem::path(plan.path).parent_path();
    std::vector<std::string> paths{plan.path};
    for (const scenario::SourceFile& file : scenario.files) paths.push_back((folder / file.path).string());
    return paths;
}

void report_failure(const Diagnostics& diagnostics, const CommonOptions& common) {
    report(diagnostics, common.language);
    if (common.json) print(nlohmann::ordered_json{{"problems", problems_json(diagnostics, common.language)}}.dump(2) + "\n");
}

void report_failure(const outputs::FileError& error, const CommonOptions& common) {
    Diagnostics diagnostics;
    diagnostics.error({error.path()}, error.problem(), error.hint());
    report_failure(diagnostics, common);
}

std::optional<scenario::Scenario> read_plan_or_report(const PlanOptions& plan, const CommonOptions& common, bool quiet) {
    Diagnostics diagnostics;
    auto scenario = read_plan(plan, diagnostics);
    if (scenario && !diagnostics.has_errors()) {
        if (!quiet) report(diagnostics, common.language);
        return scenario;
    }
    report_failure(diagnostics, common);
    return std::nullopt;
}

}  // namespace zonecast::command
