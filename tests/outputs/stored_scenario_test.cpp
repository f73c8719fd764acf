// The scenario of a result file is the one that was run.
#include "outputs/stored_scenario.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "model/engine/world.hpp"
#include "model/ensemble/ensemble.hpp"
#include "model/scenario/read.hpp"
#include "outputs/stored_settings.hpp"
#include "tests/outputs/tiny_forecast.hpp"
#include "tests/support/small_world.hpp"

namespace zonecast::outputs::tests {
namespace {

/// Runs a scenario and writes its result.
void run_to(const std::string& path, const scenario::Scenario& world, engine::RunSettings settings = {}) {
    Diagnostics diagnostics;
    const auto compiled = engine::World::compile(world, diagnostics);
    ASSERT_TRUE(compiled) << diagnostics.text();
    settings.replicates = 3;
    ResultWriter writer(path, world, settings, compiled->years(), compiled->parameter_infos(), tiny_provenance());
    writer.finish(ensemble::run(*compiled, settings, writer, ensemble::Execution(1)));
}

scenario::Scenario from_disk(const std::string& plan, const std::vector<std::string>& overrides) {
    Diagnostics diagnostics;
    auto world = scenario::read_scenario(plan, overrides, diagnostics);
    EXPECT_TRUE(world) << diagnostics.text();
    return world ? *world : scenario::Scenario();
}

Result result_from(const std::string& path) {
    Diagnostics diagnostics;
    auto result = read_result(path, diagnostics);
    EXPECT_TRUE(result) << diagnostics.text();
    return result ? *result : Result();
}

void same_again(const std::string& plan, const std::vector<std::string>& overrides) {
    const TemporaryFolder folder;
    run_to(folder.file("disk.h5"), from_disk(plan, overrides));
    const Result result = result_from(folder.file("disk.h5"));
    EXPECT_EQ(result.overrides, overrides);
    Diagnostics diagnostics;
    const auto stored = read_stored_scenario(result, diagnostics);
    ASSERT_TRUE(stored) << diagnostics.text();
    run_to(folder.file("stored.h5"), *stored);
    EXPECT_TRUE(bytes_of(folder.file("disk.h5")) == bytes_of(folder.file("stored.h5")));
}

TEST(StoredScenario, RunsToTheSameBytes) {
    const test::SmallWorld world;
    same_again(world.plan(), {});
}

TEST(StoredScenario, HoldsThePlansItExtendsAndTheQuickChanges) {
    const test::SmallWorld world;
    std::filesystem::create_directory(world.folder() / "plans/variants");
    std::ofstream(world.folder() / "plans/variants/longer.toml")
        << "[plan]\nextends = \"../small.toml\"\nid = \"longer\"\nend_year = 2020\n";
    same_again((world.folder() / "plans/variants/longer.toml").string(), {"parameter.renewal_rate=0.7", "plan.end_year=2019"});
    // And the changes are in force, not only noted.
    const TemporaryFolder folder;
    run_to(folder.file("a.h5"), from_disk(world.plan(), {"parameter.renewal_rate=0.7"}));
    Diagnostics diagnostics;
    const auto stored = read_stored_scenario(result_from(folder.file("a.h5")), diagnostics);
    ASSERT_TRUE(stored) << diagnostics.text();
    EXPECT_EQ(stored->priors.at("renewal_rate").mean, 0.7);
    EXPECT_EQ(stored->priors.at("renewal_rate").family, scenario::Prior::Family::fixed);
}

TEST(StoredScenario, DoesNotDependOnWhereThePackLies) {
    const test::SmallWorld world;
    // A plan elsewhere that names its base by an absolute path.
    const TemporaryFolder elsewhere;
    std::ofstream(elsewhere.file("far.toml")) << "[plan]\nextends = \"" << world.plan() << "\"\nid = \"far\"\n";
    same_again(elsewhere.file("far.toml"), {});
}

TEST(StoredSettings, SeedsOfEachKindAndGivenParametersAreKept) {
    const test::SmallWorld world;
    const TemporaryFolder folder;
    engine::RunSettings settings;
    settings.seed = 11;
    settings.first_replicate = 64;
    settings.free_initial = false;
    settings.chance_seed = 0x1234567890ABCDEF;
    settings.keep = {{"zone", "east_htz", "hnte_count"}};
    const std::vector<std::string> given{"renewal_rate", "chi"};
    settings.parameter_source = std::make_shared<engine::ParameterValues>(given, std::vector<double>{0.5, 0.1, 0.6, 0.2, 0.7, 0.3}, 64);
    run_to(folder.file("a.h5"), world.scenario(), settings);
    Diagnostics diagnostics;
    const auto stored = read_stored_settings(folder.file("a.h5"), diagnostics);
    ASSERT_TRUE(stored) << diagnostics.text();
    EXPECT_EQ(stored->settings.chance_seed, settings.chance_seed);
    EXPECT_EQ(stored->settings.parameter_seed, std::nullopt);
    EXPECT_EQ(stored->settings.parameter_source->ids(), given);
    run_to(folder.file("b.h5"), world.scenario(), stored->settings);
    EXPECT_TRUE(bytes_of(folder.file("a.h5")) == bytes_of(folder.file("b.h5")));
}

TEST(StoredScenario, SaysWhatIsMissing) {
    const test::SmallWorld world;
    const TemporaryFolder folder;
    run_to(folder.file("a.h5"), from_disk(world.plan(), {}));
    Result result = result_from(folder.file("a.h5"));
    std::erase_if(result.input_files, [](const scenario::SourceFile& file) { return file.path.ends_with("zones.csv"); });
    Diagnostics missing;
    EXPECT_FALSE(read_stored_scenario(result, missing));
    EXPECT_NE(missing.text().find("the text of \"../packs/small/zones.csv\" is not kept in " + folder.file("a.h5")), std::string::npos)
        << missing.text();

    result.plan_file.clear();
    Diagnostics older;
    EXPECT_FALSE(read_stored_scenario(result, older));
    EXPECT_NE(older.text().find("an older zonecast wrote it"), std::string::npos) << older.text();
}

}  // namespace
}  // namespace zonecast::outputs::tests
