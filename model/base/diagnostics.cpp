#include "model/base/diagnostics.hpp"

#include <algorithm>
#include <utility>

#include "model/base/text.hpp"

namespace zonecast {

namespace {

// A file of another kind read by mistake could have millions of problems.
constexpr std::size_t kept_problems = 10000;
constexpr std::size_t shown_problems = 500;

std::size_t distance_between(const std::u32string& a, const std::u32string& b) {
    const std::size_t width = b.size() + 1;
    std::vector<std::size_t> before(width), last(width), row(width);
    for (std::size_t j = 0; j < width; ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j < width; ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::u32string folded(const std::string& text) {
    std::u32string points = base::code_points(text);
    for (char32_t& c : points) {
        if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
        if (c == U'-') c = U'_';
    }
    return points;
}

}  // namespace

void Diagnostics::error(Location where, Text what, Text hint) {
    add(Severity::error, std::move(where), std::move(what), std::move(hint));
}

void Diagnostics::warning(Location where, Text what, Text hint) {
    add(Severity::warning, std::move(where), std::move(what), std::move(hint));
}

void Diagnostics::note(Location where, Text what, Text hint) {
    add(Severity::note, std::move(where), std::move(what), std::move(hint));
}

void Diagnostics::set_hint(std::size_t i, Text hint) {
    if (i < problems_.size()) problems_[i].hint = std::move(hint);
}

void Diagnostics::add(Severity severity, Location where, Text what, Text hint) {
    if (severity == Severity::error) ++errors_;
    if (problems_.size() == kept_problems) {
        ++dropped_;
        return;
    }
    problems_.push_back({severity, std::move(where), std::move(what), std::move(hint)});
}

const std::string& word_of(Severity severity, Language language) {
    static const Text note("提示", "note"), warning("警告", "warning"), error("错误", "error");
    return (severity == Severity::note ? note : severity == Severity::warning ? warning : error).in(language);
}

std::string Diagnostics::text(Language language) const {
    const Text colon("：", ": ");
    std::string out;
    const std::size_t shown = std::min(problems_.size(), shown_problems);
    for (std::size_t i = 0; i < shown; ++i) {
        const Problem& problem = problems_[i];
        if (!problem.where.file.empty()) {
            out += problem.where.file;
            if (problem.where.line > 0) out += ":" + std::to_string(problem.where.line);
            if (problem.where.line > 0 && problem.where.column > 0) out += ":" + std::to_string(problem.where.column);
            out += ": ";
        }
        out += word_of(problem.severity, language) + colon.in(language) + problem.what.in(language) + "\n";
        if (!problem.hint.empty()) out += "    " + problem.hint.in(language) + "\n";
    }
    const std::size_t more = problems_.size() - shown + dropped_;
    if (more > 0) out += say("另有 {} 个问题未列出\n", "and {} more problems of this kind or another\n", more).in(language);
    return out;
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
    return distance_between(folded(a), folded(b));
}

std::string closest(const std::string& word, const std::vector<std::string>& known) {
    const std::u32string wanted = folded(word);
    std::string best;
    std::size_t best_distance = wanted.size() / 3 + 1;
    for (const std::string& candidate : known) {
        const std::u32string other = folded(candidate);
        const std::size_t gap = other.size() > wanted.size() ? other.size() - wanted.size() : wanted.size() - other.size();
        if (gap >= best_distance) continue;
        const std::size_t distance = distance_between(wanted, other);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace zonecast
