// The local chain: demand pull against the dense system of clusters, and supply factors against hand-made cases.
#include "model/laws/chain.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

#include "model/base/philox.hpp"

namespace zonecast::laws {
namespace {

/// Uniform numbers of a test in order.
class Numbers {
public:
    explicit Numbers(std::uint32_t seed) : seed_(seed) {}
    double operator()() {
        const Words w = philox({next_++, 0, 0, 0}, seed_, 77);
        return uniform(w[0], w[1]);
    }
    double operator()(double low, double high) { return low + (high - low) * (*this)(); }

private:
    std::uint32_t seed_, next_ = 0;
};

struct System {
    Eigen::SparseMatrix<double> coefficients;
    std::vector<double> output;         // by industry
    std::vector<std::size_t> industry;  // of cluster
    std::vector<double> cluster_output;
};

System random_system(std::uint32_t seed, double strength) {
    Numbers u(seed);
    const std::size_t n = 2 + static_cast<std::size_t>(u() * 7);
    System s;
    s.output.assign(n, 0.0);
    const std::size_t clusters = n + static_cast<std::size_t>(u() * 20);
    const std::size_t absent = n > 3 ? 1 : n;  // one industry without clusters
    for (std::size_t c = 0; c < clusters; ++c) {
        auto i = static_cast<std::size_t>(u() * static_cast<double>(n));
        if (i == absent) i = 0;
        s.industry.push_back(i);
        s.cluster_output.push_back(std::exp(u(-3.0, 5.0)));
        s.output[i] += s.cluster_output.back();
    }
    std::vector<Eigen::Triplet<double>> entries;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            if (s.output[i] > 0 && s.output[j] > 0 && u() < 0.6)
                entries.emplace_back(static_cast<int>(i), static_cast<int>(j), strength * u() / static_cast<double>(n));
    s.coefficients.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n));
    s.coefficients.setFromTriplets(entries.begin(), entries.end());
    return s;
}

/// S[c][d] of the design: the share of c's sales that goes to d, rows above 0.95 scaled down to it.
Eigen::MatrixXd sales_shares(const System& s) {
    const auto n = static_cast<Eigen::Index>(s.industry.size());
    const Eigen::MatrixXd b(s.coefficients);
    Eigen::MatrixXd shares(n, n);
    for (Eigen::Index c = 0; c < n; ++c) {
        const std::size_t i = s.industry[static_cast<std::size_t>(c)];
        for (Eigen::Index d = 0; d < n; ++d)
            shares(c, d) = b(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(s.industry[static_cast<std::size_t>(d)])) *
                           s.cluster_output[static_cast<std::size_t>(d)] / s.output[i];
        const double sum = shares.row(c).sum();
        if (sum > 0.95) shares.row(c) *= 0.95 / sum;
    }
    return shares;
}

TEST(DemandPull, EqualsTheDenseSystemOfAllClusters) {
    std::size_t capped = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        const System s = random_system(seed, seed % 3 == 0 ? 3.0 : 0.5);
        const std::vector<double> chi{0.0, 0.3, 0.6, 0.95};
        const DemandPull pull(s.coefficients, s.output, chi);
        const Eigen::MatrixXd shares = sales_shares(s);
        capped += pull.scaled_rows();
        const auto n = static_cast<Eigen::Index>(s.industry.size());
        for (Eigen::Index c = 0; c < n; ++c)
            ASSERT_NEAR(pull.local_sales_share(s.industry[static_cast<std::size_t>(c)]), shares.row(c).sum(), 1e-12);
        Numbers u(1000 + seed);
        for (std::size_t node = 0; node < chi.size(); ++node) {
            std::vector<double> value(s.industry.size());
            for (double& v : value) v = u(-0.2, 0.2);
            const Eigen::VectorXd b = Eigen::Map<Eigen::VectorXd>(value.data(), n);
            const Eigen::MatrixXd system = Eigen::MatrixXd::Identity(n, n) - chi[node] * shares;
            const Eigen::VectorXd exact = system.partialPivLu().solve(b);
            Eigen::VectorXd scratch;
            pull.solve(node, s.industry, s.cluster_output, value, scratch);
            for (Eigen::Index c = 0; c < n; ++c)
                ASSERT_NEAR(value[static_cast<std::size_t>(c)], exact(c), 1e-10) << "system " << seed << ", chi " << chi[node];
        }
    }
    EXPECT_GT(capped, 0u) << "no system tests the cap of 0.95";
}

TEST(DemandPull, WithoutDeviationGivesExactlyZero) {
    const System s = random_system(4, 1.0);
    const DemandPull pull(s.coefficients, s.output, {0.6});
    std::vector<double> value(s.industry.size(), 0.0);
    Eigen::VectorXd scratch;
    pull.solve(0, s.industry, s.cluster_output, value, scratch);
    for (const double v : value) EXPECT_EQ(v, 0.0);
}

