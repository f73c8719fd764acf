// The reference law: what it learns from panels whose law is known, and that a path is what its equations say.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "model/reference/law.hpp"

namespace zonecast::reference {
namespace {

constexpr auto hnte = static_cast<std::size_t>(Headline::hnte_count);
constexpr auto gdp = static_cast<std::size_t>(Headline::gdp);

/// A made-up panel of counts: the nation grows by `national` a year, provinces as the law says.
struct MadeUp {
    double persistence = 0, momentum = 0, catching_up = 0, spread = 0.04, national = 0.10;
    double time_exponent = 0, size_exponent = 0;
    std::size_t provinces = 26;
    int first = 2008, last = 2022;

    [[nodiscard]] Evidence evidence(unsigned seed) const {
        std::mt19937_64 draw(seed);
        std::normal_distribution<double> normal;
        Evidence out;
        HeadlineEvidence& one = out[hnte];
        for (int year = first; year <= last; ++year) {
            // A nation that grows to the last digit alike would say that it never surprises.
            one.nation.push_back({year, 12.0 + national * (year - first) + 0.01 * normal(draw), 0.005});
            one.nation_gdp.push_back({year, 13.0, 0.0});
        }
        for (std::size_t p = 0; p < provinces; ++p) {
            PlaceEvidence place;
            place.id = "province" + std::to_string(100 + p);
            const double gap = -3.5 + 0.5 * normal(draw);
            double level = gap + 0.6 * normal(draw), excess = 0;
            const double size = level;
            // In the last year a province of the median size has `spread`.
            const auto spread_in = [&](int year) {
                return spread * std::exp(-size_exponent * (size + 3.5) - time_exponent * national * (year - last));
            };
            excess = momentum * spread_in(first) / std::sqrt(1 - persistence * persistence) * normal(draw);
            for (int year = first; year <= last; ++year) {
                place.gdp.push_back({year, 13.0 + gap, 0.0});
                if (year > first) {
                    const double of_year = spread_in(year - 1);
                    excess = persistence * excess + momentum * of_year * normal(draw);
                    level += excess + catching_up * (gap - level) + of_year * normal(draw);
                }
                place.values.push_back({year, at(one.nation, year)->log + level, 0.002});
            }
            one.places.push_back(std::move(place));
        }
        return out;
    }
};

/// Within three standard deviations of what was learned and half a step of the grid.
void expect_found(const LearnedNumber& learned, double truth, double step, const char* what, unsigned seed) {
    EXPECT_NEAR(learned.mean, truth, 3 * learned.sd + step / 2) << what << ", seed " << seed << ", sd " << learned.sd;
}

TEST(Learning, FindsTheParametersOfAPanelWhoseLawIsKnown) {
    const MadeUp world{.persistence = 0.7, .momentum = 1.0, .catching_up = 0.06};
    double persistence_sd = 0;
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const LearnedSummary s = learn(world.evidence(seed))[hnte].summary();
        EXPECT_EQ(s.provinces, 26u);
        EXPECT_EQ(s.figures, 26u * 14u);
        expect_found(s.persistence, 0.7, 0.2, "persistence", seed);
        expect_found(s.momentum, 1.0, 0.5, "momentum", seed);
        expect_found(s.catching_up, 0.06, 0.03, "catching-up", seed);
        expect_found(s.spread, 0.04, 0.014, "spread", seed);
        expect_found(s.nation_anchor, 0.10, 0.04, "the nation's anchor", seed);
        EXPECT_LT(s.momentum.zero, 0.01) << seed;
        EXPECT_LT(s.catching_up.zero, 0.01) << seed;
        persistence_sd += s.persistence.sd / 5;
        EXPECT_LT(s.catching_up.sd, 0.03) << seed;
        EXPECT_LT(s.spread.sd, 0.015) << seed;
    }
    EXPECT_LT(persistence_sd, 0.15);  // before the panel speaks: 0.21. An answer that says nothing would always be within its own errors
}

TEST(Learning, WhatAPanelDoesNotShowGoesToZero) {
    const MadeUp world{};
    double memory = 0, catching_up = 0;
    constexpr unsigned seeds = 5;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        const LearnedSummary s = learn(world.evidence(seed))[hnte].summary();
        memory += s.momentum.zero / seeds;
        catching_up += s.catching_up.zero / seeds;
        EXPECT_LT(s.catching_up.mean, 0.01) << "seed " << seed;
    }
    EXPECT_GT(memory, 0.8);       // the weight of zero before the panel speaks
    EXPECT_GT(catching_up, 0.5);  // the same
}

TEST(Learning, TellsASpreadThatFallsInTimeFromOneThatDoesNot) {
    const MadeUp falls{.spread = 0.02, .national = 0.2, .time_exponent = 0.3, .size_exponent = 0.3};
    const MadeUp stays{.spread = 0.02, .national = 0.2, .size_exponent = 0.3};
    constexpr unsigned seeds = 5;
    double zero_where_it_falls = 0, zero_where_it_stays = 0, time_exponent = 0, size_exponent = 0;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        const LearnedSummary a = learn(falls.evidence(seed))[hnte].summary(), b = learn(stays.evidence(seed))[hnte].summary();
        zero_where_it_falls += a.time_exponent.zero / seeds;
        zero_where_it_stays += b.time_exponent.zero / seeds;
        time_exponent += a.time_exponent.mean / seeds;
        size_exponent += b.size_exponent.mean / seeds;
    }
    EXPECT_LT(zero_where_it_falls, 0.05);
    EXPECT_GT(zero_where_it_stays, 0.75);
    EXPECT_NEAR(time_exponent, 0.3, 0.075);  // half a step of the grid
    EXPECT_NEAR(size_exponent, 0.3, 0.075);
}

