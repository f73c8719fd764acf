// The tally of all panels: mean, standard deviation and quantiles of every observable of every place.
#pragma once

#include "model/ensemble/panels.hpp"
#include "model/ensemble/tally.hpp"

namespace zonecast::ensemble {

/// Its cells are many, so that all threads gather them in one store: memory does not grow with threads.
class PanelTally : public Tally {
public:
    /// The panels must outlive it.
    explicit PanelTally(const Panels& panels)
        : panels_(panels), cells_(std::make_shared<CellSummaries>(panels.cells())) {}
    /// Shares the store.
    [[nodiscard]] std::unique_ptr<Tally> fresh() const override { return std::make_unique<PanelTally>(*this); }
    void add(const Observation&) override {}
    void end_block(std::span<const double> cells) override {
        if (!cells.empty()) cells_->add(cells, cells.size() / panels_.cells());
    }
    void merge(const Tally& other) override {
        const auto& more = dynamic_cast<const PanelTally&>(other);
        if (more.cells_ != cells_) cells_->merge(*more.cells_);
    }
    void exchange(StateStream& stream) override { cells_->exchange(stream); }
    void read(engine::Forecast& forecast, const Execution& execution) const override {
        panels_.read(*cells_, execution, forecast);
    }

private:
    const Panels& panels_;
    std::shared_ptr<CellSummaries> cells_;
};

}  // namespace zonecast::ensemble
