// Rolling origins: runs from the state at each origin with nothing seen after it, scored against what was published, beside two benchmarks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/ensemble/executor.hpp"
#include "model/inference/known_at.hpp"
#include "model/inference/scores.hpp"

namespace zonecast::inference {

/// Who predicts.
enum class Forecaster : std::size_t { model, random_walk, damped_trend, count };
inline constexpr std::size_t forecasters = static_cast<std::size_t>(Forecaster::count);

/// Probabilities of the quantiles that are kept of every prediction.
inline constexpr std::array<double, 5> predicted_levels{0.05, 0.10, 0.50, 0.90, 0.95};
/// Probabilities of the random walk's quantiles that the synthetic events lie above.
inline constexpr std::array<double, 3> threshold_levels{0.25, 0.50, 0.75};

/// One prediction of one forecaster.
struct Prediction {
    std::array<double, predicted_levels.size()> quantile{};  ///< in the unit of the series
    double crps = 0;                                         ///< of the logarithm
    double probability_integral = 0;                         ///< of the outcome
    double bias = 0;                                         ///< predicted mean less outcome, logarithms (benchmarks: centre)
    std::array<double, threshold_levels.size()> chance{};    ///< of ending above each threshold
};

/// A series at an origin and a horizon, and what happened.
struct Case {
    std::string series;
    int origin = 0, horizon = 0;
    double at_origin = 0, outcome = 0;
    std::array<Prediction, forecasters> by;
    std::array<double, threshold_levels.size()> threshold{};  ///< in the unit of the series

    [[nodiscard]] int year() const { return origin + horizon; }
};

/// A series that could not be scored at an origin, and why.
struct Unscored {
    enum class Why { no_origin_value, too_few_values, no_outcome };
    std::string series;
    int origin = 0;
    Why why = Why::no_outcome;
};

/// Mean scores of a set of cases.
struct Summary {
    std::string series;  ///< empty: all
    int first_horizon = 1, last_horizon = 1;
    std::size_t cases = 0;
    std::array<double, forecasters> crps{}, bias{};                                  ///< means, logarithms
    std::array<std::array<double, interval_levels.size()>, forecasters> coverage{};  ///< shares of cases inside
    /// 1 - CRPS / CRPS of the benchmark, from sums; and 5 and 95 per cent of a bootstrap over series and origins (NaN for one of both).
    std::array<double, forecasters> skill{}, skill_low{}, skill_high{};
    /// The same with every series given the same weight: from the geometric mean of the series' ratios.
    std::array<double, forecasters> even_skill{};
    /// Shares of cases with the model's probability integral in each fifth.
    std::array<double, 5> rank_histogram{};
};

struct OriginNotes {
    int origin = 0;
    std::vector<InputNote> notes;
};

/// Chances of synthetic events and what happened, by forecaster.
struct EventSummary {
    std::size_t events = 0;
    std::array<double, forecasters> brier{};
    std::vector<ReliabilityBin> reliability;  ///< of the model
};

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
};

/// Horizons that are pooled.
inline constexpr int pooled_horizon = 3;

/// Runs and scores. Problems of the input go to `diagnostics`; nothing is returned then. Throws ensemble::Cancelled if progress stops it.
[[nodiscard]] std::optional<Backtest> backtest(const scenario::Scenario& pack, const BacktestSettings& settings, Diagnostics& diagnostics,
                                               const ensemble::Execution& execution);

/// Scores of cases whose `series` and horizon are asked for; an empty name stands for all.
[[nodiscard]] Summary summarise(const std::vector<Case>& cases, const std::string& series, int first_horizon, int last_horizon,
                                std::uint64_t seed, std::uint64_t resamples);

}  // namespace zonecast::inference
