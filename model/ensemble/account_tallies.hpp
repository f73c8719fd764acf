// Tallies of what is reported as a mean: facilities, cohorts with their flows, costs of measures.
#pragma once

#include "model/engine/world.hpp"
#include "model/ensemble/tally.hpp"

namespace zonecast::ensemble {

/// Mean number of facilities, [zone][kind][year].
class FacilityTally : public Tally {
public:
    explicit FacilityTally(const engine::World& world);
    [[nodiscard]] std::unique_ptr<Tally> fresh() const override { return std::make_unique<FacilityTally>(world_); }
    void add(const Observation& observation) override;
    void end_block(std::span<const double>) override { count_.end_block(); }
    void merge(const Tally& other) override { count_.merge(dynamic_cast<const FacilityTally&>(other).count_); }
    void exchange(StateStream& stream) override { count_.exchange(stream); }
    void read(engine::Forecast& forecast, const Execution& execution) const override;

private:
    const engine::World& world_;
    BlockSums count_;
};

/// Enterprises by revenue class and certificate: number, revenue and R&D, [zone][class][certificate][year]; and flows
/// between these cells in the province, [year][from][to].
class CohortTally : public Tally {
public:
    explicit CohortTally(const engine::World& world);
    [[nodiscard]] std::unique_ptr<Tally> fresh() const override { return std::make_unique<CohortTally>(world_); }
    void add(const Observation& observation) override;
    void end_block(std::span<const double>) override;
    void merge(const Tally& other) override;
    void exchange(StateStream& stream) override;
    void read(engine::Forecast& forecast, const Execution& execution) const override;

private:
    const engine::World& world_;
    BlockSums count_, revenue_, rd_, flow_;
};

/// Mean cost of measures, [measure][year].
class CostTally : public Tally {
public:
    explicit CostTally(const engine::World& world);
    [[nodiscard]] std::unique_ptr<Tally> fresh() const override { return std::make_unique<CostTally>(world_); }
    void add(const Observation& observation) override;
    void end_block(std::span<const double>) override { cost_.end_block(); }
    void merge(const Tally& other) override { cost_.merge(dynamic_cast<const CostTally&>(other).cost_); }
    void exchange(StateStream& stream) override { cost_.exchange(stream); }
    void read(engine::Forecast& forecast, const Execution& execution) const override;

private:
    const engine::World& world_;
    BlockSums cost_;
};

}  // namespace zonecast::ensemble
