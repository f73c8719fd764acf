// Simulation-based calibration on the engine (Talts and others 2018): parameters from the prior, a history from the
// model, a fit. If the fit is right, the rank of each true parameter among independent draws of its posterior is
// uniform. `make check-long` tries more histories.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>

#include "tests/inference/synthetic_history.hpp"

namespace zonecast::inference {
namespace {

constexpr int ranks = 5;
constexpr std::uint64_t members = 60;

/// What the figures say something about, and three that they say nothing about.
constexpr std::array watched{"load_trend",
                             "nation_rank_gdp",
                             "nation_rank_hnte_count",
                             "nation_rank_rd_expenditure",
                             "nation_rank_invention_patents_valid",
                             "nation_rank_invention_patents_granted",
                             "province_rank_gdp",
                             "province_rank_hnte_count",
                             "province_rank_rd_expenditure",
                             "province_rank_tech_contract_value",
                             "renewal_rate",
                             "deflator_growth"};

using Histogram = std::array<int, ranks>;

/// Histories to try: `usual`, or what ZONECAST_HISTORIES says.
int histories(int usual) {
    const char* asked = std::getenv("ZONECAST_HISTORIES");
    return asked != nullptr ? std::max(1, std::atoi(asked)) : usual;
}

/// Rank histograms by parameter. The data leave the laws by `made` surprises a year, the fit reckons with `told`.
std::array<Histogram, watched.size()> rank_histograms(int trials, double made, double told) {
    std::array<Histogram, watched.size()> out{};
    for (int t = 0; t < trials; ++t) {
        const auto history = test::synthetic({.until = 2021, .seed = 1000 + static_cast<std::uint64_t>(t), .discrepancy = made});
        const Calibration c = test::fit(history.scenario, {.from = 2016,
                                                           .until = 2021,
                                                           .members = members,
                                                           .candidates = members,
                                                           .noise_replicates = 60,
                                                           .steps = 3,
                                                           .discrepancy = told,
                                                           .seed = 5000 + static_cast<std::uint64_t>(t)});
        for (std::size_t i = 0; i < watched.size(); ++i) {
            const std::vector<double> posterior = test::members_of(c, c.posterior, watched[i]);
            // Members far from each other hardly hang together: four of them make five ranks.
            std::size_t below = 0;
            for (std::size_t m = 0; m + 1 < ranks; ++m)
                below += posterior[m * members / (ranks - 1)] < history.truth.at(watched[i]) ? 1u : 0u;
            ++out[i][below];
        }
    }
    return out;
}

double chi_square(const Histogram& counts, int trials) {
    double sum = 0;
    const double expected = static_cast<double>(trials) / ranks;
    for (const int n : counts) sum += (n - expected) * (n - expected) / expected;
    return sum;
}

std::string text_of(const Histogram& counts) {
    std::string text;
    for (const int n : counts) text += (text.empty() ? "" : " ") + std::to_string(n);
    return text;
}

TEST(SimulationBasedCalibration, OfTheEngineRanksAreUniform) {
    const int trials = histories(40);
    const auto found = rank_histograms(trials, 1, 1);
    Histogram all{};
    for (std::size_t i = 0; i < watched.size(); ++i) {
        EXPECT_LT(chi_square(found[i], trials), 23.5) << watched[i] << ": " << text_of(found[i]);  // 0.9999 with four degrees of freedom
        for (std::size_t k = 0; k < ranks; ++k) all[k] += found[i][k];
    }
    // All together: too narrow posteriors pile up at the ends, too wide ones in the middle.
    EXPECT_LT(chi_square(all, trials * static_cast<int>(watched.size())), 18.5) << text_of(all);  // 0.999
}

TEST(SimulationBasedCalibration, AFitThatTakesTheLawsForRightIsCaught) {
    // The same test on a fit that leaves the discrepancy out of data that have it, three times over.
    const int trials = histories(40);
    const auto found = rank_histograms(trials, 3, 0);
    Histogram all{};
    for (const Histogram& one : found)
        for (std::size_t k = 0; k < ranks; ++k) all[k] += one[k];
    EXPECT_GT(chi_square(all, trials * static_cast<int>(watched.size())), 18.5) << text_of(all);
}

}  // namespace
}  // namespace zonecast::inference
