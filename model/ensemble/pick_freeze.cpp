#include "model/ensemble/pick_freeze.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/base/distributions.hpp"
#include "model/ensemble/ensemble.hpp"

namespace zonecast::ensemble {

using engine::RunSettings;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One number of every replicate of a run.
std::vector<double> column(const Outcomes& run, std::size_t target, std::size_t targets, bool met) {
    std::vector<double> out(run.replicates);
    for (std::size_t r = 0; r < out.size(); ++r)
        out[r] = met ? static_cast<double>(run.met[r * targets + target]) : run.value[r * targets + target];
    return out;
}

/// Whether too few replicates differ from the most common value for a share to mean anything: its standard error would not show it.
bool rare(std::vector<double> a, const std::vector<double>& b) {
    constexpr std::ptrdiff_t least = 10;
    a.insert(a.end(), b.begin(), b.end());
    std::erase_if(a, [](double v) { return !std::isfinite(v); });
    if (a.empty()) return true;
    const auto middle = a.begin() + static_cast<std::ptrdiff_t>(a.size() / 2);
    std::nth_element(a.begin(), middle, a.end());
    const double common = *middle;
    return std::count_if(a.begin(), a.end(), [&](double v) { return v != common; }) < least;
}

}  // namespace

CommonShare common_share(const std::vector<double>& a, const std::vector<double>& b) {
    double n = 0, mean = 0;
    for (std::size_t r = 0; r < a.size(); ++r)
        if (std::isfinite(a[r]) && std::isfinite(b[r])) n += 1, mean += (a[r] + b[r]) / 2;
    if (n < 2) return {nan, nan, nan};
    mean /= n;
    double together = 0, variance = 0;
    for (std::size_t r = 0; r < a.size(); ++r)
        if (std::isfinite(a[r]) && std::isfinite(b[r])) {
            const double x = a[r] - mean, y = b[r] - mean;
            together += x * y;
            variance += (x * x + y * y) / 2;
        }
    together /= n;
    variance /= n;
    if (!(variance > 0)) return {nan, nan, 0.0};
    const double share = together / variance;
    double spread = 0;
    for (std::size_t r = 0; r < a.size(); ++r)
        if (std::isfinite(a[r]) && std::isfinite(b[r])) {
            const double x = a[r] - mean, y = b[r] - mean;
            const double part = x * y - share * (x * x + y * y) / 2;
            spread += part * part;
        }
    return {share, std::sqrt(spread / n / (n - 1)) / variance, variance};
}

OtherRows::OtherRows(std::shared_ptr<const engine::ParameterSource> rows, std::uint64_t first, std::uint64_t count, std::uint64_t seed)
    : rows_(std::move(rows)), first_(first), count_(count), key_(entity_key(seed, "other rows")) {}

void OtherRows::values(std::uint64_t replicate, double* out) const {
    const double u = uniform_draw(key_, replicate, 0, Stream::bootstrap);
    rows_->values(first_ + std::min(count_ - 1, static_cast<std::uint64_t>(u * static_cast<double>(count_))), out);
}

engine::VarianceSplit split_variance(const engine::World& world, const RunSettings& settings, const Outcomes& base,
                                     const std::shared_ptr<const engine::ParameterSource>& second_source,
                                     const Execution& execution) {
    constexpr std::size_t kinds = engine::uncertainty_kinds.size();
    const bool drawn[kinds] = {settings.free_parameters || settings.parameter_source, settings.free_initial, true};
    const std::uint64_t other = entity_key(settings.seed, "pick-freeze");
    RunSettings variant = settings;
    variant.keep.clear();
    variant.summaries = variant.resumable = false;
    variant.replicates = base.replicates;
    auto second = second_source;
    if (!second && settings.parameter_source && settings.design == "independent")
        second = std::make_shared<OtherRows>(settings.parameter_source, settings.first_replicate, base.replicates, settings.seed);
    const auto change = [&](RunSettings& s, std::size_t kind) {
        if (!drawn[kind]) return;
        if (kind == 0) s.parameter_seed = other, s.parameter_source = second;
        if (kind == 1) s.initial_seed = other;
        if (kind == 2) s.chance_seed = other;
    };
    std::vector<RunSettings> variants;
    for (std::size_t k = 0; k < kinds; ++k) {
        variants.push_back(variant);
        change(variants.back(), k);
    }
    variants.push_back(variant);
    for (std::size_t k = 0; k < kinds; ++k) change(variants.back(), k);

    std::vector<Outcomes> runs;
    const std::uint64_t all = base.replicates * variants.size();
    for (std::size_t v = 0; v < variants.size(); ++v) {
        const std::uint64_t before = base.replicates * v;
        if (v < kinds && !drawn[v]) {
            runs.push_back(base);
            continue;
        }
        runs.emplace_back();
        static_cast<void>(
            run(world, variants[v], runs.back(), execution.telling([&](std::uint64_t done, std::uint64_t) {
                return !execution.progress || execution.progress(before + done, all);
            })));
    }
    const std::size_t targets = base.replicates > 0 ? base.met.size() / base.replicates : 0;
    engine::VarianceSplit split;
    for (const bool met : {false, true})
        for (std::size_t t = 0; t < targets; ++t) {
            engine::SplitOfTarget one;
            const auto own = column(base, t, targets, met), fresh = column(runs[kinds], t, targets, met);
            one.variance = common_share(own, fresh).variance;
            if (rare(own, fresh)) {
                one.kinds.fill({nan, nan, nan, nan});
                one.knowable = one.knowable_error = nan;
                (met ? split.met : split.value).push_back(one);
                continue;
            }
            for (std::size_t k = 0; k < kinds; ++k) {
                const auto mixed = column(runs[k], t, targets, met);
                const CommonShare rest = common_share(own, mixed);  // all but this kind in common
                const CommonShare alone = common_share(fresh, mixed);
                if (drawn[k])
                    one.kinds[k] = {alone.share, alone.error, 1.0 - rest.share, rest.error};
                else if (!(one.variance > 0))
                    one.kinds[k] = {nan, nan, nan, nan};
            }
            one.knowable = 1.0 - one.kinds[2].total;
            one.knowable_error = one.kinds[2].total_error;
            (met ? split.met : split.value).push_back(one);
        }
    return split;
}

}  // namespace zonecast::ensemble
