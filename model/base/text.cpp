#include "model/base/text.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <vector>

#include "model/base/characters.hpp"

namespace zonecast::base {

namespace {

/// Decodes one character at `text[at]`; returns its length in bytes, or 0 if the bytes are not UTF-8.
std::size_t decode(std::string_view text, std::size_t at, char32_t& point) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
        point = static_cast<unsigned char>(text[at]);
        return 1;
    }
    utf8proc_int32_t value = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &value);
    if (length <= 0 || value < 0) return 0;
    point = static_cast<char32_t>(value);
    return static_cast<std::size_t>(length);
}

}  // namespace

std::optional<TextPosition> find_invalid_utf8(std::string_view text) {
    TextPosition position;
    while (position.byte < text.size()) {
        char32_t point = 0;
        const std::size_t length = decode(text, position.byte, point);
        if (length == 0) return position;
        position.byte += length;
        if (point == U'\n') {
            ++position.line;
            position.column = 1;
        } else {
            ++position.column;
        }
    }
    return std::nullopt;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    return count;
}

std::string utf8(char32_t point) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length)};
}

std::u32string code_points(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        char32_t point = 0xFFFD;
        const std::size_t length = decode(text, i, point);
        points.push_back(length == 0 ? char32_t{0xFFFD} : point);
        i += length == 0 ? 1 : length;
    }
    return points;
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 80;
    std::u32string points = code_points(text);
    if (points.size() > longest) points = points.substr(0, longest / 2) + U'…' + points.substr(points.size() - longest / 2 + 1);
    std::string out = "\"";
    for (const char32_t c : points) {
        if (c == U'\n') {
            out += "\\n";
        } else if (c == U'\r') {
            out += "\\r";
        } else if (c == U'\t') {
            out += "\\t";
        } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
            constexpr const char* digits = "0123456789abcdef";
            out += "\\x";
            out += digits[(c >> 4) & 15];
            out += digits[c & 15];
        } else if (is_unseen(c)) {
            out += fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(c));
        } else {
            out += utf8(c);
        }
    }
    return out + "\"";
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    constexpr std::string_view wide = "\xE3\x80\x80";
    for (;;) {
        if (!text.empty() && blanks.find(text.front()) != std::string_view::npos)
            text.remove_prefix(1);
        else if (text.starts_with(wide))
            text.remove_prefix(wide.size());
        else
            break;
    }
    for (;;) {
        if (!text.empty() && blanks.find(text.back()) != std::string_view::npos)
            text.remove_suffix(1);
        else if (text.size() >= wide.size() && text.substr(text.size() - wide.size()) == wide)
            text.remove_suffix(wide.size());
        else
            break;
    }
    return text;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (const char32_t c : code_points(text)) width += static_cast<std::size_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(c)));
    return width;
}

std::string pad_right(std::string_view text, std::size_t width) {
    const std::size_t taken = display_width(text);
    return std::string(text) + std::string(taken < width ? width - taken : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
    const std::size_t taken = display_width(text);
    return std::string(taken < width ? width - taken : 0, ' ') + std::string(text);
}

std::string truncated(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) return std::string(text);
    if (width == 0) return {};
    std::string out;
    std::size_t taken = 0;
    for (std::size_t i = 0; i < text.size();) {
        char32_t point = 0xFFFD;
        const std::size_t length = std::max<std::size_t>(decode(text, i, point), 1);
        const auto cells = static_cast<std::size_t>(utf8proc_charwidth(static_cast<utf8proc_int32_t>(point)));
        if (taken + cells > width - 1) break;
        taken += cells;
        out.append(text.substr(i, length));
        i += length;
    }
    return out + "…";
}

}  // namespace zonecast::base