TEST(Learning, OneProvinceWithoutItselfIsThePanelWithoutIt) {
    const MadeUp world{.persistence = 0.5, .momentum = 1.0};
    Evidence all = world.evidence(7), without = all;
    without[hnte].places[3].learned_from = false;
    const std::string id = all[hnte].places[3].id;
    const auto a = learn(all)[hnte].province(id, true), b = learn(without)[hnte].province(id);
    ASSERT_EQ(a.size(), particle_count);
    ASSERT_EQ(b.size(), particle_count);
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_DOUBLE_EQ(a[i].law.spread, b[i].law.spread);
        EXPECT_NEAR(a[i].excess, b[i].excess, 1e-9);
    }
}

TEST(Path, WithoutChanceGrowthIsWhatTheTrendSays) {
    const MadeUp world{};
    const Evidence evidence = world.evidence(2);
    const Learned learned = learn(evidence);
    const std::string id = evidence[hnte].places[0].id;
    const ReferenceLaw law(learned, evidence, id, 2022);
    ReferencePath path;
    Ranks ranks;
    ranks.nation.fill(0.5);
    ranks.province.fill(0.5);
    law.draw({.replicate = 3, .free_chance = false, .free_initial = false, .free_parameters = false}, ranks, 4, path);
    const NationState& n = learned[hnte].nation()[particle_count / 2];
    const ProvinceState p = learned[hnte].province(id)[particle_count / 2];
    double trend = n.trend, excess = p.excess, level = p.level;
    const double published = at(evidence[hnte].places[0].values, 2022)->log - at(evidence[hnte].nation, 2022)->log;
    double before = published;
    for (std::size_t t = 1; t <= 4; ++t) {
        trend *= n.law.persistence;
        excess *= p.law.persistence;
        level += excess + p.law.catching_up * (p.gap - level);
        EXPECT_NEAR(path.at(Headline::hnte_count, t).growth, n.law.anchor + trend + level - before, 1e-12) << "year " << t;
        EXPECT_NEAR(path.at(Headline::hnte_count, t).expected, path.at(Headline::hnte_count, t).growth, 1e-12);
        before = level;
    }
    EXPECT_EQ(law.known(Headline::hnte_count), 2022);
    EXPECT_EQ(law.known(Headline::gdp), 0);  // no path of the nation: nothing is said
    EXPECT_EQ(path.by[gdp][0].growth, 0);
}

TEST(Path, SpreadsGrowWithTheHorizonAndMeansAreTheSameForAllSeeds) {
    const MadeUp world{.persistence = 0.5, .momentum = 0.6};
    const Evidence evidence = world.evidence(4);
    const Learned learned = learn(evidence);
    const ReferenceLaw law(learned, evidence, evidence[hnte].places[0].id, 2022);
    constexpr int replicates = 4000;
    std::array<double, 2> sum{}, square{};
    for (int r = 0; r < replicates; ++r) {
        ReferencePath path;
        Ranks ranks;
        ranks.nation.fill((r + 0.5) / replicates);
        ranks.province.fill(std::fmod(0.381966 * r, 1.0));
        law.draw({.chance_seed = 1, .initial_seed = 2, .parameter_seed = 3, .replicate = static_cast<std::uint64_t>(r)}, ranks, 3, path);
        double total = 0;
        for (std::size_t t = 1; t <= 3; ++t) {
            total += path.at(Headline::hnte_count, t).growth;
            if (t != 2) sum[t / 2] += total, square[t / 2] += total * total;
        }
    }
    const auto sd = [&](std::size_t i) { return std::sqrt(square[i] / replicates - std::pow(sum[i] / replicates, 2)); };
    EXPECT_GT(sd(1), 1.5 * sd(0));
    EXPECT_GT(sd(0), 0.04);  // at least the yearly noise of a province
    EXPECT_NEAR(sum[0] / replicates, 0.10, 0.05);
    EXPECT_NEAR(sum[1] / replicates, 0.30, 0.12);
}

TEST(Evidence, NothingPublishedLaterIsSeen) {
    scenario::Panel panel;
    scenario::Province lakeland;
    lakeland.id = "lakeland";
    panel.provinces.push_back(lakeland);
    for (int year = 2010; year <= 2020; ++year)
        for (const char* place : {"china", "lakeland"}) {
            scenario::Figure f;
            f.series = "hnte_count";
            f.place = place;
            f.year = year;
            f.value = 100.0 + year;
            f.spread = 0.01;
            if (year == 2016) f.published = 2019;  // late
            panel.figures.push_back(f);
        }
    std::sort(panel.figures.begin(), panel.figures.end(),
              [](const auto& a, const auto& b) { return std::tie(a.series, a.place, a.year) < std::tie(b.series, b.place, b.year); });
    const Evidence known = evidence(panel, 2016);
    EXPECT_EQ(known[hnte].nation.back().year, 2015);
    ASSERT_EQ(known[hnte].places.size(), 1u);
    EXPECT_EQ(known[hnte].places[0].values.size(), 6u);
    EXPECT_EQ(evidence(panel, 2018)[hnte].nation.back().year, 2018);
}

}  // namespace
}  // namespace zonecast::reference
