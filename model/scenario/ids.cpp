#include "model/scenario/ids.hpp"

#include <algorithm>

#include "model/base/characters.hpp"
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

Text place_of(const Location& first, const Location& here) {
    if (first.file == here.file) return say("在第 {} 行", "in line {}", first.line);
    return say("在 {} 第 {} 行", "in {}, line {}", first.file, first.line);
}

Text did_you_mean(const std::string& word) {
    return say("是否指 {}？", "did you mean {}?", in_quotes(word));
}

Text suggestion(const std::string& word, const std::vector<std::string>& known, const Text& otherwise) {
    constexpr std::size_t most_listed = 12;
    const auto odd = base::first_lookalike(word);
    const std::string plain = odd ? base::ascii_form(word) : word;
    const Text about = odd ? say("（其中含有{}）", " (it holds {})", base::name_of_character(*odd)) : Text();
    if (std::find(known.begin(), known.end(), plain) != known.end()) return did_you_mean(plain) + about;
    if (const std::string meant = closest(plain, known); !meant.empty()) return did_you_mean(meant) + about;
    if (known.empty() || known.size() > most_listed) return otherwise + (otherwise.empty() ? Text() : about);
    return known_are(known) + about;
}

Text known_are(const std::vector<std::string>& known) {
    constexpr std::size_t most_named = 60;
    return say("可用的有：{}", "known are: {}", listed({known.begin(), known.end()}, most_named));
}

Text id_hint(std::string_view text, bool dots) {
    Text hint("只用字母 a-z、数字、\"_\" 和 \"-\"", "use letters a-z, digits, \"_\" and \"-\" only");
    if (dots) hint += Text("，各部分之间用 \".\"", ", and \".\" between the parts");
    for (const char32_t point : base::code_points(text)) {
        if (point < 0x80 && is_id("a" + std::string(1, static_cast<char>(point)) + "a", dots)) continue;
        return hint + (point == U' ' ? Text("；现有空格", "; it holds a blank")
                                     : say("；现有{}", "; it holds {}", base::name_of_character(point)));
    }
    return hint;
}

bool IdTable::add(const std::string& id, const Location& where, Diagnostics& diagnostics, bool dots) {
    if (!is_id(id, dots)) {
        diagnostics.error(where,
                          say("{1}的编号 {0} 含有编号不能用的字符", "the id {0} of a {1} has characters that an id may not have", in_quotes(id),
                              kind_),
                          id_hint(id, dots));
        return false;
    }
    const auto [entry, added] = places_.emplace(id, where);
    if (!added)
        diagnostics.error(where,
                          say("{} {} 已经给出，{}", "the {} {} is already given {}", kind_, in_quotes(id), place_of(entry->second, where)),
                          Text("给每一个不同的编号，或删去其一", "give every one an id of its own, or remove one of the two"));
    return added;
}

bool IdTable::check(const std::string& id, const Location& where, Diagnostics& diagnostics, const Text& otherwise) const {
    if (has(id)) return true;
    if (!complete_ || id.empty()) return false;
    diagnostics.error(where, say("没有编号为 {1} 的{0}", "there is no {0} with the id {1}", kind_, in_quotes(id)),
                      suggestion(id, ids(), otherwise.empty() ? Text("定义它，或改正编号", "define it, or correct the id") : otherwise));
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
