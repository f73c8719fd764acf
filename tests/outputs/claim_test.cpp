// Who writes a file keeps others away from it, and clears up after killed writers.
#include "outputs/claim.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {
namespace {

namespace fs = std::filesystem;

class Claims : public testing::Test {
protected:
    void SetUp() override {
        std::string name = fs::temp_directory_path() / "zonecast-claim-XXXXXX";
        folder_ = mkdtemp(name.data());
    }
    void TearDown() override { fs::remove_all(folder_); }
    [[nodiscard]] std::string file(const std::string& name) const { return folder_ / name; }
    void make(const std::string& name) const { std::ofstream{file(name)}; }
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> found;
        for (const auto& entry : fs::directory_iterator(folder_)) found.insert(entry.path().filename().string());
        return found;
    }
    fs::path folder_;
};

TEST_F(Claims, ASecondWriterOfTheSameFileIsRefusedUntilTheFirstIsDone) {
    {
        const Claim first(file("a.h5"));
        try {
            const Claim second(file("a.h5"));
            FAIL() << "two writers of one file";
        } catch (const FileError& error) {
            EXPECT_EQ(error.path(), file("a.h5"));
            EXPECT_EQ(error.problem().en, "is being written by another zonecast");
        }
        const Claim other(file("b.h5"));
        EXPECT_EQ(names(), (std::set<std::string>{"a.h5.lock", "b.h5.lock"}));
    }
    EXPECT_TRUE(names().empty());
    const Claim again(file("a.h5"));
    EXPECT_EQ(names(), std::set<std::string>{"a.h5.lock"});
}

TEST_F(Claims, ALinkIsTheFileThatItLeadsTo) {
    make("real.h5");
    fs::create_symlink(file("real.h5"), file("link.h5"));
    const Claim first(file("link.h5"));
    EXPECT_THROW(Claim(file("real.h5")), FileError);
}

TEST_F(Claims, AKilledWriterHoldsNothingAndItsPartialFilesGo) {
    const pid_t child = fork();
    if (child == 0) {
        const Claim claim(file("a.h5"));
        make("a.h5.partial-" + std::to_string(getpid()));
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(names(), (std::set<std::string>{"a.h5.lock", "a.h5.partial-" + std::to_string(child)}));
    for (const char* other : {"a.h5", "a.h5.partial-", "a.h5.partial-1x", "b.h5.partial-1", "a.h5.rows"}) make(other);
    { const Claim claim(file("a.h5")); }
    EXPECT_EQ(names(),
              (std::set<std::string>{"a.h5", "a.h5.partial-", "a.h5.partial-1x", "b.h5.partial-1", "a.h5.rows"}));
}

}  // namespace
}  // namespace zonecast::outputs
