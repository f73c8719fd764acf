// A backtest over the library's own panel: nothing later enters a prediction, threads change nothing, and what is marked is left out.
#include "model/inference/panel_backtest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace zonecast::inference {
namespace {

scenario::Panel library_panel() {
    Diagnostics problems;
    auto panel = scenario::read_panel(std::string(ZONECAST_SOURCE_DIR) + "/scenarios/library", problems);
    if (!panel) throw std::runtime_error(problems.text());
    return std::move(*panel);
}

PanelBacktestSettings few(int first, int last) {
    PanelBacktestSettings settings;
    settings.first_origin = first;
    settings.last_origin = last;
    settings.horizon = 2;
    settings.replicates = 32;
    settings.resamples = 50;
    settings.provinces = {"guangdong", "hunan"};
    return settings;
}

TEST(PanelBacktest, NothingAfterTheOriginMovesAPredictionByABit) {
    const scenario::Panel panel = library_panel();
    scenario::Panel poisoned = library_panel();
    double factor = 2;
    for (scenario::Figure& figure : poisoned.figures)
        if (figure.year > 2018) figure.value *= factor = 5 - factor;  // 3, 2, 3, ...: not one factor for all
    const PanelBacktest a = panel_backtest(panel, few(2018, 2018)), b = panel_backtest(poisoned, few(2018, 2018));
    ASSERT_EQ(a.cases.size(), b.cases.size());
    ASSERT_GE(a.cases.size(), 20u);
    std::size_t moved = 0;
    for (std::size_t i = 0; i < a.cases.size(); ++i) {
        EXPECT_EQ(a.cases[i].at_origin, b.cases[i].at_origin);
        moved += a.cases[i].outcome != b.cases[i].outcome ? 1 : 0;
        for (std::size_t f = 0; f < forecasters; ++f) {
            EXPECT_EQ(a.cases[i].by[f].made, b.cases[i].by[f].made);
            EXPECT_EQ(a.cases[i].by[f].quantile, b.cases[i].by[f].quantile) << a.cases[i].place << " " << a.cases[i].series << " " << f;
            EXPECT_EQ(a.cases[i].by[f].chance, b.cases[i].by[f].chance);
        }
    }
    EXPECT_EQ(moved, a.cases.size());
    // And the past of other provinces does move it.
    scenario::Panel other = library_panel();
    for (scenario::Figure& figure : other.figures)
        if (figure.year == 2017 && figure.place == "zhejiang") figure.value *= 1.2;
    const PanelBacktest c = panel_backtest(other, few(2018, 2018));
    for (std::size_t i = 0; i < a.cases.size(); ++i)
        if (a.cases[i].series == "rd_expenditure") {
            EXPECT_NE(c.cases[i].by[0].quantile, a.cases[i].by[0].quantile) << a.cases[i].place;
        }
}

TEST(PanelBacktest, TheSameBitsForAnyNumberOfThreadsAndAnyChoiceOfProvinces) {
    const scenario::Panel panel = library_panel();
    PanelBacktestSettings settings = few(2017, 2019);
    const PanelBacktest one = panel_backtest(panel, settings, ensemble::Execution(1));
    const PanelBacktest three = panel_backtest(panel, settings, ensemble::Execution(3));
    settings.provinces = {"hunan"};
    const PanelBacktest hunan = panel_backtest(panel, settings);
    EXPECT_EQ(one.pooled.crps, three.pooled.crps);
    EXPECT_EQ(one.pooled.skill_low[1], three.pooled.skill_low[1]);
    ASSERT_EQ(one.cases.size(), three.cases.size());
    std::size_t h = 0;
    for (std::size_t i = 0; i < one.cases.size(); ++i) {
        EXPECT_EQ(one.cases[i].by[0].quantile, three.cases[i].by[0].quantile);
        if (one.cases[i].place == "hunan") {
            EXPECT_EQ(one.cases[i].by[0].quantile, hunan.cases.at(h++).by[0].quantile);
        }
    }
    EXPECT_EQ(h, hunan.cases.size());
    EXPECT_GT(h, 0u);
}

TEST(PanelBacktest, AProvinceThatIsLeftOutIsPredictedWithoutItsTeaching) {
    const scenario::Panel panel = library_panel();
    PanelBacktestSettings settings = few(2020, 2020);
    const PanelBacktest with = panel_backtest(panel, settings);
    settings.leave_out = true;
    const PanelBacktest without = panel_backtest(panel, settings);
    ASSERT_EQ(with.cases.size(), without.cases.size());
    std::size_t moved = 0;
    for (std::size_t i = 0; i < with.cases.size(); ++i) {
        moved += with.cases[i].by[0].quantile != without.cases[i].by[0].quantile ? 1 : 0;
        for (std::size_t f = 1; f < forecasters; ++f) EXPECT_EQ(with.cases[i].by[f].quantile, without.cases[i].by[f].quantile);
        EXPECT_NEAR(std::log(with.cases[i].by[0].quantile[2] / without.cases[i].by[0].quantile[2]), 0, 0.2);
    }
    EXPECT_GT(2 * moved, with.cases.size());
}

TEST(PanelBacktest, MarkedSeriesAreNotScoredAndInputsAreNamed) {
    PanelBacktestSettings settings = few(2021, 2021);
    settings.provinces = {"jiangxi", "zhejiang"};
    const PanelBacktest out = panel_backtest(library_panel(), settings);
    EXPECT_TRUE(std::none_of(out.cases.begin(), out.cases.end(),
                             [](const Case& one) { return one.place == "jiangxi" && one.series == "hnte_count"; }));
    EXPECT_TRUE(std::any_of(out.cases.begin(), out.cases.end(),
                            [](const Case& one) { return one.place == "jiangxi" && one.series == "rd_expenditure"; }));
    const auto marked = std::find_if(out.unscored.begin(), out.unscored.end(), [](const Unscored& one) {
        return one.place == "jiangxi" && one.series == "hnte_count" && one.why == Unscored::Why::left_out;
    });
    EXPECT_NE(marked, out.unscored.end());
    ASSERT_EQ(out.inputs.size(), 1u);
    const auto& notes = out.inputs[0].notes;
    const auto note = std::find_if(notes.begin(), notes.end(),
                                   [](const InputNote& one) { return one.input == "hnte_count" && one.treatment == Treatment::replaced; });
    ASSERT_NE(note, notes.end());
    EXPECT_NE(note->detail.find("hnte_count_3yr_sum"), std::string::npos);
    EXPECT_GT(note->count, 10u);
}

}  // namespace
}  // namespace zonecast::inference
