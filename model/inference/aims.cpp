#include "model/inference/aims.hpp"

#include <algorithm>
#include <string>

namespace zonecast::inference {

std::vector<Reached> held_against_aims(const std::vector<Case>& cases, bool all_provinces, std::uint64_t seed, std::uint64_t resamples) {
    constexpr auto walk = static_cast<std::size_t>(Forecaster::random_walk), trend = static_cast<std::size_t>(Forecaster::damped_trend),
                   nation = static_cast<std::size_t>(Forecaster::as_nation);
    std::vector<Reached> out;
    for (const Aim& aim : aims) {
        const bool even = std::string(aim.series).empty(), all = std::string(aim.place).empty();
        if (all && !all_provinces) continue;
        Reached one;
        one.aim = &aim;
        one.scores = summarise(cases, {.series = aim.series, .place = aim.place, .last_horizon = pooled_horizon}, seed, resamples);
        if (one.scores.cases == 0) continue;
        const auto& skill = even ? one.scores.even_skill : one.scores.skill;
        one.walk = skill[walk];
        one.trend = skill[trend];
        one.nation = skill[nation];
        one.band = even ? one.scores.even_coverage_80 : one.scores.coverage[0][1];
        one.walk_met = one.walk >= aim.walk;  // false for NaN
        one.trend_met = one.trend >= aim.trend;
        one.nation_met = one.nation >= aim.nation;
        one.band_met = one.band >= aim.band_low && one.band <= aim.band_high;
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace zonecast::inference
