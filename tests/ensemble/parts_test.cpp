// Which replicates a part of a run has.
#include "model/ensemble/parts.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "model/ensemble/ensemble.hpp"

namespace zonecast::ensemble {
namespace {

TEST(Parts, CoverTheRunOnceInWholeBlocks) {
    for (const std::uint64_t first : {0u, 10u, 32u})
        for (const std::uint64_t replicates : {150u, 640u, 1000u})
            for (std::uint64_t of = 1; of <= 5; ++of) {
                engine::RunSettings whole;
                whole.first_replicate = first;
                whole.replicates = replicates;
                std::uint64_t next = first, least = ~std::uint64_t{0}, most = 0;
                for (std::uint64_t number = 1; number <= of; ++number) {
                    const engine::RunSettings part = part_settings(whole, number, of);
                    EXPECT_EQ(part.first_replicate, next);
                    EXPECT_GT(part.replicates, 0u);
                    next += part.replicates;
                    EXPECT_TRUE(number == of || next % block_size == 0) << "a border within a block";
                    least = std::min(least, blocks_of(part));
                    most = std::max(most, blocks_of(part));
                    ASSERT_TRUE(part.part);
                    EXPECT_EQ(part.part->number, number);
                    EXPECT_EQ(part.part->replicates, replicates);
                    EXPECT_EQ(part.part->first_replicate, first);
                }
                EXPECT_EQ(next, first + replicates);
                EXPECT_LE(most - least, 1u) << "as evenly as blocks go";
            }
}

TEST(Parts, ThatDoNotExistAreRefused) {
    engine::RunSettings whole;
    whole.replicates = 100;  // 4 blocks
    EXPECT_EQ(blocks_of(whole), 4u);
    EXPECT_NO_THROW(static_cast<void>(part_settings(whole, 4, 4)));
    EXPECT_THROW(static_cast<void>(part_settings(whole, 1, 5)), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(part_settings(whole, 0, 4)), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(part_settings(whole, 5, 4)), std::invalid_argument);
}

}  // namespace
}  // namespace zonecast::ensemble
