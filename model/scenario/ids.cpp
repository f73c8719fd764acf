#include "model/scenario/ids.hpp"

#include "model/base/text.hpp"

namespace zonecast::scenario {

using base::in_quotes;

bool is_id(std::string_view text, bool dots) {
    if (text.empty() || text.front() == '.' || text.back() == '.') return false;
    for (const char c : text) {
        const bool fine =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || (dots && c == '.');
        if (!fine) return false;
    }
    return true;
}

std::string place_of(const Location& first, const Location& here) {
    const std::string line = "line " + std::to_string(first.line);
    return first.file == here.file ? "in " + line : "in " + first.file + ", " + line;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known, const std::string& otherwise) {
    constexpr std::size_t listed = 12;
    if (const std::string meant = closest(word, known); !meant.empty()) return "did you mean " + in_quotes(meant) + "?";
    if (known.empty() || known.size() > listed) return otherwise;
    std::string text = "known are: ";
    for (std::size_t i = 0; i < known.size(); ++i) text += (i > 0 ? ", " : "") + known[i];
    return text;
}

bool IdTable::add(const std::string& id, const Location& where, Diagnostics& diagnostics, bool dots) {
    if (!is_id(id, dots)) {
        diagnostics.error(where, "the id " + in_quotes(id) + " of a " + kind_ + " has characters that an id may not have",
                          std::string("use letters a-z, digits, \"_\" and \"-\" only") + (dots ? ", and \".\" between the parts" : ""));
        return false;
    }
    const auto [entry, added] = places_.emplace(id, where);
    if (!added)
        diagnostics.error(where, "the " + kind_ + " " + in_quotes(id) + " is already given " + place_of(entry->second, where),
                          "give every one an id of its own, or remove one of the two");
    return added;
}

bool IdTable::check(const std::string& id, const Location& where, Diagnostics& diagnostics, const std::string& otherwise) const {
    if (has(id)) return true;
    if (!complete_ || id.empty()) return false;
    diagnostics.error(where, "there is no " + kind_ + " with the id " + in_quotes(id),
                      suggestion(id, ids(), otherwise.empty() ? "define it, or correct the id" : otherwise));
    return false;
}

const Location* IdTable::place(const std::string& id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? nullptr : &found->second;
}

std::vector<std::string> IdTable::ids() const {
    std::vector<std::string> all;
    for (const auto& entry : places_) all.push_back(entry.first);
    return all;
}

}  // namespace zonecast::scenario
