// A posterior survives the way to disk and back; what is no posterior says so.
#include "outputs/posterior_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace zonecast::outputs {
namespace {

class PosteriorFile : public ::testing::Test {
protected:
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("zonecast-posterior-" + std::to_string(getpid()));
    void SetUp() override { std::filesystem::create_directories(folder); }
    void TearDown() override { std::filesystem::remove_all(folder); }
    [[nodiscard]] std::string path(const char* name) const { return (folder / name).string(); }
};

inference::Calibration made_up() {
    inference::Calibration c;
    c.pack = "small";
    c.plan_name = {"小规划", "Small plan"};
    c.settings.from = 2013;
    c.settings.until = 2016;
    c.settings.members = 3;
    c.plausible = 2;
    for (const char* id : {"ip_pledge_trend", "rd_rest_share"}) {
        inference::CalibratedParameter p;
        p.id = id;
        p.name = {"名", "Name"};
        p.of_the_start = std::string(id) == "rd_rest_share";
        c.parameters.push_back(p);
    }
    c.prior = {1, 2, 3, 4, 5, 6};
    c.posterior = {0.1, 20, 0.2, 30, 0.3, 40};
    inference::FittedFigure f;
    f.series = "gdp";
    f.year = 2014;
    f.published = 100;
    c.figures.push_back(f);
    return c;
}

TEST_F(PosteriorFile, ComesBackAsItWas) {
    write_posterior(path("p.h5"), made_up(), {.version = "test", .command = "zonecast calibrate", .time = ""});
    Diagnostics problems;
    const auto back = read_posterior(path("p.h5"), problems);
    ASSERT_TRUE(back) << problems.text();
    EXPECT_EQ(back->pack, "small");
    EXPECT_EQ(back->from, 2013);
    EXPECT_EQ(back->until, 2016);
    EXPECT_EQ(back->ids, (std::vector<std::string>{"ip_pledge_trend", "rd_rest_share"}));
    EXPECT_EQ(back->of_the_start, (std::vector<bool>{false, true}));
    EXPECT_EQ(back->values, made_up().posterior);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()), 1);  // no partial file
}

TEST_F(PosteriorFile, WhatIsNoneSaysSo) {
    Diagnostics missing;
    EXPECT_FALSE(read_posterior(path("none.h5"), missing));
    EXPECT_TRUE(missing.has_errors());
    std::ofstream(path("text.h5")) << "not HDF5";
    Diagnostics text;
    EXPECT_FALSE(read_posterior(path("text.h5"), text));
    EXPECT_TRUE(text.has_errors());
    Diagnostics wrong;
    {
        hdf5::File closing = hdf5::File::create(path("third.h5"), "third.h5");
        closing.attribute("kind", "something else");
        closing.close();
    }
    EXPECT_FALSE(read_posterior(path("third.h5"), wrong));
    EXPECT_NE(wrong.text().find("no posterior"), std::string::npos);
}

TEST_F(PosteriorFile, AFolderThatDoesNotExistIsAnError) {
    EXPECT_THROW(write_posterior(path("no/such/p.h5"), made_up(), {}), FileError);
}

}  // namespace
}  // namespace zonecast::outputs
