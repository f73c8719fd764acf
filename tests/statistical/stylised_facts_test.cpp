// The patterns of section 1 of docs/model.md as numbers: what a run must show because the world does.
//
// Bounds are those of the literature or of the manual, not of this program's own output; each test says which.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/base/distributions.hpp"
#include "model/ensemble/ensemble.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::operator+;
using test::Quantity;
using test::Simulation;
using test::total;

double mean(const std::vector<double>& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double deviation(const std::vector<double>& x) {
    const double m = mean(x);
    double square = 0;
    for (const double v : x) square += (v - m) * (v - m);
    return std::sqrt(square / static_cast<double>(x.size() - 1));
}

/// A population that grows for a year by the laws of a replicate of Hunan, in one cluster without drift: revenue before and after.
struct Grown {
    explicit Grown(double revenue, std::size_t number, unsigned age = engine::grown_age, int certificate = 0) {
        Simulation simulation(test::hunan());
        const engine::Parameters& p = (simulation.replicate.start(0), simulation.replicate.parameters());
        laws.growth_sd_reference = p.growth_sd_reference;
        laws.growth_sd_slope = p.growth_sd_slope;
        laws.exit_reference = p.exit_reference;
        laws.exit_slope = p.exit_slope;
        laws.exit_certified_ratio = p.exit_certified_ratio;
        laws.exit_age = {1.0, p.exit_age_1, p.exit_age_2, p.exit_age_3, p.exit_age_4};
        std::fill(laws.exit_age.begin() + 5, laws.exit_age.end(), 1.0);
        laws.young_growth.fill(0.0);
        laws.rd_theta_sd = p.rd_theta_sd;
        laws.rd_theta_persistence = p.rd_theta_persistence;
        laws.rd_class_slope = p.rd_class_slope;
        laws.certified_scale = p.certified_scale;
        laws.renewal = 1;
        engine::ClusterYear now;
        now.rd_level_uncertified = now.rd_level_certified = 0.02;
        now.mean_size_log = std::log(revenue);
        engine::Enterprises members;
        engine::ClusterTotals totals;
        engine::CohortCells cells;
        for (std::uint32_t i = 0; i < number; ++i) {
            engine::Enterprise e;
            e.z = std::log(revenue);
            e.theta = p.rd_theta_sd * normal_draw(entity_key(1, "facts"), i, 0, Stream::initial);
            e.age = static_cast<std::uint8_t>(age);
            e.certificate = static_cast<std::uint8_t>(certificate);
            e.serial = i;
            engine::join(members, e, laws, now, totals, cells);
        }
        const std::uint64_t key = entity_key(1, "enterprise/facts");
        keys.low = {static_cast<std::uint32_t>(key)};
        keys.high = {static_cast<std::uint32_t>(key >> 32)};
        engine::FlowMatrix flows{};
        engine::ClusterTotals after;
        engine::advance_year(members, 0, keys, 0, 2017, laws, now, after, cells, flows);
        exits = after.exits;
        rd = after.rd;
        revenue_after = after.revenue;
        for (std::size_t i = 0; i < members.size(); ++i) growth.push_back(members.z(i) - std::log(revenue));
    }
    engine::EnterpriseLaws laws;
    engine::EnterpriseKeys keys;
    std::vector<double> growth;
    double exits = 0, rd = 0, revenue_after = 0;
};

TEST(StylisedFacts, SizesHaveAParetoTailNearOne) {
    // Axtell 2001; the band of docs/model.md section 11 for three years.
    Simulation simulation(test::hunan());
    std::vector<double> exponent;
    for (std::uint64_t r = 0; r < 15; ++r) {
        const auto& t = simulation.run(r);
        const std::size_t last = t.years - 1;
        exponent.push_back(std::log(total(t, last, Quantity::firms_revenue_ge_1) / total(t, last, Quantity::firms_revenue_ge_100)) /
                           std::log(100.0));
    }
    EXPECT_GT(mean(exponent), 0.9);
    EXPECT_LT(mean(exponent), 1.25);
}

TEST(StylisedFacts, GrowthRatesAreLaplaceAndNotNormal) {
    // Stanley et al. 1996. Mean absolute deviation over standard deviation: Laplace 0.707, normal 0.798; kurtosis 6 and 3.
    const Grown grown(1.0, 40000);
    std::vector<double> ordered = grown.growth;
    std::sort(ordered.begin(), ordered.end());
    const double median = ordered[ordered.size() / 2], m = mean(ordered);
    double absolute = 0, second = 0, fourth = 0;
    for (const double g : ordered) {
        absolute += std::abs(g - median);
        second += std::pow(g - m, 2);
        fourth += std::pow(g - m, 4);
    }
    const auto n = static_cast<double>(ordered.size());
    EXPECT_NEAR(absolute / n / deviation(ordered), std::sqrt(0.5), 0.01);
    EXPECT_NEAR(fourth / n / std::pow(second / n, 2), 6.0, 0.6);
}

TEST(StylisedFacts, SpreadOfGrowthFallsWithSize) {
    // Amaral et al. 1997: sd ~ size^-0.2, between -0.15 and -0.25; within the bounds of (E29), where no end of the clamp is reached.
    const double small = deviation(Grown(0.3, 20000).growth), large = deviation(Grown(6.0, 20000).growth);
    const double slope = std::log(large / small) / std::log(20.0);
    EXPECT_LT(slope, -0.10);
    EXPECT_GT(slope, -0.30);
}

TEST(StylisedFacts, SmallYoungAndUncertifiedLeaveMoreOften) {
    constexpr std::size_t n = 20000;
    const double small = Grown(0.06, n).exits / n, large = Grown(2.0, n).exits / n, young = Grown(2.0, n, 2).exits / n,
                 certified = Grown(2.0, n, engine::grown_age, 3).exits / n;
    const double error = 3 * std::sqrt(2 * 0.05 / n);
    EXPECT_GT(small, large + error);
    EXPECT_GT(young, large + error);
    EXPECT_LT(certified, large - error);
}

TEST(StylisedFacts, IntensitiesBunchAtTheThreshold) {
    // Chen et al. 2021: certified enterprises report the threshold. Those whose own intensity is below it are lifted to it: the mean of a
    // group whose own intensity is far below is the threshold itself.
    const Grown certified(1.0, 5000, engine::grown_age, 3), other(1.0, 5000);
    const double threshold = certified.laws.certified_scale * 0.04;  // revenue from 0.5 to 2
    EXPECT_GE(certified.rd / certified.revenue_after, threshold * 0.9);
    EXPECT_GT(certified.rd / certified.revenue_after, 1.05 * other.rd / other.revenue_after);
}

TEST(StylisedFacts, ThreeYearsOfRecognitionsExceedTheStockByLittle) {
    // Certificates last three years, and some holders leave: 1 to 10 per cent (docs/model.md section 11).
    Simulation simulation(test::hunan({"plan.end_year=2020"}));
    std::vector<double> ratio;
    for (std::uint64_t r = 0; r < 12; ++r) {
        const auto& t = simulation.run(r);
        double recognised = 0;
        for (const std::size_t year : {2, 3, 4}) recognised += total(t, year, Quantity::hnte_recognised);
        ratio.push_back(recognised / total(t, 4, Quantity::hnte_count));
    }
    EXPECT_GT(mean(ratio), 1.0);
    EXPECT_LT(mean(ratio), 1.10);
}

TEST(StylisedFacts, APoorerProvinceCatchesUpSlowly) {
    // Hunan's R&D over GDP (1.5 % in 2016, nation 2.1) closes part of its gap in ten years, not all of it.
    Simulation simulation(test::hunan({"plan.end_year=2026"}));
    std::vector<double> first, last;
    for (std::uint64_t r = 0; r < 12; ++r) {
        const auto& t = simulation.run(r);
        const auto intensity = [&](std::size_t year) {
            return (total(t, year, Quantity::rd_expenditure) + total(t, year, Quantity::rd_rest)) /
                   (total(t, year, Quantity::hightech_value_added) + total(t, year, Quantity::gdp_rest));
        };
        first.push_back(intensity(0));
        last.push_back(intensity(10));
    }
    EXPECT_GT(mean(last), 1.1 * mean(first));
    EXPECT_LT(mean(last), 2.5 * mean(first));
}

TEST(StylisedFacts, DemandTravelsUpTheChainAndSupplyDown) {
    const auto response = [](const std::string& shock, const std::string& industry) {
        test::SmallWorld world, still;
        test::without_plan(world), test::without_plan(still);
        world.append("plans/small.toml", shock);
        const auto quiet = test::quiet() + std::vector<std::string>{"plan.end_year=2017"};
        Simulation moved(world.scenario(quiet)), calm(still.scenario(quiet));
        moved.run(0), calm.run(0);
        double most = 0;
        for (std::size_t c = 0; c < moved.world->clusters.size(); ++c)
            if (moved.world->scenario.industries[moved.world->clusters[c].industry].id == industry)
                most = std::min(most, moved.replicate.expected_growth(c) - calm.replicate.expected_growth(c));
        return most;
    };
    const std::string demand =
        "[[shock]]\nid = \"s\"\nkind = \"industry_demand\"\ntarget = \"construction_machinery\"\nstart = 2017\nsize = -0.2\n";
    EXPECT_LT(response(demand, "nonferrous_materials"), -0.005) << "its supplier";
    const std::string supply = "[[shock]]\nid = \"s\"\nkind = \"external_supply\"\ntarget = \"controller\"\nstart = 2017\nsize = 0.5\n";
    EXPECT_LT(response(supply, "construction_machinery"), -0.01) << "its buyer";
    EXPECT_GT(response(supply, "electronics"), response(supply, "construction_machinery")) << "more than the maker of what is missing";
}

TEST(StylisedFacts, EachZoneFailsWhereTheTotalIsMet) {
    // A total that is met nearly always, and the same number asked of each zone.
    test::SmallWorld world;
    test::without_plan(world);
    const auto target = [](const std::string& id, const std::string& quantifier) {
        return "[[target]]\nid = \"" + id + "\"\nname = \"" + id + "\"\nscope = \"all_zones\"\nquantifier = \"" + quantifier +
               "\"\nmetric = \"revenue\"\nstatistic = \"ratio_to_base\"\nop = \">=\"\nvalue = 1.1\nunit = \"ratio\"\nyear = "
               "2019\nbase_year = 2016\n";
    };
    world.append("plans/small.toml", target("total", "total") + target("each", "each"));
    struct Nothing : engine::ReplicateSink {
        void take(const engine::BlockOutput&) override {}
    } nothing;
    engine::RunSettings settings;
    settings.replicates = 400;
    const auto compiled = test::compile(world.scenario());
    const auto forecast = ensemble::run(*compiled, settings, nothing, [](std::uint64_t, std::uint64_t) { return true; });
    double whole = 0, each = 0;
    for (const auto& one : forecast.targets) (one.target.id == "each" ? each : whole) = one.chance;
    EXPECT_GT(whole, 0.6);
    EXPECT_LT(each, whole - 0.15);
}

}  // namespace
}  // namespace zonecast
