// What a run sums up over its replicates. The runner knows tallies by this interface only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/engine/trajectory.hpp"
#include "model/ensemble/executor.hpp"
#include "model/ensemble/statistics.hpp"
#include "model/targets/judge.hpp"

namespace zonecast::ensemble {

/// The verdicts on one target in one replicate.
struct TargetVerdicts {
    targets::Verdict headline;         ///< on the perimeter that the target names
    targets::Verdict other;            ///< on the other one
    std::vector<signed char> members;  ///< "each" targets, [zone]: 1 falls short, 0 does not, -1 is no member
};

/// One replicate as tallies see it. Valid during the call only.
struct Observation {
    std::uint64_t replicate = 0;
    const engine::Trajectory& record;
    std::span<const TargetVerdicts> targets;
};

/// Something that is summed up over replicates, to the same bits whoever adds which block: sums within a block are
/// taken in the order of its replicates, and blocks merge exactly, in any order.
class Tally {
public:
    virtual ~Tally() = default;
    /// An empty one of the same kind. What the two gather may lie in one store; merge() knows.
    [[nodiscard]] virtual std::unique_ptr<Tally> fresh() const = 0;
    /// Adds a replicate of the block at hand.
    virtual void add(const Observation& observation) = 0;
    /// Ends the block at hand. `cells`: what Panels::fill made of its replicates, [replicate][cell]; empty in runs
    /// without summaries.
    virtual void end_block(std::span<const double> cells) = 0;
    /// Takes in what another one, made by fresh() of this one, has gathered.
    virtual void merge(const Tally& other) = 0;
    /// Everything that merge() merges, so that a run can go on from it. Throws std::runtime_error where a stream that
    /// is read ends early.
    virtual void exchange(StateStream& stream) = 0;
    /// Puts its summaries into the forecast, whose number of replicates is set.
    virtual void read(engine::Forecast& forecast, const Execution& execution) const = 0;
};

/// Sums of an array over replicates: within a block in double precision, over blocks exactly.
class BlockSums {
public:
    explicit BlockSums(std::size_t size = 0) : block_(size, 0.0), total_(size) {}
    /// The sums of the block at hand, to add to.
    [[nodiscard]] double& operator[](std::size_t i) { return block_[i]; }
    void end_block() {
        total_.add(block_);
        std::fill(block_.begin(), block_.end(), 0.0);
    }
    void merge(const BlockSums& other) { total_.merge(other.total_); }
    void exchange(StateStream& stream) { total_.exchange(stream); }
    /// Sum over all blocks that have ended.
    [[nodiscard]] double total(std::size_t i) const { return total_[i]; }
    [[nodiscard]] std::size_t size() const { return block_.size(); }
    /// All sums over a number.
    [[nodiscard]] std::vector<double> over(double n) const {
        std::vector<double> out(size());
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = total_[i] / n;
        return out;
    }

private:
    std::vector<double> block_;
    ExactSums total_;
};

}  // namespace zonecast::ensemble
