// First certificates: who is within reach of the R&D threshold, and how far the reach must be for as many as the reference expects.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace zonecast::laws {

/// Candidates counted by their distance to the threshold, x = ln(expected R&D intensity / threshold), in equal bins; those beyond the ends
/// count in the last bins. An enterprise's intensity still moves by uniform noise of the given width (E32).
struct CertificationReach {
    static constexpr std::size_t bins = 96;
    static constexpr double low = -4.0, bin_width = 0.0625;

    /// Adds `weight` candidates at x, shared between the two bins whose middles lie around it.
    static void add(std::span<double> counts, double x, double weight) {
        const double at = std::clamp((x - low) / bin_width - 0.5, 0.0, static_cast<double>(bins - 1));
        const auto below = std::min(bins - 2, static_cast<std::size_t>(at));
        const double share = at - static_cast<double>(below);
        counts[below] += weight * (1.0 - share);
        counts[below + 1] += weight * share;
    }
    [[nodiscard]] static double middle(std::size_t bin) { return low + (static_cast<double>(bin) + 0.5) * bin_width; }

    /// Expected number of candidates who end within reach: ln(intensity / threshold) above -reach (E34).
    [[nodiscard]] static double within(std::span<const double> counts, double reach, double noise_width) {
        const double width = std::max(noise_width, bin_width);
        double sum = 0;
        for (std::size_t b = 0; b < bins; ++b) sum += counts[b] * std::clamp((middle(b) + reach) / width + 0.5, 0.0, 1.0);
        return sum;
    }

    /// The reach within which `wanted` candidates are expected to end; beyond all of them if there are not so many. Bisection to 1e-9.
    [[nodiscard]] static double solve(std::span<const double> counts, double wanted, double noise_width) {
        const double width = std::max(noise_width, bin_width);
        double near = -(low + bins * bin_width) - width, far = -low + width;
        if (!(wanted > 0)) return near;
        for (int i = 0; i < 36; ++i) {
            const double half = 0.5 * (near + far);
            (within(counts, half, noise_width) < wanted ? near : far) = half;
        }
        return far;
    }
};

}  // namespace zonecast::laws
