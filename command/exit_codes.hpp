// What the program's exit status means. Documented in the README and in --help.
#pragma once

namespace zonecast::command {

inline constexpr int exit_good = 0;
inline constexpr int exit_run_failed = 1;  ///< the run itself failed: memory ran out, standard output could not be written
inline constexpr int exit_differs = 3;     ///< reproduce: the result could be run again but came out different
inline constexpr int exit_bad_input = 2;   ///< command line, an input file or the output file is wrong; nothing was written

/// Stopped by a signal, as shells report it: 130 for Ctrl-C.
[[nodiscard]] constexpr int exit_by_signal(int signal) {
    return 128 + signal;
}

}  // namespace zonecast::command
