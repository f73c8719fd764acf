// Distributions: known quantiles, round trips, moments, and goodness of fit of draws at fixed seeds.
#include "model/base/distributions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace zonecast {
namespace {

long double exact_normal_cdf(long double x) {
    return 0.5L * std::erfc(-x / std::sqrt(2.0L));
}

double student4_cdf(double t) {
    const double q = 1.0 + t * t / 4.0;
    return 0.5 + 0.375 * t / std::sqrt(q) * (1.0 - t * t / (12.0 * q));
}

/// Kolmogorov-Smirnov statistic sqrt(n) D of values against a distribution function. Above 1.95 with chance 0.001.
template <class Cdf>
double kolmogorov(std::vector<double> values, Cdf cdf) {
    std::sort(values.begin(), values.end());
    const double n = static_cast<double>(values.size());
    double worst = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double f = cdf(values[i]), k = static_cast<double>(i);
        worst = std::max({worst, f - k / n, (k + 1.0) / n - f});
    }
    return std::sqrt(n) * worst;
}

TEST(NormalQuantile, GivesKnownValues) {
    EXPECT_EQ(normal_quantile(0.5), 0.0);
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 2e-15);
    EXPECT_NEAR(normal_quantile(0.95), 1.6448536269514722, 2e-15);
    EXPECT_NEAR(normal_quantile(0.9999), 3.719016485455709, 1e-13);  // 1 - p holds only 12 digits here
    EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-14);
    EXPECT_NEAR(normal_quantile(1e-20), -9.262340089798408, 1e-14);
}

TEST(NormalQuantile, IsRightWithinItsStatedError) {
    // One Newton step in long double from the value found measures its error.
    double worst = 0;
    for (int i = 1; i < 20000; ++i) {
        const double p = i < 10000 ? i / 20000.0 : std::exp(-(i - 9999) * 0.03);
        if (p >= 0.5) continue;
        const double x = normal_quantile(p);
        const long double density = std::exp(-0.5L * x * x) / std::sqrt(2.0L * 3.14159265358979323846264338L);
        const long double error = (exact_normal_cdf(x) - static_cast<long double>(p)) / density;
        worst = std::max(worst, static_cast<double>(std::abs(error / x)));
    }
    EXPECT_LT(worst, 1e-15);
}

TEST(NormalQuantile, IsSymmetric) {
    for (int i = 1; i < 4096; ++i) {
        const double p = i / 8192.0;  // exact, and so is 1 - p
        ASSERT_EQ(normal_quantile(p), -normal_quantile(1.0 - p)) << p;
    }
}

TEST(NormalCdf, GivesKnownValues) {
    EXPECT_EQ(normal_cdf(0.0), 0.5);
    EXPECT_NEAR(normal_cdf(1.0), 0.8413447460685429, 1e-15);
    EXPECT_NEAR(normal_cdf(-5.0) / 2.866515718791939e-7, 1.0, 1e-13);
    EXPECT_NEAR(normal_cdf(-10.0) / 7.619853024160527e-24, 1.0, 1e-13);
    EXPECT_EQ(normal_cdf(40.0), 1.0);
    EXPECT_EQ(normal_cdf(-40.0), 0.0);
    double worst = 0;
    for (int i = -9000; i <= 9000; ++i)
        worst = std::max(worst, std::abs(normal_cdf(i / 1000.0) - static_cast<double>(exact_normal_cdf(i / 1000.0L))));
    EXPECT_LT(worst, 1e-14) << "the stated absolute error";
}

TEST(NormalCdf, UndoesTheQuantile) {
    for (int i = 1; i < 2000; ++i) ASSERT_NEAR(normal_cdf(normal_quantile(i / 2000.0)), i / 2000.0, 1e-14);
}

TEST(Student4Quantile, GivesKnownValuesAndUndoesItsDistributionFunction) {
    EXPECT_NEAR(student4_quantile(0.975), 2.7764451051977987, 1e-12);
    EXPECT_NEAR(student4_quantile(0.95), 2.131846786326649, 1e-12);
    EXPECT_NEAR(student4_quantile(0.75), 0.7406970841126827, 1e-12);
    EXPECT_NEAR(student4_quantile(0.001), -7.173182219782307, 1e-11);
    // In the middle the root of a difference leaves half of the digits: an absolute error of 1e-8 in a step of the contracts' walk.
    EXPECT_NEAR(student4_quantile(0.5), 0.0, 1e-7);
    for (int i = 1; i < 2000; ++i) {
        const double p = i / 2000.0;
        ASSERT_NEAR(student4_cdf(student4_quantile(p)), p, 1e-8) << p;
    }
    for (int i = 1; i < 2048; ++i) ASSERT_EQ(student4_quantile(i / 4096.0), -student4_quantile(1.0 - i / 4096.0));
    EXPECT_TRUE(std::isfinite(student4_quantile(0x1p-53)));
    EXPECT_LT(student4_quantile(0x1p-53), -1000.0);
}

