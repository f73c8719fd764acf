// Numbers as people read them: thousands grouped, per cent where a ratio is meant, as many decimals as make sense.
#pragma once

#include <string>
#include <vector>

#include "model/scenario/scenario.hpp"
#include "outputs/words.hpp"

namespace zonecast::outputs {

/// How the numbers of one row are written.
struct NumberStyle {
    enum class Kind { plain, percent, times };
    Kind kind = Kind::plain;
    int decimals = 0;

    /// The number, without sign for per cent or times. "–" for NaN.
    [[nodiscard]] std::string bare(double value) const;
    /// The number with its sign: "2.1 %", "2.4 ×".
    [[nodiscard]] std::string text(double value) const;
};

/// The style for numbers of this unit whose size is like that of `like` (NaN ignored): whole numbers without decimals, others with about
/// three digits.
[[nodiscard]] NumberStyle style_for(std::string_view unit, const std::vector<double>& like);
/// The style for the values judged by a target: × for ratios to the base, per cent for other ratios.
[[nodiscard]] NumberStyle style_for(const scenario::Target& target, const std::vector<double>& like);

/// What the target asks for, e.g. "≥ 5,000 亿元", "each ≥ 25 % a year", "1–2".
[[nodiscard]] std::string target_text(const scenario::Target& target, Language language);

/// A share in per cent, with one decimal: "12.3 %".
[[nodiscard]] std::string percent_text(double share);

/// A chance in per cent: "0 %", "< 0.1 %", "12.3 %", "> 99.9 %", "100 %".
[[nodiscard]] std::string chance_text(double chance);

}  // namespace zonecast::outputs
