// How far a run is: a bar that moves on a terminal, a line at every tenth elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include "command/language.hpp"

namespace zonecast::command {

/// What the user reads at one moment: "[#####-----]  50 %  500 of 1000 replicates, 120 a second, 4 s left". Rate and time are left out
/// until a replicate is done; the bar is left out if `bar_width` is 0.
[[nodiscard]] std::string progress_line(Language language, std::uint64_t done, std::uint64_t total, double seconds, std::size_t bar_width);

/// The same in at most `width` cells, so that it never runs into a second line: a bar as long as there is room for, no bar or a cut text
/// where there is little.
[[nodiscard]] std::string fitted_progress_line(Language language, std::uint64_t done, std::uint64_t total, double seconds,
                                               std::size_t width);

/// Writes progress to a stream. Not thread-safe.
class ProgressReport {
public:
    /// Silent if `stream` is null.
    ProgressReport(std::FILE* stream, Language language);
    /// Shows the state, if it is time to.
    void update(std::uint64_t done, std::uint64_t total);
    /// Takes the bar away.
    void finish();

private:
    using Clock = std::chrono::steady_clock;
    std::FILE* stream_;
    Language language_;
    bool live_ = false;
    Clock::time_point start_, last_;
    std::uint64_t tenths_ = 0;  ///< already reported
};

}  // namespace zonecast::command