TEST(NormalDraw, FollowsTheNormalDistribution) {
    std::vector<double> values;
    double sum = 0, square = 0, lagged = 0;
    for (std::uint32_t i = 0; i < 40000; ++i) {
        values.push_back(normal_draw(entity_key(5, "fit"), i, 2017, Stream::cluster_noise));
        sum += values.back();
        square += values.back() * values.back();
        if (i > 0) lagged += values[i] * values[i - 1];
    }
    EXPECT_LT(std::abs(sum / 40000), 4.0 / 200);
    EXPECT_NEAR(square / 40000, 1.0, 4.0 * std::sqrt(2.0 / 40000));
    EXPECT_LT(std::abs(lagged / 40000), 4.0 / 200) << "neighbouring replicates must be independent";
    EXPECT_LT(kolmogorov(values, [](double x) { return normal_cdf(x); }), 1.95);
}

TEST(UniformDraw, FollowsTheUniformDistributionOverEntitiesToo) {
    std::vector<double> by_year, by_name;
    for (int i = 0; i < 20000; ++i) {
        by_year.push_back(uniform_draw(entity_key(5, "fit"), 0, i, Stream::promotion));
        by_name.push_back(uniform_draw(entity_key(5, "zone/" + std::to_string(i)), 0, 2017, Stream::promotion));
    }
    EXPECT_LT(kolmogorov(by_year, [](double x) { return x; }), 1.95);
    EXPECT_LT(kolmogorov(by_name, [](double x) { return x; }), 1.95);
}

TEST(Student4Quantile, TurnsUniformsIntoItsDistribution) {
    std::vector<double> values;
    for (std::uint32_t i = 0; i < 20000; ++i)
        values.push_back(student4_quantile(uniform_draw(entity_key(6, "t4"), i, 2017, Stream::contracts)));
    EXPECT_LT(kolmogorov(values, [](double t) { return student4_cdf(t); }), 1.95);
}

TEST(Poisson, HasItsMeanAndVariance) {
    for (const double mean : {0.05, 1.0, 7.5, 24.0, 24.1, 60.0, 500.0}) {
        double sum = 0, square = 0;
        constexpr int n = 20000;
        for (std::uint32_t r = 0; r < n; ++r) {
            const double k = poisson(mean, entity_key(3, "moments"), r, 2017, Stream::entry, 0);
            sum += k;
            square += (k - mean) * (k - mean);
        }
        EXPECT_NEAR(sum / n, mean, 4.5 * std::sqrt(mean / n)) << mean;
        EXPECT_NEAR(square / n, mean, 4.5 * std::sqrt((2.0 * mean * mean + mean) / n)) << mean;
    }
}

TEST(Poisson, FitsItsProbabilities) {
    constexpr double mean = 3.0;
    constexpr int n = 30000;
    std::vector<double> count(12, 0.0);
    for (std::uint32_t r = 0; r < n; ++r)
        count[std::min<std::size_t>(11, poisson(mean, entity_key(4, "fit"), r, 2017, Stream::entry, 0))] += 1;
    double p = std::exp(-mean), left = 1.0, statistic = 0;
    for (std::size_t k = 0; k < 12; ++k) {
        const double chance = k < 11 ? p : left;
        statistic += (count[k] - n * chance) * (count[k] - n * chance) / (n * chance);
        left -= p;
        p *= mean / static_cast<double>(k + 1);
    }
    EXPECT_LT(statistic, 31.3) << "chi-square with 11 degrees of freedom exceeds 31.3 with chance 0.001";
}

TEST(Poisson, RisesWithItsUniformAndWithItsMean) {
    std::vector<std::pair<double, std::uint32_t>> drawn;
    const std::uint64_t key = entity_key(3, "monotone");
    for (std::uint32_t r = 0; r < 3000; ++r) {
        drawn.emplace_back(uniform_draw(key, r, 2017, Stream::entry, 0), poisson(9.0, key, r, 2017, Stream::entry, 0));
        std::uint32_t last = 0;
        for (const double mean : {0.1, 1.0, 5.0, 9.0, 15.0, 24.0}) {
            const std::uint32_t n = poisson(mean, key, r, 2017, Stream::entry, 0);
            ASSERT_GE(n, last) << "paired scenarios must move together";
            last = n;
        }
    }
    std::sort(drawn.begin(), drawn.end());
    EXPECT_TRUE(std::is_sorted(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) { return a.second < b.second; }));
}

TEST(Poisson, IsZeroWithoutAMean) {
    for (const double mean : {0.0, -1.0, std::nan("")}) EXPECT_EQ(poisson(mean, 1, 0, 2017, Stream::entry, 0), 0u);
}

}  // namespace
}  // namespace zonecast
