// Waves of promotions to national zones: what is learned from the years, and how a province's chance is shared out.
#include <gtest/gtest.h>

#include <cmath>

#include "model/laws/promotion_waves.hpp"

namespace zonecast::laws {
namespace {

TEST(PromotionWaves, LearnWavesAndQuietYearsWithLaterOnesCountingMore) {
    // 27 promoted in the first year after the first figure, 1 in the second.
    const std::map<int, double> zones{{2009, 56}, {2010, 83}, {2011, 84}};
    const PromotionWaves w = learn_promotion_waves(zones, 2011);
    const double wave = 0.9, quiet = 1.0;  // weights of 2010 and 2011
    EXPECT_NEAR(w.years, wave + quiet, 1e-12);
    EXPECT_NEAR(w.chance, (wave + 0.5) / (wave + quiet + 1), 1e-12);
    EXPECT_NEAR(w.log_size, (wave * std::log(27) + std::log(12)) / (wave + 1), 1e-12);
    EXPECT_NEAR(w.quiet, (quiet * 1 + 0.5) / (quiet + 1), 1e-12);
    const double second = (wave * std::pow(std::log(27), 2) + std::pow(std::log(12), 2) + 0.36) / (wave + 1);
    EXPECT_NEAR(w.log_spread, std::sqrt(second - w.log_size * w.log_size), 1e-12);
    EXPECT_NEAR(w.mean(), w.chance * std::exp(w.log_size + 0.5 * w.log_spread * w.log_spread) + (1 - w.chance) * w.quiet, 1e-12);
    EXPECT_NEAR(w.in_year(w.chance - 1e-9, 1.0), std::exp(w.log_size + w.log_spread), 1e-9);
    EXPECT_NEAR(w.in_year(w.chance + 1e-9, 1.0), w.quiet, 1e-12);
}

TEST(PromotionWaves, DoNotLookPastTheYearAndSpreadWhatIsNotKnownByYear) {
    const std::map<int, double> zones{{2011, 88}, {2013, 114}, {2015, 145}, {2016, 500}};
    const PromotionWaves early = learn_promotion_waves(zones, 2013), same = learn_promotion_waves({{2011, 88}, {2013, 114}}, 2013);
    EXPECT_EQ(early.chance, same.chance);
    EXPECT_EQ(early.log_size, same.log_size);
    EXPECT_NEAR(early.log_size, ((1 + 0.9) * std::log(13) + std::log(12)) / 2.9, 1e-12) << "26 in two years";
    const PromotionWaves nothing = learn_promotion_waves({}, 2016);
    EXPECT_EQ(nothing.years, 0);
    EXPECT_EQ(nothing.chance, 0.5);
    EXPECT_NEAR(nothing.log_size, std::log(12), 1e-12);
    EXPECT_NEAR(nothing.log_spread, 0.6, 1e-12);
}

TEST(PromotionChances, ShareTheProvincesNumberByDossier) {
    std::vector<double> chance;
    promotion_chances(0.3, 0.5, {1, 1, 8, 0}, {0, 0, 0, 2}, chance);
    auto hazard = [&](std::size_t z) { return -std::log(1 - chance[z]); };
    EXPECT_NEAR(hazard(0) + hazard(1) + hazard(2), 0.3, 1e-12);
    EXPECT_NEAR(hazard(2) / hazard(0), 8, 1e-9);
    EXPECT_EQ(chance[3], 0.0) << "no candidate, whatever is done for it";
    // What is done for one zone takes from the others, and makes the province likelier by the power of the pull.
    std::vector<double> pushed;
    promotion_chances(0.3, 0.5, {1, 1, 8, 0}, {std::log(20.0), 0, 0, 0}, pushed);
    double all = 0;
    for (const double p : pushed) all += -std::log(1 - p);
    EXPECT_NEAR(all, 0.3 * std::sqrt(29.0 / 10.0), 1e-12);
    EXPECT_GT(pushed[0], chance[0]);
    EXPECT_LT(pushed[2], chance[2]);
    promotion_chances(0.3, 0.0, {1, 1, 8, 0}, {std::log(20.0), 0, 0, 0}, pushed);
    all = 0;
    for (const double p : pushed) all += -std::log(1 - p);
    EXPECT_NEAR(all, 0.3, 1e-12) << "without a pull the province has what it had";
    promotion_chances(0.3, 0.5, {0, 0}, {0, 0}, pushed);
    EXPECT_EQ(pushed, (std::vector<double>{0, 0}));
}

TEST(Odds, AreMultiplied) {
    EXPECT_NEAR(odds_times(0.2, 4), 0.5, 1e-12);
    EXPECT_EQ(odds_times(0, 100), 0.0);
    EXPECT_EQ(odds_times(1, 0.01), 1.0);
}

}  // namespace
}  // namespace zonecast::laws
