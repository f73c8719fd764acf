// Functions of lanes.hpp that have a stated error, against long double, and their corner cases. The passes' own tests show that all widths
// give the same bits; here the narrow vectors stand for all.
#include "model/base/lanes.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace {

using namespace zonecast::lanes;

double exp_of(double x) {
    return exp_by_table(all(x))[0];
}
double log_of(double x) {
    return log_by_table(all(x))[0];
}

TEST(Lanes, ExponentialByTableKeepsItsStatedError) {
    long double worst = 0;
    for (int i = -700000; i <= 700000; i += 7) {
        const double x = i * 1e-3;
        const long double exact = std::exp(static_cast<long double>(x));
        worst = std::max(worst, std::fabs(static_cast<long double>(exp_of(x)) / exact - 1));
    }
    EXPECT_LT(worst, 1e-13L);
    EXPECT_EQ(exp_of(0.0), 1.0);
}

TEST(Lanes, ExponentialByTableJoinsItsSixteenths) {
    for (int j = -64; j <= 64; ++j) {
        const double joint = (j + 0.5) * std::log(2.0) / 16;
        EXPECT_NEAR(exp_of(std::nextafter(joint, -1e9)) / exp_of(std::nextafter(joint, 1e9)), 1.0, 4e-13) << "at " << joint;
    }
}

TEST(Lanes, ClampedExponentialStaysFinite) {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(exp_clamped(all(-infinity))[0], exp_of(-700.0));
    EXPECT_EQ(exp_clamped(all(infinity))[1], exp_of(700.0));
}

TEST(Lanes, LogarithmByTableKeepsItsStatedError) {
    long double worst = 0;
    for (int exponent = -300; exponent <= 300; exponent += 3)
        for (int i = 0; i < 997; ++i) {
            const double x = std::ldexp(1 + i / 997.0, exponent);
            worst = std::max(worst, std::fabs(static_cast<long double>(log_of(x)) - std::log(static_cast<long double>(x))) -
                                        std::fabs(std::log(static_cast<long double>(x))) * 0x1p-52L);
        }
    for (int i = 1; i < 4000; ++i) {
        const double x = std::ldexp(i, -12);
        worst = std::max(worst, std::fabs(static_cast<long double>(log_of(x)) - std::log(static_cast<long double>(x))));
    }
    EXPECT_LT(worst, 1e-13L);
}

TEST(Lanes, CentredUniformIsTheUniformLessOneHalf) {
    for (const std::uint64_t word : {0ull, 1ull, 0x7FFFFFFFull, 0x80000000ull, 0xFFFFFFFFull}) {
        const long double exact = 3.0L * ((static_cast<long double>(word) + 0.5L) / 4294967296.0L - 0.5L) + 0.9L * 0.25L;
        EXPECT_NEAR(add_centred(3.0, all(word), 0.9, all(0.25))[0], static_cast<double>(exact), 0x1p-51) << word;
    }
}

TEST(Lanes, PairsInterleave) {
    double to[2 * width];
    D a{}, b{};
    for (std::size_t i = 0; i < width; ++i) a[i] = static_cast<double>(i), b[i] = static_cast<double>(10 + i);
    store_pairs(to, a, b);
    for (std::size_t i = 0; i < width; ++i) {
        EXPECT_EQ(to[2 * i], static_cast<double>(i));
        EXPECT_EQ(to[2 * i + 1], static_cast<double>(10 + i));
    }
}

}  // namespace
