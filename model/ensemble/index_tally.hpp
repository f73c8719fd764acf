// The tally of scores and ranks of zones by the index.
#pragma once

#include <cstdint>
#include <vector>

#include "model/ensemble/tally.hpp"
#include "model/index/scorer.hpp"

namespace zonecast::ensemble {

/// Counts ranks exactly and sums scores and points in fixed point, so that merging in any order gives the same bits.
class IndexTally : public Tally {
public:
    /// Of a world with an index, which must outlive it.
    IndexTally(const engine::World& world, const engine::RunSettings& settings);
    [[nodiscard]] std::unique_ptr<Tally> fresh() const override {
        return std::make_unique<IndexTally>(world_, settings_);
    }
    void add(const Observation& observation) override;
    void end_block(std::span<const double> cells) override;
    void merge(const Tally& other) override;
    void exchange(StateStream& stream) override;
    /// Each zone in each year within the perimeter that ranked it most often (the first of equals).
    void read(engine::Forecast& forecast, const Execution& execution) const override;

private:
    const engine::World& world_;
    engine::RunSettings settings_;
    index::Scorer scorer_;
    index::Scores scores_;  ///< of the replicate at hand
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
