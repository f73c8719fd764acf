// Addressed randomness: every draw is a pure function of (seed, entity name, replicate, year, stream, draw number).
//
// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace zonecast {

using Words = std::array<std::uint32_t, 4>;

/// Philox4x32-10 block: four 32-bit words for a counter and a key. Pure; thread-safe.
[[nodiscard]] constexpr Words philox(Words counter, std::uint32_t key0, std::uint32_t key1) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = std::uint64_t{0xD2511F53} * counter[0];
        const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key0, static_cast<std::uint32_t>(p1),
                   static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key1, static_cast<std::uint32_t>(p0)};
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return counter;
}

/// What a draw is for. Numbers are part of the addresses: never renumber, only append.
enum class Stream : std::uint32_t {
    parameter = 1,
    effect = 2,
    initial = 3,
    initial_enterprise = 4,
    enterprise_year = 5,
    enterprise_birth = 6,
    entry = 7,
    industry_shock = 9,
    cluster_noise = 10,
    drive = 11,
    patents = 13,
    contracts = 14,
    facility = 15,
    promotion = 16,
    recognition = 17,
    rank = 18,
    projects = 19,
    zone_account = 20,
    perimeter = 21,
    ip_finance = 22,
    index = 23,
    change = 24,
    design = 25,
    bootstrap = 26,
    reference = 27,
};

/// Key of an entity under a seed: the 64-bit FNV-1a hash of its name, mixed with the seed so that every (seed, name) pair has its own
/// Philox key. Names, not rows, address draws: adding or reordering entities leaves the draws of the others alone.
[[nodiscard]] constexpr std::uint64_t entity_key(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325u;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    hash ^= seed + 0x9E3779B97F4A7C15u + (hash << 6) + (hash >> 2);
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
    return hash ^ (hash >> 31);
}

/// Counter of a draw: draw number (for enterprises their serial), stream and year, replicate.
[[nodiscard]] constexpr Words draw_counter(std::uint64_t replicate, int year, Stream stream, std::uint32_t draw) {
    return {draw, (static_cast<std::uint32_t>(stream) << 16) | static_cast<std::uint32_t>(year), static_cast<std::uint32_t>(replicate),
            static_cast<std::uint32_t>(replicate >> 32)};
}

/// The four words at an address.
[[nodiscard]] constexpr Words draw_words(std::uint64_t key, std::uint64_t replicate, int year, Stream stream, std::uint32_t draw = 0) {
    return philox(draw_counter(replicate, year, stream, draw), static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32));
}

/// Uniform on (0,1) from one word: the midpoint of one of 2^32 equal cells.
[[nodiscard]] constexpr double uniform(std::uint32_t word) {
    return (static_cast<double>(word) + 0.5) * 0x1p-32;
}

/// Uniform on (0,1) with 52 bits from two words.
[[nodiscard]] constexpr double uniform(std::uint32_t high, std::uint32_t low) {
    const std::uint64_t bits = ((std::uint64_t{high} << 32) | low) >> 12;
    return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

}  // namespace zonecast
