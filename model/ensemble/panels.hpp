// Which cells a run summarises: observables of the province, of perimeters, cities, zones and clusters, by year.
#pragma once

#include <cstddef>
#include <vector>

#include "model/engine/forecast.hpp"
#include "model/engine/trajectory.hpp"
#include "model/ensemble/executor.hpp"
#include "model/ensemble/statistics.hpp"

namespace zonecast::ensemble {

/// Lays out the cells of all panels in one array, fills them from a record, and reads panels back from summaries.
class Panels {
public:
    explicit Panels(const engine::World& world);

    [[nodiscard]] std::size_t cells() const { return cells_; }
    /// Fills `cells()` values from the record of a replicate.
    void fill(const engine::Trajectory& record, double* out) const;
    /// Moves the summaries into the panels of a forecast.
    void read(const CellSummaries& summaries, const Execution& execution, engine::Forecast& forecast) const;
    /// Index of the first year's cell of a kept series; years follow. Throws std::invalid_argument that says what exists.
    [[nodiscard]] std::size_t find(const engine::KeptSeries& series) const;

private:
    struct Layout {
        engine::Panel panel;
        std::size_t first = 0;
        std::vector<std::vector<std::size_t>> zones;  ///< by entity; empty for perimeters that depend on levels
        std::vector<engine::ZoneSet> sets;            ///< perimeters
    };
    const engine::World& world_;
    std::size_t years_ = 0, cells_ = 0;
    Layout province_, perimeters_, cities_, zones_, clusters_;
    void place(Layout& layout);
    void summarise(const CellSummaries& summaries, const Layout& layout, const Execution& execution,
                   engine::Panel& out) const;
};

}  // namespace zonecast::ensemble
