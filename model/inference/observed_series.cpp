#include "model/inference/observed_series.hpp"

#include <cmath>

#include "model/scenario/years.hpp"

namespace zonecast::inference {

namespace {

const scenario::Figure* figure(const scenario::Scenario& scenario, const char* series, int year) {
    const scenario::Figure* found = scenario.figure(series, scenario.province, year);
    return found != nullptr && found->confidence != scenario::Confidence::assumed && found->value > 0 ? found : nullptr;
}

}  // namespace

std::optional<Published> published(const scenario::Scenario& scenario, const ObservedSeries& series, int year) {
    const scenario::Figure* top = figure(scenario, series.numerator, year);
    if (series.denominator == nullptr) return top != nullptr ? std::optional(Published{top->value, top->spread}) : std::nullopt;
    const scenario::Figure* bottom = figure(scenario, series.denominator, year);
    if (top != nullptr && bottom != nullptr) return Published{top->value / bottom->value, std::hypot(top->spread, bottom->spread)};
    const scenario::Figure* other = series.instead != nullptr ? figure(scenario, series.instead, year) : nullptr;
    return other != nullptr ? std::optional(Published{other->value, other->spread}) : std::nullopt;
}

bool comparable(const scenario::Scenario& scenario, const ObservedSeries& series, int from, int to) {
    for (const scenario::SeriesBreak& one : scenario.breaks) {
        const bool concerns = one.series == series.numerator || (series.denominator != nullptr && one.series == series.denominator);
        if (concerns && one.place == scenario.province && one.year > from && one.year <= to) return false;
    }
    return true;
}

std::vector<YearValue> values_until(const scenario::Scenario& scenario, const ObservedSeries& series, int last) {
    std::vector<YearValue> values;
    for (int year = scenario::first_plausible_year; year <= last; ++year)
        if (comparable(scenario, series, year, last))
            if (const auto value = published(scenario, series, year)) values.push_back({year, value->value});
    return values;
}

}  // namespace zonecast::inference
