// Rolling origins over provinces of the panel, which need no zones: the reference law alone, learned anew at each origin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/ensemble/executor.hpp"
#include "model/inference/aims.hpp"
#include "model/inference/cases.hpp"
#include "model/scenario/panel.hpp"

namespace zonecast::inference {

struct PanelBacktestSettings {
    int first_origin = 0, last_origin = 0;
    int horizon = 3;
    std::uint64_t replicates = 1000;  ///< at least two
    std::uint64_t seed = 1;
    std::uint64_t resamples = 2000;      ///< of the bootstrap
    std::vector<std::string> provinces;  ///< ids that are scored; empty: all. All are learned from
    bool leave_out = false;              ///< each province is scored as if it had not been learned from
};

struct PanelBacktest {
    PanelBacktestSettings settings;
    std::vector<std::string> places;  ///< with a case, sorted
    std::vector<Case> cases;          ///< by origin, headline, place, horizon
    std::vector<Unscored> unscored;   ///< series of a place at an origin, where the panel has the series of the place
    std::vector<OriginNotes> inputs;
    /// Horizons 1 to 3 pooled but for the second. Without cases there is no entry.
    std::vector<Summary> by_series, by_series_and_horizon, by_series_and_origin, by_place, by_place_and_series;
    Summary pooled;
    EventSummary events;
    std::vector<Reached> aims;
};

/// Predicts and scores. At each origin the panel is cut to what was known then (scenario::Panel::path), the law is
/// learned, and each place with a value of the origin's year is drawn `replicates` times: ranks are uniforms at the
/// addresses (key "china/<series>" or
/// "<place>/<series>", replicate, year 0, stream parameter), everything else is drawn by ReferenceLaw::draw. Outcomes
/// are the values of the whole panel; nothing after the origin enters a prediction. Origins are worked on at the same
/// time; progress counts them. Throws ensemble::Cancelled if progress stops it.
[[nodiscard]] PanelBacktest panel_backtest(const scenario::Panel& panel, const PanelBacktestSettings& settings,
                                           const ensemble::Execution& execution = {});

}  // namespace zonecast::inference
