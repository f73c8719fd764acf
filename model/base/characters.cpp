#include "model/base/characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "model/base/text.hpp"

namespace zonecast::base {

namespace {

struct Character {
    char32_t point;
    const char* ascii;  ///< what is meant by it
    const char* zh;
    const char* en;
    bool unseen = false;
};

/// Besides the full-width forms of ASCII (U+FF01 to U+FF5E), which follow a rule.
constexpr Character characters[] = {
    {0x00A0, " ", "不换行空格", "no-break space", true},
    {0x00AD, "", "软连字符", "soft hyphen", true},
    {0x061C, "", "书写方向标记", "mark of writing direction", true},
    {0x180E, "", "蒙古文元音分隔符", "Mongolian vowel separator", true},
    {0x2007, " ", "数字空格", "figure space", true},
    {0x2009, " ", "窄空格", "thin space", true},
    {0x200B, "", "零宽空格", "zero-width space", true},
    {0x200C, "", "零宽不连字", "zero-width non-joiner", true},
    {0x200D, "", "零宽连字", "zero-width joiner", true},
    {0x200E, "", "从左到右标记", "left-to-right mark", true},
    {0x200F, "", "从右到左标记", "right-to-left mark", true},
    {0x202A, "", "书写方向标记", "mark of writing direction", true},
    {0x202B, "", "书写方向标记", "mark of writing direction", true},
    {0x202C, "", "书写方向标记", "mark of writing direction", true},
    {0x202D, "", "书写方向标记", "mark of writing direction", true},
    {0x202E, "", "书写方向标记", "mark of writing direction", true},
    {0x202F, " ", "窄不换行空格", "narrow no-break space", true},
    {0x2060, "", "零宽连接符", "word joiner", true},
    {0x2066, "", "书写方向标记", "mark of writing direction", true},
    {0x2067, "", "书写方向标记", "mark of writing direction", true},
    {0x2068, "", "书写方向标记", "mark of writing direction", true},
    {0x2069, "", "书写方向标记", "mark of writing direction", true},
    {0xFEFF, "", "字节顺序标记", "byte-order mark", true},
    {0x3000, " ", "全角空格", "full-width space"},
    {0x2018, "'", "弯引号", "curly quote"},
    {0x2019, "'", "弯引号", "curly quote"},
    {0x201C, "\"", "弯双引号", "curly double quote"},
    {0x201D, "\"", "弯双引号", "curly double quote"},
    {0x201E, "\"", "弯双引号", "curly double quote"},
    {0x00AB, "\"", "书名号式引号", "angle quote"},
    {0x00BB, "\"", "书名号式引号", "angle quote"},
    {0x300C, "\"", "直角引号", "corner bracket"},
    {0x300D, "\"", "直角引号", "corner bracket"},
    {0x300E, "\"", "双直角引号", "white corner bracket"},
    {0x300F, "\"", "双直角引号", "white corner bracket"},
    {0x3001, ",", "顿号", "ideographic comma"},
    {0x3002, ".", "句号", "ideographic full stop"},
    {0x3010, "[", "方头括号", "lenticular bracket"},
    {0x3011, "]", "方头括号", "lenticular bracket"},
    {0x3014, "[", "龟甲括号", "tortoise-shell bracket"},
    {0x3015, "]", "龟甲括号", "tortoise-shell bracket"},
    {0x2010, "-", "连字符", "hyphen"},
    {0x2011, "-", "不换行连字符", "no-break hyphen"},
    {0x2012, "-", "数字线", "figure dash"},
    {0x2013, "-", "短破折号", "en dash"},
    {0x2014, "-", "破折号", "em dash"},
    {0x2212, "-", "数学减号", "minus sign"},
    {0x2026, "...", "省略号", "ellipsis"},
    {0x2264, "<=", "小于等于号", "less-or-equal sign"},
    {0x2265, ">=", "大于等于号", "greater-or-equal sign"},
    {0x2266, "<=", "小于等于号", "less-or-equal sign"},
    {0x2267, ">=", "大于等于号", "greater-or-equal sign"},
    {0x2A7D, "<=", "小于等于号", "less-or-equal sign"},
    {0x2A7E, ">=", "大于等于号", "greater-or-equal sign"},
    {0x00B7, ".", "间隔号", "middle dot"},
    {0x00D7, "*", "乘号", "multiplication sign"},
    {0x00F7, "/", "除号", "division sign"},
};

constexpr char32_t first_full_width = 0xFF01, last_full_width = 0xFF5E, full_width_offset = 0xFEE0;

bool is_full_width(char32_t point) {
    return point >= first_full_width && point <= last_full_width;
}

const Character* find(char32_t point) {
    const auto* const found =
        std::find_if(std::begin(characters), std::end(characters), [&](const Character& one) { return one.point == point; });
    return found == std::end(characters) ? nullptr : found;
}

Text name_of_full_width(char ascii) {
    static const std::array<std::pair<char, Text>, 18> names{{{',', {"全角逗号", "full-width comma"}},
                                                              {';', {"全角分号", "full-width semicolon"}},
                                                              {':', {"全角冒号", "full-width colon"}},
                                                              {'.', {"全角句点", "full-width full stop"}},
                                                              {'=', {"全角等号", "full-width equals sign"}},
                                                              {'"', {"全角双引号", "full-width quotation mark"}},
                                                              {'\'', {"全角单引号", "full-width apostrophe"}},
                                                              {'%', {"全角百分号", "full-width percent sign"}},
                                                              {'(', {"全角括号", "full-width parenthesis"}},
                                                              {')', {"全角括号", "full-width parenthesis"}},
                                                              {'[', {"全角方括号", "full-width bracket"}},
                                                              {']', {"全角方括号", "full-width bracket"}},
                                                              {'{', {"全角花括号", "full-width brace"}},
                                                              {'}', {"全角花括号", "full-width brace"}},
                                                              {'-', {"全角连字符", "full-width hyphen"}},
                                                              {'#', {"全角井号", "full-width number sign"}},
                                                              {'<', {"全角小于号", "full-width less-than sign"}},
                                                              {'>', {"全角大于号", "full-width greater-than sign"}}}};
    for (const auto& [character, name] : names)
        if (character == ascii) return name;
    if (ascii >= '0' && ascii <= '9') return {"全角数字", "full-width digit"};
    if ((ascii >= 'A' && ascii <= 'Z') || (ascii >= 'a' && ascii <= 'z')) return {"全角字母", "full-width letter"};
    return {"全角符号", "full-width form"};
}

std::string with_article(const std::string& name) {
    return (std::string_view("aeiou").find(name.front()) != std::string_view::npos ? "an " : "a ") + name;
}

}  // namespace

bool is_unseen(char32_t point) {
    const Character* known = find(point);
    return known != nullptr && known->unseen;
}

bool is_lookalike(char32_t point) {
    return point >= 0x80 && (is_full_width(point) || find(point) != nullptr);
}

std::string ascii_form(std::string_view text) {
    std::string out;
    for (const char32_t point : code_points(text)) {
        if (is_full_width(point))
            out += static_cast<char>(point - full_width_offset);
        else if (const Character* known = point < 0x80 ? nullptr : find(point))
            out += known->ascii;
        else
            out += utf8(point);
    }
    return out;
}

Text name_of_character(char32_t point) {
    const std::string code = fmt::format("U+{:04X}", static_cast<std::uint32_t>(point));
    const Character* known = find(point);
    if (known != nullptr && known->unseen) return say("{}（{}）", "{} ({})", Text(known->zh, with_article(known->en)), code);
    Text name("字符", "character");
    if (is_full_width(point))
        name = name_of_full_width(static_cast<char>(point - full_width_offset));
    else if (known != nullptr)
        name = Text(known->zh, known->en);
    if (point < 0x20 || point == 0x7F) return say("控制字符（{}）", "a control character ({})", code);
    return say("{} {}（{}）", "{} {} ({})", Text(name.zh, with_article(name.en)), utf8(point), code);
}

std::optional<char32_t> first_lookalike(std::string_view text) {
    for (const char32_t point : code_points(text))
        if (is_lookalike(point)) return point;
    return std::nullopt;
}

bool marks_missing(std::string_view text) {
    static const std::array<std::string_view, 25> words{"n/a",  "na",     "nan",  "null", "none", "nil",    "missing", "unknown", "n.a.",
                                                        "?",      "/",    "\\",   "*",    "**",     "#n/a",    "#ref!",   "#div/0!",
                                                        "#value!", "#name?", "无",  "空",   "缺",   "缺失",   "不详",    "未知"};
    std::string plain;
    for (const char c : ascii_form(trimmed(text))) plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (plain.empty()) return false;
    if (plain.find_first_not_of('-') == std::string::npos || plain.find_first_not_of('.') == std::string::npos ||
        plain.find_first_not_of('_') == std::string::npos)
        return true;
    return std::find(words.begin(), words.end(), plain) != words.end();
}

}  // namespace zonecast::base
