// Sizes of entrants: log-uniform within the revenue class that starts at a listed edge.
#pragma once

#include <array>
#include <cstddef>

#include "model/base/vector_math.hpp"
#include "model/laws/revenue_classes.hpp"

namespace zonecast::engine {

/// Entry distribution of sizes (docs/model.md, "Exit and entry"): classes 0 to 5 with these chances.
struct EntrySizes {
    static constexpr std::array<double, 6> chance{0.30, 0.27, 0.20, 0.12, 0.09, 0.02};

    [[nodiscard]] double chance_of_class(std::size_t k) const { return k < chance.size() ? chance[k] : 0.0; }
    /// ln revenue for two uniforms: which class, and where in it.
    [[nodiscard]] double draw(double u, double v) const {
        std::size_t k = 0;
        for (double sum = chance[0]; u >= sum && k + 1 < chance.size(); sum += chance[k]) ++k;
        const double low = log_exact(laws::class_low(k)), high = log_exact(laws::class_high(k));
        return low + v * (high - low);
    }
    /// The same for passes over many: cumulated chance, ln low end and ln width by class.
    struct Tables {
        double cumulated[5] = {}, low[16] = {}, width[16] = {};
    };
    [[nodiscard]] static Tables tables() {
        Tables t;
        double sum = 0;
        for (std::size_t k = 0; k < chance.size(); ++k) {
            sum += chance[k];
            if (k < 5) t.cumulated[k] = sum;
            t.low[k] = log_exact(laws::class_low(k));
            t.width[k] = log_exact(laws::class_high(k)) - t.low[k];
        }
        return t;
    }
    /// Mean revenue of an entrant, 1e8 CNY.
    [[nodiscard]] double mean() const {
        double sum = 0;
        for (std::size_t k = 0; k < chance.size(); ++k) {
            const double low = laws::class_low(k), high = laws::class_high(k);
            sum += chance[k] * (high - low) / log_exact(high / low);
        }
        return sum;
    }
};

}  // namespace zonecast::engine
