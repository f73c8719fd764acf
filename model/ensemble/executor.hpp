// The one place where work is split over threads: order, exceptions, progress and the wish to stop.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "model/engine/forecast.hpp"
#include "model/ensemble/ranks.hpp"

namespace zonecast::ensemble {

/// Thrown when a run is stopped by its progress callback.
struct Cancelled : std::runtime_error {
    Cancelled() : std::runtime_error("the run was stopped") {}
};

/// How a run is carried out. It changes how long a run takes, and no bit of what it gives (what does is in
/// engine::RunSettings).
struct Execution {
    int threads = 0;            ///< 0: as many as default_threads() says
    engine::Progress progress;  ///< told how far the run is, and may stop it; may be empty
    Ranks* ranks = nullptr;     ///< processes that share each run of an ensemble; null: this one is alone

    Execution() = default;
    explicit Execution(int number, engine::Progress told = {}) : threads(number), progress(std::move(told)) {}
    /// default_threads() of them, told of the progress: any callable, or nullptr.
    template <class Told>
    requires(std::constructible_from<engine::Progress, Told> && !std::same_as<std::remove_cvref_t<Told>, Execution>) Execution(Told&& told)
        : progress(std::forward<Told>(told)) {}

    /// The same threads and processes, another listener.
    [[nodiscard]] Execution telling(engine::Progress told) const {
        Execution other(threads, std::move(told));
        other.ranks = ranks;
        return other;
    }
};

/// Threads of a run that is not told how many: what OMP_NUM_THREADS says, else the processors that this process may
/// use; never more than the CPU time that its control group is granted, rounded up. At least 1.
[[nodiscard]] int default_threads();

/// Processors' worth of CPU time that the control groups of a process grant it; nothing without a limit. `membership`:
/// the text of /proc/self/cgroup; `root`: where the groups are mounted, /sys/fs/cgroup. Reads cpu.max (version 2) and
/// cpu.cfs_quota_us (version 1) of the group and of all above it; the least counts.
[[nodiscard]] std::optional<double> processors_granted(const std::string& membership, const std::string& root);

/// What is left to do of a task once its work is done: called in the order of tasks, by one thread at a time. Returns
/// the replicates done.
using HandIn = std::function<std::uint64_t()>;
/// The work of a task, on any thread. `worker` numbers the thread: two calls with the same number never run at the same
/// time. May return an empty function.
using Work = std::function<HandIn(std::size_t worker, std::uint64_t task)>;

/// How many workers work_through() takes for so many tasks.
[[nodiscard]] std::size_t workers_for(std::uint64_t tasks, const Execution& execution);

/// Works through tasks 0 to `tasks` - 1 on threads. After each task that hands in replicates, progress is told how many
/// there are: `done_before` and those of this call, of `expected`. Throws Cancelled if it says stop, and what work and
/// hand-ins throw: of several exceptions the one of the earliest task. After that
/// nothing is handed in, and no task begins once the turn of the one that threw has come. Memory: at most one finished task a thread waits
/// for its turn.
void work_through(std::uint64_t tasks, const Execution& execution, const Work& work, std::uint64_t done_before = 0,
                  std::uint64_t expected = 0);

}  // namespace zonecast::ensemble
