// Expectations about the problems that reading found.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "model/base/diagnostics.hpp"

namespace zonecast::test {

/// Whether `diagnostics` holds an error in the file named `file` at `line` and `column` whose text contains `what` and whose hint contains
/// `hint`.
inline ::testing::AssertionResult has_problem(const Diagnostics& diagnostics, Severity severity, const std::string& file, std::size_t line,
                                              std::size_t column, const std::string& what, const std::string& hint) {
    for (const Problem& problem : diagnostics.problems()) {
        for (const Text& text : {problem.what, problem.hint})
            if (text.zh == text.en && text.en.find(' ') != std::string::npos)
                return ::testing::AssertionFailure() << "\"" << text.en << "\" is not said in Chinese";
        const bool place =
            std::filesystem::path(problem.where.file).filename() == file && problem.where.line == line && problem.where.column == column;
        if (problem.severity == severity && place && problem.what.en.find(what) != std::string::npos &&
            problem.hint.en.find(hint) != std::string::npos)
            return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << "no problem at " << file << ":" << line << ":" << column << " says \"" << what
                                         << "\" and hints \"" << hint << "\"; there are:\n"
                                         << diagnostics.text();
}

inline ::testing::AssertionResult has_error(const Diagnostics& diagnostics, const std::string& file, std::size_t line, std::size_t column,
                                            const std::string& what, const std::string& hint) {
    return has_problem(diagnostics, Severity::error, file, line, column, what, hint);
}

inline ::testing::AssertionResult has_warning(const Diagnostics& diagnostics, const std::string& file, std::size_t line, std::size_t column,
                                              const std::string& what, const std::string& hint) {
    return has_problem(diagnostics, Severity::warning, file, line, column, what, hint);
}

}  // namespace zonecast::test