TEST(DemandPull, ABoostedBuyerMovesItsSuppliersAndNotTheOtherWay) {
    // Industry 0 sells to industry 1; by hand: y0 = b0 + chi * S01 * b1.
    Eigen::SparseMatrix<double> b(2, 2);
    b.insert(0, 1) = 0.2;
    b.makeCompressed();
    const DemandPull pull(b, {100.0, 300.0}, {0.5});
    EXPECT_NEAR(pull.local_sales_share(0), 0.6, 1e-15);
    EXPECT_EQ(pull.local_sales_share(1), 0.0);
    EXPECT_NEAR(pull.mean_local_sales_share(), 0.6 * 100 / 400, 1e-15);
    Eigen::VectorXd scratch;
    std::vector<double> value{0.0, 0.1};
    pull.solve(0, {0, 1}, {100.0, 300.0}, value, scratch);
    EXPECT_NEAR(value[0], 0.5 * 0.6 * 0.1, 1e-15);
    EXPECT_NEAR(value[1], 0.1, 1e-15);
    value = {0.1, 0.0};
    pull.solve(0, {0, 1}, {100.0, 300.0}, value, scratch);
    EXPECT_NEAR(value[0], 0.1, 1e-15);
    EXPECT_EQ(value[1], 0.0) << "a seller's growth does not reach its buyers by demand";
}

TEST(DemandPull, CapsTheSharesOfSales) {
    Eigen::SparseMatrix<double> b(2, 2);
    b.insert(0, 1) = 0.5;
    b.makeCompressed();
    const DemandPull pull(b, {100.0, 1000.0}, {1.0});  // would sell five times its output
    EXPECT_EQ(pull.scaled_rows(), 1u);
    EXPECT_EQ(pull.local_sales_share(0), 0.95);
    std::vector<double> value{0.0, 1.0};
    Eigen::VectorXd scratch;
    pull.solve(0, {0, 1}, {100.0, 1000.0}, value, scratch);
    EXPECT_NEAR(value[0], 0.95, 1e-12);
}

constexpr double sigma = 0.3, power = (sigma - 1.0) / sigma;

SupplyInput outside(double weight, double missing, bool critical) {
    return {.weight = weight, .critical = critical, .missing = missing};
}
SupplyInput local(double weight, std::size_t supplier, double share, bool critical) {
    return {.weight = weight, .local_share = share, .critical = critical, .suppliers = {{supplier, 1.0}}};
}
double ces(double weight, double v) {
    return std::pow(weight * std::pow(v, power) + 1.0 - weight, 1.0 / power);
}

TEST(SupplyFactors, AreExactlyOneWithoutAShock) {
    const std::vector<std::vector<SupplyInput>> inputs{{outside(0.1, 0.0, true), local(0.2, 1, 0.5, true)},
                                                       {local(0.3, 0, 0.4, false), local(0.1, 2, 0.3, true)},
                                                       {outside(0.3, 0.0, false)},
                                                       {}};
    for (const double q : supply_factors(inputs, sigma)) EXPECT_EQ(q, 1.0);
    EXPECT_TRUE(supply_factors({}, sigma).empty());
}

TEST(SupplyFactors, GenericInputsEnterAsAProduct) {
    const auto q = supply_factors({{outside(0.2, 0.5, false), outside(0.1, 0.9, false), outside(0.4, 0.0, false)}}, sigma);
    EXPECT_NEAR(q[0], std::pow(0.5, 0.2) * std::pow(0.1, 0.1), 1e-13);
    // A trifle cannot stop a factory: half a per cent of inputs, nine tenths of them missing, costs one per cent.
    EXPECT_NEAR(supply_factors({{outside(0.005, 0.9, false)}}, sigma)[0], 0.98855, 1e-5);
}

TEST(SupplyFactors, CriticalInputsEnterACesWhoseWeightsSumToOne) {
    for (const double weight : {0.005, 0.02, 0.1, 0.5, 1.0})
        for (const double missing : {0.05, 0.5, 0.9, 0.95}) {
            const double q = supply_factors({{outside(weight, missing, true)}}, sigma)[0];
            EXPECT_NEAR(q, ces(weight, 1.0 - missing), 1e-12);
            EXPECT_GE(q, (1.0 - missing) * (1.0 - 1e-12)) << "never below the availability itself";
            EXPECT_LT(q, 1.0);
        }
    // The example of the design: listed as critical, half a per cent at a tenth of its availability takes a quarter of output, which is why
    // only listed inputs are critical; the same input as a generic one costs one per cent (above).
    EXPECT_NEAR(supply_factors({{outside(0.005, 0.9, true)}}, sigma)[0], 0.7317, 1e-4);
    // Two critical inputs share one aggregate, they do not multiply.
    const double both = supply_factors({{outside(0.1, 0.5, true), outside(0.2, 0.3, true)}}, sigma)[0];
    EXPECT_NEAR(both, std::pow(0.1 * std::pow(0.5, power) + 0.2 * std::pow(0.7, power) + 0.7, 1.0 / power), 1e-12);
}

