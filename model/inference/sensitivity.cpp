#include "model/inference/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <stdexcept>

#include "model/base/philox.hpp"
#include "model/ensemble/design.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/ensemble/outcomes.hpp"

namespace zonecast::inference {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int cells = 8;  // of a factor in Morris's grid

double uniform_at(std::uint64_t key, std::uint64_t row, Stream stream, std::uint32_t draw) {
    const Words w = draw_words(key, row, 0, stream, draw);
    return uniform(w[0], w[1]);
}

/// Middle 95 % of a statistic over resamples of `rows` rows; `statistic` takes row numbers.
template <class Statistic>
Estimate bootstrap(std::size_t rows, std::size_t resamples, std::uint64_t key, Statistic statistic) {
    std::vector<std::size_t> all(rows);
    std::iota(all.begin(), all.end(), std::size_t{0});
    Estimate estimate{statistic(all), nan, nan};
    std::vector<double> values;
    for (std::size_t b = 0; b < resamples; ++b) {
        for (std::size_t i = 0; i < rows; ++i)
            all[i] = std::min(rows - 1, static_cast<std::size_t>(uniform_at(key, b, Stream::bootstrap, static_cast<std::uint32_t>(i)) *
                                                                 static_cast<double>(rows)));
        const double value = statistic(all);
        if (std::isfinite(value)) values.push_back(value);
    }
    if (values.size() < 20) return estimate;
    std::sort(values.begin(), values.end());
    const auto at = [&](double p) { return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1) + 0.5)]; };
    estimate.low = at(0.025);
    estimate.high = at(0.975);
    return estimate;
}

}  // namespace

SobolIndex sobol_index(const std::vector<double>& a, const std::vector<double>& b, const std::vector<double>& ab, std::size_t resamples,
                       std::uint64_t seed) {
    std::vector<double> x, y, z;
    for (std::size_t r = 0; r < a.size(); ++r)
        if (std::isfinite(a[r]) && std::isfinite(b[r]) && std::isfinite(ab[r])) x.push_back(a[r]), y.push_back(b[r]), z.push_back(ab[r]);
    if (x.size() < 2) return {{nan, nan, nan}, {nan, nan, nan}};
    const auto ratio = [&](const std::vector<std::size_t>& rows, bool total) {
        double mean = 0, variance = 0, part = 0;
        for (const std::size_t r : rows) mean += x[r] + y[r];
        mean /= 2 * static_cast<double>(rows.size());
        for (const std::size_t r : rows) {
            variance += ((x[r] - mean) * (x[r] - mean) + (y[r] - mean) * (y[r] - mean)) / 2;
            part += total ? (x[r] - z[r]) * (x[r] - z[r]) / 2 : (y[r] - mean) * (z[r] - x[r]);
        }
        return variance > 0 ? part / variance : nan;
    };
    const std::uint64_t key = entity_key(seed, "bootstrap/sobol");
    return {bootstrap(x.size(), resamples, key, [&](const auto& rows) { return ratio(rows, false); }),
            bootstrap(x.size(), resamples, key, [&](const auto& rows) { return ratio(rows, true); })};
}

MorrisIndex morris_index(const std::vector<double>& effects, std::size_t resamples, std::uint64_t seed) {
    std::vector<double> x;
    for (const double e : effects)
        if (std::isfinite(e)) x.push_back(e);
    MorrisIndex index{nan, nan, {nan, nan, nan}};
    if (x.empty()) return index;
    const double n = static_cast<double>(x.size());
    index.mu = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double square = 0;
    for (const double e : x) square += (e - index.mu) * (e - index.mu);
    index.sigma = x.size() > 1 ? std::sqrt(square / (n - 1)) : 0.0;
    index.mu_star = bootstrap(x.size(), resamples, entity_key(seed, "bootstrap/morris"), [&](const auto& rows) {
        double sum = 0;
        for (const std::size_t r : rows) sum += std::abs(x[r]);
        return sum / static_cast<double>(rows.size());
    });
    return index;
}

