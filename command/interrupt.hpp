// Ctrl-C and polite requests to stop, turned into a flag that a run looks at.
#pragma once

#include <csignal>

namespace zonecast::command {

/// While one of these lives, signals that would end the program (SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGXCPU and the others that can be heard)
/// are remembered instead. One at a time.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    /// The signal that came, or 0. Callable from any thread.
    [[nodiscard]] static int signal();
};

/// While one of these lives, signals wait that would end the program: for the moment in which a file is written and gets its name.
class SignalsHeld {
public:
    SignalsHeld();
    ~SignalsHeld();
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

private:
    sigset_t before_{};
};

}  // namespace zonecast::command
