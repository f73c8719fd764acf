// What must not change a bit, over random cases: the order of rows, threads, width of vectors, part of the replicates, what is kept.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <map>
#include <sstream>

#include "model/engine/enterprise_pass.hpp"
#include "model/ensemble/ensemble.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using test::SmallWorld;

/// Everything that a run leaves for each replicate, by number.
struct Kept : engine::ReplicateSink {
    void take(const engine::BlockOutput& block) override {
        const auto part = [&](const auto& values, std::uint64_t r) {
            const auto width = static_cast<std::ptrdiff_t>(values.size() / block.count);
            const auto begin = values.begin() + static_cast<std::ptrdiff_t>(r) * width;
            return std::vector<double>(begin, begin + width);
        };
        for (std::uint64_t r = 0; r < block.count; ++r) {
            std::vector<double>& all = of[block.first + r];
            for (const auto& piece :
                 {part(block.target_value, r), part(block.target_met, r), part(block.target_year, r), part(block.parameters, r)})
                all.insert(all.end(), piece.begin(), piece.end());
            series[block.first + r] = block.series.empty() ? std::vector<double>() : part(block.series, r);
        }
    }
    std::map<std::uint64_t, std::vector<double>> of, series;
};

bool same(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

std::pair<engine::Forecast, Kept> forecast(const engine::World& world, const engine::RunSettings& settings,
                                           const ensemble::Execution& execution = {}) {
    Kept kept;
    auto whole = ensemble::run(world, settings, kept, execution);
    return {std::move(whole), std::move(kept)};
}

bool same_panels(const engine::Forecast& a, const engine::Forecast& b) {
    const auto same_panel = [](const engine::Panel& x, const engine::Panel& y) {
        return same(x.mean, y.mean) && same(x.sd, y.sd) && same(x.quantile, y.quantile);
    };
    return same_panel(a.province, b.province) && same_panel(a.perimeters, b.perimeters) && same_panel(a.cities, b.cities) &&
           same_panel(a.zones, b.zones) && same_panel(a.clusters, b.clusters) && same(a.cohort_flow, b.cohort_flow) &&
           same(a.cohort_revenue, b.cohort_revenue);
}

const engine::World& small() {
    static const auto world = test::compile(SmallWorld().scenario());
    return *world;
}

RC_GTEST_PROP(SameBits, WhateverTheThreadsAndWhatIsKept, ()) {
    engine::RunSettings one;
    one.seed = *rc::gen::inRange<std::uint64_t>(1, 1000);
    one.replicates = *rc::gen::inRange<std::uint64_t>(1, 80);
    one.first_replicate = *rc::gen::inRange<std::uint64_t>(0, 100);
    engine::RunSettings other = one;
    const int threads = *rc::gen::inRange(2, 5);
    other.keep = {{"province", "lakeland", "gdp"}, {"zone", "east_htz", "revenue"}, {"cluster", "east_htz.electronics", "firms"}};
    const auto [a, kept_a] = forecast(small(), one, ensemble::Execution(1));
    const auto [b, kept_b] = forecast(small(), other, ensemble::Execution(threads));
    RC_ASSERT(same_panels(a, b));
    RC_ASSERT(kept_a.of.size() == kept_b.of.size());
    for (const auto& [number, values] : kept_a.of) RC_ASSERT(same(values, kept_b.of.at(number)));
}

RC_GTEST_PROP(SameBits, APartIsThePartOfTheWhole, ()) {
    engine::RunSettings whole;
    whole.seed = *rc::gen::inRange<std::uint64_t>(1, 1000);
    whole.replicates = 64;
    whole.keep = {{"province", "lakeland", "gdp"}};
    engine::RunSettings part = whole;
    part.first_replicate = *rc::gen::inRange<std::uint64_t>(0, 63);
    part.replicates = *rc::gen::inRange<std::uint64_t>(1, 64 - part.first_replicate + 1);
    const auto all = forecast(small(), whole).second, some = forecast(small(), part).second;
    RC_ASSERT(some.of.size() == part.replicates);
    for (const auto& [number, values] : some.of) {
        RC_ASSERT(same(values, all.of.at(number)));
        RC_ASSERT(same(some.series.at(number), all.series.at(number)));
    }
}

RC_GTEST_PROP(SameBits, WhateverTheWidthOfVectors, ()) {
    const std::uint64_t replicate = *rc::gen::inRange<std::uint64_t>(0, 1u << 20);
    engine::RunSettings settings;
    settings.seed = *rc::gen::inRange<std::uint64_t>(1, 1u << 30);
    std::vector<engine::Trajectory> records;
    for (const std::size_t width : {2u, 4u, 8u}) {  // those that this machine lacks fall back on narrower ones
        set_vector_width(width);
        test::Simulation simulation(SmallWorld().scenario(), settings);
        records.push_back(simulation.run(replicate));
    }
    set_vector_width(0);
    RC_ASSERT(static_cast<bool>(test::same_record(records[0], records[1])));
    RC_ASSERT(static_cast<bool>(test::same_record(records[0], records[2])));
}

/// Exchanges two rows of a table, or two tables of a list in a plan.
std::string exchanged(const std::string& text, const std::string& separator, std::size_t keep_first) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, begin)) {
        parts.push_back(text.substr(begin, at - begin));
        begin = at + separator.size();
    }
    const std::string tail = text.substr(begin);
    const std::size_t movable = parts.size() - keep_first;
    if (movable > 1)
        std::swap(parts[keep_first + *rc::gen::inRange<std::size_t>(0, movable)],
                  parts[keep_first + *rc::gen::inRange<std::size_t>(0, movable)]);
    std::string whole;
    for (const std::string& part : parts) whole += part + separator;
    return whole + tail;
}

RC_GTEST_PROP(SameBits, WhateverTheOrderOfRows, ()) {
    static const char* const files[] = {"library/sectors.csv",    "library/industries.csv",   "packs/small/cities.csv",
                                        "packs/small/zones.csv",  "packs/small/clusters.csv", "packs/small/segments.csv",
                                        "packs/small/supply.csv", "packs/small/history.csv"};
    SmallWorld world;
    for (int move = 0; move < 12; ++move) {
        const std::string file = files[*rc::gen::inRange<std::size_t>(0, std::size(files))];
        world.write(file, exchanged(world.text(file), "\n", 1));
    }
    const std::uint64_t replicate = *rc::gen::inRange<std::uint64_t>(0, 1000);
    test::Simulation here(world.scenario()), there(SmallWorld().scenario());
    RC_ASSERT(static_cast<bool>(test::same_record(here.run(replicate), there.run(replicate))));
}

}  // namespace
}  // namespace zonecast