MorrisDesign::MorrisDesign(std::size_t factors, std::uint64_t trajectories, std::uint64_t seed)
    : factors_(factors), order_(factors * trajectories), start_(factors * trajectories) {
    const std::uint64_t key = entity_key(seed, "morris");
    for (std::uint64_t t = 0; t < trajectories; ++t) {
        const auto from = order_.begin() + static_cast<std::ptrdiff_t>(t * factors);
        std::iota(from, from + static_cast<std::ptrdiff_t>(factors), std::size_t{0});
        for (std::size_t i = 0; i < factors; ++i) {
            const auto draw = static_cast<std::uint32_t>(2 * i);
            start_[t * factors + i] = std::min(cells - 1, static_cast<int>(uniform_at(key, t, Stream::design, draw) * cells));
            const auto left = static_cast<double>(factors - i);
            const auto pick = static_cast<std::size_t>(uniform_at(key, t, Stream::design, draw + 1) * left);
            std::swap(from[static_cast<std::ptrdiff_t>(i)], from[static_cast<std::ptrdiff_t>(i + std::min(pick, factors - i - 1))]);
        }
    }
}

void MorrisDesign::point(std::uint64_t trajectory, std::size_t moves, double* out) const {
    for (std::size_t i = 0; i < factors_; ++i) out[i] = (start_[trajectory * factors_ + i] + 0.5) / cells;
    for (std::size_t m = 0; m < moves; ++m) {
        const std::size_t i = mover(trajectory, m);
        out[i] += step * direction(trajectory, i);
    }
}

namespace {

using ensemble::ParameterCube;

/// The cube of parameters and effects with the doses of measures behind them.
class Space {
public:
    Space(const engine::World& world, const SensitivitySettings& settings) : cube_(world), settings_(settings) {
        for (const auto& c : cube_.coordinates())
            factors_.push_back({c.effects.empty() ? Factor::Kind::parameter : Factor::Kind::effect, c.name});
        ids_ = cube_.ids();
        for (const auto& m : world.measures) {
            if (m.moves_nothing) continue;
            factors_.push_back({Factor::Kind::dose, "dose." + m.measure.id});
            ids_.push_back(factors_.back().id);
        }
    }
    [[nodiscard]] const std::vector<Factor>& factors() const { return factors_; }
    [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }
    void values(const double* point, double* out) const {
        cube_.values(point, out);
        const std::size_t parameters = cube_.coordinates().size();
        for (std::size_t i = parameters; i < factors_.size(); ++i)
            out[cube_.ids().size() + i - parameters] = settings_.dose_low + point[i] * (settings_.dose_high - settings_.dose_low);
    }

private:
    ParameterCube cube_;
    const SensitivitySettings& settings_;
    std::vector<Factor> factors_;
    std::vector<std::string> ids_;
};

/// Values at points that a function gives.
class Points : public engine::ParameterSource {
public:
    using Function = std::function<void(std::uint64_t, double*)>;
    Points(const Space& space, Function point) : space_(space), point_(std::move(point)) {}
    [[nodiscard]] const std::vector<std::string>& ids() const override { return space_.ids(); }
    void values(std::uint64_t replicate, double* out) const override {
        std::vector<double> u(space_.factors().size());
        point_(replicate, u.data());
        space_.values(u.data(), out);
    }

private:
    const Space& space_;
    Function point_;
};

}  // namespace

