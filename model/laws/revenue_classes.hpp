// Revenue classes: their edges, which contain every threshold that rules and plans speak of, and the density of revenue within a class.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

namespace zonecast::laws {

inline constexpr std::size_t class_count = 15;
/// Inner edges, 1e8 CNY; class 0 lies below the first, class 14 from the last upwards.
inline constexpr std::array<double, class_count - 1> class_edges{0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500};
/// An enterprise whose revenue falls below this exits, 1e8 CNY.
inline constexpr double exit_revenue = 0.005;

/// Lower end of class k; class 0 starts at the exit revenue.
[[nodiscard]] constexpr double class_low(std::size_t k) {
    return k == 0 ? exit_revenue : class_edges[k - 1];
}
/// Upper end of class k; the open class 14 is given the width ln 4.
[[nodiscard]] constexpr double class_high(std::size_t k) {
    return k + 1 == class_count ? 4.0 * class_edges.back() : class_edges[k];
}

/// Class of a revenue.
[[nodiscard]] constexpr std::size_t class_of(double revenue) {
    std::size_t k = 0;
    for (const double edge : class_edges) k += revenue >= edge ? 1u : 0u;
    return k;
}

/// The class that starts at `revenue`, or nothing if it is not an edge.
[[nodiscard]] std::optional<std::size_t> class_starting_at(double revenue);

/// Density of x = ln(r/low) on [0, width], proportional to exp(lambda x).
struct ClassDensity {
    double low = 0, width = 0, lambda = 0;

    /// The density with mean revenue `mean` (no iteration; right within 0.05 per cent for widths to ln 2.5, 0.16 at ln 4).
    [[nodiscard]] static ClassDensity with_mean(double low, double high, double mean);
    /// S(kappa; c0, c1; e): integral over [c0, c1] of f(x) exp(kappa x + e) dx. Exponents are combined before exp.
    [[nodiscard]] double integral(double kappa, double c0, double c1, double e) const;
    /// Mean revenue of the density.
    [[nodiscard]] double mean() const { return low * integral(1.0, 0.0, width, 0.0); }
    /// Revenue at probability u in (0,1).
    [[nodiscard]] double quantile(double u) const;
};

/// Chance that an enterprise of the class ends the year above, and its mean revenue there, after Laplace growth with sd sigma and mean log
/// growth factor m (enterprises-and-cohorts 6.2). `edge` is ln(threshold/low).
struct Beyond {
    double chance = 0;
    double revenue = 0;  ///< E[revenue; above], in units of `low`
};
[[nodiscard]] Beyond beyond(const ClassDensity& density, double edge, double m, double sigma);

}  // namespace zonecast::laws
