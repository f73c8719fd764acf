// How many enterprises a province has in each revenue class, and which of them are certified, from a handful of published totals.
//
// Steps 2 and 3 of the initialisation recipe (docs/model.md, "Where a run starts").
#pragma once

#include <array>
#include <optional>

#include "model/laws/revenue_classes.hpp"

namespace zonecast::start {

using laws::class_count;
using ClassArray = std::array<double, class_count>;

/// Mean revenue of each class from a density r^-0.2 (below 1), r^-0.8 (1 to 20), r^-1.1 (above) in ln r, 1e8 CNY.
[[nodiscard]] const ClassArray& class_means();
/// Those densities.
[[nodiscard]] laws::ClassDensity class_density(std::size_t k);

/// Published totals that the class table must meet; each within its error (sd of the logarithm, of the share itself for shares).
struct ClassFacts {
    double revenue = 0;                      ///< total, 1e8 CNY, met within 0.002
    std::optional<double> at_least_1;        ///< enterprises of 1 and more, within 0.02
    std::optional<double> at_least_1_share;  ///< their share of revenue, within 0.01
    std::optional<double> at_least_100;      ///< within 0.2
    std::optional<double> below_0_2;         ///< within 0.3
};

/// Distance of each fact from the solution, in its standard deviations.
struct ClassPulls {
    double revenue = 0, at_least_1 = 0, at_least_1_share = 0, at_least_100 = 0, below_0_2 = 0;
};

/// Number of enterprises by class: the smooth deviation from a lognormal body with a Pareto tail (exponent 1.1 from 20 up) that meets the
/// facts (penalised least squares, Gauss-Newton on 15 unknowns). Deterministic.
[[nodiscard]] ClassArray solve_class_table(const ClassFacts& facts, ClassPulls* pulls = nullptr);

struct CertificateFacts {
    double certified = 0;                    ///< stock, met exactly
    std::optional<double> share_at_least_1;  ///< of the stock with revenue >= 1, within 0.06
    std::optional<double> share_of_revenue;  ///< of all revenue, within 0.06
};

/// Chance of being certified by class: p_k = 0.95 / (1 + exp(-(a + b ln rbar_k))), a from the stock, b from the two shares.
/// The stock is capped at 0.94 of the enterprises.
[[nodiscard]] ClassArray solve_certified_share(const ClassArray& enterprises, const CertificateFacts& facts);

}  // namespace zonecast::start
