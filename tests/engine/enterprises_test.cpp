// The enterprise kernel against the closed forms of one year of growth, and the shares of its chances.
#include "model/engine/enterprises.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/base/philox.hpp"
#include "model/laws/revenue_classes.hpp"

namespace zonecast::engine {
namespace {

EnterpriseKeys keys_of(const char* name) {
    const std::uint64_t key = entity_key(1, name);
    EnterpriseKeys keys;
    keys.low.push_back(static_cast<std::uint32_t>(key));
    keys.high.push_back(static_cast<std::uint32_t>(key >> 32));
    return keys;
}

/// Laws with a constant spread of growth and nothing else.
EnterpriseLaws growth_only(double sigma) {
    EnterpriseLaws laws;
    laws.growth_sd_reference = sigma;
    laws.exit_age.fill(1.0);
    laws.rd_theta_persistence = 1;
    return laws;
}

/// A population of one class, spread evenly over the quantiles of its density.
Enterprises population(const laws::ClassDensity& density, std::size_t n, const EnterpriseLaws& laws) {
    Enterprises members;
    ClusterTotals totals;
    CohortCells cells;
    ClusterYear now;
    now.rd_level_uncertified = now.rd_level_certified = 0.01;
    members.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) {
        Enterprise e;
        e.z = std::log(density.quantile((i + 0.5) / static_cast<double>(n)));
        e.age = grown_age;
        e.serial = i;
        join(members, e, laws, now, totals, cells);
    }
    return members;
}

TEST(Enterprises, ClassCrossingsFollowTheClosedForms) {
    struct Row {
        double low, high, lambda, sigma, m;
    };
    constexpr std::size_t n = 100000;
    for (const Row& row : {Row{0.5, 1, 0.12736222, 0.35, 0.05}, Row{1, 2, -10.94443378, 0.35, -0.05}, Row{2, 5, 7.28739849, 0.25, 0.15},
                           Row{0.02, 0.05, -0.32985324, 0.15, 0.0}, Row{5, 10, 18.99963752, 0.60, 0.30}}) {
        SCOPED_TRACE(testing::Message() << "class from " << row.low << ", sigma " << row.sigma << ", m " << row.m);
        const laws::ClassDensity density{row.low, std::log(row.high / row.low), row.lambda};
        const EnterpriseLaws laws = growth_only(row.sigma);
        Enterprises members = population(density, n, laws);
        ClusterYear now;
        now.drift = row.m;
        ClusterTotals totals;
        CohortCells cells;
        FlowMatrix flows{};
        advance_year(members, 0, keys_of("closed forms"), 0, 2017, laws, now, totals, cells, flows);
        const std::size_t left = n - members.size();
        EXPECT_LT(left, n / 1000) << "only those below 0.005 leave";

        const laws::Beyond up = laws::beyond(density, density.width, row.m, row.sigma), stay = laws::beyond(density, 0.0, row.m, row.sigma);
        auto expect_share = [&](double count, double chance, const char* what) {
            EXPECT_NEAR(count / n, chance, 4.0 * std::sqrt(chance * (1.0 - chance) / n) + 1e-6) << what;
        };
        expect_share(totals.up, up.chance, "up");
        expect_share(static_cast<double>(totals.down) + static_cast<double>(left), 1.0 - stay.chance, "down");
        // Mean growth factor: E[exp g] = exp(m).
        EXPECT_NEAR(totals.revenue / (n * density.mean()), std::exp(row.m), 4.0 * 1.3 * row.sigma / std::sqrt(n) + 1e-3 * (left > 0));
        // The whole distribution by Kolmogorov and Smirnov, against the closed form at every enterprise.
        std::vector<double> z;
        for (std::size_t i = 0; i < members.size(); ++i) z.push_back(members.z(i));
        std::sort(z.begin(), z.end());
        double worst = 0;
        for (std::size_t i = 0; i < z.size(); i += 7) {
            const double f = 1.0 - laws::beyond(density, z[i] - std::log(row.low), row.m, row.sigma).chance;
            worst = std::max(worst, std::abs(f - (static_cast<double>(i + left) + 0.5) / n));
        }
        EXPECT_LT(worst * std::sqrt(n), 1.95) << "exceeded with chance 0.001";
    }
}

TEST(Enterprises, LandInEveryClassWithItsChance) {
    // Chi-square over all landing classes.
    constexpr std::size_t n = 100000;
    const laws::ClassDensity density{0.2, std::log(2.5), -0.2};
    const EnterpriseLaws laws = growth_only(0.6);
    Enterprises members = population(density, n, laws);
    ClusterYear now;
    now.drift = 0.05;
    ClusterTotals totals;
    CohortCells cells;
    FlowMatrix flows{};
    advance_year(members, 0, keys_of("landing"), 3, 2018, laws, now, totals, cells, flows);
    double statistic = 0;
    int classes = 0;
    for (std::size_t k = 1; k < laws::class_count; ++k) {
        const double above_low = laws::beyond(density, std::log(laws::class_low(k) / 0.2), 0.05, 0.6).chance;
        const double above_high =
            k + 1 < laws::class_count ? laws::beyond(density, std::log(laws::class_high(k) / 0.2), 0.05, 0.6).chance : 0.0;
        const double expected = n * (above_low - above_high);
        if (expected < 5) continue;
        const double count = cells.count[k * certificate_states];
        statistic += (count - expected) * (count - expected) / expected;
        ++classes;
    }
    EXPECT_GE(classes, 8);
    EXPECT_LT(statistic, 32.0) << classes << " classes";
}

TEST(Enterprises, ExitAndCertifyWithTheirChances) {
    constexpr std::size_t n = 100000;
    EnterpriseLaws laws = growth_only(0.0);
    laws.exit_reference = 0.05;
    laws.exit_slope = 0.0;
    laws.renewal = 0.75;
    const laws::ClassDensity density{1.0, std::log(2.0), 0.0};
    Enterprises members = population(density, n, laws);
    ClusterYear now;
    now.rd_level_uncertified = now.rd_level_certified = 1.0;  // everybody is eligible
    now.certify = 0.2;
    now.exit_factor = 1.2;
    ClusterTotals totals;
    CohortCells cells;
    FlowMatrix flows{};
    const EnterpriseKeys keys = keys_of("chances");
    advance_year(members, 0, keys, 0, 2017, laws, now, totals, cells, flows);
    EXPECT_NEAR(totals.exits / double(n), 0.06, 4 * std::sqrt(0.06 * 0.94 / n));
    // Exit and certificate are independent draws.
    EXPECT_NEAR(totals.first_time / double(n), 0.94 * 0.2, 4 * std::sqrt(0.19 * 0.81 / n));
    // Three years on those certificates expire: three quarters are renewed. Without exits, so that the echo is whole.
    laws.exit_reference = 0;
    now.exit_factor = 0;
    const std::uint32_t first = totals.first_time;
    now.certify = 0;
    for (int year = 2018; year <= 2020; ++year) {
        totals = ClusterTotals{};
        cells = CohortCells{};
        advance_year(members, 0, keys, 0, year, laws, now, totals, cells, flows);
        EXPECT_EQ(totals.renewed + totals.lapsed, year == 2020 ? first : 0u) << year;
    }
    EXPECT_NEAR(totals.renewed / double(first), 0.75, 4 * std::sqrt(0.75 * 0.25 / first));
}

TEST(Enterprises, CertifiedReportAtLeastTheirThreshold) {
    EnterpriseLaws laws = growth_only(0.0);
    laws.certified_scale = 0.7;
    laws.relabel_share = 0.3;
    ClusterYear now;
    now.rd_level_uncertified = now.rd_level_certified = 0.01;
    for (const double revenue : {0.3, 1.0, 4.0}) {
        Enterprises members;
        ClusterTotals totals;
        CohortCells cells;
        Enterprise e;
        e.z = std::log(revenue);
        e.certificate = 3;
        e.age = 5;
        join(members, e, laws, now, totals, cells);
        const double statistical = 0.7 * now.thresholds.at(revenue) * revenue;
        EXPECT_NEAR(totals.rd, statistical, 1e-12);
        EXPECT_NEAR(totals.real_rd, 0.7 * statistical, 1e-12) << "what is only relabelled is not real";
        FlowMatrix flows{};
        totals = ClusterTotals{};
        advance_year(members, 0, keys_of("bunching"), 0, 2017, laws, now, totals, cells, flows);
        EXPECT_NEAR(totals.rd, statistical, 1e-12);
    }
}

}  // namespace
}  // namespace zonecast::engine
