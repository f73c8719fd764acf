// Problems found in input, collected so that all are reported at once.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/base/say.hpp"

namespace zonecast {

/// Where in an input file a problem lies. Line and column count from 1; 0 means "the file as a whole".
struct Location {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
};

enum class Severity { note, warning, error };

/// One problem: where it is, what is wrong and why, and what to do about it.
struct Problem {
    Severity severity = Severity::error;
    Location where;
    Text what;  ///< one sentence: what is wrong, and why
    Text hint;  ///< one sentence: what to do; may be empty
};

/// Collects problems. Reading goes on after an error so that a user sees all of them in one run.
/// Not thread-safe.
class Diagnostics {
public:
    void error(Location where, Text what, Text hint = {});
    void warning(Location where, Text what, Text hint = {});
    void note(Location where, Text what, Text hint = {});

    /// Replaces the hint of problems()[i]; does nothing for a problem that is only counted.
    void set_hint(std::size_t i, Text hint);

    [[nodiscard]] bool has_errors() const { return errors_ > 0; }
    [[nodiscard]] std::size_t error_count() const { return errors_; }
    /// The first 10,000 problems; more are only counted, so that a file of another kind read by mistake does not fill the memory.
    [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

    /// All problems in the order found, each as "file:line:column: error: what" with the hint on an indented line of its own.
    /// Beyond 500 problems the rest is only counted.
    [[nodiscard]] std::string text(Language language = Language::en) const;

private:
    void add(Severity severity, Location where, Text what, Text hint);
    std::vector<Problem> problems_;
    std::size_t errors_ = 0;
    std::size_t dropped_ = 0;
};

/// The word for a severity in front of a problem: "error", "错误".
[[nodiscard]] const std::string& word_of(Severity severity, Language language);

/// Edits (insertion, deletion, replacement, exchange of neighbours) of characters that turn `a` into `b`; case does not count, nor "-" for
/// "_".
[[nodiscard]] std::size_t edit_distance(const std::string& a, const std::string& b);

/// The entry of `known` that a user most likely meant by `word` (edit distance at most a third of its length), or "".
[[nodiscard]] std::string closest(const std::string& word, const std::vector<std::string>& known);

}  // namespace zonecast
