// What the terminal can show: colour, and lines that are written over.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace zonecast::command {

/// True if the stream is a terminal.
[[nodiscard]] bool is_terminal(std::FILE* stream);

/// True if colour is welcome on the stream: a terminal that is not "dumb", and NO_COLOR is unset or empty (no-color.org).
[[nodiscard]] bool wants_colour(std::FILE* stream);

/// Columns of the terminal behind the stream; 80 if unknown.
[[nodiscard]] std::size_t columns(std::FILE* stream);

enum class Style { plain, bold, faint, red, yellow, green };

/// The text in a style if `colour`, else as it is.
[[nodiscard]] std::string styled(std::string_view text, Style style, bool colour);

/// Writes to standard output; throws std::system_error when that fails (disk full, pipe closed), so that a cut answer is never taken for a
/// whole one.
void print(std::string_view text);
/// Empties the buffer of standard output, with the same error.
void flush_output();

}  // namespace zonecast::command