TEST(SupplyFactors, AShockTravelsDownAChainOfThree) {
    // Chips from outside -> 0 -> 1 -> 2, and 3 beside it.
    const std::vector<std::vector<SupplyInput>> inputs{
        {outside(0.25, 0.6, true)}, {local(0.3, 0, 0.5, true)}, {local(0.2, 1, 0.4, false)}, {local(0.2, 3, 0.9, true)}};
    const auto q = supply_factors(inputs, sigma);
    const double q0 = ces(0.25, 0.4), q1 = ces(0.3, 1.0 - 0.5 * (1.0 - q0)), q2 = std::pow(1.0 - 0.4 * (1.0 - q1), 0.2);
    EXPECT_NEAR(q[0], q0, 1e-12);
    EXPECT_NEAR(q[1], q1, 1e-12);
    EXPECT_NEAR(q[2], q2, 1e-12);
    EXPECT_EQ(q[3], 1.0) << "a component that the shock does not reach";
    EXPECT_LT(q[0], q[1]);
    EXPECT_LT(q[1], q[2]);
}

TEST(SupplyFactors, ACycleTakesTheGreatestFixedPoint) {
    std::vector<std::vector<SupplyInput>> inputs{{outside(0.2, 0.7, true), local(0.3, 2, 0.8, true)},
                                                 {local(0.5, 0, 0.9, true)},
                                                 {local(0.4, 1, 0.7, false), local(0.1, 2, 0.5, true)}};
    const auto q = supply_factors(inputs, sigma);
    auto map = [&](const std::vector<double>& at) {
        std::vector<double> next(3);
        for (std::size_t i = 0; i < 3; ++i) {
            double critical = 0, weight = 0, generic = 1;
            for (const auto& in : inputs[i]) {
                const double supplier = in.suppliers.empty() ? 1.0 : at[in.suppliers[0].first];
                const double v = (1.0 - in.local_share) * (1.0 - in.missing) + in.local_share * supplier;
                if (in.critical)
                    critical += in.weight * std::pow(v, power), weight += in.weight;
                else
                    generic *= std::pow(v, in.weight);
            }
            next[i] = generic * std::pow(critical + 1.0 - weight, 1.0 / power);
        }
        return next;
    };
    const auto once = map(q);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(once[i], q[i], 1e-12) << "q is a fixed point";
    std::vector<double> above(3, 1.0), below(3, 0.05);
    for (int i = 0; i < 2000; ++i) above = map(above), below = map(below);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(q[i], above[i], 1e-11) << "reached from q = 1";
        EXPECT_GE(q[i], below[i] - 1e-11) << "no fixed point lies above";
        EXPECT_LT(q[i], 1.0);
    }
}

TEST(SupplyFactors, FallWithEveryShareThatIsMissing) {
    Numbers u(9);
    for (int round = 0; round < 50; ++round) {
        constexpr std::size_t n = 6;
        std::vector<std::vector<SupplyInput>> inputs(n);
        for (std::size_t i = 0; i < n; ++i)
            for (int k = 0; k < 3; ++k) {
                SupplyInput in = local(u(0.01, 0.25), static_cast<std::size_t>(u() * n), u(0.0, 0.9), u() < 0.5);
                in.missing = u() < 0.5 ? u(0.0, 0.8) : 0.0;
                inputs[i].push_back(in);
            }
        const auto mild = supply_factors(inputs, sigma);
        for (auto& of : inputs)
            for (auto& in : of) in.missing = std::min(0.95, in.missing * 1.1 + 0.01);
        const auto severe = supply_factors(inputs, sigma);
        for (std::size_t i = 0; i < n; ++i) {
            ASSERT_LE(severe[i], mild[i]);
            ASSERT_GT(severe[i], 0.0);
        }
    }
}

TEST(MissingAfterStocks, StocksCoverTheFirstDays) {
    EXPECT_NEAR(missing_after_stocks(0.6, 12, 0), 0.6, 1e-15);
    EXPECT_NEAR(missing_after_stocks(0.6, 12, 30), 0.55, 1e-15);
    EXPECT_EQ(missing_after_stocks(0.6, 2, 90), 0.0);
    EXPECT_EQ(missing_after_stocks(1.0, 12, 0), 0.95) << "never everything";
}

}  // namespace
}  // namespace zonecast::laws
