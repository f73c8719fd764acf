#include "outputs/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/targets/judge.hpp"

namespace zonecast::outputs {

Verdict verdict_on(double chance) {
    for (std::size_t i = 0; i + 1 < verdict_count; ++i)
        if (chance >= verdict_from[i]) return static_cast<Verdict>(i);
    return Verdict::out_of_reach;
}

bool is_judged(const engine::TargetResult& target) {
    return target.valued > 0;
}

bool is_firm(const engine::TargetResult& target) {
    return verdict_on(target.chance_low) == verdict_on(target.chance_high);
}

bool passed_at_start(const engine::TargetResult& target) {
    const bool comparable = target.target.statistic == scenario::Statistic::level || target.target.statistic == scenario::Statistic::share;
    return comparable && targets::satisfies(target.target, median_of(target.base));
}

Headlines headlines_of(const Result& result) {
    Headlines headlines;
    for (const engine::TargetResult& target : result.targets) {
        ++(is_judged(target) ? headlines.targets.at(static_cast<std::size_t>(verdict_on(target.chance))) : headlines.undefined);
        if (target.target.official) ++headlines.official;
    }
    return headlines;
}

double median_of(const std::vector<double>& quantiles) {
    static_assert(engine::quantile_levels[3] == 0.5);
    return quantiles.size() == engine::quantile_levels.size() ? quantiles[3] : std::numeric_limits<double>::quiet_NaN();
}

std::optional<int> year_met(const std::vector<double>& met_by_year, const std::vector<int>& years) {
    for (std::size_t i = 0; i < years.size() && i < met_by_year.size(); ++i)
        if (met_by_year[i] >= 0.5) return years[i];
    return std::nullopt;
}

std::vector<TargetPair> strongest_pairs(const Result& result, std::size_t count) {
    constexpr double least = 0.3;
    std::vector<TargetPair> pairs;
    const std::size_t targets = result.targets.size();
    for (std::size_t a = 0; a < targets && result.target_correlation.size() == targets * targets; ++a)
        for (std::size_t b = a + 1; b < targets; ++b)
            if (const double correlation = result.target_correlation[a * targets + b]; std::abs(correlation) >= least)  // false for NaN
                pairs.push_back({a, b, correlation});
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const TargetPair& x, const TargetPair& y) { return std::abs(x.correlation) > std::abs(y.correlation); });
    if (pairs.size() > count) pairs.resize(count);
    return pairs;
}

std::vector<ShortZone> short_zones(const engine::TargetResult& target) {
    std::vector<ShortZone> zones;
    for (std::size_t i = 0; i < target.member_short.size(); ++i)
        if (target.member_short[i] > 0) zones.push_back({i, target.member_short[i]});  // false for NaN: never a member
    std::stable_sort(zones.begin(), zones.end(), [](const ShortZone& a, const ShortZone& b) { return a.chance > b.chance; });
    return zones;
}

}  // namespace zonecast::outputs
