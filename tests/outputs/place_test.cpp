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
    const std::string result = (folder_ / "result.h5").string(), posterior = (folder_ / "posterior.h5").string(),
                      foreign = (folder_ / "measured.h5").string();
    {
        auto made = hdf5::File::create(result, result);
        made.attribute("source", "zonecast 1.0");
        auto fitted = hdf5::File::create(posterior, posterior);
        fitted.attribute("kind", "zonecast posterior");
        auto other = hdf5::File::create(foreign, foreign);
        other.attribute("source", "instrument 7");
    }
    for (const std::string& other : {text, foreign, posterior}) EXPECT_THROW(static_cast<void>(checked_place(other)), FileError) << other;
    for (const std::string& other : {text, foreign, result})
        EXPECT_THROW(static_cast<void>(checked_place(other, Made::posterior)), FileError) << other;
    EXPECT_EQ(checked_place(empty), empty);
    EXPECT_EQ(checked_place(result), result);
    EXPECT_EQ(checked_place(posterior, Made::posterior), posterior);
}

TEST_F(Place, ATextReplacesATextOfItsKindOnly) {
    const Signature page{"<html>", "zonecast", {"页面", "a page"}};
    EXPECT_NO_THROW(refuse_others(file("own.html", "<html> by zonecast, last week"), page));
    EXPECT_NO_THROW(refuse_others(file("empty.html", ""), page));
    EXPECT_NO_THROW(refuse_others((folder_ / "new.html").string(), page));
    EXPECT_NO_THROW(refuse_others("-", page));
    EXPECT_NO_THROW(refuse_others("/dev/null", page));
    EXPECT_THROW(refuse_others(file("mine.html", "<html> by me"), page), FileError);
    EXPECT_THROW(refuse_others(file("about.md", "zonecast writes <html>"), page), FileError);
}

TEST_F(Place, StandardOutputIsNoPlaceOfAResult) {
    EXPECT_THROW(static_cast<void>(checked_place("-")), FileError);
    EXPECT_FALSE(fs::exists("-"));
}

}  // namespace
}  // namespace zonecast::outputs
