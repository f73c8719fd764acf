#include "model/scenario/course.hpp"

#include <cmath>

namespace zonecast::scenario {

std::optional<double> course(const Scenario& scenario, const std::string& series, const std::string& place, int year) {
    constexpr int longest_gap = 30;
    const Figure* before = scenario.latest(series, place, year);
    if (before == nullptr) return std::nullopt;
    if (before->year == year) return before->value;
    const Figure* after = nullptr;
    for (int y = year + 1; y <= year + longest_gap && after == nullptr; ++y) after = scenario.figure(series, place, y);
    if (after == nullptr || before->value <= 0 || after->value <= 0) return std::nullopt;
    const double share = static_cast<double>(year - before->year) / (after->year - before->year);
    return before->value * std::pow(after->value / before->value, share);
}

Carried carried(const Scenario& scenario, const std::string& series, const std::string& place, const std::string& total, int year, int within,
                double drift) {
    const Figure* found = scenario.figure(series, place, year);
    if (found != nullptr) return {found, found->value, found->spread};
    for (int distance = 1; distance <= within && found == nullptr; ++distance) {
        found = scenario.figure(series, place, year - distance);
        if (found == nullptr) found = scenario.figure(series, place, year + distance);
    }
    if (found == nullptr) return {};
    const auto then = course(scenario, total, scenario.province, found->year), now = course(scenario, total, scenario.province, year);
    if (!then || !now || *then <= 0) return {};
    return {found, found->value * *now / *then, std::hypot(found->spread, drift * std::sqrt(std::abs(found->year - year)))};
}

}  // namespace zonecast::scenario
