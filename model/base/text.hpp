// Text as people write it: UTF-8 from files of unknown origin, and its width on a terminal.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/diagnostics.hpp"

namespace zonecast::base {

/// Limits on input files. A file beyond them is no scenario file, and reading it would only cost memory.
inline constexpr std::size_t largest_file = std::size_t{64} << 20;  ///< bytes
inline constexpr std::size_t longest_line = std::size_t{1} << 20;   ///< bytes

/// Place of a byte in a text: line and column from 1, the column in characters.
struct TextPosition {
    std::size_t byte = 0, line = 1, column = 1;
};

/// The first byte that is not valid UTF-8 (overlong forms, surrogates and values above U+10FFFF are not valid), if any.
[[nodiscard]] std::optional<TextPosition> find_invalid_utf8(std::string_view text);

/// Whether bytes that are not UTF-8 read as GB18030, of which GBK is a part, with Chinese characters in it: what Excel writes as CSV on a
/// Chinese system.
[[nodiscard]] bool looks_like_gb18030(std::string_view bytes);

/// Number of characters (code points) of valid UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text);

/// A code point as UTF-8.
[[nodiscard]] std::string utf8(char32_t point);

/// Code points of UTF-8; invalid bytes become U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view text);

/// Reads a whole text file: UTF-8, with or without byte-order mark (dropped from the result), within the limits above, not empty.
/// Line ends stay as they are. Problems are reported in `shown` (the path that a user knows); a file that cannot be opened is reported
/// at `asked_by`, the place that names it, or in `shown` itself if `asked_by` has no file. Thread-safe for different diagnostics.
[[nodiscard]] std::optional<std::string> read_text_file(const std::string& path, const std::string& shown, Diagnostics& diagnostics,
                                                        const Location& asked_by = {});

/// `text` in double quotes for a message: control characters escaped, unseen characters written as <U+200B>, and cut in the middle if it
/// is long.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// `text` without white space at both ends (ASCII blanks and the ideographic space).
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Cells that `text` takes on a terminal (a Chinese character takes two).
[[nodiscard]] std::size_t display_width(std::string_view text);

/// `text` with spaces after (before) it up to `width` cells; longer text stays as it is.
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width);

/// `text` cut to at most `width` cells, the last of them "…" if something was cut.
[[nodiscard]] std::string truncated(std::string_view text, std::size_t width);

}  // namespace zonecast::base
