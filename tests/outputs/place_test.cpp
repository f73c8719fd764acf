// Where files are put: never over what was read, nor over something else of the user's.
#include "outputs/place.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {
namespace {

namespace fs = std::filesystem;

class Place : public testing::Test {
protected:
    Place() {
        std::string pattern = (fs::temp_directory_path() / "zonecast-place-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~Place() override { fs::remove_all(folder_); }
    std::string file(const char* name, const char* text) {
        const std::string path = (folder_ / name).string();
        std::ofstream(path) << text;
        return path;
    }
    fs::path folder_;
};

TEST_F(Place, AnInputIsNoOutputUnderAnyName) {
    const std::string plan = file("plan.toml", "[plan]"), other = file("other.toml", "[plan]");
    fs::create_symlink(plan, folder_ / "link");
    fs::create_hard_link(plan, folder_ / "twin");
    for (const std::string name : {plan, (folder_ / "link").string(), (folder_ / "twin").string(), (folder_ / "." / "plan.toml").string()})
        EXPECT_THROW(refuse_inputs(name, {other, plan}), FileError) << name;
    EXPECT_NO_THROW(refuse_inputs((folder_ / "new.h5").string(), {plan}));
    EXPECT_NO_THROW(refuse_inputs(other, {plan}));
    EXPECT_NO_THROW(refuse_inputs("-", {plan}));
}

TEST_F(Place, AResultReplacesAResultOrAnEmptyFileOnly) {
    const std::string text = file("notes.md", "my notes"), empty = file("empty.h5", "");
    const std::string result = (folder_ / "result.h5").string();
    { auto made = hdf5::File::create(result, result); }
    EXPECT_THROW(static_cast<void>(checked_place(text)), FileError);
    EXPECT_EQ(checked_place(empty), empty);
    EXPECT_EQ(checked_place(result), result);
}

TEST_F(Place, StandardOutputIsNoPlaceOfAResult) {
    EXPECT_THROW(static_cast<void>(checked_place("-")), FileError);
    EXPECT_FALSE(fs::exists("-"));
}

}  // namespace
}  // namespace zonecast::outputs
