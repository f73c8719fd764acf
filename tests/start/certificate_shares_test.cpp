// Where certified enterprises lie: published numbers are met, the rest follows the rule, nobody gets more than there are.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "model/start/certificate_shares.hpp"

namespace zonecast::start {
namespace {

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(Reconcile, MovesByTheSquareOfTheSpread) {
    const std::vector<Goal> goals{{.value = 100, .spread = 0.1}, {.value = 50, .spread = 0.2}, {.value = 30, .spread = 0.4}};
    const auto out = reconcile(goals, 240);
    EXPECT_NEAR(sum(out), 240, 1e-9);
    const double lambda = std::log(out[0] / 100) / 0.01;
    EXPECT_GT(lambda, 0);
    EXPECT_NEAR(std::log(out[1] / 50) / 0.04, lambda, 1e-9 * lambda);
    EXPECT_NEAR(std::log(out[2] / 30) / 0.16, lambda, 1e-9 * lambda);
}

TEST(Reconcile, ScalesWhereEverybodyIsAsDoubtful) {
    const auto out = reconcile({{.value = 10, .spread = 0.44}, {.value = 30, .spread = 0.44}}, 20);
    EXPECT_NEAR(out[0], 5, 1e-9);
    EXPECT_NEAR(out[1], 15, 1e-9);
}

TEST(Reconcile, KeepsFiguresWithoutASpreadAsLongAsTheOthersCan) {
    const auto out = reconcile({{.value = 66, .spread = 0}, {.value = 10, .spread = 0.44}, {.value = 5, .spread = 0.44}}, 100);
    EXPECT_NEAR(out[0], 66, 0.01);
    EXPECT_NEAR(out[1] / out[2], 2, 1e-9);
    EXPECT_NEAR(sum(out), 100, 1e-9);
    const auto alone = reconcile({{.value = 66, .spread = 0}}, 100);
    EXPECT_NEAR(alone[0], 100, 1e-6) << "somebody has to give way";
}

TEST(Reconcile, StaysWithinTheRoom) {
    const auto out = reconcile({{.value = 50, .spread = 0.5, .least = 0, .most = 60}, {.value = 50, .spread = 0.5, .least = 20, .most = 500}}, 200);
    EXPECT_NEAR(out[0], 60, 1e-9);
    EXPECT_NEAR(out[1], 140, 1e-9);
    const auto low = reconcile({{.value = 50, .spread = 0.5, .least = 0, .most = 60}, {.value = 50, .spread = 0.5, .least = 20, .most = 500}}, 25);
    EXPECT_NEAR(low[1], 20, 1e-9);
    EXPECT_NEAR(low[0], 5, 1e-9);
    const auto full = reconcile({{.value = 1, .spread = 0.5, .least = 0, .most = 3}, {.value = 1, .spread = 0, .least = 0, .most = 4}}, 200);
    EXPECT_NEAR(sum(full), 7, 1e-9) << "no more than there is room for";
}

TEST(CityRule, IsThatOfThePanel) {
    EXPECT_NEAR(city_weight(200, scenario::CityKind::ordinary) / city_weight(100, scenario::CityKind::ordinary), std::pow(2, 1.2), 1e-12);
    EXPECT_NEAR(city_weight(100, scenario::CityKind::capital) / city_weight(100, scenario::CityKind::ordinary), 1.6, 1e-12);
    EXPECT_NEAR(city_weight(100, scenario::CityKind::separate_plan) / city_weight(100, scenario::CityKind::ordinary), 1.5, 1e-12);
    EXPECT_GT(city_weight(100, scenario::CityKind::western_capital), city_weight(100, scenario::CityKind::capital));
    EXPECT_EQ(city_weight(0, scenario::CityKind::capital), 0.0);
    EXPECT_NEAR(std::log(share_by_research(0.2)), 0.18 + 1.08 * std::log(0.2), 1e-12);
}

/// Two cities of two zones and an outside each.
std::vector<CertificatePlace> places() {
    std::vector<CertificatePlace> out;
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t k = 0; k < 3; ++k)
            out.push_back({.city = c, .goal = {.value = 10.0 * static_cast<double>(k + 1), .spread = 0.5, .least = 0, .most = 400}, .counted = k < 2});
    return out;
}

TEST(Shares, CitiesAndZonesAreMetAndTheStockIsExact) {
    auto all = places();
    all[0].goal = {.value = 120, .spread = 0, .least = 0, .most = 400};  // published
    const auto out = share_certificates(all, {{.value = 200, .spread = 0}, {.value = 60, .spread = 0.44}}, 300, {});
    EXPECT_NEAR(sum(out), 300, 1e-9);
    EXPECT_NEAR(out[0] + out[1] + out[2], 200, 0.1);
    EXPECT_NEAR(out[0], 120, 0.1);
    EXPECT_NEAR(out[2] / out[1], 1.5, 1e-6) << "the others keep their ratio";
    EXPECT_NEAR(out[4] / out[3], 2.0, 1e-6);
}

TEST(Shares, ZonesTogetherAreMetToo) {
    const auto out = share_certificates(places(), {{.value = 200, .spread = 0}, {.value = 100, .spread = 0}}, 300, 210.0);
    EXPECT_NEAR(out[0] + out[1] + out[3] + out[4], 210, 0.5);
    EXPECT_NEAR(out[0] + out[1] + out[2], 200, 0.1);
    EXPECT_NEAR(sum(out), 300, 1e-9);
}

TEST(Shares, ACityHasNoMoreThanItsEnterprises) {
    auto all = places();
    for (std::size_t k = 0; k < 3; ++k) all[k].goal.most = 30;
    const auto out = share_certificates(all, {{.value = 250, .spread = 0}, {.value = 50, .spread = 0.44}}, 300, {});
    EXPECT_NEAR(out[0] + out[1] + out[2], 90, 1e-9);
    EXPECT_NEAR(sum(out), 300, 1e-9);
}

TEST(Chances, MultiplyTheOddsUntilTheGoalIsExpected) {
    ClassArray members{}, chance{};
    members[2] = 500, members[6] = 80, members[11] = 3;
    chance[2] = 0.05, chance[6] = 0.4, chance[11] = 0.9;
    const ClassArray out = chances_for(members, chance, 120);
    double expected = 0;
    for (std::size_t k = 0; k < class_count; ++k) expected += members[k] * out[k];
    EXPECT_NEAR(expected, 120, 1e-9);
    auto odds = [](double p) { return p / (1 - p); };
    const double factor = odds(out[2]) / odds(0.05);
    EXPECT_NEAR(odds(out[6]) / odds(0.4), factor, 1e-9 * factor);
    EXPECT_NEAR(odds(out[11]) / odds(0.9), factor, 1e-9 * factor);
    EXPECT_GT(factor, 1);
    for (const double p : chances_for(members, chance, 0)) EXPECT_EQ(p, 0.0);
    for (const double p : chances_for(members, chance, 1e6)) EXPECT_LE(p, 1.0);
}

}  // namespace
}  // namespace zonecast::start
