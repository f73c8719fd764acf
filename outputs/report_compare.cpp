#include "outputs/report_compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace zonecast::outputs {

namespace {

struct Moments {
    double mean = 0, variance = 0;
    std::size_t count = 0;
};

Moments moments(const std::vector<double>& values) {
    Moments result;
    double squares = 0;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        ++result.count;
        const double step = value - result.mean;
        result.mean += step / static_cast<double>(result.count);
        squares += step * (value - result.mean);
    }
    if (result.count > 1) result.variance = squares / static_cast<double>(result.count - 1);
    return result;
}

const scenario::Measure* measure_of(const scenario::Scenario& scenario, const std::string& id) {
    const auto& measures = scenario.plan.measures;
    const auto found = std::find_if(measures.begin(), measures.end(), [&](const scenario::Measure& measure) { return measure.id == id; });
    return found == measures.end() ? nullptr : &*found;
}

scenario::Name name_of(const scenario::Scenario& scenario, const scenario::Measure& measure) {
    const auto found = std::find_if(scenario.instruments.begin(), scenario.instruments.end(),
                                    [&](const scenario::Instrument& instrument) { return instrument.id == measure.instrument; });
    return found == scenario.instruments.end() ? scenario::Name{measure.id, measure.id} : found->name;
}

bool same(const scenario::Measure& a, const scenario::Measure& b) {
    return std::tie(a.instrument, a.scope, a.dose, a.facility, a.success) == std::tie(b.instrument, b.scope, b.dose, b.facility, b.success);
}

}  // namespace

Difference difference_of(const std::vector<double>& first, const std::vector<double>& second, bool paired) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    if (paired) {
        std::vector<double> differences(std::min(first.size(), second.size()));
        for (std::size_t i = 0; i < differences.size(); ++i) differences[i] = first[i] - second[i];
        const Moments of = moments(differences);
        if (of.count < 2) return {nan, nan};
        return {of.mean, std::sqrt(of.variance / static_cast<double>(of.count))};
    }
    const Moments a = moments(first), b = moments(second);
    if (a.count < 2 || b.count < 2) return {nan, nan};
    return {a.mean - b.mean, std::sqrt(a.variance / static_cast<double>(a.count) + b.variance / static_cast<double>(b.count))};
}

MeasureChanges changed_measures(const scenario::Scenario& first, const scenario::Scenario& second) {
    MeasureChanges changes;
    for (const scenario::Measure& measure : first.plan.measures) {
        const scenario::Measure* other = measure_of(second, measure.id);
        if (other == nullptr)
            changes.only_first.push_back(name_of(first, measure));
        else if (!same(measure, *other))
            changes.changed.push_back(name_of(first, measure));
    }
    for (const scenario::Measure& measure : second.plan.measures)
        if (measure_of(first, measure.id) == nullptr) changes.only_second.push_back(name_of(second, measure));
    return changes;
}

}  // namespace zonecast::outputs
