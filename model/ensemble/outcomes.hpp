// What a run says of its targets in every replicate, kept in memory.
#pragma once

#include <cstdint>
#include <vector>

#include "model/engine/forecast.hpp"

namespace zonecast::ensemble {

/// A sink that keeps the verdicts, and the kept series, of every replicate, and passes blocks on.
class Outcomes : public engine::ReplicateSink {
public:
    /// `next` may be null.
    explicit Outcomes(engine::ReplicateSink* next = nullptr) : next_(next) {}
    void take(const engine::BlockOutput& block) override {
        value.insert(value.end(), block.target_value.begin(), block.target_value.end());
        met.insert(met.end(), block.target_met.begin(), block.target_met.end());
        series.insert(series.end(), block.series.begin(), block.series.end());
        replicates += block.count;
        if (next_) next_->take(block);
    }

    /// Values of a kept series, of `kept` in all, in a year of `years`: one a replicate.
    [[nodiscard]] std::vector<double> kept(std::size_t which, std::size_t kept, std::size_t year, std::size_t years) const {
        std::vector<double> out(replicates);
        for (std::size_t r = 0; r < out.size(); ++r) out[r] = series[(r * kept + which) * years + year];
        return out;
    }

    std::uint64_t replicates = 0;
    std::vector<double> value;      ///< [replicate][target]
    std::vector<std::uint8_t> met;  ///< [replicate][target]
    std::vector<double> series;     ///< [replicate][kept series][year]

private:
    engine::ReplicateSink* next_;
};

}  // namespace zonecast::ensemble
