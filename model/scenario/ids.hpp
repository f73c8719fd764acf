// Ids of things in a scenario: their form, their uniqueness, and references to them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/diagnostics.hpp"

namespace zonecast::scenario {

/// Whether `text` has the form of an id: ASCII letters, digits, "_" and "-"; with `dots`, "." as well.
[[nodiscard]] bool is_id(std::string_view text, bool dots = false);

/// "in line 3", or "in other.csv, line 3" if `first` lies in another file than `here`.
[[nodiscard]] Text place_of(const Location& first, const Location& here);

/// "did you mean "x"?"
[[nodiscard]] Text did_you_mean(const std::string& word);

/// "known are: a, b": the first sixty, and how many more there are.
[[nodiscard]] Text known_are(const std::vector<std::string>& known);

/// "did you mean "x"?", or what is known if that is little, or `otherwise`. A character that only looks like what is needed, or cannot be
/// seen, is named.
[[nodiscard]] Text suggestion(const std::string& word, const std::vector<std::string>& known, const Text& otherwise = {});

/// What is wrong with `text` as an id, for a message: the characters that an id may have, and the first of `text` that it may not.
[[nodiscard]] Text id_hint(std::string_view text, bool dots = false);

/// The ids of one kind of thing, with the place that defines each. Not thread-safe.
class IdTable {
public:
    /// `kind` is the word for messages: {"高新区", "zone"}.
    explicit IdTable(Text kind) : kind_(std::move(kind)) {}

    /// Adds an id; an error if its form is wrong or if it is already there (then the first stays). Returns whether it was added.
    bool add(const std::string& id, const Location& where, Diagnostics& diagnostics, bool dots = false);
    [[nodiscard]] bool has(const std::string& id) const { return places_.count(id) > 0; }
    /// Whether `id` is known; if not, an error at `where` with a suggestion, unless the table is known to be incomplete.
    /// `otherwise` is the hint when there is nothing to suggest.
    bool check(const std::string& id, const Location& where, Diagnostics& diagnostics, const Text& otherwise = {}) const;
    [[nodiscard]] const Location* place(const std::string& id) const;
    [[nodiscard]] std::vector<std::string> ids() const;
    [[nodiscard]] const Text& kind() const { return kind_; }
    /// The table could not be read in full, so that a missing id says nothing.
    void set_incomplete() { complete_ = false; }
    [[nodiscard]] bool complete() const { return complete_; }

private:
    Text kind_;
    std::map<std::string, Location> places_;
    bool complete_ = true;
};

}  // namespace zonecast::scenario
