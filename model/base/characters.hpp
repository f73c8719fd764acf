// Characters that look like the ones a file or a command line needs, or cannot be seen at all, and their names in words.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/say.hpp"

namespace zonecast::base {

/// Whether a character takes no place on the screen or only looks like a blank: zero-width characters, marks of direction, byte-order
/// marks inside a text, no-break spaces.
[[nodiscard]] bool is_unseen(char32_t point);

/// Whether people type a character in place of an ASCII one: full-width forms, curly quotes, Chinese punctuation, "≥", dashes; or it is
/// unseen.
[[nodiscard]] bool is_lookalike(char32_t point);

/// `text` (UTF-8) as it would read in ASCII: "，" becomes ",", "“" becomes a straight quote, "≥" becomes ">=", what is unseen goes away.
[[nodiscard]] std::string ascii_form(std::string_view text);

/// The character in words: "a full-width comma ， (U+FF0C)", "an em dash — (U+2014)", "a zero-width space (U+200B)".
[[nodiscard]] Text name_of_character(char32_t point);

/// The first look-alike of `text`, if it holds one.
[[nodiscard]] std::optional<char32_t> first_lookalike(std::string_view text);

/// Whether a cell only says that a value is missing: "-", "—", "N/A", "无", "#REF!" and their like.
[[nodiscard]] bool marks_missing(std::string_view text);

}  // namespace zonecast::base
