// Scores and ranks the zones of one replicate by the index of the scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/trajectory.hpp"
#include "model/targets/metric.hpp"

namespace zonecast::index {

/// Where a run takes an item from: a metric of the replicate, figures of the pack, or points drawn from the item's own mean and sd.
enum class From { metric, figures, prior };
[[nodiscard]] const char* to_string(From from);

/// Scores of one replicate.
struct Scores {
    std::vector<std::uint8_t> set;  ///< [year][zone] 1 + number of the perimeter that it is ranked in; 0: not ranked
    std::vector<double> score;      ///< [year][zone], 0 to 100; NaN where not ranked
    std::vector<unsigned> rank;     ///< [year][zone], 1 is best; 0 where not ranked
    std::vector<double> points;     ///< [year][zone][item], 0 to 1; NaN where not ranked or without a value
    std::vector<double> value;      ///< [year][zone][item], what the points come from; NaN where they were drawn as such
};

/// Scores replicates. Immutable after construction; score() is thread-safe for distinct output.
class Scorer {
public:
    /// The scenario must have an index that check_index passed.
    Scorer(const engine::World& world, const engine::RunSettings& settings);

    /// Scores all years of a replicate's record. Draws: stream `index`, entity index/<zone>/<item>; year 0 number 0 the lasting part of
    /// points (E66), number 1 the error of a figure (E64) or of a proxy (E63); each calendar year number 0 the yearly part of points. The
    /// lasting draws are held with the initial state, the yearly ones with chance.
    void score(const engine::Trajectory& record, std::uint64_t replicate, Scores& out) const;

    [[nodiscard]] std::size_t items() const { return items_.size(); }
    [[nodiscard]] From from(std::size_t item) const { return items_[item].from; }

private:
    struct Item {
        From from = From::prior;
        std::optional<targets::Metric> metric, per;
        std::vector<double> figure, spread;          ///< [zone]; NaN without a figure
        std::vector<std::uint64_t> key, key_yearly;  ///< [zone] of lasting draws (initial state) and yearly ones (chance)
    };
    [[nodiscard]] double value(std::size_t item, const engine::Trajectory& record, std::uint64_t replicate, std::size_t zone,
                               std::size_t year) const;
    [[nodiscard]] double drawn_points(std::size_t item, std::uint64_t replicate, std::size_t zone, int year) const;

    const engine::World& world_;
    engine::RunSettings settings_;
    std::vector<engine::ZoneSet> sets_;
    std::vector<Item> items_;
};

/// Checks the metrics of the scenario's index: one that the scenario does not have is a note where the item has points to draw instead,
/// else an error. Of facilities[a + b] those kinds count that the scenario has.
void check_index(const scenario::Scenario& scenario, Diagnostics& problems);

}  // namespace zonecast::index
