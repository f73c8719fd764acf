// Work that takes a while: progress on standard error, Ctrl-C heard, and how it ends when it is stopped or its file cannot be written.
#pragma once

#include <functional>

#include "command/interrupt.hpp"
#include "command/options.hpp"
#include "command/progress.hpp"
#include "model/ensemble/executor.hpp"

namespace zonecast::command {

/// Shows how far the work is and hears the user's wish to stop. Lives as long as the work; not thread-safe.
class LongRun {
public:
    /// Silent if `quiet`.
    LongRun(bool quiet, Language language) : report_(quiet ? nullptr : stderr, language) {}
    /// However the work ends, what is said next does not stand on the bar's line.
    ~LongRun() { finish(); }
    LongRun(const LongRun&) = delete;
    LongRun& operator=(const LongRun&) = delete;
    /// The work comes in so many parts as long as the first.
    void parts(std::uint64_t number) { parts_ = number; }
    /// The first part is done, with so many replicates; what it hears from now on comes on top.
    void first_part_done(std::uint64_t replicates) { before_ = replicates; }
    /// How the work is carried out: on so many threads, telling this, and stopping once the user has asked to stop.
    [[nodiscard]] ensemble::Execution execution(int threads);
    /// Takes the bar away; to be called before anything else is shown.
    void finish() { report_.finish(); }

private:
    InterruptGuard interrupts_;
    ProgressReport report_;
    std::uint64_t parts_ = 1, before_ = 0;
};

/// Does the work and returns its exit status. If it is stopped (ensemble::Cancelled), says `stopped`, which tells what that leaves behind,
/// and returns the status of the signal; a file that cannot be written (FileError) is reported as bad input.
[[nodiscard]] int long_run(const CommonOptions& common, bool quiet, const char* stopped, const std::function<int(LongRun&)>& work);

/// What `stopped` says where nothing is written before the end.
[[nodiscard]] const char* nothing_was_written(Language language);

}  // namespace zonecast::command
