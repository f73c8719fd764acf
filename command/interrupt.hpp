// Ctrl-C and polite requests to stop, turned into a flag that a run looks at.
#pragma once

namespace zonecast::command {

/// While one of these lives, SIGINT, SIGTERM and SIGHUP do not end the program but are remembered. One at a time.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    /// The signal that came, or 0. Callable from any thread.
    [[nodiscard]] static int signal();
};

}  // namespace zonecast::command
