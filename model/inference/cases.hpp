// Predictions beside what happened, and their scores: what every backtest hands in. Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "model/inference/benchmarks.hpp"
#include "model/inference/known_at.hpp"
#include "model/inference/scores.hpp"

namespace zonecast::inference {

/// Who predicts.
enum class Forecaster : std::size_t { model, random_walk, damped_trend, as_nation, count };
inline constexpr std::size_t forecasters = static_cast<std::size_t>(Forecaster::count);

/// Probabilities of the quantiles that are kept of every prediction.
inline constexpr std::array<double, 5> predicted_levels{0.05, 0.10, 0.50, 0.90, 0.95};
/// Probabilities of the thresholds that the synthetic events lie above, in the benchmark that makes them.
inline constexpr std::array<double, 3> threshold_levels{0.25, 0.50, 0.75};

/// One prediction of one forecaster.
struct Prediction {
    bool made = false;                                       ///< false: the forecaster had too little to say anything
    std::array<double, predicted_levels.size()> quantile{};  ///< in the unit of the series
    double crps = std::numeric_limits<double>::quiet_NaN();  ///< of the logarithm
    double probability_integral = 0;                         ///< of the outcome
    double bias = 0;                                         ///< predicted mean less outcome, logarithms (benchmarks: centre)
    std::array<double, threshold_levels.size()> chance{};    ///< of ending above each threshold
};

/// A series of a place at an origin and a horizon, and what happened.
struct Case {
    std::string place, series;
    int origin = 0, horizon = 0;
    double at_origin = 0, outcome = 0;
    std::array<Prediction, forecasters> by;
    std::array<double, threshold_levels.size()> threshold{};  ///< in the unit of the series

    [[nodiscard]] int year() const { return origin + horizon; }
    [[nodiscard]] const Prediction& of(Forecaster who) const { return by[static_cast<std::size_t>(who)]; }
    [[nodiscard]] Prediction& of(Forecaster who) { return by[static_cast<std::size_t>(who)]; }
};

/// A series of a place that could not be scored at an origin, and why.
struct Unscored {
    enum class Why { no_origin_value, too_few_values, no_outcome, left_out };
    std::string place, series;
    int origin = 0;
    Why why = Why::no_outcome;
};

/// What was done to inputs at an origin.
struct OriginNotes {
    int origin = 0;
    std::vector<InputNote> notes;
};

/// Horizons that are pooled: from 1 to this.
inline constexpr int pooled_horizon = 3;

/// Whether a benchmark can be made from values up to the origin.
[[nodiscard]] bool has_benchmark(const std::vector<YearValue>& values, const AsNation& nation);

/// Fills in what model and benchmarks predict for a case that has origin, horizon and outcome. `values`: comparable ones up to the origin,
/// which is the last of them; fewer than `least_values` leave walk and trend unmade, a nation whose growth is not known the third.
/// `logs`: the model's ensemble. The thresholds are the walk's quantiles, else those of the nation's rule; has_benchmark() must hold.
void predict(Case& one, const std::vector<YearValue>& values, const AsNation& nation, std::vector<double> logs);

/// Which cases are meant; an empty text and the year 0 stand for all.
struct Selection {
    std::string series, place;
    int origin = 0;
    int first_horizon = 1, last_horizon = 1;

    [[nodiscard]] bool holds(const Case& one) const;
};

/// Mean scores of a set of cases. A benchmark is held against the model over the cases in which it made a prediction.
struct Summary {
    Selection of;
    std::size_t cases = 0, places = 0;
    std::array<std::size_t, forecasters> made{};                                      ///< cases with a prediction
    std::array<double, forecasters> crps{}, bias{};                                   ///< means over them, logarithms; NaN without any
    std::array<std::array<std::size_t, interval_levels.size()>, forecasters> held{};  ///< how many of them lie inside
    std::array<std::array<double, interval_levels.size()>, forecasters> coverage{};   ///< the same as a share
    /// 1 - CRPS / CRPS of the benchmark, from sums over the benchmark's cases; and 5 and 95 per cent of a bootstrap: over places where
    /// there are several, else over series and origins (NaN for one of both).
    std::array<double, forecasters> skill{}, skill_low{}, skill_high{};
    /// Every series given the same weight: the mean of the skills by series.
    std::array<double, forecasters> even_skill{};
    double even_coverage_80 = 0;  ///< of the model, likewise
    /// Shares of cases with the model's probability integral in each fifth.
    std::array<double, 5> rank_histogram{};
};

/// Scores of the cases that are meant.
[[nodiscard]] Summary summarise(const std::vector<Case>& cases, const Selection& of, std::uint64_t seed, std::uint64_t resamples);

/// Chances of synthetic events and what happened.
struct EventSummary {
    std::size_t events = 0;
    std::array<std::size_t, forecasters> made{};             ///< events of cases in which the forecaster made a prediction
    std::array<double, forecasters> brier{}, model_brier{};  ///< over them; and the model's over the same
    std::vector<ReliabilityBin> reliability;                 ///< of the model, all events
};

/// Events of the thresholds of all cases.
[[nodiscard]] EventSummary events_of(const std::vector<Case>& cases);

}  // namespace zonecast::inference
