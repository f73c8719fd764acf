// Text files for the user: whole or not there, and pipes and devices are never replaced.
#include "command/output_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "outputs/hdf5.hpp"

namespace zonecast::command {
namespace {

namespace fs = std::filesystem;

class OutputFile : public testing::Test {
protected:
    OutputFile() {
        std::string pattern = (fs::temp_directory_path() / "zonecast-output-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~OutputFile() override { fs::remove_all(folder_); }

    [[nodiscard]] std::string path(const char* name) const { return (folder_ / name).string(); }
    static std::string text(const std::string& path) {
        std::ostringstream out;
        out << std::ifstream(path).rdbuf();
        return out.str();
    }
    [[nodiscard]] std::size_t entries() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }
    static outputs::Signature graphs() { return {"graph ", {}, {"图", "a graph"}}; }
    static void write(const std::string& path, const char* text) {
        write_output(path, {}, graphs(), [text](std::ostream& out) { out << "graph " << text; });
    }
    fs::path folder_;
};

TEST_F(OutputFile, ReplacesAFileWhole) {
    write(path("a.dot"), "first");
    write(path("a.dot"), "second");
    EXPECT_EQ(text(path("a.dot")), "graph second");
    EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFile, WritesThroughALink) {
    write(path("a.dot"), "first");
    fs::create_symlink(path("a.dot"), path("link.dot"));
    write(path("link.dot"), "second");
    EXPECT_TRUE(fs::is_symlink(path("link.dot")));
    EXPECT_EQ(text(path("a.dot")), "graph second");
}

TEST_F(OutputFile, LeavesNothingWhenTheTextFails) {
    write(path("a.dot"), "first");
    EXPECT_THROW(write_output(path("a.dot"), {}, graphs(), [](std::ostream&) { throw std::runtime_error("no text"); }), std::runtime_error);
    EXPECT_EQ(text(path("a.dot")), "graph first");
    EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFile, NeverReplacesWhatWasReadNorAResult) {
    write(path("pack.csv"), "figures");
    EXPECT_THROW(write_output(path("pack.csv"), {path("pack.csv")}, graphs(), [](std::ostream& out) { out << "graph "; }),
                 outputs::FileError);
    EXPECT_EQ(text(path("pack.csv")), "graph figures");
    { auto result = outputs::hdf5::File::create(path("run.h5"), path("run.h5")); }
    const std::string before = text(path("run.h5"));
    EXPECT_THROW(write(path("run.h5"), "page"), outputs::FileError);
    EXPECT_EQ(text(path("run.h5")), before);
    EXPECT_EQ(entries(), 2u);
}

TEST_F(OutputFile, ReplacesOnlyWhatTheProgramWroteItself) {
    std::ofstream(path("history.csv")) << "series,place\n";
    std::ofstream(path("notes.md")) << "a graph ";
    std::ofstream(path("empty.dot"));
    for (const char* name : {"history.csv", "notes.md"}) {
        const std::string before = text(path(name));
        EXPECT_THROW(write(path(name), "x"), outputs::FileError) << name;
        EXPECT_EQ(text(path(name)), before);
    }
    write(path("empty.dot"), "x");
    EXPECT_EQ(text(path("empty.dot")), "graph x");
    EXPECT_EQ(entries(), 3u);
}

TEST_F(OutputFile, WritesNothingThatItCouldNotTellForItsOwn) {
    EXPECT_THROW(write_output(path("a.dot"), {}, graphs(), [](std::ostream& out) { out << "digraph"; }), std::logic_error);
    EXPECT_EQ(entries(), 0u);
}

TEST_F(OutputFile, SaysWhyAPlaceCannotBeWritten) {
    EXPECT_THROW(write(path("no/such/folder/a.dot"), "x"), outputs::FileError);
    EXPECT_THROW(write(folder_.string(), "x"), outputs::FileError);
    EXPECT_EQ(entries(), 0u);
}

TEST_F(OutputFile, APipeIsWrittenToAndStaysAPipe) {
    ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    const int reader = open(path("pipe").c_str(), O_RDWR);  // both ends, so that nobody waits
    ASSERT_GE(reader, 0);
    write(path("pipe"), "graph");
    char text[12] = {};
    EXPECT_EQ(read(reader, text, 11), 11);
    EXPECT_STREQ(text, "graph graph");
    close(reader);
    EXPECT_TRUE(fs::is_fifo(path("pipe")));
}

}  // namespace
}  // namespace zonecast::command
