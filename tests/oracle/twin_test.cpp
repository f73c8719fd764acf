// The engine against the reference twin, enterprise by enterprise over ten years, in eight worlds.
#include "tests/oracle/twin.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>

#include "model/base/distributions.hpp"
#include "model/laws/revenue_classes.hpp"

namespace zonecast::oracle {
namespace {

using engine::ClusterYear;
using engine::EnterpriseLaws;

EnterpriseLaws usual_laws() {
    EnterpriseLaws laws;
    laws.growth_sd_reference = 0.35;
    laws.growth_sd_slope = 0.18;
    laws.size_drift = -0.02;
    for (std::size_t age = 0; age < engine::grown_age; ++age) laws.young_growth[age] = 0.08 * std::exp(-static_cast<double>(age) / 3.0);
    laws.exit_reference = 0.055;
    laws.exit_slope = 0.2;
    laws.exit_certified_ratio = 0.35;
    laws.exit_age.fill(1.0);
    laws.exit_age[1] = 1.3, laws.exit_age[2] = 1.5, laws.exit_age[3] = 1.6, laws.exit_age[4] = 1.3;
    laws.rd_class_slope = -0.10;
    laws.rd_theta_sd = 0.9;
    laws.rd_theta_persistence = 0.8;
    laws.certified_scale = 0.7;
    laws.relabel_share = 0.2;
    laws.renewal = 0.75;
    return laws;
}

ClusterYear usual_year() {
    ClusterYear now;
    now.drift = 0.06;
    now.rd_level_uncertified = 0.012;
    now.rd_level_certified = 0.016;
    now.mean_size_log = 0.3;
    now.certify = 0.15;
    now.reach = 0.75;
    return now;
}

struct Case {
    std::string name;
    std::size_t firms = 1500;
    double entry = 0.15;  ///< entrants over the stock
    double giant = 0;     ///< revenue of one enterprise far above the others
    std::function<void(EnterpriseLaws&)> laws = [](EnterpriseLaws&) {};
    std::function<void(ClusterYear&, int)> year = [](ClusterYear&, int) {};
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << one.name;
}

const Case cases[] = {
    {.name = "FewEnterprises", .firms = 5, .entry = 0.4},
    {.name = "ManyEnterprises", .firms = 6000},
    {.name = "Falling",
     .year =
         [](ClusterYear& now, int t) {
             now.drift = -0.25 + 0.01 * t;
             now.exit_factor = 1.6;
         }},
    {.name = "FastGrowth", .year = [](ClusterYear& now, int) { now.drift = 0.30; }},
    {.name = "StrictCertification",
     .laws =
         [](EnterpriseLaws& laws) {
             laws.renewal = 0.3;
             laws.certified_scale = 0.95;
         },
     .year =
         [](ClusterYear& now, int) {
             now.certify = 0.02;
             now.reach = 1.0;
             now.renewal_lever = -0.4;  // below zero altogether
             now.thresholds = laws::CertificationThresholds::in_year(2014);
         }},
    {.name = "LooseCertification",
     .year =
         [](ClusterYear& now, int t) {
             now.certify = 0.95;
             now.reach = 0.2;
             now.renewal_lever = 0.4;  // above one altogether
             now.rd_common = std::exp(0.05 * t);
         }},
    {.name = "AGiantAmongDwarfs", .firms = 800, .giant = 900.0},
    {.name = "LeversAndIncubation",
     .year =
         [](ClusterYear& now, int t) {
             now.growth_small = 0.04;
             now.growth_middle = -0.03;
             now.growth_top = 0.05;
             now.exit_young_factor = 0.6;
             now.exit_factor = 1.0 + 0.1 * t;
             now.rd_level_uncertified = 0.02;
             now.renewal_lever = 0.1;
         }},
    {.name = "WithoutGrowthNoise", .laws = [](EnterpriseLaws& laws) { laws.noise = 0; }},
};

class Twin : public ::testing::TestWithParam<Case> {};

TEST_P(Twin, AgreesWithTheEngineForTenYears) {
    const Case& one = GetParam();
    EnterpriseLaws laws = usual_laws();
    one.laws(laws);
    // Two names: members born in cluster 1 have moved to cluster 0 and keep their draws.
    engine::EnterpriseKeys keys;
    for (const char* name : {"enterprise/here", "enterprise/elsewhere"}) {
        const std::uint64_t key = entity_key(11, std::string(name) + one.name);
        keys.low.push_back(static_cast<std::uint32_t>(key));
        keys.high.push_back(static_cast<std::uint32_t>(key >> 32));
    }
    const std::uint64_t replicate = 5 + (1ull << 34), test_key = entity_key(3, one.name);
    engine::Enterprises members;
    std::vector<Firm> firms;
    int compared = 0, exits = 0, certified = 0, ties = 0;

    auto newcomer = [&](std::uint32_t serial, double median_log, int age, int certificate, std::uint16_t origin) {
        auto n = [&](std::uint32_t draw) { return normal_draw(test_key, serial, 0, Stream::initial, draw); };
        const double z = std::max(std::log(0.006), median_log + 1.7 * n(0));
        engine::Enterprise e;
        e.z = z;
        e.theta = 0.9 * n(1);
        e.age = static_cast<std::uint8_t>(age);
        e.certificate = static_cast<std::uint8_t>(certificate);
        e.origin = origin;
        e.serial = serial;
        if (age >= 1) e.z1 = static_cast<float>(z - 0.2 * std::abs(n(2)));
        if (age >= 2) e.z2 = e.z1 - static_cast<float>(0.2 * std::abs(n(3)));
        return e;
    };
    engine::FlowMatrix flows{};
    for (int t = 0; t <= 10; ++t) {
        const int year = 2016 + t;
        ClusterYear now = usual_year();
        one.year(now, t);
        engine::ClusterTotals totals;
        engine::CohortCells cells;
        Sums sums;
        flows.fill(0);
        if (t > 0) {
            engine::advance_year(members, 0, keys, replicate, year, laws, now, totals, cells, flows);
            year_of(firms, keys, replicate, year, laws, now, sums);
        }
        auto add = [&](const engine::Enterprise& e) {
            engine::join(members, e, laws, now, totals, cells);
            Firm firm;
            firm.z = e.z, firm.theta = e.theta, firm.z1 = e.z1, firm.z2 = e.z2;
            firm.certificate = e.certificate, firm.age = e.age, firm.origin = e.origin, firm.serial = e.serial;
            join(firms, firm, laws, now, sums);
        };
        if (t == 0) {
            for (std::uint32_t i = 0; i < one.firms; ++i) {
                engine::Enterprise e =
                    newcomer(i, std::log(0.15), static_cast<int>(i % 16), static_cast<int>(i % 7 < 3 ? i % 4 : 0), i % 10 == 9 ? 1 : 0);
                if (i == 0 && one.giant > 0) e.z = std::log(one.giant);
                add(e);
            }
        } else {
            const auto entrants = static_cast<std::uint32_t>(one.entry * static_cast<double>(members.size()) + 1);
            for (std::uint32_t i = 0; i < entrants; ++i) add(newcomer((static_cast<std::uint32_t>(t) << 20) + i, std::log(0.05), 0, 0, 0));
        }

        // Enterprise by enterprise; the order of arrival is kept by both.
        ASSERT_EQ(members.size(), firms.size()) << "year " << year << ", ties " << sums.ties;
        for (std::size_t i = 0; i < firms.size(); ++i) {
            SCOPED_TRACE(testing::Message() << "year " << year << ", enterprise " << i);
            ASSERT_EQ(members.serial(i), firms[i].serial);
            ASSERT_EQ(members.origin(i), firms[i].origin);
            ASSERT_LT(std::abs(std::expm1(members.z(i) - firms[i].z)), 1e-9) << "revenue";
            ASSERT_NEAR(members.theta(i), firms[i].theta, 1e-12);
            ASSERT_NEAR(members.hazard(i), firms[i].hazard, 1e-12);
            ASSERT_EQ(members.certificate(i), firms[i].certificate);
            ASSERT_EQ(members.age(i), firms[i].age);
            ASSERT_EQ(members.cell(i), firms[i].cohort);
            if (firms[i].age >= 1) {
                ASSERT_NEAR(members.z1(i), firms[i].z1, 1e-5);
            }
            ++compared;
        }
        EXPECT_NEAR(totals.revenue, sums.revenue, 1e-9 * sums.revenue);
        EXPECT_NEAR(totals.rd, sums.rd, 1e-9 * sums.rd);
        EXPECT_NEAR(totals.real_rd, sums.real_rd, 1e-9 * sums.real_rd);
        EXPECT_NEAR(totals.survival, sums.survival, 1e-9 * sums.survival);
        EXPECT_EQ(static_cast<int>(totals.firms), sums.firms);
        EXPECT_EQ(static_cast<int>(totals.certified), sums.certified);
        EXPECT_EQ(static_cast<int>(totals.exits), sums.exits);
        EXPECT_EQ(static_cast<int>(totals.up), sums.up);
        EXPECT_EQ(static_cast<int>(totals.down), sums.down);
        EXPECT_EQ(static_cast<int>(totals.first_time), sums.first_time);
        EXPECT_EQ(static_cast<int>(totals.renewed), sums.renewed);
        EXPECT_EQ(static_cast<int>(totals.lapsed), sums.lapsed);
        EXPECT_EQ(static_cast<int>(totals.young), sums.young);
        EXPECT_EQ(static_cast<int>(totals.high_growth), sums.high_growth);
        EXPECT_EQ(static_cast<int>(totals.gazelles), sums.gazelles);
        for (std::size_t k = 0; k < 60; ++k) {
            EXPECT_EQ(static_cast<int>(cells.count[k]), sums.cohort_count[k]) << "cohort " << k;
            for (std::size_t j = 0; j <= 60 && t > 0; ++j) EXPECT_EQ(static_cast<int>(flows[k * 61 + j]), sums.flow[k][j]);
        }
        exits += sums.exits, certified += sums.first_time + sums.renewed, ties += sums.ties;
        if (HasFailure()) return;
    }
    RecordProperty("ties", ties);
    EXPECT_LT(ties, compared / 1000 + 1) << "too many comparisons lie within rounding to trust this world";
    EXPECT_GT(compared, 40);
    EXPECT_GT(exits, 0);
    if (one.name != "StrictCertification" && one.firms > 100) {
        EXPECT_GT(certified, 20) << "a world without certificates tests none";
    }
}

INSTANTIATE_TEST_SUITE_P(Worlds, Twin, ::testing::ValuesIn(cases), [](const auto& world) { return world.param.name; });

}  // namespace
}  // namespace zonecast::oracle
