#include "outputs/verdict.hpp"

#include <algorithm>
#include <limits>

namespace zonecast::outputs {

Verdict verdict_on(double chance) {
    for (std::size_t i = 0; i + 1 < verdict_count; ++i)
        if (chance >= verdict_from[i]) return static_cast<Verdict>(i);
    return Verdict::out_of_reach;
}

Headlines headlines_of(const Result& result) {
    Headlines headlines;
    for (const engine::TargetResult& target : result.targets) {
        ++headlines.targets.at(static_cast<std::size_t>(verdict_on(target.chance)));
        if (target.target.official) ++headlines.official;
    }
    return headlines;
}

double median_of(const std::vector<double>& quantiles) {
    static_assert(engine::quantile_levels[3] == 0.5);
    return quantiles.size() == engine::quantile_levels.size() ? quantiles[3] : std::numeric_limits<double>::quiet_NaN();
}

std::optional<int> year_met(const engine::TargetResult& target, const std::vector<int>& years) {
    for (std::size_t i = 0; i < years.size() && i < target.met_by_year.size(); ++i)
        if (target.met_by_year[i] >= 0.5) return years[i];
    return std::nullopt;
}

std::vector<ShortZone> short_zones(const engine::TargetResult& target) {
    std::vector<ShortZone> zones;
    for (std::size_t i = 0; i < target.member_short.size(); ++i)
        if (target.member_short[i] > 0) zones.push_back({i, target.member_short[i]});  // false for NaN: never a member
    std::stable_sort(zones.begin(), zones.end(), [](const ShortZone& a, const ShortZone& b) { return a.chance > b.chance; });
    return zones;
}

}  // namespace zonecast::outputs
