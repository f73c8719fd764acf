// What the terminal can show, and standard output.
#pragma once

#include <cstdio>
#include <string_view>

#include "outputs/scorecard.hpp"

namespace zonecast::command {

/// True if the stream is a terminal.
[[nodiscard]] bool is_terminal(std::FILE* stream);

/// True if what was written on the stream can be taken back and drawn anew: a terminal that is not "dumb".
[[nodiscard]] bool can_redraw(std::FILE* stream);

/// Cells in a line of the stream: what COLUMNS says, else the terminal, else `otherwise`.
[[nodiscard]] std::size_t width_of(std::FILE* stream, std::size_t otherwise);

/// True if colour is welcome on the stream: a terminal that is not "dumb", and NO_COLOR is unset or empty (no-color.org).
[[nodiscard]] bool wants_colour(std::FILE* stream);

/// How text for standard output is laid out: in the terminal's width and colour; 140 columns without colour elsewhere.
[[nodiscard]] outputs::TextStyle text_style(outputs::Language language);

/// Writes to standard output; throws std::system_error when that fails (disk full, pipe closed), so that a cut answer is never taken for a
/// whole one.
void print(std::string_view text);
/// Empties the buffer of standard output, with the same error.
void flush_output();

/// Writes to standard error. That it cannot be written (disk full, closed) is no reason to give up what the program was asked for.
void tell(std::string_view text, std::FILE* stream = stderr) noexcept;

/// To be called before any file is opened. A standard stream that is closed is opened on a stand-in, so that no other file takes its
/// number: what is told to a closed standard error is lost, what is printed to a closed standard output is an error. A pipe whose reader
/// is gone, and a file beyond the limit on its size, make writing fail and end nothing.
void guard_streams();

}  // namespace zonecast::command
