// Expectations about the problems that reading found.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "model/base/diagnostics.hpp"
#include "model/base/text.hpp"

namespace zonecast::test {

/// Whether every text with words in it is said in Chinese too.
inline ::testing::AssertionResult says_all_in_chinese(const Diagnostics& diagnostics) {
    const auto chinese = [](char32_t point) { return point >= 0x4E00 && point <= 0x9FFF; };
    for (const Problem& problem : diagnostics.problems())
        for (const Text& text : {problem.what, problem.hint}) {
            const std::u32string points = base::code_points(text.zh);
            if (text.en.find(' ') != std::string::npos && std::none_of(points.begin(), points.end(), chinese))
                return ::testing::AssertionFailure() << "\"" << text.en << "\" is not said in Chinese";
        }
    return ::testing::AssertionSuccess();
}

/// Whether `diagnostics` holds an error in the file named `file` at `line` and `column` whose text contains `what` and whose hint contains
/// `hint`.
inline ::testing::AssertionResult has_problem(const Diagnostics& diagnostics, Severity severity, const std::string& file, std::size_t line,
                                              std::size_t column, const std::string& what, const std::string& hint) {
    if (const auto said = says_all_in_chinese(diagnostics); !said) return said;
    for (const Problem& problem : diagnostics.problems()) {
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
