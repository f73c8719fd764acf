// Fitting parameters and the initial state to the history up to a year: history matching, then an ensemble smoother.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/parameter_source.hpp"
#include "model/ensemble/executor.hpp"
#include "model/inference/known_at.hpp"

namespace zonecast::inference {

struct CalibrationSettings {
    int from = 0;  ///< year that the runs start from; 0: the earliest of the five before `until` whose totals are known
    int until = 0;
    std::uint64_t members = 200;           ///< of the posterior
    std::uint64_t candidates = 600;        ///< drawn from the prior for history matching
    std::uint64_t noise_replicates = 160;  ///< candidates that are run twice for the covariance of what is no parameter
    int steps = 4;                         ///< of the smoother
    double implausible = 3.0;              ///< second largest distance, in standard deviations, from which a candidate is thrown out
    double discrepancy = 1.0;              ///< by how many surprises a year the laws may be off (E107); 0: the laws are right
    std::uint64_t seed = 1;
};

enum class Identified { well, partly, no };

/// One parameter before and after.
struct CalibratedParameter {
    std::string id;
    scenario::Name name;
    std::string unit;
    bool of_the_start = false;  ///< belongs to the year that the runs start from: a projection from another year does not take it
    double prior_low = 0, prior_median = 0, prior_high = 0;  ///< 5, 50, 95 per cent
    double posterior_low = 0, posterior_median = 0, posterior_high = 0;
    double posterior_mean = 0, posterior_sd = 0;  ///< over the members, in the program's units
    double mean_error = 0, sd_error = 0;          ///< their Monte Carlo standard errors (E109): what another seed moves
    double variance_ratio = 1;  ///< posterior over prior variance, on the scale where the prior is normal
    Identified identified = Identified::no;
    std::string partner;     ///< parameter that it is most strongly correlated with afterwards, beyond beforehand; empty: none above 0.3
    double correlation = 0;  ///< with the partner
};

/// Standard deviations from which a fit that misses a figure is said aloud.
inline constexpr double far_off = 2.0;

/// One published figure that was fitted.
struct FittedFigure {
    std::string series;
    int year = 0;
    double published = 0;
    double error = 0;        ///< standard deviation of its logarithm about runs: figure, base year, chance and initial state
    double discrepancy = 0;  ///< that the fit allowed the laws besides (E107)
    double prior_low = 0, prior_median = 0, prior_high = 0;  ///< of whole runs, chance included: 5, 50, 95 per cent
    double posterior_low = 0, posterior_median = 0, posterior_high = 0;
    /// Mean of the logarithm over prior and posterior runs less the figure's, in standard deviations of `error` (E108).
    /// The discrepancy is not in it: that a law may be wrong does not excuse it.
    double prior_distance = 0, distance = 0;

    [[nodiscard]] bool missed() const { return !(std::abs(distance) <= far_off); }
    /// Missed, and nearer before the fit: the other figures pull it away.
    [[nodiscard]] bool pulled_away() const { return missed() && std::abs(prior_distance) < std::abs(distance); }
};

struct Calibration {
    std::string pack;
    scenario::Name plan_name;
    CalibrationSettings settings;  ///< with the years that were taken
    std::uint64_t plausible = 0;   ///< candidates that history matching left
    std::vector<CalibratedParameter> parameters;
    std::vector<FittedFigure> figures;
    std::vector<InputNote> inputs;
    std::vector<double> prior, posterior;  ///< [member][parameter], in the program's units

    [[nodiscard]] std::vector<std::string> ids() const;
};

/// Fits. All drawn parameters are free; those that the figures say nothing about keep their prior. The plan's measures,
/// shocks and changes of the chain act in the years of the fit. Problems of the input go to `diagnostics`; nothing is
/// returned then. Throws ensemble::Cancelled if progress stops it.
[[nodiscard]] std::optional<Calibration> calibrate(const scenario::Scenario& scenario,
                                                   const CalibrationSettings& settings, Diagnostics& diagnostics,
                                                   const ensemble::Execution& execution);

}  // namespace zonecast::inference
