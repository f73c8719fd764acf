// The one place where work is split over threads: order, exceptions, progress, and how many threads there are.
#include "model/ensemble/executor.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace zonecast::ensemble {
namespace {

namespace fs = std::filesystem;

TEST(Executor, HandsInInTheOrderOfTasksWhicheverIsReadyFirst) {
    std::vector<std::uint64_t> order;
    std::array<std::atomic<int>, 4> at_work{};
    const auto work = [&](std::size_t worker, std::uint64_t task) -> HandIn {
        EXPECT_EQ(at_work.at(worker).fetch_add(1), 0) << "a worker does one task at a time";
        std::this_thread::sleep_for(std::chrono::microseconds(task % 3 == 0 ? 900 : 50));
        at_work[worker].fetch_sub(1);
        return [&order, task] {
            order.push_back(task);
            return std::uint64_t{1};
        };
    };
    work_through(40, Execution(4), work);
    ASSERT_EQ(order.size(), 40u);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(Executor, TheExceptionOfTheEarliestTaskEndsTheWork) {
    for (const int threads : {1, 3}) {
        std::vector<std::uint64_t> handed_in;
        const auto work = [&](std::size_t, std::uint64_t task) -> HandIn {
            if (task == 5 || task == 6) throw std::runtime_error("task " + std::to_string(task));
            return [&handed_in, task] {
                handed_in.push_back(task);
                return std::uint64_t{1};
            };
        };
        try {
            work_through(100, Execution(threads), work);
            FAIL() << "nothing was thrown";
        } catch (const std::runtime_error& error) {
            EXPECT_STREQ(error.what(), "task 5");
        }
        EXPECT_THAT(handed_in, testing::ElementsAre(0, 1, 2, 3, 4)) << "nothing after it is handed in";
    }
}

TEST(Executor, WhatAHandInThrowsComesOut) {
    const auto work = [](std::size_t, std::uint64_t task) -> HandIn {
        return [task]() -> std::uint64_t {
            if (task == 2) throw std::domain_error("full");
            return 1;
        };
    };
    EXPECT_THROW(work_through(9, Execution(3), work), std::domain_error);
}

TEST(Executor, ProgressCountsAndStops) {
    std::vector<std::uint64_t> told;
    const auto work = [](std::size_t, std::uint64_t task) -> HandIn {
        if (task % 2 == 1) return {};  // nothing to hand in
        return [] { return std::uint64_t{10}; };
    };
    work_through(6,
                 Execution(2,
                           [&](std::uint64_t done, std::uint64_t total) {
                               EXPECT_EQ(total, 35u);
                               told.push_back(done);
                               return true;
                           }),
                 work, 5, 35);
    EXPECT_THAT(told, testing::ElementsAre(15, 25, 35));
    EXPECT_THROW(work_through(6, Execution(2, [](std::uint64_t done, std::uint64_t) { return done < 20; }), work),
                 Cancelled);
}

TEST(Executor, TakesNoMoreWorkersThanTasksOrThreads) {
    EXPECT_EQ(workers_for(2, Execution(7)), 2u);
    EXPECT_EQ(workers_for(9, Execution(7)), 7u);
    EXPECT_EQ(workers_for(0, Execution(7)), 1u);
    EXPECT_GE(default_threads(), 1);
    EXPECT_EQ(workers_for(10'000, {}), static_cast<std::size_t>(default_threads()));
}

/// A tree of control groups as Linux mounts it.
class Groups {
public:
    Groups() : root_(fs::temp_directory_path() / ("zonecast-groups-" + std::to_string(getpid()))) {
        fs::create_directories(root_);
    }
    ~Groups() { fs::remove_all(root_); }
    Groups(const Groups&) = delete;
    Groups& operator=(const Groups&) = delete;
    void write(const std::string& file, const std::string& text) const {
        fs::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text << '\n';
    }
    [[nodiscard]] std::optional<double> granted(const std::string& membership) const {
        return processors_granted(membership, root_.string());
    }

private:
    fs::path root_;
};

TEST(ProcessorsGranted, TheLeastOfAGroupAndThoseAboveIt) {
    const Groups groups;
    groups.write("cpu.max", "max 100000");
    groups.write("job/cpu.max", "150000 100000");
    groups.write("job/step/cpu.max", "400000 100000");
    EXPECT_EQ(groups.granted("0::/job/step\n"), 1.5);
    EXPECT_EQ(groups.granted("0::/\n"), std::nullopt) << "max is no limit";
    EXPECT_EQ(groups.granted("0::/elsewhere/not/mounted\n"), std::nullopt);
    groups.write("cpu.max", "300000 100000");
    EXPECT_EQ(groups.granted("0::/elsewhere/not/mounted\n"), 3.0) << "a container sees its own group at the top";
}

TEST(ProcessorsGranted, InTheFilesOfVersion1) {
    const Groups groups;
    groups.write("cpu,cpuacct/job/cpu.cfs_quota_us", "200000");
    groups.write("cpu,cpuacct/job/cpu.cfs_period_us", "100000");
    EXPECT_EQ(groups.granted("12:memory:/job\n4:cpu,cpuacct:/job\n"), 2.0);
    groups.write("cpu,cpuacct/job/cpu.cfs_quota_us", "-1");
    EXPECT_EQ(groups.granted("4:cpu,cpuacct:/job\n"), std::nullopt);
    EXPECT_EQ(groups.granted("nonsense\n"), std::nullopt);
}

}  // namespace
}  // namespace zonecast::ensemble
