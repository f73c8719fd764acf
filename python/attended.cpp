#include "python/attended.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>

namespace py = pybind11;

namespace zonecast::python {

namespace {

/// How long Python may wait to be heard.
constexpr std::chrono::milliseconds between_looks{50};

/// A thread that is waited for without the GIL, whatever happens.
class Worker {
public:
    explicit Worker(std::function<void()> work) : thread_(std::move(work)) {}
    ~Worker() {
        const py::gil_scoped_release release;
        thread_.join();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

private:
    std::thread thread_;
};

/// Calls progress with what is done, unless it knows; false if it says stop.
bool tell(const py::object& progress, std::uint64_t done, std::uint64_t total, std::uint64_t& told) {
    if (progress.is_none() || total == 0 || done == told) return true;
    told = done;
    const py::object answer = progress(done, total);
    return !answer.is(py::bool_(false));
}

}  // namespace

void attended(const py::object& progress, const std::function<void(const engine::Progress&)>& work) {
    std::atomic<std::uint64_t> done{0}, total{0};
    std::atomic<bool> stop{false};
    std::mutex mutex;
    std::condition_variable ended;
    bool over = false;
    std::exception_ptr failure, raised;
    {
        const Worker worker([&] {
            try {
                work([&](std::uint64_t so_far, std::uint64_t all) {
                    total = all;
                    done = so_far;
                    return !stop;
                });
            } catch (...) {
                failure = std::current_exception();
            }
            const std::lock_guard lock(mutex);
            over = true;
            ended.notify_all();
        });
        std::uint64_t told = 0;
        for (bool last = false; !last;) {
            {
                const py::gil_scoped_release release;
                std::unique_lock lock(mutex);
                last = ended.wait_for(lock, between_looks, [&] { return over; });
            }
            if (raised) continue;
            try {
                if (PyErr_CheckSignals() != 0) throw py::error_already_set();
                if (!tell(progress, done, total, told)) stop = true;
            } catch (const py::error_already_set&) {
                raised = std::current_exception();
                stop = true;
            }
        }
    }
    if (raised) std::rethrow_exception(raised);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace zonecast::python
