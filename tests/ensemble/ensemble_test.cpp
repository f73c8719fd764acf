// A run that goes on: the same bits as one longer run, from memory and from its state.
#include "model/ensemble/ensemble.hpp"

#include "model/ensemble/outcomes.hpp"
#include "tests/engine/simulation.hpp"

namespace zonecast {
namespace {

using ensemble::Ensemble;
using ensemble::Outcomes;
using test::same_bits;
using test::SmallWorld;

void expect_same(const engine::Forecast& a, const engine::Forecast& b) {
    EXPECT_EQ(a.replicates, b.replicates);
    for (const auto panel : {&engine::Forecast::province, &engine::Forecast::perimeters, &engine::Forecast::cities,
                             &engine::Forecast::zones, &engine::Forecast::clusters}) {
        EXPECT_TRUE(same_bits((a.*panel).mean, (b.*panel).mean)) << (a.*panel).dimension;
        EXPECT_TRUE(same_bits((a.*panel).sd, (b.*panel).sd)) << (a.*panel).dimension;
        EXPECT_TRUE(same_bits((a.*panel).quantile, (b.*panel).quantile)) << (a.*panel).dimension;
    }
    for (const auto means : {&engine::Forecast::facilities, &engine::Forecast::cohort_count, &engine::Forecast::cohort_revenue,
                             &engine::Forecast::cohort_rd, &engine::Forecast::cohort_flow, &engine::Forecast::target_correlation})
        EXPECT_TRUE(same_bits(a.*means, b.*means));
    ASSERT_EQ(a.index.has_value(), b.index.has_value());
    if (a.index) {
        EXPECT_TRUE(same_bits(a.index->score_mean, b.index->score_mean));
        EXPECT_TRUE(same_bits(a.index->score_quantile, b.index->score_quantile));
        EXPECT_TRUE(same_bits(a.index->rank_chance, b.index->rank_chance));
        EXPECT_TRUE(same_bits(a.index->item_mean, b.index->item_mean));
    }
    ASSERT_EQ(a.targets.size(), b.targets.size());
    for (std::size_t t = 0; t < a.targets.size(); ++t) {
        EXPECT_EQ(a.targets[t].chance, b.targets[t].chance);
        EXPECT_TRUE(same_bits(a.targets[t].value, b.targets[t].value));
        EXPECT_TRUE(same_bits(a.targets[t].met_by_year, b.targets[t].met_by_year));
        EXPECT_EQ(a.targets[t].expected_shortfall, b.targets[t].expected_shortfall);
    }
}

struct World {
    SmallWorld files;
    std::shared_ptr<const engine::World> compiled = test::compile(files.scenario());
};

/// The small world with an index of its zones: one item that is simulated and one that is drawn.
struct IndexedWorld {
    IndexedWorld() {
        files.write("library/index.toml", R"([index]
id = "small-index"
name = "Index of the small world"
ranked = ["provincial_zones", "national_zones"]
source = "made up"

[[group]]
id = "all"
name = "All"
weight = 1
source = "made up"
grade = "J"

[[item]]
id = "certified"
name = "Certified enterprises"
group = "all"
weight = 3
kind = "statistics"
metric = "hnte_count"
source = "made up"
grade = "J"

[[item]]
id = "survey"
name = "What people say"
group = "all"
weight = 1
kind = "survey"
mean = 0.6
sd = 0.1
persistence = 0.75
source = "made up"
grade = "J"
)");
        files.replace("packs/small/pack.toml", "library = \"../../library\"\n",
                      "library = \"../../library\"\nindex = \"../../library/index.toml\"\n");
        compiled = test::compile(files.scenario());
    }
    SmallWorld files;
    std::shared_ptr<const engine::World> compiled;
};

TEST(Ensemble, ARunInStagesIsOneRun) {
    const World world;
    engine::RunSettings settings;
    settings.first_replicate = 10;
    settings.replicates = 100;
    Outcomes whole, staged;
    const auto one = ensemble::run(*world.compiled, settings, whole, nullptr);
    Ensemble ensemble(*world.compiled, settings);
    ensemble.run_to(22, staged, nullptr, 100);
    ensemble.run_to(86, staged, nullptr, 100);
    ensemble.run_to(100, staged, nullptr, 100);
    expect_same(ensemble.forecast(), one);
    EXPECT_TRUE(same_bits(whole.value, staged.value));
    EXPECT_THROW(ensemble.run_to(110, staged, nullptr, 110), std::logic_error) << "the last block is cut";
}

TEST(Ensemble, ARunGoesOnFromItsState) {
    const IndexedWorld world;
    engine::RunSettings settings;
    settings.first_replicate = 5;
    settings.replicates = 150;
    Outcomes whole, ignored, tail;
    const auto one = ensemble::run(*world.compiled, settings, whole, nullptr);
    settings.resumable = true;
    settings.replicates = 80;
    const auto first = ensemble::run(*world.compiled, settings, ignored, nullptr);
    ASSERT_TRUE(first.state.has_value());
    EXPECT_EQ(first.state->replicates, 59u) << "whole blocks: up to replicate 64";
    Ensemble ensemble(*world.compiled, settings);
    ensemble.resume(*first.state);
    ensemble.run_to(150, tail, nullptr, 150);
    ASSERT_TRUE(one.index.has_value());
    expect_same(ensemble.forecast(), one);
    EXPECT_EQ(tail.replicates, 91u);
    EXPECT_TRUE(
        same_bits(std::vector<double>(whole.value.end() - static_cast<std::ptrdiff_t>(tail.value.size()), whole.value.end()), tail.value));
}

TEST(Ensemble, PartsMergeToTheWhole) {
    const IndexedWorld world;
    engine::RunSettings settings;
    settings.first_replicate = 5;
    settings.replicates = 100;
    Outcomes ignored;
    const auto one = ensemble::run(*world.compiled, settings, ignored, nullptr);
    engine::RunSettings head = settings, tail = settings;
    head.replicates = 59;  // up to a border
    tail.first_replicate = 64;
    tail.replicates = 41;  // its last block is cut
    Ensemble first(*world.compiled, head), second(*world.compiled, tail), whole(*world.compiled, settings),
        empty(*world.compiled, tail);
    first.run_to(59, ignored, nullptr, 59);
    second.run_to(41, ignored, nullptr, 41);
    empty.resume(second.state());  // through a file, as it were
    whole.merge(first);
    whole.merge(empty);
    expect_same(whole.forecast(), one);
    EXPECT_THROW(whole.run_to(200, ignored, nullptr, 200), std::logic_error) << "a merged run has no way on";
}

TEST(Ensemble, AStateOfAnotherRunIsRefused) {
    const World world;
    engine::RunSettings settings;
    settings.replicates = 32;
    settings.resumable = true;
    Outcomes ignored;
    auto state = *ensemble::run(*world.compiled, settings, ignored, nullptr).state;
    Ensemble first(*world.compiled, settings);
    auto more = state;
    more.integers.push_back(1);
    EXPECT_THROW(first.resume(more), std::runtime_error);
    Ensemble second(*world.compiled, settings);
    auto less = state;
    less.reals.pop_back();
    EXPECT_THROW(second.resume(less), std::runtime_error);
}

TEST(Ensemble, TargetsDoNotNeedSummaries) {
    const World world;
    engine::RunSettings settings;
    settings.replicates = 40;
    settings.keep = {{"zone", "east_htz", "hnte_count"}};
    Outcomes with, without;
    const auto full = ensemble::run(*world.compiled, settings, with, nullptr);
    settings.summaries = false;
    const auto lean = ensemble::run(*world.compiled, settings, without, nullptr);
    EXPECT_TRUE(same_bits(with.value, without.value));
    EXPECT_TRUE(same_bits(with.met, without.met));
    EXPECT_TRUE(same_bits(with.series, without.series));
    for (std::size_t t = 0; t < full.targets.size(); ++t) EXPECT_EQ(full.targets[t].chance, lean.targets[t].chance);
}

TEST(Ensemble, MoreReplicatesMakeChancesNarrower) {
    const World world;
    Outcomes ignored;
    Ensemble ensemble(*world.compiled, {});
    ensemble.run_to(32, ignored, nullptr, 320);
    const double before = ensemble.widest_half_width();
    ensemble.run_to(320, ignored, nullptr, 320);
    EXPECT_LT(ensemble.widest_half_width(), before);
    EXPECT_LE(ensemble.widest_half_width(), 0.055) << "no share of 320 has a wider interval";
}

}  // namespace
}  // namespace zonecast
