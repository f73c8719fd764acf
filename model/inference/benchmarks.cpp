#include "model/inference/benchmarks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace zonecast::inference {

namespace {

/// Smallest standard deviation of a yearly step: published figures are rounded, and a series that happened to move evenly is not known
/// without error.
constexpr double least_step_sd = 0.002;

struct Step {
    double years = 1;
    double change = 0;  ///< of the logarithm
};

std::vector<Step> steps_of(const std::vector<YearValue>& values) {
    std::vector<Step> steps;
    for (std::size_t i = 1; i < values.size(); ++i)
        steps.push_back({static_cast<double>(values[i].year - values[i - 1].year), std::log(values[i].value / values[i - 1].value)});
    return steps;
}

/// phi + phi^2 + ... + phi^k.
double damped_sum(double k) {
    return trend_damping * (1.0 - std::pow(trend_damping, k)) / (1.0 - trend_damping);
}

struct TrendFit {
    double slope = 0;           ///< after the last value
    double squares = 0;         ///< sum of squared errors, each over its number of years
    double slope_variance = 0;  ///< of the slope after the last value, in variances of a step, from the error of the first slope
};

/// Runs the trend through the steps from a first slope.
TrendFit follow(const std::vector<Step>& steps, double weight, double first_slope) {
    TrendFit fit;
    double slope = first_slope;
    for (const Step& step : steps) {
        const double error = step.change - slope * damped_sum(step.years);
        fit.squares += error * error / step.years;
        slope = slope * std::pow(trend_damping, step.years) + weight * error / step.years;
    }
    fit.slope = slope;
    return fit;
}

/// The first slope with the least squared errors: they are a parabola in it, known from three points.
TrendFit best_first_slope(const std::vector<Step>& steps, double weight) {
    const TrendFit minus = follow(steps, weight, -1), zero = follow(steps, weight, 0), plus = follow(steps, weight, 1);
    const double curvature = plus.squares + minus.squares - 2 * zero.squares;  // above 0: the first step depends on the first slope
    TrendFit best = follow(steps, weight, 0.5 * (minus.squares - plus.squares) / curvature);
    best.slope_variance = std::pow(plus.slope - zero.slope, 2) / (0.5 * curvature);
    return best;
}

/// Growth of the logarithm over the `years` that end with `last`; nothing unless both values are there.
std::optional<double> log_growth(const std::vector<YearValue>& values, int last, int years) {
    const auto of = [&](int year) {
        return std::find_if(values.begin(), values.end(), [&](const YearValue& one) { return one.year == year; });
    };
    const auto to = of(last), from = of(last - years);
    if (to == values.end() || from == values.end()) return std::nullopt;
    return std::log(to->value / from->value);
}

}  // namespace

StudentT random_walk_with_drift(const std::vector<YearValue>& values, int horizon) {
    const std::vector<Step> steps = steps_of(values);
    const double span = static_cast<double>(values.back().year - values.front().year);
    const double drift = std::log(values.back().value / values.front().value) / span;
    double squares = 0;
    for (const Step& step : steps) squares += std::pow(step.change - drift * step.years, 2) / step.years;
    const double freedom = static_cast<double>(steps.size()) - 1.0;
    const double sd = std::max(least_step_sd, std::sqrt(squares / freedom));
    const double h = horizon;
    return {std::log(values.back().value) + drift * h, sd * std::sqrt(h + h * h / span), freedom};
}

StudentT damped_trend(const std::vector<YearValue>& values, int horizon) {
    const std::vector<Step> steps = steps_of(values);
    constexpr int weights = 20;
    double weight = 0;
    TrendFit best;
    best.squares = std::numeric_limits<double>::infinity();
    for (int i = 0; i <= weights; ++i) {
        const double w = static_cast<double>(i) / weights;
        const TrendFit fit = best_first_slope(steps, w);
        if (fit.squares < best.squares) best = fit, weight = w;
    }
    // Weight and first slope are fitted; a t distribution with one degree of freedom would have no CRPS.
    const double left = static_cast<double>(steps.size()) - 2.0;
    const double sd = std::max(least_step_sd, std::sqrt(best.squares / std::max(1.0, left)));
    double variance = best.slope_variance * std::pow(damped_sum(horizon), 2);
    for (int j = 0; j < horizon; ++j) variance += std::pow(1.0 + weight * damped_sum(j), 2);
    return {std::log(values.back().value) + best.slope * damped_sum(horizon), sd * std::sqrt(variance), std::max(2.0, left)};
}

AsNation::AsNation(std::vector<YearValue> nation, std::vector<std::vector<YearValue>> provinces, int origin)
    : nation_(std::move(nation)), provinces_(std::move(provinces)) {
    const std::optional<double> growth = log_growth(nation_, origin, 1);
    known_ = growth.has_value();
    growth_ = growth.value_or(0);
}

StudentT AsNation::predict(double last_value, int horizon) const {
    constexpr double prior_cases = 10, prior_sd = 0.1;  // what the rule misses by in a year before anything is known
    double squares = prior_cases * std::pow(prior_sd * horizon, 2), number = prior_cases;
    for (const auto& province : provinces_)
        for (const YearValue& end : province) {
            const std::optional<double> grew = log_growth(province, end.year, horizon),
                                        expected = log_growth(nation_, end.year - horizon, 1);
            if (!grew || !expected) continue;
            squares += std::pow(*grew - horizon * *expected, 2);
            ++number;
        }
    return {std::log(last_value) + horizon * growth_, std::sqrt(squares / number), number};
}

std::vector<YearValue> panel_values(const scenario::Panel& panel, const std::string& series, const std::string& place, int known) {
    std::vector<YearValue> out;
    for (const scenario::Observation& one : panel.path(series, place, known))
        if (one.value > 0) out.push_back({one.year, one.value});
    return out;
}

AsNation as_nation(const scenario::Panel& panel, const std::string& series, int origin) {
    std::vector<std::vector<YearValue>> provinces;
    for (const std::string& place : panel.places(series))
        if (panel.left_out_of(series, place) == nullptr) provinces.push_back(panel_values(panel, series, place, origin));
    return {panel_values(panel, series, "china", origin), std::move(provinces), origin};
}

}  // namespace zonecast::inference
