// The tally of verdicts: chances of targets and groups, values judged, which targets are met together.
#pragma once

#include <array>

#include "model/engine/world.hpp"
#include "model/ensemble/tally.hpp"

namespace zonecast::ensemble {

class TargetTally : public Tally {
public:
    /// World and judge must outlive it.
    TargetTally(const engine::World& world, const targets::Judge& judge);
    [[nodiscard]] std::unique_ptr<Tally> fresh() const override {
        return std::make_unique<TargetTally>(world_, judge_);
    }
    void add(const Observation& observation) override;
    void end_block(std::span<const double> cells) override;
    void merge(const Tally& other) override;
    void exchange(StateStream& stream) override;
    void read(engine::Forecast& forecast, const Execution& execution) const override;
    /// The largest half width of the 95 % intervals of the targets' chances over so many replicates; 0 without targets.
    [[nodiscard]] double widest_half_width(std::uint64_t replicates) const;

private:
    void add_target(std::size_t target, const TargetVerdicts& verdicts);
    void add_groups(std::span<const TargetVerdicts> verdicts);
    [[nodiscard]] engine::TargetResult result_of(std::size_t target, double n) const;
    [[nodiscard]] engine::TargetGroupResult group_result_of(std::size_t group, double n) const;

    const engine::World& world_;
    const targets::Judge& judge_;
    std::size_t targets_, years_, zones_;
    std::vector<std::vector<std::size_t>> groups_;  ///< [group] its targets
    CellSummaries quantiles_;                       ///< value judged and base, [2][target]
    std::vector<double> rows_;                      ///< of the block at hand, [replicate][2][target]
    // Of targets: [target], or [target] and then what the comment says.
    BlockSums met_, met_fixed_, met_current_, shortfall_, value_, valued_, share_;
    BlockSums met_by_year_;            ///< [year]
    BlockSums member_, member_short_;  ///< [zone]
    BlockSums together_;               ///< [target]: both are met
    BlockSums all_met_;                ///< one number: every official target is met
    BlockSums group_met_;              ///< [group]
    BlockSums group_by_year_;          ///< [group][year]
    BlockSums group_missed_, group_alone_;                       ///< [group][target]
    static const std::array<BlockSums TargetTally::*, 16> sums;  ///< all of the above
};

}  // namespace zonecast::ensemble
