// Summaries of cells: against sorted values, and the same bits in whatever order and by however many threads they were added.
#include "model/ensemble/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "model/base/distributions.hpp"
#include "model/base/philox.hpp"

namespace zonecast::ensemble {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double normal(std::uint32_t i, std::uint32_t stream) {
    const Words w = philox({i, stream, 0, 0}, 41, 7);
    return normal_quantile(uniform(w[0], w[1]));
}

/// Five cells of quantities as they come: log-normal, of both signs, counts with zeros, constant, mostly missing.
std::vector<double> row(std::uint32_t i) {
    return {std::exp(3.0 + 0.7 * normal(i, 1)), normal(i, 2), std::max(0.0, std::floor(2.0 * normal(i, 3))), 7.25,
            i % 3 == 0 ? 1e6 * normal(i, 4) : nan};
}
constexpr std::size_t cells = 5;

std::vector<double> rows(std::uint32_t from, std::uint32_t to) {
    std::vector<double> all;
    for (std::uint32_t i = from; i < to; ++i)
        for (const double v : row(i)) all.push_back(v);
    return all;
}

struct State {
    std::vector<std::int64_t> integers;
    std::vector<double> reals;
    bool operator==(const State&) const = default;
};
State state_of(CellSummaries& summaries) {
    State state;
    StateStream stream(state.integers, state.reals, false);
    summaries.exchange(stream);
    return state;
}

TEST(CellSummaries, AgreeWithSortedValues) {
    constexpr std::uint32_t n = 5000;
    CellSummaries summaries(cells);
    for (std::uint32_t i = 0; i < n; i += 40) summaries.add(rows(i, i + 40), 40);
    for (std::size_t c = 0; c < cells; ++c) {
        std::vector<double> values;
        for (std::uint32_t i = 0; i < n; ++i)
            if (const double v = row(i)[c]; v == v) values.push_back(v);
        std::sort(values.begin(), values.end());
        ASSERT_EQ(summaries.count(c), values.size());
        double mean = 0, square = 0;
        for (const double v : values) mean += v / static_cast<double>(values.size());
        for (const double v : values) square += (v - mean) * (v - mean);
        EXPECT_NEAR(summaries.mean(c), mean, 1e-9 * std::max(1.0, std::abs(mean))) << "cell " << c;
        EXPECT_NEAR(summaries.sd(c), std::sqrt(square / static_cast<double>(values.size() - 1)), 1e-7 * std::max(1.0, std::abs(mean)));
        for (const double p : {0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0}) {
            const double exact = values[static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size()))) - 1];
            EXPECT_NEAR(summaries.quantile(c, p), exact, 0.002501 * std::abs(exact)) << "cell " << c << ", quantile " << p;
        }
    }
}

TEST(CellSummaries, GiveTheSameBitsInAnyOrderAndFromAnyThreads) {
    constexpr std::uint32_t n = 640, block = 32;
    CellSummaries forward(cells), backward(cells), together(cells), left(cells), right(cells);
    for (std::uint32_t i = 0; i < n; i += block) forward.add(rows(i, i + block), block);
    for (std::uint32_t i = n; i > 0; i -= block) backward.add(rows(i - block, i), block);
    std::vector<std::thread> threads;
    for (std::uint32_t t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (std::uint32_t i = t * block; i < n; i += 4 * block) together.add(rows(i, i + block), block);
        });
    for (std::thread& t : threads) t.join();
    for (std::uint32_t i = 0; i < n; i += block) (i % 96 == 0 ? left : right).add(rows(i, i + block), block);
    left.merge(right);
    const State expected = state_of(forward);
    EXPECT_TRUE(state_of(backward) == expected);
    EXPECT_TRUE(state_of(together) == expected);
    EXPECT_TRUE(state_of(left) == expected);
}

TEST(CellSummaries, GoOnFromTheirState) {
    CellSummaries whole(cells), first(cells), second(cells);
    whole.add(rows(0, 100), 100);
    whole.add(rows(100, 300), 200);
    first.add(rows(0, 100), 100);
    State state = state_of(first);
    StateStream stream(state.integers, state.reals, true);
    second.exchange(stream);
    EXPECT_TRUE(stream.at_end());
    second.add(rows(100, 300), 200);
    EXPECT_TRUE(state_of(second) == state_of(whole));
}

TEST(CellSummaries, QuantilesOfFewValuesAreThoseOfTheValues) {
    // Sums and squares of these values are exact, whatever the blocks.
    CellSummaries exact(1, 8), merged(1, 8), other(1, 8);
    const std::vector<double> values{3.125, 1.0625, 2.25, 5.1875, 4.375, 6.25};
    exact.add(values, values.size());
    merged.add({values.begin(), values.begin() + 2}, 2);
    other.add({values.begin() + 2, values.end()}, 4);
    merged.merge(other);
    State state = state_of(merged);
    EXPECT_TRUE(state == state_of(exact)) << "the state does not tell who was first";
    CellSummaries again(1, 8);
    StateStream stream(state.integers, state.reals, true);
    again.exchange(stream);
    for (const CellSummaries* summaries : {&exact, &merged, &again}) {
        // The smallest value with at least p of all at or below it.
        EXPECT_EQ(summaries->quantile(0, 0.5), 3.125);
        EXPECT_EQ(summaries->quantile(0, 0.51), 4.375);
        EXPECT_EQ(summaries->quantile(0, 0.05), 1.0625);
        EXPECT_EQ(summaries->quantile(0, 1.0), 6.25);
    }
    // Beyond eight values the grid takes over: within a quarter per cent.
    exact.add(std::vector{7.007, 8.008, 9.009}, 3);
    EXPECT_NE(exact.quantile(0, 0.5), 5.1875);
    EXPECT_NEAR(exact.quantile(0, 0.5), 5.1875, 0.0025 * 5.1875);
}

TEST(CellSummaries, AConstantHasNoSpread) {
    CellSummaries constant(1);
    constant.add(std::vector<double>(1000, 1234567.8901), 1000);
    EXPECT_EQ(constant.sd(0), 0.0);
}

TEST(QuantileSketch, CountsBeyondSixteenBits) {
    QuantileSketch sketch;
    for (int i = 0; i < 3; ++i) sketch.add(1.0, 100000), sketch.add(-5.0, 65535), sketch.add(0.0, 70000);
    sketch.add(1e9, 1);  // makes room after the carry
    sketch.add(1e-9, 1);
    EXPECT_EQ(sketch.count(), 3u * 235535u + 2u);
    const double n = 3.0 * 235535.0 + 2.0;
    // In order: 196,605 times -5, 210,000 zeros, 1e-9, 300,000 ones, 1e9. The k-th smallest stands at any p in ((k - 1) / n, k / n].
    auto smallest = [&](double k) { return sketch.quantile((k - 0.5) / n); };
    EXPECT_EQ(smallest(196605), -5.0);
    EXPECT_EQ(smallest(196606), 0.0);
    EXPECT_EQ(smallest(406605), 0.0);
    EXPECT_NEAR(smallest(406606), 1e-9, 2.5e-12);
    EXPECT_EQ(smallest(406607), 1.0);
    EXPECT_EQ(smallest(706606), 1.0);
    EXPECT_NEAR(smallest(706607), 1e9, 2.5e6);
}

}  // namespace
}  // namespace zonecast::ensemble
