// Summaries of scores and ranks over replicates.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/engine/forecast.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/statistics.hpp"
#include "model/index/scorer.hpp"

namespace zonecast::ensemble {

/// Counts ranks exactly and sums scores and points in fixed point, so that merging in any order gives the same bits. Empty without an
/// index.
class IndexSummary {
public:
    explicit IndexSummary(const engine::World& world);
    /// Adds the scores of a replicate; end_block() takes in what was added since the last one.
    void add(const index::Scores& scores);
    void end_block();
    void merge(const IndexSummary& other);
    void exchange(StateStream& stream);
    /// The summaries of `replicates` replicates, each zone in each year within the perimeter that ranked it most often (the first of
    /// equals); nothing without an index.
    [[nodiscard]] std::optional<engine::IndexResult> read(double replicates) const;

private:
    const engine::World* world_;
    std::size_t sets_ = 0, zones_ = 0, years_ = 0, items_ = 0;
    std::vector<std::uint64_t> rank_;                        ///< [set][year][zone][rank - 1]
    CellSummaries score_;                                    ///< [set][year][zone]
    ExactSums points_, points_count_, value_, value_count_;  ///< [set][year][zone][item]
    // The block at hand.
    std::vector<double> rows_;
    std::size_t row_count_ = 0;
    [[nodiscard]] std::size_t cell(std::size_t set, std::size_t year, std::size_t zone) const {
        return (set * years_ + year) * zones_ + zone;
    }
};

}  // namespace zonecast::ensemble
