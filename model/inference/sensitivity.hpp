// Which parameters and levers a target depends on: Morris screening and Sobol indices.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/engine/forecast.hpp"
#include "model/engine/world.hpp"
#include "model/ensemble/executor.hpp"

namespace zonecast::inference {

/// An estimate with the 95 % interval of a bootstrap over replicates.
struct Estimate {
    double value = 0, low = 0, high = 0;
};

struct SobolIndex {
    Estimate first, total;
};

/// First-order and total index of a factor (E75). `a` and `b`: what a model gave at two independent samples of all its factors; `ab`: at
/// those of `a` with this factor taken from `b`. First: mean of b (ab - a) (Saltelli, Annoni, Azzini, Campolongo, Ratto, Tarantola,
/// Computer Physics Communications 181, 2010, table 2 b); total: half the mean of (a - ab)^2 (Jansen 1999); both over the pooled variance
/// of a and b. Replicates with a number that is not finite are left out; NaN without variance. `resamples` bootstrap draws at the address
/// of `seed`.
[[nodiscard]] SobolIndex sobol_index(const std::vector<double>& a, const std::vector<double>& b, const std::vector<double>& ab,
                                     std::size_t resamples, std::uint64_t seed);

/// Elementary effects of a factor (E76): mean, mean of absolute values (Campolongo, Cariboni, Saltelli 2007) and standard deviation.
struct MorrisIndex {
    double mu = 0, sigma = 0;
    Estimate mu_star;
};
[[nodiscard]] MorrisIndex morris_index(const std::vector<double>& effects, std::size_t resamples, std::uint64_t seed);

/// Trajectories of Morris (Technometrics 33, 1991) on the middles of 8 equal cells of each factor: from an addressed start each factor
/// moves once by half of its range, in an addressed order. Immutable; thread-safe.
class MorrisDesign {
public:
    static constexpr double step = 0.5;
    MorrisDesign(std::size_t factors, std::uint64_t trajectories, std::uint64_t seed);
    /// The point of a trajectory after `moves` moves, one number in (0,1) a factor.
    void point(std::uint64_t trajectory, std::size_t moves, double* out) const;
    /// Which factor makes move number `move`, and in which direction (+1 or -1).
    [[nodiscard]] std::size_t mover(std::uint64_t trajectory, std::size_t move) const { return order_[trajectory * factors_ + move]; }
    [[nodiscard]] double direction(std::uint64_t trajectory, std::size_t factor) const {
        return start_[trajectory * factors_ + factor] < 4 ? 1.0 : -1.0;
    }

private:
    std::size_t factors_;
    std::vector<std::size_t> order_;  ///< [trajectory][move]
    std::vector<int> start_;          ///< [trajectory][factor] cell
};

/// A factor of the analysis of a scenario.
struct Factor {
    enum class Kind { parameter, effect, dose, other_parameters, initial, chance };
    Kind kind = Kind::parameter;
    std::string id;  ///< parameter id, address of an effect, "dose.<measure>", or the kind's name
};

struct SensitivitySettings {
    engine::RunSettings run;  ///< seed and kinds of uncertainty; its replicates are the rows of the Sobol sample
    std::uint64_t trajectories = 20;         ///< of Morris
    std::size_t screened = 10;               ///< factors that the Sobol indices take from the screening
    std::vector<std::string> factors;        ///< instead of screening: those of the Sobol indices
    double dose_low = 0.5, dose_high = 1.5;  ///< range of the factor on the doses of a measure
    std::size_t resamples = 500;
    bool sobol = true;
};

struct Sensitivity {
    std::vector<Factor> screened;                  ///< factors of the Morris screening; none if the settings name factors
    std::vector<std::vector<MorrisIndex>> morris;  ///< [target][factor]
    std::vector<Factor> factors;                   ///< factors of the Sobol indices: with the other parameters, initial state and chance
    std::vector<std::vector<SobolIndex>> sobol;    ///< [target][factor], of the value judged
    std::uint64_t replicates = 0;                  ///< runs of the model that it took
};

/// Analyses the targets (indices of the plan). Every run is the ordinary ensemble with values of parameters given; all runs of a row or
/// trajectory share their initial state and chance, unless that is what moves. Throws Cancelled, and std::invalid_argument for a factor
/// that does not exist, with a suggestion.
[[nodiscard]] Sensitivity analyse(const engine::World& world, const SensitivitySettings& settings,
                                  const std::vector<std::size_t>& targets, const ensemble::Execution& execution);

}  // namespace zonecast::inference