Sensitivity analyse(const engine::World& world, const SensitivitySettings& settings,
                    const std::vector<std::size_t>& targets, const ensemble::Execution& execution) {
    const Space space(world, settings);
    const std::size_t all = space.factors().size(), count = world.scenario.plan.targets.size();
    const std::uint64_t seed = settings.run.seed, rows = settings.run.replicates;
    std::vector<std::size_t> chosen;
    for (const std::string& id : settings.factors) {
        std::vector<std::string> known;
        for (const Factor& f : space.factors()) known.push_back(f.id);
        const auto found = std::find(known.begin(), known.end(), id);
        if (found == known.end()) {
            const std::string guess = closest(id, known);
            throw std::invalid_argument("there is no factor \"" + id + "\" with a spread" +
                                        (guess.empty() ? "" : "; did you mean \"" + guess + "\"?"));
        }
        chosen.push_back(static_cast<std::size_t>(found - known.begin()));
    }
    const bool screening = chosen.empty();
    const std::size_t indices = screening ? std::min(settings.screened, all) : chosen.size();
    const std::uint64_t expected = (screening ? (all + 1) * settings.trajectories : 0) + (settings.sobol ? (indices + 5) * rows : 0);

    Sensitivity result;
    const auto run = [&](Points::Function point, std::uint64_t replicates, bool other_initial, bool other_chance) {
        engine::RunSettings s = settings.run;
        s.keep.clear();
        s.summaries = s.resumable = false;
        s.first_replicate = 0;
        s.replicates = replicates;
        s.parameter_source = std::make_shared<Points>(space, std::move(point));
        const std::uint64_t other = entity_key(seed, "sensitivity/B");
        if (other_initial) s.initial_seed = other;
        if (other_chance) s.chance_seed = other;
        ensemble::Outcomes outcomes;
        const std::uint64_t before = result.replicates;
        static_cast<void>(ensemble::run(world, s, outcomes, execution.telling([&](std::uint64_t done, std::uint64_t) {
            return !execution.progress || execution.progress(before + done, std::max(expected, before + done));
        })));
        result.replicates += replicates;
        return outcomes.value;
    };
    const auto column = [&](const std::vector<double>& values, std::size_t target) {
        std::vector<double> out(values.size() / count);
        for (std::size_t r = 0; r < out.size(); ++r) out[r] = values[r * count + target];
        return out;
    };

    if (screening) {
        const MorrisDesign design(all, settings.trajectories, seed);
        std::vector<std::vector<double>> values;  // by number of moves
        for (std::size_t moves = 0; moves <= all; ++moves)
            values.push_back(run([&](std::uint64_t t, double* u) { design.point(t, moves, u); }, settings.trajectories, false, false));
        result.screened = space.factors();
        std::vector<double> weight(all, 0.0);
        for (const std::size_t target : targets) {
            std::vector<std::vector<double>> effects(all);
            for (std::uint64_t t = 0; t < settings.trajectories; ++t)
                for (std::size_t m = 0; m < all; ++m) {
                    const std::size_t i = design.mover(t, m);
                    effects[i].push_back((values[m + 1][t * count + target] - values[m][t * count + target]) /
                                         (MorrisDesign::step * design.direction(t, i)));
                }
            result.morris.emplace_back();
            double largest = 0;
            for (std::size_t i = 0; i < all; ++i) {
                result.morris.back().push_back(morris_index(effects[i], settings.resamples, seed));
                largest = std::max(largest, result.morris.back().back().mu_star.value);
            }
            for (std::size_t i = 0; i < all && largest > 0; ++i)  // the largest share of the strongest effect on any target
                weight[i] = std::max(weight[i], result.morris.back()[i].mu_star.value / largest);
        }
        std::vector<std::size_t> order(all);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weight[a] > weight[b]; });
        chosen.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(indices));
    }
    if (!settings.sobol) return result;

    // Sample A and sample B by address; the sample of a factor takes that factor's coordinates from B.
    std::vector<std::uint64_t> key_a, key_b;
    for (const Factor& f : space.factors()) {
        key_a.push_back(entity_key(seed, "sensitivity/A/" + f.id));
        key_b.push_back(entity_key(seed, "sensitivity/B/" + f.id));
    }
    const auto sample = [&](std::vector<bool> from_b, bool initial, bool chance) {
        return run(
            [&, from_b = std::move(from_b)](std::uint64_t r, double* u) {
                for (std::size_t i = 0; i < all; ++i) u[i] = uniform_at(from_b[i] ? key_b[i] : key_a[i], r, Stream::design, 0);
            },
            rows, initial, chance);
    };
    const std::vector<double> a = sample(std::vector<bool>(all, false), false, false), b = sample(std::vector<bool>(all, true), true, true);
    std::vector<bool> others(all, true);
    std::vector<std::vector<double>> mixed;
    for (const std::size_t i : chosen) {
        others[i] = false;
        std::vector<bool> one(all, false);
        one[i] = true;
        result.factors.push_back(space.factors()[i]);
        mixed.push_back(sample(one, false, false));
    }
    if (std::find(others.begin(), others.end(), true) != others.end()) {
        result.factors.push_back({Factor::Kind::other_parameters, "other_parameters"});
        mixed.push_back(sample(others, false, false));
    }
    result.factors.push_back({Factor::Kind::initial, "initial"});
    mixed.push_back(sample(std::vector<bool>(all, false), true, false));
    result.factors.push_back({Factor::Kind::chance, "chance"});
    mixed.push_back(sample(std::vector<bool>(all, false), false, true));
    for (const std::size_t target : targets) {
        const auto of_a = column(a, target), of_b = column(b, target);
        result.sobol.emplace_back();
        for (const auto& values : mixed)
            result.sobol.back().push_back(sobol_index(of_a, of_b, column(values, target), settings.resamples, seed));
    }
    return result;
}

}  // namespace zonecast::inference
