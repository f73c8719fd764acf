#include "model/inference/fit_errors.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "model/inference/observed_series.hpp"

namespace zonecast::inference {

namespace {

using namespace std::string_view_literals;

/// Figures are printed with three or four digits; nothing is known better than that.
constexpr double least_error = 0.005;
/// Of a base year's total that is carried from other years.
constexpr double carried_error = 0.03;

/// Error of the total that a run starts from, where the run does not draw it.
double base_error(const engine::World& world, const scenario::Scenario& scenario, const ObservedSeries& series, int from) {
    if (series.id == "hnte_recognised"sv) return 0;  // a flow: nothing starts from it
    const auto headline = reference::headline_of(series.numerator);
    if (headline && world.reference.starts_from_figure(*headline)) return 0;  // a part of the path
    const auto base = published(scenario, series, from);
    return std::max(least_error, base ? base->spread : carried_error);
}

}  // namespace

double yearly_discrepancy(const engine::World& world, std::size_t series) {
    const std::string_view id = observed_series[series].id;
    const auto learned = [&](reference::Headline headline) {
        return world.reference.province_spread(headline).value_or(reference::unlearned_province_spread);
    };
    if (id == "hnte_recognised") return learned(reference::Headline::hnte_count);
    if (id == "hightech_value_added") {
        const scenario::Prior& load = world.scenario.priors.at("load_trend");
        return engine::PriorQuantile(load).centre() * learned(reference::Headline::gdp);
    }
    const auto headline = reference::headline_of(id);
    return headline ? learned(*headline) : reference::unlearned_province_spread;
}

FitErrors fit_errors(const engine::World& world, const scenario::Scenario& scenario, int from, int until, double discrepancy) {
    FitErrors out;
    std::vector<double> own, base, yearly;
    for (std::size_t s = 0; s < observed_series.size(); ++s) {
        const ObservedSeries& series = observed_series[s];
        if (series.denominator != nullptr) continue;  // its parts are fitted
        const double start = base_error(world, scenario, series, from), a_year = discrepancy * yearly_discrepancy(world, s);
        for (int year = from + 1; year <= until; ++year) {
            const auto value = published(scenario, series, year);
            if (!value || !comparable(scenario, series, from, year)) continue;
            out.observations.push_back({s, year, std::log(value->value)});
            own.push_back(std::max(least_error, value->spread));
            base.push_back(start);
            yearly.push_back(a_year);
        }
    }
    const auto n = static_cast<Eigen::Index>(out.observations.size());
    out.figures = out.discrepancy = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i)
        for (Eigen::Index j = 0; j < n; ++j) {
            const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
            if (i == j) out.figures(i, i) += own[a] * own[a];
            if (out.observations[a].series != out.observations[b].series) continue;
            out.figures(i, j) += base[a] * base[b];
            out.discrepancy(i, j) = yearly[a] * yearly[b] * (std::min(out.observations[a].year, out.observations[b].year) - from);
        }
    return out;
}

}  // namespace zonecast::inference
