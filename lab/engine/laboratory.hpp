// The engine of the policy lab: one plan with everything that it reads, held in memory, run again and again with other
// levers. The command and the page compile this same code.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "model/engine/world.hpp"
#include "model/scenario/read.hpp"
#include "model/scenario/sources.hpp"

namespace zonecast::lab {

/// What replicates [first, first + count) say, replicate by replicate, and what they cost on average.
struct Answer {
    std::uint64_t first = 0, count = 0;
    std::vector<std::uint8_t> met;     ///< [replicate][target]
    std::vector<double> value;         ///< [replicate][target]: value judged
    std::vector<double> series;        ///< [replicate][kept series][year]
    std::vector<double> cost;          ///< [measure][year]: mean, 1e8 CNY
    std::vector<double> member_short;  ///< [target][zone]: share of replicates in which the zone falls short; NaN if it is no member
};

/// Not thread-safe; runs on one thread.
class Laboratory {
public:
    /// `files`: plan, pack and library as scenario::Scenario::files has them; `plan_file`: path of the plan among them.
    /// `kept`: series whose values are wanted of every replicate.
    Laboratory(std::vector<scenario::SourceFile> files, std::string plan_file, std::vector<engine::KeptSeries> kept);

    /// Reads and compiles a plan in place of the one at hand: `text` is a plan file beside it, which mostly extends it;
    /// empty: the plan as written. Problems go to `diagnostics`; returns false, and keeps what was there, if one of
    /// them is an error.
    bool take(const std::string& text, Diagnostics& diagnostics);

    /// The compiled plan at hand; null before take() has succeeded.
    [[nodiscard]] const engine::World* world() const { return world_.get(); }

    /// Runs replicates of the plan at hand. Same seed and numbers: same bits as `zonecast run`, however they are cut
    /// into calls.
    [[nodiscard]] Answer run(std::uint64_t seed, std::uint64_t first, std::uint64_t count) const;

    /// A digest (64-bit FNV-1a, 16 hexadecimal digits) of everything that a run of these replicates yields: verdicts,
    /// values, parameters as drawn, panels with their quantiles, cohorts, flows, index. Two engines that agree on it
    /// agree on every bit.
    [[nodiscard]] std::string digest(std::uint64_t seed, std::uint64_t first, std::uint64_t count) const;

private:
    std::vector<scenario::SourceFile> files_;
    std::string plan_file_;
    std::vector<engine::KeptSeries> kept_;
    scenario::PackMemory memory_;
    std::shared_ptr<const engine::World> world_;
};

/// Path of the plan file that holds the levers of the page, beside `plan_file`.
[[nodiscard]] std::string scenario_file(const std::string& plan_file);

}  // namespace zonecast::lab
