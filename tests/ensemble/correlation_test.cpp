// Correlated priors: a Gaussian copula between parameters, and nothing else moved.
#include <cmath>

#include "model/base/distributions.hpp"
#include "model/ensemble/design.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::SmallWorld;

std::string correlation(const std::string& a, const std::string& b, double value) {
    return "\n[[correlation]]\nbetween = [\"" + a + "\", \"" + b + "\"]\nvalue = " + std::to_string(value) + "\nsource = \"made up\"\n";
}

/// Spearman's rank correlation of two columns.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto ranks = [](const std::vector<double>& values) {
        std::vector<double> out(values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            for (const double other : values) out[i] += other < values[i] ? 1.0 : other == values[i] ? 0.5 : 0.0;
        return out;
    };
    const auto x = ranks(a), y = ranks(b);
    const double mean = static_cast<double>(a.size()) / 2;
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / std::sqrt(xx * yy);
}

struct Drawn {
    std::vector<engine::Parameters> all;
    [[nodiscard]] std::vector<double> column(double engine::Parameters::*member) const {
        std::vector<double> out;
        for (const auto& p : all) out.push_back(p.*member);
        return out;
    }
};

Drawn draw(const engine::World& world, std::size_t n) {
    Drawn drawn;
    for (std::size_t r = 0; r < n; ++r) drawn.all.push_back(world.parameters.draw(1, 1, r, true, true));
    return drawn;
}

constexpr std::size_t many = 1500;

TEST(Correlation, DrawsAreAsCorrelatedAsThePriorsAndKeepTheirMarginals) {
    const SmallWorld plain;
    SmallWorld joined;
    joined.append("library/priors.toml", correlation("renewal_rate", "ip_pledge_trend", 0.8) + correlation("ip_pledge_trend", "entry_rate", -0.5));
    const auto a = draw(*test::compile(plain.scenario()), many), b = draw(*test::compile(joined.scenario()), many);
    using P = engine::Parameters;
    const auto spearman = [](double rho) { return 6 / 3.14159265358979 * std::asin(rho / 2); };  // of a Gaussian copula
    EXPECT_NEAR(rank_correlation(a.column(&P::renewal_rate), a.column(&P::ip_pledge_trend)), 0.0, 0.09);
    EXPECT_NEAR(rank_correlation(b.column(&P::renewal_rate), b.column(&P::ip_pledge_trend)), spearman(0.8), 0.05);
    EXPECT_NEAR(rank_correlation(b.column(&P::ip_pledge_trend), b.column(&P::entry_rate)), spearman(-0.5), 0.08);
    EXPECT_NEAR(rank_correlation(b.column(&P::renewal_rate), b.column(&P::entry_rate)), 0.0, 0.09) << "no correlation is given";
    // Marginals: the sorted values have the quantiles of the prior.
    for (const auto member : {&P::renewal_rate, &P::ip_pledge_trend, &P::entry_rate}) {
        auto x = a.column(member), y = b.column(member);
        std::sort(x.begin(), x.end());
        std::sort(y.begin(), y.end());
        const double spread = x[many * 9 / 10] - x[many / 10];
        for (const std::size_t at : {many / 10, many / 2, many * 9 / 10}) EXPECT_NEAR(x[at], y[at], 0.12 * spread);
    }
    for (std::size_t r = 0; r < 20; ++r) {
        EXPECT_EQ(a.all[r].industry_shock_sd, b.all[r].industry_shock_sd) << "parameters without a correlation keep their draws";
        EXPECT_EQ(a.all[r].young_growth, b.all[r].young_growth);
    }
}

TEST(Correlation, DesignsKeepIt) {
    SmallWorld joined;
    joined.append("library/priors.toml", correlation("renewal_rate", "ip_pledge_trend", 0.8));
    const auto world = test::compile(joined.scenario());
    const ensemble::LatinHypercube source(*world, 1, 0, many);
    const auto& ids = source.ids();
    const auto column = [&](const std::string& id) {
        const auto at = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
        std::vector<double> out, row(ids.size());
        for (std::uint64_t r = 0; r < many; ++r) {
            source.values(r, row.data());
            out.push_back(row[at]);
        }
        return out;
    };
    EXPECT_NEAR(rank_correlation(column("renewal_rate"), column("ip_pledge_trend")), 6 / 3.14159265358979 * std::asin(0.4), 0.05);
}

TEST(Correlation, AFixedParameterTakesNoPart) {
    const SmallWorld plain;
    SmallWorld joined;
    joined.append("library/priors.toml", correlation("renewal_rate", "ip_pledge_trend", 0.8));
    const std::vector<std::string> fix{"parameter.renewal_rate=0.7"};
    const auto a = draw(*test::compile(plain.scenario(fix)), 5), b = draw(*test::compile(joined.scenario(fix)), 5);
    for (std::size_t r = 0; r < 5; ++r) {
        EXPECT_EQ(b.all[r].renewal_rate, 0.7);
        EXPECT_EQ(a.all[r].ip_pledge_trend, b.all[r].ip_pledge_trend);
    }
}

TEST(Correlation, WhatCannotBeIsAnErrorWithItsPlace) {
    const auto problems_of = [](const std::string& text) {
        SmallWorld world;
        world.append("library/priors.toml", text);
        Diagnostics problems;
        const auto scenario = world.read(problems);
        if (scenario && !problems.has_errors()) static_cast<void>(engine::World::compile(*scenario, problems));
        EXPECT_TRUE(problems.has_errors()) << text;
        EXPECT_NE(problems.text().find("priors.toml"), std::string::npos) << problems.text();
        return problems.text();
    };
    EXPECT_NE(problems_of(correlation("renewal_rate", "ip_pledge_trent", 0.5)).find("ip_pledge_trend"), std::string::npos);
    problems_of(correlation("renewal_rate", "renewal_rate", 0.5));
    problems_of(correlation("renewal_rate", "ip_pledge_trend", 1.0));
    problems_of(correlation("renewal_rate", "ip_pledge_trend", 0.5) + correlation("ip_pledge_trend", "renewal_rate", 0.2));
    problems_of(correlation("chi", "ip_pledge_trend", 0.5));
    problems_of(correlation("tech_sme_registered_share", "ip_pledge_trend", 0.5));
    problems_of(correlation("renewal_rate", "ip_pledge_trend", 0.9) + correlation("ip_pledge_trend", "entry_rate", 0.9) +
                correlation("renewal_rate", "entry_rate", -0.9));
}

}  // namespace
}  // namespace zonecast
