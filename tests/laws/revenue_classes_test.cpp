// Revenue classes and the closed forms of what one year of growth does to the enterprises of a class.
#include "model/laws/revenue_classes.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace zonecast::laws {
namespace {

TEST(RevenueClasses, EdgesBelongToTheClassThatTheyStart) {
    for (std::size_t i = 0; i < class_edges.size(); ++i) {
        EXPECT_EQ(class_of(class_edges[i]), i + 1);
        EXPECT_EQ(class_of(std::nextafter(class_edges[i], 0.0)), i);
        EXPECT_EQ(class_starting_at(class_edges[i]), i + 1);
        EXPECT_EQ(class_low(i + 1), class_edges[i]);
        EXPECT_EQ(class_high(i), class_edges[i]);
    }
    EXPECT_EQ(class_of(0.0), 0u);
    EXPECT_EQ(class_of(1e9), class_count - 1);
    EXPECT_EQ(class_low(0), exit_revenue);
    EXPECT_EQ(class_high(class_count - 1), 2000.0);
    EXPECT_FALSE(class_starting_at(0.3).has_value());
    EXPECT_FALSE(class_starting_at(0.005).has_value());
}

TEST(RevenueClasses, HoldEveryThresholdOfRulesAndPlans) {
    for (const double threshold : {0.2, 0.5, 1.0, 2.0, 10.0, 50.0, 100.0, 500.0}) EXPECT_TRUE(class_starting_at(threshold).has_value());
}

/// Integral of f over [a, b] by Simpson's rule.
template <class F>
double simpson(F f, double a, double b, int cells = 2000) {
    if (!(b > a)) return 0.0;
    const double h = (b - a) / (2 * cells);
    double sum = f(a) + f(b);
    for (int i = 1; i < 2 * cells; ++i) sum += f(a + i * h) * (i % 2 == 1 ? 4.0 : 2.0);
    return sum * h / 3.0;
}

double density_at(const ClassDensity& d, double x) {
    const double norm = std::abs(d.lambda) < 1e-12 ? d.width : std::expm1(d.lambda * d.width) / d.lambda;
    return std::exp(d.lambda * x) / norm;
}

/// Tail and partial expectation of x + mu + beta L beyond an edge, by quadrature over x with the Laplace part in closed form.
Beyond by_quadrature(const ClassDensity& d, double edge, double m, double sigma) {
    const double beta = sigma / std::sqrt(2.0), mu = m + std::log(1.0 - beta * beta);
    auto tail = [&](double x) {
        const double gap = edge - x - mu;
        return gap >= 0 ? 0.5 * std::exp(-gap / beta) : 1.0 - 0.5 * std::exp(gap / beta);
    };
    auto mean = [&](double x) {
        const double gap = edge - x - mu;
        if (gap >= 0) return 0.5 * std::exp(-gap / beta) * std::exp(edge) / (1.0 - beta);
        return std::exp(x + m) - 0.5 * std::exp(gap / beta) * std::exp(edge) / (1.0 + beta);
    };
    const double kink = std::clamp(edge - mu, 0.0, d.width);
    auto integrate = [&](auto g) {
        auto f = [&](double x) { return density_at(d, x) * g(x); };
        return simpson(f, 0.0, kink) + simpson(f, kink, d.width);
    };
    return {integrate(tail), integrate(mean)};
}

struct Row {
    double width, rho, sigma, m, lambda, up, stay, down, mean_up, mean_stay, mean_down;
};
const double ln2 = std::log(2.0), ln25 = std::log(2.5);
// Reference values of the design, section 6.2, means in units of the lower edge.
const Row rows[] = {
    {ln2, 1.45, 0.35, 0.05, 0.12736222, 0.16188858, 0.66448254, 0.17362888, 2.65776271, 1.43705878, 0.80160160},
    {ln2, 1.10, 0.35, -0.05, -10.94443378, 0.03024485, 0.42545078, 0.54430437, 2.65776271, 1.25802400, 0.79136134},
    {ln25, 2.20, 0.25, 0.15, 7.28739849, 0.49636306, 0.49865086, 0.00498608, 3.08660028, 2.04496571, 0.84977890},
    {ln25, 1.60, 0.15, 0.0, -0.32985324, 0.04616021, 0.88178511, 0.07205468, 2.79662710, 1.59422586, 0.90407013},
    {ln2, 1.90, 0.60, 0.30, 18.99963752, 0.55296323, 0.35933548, 0.08770129, 3.50495688, 1.57246615, 0.70211699},
    {ln2, 1.0 / ln2, 0.35, 0.05, 0.0, 0.15896354, 0.66417884, 0.17685761, 2.65776271, 1.43396154, 0.80160134},
};

TEST(Beyond, GivesTheReferenceValues) {
    for (const Row& row : rows) {
        SCOPED_TRACE(testing::Message() << "width " << row.width << ", rho " << row.rho << ", sigma " << row.sigma << ", m " << row.m);
        const ClassDensity density{1.0, row.width, row.lambda};
        EXPECT_NEAR(density.mean(), row.rho, 1e-7);
        const Beyond upper = beyond(density, row.width, row.m, row.sigma), lower = beyond(density, 0.0, row.m, row.sigma);
        const double stay = lower.chance - upper.chance, down = 1.0 - lower.chance;
        const double all = density.mean() * std::exp(row.m);
        EXPECT_NEAR(upper.chance, row.up, 1e-7);
        EXPECT_NEAR(stay, row.stay, 1e-7);
        EXPECT_NEAR(down, row.down, 1e-7);
        EXPECT_NEAR(upper.revenue / upper.chance, row.mean_up, 1e-7);
        EXPECT_NEAR((lower.revenue - upper.revenue) / stay, row.mean_stay, 1e-7);
        EXPECT_NEAR((all - lower.revenue) / down, row.mean_down, 1e-7);
    }
}

TEST(Beyond, AgreesWithQuadrature) {
    for (const double lambda : {-11.0, -1.1, -0.2, 0.0, 0.8, 7.3, 19.0})
        for (const double sigma : {0.10, 0.35, 0.60})
            for (const double m : {-0.3, 0.0, 0.08, 0.9})
                for (const double edge : {-1.5, -0.3, 0.0, 0.2, 0.5, 0.9163, 1.6, 3.0}) {
                    const ClassDensity density{0.2, ln25, lambda};
                    const Beyond closed = beyond(density, edge, m, sigma), numeric = by_quadrature(density, edge, m, sigma);
                    ASSERT_NEAR(closed.chance, numeric.chance, 1e-10) << lambda << " " << sigma << " " << m << " " << edge;
                    ASSERT_NEAR(closed.revenue, numeric.revenue, 1e-9) << lambda << " " << sigma << " " << m << " " << edge;
                }
}

TEST(Beyond, WithoutSpreadShiftsTheClass) {
    const ClassDensity density{1.0, ln2, -0.5};
    for (const double m : {-0.2, 0.0, 0.3}) {
        const Beyond b = beyond(density, ln2, m, 0.0);
        const double chance = simpson([&](double x) { return density_at(density, x); }, std::clamp(ln2 - m, 0.0, ln2), ln2);
        EXPECT_NEAR(b.chance, chance, 1e-12);
    }
    EXPECT_EQ(beyond(density, ln2, 0.0, 0.0).chance, 0.0) << "nothing moves without growth and spread";
}

TEST(Beyond, SmallSpreadsDoNotOverflow) {
    const ClassDensity density{1.0, std::log(4.0), -0.2};
    const Beyond b = beyond(density, std::log(4.0), 0.05, 1e-3);
    EXPECT_GT(b.chance, 0.0);
    EXPECT_LT(b.chance, 0.05);
    EXPECT_TRUE(std::isfinite(b.revenue));
}

TEST(ClassDensity, MeetsTheMeanWithinItsStatedError) {
    for (const double high : {2.0, 2.5, 4.0})
        for (int i = 2; i <= 98; ++i) {
            const double mean = std::exp(std::log(high) * i / 100.0);  // s from 0.02 to 0.98, inside the clamps
            const ClassDensity density = ClassDensity::with_mean(1.0, high, mean);
            ASSERT_NEAR(density.mean() / mean, 1.0, high > 2.5 ? 1.6e-3 : 5e-4) << "width ln " << high << ", s " << i / 100.0;
        }
}

TEST(ClassDensity, IntegratesToOneAndMatchesQuadrature) {
    for (const double lambda : {-40.0, -1.0, -1e-12, 0.0, 1e-12, 0.7, 40.0}) {
        const ClassDensity density{0.5, ln2, lambda};
        EXPECT_NEAR(density.integral(0.0, 0.0, ln2, 0.0), 1.0, 1e-12);
        for (const double kappa : {-3.0, 0.5, 1.0, 4.0}) {
            const double numeric = simpson([&](double x) { return density_at(density, x) * std::exp(kappa * x + 0.3); }, 0.1, 0.6, 4000);
            EXPECT_NEAR(density.integral(kappa, 0.1, 0.6, 0.3) / numeric, 1.0, 1e-9) << lambda << " " << kappa;
        }
    }
}

TEST(ClassDensity, QuantilesUndoItsDistributionFunction) {
    for (const double lambda : {-40.0, -1.0, 0.0, 0.7, 40.0}) {
        const ClassDensity density{0.5, ln2, lambda};
        double last = 0;
        for (int i = 0; i <= 100; ++i) {
            const double u = i == 0 ? 0x1p-33 : i == 100 ? 1.0 - 0x1p-33 : i / 100.0;
            const double r = density.quantile(u);
            ASSERT_GE(r, density.low * (1.0 - 1e-15));
            ASSERT_LE(r, 2.0 * density.low * (1.0 + 1e-15));
            ASSERT_GE(r, last);
            ASSERT_NEAR(density.integral(0.0, 0.0, std::log(r / density.low), 0.0), u, 1e-10) << lambda;
            last = r;
        }
    }
}

}  // namespace
}  // namespace zonecast::laws
