// The laws of enterprises alone, one core: time of an enterprise-year by width of vectors and by number and size of clusters.
#include <benchmark/benchmark.h>

#include <vector>

#include "model/base/philox.hpp"
#include "model/base/vector_math.hpp"
#include "model/engine/enterprises.hpp"

namespace {

using namespace zonecast;
using namespace zonecast::engine;

EnterpriseLaws laws() {
    EnterpriseLaws l;
    l.growth_sd_reference = 0.35, l.growth_sd_slope = 0.1;
    l.size_drift = -0.02;
    l.exit_reference = 0.055, l.exit_slope = 0.2, l.exit_certified_ratio = 0.35;
    l.exit_age.fill(1.0);
    for (std::size_t age = 0; age < grown_age; ++age) l.young_growth[age] = 0.1 * exp_exact(-static_cast<double>(age) / 3.0);
    l.rd_class_slope = -0.1, l.rd_theta_sd = 0.8, l.rd_theta_persistence = 0.9;
    l.certified_scale = 0.8, l.relabel_share = 0.2, l.renewal = 0.78;
    return l;
}

ClusterYear year() {
    ClusterYear y;
    y.drift = 0.08;
    y.rd_level_uncertified = y.rd_level_certified = 0.03;
    y.mean_size_log = -1;
    y.certify = 0.1;
    return y;
}

/// Clusters of one size with sizes spread as in a province, settled.
std::vector<Enterprises> clusters(std::size_t enterprises, std::size_t size, const EnterpriseKeys& keys, CellSums& cells) {
    std::vector<Enterprises> all(enterprises / size);
    PassLaws p = pass_laws(laws());
    set_cluster(p, laws(), year());
    for (std::size_t c = 0; c < all.size(); ++c) {
        all[c].reserve(size + 8);
        const std::uint64_t key = std::uint64_t{keys.high[c]} << 32 | keys.low[c];
        for (std::uint32_t i = 0; i < size; ++i) {
            const Words w = draw_words(key, 0, 2016, Stream::initial_enterprise, i);
            Enterprise e;
            e.z = -5 + 6 * uniform(w[0]) + 4 * uniform(w[1]) * uniform(w[2]);
            e.theta = 0.8 * (uniform(w[3]) - 0.5);
            e.z1 = static_cast<float>(e.z - 0.1), e.z2 = static_cast<float>(e.z - 0.2);
            e.certificate = static_cast<std::uint8_t>(w[0] % 16 < 3 ? 1 + w[0] % 3 : 0);
            e.age = static_cast<std::uint8_t>(w[1] % 16);
            e.origin = static_cast<std::uint16_t>(c);
            e.serial = i;
            all[c].append(e);
        }
        PassTotals found{};
        enterprise_passes().settle(all[c].columns(), 0, all[c].size(), p, cells, nullptr, found);
    }
    return all;
}

/// Arguments: lanes, enterprises, enterprises a cluster. Counts the enterprises that stand at the start of each year.
void advance(benchmark::State& state) {
    const auto lanes = static_cast<std::size_t>(state.range(0));
    if (set_vector_width(lanes) != lanes) {
        state.SkipWithError("this machine has no vectors of that width");
        return;
    }
    const auto enterprises = static_cast<std::size_t>(state.range(1)), size = static_cast<std::size_t>(state.range(2));
    EnterpriseKeys keys;
    for (std::size_t c = 0; c < enterprises / size; ++c) {
        const std::uint64_t key = entity_key(7, "cluster " + std::to_string(c));
        keys.low.push_back(static_cast<std::uint32_t>(key));
        keys.high.push_back(static_cast<std::uint32_t>(key >> 32));
    }
    static CellSums cells;
    static FlowMatrix flows;
    const EnterpriseLaws l = laws();
    const std::vector<Enterprises> start = clusters(enterprises, size, keys, cells);
    std::vector<Enterprises> now = start;
    PassLaws p = pass_laws(l);
    std::int64_t done = 0;
    int t = 0;
    for (auto _ : state) {
        if (t == 3) {  // as many as at the start again
            state.PauseTiming();
            now = start, t = 0;
            state.ResumeTiming();
        }
        ++t;
        for (std::size_t c = 0; c < now.size(); ++c) {
            PassTotals found{};
            done += static_cast<std::int64_t>(now[c].size());
            set_cluster(p, l, year());
            const auto origin = static_cast<std::uint16_t>(c);
            enterprise_passes().advance(now[c].columns(), now[c].size(), p, pass_draws(keys, origin, 1, 2016 + t, Stream::enterprise_year),
                                        cells, flows.data(), found);
            now[c].resize(found.firms);
            benchmark::DoNotOptimize(found);
        }
    }
    state.SetItemsProcessed(done);
    state.counters["an_enterprise_year"] =
        benchmark::Counter(static_cast<double>(done), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    set_vector_width(0);
}
BENCHMARK(advance)
    ->ArgNames({"lanes", "enterprises", "of_a_cluster"})
    ->ArgsProduct({{2, 4, 8}, {16000}, {60, 1000}})
    ->ArgsProduct({{8}, {10000, 100000, 1000000, 10000000}, {100}})
    ->Unit(benchmark::kMicrosecond);

/// A loop that never changes: what the other times are divided by when they are compared with those of another day or machine.
void reference_loop(benchmark::State& state) {
    std::uint32_t sum = 0;
    for (auto _ : state) {
        for (std::uint32_t i = 0; i < 1000; ++i) sum += philox({i, 0, 0, 0}, 1, sum)[0];  // each waits for the one before
        benchmark::DoNotOptimize(sum);
    }
}
BENCHMARK(reference_loop)->Unit(benchmark::kMicrosecond);

}  // namespace
