#include "model/ensemble/executor.hpp"

#ifdef _OPENMP
#include <omp.h>
#endif

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace zonecast::ensemble {

namespace {

#ifndef _OPENMP  // a compiler without threads, as for a page
int omp_get_max_threads() {
    return 1;
}
int omp_get_thread_num() {
    return 0;
}
#endif

/// The first words of a small file; fewer if it ends, none if it cannot be read.
std::vector<std::string> words_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istream_iterator<std::string>(file), std::istream_iterator<std::string>()};
}

/// Quota over period, both in microseconds; nothing if there is no limit ("max", -1) or the words are no numbers.
std::optional<double> share(const std::string& quota, const std::string& period) {
    try {
        const double granted = std::stod(quota), of = std::stod(period);
        if (granted > 0 && of > 0) return granted / of;
    } catch (const std::exception&) {  // "max"
    }
    return std::nullopt;
}

/// What one group grants, in either version's files.
std::optional<double> granted_by(const std::string& folder) {
    if (const auto words = words_of(folder + "/cpu.max"); words.size() == 2) return share(words[0], words[1]);
    const auto quota = words_of(folder + "/cpu.cfs_quota_us"), period = words_of(folder + "/cpu.cfs_period_us");
    return quota.size() == 1 && period.size() == 1 ? share(quota[0], period[0]) : std::nullopt;
}

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

std::optional<double> processors_granted(const std::string& membership, const std::string& root) {
    std::optional<double> least;
    std::istringstream lines(membership);
    for (std::string line; std::getline(lines, line);) {  // "0::/path" or "4:cpu,cpuacct:/path"
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
        const bool unified = controllers == ",,";
        if (!unified && controllers.find(",cpu,") == std::string::npos) continue;
        const std::string mount = unified ? root : root + "/" + controllers.substr(1, controllers.size() - 2);
        // Within a container the path may be that of the machine, which is not mounted here: the mount itself is looked
        // at in any case.
        for (std::string path = line.substr(second + 1);; path.resize(path.rfind('/'))) {
            if (path == "/") path.clear();
            if (const auto granted = granted_by(mount + path)) least = std::min(least.value_or(*granted), *granted);
            if (path.empty() || path.find('/') == std::string::npos) break;
        }
    }
    return least;
}

int default_threads() {
    const int threads = std::max(1, omp_get_max_threads());
    const auto granted = processors_granted(text_of("/proc/self/cgroup"), "/sys/fs/cgroup");
    return granted && *granted < threads ? std::max(1, static_cast<int>(std::ceil(*granted))) : threads;
}

std::size_t workers_for(std::uint64_t tasks, const Execution& execution) {
    const int most = execution.threads > 0 ? execution.threads : default_threads();
    return static_cast<std::size_t>(std::clamp<std::uint64_t>(tasks, 1, static_cast<std::uint64_t>(most)));
}

void work_through(std::uint64_t tasks, const Execution& execution, const Work& work, std::uint64_t done_before,
                  std::uint64_t expected) {
    const int threads = static_cast<int>(workers_for(tasks, execution));
    const auto count = static_cast<std::int64_t>(tasks);
    std::atomic<bool> stop{false};
    std::exception_ptr failure;
    std::uint64_t done = done_before;
#pragma omp parallel for ordered schedule(dynamic, 1) num_threads(threads)
    for (std::int64_t task = 0; task < count; ++task) {
        HandIn hand_in;
        std::exception_ptr problem;
        if (!stop) {
            try {
                hand_in = work(static_cast<std::size_t>(omp_get_thread_num()), static_cast<std::uint64_t>(task));
            } catch (...) {
                problem = std::current_exception();
            }
        }
#pragma omp ordered
        {
            try {
                if (problem) std::rethrow_exception(problem);
                if (hand_in && !stop) {
                    const std::uint64_t more = hand_in();
                    done += more;
                    if (more > 0 && execution.progress && !execution.progress(done, expected)) throw Cancelled();
                }
            } catch (...) {
                if (!failure) failure = std::current_exception();
                stop = true;
            }
        }
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace zonecast::ensemble
