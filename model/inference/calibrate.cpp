#include "model/inference/calibrate.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include "model/base/distributions.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"
#include "model/inference/fit_errors.hpp"
#include "model/inference/observed_series.hpp"
#include "model/inference/smoother.hpp"

namespace zonecast::inference {

namespace {

/// Groups of the jackknife: a twentieth of the members, and of the runs that chance is estimated from, is left out in
/// turn.
constexpr std::size_t groups = 20;

/// Parameters that are free: their places in the table, and their priors as quantile functions.
struct FreeParameters {
    std::vector<std::string> ids;
    std::vector<engine::PriorQuantile> quantile;
    std::vector<const scenario::Prior*> prior;

    explicit FreeParameters(const engine::World& world) {
        for (std::size_t i = 0; i < world.parameters.size(); ++i) {
            const scenario::Prior& one = world.parameters.prior(i);
            if (one.family == scenario::Prior::Family::fixed || (one.sd == 0 && one.family != scenario::Prior::Family::uniform)) continue;
            ids.push_back(one.id);
            quantile.emplace_back(one);
            prior.push_back(&one);
        }
    }
    [[nodiscard]] Eigen::Index size() const { return static_cast<Eigen::Index>(ids.size()); }

    /// Standard normals [parameter][member] as values [member][parameter].
    [[nodiscard]] std::vector<double> values(const Eigen::MatrixXd& normals) const {
        std::vector<double> out;
        for (Eigen::Index m = 0; m < normals.cols(); ++m)
            for (Eigen::Index i = 0; i < size(); ++i)
                out.push_back(quantile[static_cast<std::size_t>(i)](std::clamp(normal_cdf(normals(i, m)), 1e-12, 1.0 - 1e-12)));
        return out;
    }
};

/// What a run counts for at the least, since zero has no logarithm: half of one where enterprises or patents are counted.
double least_value(const ObservedSeries& series) {
    const std::string_view id = series.id;
    return id.starts_with("hnte_") || id.starts_with("invention_patents_") ? 0.5 : 0.01;
}

/// Logarithms of the observed series, [observation][replicate].
Eigen::MatrixXd logs_of(const ensemble::Outcomes& run, const std::vector<Observation>& observations, int base_year, std::size_t years) {
    Eigen::MatrixXd out(static_cast<Eigen::Index>(observations.size()), static_cast<Eigen::Index>(run.replicates));
    for (std::size_t o = 0; o < observations.size(); ++o) {
        const auto year = static_cast<std::size_t>(observations[o].year - base_year);
        const double least = least_value(observed_series[observations[o].series]);
        const std::vector<double> values = run.kept(observations[o].series, observed_series.size(), year, years);
        for (std::size_t r = 0; r < values.size(); ++r)
            out(static_cast<Eigen::Index>(o), static_cast<Eigen::Index>(r)) = std::log(std::max(values[r], least));
    }
    return out;
}

/// A row in ascending order.
std::vector<double> sorted_row(const Eigen::MatrixXd& matrix, Eigen::Index row) {
    std::vector<double> out;
    for (Eigen::Index i = 0; i < matrix.cols(); ++i) out.push_back(matrix(row, i));
    std::sort(out.begin(), out.end());
    return out;
}

double variance(const Eigen::MatrixXd& ensemble, Eigen::Index row) {
    const double mean = ensemble.row(row).mean();
    return (ensemble.row(row).array() - mean).square().sum() / static_cast<double>(ensemble.cols() - 1);
}

/// Posterior over prior variance of a parameter whose prior is standard normal. What history matching did counts only if it is beyond three
/// standard errors of a variance; else the chance of which members there are would look like knowledge.
double variance_left(const Eigen::MatrixXd& start, const Eigen::MatrixXd& fitted, Eigen::Index row) {
    const double matched = variance(start, row), error = std::sqrt(2.0 / static_cast<double>(start.cols() - 1));
    return variance(fitted, row) / matched * (matched < 1.0 - 3.0 * error ? matched : 1.0);
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double sd_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// Standard error of a number by what it is without each group in turn (E109).
double jackknife_error(const std::vector<double>& without) {
    const double g = static_cast<double>(without.size());
    return (g - 1.0) / std::sqrt(g) * sd_of(without);
}

double correlation(const Eigen::MatrixXd& ensemble, Eigen::Index a, Eigen::Index b) {
    const auto x = (ensemble.row(a).array() - ensemble.row(a).mean()).eval();
    const auto y = (ensemble.row(b).array() - ensemble.row(b).mean()).eval();
    const double scale = std::sqrt(x.square().sum() * y.square().sum());
    return scale > 0 ? (x * y).sum() / scale : 0.0;
}

/// Runs of one compiled world for one calibration, counted for the progress.
class Runs {
public:
    Runs(const engine::World& world, const FreeParameters& free, const std::vector<Observation>& observations,
         const CalibrationSettings& settings, std::uint64_t total, const ensemble::Execution& execution)
        : world_(world),
          free_(free),
          observations_(observations),
          settings_(settings),
          total_(total),
          execution_(execution) {}

    /// Predictions of members with standard normals [parameter][member]. Without noise: what is no parameter sits at its centre.
    Eigen::MatrixXd predict(const Eigen::MatrixXd& normals, bool with_noise) {
        engine::RunSettings run;
        run.seed = settings_.seed;
        run.replicates = static_cast<std::uint64_t>(normals.cols());
        run.free_initial = run.free_chance = with_noise;
        run.parameter_source = std::make_shared<engine::ParameterValues>(free_.ids, free_.values(normals));
        for (const ObservedSeries& series : observed_series) run.keep.push_back({"province", world_.scenario.province, series.observable});
        ensemble::Outcomes outcomes;
        static_cast<void>(
            ensemble::run(world_, run, outcomes, execution_.telling([&](std::uint64_t done, std::uint64_t) {
                return !execution_.progress || execution_.progress(before_ + done, total_);
            })));
        before_ += run.replicates;
        return logs_of(outcomes, observations_, world_.base_year, world_.years().size());
    }

private:
    const engine::World& world_;
    const FreeParameters& free_;
    const std::vector<Observation>& observations_;
    const CalibrationSettings& settings_;
    std::uint64_t total_, before_ = 0;
    const ensemble::Execution& execution_;
};

/// What is no parameter: chance, and the draws of the initial state. It spreads the figures, and it moves them: without
/// chance the same enterprises stay near the thresholds of certification, for example. Two runs of each of some
/// candidates, whose difference is chance alone.
class Chance {
public:
    /// `still`: predictions of the candidates without it, in their order.
    Chance(Runs& runs, const Eigen::MatrixXd& candidates, const Eigen::MatrixXd& still) {
        const Eigen::Index n = candidates.cols();
        Eigen::MatrixXd twice(candidates.rows(), 2 * n);
        twice << candidates, candidates;
        const Eigen::MatrixXd run = runs.predict(twice, true);
        half_difference_ = (run.leftCols(n) - run.rightCols(n)) / std::sqrt(2.0);
        moved_ = (run.leftCols(n) + run.rightCols(n)) / 2.0 - still.leftCols(n);
    }
    /// Covariance at given parameters, in the mean over the candidates.
    [[nodiscard]] Eigen::MatrixXd covariance() const {
        return half_difference_ * half_difference_.transpose() / static_cast<double>(half_difference_.cols());
    }
    /// What it adds on average.
    [[nodiscard]] Eigen::VectorXd shift() const { return moved_.rowwise().mean(); }
    /// The same without a group of the candidates.
    [[nodiscard]] Chance without(std::size_t group) const {
        return {without_group(half_difference_, group, groups), without_group(moved_, group, groups)};
    }

private:
    Chance(Eigen::MatrixXd half_difference, Eigen::MatrixXd moved)
        : half_difference_(std::move(half_difference)), moved_(std::move(moved)) {}
    Eigen::MatrixXd half_difference_;  ///< of the two runs [observation][candidate], with the variance of one
    Eigen::MatrixXd moved_;
};

/// Whether a parameter belongs to the year that runs start from.
bool of_the_start(const scenario::Prior& prior) {
    return prior.group == scenario::Prior::Group::initial;
}

/// Year from which a fit until `until` starts by default; nothing if there is none.
std::optional<int> first_year(scenario::Scenario scenario, int until) {
    std::erase_if(scenario.history, [&](const scenario::Figure& figure) { return !figure.known_at(until); });
    for (int year = until - 5; year < until; ++year) {
        const bool all = std::all_of(observed_series.begin(), observed_series.end(), [&](const ObservedSeries& series) {
            return series.id == std::string("hnte_recognised") || published(scenario, series, year).has_value();
        });
        if (all) return year;
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::string> Calibration::ids() const {
    std::vector<std::string> out;
    for (const CalibratedParameter& one : parameters) out.push_back(one.id);
    return out;
}

std::optional<Calibration> calibrate(const scenario::Scenario& scenario, const CalibrationSettings& asked,
                                     Diagnostics& diagnostics, const ensemble::Execution& execution) {
    CalibrationSettings settings = asked;
    if (settings.from == 0) {
        const auto year = first_year(scenario, settings.until);
        if (!year) {
            diagnostics.error(
                scenario.plan.where,
                say("{} 年之前五年中，没有一年公布了运行起点所需的总量",
                    "in none of the five years before {} are the totals published that a run starts from", settings.until),
                Text("用 --from 指明年份：缺少的总量取自其他年份",
                     "name a year with --from: totals that are missing in it are carried from other years"));
            return std::nullopt;
        }
        settings.from = *year;
    }
    if (settings.from >= settings.until) {
        diagnostics.error(scenario.plan.where, Text("拟合在开始之前就结束了", "the fit would end before it begins"),
                          Text("让 --from 早于 --until", "let --from be before --until"));
        return std::nullopt;
    }
    KnownAt known = known_at(scenario, settings.from, settings.until - settings.from, settings.until);
    // What was in force, and what happened, in the years of the fit.
    known.scenario.plan.measures = scenario.plan.measures;
    known.scenario.plan.shocks = scenario.plan.shocks;
    known.scenario.plan.changes = scenario.plan.changes;
    const auto world = engine::World::compile(known.scenario, diagnostics);
    if (!world || diagnostics.has_errors()) return std::nullopt;

    const FitErrors errors = fit_errors(*world, known.scenario, settings.from, settings.until, settings.discrepancy);
    const std::vector<Observation>& observations = errors.observations;
    if (observations.empty()) {
        diagnostics.error(scenario.plan.where, Text("两个年份之间没有公布的数据", "no published figure lies between the two years"),
                          Text("选其他年份", "choose other years"));
        return std::nullopt;
    }
    Eigen::VectorXd observed(static_cast<Eigen::Index>(observations.size()));
    for (std::size_t i = 0; i < observations.size(); ++i) observed(static_cast<Eigen::Index>(i)) = observations[i].log_value;

    const FreeParameters free(*world);
    const auto members = static_cast<Eigen::Index>(settings.members);
    const std::uint64_t candidates = std::max(settings.candidates, settings.members);
    const std::uint64_t noise = std::min(settings.noise_replicates, candidates);
    const std::uint64_t total =
        2 * noise + candidates + static_cast<std::uint64_t>(settings.steps) * settings.members + 2 * settings.members;
    Runs runs(*world, free, observations, settings, total, execution);

    Eigen::MatrixXd drawn(free.size(), static_cast<Eigen::Index>(candidates));
    for (Eigen::Index i = 0; i < free.size(); ++i) {
        const std::uint64_t key = entity_key(settings.seed, "calibrate/" + free.ids[static_cast<std::size_t>(i)]);
        for (Eigen::Index m = 0; m < drawn.cols(); ++m) drawn(i, m) = normal_draw(key, static_cast<std::uint64_t>(m), 0, Stream::parameter);
    }
    const Eigen::MatrixXd still = runs.predict(drawn, false);
    const Chance chance(runs, drawn.leftCols(static_cast<Eigen::Index>(noise)), still);
    const Eigen::VectorXd shift = chance.shift();
    const Eigen::MatrixXd about_runs = errors.figures + chance.covariance();
    const Eigen::MatrixXd error = about_runs + errors.discrepancy;
    std::vector<LeftOut> left_out;
    for (std::size_t g = 0; g < groups; ++g) {
        const Chance others = chance.without(g);
        left_out.push_back({errors.figures + errors.discrepancy + others.covariance(), others.shift() - shift});
    }
    const auto predict = [&](const Eigen::MatrixXd& normals) -> Eigen::MatrixXd { return runs.predict(normals, false).colwise() + shift; };

    // History matching.
    const Implausibility distance = implausibility(still.colwise() + shift, observed, error);
    std::vector<Eigen::Index> order(static_cast<std::size_t>(drawn.cols()));
    std::iota(order.begin(), order.end(), 0);
    // Plausible ones in the order in which they were drawn; then the others, the least implausible first.
    const auto implausible = [&](Eigen::Index m) { return !(distance.second(m) < settings.implausible); };
    std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
        if (implausible(a) != implausible(b)) return implausible(b);
        return implausible(a) && distance.second(a) < distance.second(b);
    });
    Calibration out;
    out.plausible = static_cast<std::uint64_t>(std::count_if(order.begin(), order.end(), [&](Eigen::Index m) { return !implausible(m); }));
    Eigen::MatrixXd start(free.size(), members);
    for (Eigen::Index m = 0; m < members; ++m) start.col(m) = drawn.col(order[static_cast<std::size_t>(m)]);

    const SmootherSettings smoothing{.steps = settings.steps, .seed = settings.seed};
    const auto [fitted, without] = smooth_and_leave_out(start, predict, observed, error, smoothing, left_out);
    const Eigen::MatrixXd prior = drawn.leftCols(members);
    const Eigen::MatrixXd before = runs.predict(prior, true), after = runs.predict(fitted, true);

    out.pack = scenario.pack_id;
    out.plan_name = scenario.plan.name;
    out.settings = settings;
    out.inputs = std::move(known.notes);
    out.prior = free.values(prior);
    out.posterior = free.values(fitted);
    for (std::size_t i = 0; i < free.ids.size(); ++i) {
        const auto row = static_cast<Eigen::Index>(i);
        CalibratedParameter one;
        one.id = free.ids[i];
        one.name = free.prior[i]->name;
        one.unit = free.prior[i]->unit;
        one.of_the_start = of_the_start(*free.prior[i]);
        const auto value = [&](double normal) { return free.quantile[i](std::clamp(normal_cdf(normal), 1e-12, 1.0 - 1e-12)); };
        one.prior_low = free.quantile[i](0.05);
        one.prior_median = free.quantile[i](0.5);
        one.prior_high = free.quantile[i](0.95);
        const std::vector<double> normals = sorted_row(fitted, row);
        one.posterior_low = value(quantile_of(normals, 0.05));
        one.posterior_median = value(quantile_of(normals, 0.5));
        one.posterior_high = value(quantile_of(normals, 0.95));
        const auto values = [&](const Eigen::MatrixXd& members_of) {
            std::vector<double> of;
            for (Eigen::Index m = 0; m < members_of.cols(); ++m) of.push_back(value(members_of(row, m)));
            return of;
        };
        const std::vector<double> members_values = values(fitted);
        one.posterior_mean = mean_of(members_values);
        one.posterior_sd = sd_of(members_values);
        std::vector<double> means, sds;
        for (const Eigen::MatrixXd& others : without) {
            const std::vector<double> of = values(others);
            means.push_back(mean_of(of));
            sds.push_back(sd_of(of));
        }
        one.mean_error = jackknife_error(means);
        one.sd_error = jackknife_error(sds);
        one.variance_ratio = variance_left(start, fitted, row);
        one.identified = one.variance_ratio < 0.5 ? Identified::well : (one.variance_ratio < 0.8 ? Identified::partly : Identified::no);
        for (Eigen::Index other = 0; other < free.size(); ++other) {
            if (other == row) continue;
            const double now = correlation(fitted, row, other);
            if (std::abs(now - correlation(prior, row, other)) > 0.3 && std::abs(now) > std::max(0.3, std::abs(one.correlation))) {
                one.partner = free.ids[static_cast<std::size_t>(other)];
                one.correlation = now;
            }
        }
        out.parameters.push_back(std::move(one));
    }
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const auto row = static_cast<Eigen::Index>(i);
        FittedFigure one;
        one.series = observed_series[observations[i].series].id;
        one.year = observations[i].year;
        one.published = std::exp(observations[i].log_value);
        one.error = std::sqrt(about_runs(row, row));
        one.discrepancy = std::sqrt(errors.discrepancy(row, row));
        const std::vector<double> prior_logs = sorted_row(before, row), posterior_logs = sorted_row(after, row);
        one.prior_low = std::exp(quantile_of(prior_logs, 0.05));
        one.prior_median = std::exp(quantile_of(prior_logs, 0.5));
        one.prior_high = std::exp(quantile_of(prior_logs, 0.95));
        one.posterior_low = std::exp(quantile_of(posterior_logs, 0.05));
        one.posterior_median = std::exp(quantile_of(posterior_logs, 0.5));
        one.posterior_high = std::exp(quantile_of(posterior_logs, 0.95));
        one.prior_distance = (mean_of(prior_logs) - observations[i].log_value) / one.error;
        one.distance = (mean_of(posterior_logs) - observations[i].log_value) / one.error;
        out.figures.push_back(std::move(one));
    }
    return out;
}

}  // namespace zonecast::inference
