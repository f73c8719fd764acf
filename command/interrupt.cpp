#include "command/interrupt.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace zonecast::command {

namespace {

/// Every signal that would end the program and can be heard, besides those that tell of a fault in it (SIGSEGV and its like).
constexpr std::array signals{SIGINT,  SIGTERM,   SIGHUP,  SIGQUIT, SIGUSR1, SIGUSR2,   SIGALRM,
                             SIGXCPU, SIGVTALRM, SIGPROF, SIGIO,   SIGPWR,  SIGSTKFLT};

std::atomic<int> caught{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

std::array<struct sigaction, signals.size()> former;

extern "C" void remember(int number) {
    caught.store(number, std::memory_order_relaxed);
}

}  // namespace

InterruptGuard::InterruptGuard() {
    caught.store(0, std::memory_order_relaxed);
    struct sigaction action {};
    action.sa_handler = remember;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        sigaction(signals[i], nullptr, &former[i]);
        if (former[i].sa_handler != SIG_IGN) sigaction(signals[i], &action, nullptr);  // nohup stays in force
    }
}

InterruptGuard::~InterruptGuard() {
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &former[i], nullptr);
}

int InterruptGuard::signal() {
    return caught.load(std::memory_order_relaxed);
}

SignalsHeld::SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    for (const int number : signals) sigaddset(&held, number);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
}

SignalsHeld::~SignalsHeld() {
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace zonecast::command
