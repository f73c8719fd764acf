// R&D: user cost, certification thresholds, reported, statistical and real R&D of an enterprise, knowledge stock.
#pragma once

namespace zonecast::laws {

/// B-index of Warda: B = (1 - t (1 + d)) / (1 - t), the pre-tax return that one unit of R&D must earn under corporate tax rate t and
/// super-deduction rate d.
[[nodiscard]] constexpr double b_index(double tax_rate, double super_deduction) {
    return (1.0 - tax_rate * (1.0 + super_deduction)) / (1.0 - tax_rate);
}

/// R&D share of sales that certification asks for: 5, 4, 3 per cent below 0.5, below 2 and from 2 (1e8 CNY); 6, 4, 3 before 2016.
struct CertificationThresholds {
    double small = 0.05, middle = 0.04, large = 0.03;
    double border_low = 0.5, border_high = 2.0;  ///< 1e8 CNY

    [[nodiscard]] static constexpr CertificationThresholds in_year(int year) {
        CertificationThresholds t;
        if (year < 2016) t.small = 0.06;
        return t;
    }
    [[nodiscard]] constexpr double at(double revenue) const {
        return revenue < border_low ? small : revenue < border_high ? middle : large;
    }
};

/// Perpetual inventory: K' = (1 - delta) K + real R&D / deflator + inflow (Griliches 1979).
[[nodiscard]] constexpr double knowledge_next(double knowledge, double depreciation, double real_rd, double deflator, double inflow) {
    return (1.0 - depreciation) * knowledge + real_rd / deflator + inflow;
}

/// Knowledge stock at the end of the base year when R&D has grown at rate g: R&D (1 + g) / (g + delta).
[[nodiscard]] constexpr double knowledge_start(double rd, double growth, double depreciation) {
    return rd * (1.0 + growth) / (growth + depreciation);
}

}  // namespace zonecast::laws
