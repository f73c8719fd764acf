// A posterior survives the way to disk and back; what is no posterior says so.
#include "outputs/posterior_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "outputs/calibration_report.hpp"

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
    f.error = 0.1;
    f.prior_distance = 0.4;
    f.distance = -2.5;
    c.figures.push_back(f);
    f.year = 2015;
    f.distance = 1.9;
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
    EXPECT_EQ(back->figures_missed, 1u);
    const hdf5::File file = hdf5::File::open(path("p.h5"));
    EXPECT_NE(file.text_attribute("warnings_en").value_or("").find("2014: runs after the fit lie below"), std::string::npos);
    EXPECT_NE(file.text_attribute("warnings_zh").value_or("").find("2014 年：拟合后的推演比公布数低"), std::string::npos);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()), 1);  // no partial file
}

TEST(CalibrationReport, AFitThatMissesFiguresSaysItAloud) {
    inference::Calibration c = made_up();
    for (const Language language : {Language::zh, Language::en}) {
        const auto warnings = calibration_warnings(c, language);
        ASSERT_EQ(warnings.size(), 2u);  // the count, and one line for the figure
        const std::string text = calibration_text(c, {.language = language});
        EXPECT_NE(text.find(language == Language::zh ? "警告：2 个数字中有 1 个" : "Warning: of 2 figures the fit misses 1"),
                  std::string::npos)
            << text;
    }
    const auto line = calibration_warnings(c, Language::en)[1];
    // exp(-0.25) - 1 is 22 per cent.
    EXPECT_NE(line.find("below what was published by 22 %, 2.5 standard deviations; before the fit 0.4: the other "
                        "figures pull it away"),
              std::string::npos)
        << line;
    const auto json = calibration_json(c);
    EXPECT_EQ(json["warnings"]["en"].size(), 2u);
    EXPECT_EQ(json["warnings"]["zh"].size(), 2u);
    EXPECT_EQ(json["figures"][0]["missed"], true);
    EXPECT_EQ(json["figures"][1]["missed"], false);
    c.figures[0].distance = 1.0;
    EXPECT_TRUE(calibration_warnings(c, Language::en).empty());
    EXPECT_EQ(calibration_text(c, {.language = Language::en}).find("Warning"), std::string::npos);
    EXPECT_EQ(calibration_json(c)["warnings"]["zh"].size(), 0u);
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
