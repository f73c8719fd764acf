// What a user reads while a run goes on.
#include "command/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace zonecast::command {
namespace {

TEST(ProgressLine, SaysShareRateAndTimeLeft) {
    EXPECT_EQ(progress_line(Language::en, 500, 1000, 4.0, 10), "[#####-----]  50 %  500 of 1000 replicates, 125 a second, 4 s left");
    EXPECT_EQ(progress_line(Language::zh, 500, 1000, 4.0, 0), " 50 %  已完成 500 / 1000 次模拟，每秒 125 次，还需 4 秒");
}

TEST(ProgressLine, SaysNoRateBeforeThereIsOne) {
    EXPECT_EQ(progress_line(Language::en, 0, 10, 3.0, 0), "  0 %  0 of 10 replicates");
}

TEST(ProgressLine, EndsWithTheTimeTaken) {
    EXPECT_EQ(progress_line(Language::en, 64, 64, 3700.0, 4), "[####] 100 %  64 of 64 replicates, 0.017 a second, 1 h 01 min in all");
}

TEST(ProgressLine, NeverClaimsToBeDoneBeforeItIs) {
    EXPECT_THAT(progress_line(Language::en, 999, 1000, 10.0, 10), testing::StartsWith("[#########-]  99 %"));
}

TEST(ProgressLine, LongTimesAreInMinutes) {
    EXPECT_THAT(progress_line(Language::en, 1, 3, 61.0, 0), testing::EndsWith(", 2 min 02 s left"));
}

/// What a report writes to a stream that is no terminal.
std::string written_by(const std::vector<std::uint64_t>& steps, std::uint64_t total) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* stream = open_memstream(&text, &size);
    {
        ProgressReport report(stream, Language::en);
        for (const std::uint64_t done : steps) report.update(done, total);
        report.finish();
    }
    std::fclose(stream);
    std::string result(text, size);
    std::free(text);
    return result;
}

TEST(ProgressReport, WritesALineAtEveryTenthWhereThereIsNoTerminal) {
    std::vector<std::uint64_t> steps;
    for (std::uint64_t i = 1; i <= 1000; ++i) steps.push_back(i);
    const std::string text = written_by(steps, 1000);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("\r")));
    EXPECT_THAT(text, testing::HasSubstr("100 %  1000 of 1000 replicates"));
}

TEST(ProgressReport, SkipsTenthsThatPassTogether) {
    const std::string text = written_by({32, 50}, 50);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

}  // namespace
}  // namespace zonecast::command
