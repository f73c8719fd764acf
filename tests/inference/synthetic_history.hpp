// Histories of the small world that the model makes itself, with parameters that are known: what a fit is tried on.
#pragma once

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/base/distributions.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/inference/calibrate.hpp"
#include "model/inference/fit_errors.hpp"
#include "model/inference/observed_series.hpp"
#include "tests/inference/small_history.hpp"

namespace zonecast::test {

using Truth = std::map<std::string, double>;

struct Synthetic {
    scenario::Scenario scenario;
    Truth truth;  ///< every parameter that is drawn
};

struct SyntheticSettings {
    int from = 2016, until = 2019;
    std::uint64_t seed = 1;    ///< of parameters, chance and errors
    double discrepancy = 1.0;  ///< by how many surprises a year the history leaves the laws
    Truth given;               ///< parameters that are not drawn from their priors
    bool at_medians = false;   ///< the others sit at their medians
};

/// A normal draw that belongs to this history alone.
inline double synthetic_normal(std::uint64_t seed, const std::string& name, std::uint64_t k = 0) {
    return normal_draw(entity_key(seed, "synthetic/" + name), k, 0, Stream::initial);
}

/// The small world whose figures after `from` are one replicate, chance and all, with the errors that a fit reckons
/// with.
inline Synthetic synthetic(const SyntheticSettings& asked) {
    SmallWorld world;
    Synthetic out{pack_of(world, asked.from, asked.until), asked.given};
    const inference::KnownAt known = inference::known_at(out.scenario, asked.from, asked.until - asked.from, asked.until);
    Diagnostics problems;
    const auto compiled = engine::World::compile(known.scenario, problems);
    if (!compiled) throw std::runtime_error(problems.text());
    for (std::size_t i = 0; i < compiled->parameters.size(); ++i) {
        const scenario::Prior& prior = compiled->parameters.prior(i);
        if (prior.family == scenario::Prior::Family::fixed || out.truth.contains(prior.id)) continue;
        const double z = asked.at_medians ? 0.0 : synthetic_normal(asked.seed, prior.id);
        out.truth[prior.id] = engine::PriorQuantile(prior)(std::clamp(normal_cdf(z), 1e-12, 1.0 - 1e-12));
    }
    std::vector<std::string> ids;
    std::vector<double> values;
    for (const auto& [id, value] : out.truth) ids.push_back(id), values.push_back(value);
    engine::RunSettings settings;
    settings.seed = asked.seed + 7'000'000;
    settings.replicates = 1;
    settings.parameter_source = std::make_shared<engine::ParameterValues>(ids, values);
    for (const auto& series : inference::observed_series) settings.keep.push_back({"province", "lakeland", series.observable});
    ensemble::Outcomes kept;
    static_cast<void>(ensemble::run(*compiled, settings, kept, {}));
    const auto write = [&](std::size_t s, int year, double value) {
        out.scenario.put({inference::observed_series[s].numerator,
                          "lakeland",
                          year,
                          value,
                          "",
                          0.005,
                          scenario::Confidence::reported,
                          "made by the model",
                          "",
                          {}});
    };
    const std::size_t years = compiled->years().size();
    for (std::size_t s = 0; s < inference::observed_series.size(); ++s) {
        if (inference::observed_series[s].denominator != nullptr) continue;
        for (int year = asked.from + 1; year <= asked.until; ++year)
            write(s, year, kept.kept(s, inference::observed_series.size(), static_cast<std::size_t>(year - asked.from), years)[0]);
    }
    const inference::FitErrors errors =
        inference::fit_errors(*compiled, out.scenario, asked.from, asked.until, asked.discrepancy);
    Eigen::VectorXd z(errors.figures.rows());
    for (Eigen::Index i = 0; i < z.size(); ++i) z(i) = synthetic_normal(asked.seed, "error", static_cast<std::uint64_t>(i));
    const Eigen::MatrixXd factor = (errors.figures + errors.discrepancy).llt().matrixL();
    const Eigen::VectorXd off = factor * z;
    for (std::size_t i = 0; i < errors.observations.size(); ++i) {
        const auto& one = errors.observations[i];
        write(one.series, one.year, std::exp(one.log_value + off(static_cast<Eigen::Index>(i))));
    }
    return out;
}

inline inference::Calibration fit(const scenario::Scenario& scenario, inference::CalibrationSettings settings) {
    Diagnostics problems;
    auto out = inference::calibrate(scenario, settings, problems, {});
    if (!out) throw std::runtime_error(problems.text());
    return *out;
}

inline std::size_t column(const inference::Calibration& c, const std::string& id) {
    const auto found = std::find_if(c.parameters.begin(), c.parameters.end(), [&](const auto& one) { return one.id == id; });
    if (found == c.parameters.end()) throw std::runtime_error("no parameter " + id);
    return static_cast<std::size_t>(found - c.parameters.begin());
}

/// Members of the posterior (or of the prior) of one parameter, in their order.
inline std::vector<double> members_of(const inference::Calibration& c, const std::vector<double>& table, const std::string& id) {
    std::vector<double> out;
    for (std::size_t i = column(c, id); i < table.size(); i += c.parameters.size()) out.push_back(table[i]);
    return out;
}

}  // namespace zonecast::test
