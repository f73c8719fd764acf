// What the program's exit status means. Documented in the README and in --help.
#pragma once

namespace zonecast::command {

inline constexpr int exit_good = 0;
inline constexpr int exit_run_failed = 1;     ///< the machine failed: a file could not be written, memory ran out
inline constexpr int exit_bad_input = 2;      ///< the command line or an input file is wrong; nothing was written
inline constexpr int exit_interrupted = 130;  ///< Ctrl-C, as shells report it

}  // namespace zonecast::command
