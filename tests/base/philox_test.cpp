// Addressed randomness: the generator against its published vectors and an independent implementation, and what an address depends on.
#include "model/base/philox.hpp"

#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/scenario/read.hpp"

namespace zonecast {
namespace {

// Known answers of the authors (Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds), checked while compiling.
static_assert(philox({0, 0, 0, 0}, 0, 0) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
static_assert(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffff, 0xffffffff) ==
              Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
static_assert(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0) ==
              Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});

TEST(Philox, GivesThePublishedAnswersAtRunTime) {
    volatile std::uint32_t zero = 0, ones = 0xffffffff;
    EXPECT_EQ(philox({zero, zero, zero, zero}, zero, zero), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({ones, ones, ones, ones}, ones, ones), (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
}

TEST(Philox, AgreesWithRandom123OnManyCounters) {
    // Counters and keys walk through the generator's own output, so that all bits vary.
    Words counter{1, 2, 3, 4};
    std::uint32_t key0 = 5, key1 = 6;
    for (int i = 0; i < 20000; ++i) {
        const r123::Philox4x32::ctr_type theirs = r123::Philox4x32{}({{counter[0], counter[1], counter[2], counter[3]}}, {{key0, key1}});
        const Words ours = philox(counter, key0, key1);
        for (std::size_t k = 0; k < 4; ++k) ASSERT_EQ(ours[k], theirs[k]) << "step " << i << ", word " << k;
        counter = ours;
        key0 = ours[1] ^ static_cast<std::uint32_t>(i), key1 = ours[2];
    }
}

TEST(Philox, EveryPartOfAnAddressHasItsOwnPlaceInTheCounter) {
    std::set<Words> counters;
    std::size_t addresses = 0;
    for (const std::uint64_t replicate : {0ull, 1ull, 0xffffffffull, 0x100000000ull, 0xffffffffffffffffull})
        for (const int year : {0, 1, 2016, 2017, 65535})
            for (std::uint32_t stream = 1; stream <= 23; ++stream)
                for (const std::uint32_t draw : {0u, 1u, 2016u, 1u << 20, (1u << 20) | 1u, 0xffffffffu}) {
                    counters.insert(draw_counter(replicate, year, static_cast<Stream>(stream), draw));
                    ++addresses;
                }
    EXPECT_EQ(counters.size(), addresses);
}

TEST(Philox, RenamingAnEntityChangesItsDrawsAndNobodyElses) {
    const std::vector<std::string> names{"cluster/a", "cluster/b", "cluster/c"};
    auto draws = [](const std::vector<std::string>& of) {
        std::vector<std::pair<std::string, Words>> all;
        for (const auto& name : of) all.emplace_back(name, draw_words(entity_key(7, name), 3, 2017, Stream::cluster_noise));
        std::sort(all.begin(), all.end());
        return all;
    };
    const auto before = draws(names);
    EXPECT_EQ(before, draws({"cluster/c", "cluster/a", "cluster/b"})) << "the order of entities must not matter";
    const auto renamed = draws({"cluster/a", "cluster/B", "cluster/c"});
    EXPECT_EQ(std::count_if(before.begin(), before.end(),
                            [&](const auto& one) { return std::find(renamed.begin(), renamed.end(), one) != renamed.end(); }),
              2);
}

TEST(Philox, SeedReplicateYearStreamAndDrawEachChangeTheDraw) {
    const std::uint64_t key = entity_key(7, "cluster/a");
    const Words base = draw_words(key, 3, 2017, Stream::cluster_noise, 0);
    EXPECT_NE(base, draw_words(entity_key(8, "cluster/a"), 3, 2017, Stream::cluster_noise, 0));
    EXPECT_NE(base, draw_words(key, 4, 2017, Stream::cluster_noise, 0));
    EXPECT_NE(base, draw_words(key, 3 + (1ull << 32), 2017, Stream::cluster_noise, 0));
    EXPECT_NE(base, draw_words(key, 3, 2018, Stream::cluster_noise, 0));
    EXPECT_NE(base, draw_words(key, 3, 2017, Stream::entry, 0));
    EXPECT_NE(base, draw_words(key, 3, 2017, Stream::cluster_noise, 1));
    EXPECT_EQ(base, draw_words(key, 3, 2017, Stream::cluster_noise, 0));
}

TEST(Philox, UniformsLieInsideTheOpenUnitInterval) {
    EXPECT_EQ(uniform(0u), 0x1p-33);
    EXPECT_EQ(uniform(0xffffffffu), 1.0 - 0x1p-33);
    EXPECT_EQ(uniform(0u, 0u), 0x1p-53);
    EXPECT_LT(uniform(0xffffffffu, 0xffffffffu), 1.0);
    EXPECT_EQ(uniform(0x80000000u, 0u), 0.5 + 0x1p-53);
}

/// Chi-square statistic of the top byte of each word over consecutive draw numbers: 255 degrees of freedom, mean 255, sd 22.6.
double chi_square_of_bytes(std::size_t word, unsigned shift) {
    constexpr int draws = 1 << 16;
    std::vector<double> count(256, 0.0);
    for (std::uint32_t i = 0; i < draws; ++i)
        count[(draw_words(entity_key(1, "chi"), 0, 2016, Stream::entry, i)[word] >> shift) & 0xff] += 1;
    double sum = 0;
    for (const double n : count) sum += (n - draws / 256.0) * (n - draws / 256.0) / (draws / 256.0);
    return sum;
}

TEST(Philox, ConsecutiveDrawNumbersFillAllBytesEvenly) {
    for (std::size_t word = 0; word < 4; ++word)
        for (const unsigned shift : {0u, 24u}) {
            const double statistic = chi_square_of_bytes(word, shift);
            EXPECT_GT(statistic, 255 - 4 * 22.6) << "word " << word;
            EXPECT_LT(statistic, 255 + 4.5 * 22.6) << "word " << word;
        }
}

TEST(EntityKey, IsDistinctForEveryNameOfTheHunanPack) {
    Diagnostics problems;
    const auto s = scenario::read_scenario(std::string(ZONECAST_SOURCE_DIR) + "/scenarios/plans/hunan-htz-2017-2019.toml", {}, problems);
    ASSERT_TRUE(s.has_value()) << problems.text();
    std::vector<std::string> names;
    for (const auto& c : s->clusters) names.push_back("cluster/" + c.id), names.push_back("enterprise/" + c.id);
    for (const auto& z : s->zones) names.push_back("zone/" + z.id);
    for (const auto& c : s->cities) names.push_back("city/" + c.id);
    for (const auto& i : s->industries) names.push_back("industry/" + i.id);
    for (const auto& m : s->plan.measures) names.push_back("measure/" + m.id);
    for (const auto& p : s->priors) names.push_back("parameter/" + p.first);
    for (const auto& i : s->instruments)
        for (std::size_t k = 0; k < i.channels.size(); ++k)
            names.push_back("effect/" + i.id + "/" + i.channels[k].lever + "/" + std::to_string(k));
    for (const auto& z : s->zones)
        for (const char* kind : {"national_incubator", "provincial_maker_space", "angel_fund"})
            names.push_back("facility/" + z.id + "/" + kind);
    ASSERT_GT(names.size(), 800u);
    std::set<std::uint64_t> keys;
    std::size_t expected = 0;
    for (std::uint64_t seed = 0; seed < 50; ++seed)
        for (const auto& name : names) keys.insert(entity_key(seed, name)), ++expected;
    EXPECT_EQ(keys.size(), expected);
}

}  // namespace
}  // namespace zonecast
