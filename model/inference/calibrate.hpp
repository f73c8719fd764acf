// Fitting parameters and the initial state to the history up to a year: history matching, then an ensemble smoother.
#pragma once

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
    int from = 0;  ///< year that the runs start from; 0: chosen (see first_year)
    int until = 0;
    std::uint64_t members = 200;           ///< of the posterior
    std::uint64_t candidates = 600;        ///< drawn from the prior for history matching
    std::uint64_t noise_replicates = 160;  ///< for the covariance of what is no parameter
    int steps = 4;                         ///< of the smoother
    double implausible = 3.0;              ///< second largest distance, in standard deviations, from which a candidate is thrown out
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
    double variance_ratio = 1;  ///< posterior over prior variance, on the scale where the prior is normal
    Identified identified = Identified::no;
    std::string partner;     ///< parameter that it is most strongly correlated with afterwards, beyond beforehand; empty: none above 0.3
    double correlation = 0;  ///< with the partner
};

/// One published figure that was fitted.
struct FittedFigure {
    std::string series;
    int year = 0;
    double published = 0;
    double error = 0;                                        ///< standard deviation of its logarithm: figure, base year and noise
    double prior_low = 0, prior_median = 0, prior_high = 0;  ///< of whole runs, noise included: 5, 50, 95 per cent
    double posterior_low = 0, posterior_median = 0, posterior_high = 0;
    double distance = 0;  ///< of the posterior median from the figure, in standard deviations of the error
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

/// Year from which a fit until `until` starts by default: the earliest of the five years before it in which the totals that a run starts
/// from are published; nothing if there is none.
[[nodiscard]] std::optional<int> first_year(const scenario::Scenario& scenario, int until);

/// Fits. All drawn parameters are free; those that the figures say nothing about keep their prior. Problems of the
/// input go to `diagnostics`; nothing is returned then. Throws ensemble::Cancelled if progress stops it.
[[nodiscard]] std::optional<Calibration> calibrate(const scenario::Scenario& scenario,
                                                   const CalibrationSettings& settings, Diagnostics& diagnostics,
                                                   const ensemble::Execution& execution);

}  // namespace zonecast::inference
