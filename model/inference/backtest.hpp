// Rolling origins: runs from the state at each origin with nothing seen after it, scored against what was published, beside three
// benchmarks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/ensemble/executor.hpp"
#include "model/inference/aims.hpp"
#include "model/inference/cases.hpp"

namespace zonecast::inference {

struct BacktestSettings {
    int first_origin = 0, last_origin = 0;
    int horizon = 5;
    std::uint64_t replicates = 200;
    std::uint64_t seed = 1;
    std::uint64_t resamples = 2000;  ///< of the bootstrap
};

struct Backtest {
    std::string pack;
    scenario::Name pack_name;
    BacktestSettings settings;
    std::vector<Case> cases;
    std::vector<Unscored> unscored;
    std::vector<OriginNotes> inputs;
    std::vector<Summary> by_series_and_horizon, by_series;  ///< by_series: pooled over horizons 1 to 3
    Summary pooled;                                         ///< all series, horizons 1 to 3
    EventSummary events;
    std::vector<Reached> aims;  ///< of this province
};

/// Runs and scores. Problems of the input go to `diagnostics`; nothing is returned then. Throws ensemble::Cancelled if
/// progress stops it.
[[nodiscard]] std::optional<Backtest> backtest(const scenario::Scenario& pack, const BacktestSettings& settings,
                                               Diagnostics& diagnostics, const ensemble::Execution& execution);

/// The cases of several packs as one backtest, scored anew; inputs stay with the packs. At least one.
[[nodiscard]] Backtest together(const std::vector<Backtest>& packs);

}  // namespace zonecast::inference
