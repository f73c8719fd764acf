#include "outputs/result_file.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/outputs/tiny_forecast.hpp"

// After a write that failed, the HDF5 library cannot close the file and keeps its memory: not ours to free.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libhdf5";
}

namespace zonecast::outputs::tests {
namespace {

/// Equal, or both missing.
void expect_same(const std::vector<double>& got, const std::vector<double>& wanted) {
    ASSERT_EQ(got.size(), wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (std::isnan(wanted[i])) {
            EXPECT_TRUE(std::isnan(got[i])) << i;
        } else {
            EXPECT_EQ(got[i], wanted[i]) << i;
        }
    }
}

/// The problem that reading `path` reports.
std::string problem_of(const std::string& path) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_result(path, diagnostics).has_value());
    EXPECT_EQ(diagnostics.error_count(), 1U);
    return diagnostics.text();
}

TEST(ResultFile, WhatIsWrittenIsReadBack) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    Diagnostics diagnostics;
    const std::optional<Result> read = read_result(folder.file("a.h5"), diagnostics);
    ASSERT_TRUE(read) << diagnostics.text();
    const Result wanted = result_of(tiny_scenario(), tiny_forecast(), "0.1.0");

    EXPECT_EQ(read->run.version, "0.1.0");
    EXPECT_EQ(read->run.seed, 7U);
    EXPECT_EQ(read->run.first_replicate, 100U);
    EXPECT_EQ(read->run.replicates, tiny_replicates);
    EXPECT_EQ(read->run.plan_id, wanted.run.plan_id);
    EXPECT_EQ(read->run.plan_name.zh, wanted.run.plan_name.zh);
    EXPECT_EQ(read->run.plan_name.en, wanted.run.plan_name.en);
    EXPECT_EQ(read->run.plan_document, wanted.run.plan_document);
    EXPECT_EQ(read->run.pack_id, wanted.run.pack_id);
    EXPECT_EQ(read->run.pack_name.zh, wanted.run.pack_name.zh);
    EXPECT_EQ(read->run.province, "hunan");
    EXPECT_EQ(read->run.base_year, 2016);
    EXPECT_EQ(read->run.end_year, 2018);
    EXPECT_EQ(read->years, wanted.years);
    EXPECT_EQ(read->chance_all_targets, wanted.chance_all_targets);
    EXPECT_EQ(read->zone_ids, wanted.zone_ids);
    ASSERT_EQ(read->zone_names.size(), 3U);
    EXPECT_EQ(read->zone_names[1].zh, "宁乡高新区");

    ASSERT_EQ(read->targets.size(), wanted.targets.size());
    for (std::size_t i = 0; i < wanted.targets.size(); ++i) {
        const engine::TargetResult& got = read->targets[i];
        const engine::TargetResult& want = wanted.targets[i];
        EXPECT_EQ(got.target.id, want.target.id);
        EXPECT_EQ(got.target.name.zh, want.target.name.zh);
        EXPECT_EQ(got.target.name.en, want.target.name.en);
        EXPECT_EQ(got.target.document, want.target.document);
        EXPECT_EQ(got.target.clause, want.target.clause);
        EXPECT_EQ(got.target.quote, want.target.quote);
        EXPECT_EQ(got.target.scope, want.target.scope);
        EXPECT_EQ(got.target.quantifier, want.target.quantifier);
        EXPECT_EQ(got.target.metric, want.target.metric);
        EXPECT_EQ(got.target.statistic, want.target.statistic);
        EXPECT_EQ(got.target.comparison, want.target.comparison);
        EXPECT_EQ(got.target.value, want.target.value);
        EXPECT_EQ(got.target.value_high, want.target.value_high);
        EXPECT_EQ(got.target.unit, want.target.unit);
        EXPECT_EQ(got.target.year, want.target.year);
        EXPECT_EQ(got.target.base_year, want.target.base_year);
        EXPECT_EQ(got.target.fixed_perimeter, want.target.fixed_perimeter);
        EXPECT_EQ(got.target.official, want.target.official);
        EXPECT_EQ(got.assumed, want.assumed);
        EXPECT_EQ(got.unmet, want.unmet);
        EXPECT_EQ(got.target.note, want.target.note);
        EXPECT_EQ(got.chance, want.chance);
        EXPECT_EQ(got.chance_standard_error, want.chance_standard_error);
        EXPECT_EQ(got.chance_low, want.chance_low);
        EXPECT_EQ(got.chance_high, want.chance_high);
        EXPECT_EQ(got.chance_fixed_perimeter, want.chance_fixed_perimeter);
        EXPECT_EQ(got.chance_current_perimeter, want.chance_current_perimeter);
        EXPECT_EQ(got.mean, want.mean);
        EXPECT_EQ(got.expected_shortfall, want.expected_shortfall);
        EXPECT_EQ(got.shortfall_if_missed, want.shortfall_if_missed);
        EXPECT_EQ(got.share_meeting, want.share_meeting);
        expect_same(got.value, want.value);
        expect_same(got.base, want.base);
        expect_same(got.met_by_year, want.met_by_year);
    }
    expect_same(read->targets[1].member_short, wanted.targets[1].member_short);
    EXPECT_TRUE(std::isnan(read->targets[0].member_short[0])) << "a target of the whole has no members that fall short";

    EXPECT_EQ(read->province.ids, wanted.province.ids);
    ASSERT_EQ(read->province.observables.size(), 3U);
    EXPECT_EQ(read->province.observables[2].id, "facilities[incubator]");
    EXPECT_EQ(read->province.observables[1].unit, "1e8 CNY");
    EXPECT_EQ(read->province.observables[0].name.zh, "高新技术企业数");
    expect_same(read->province.mean, wanted.province.mean);
    expect_same(read->province.sd, wanted.province.sd);
    expect_same(read->province.quantile, wanted.province.quantile);

    ASSERT_EQ(read->figures.size(), 3U);
    EXPECT_EQ(read->figures[2].year, 2018);
    EXPECT_EQ(read->figures[2].value, 3018);
    EXPECT_EQ(read->figures[2].unit, "家");
    EXPECT_EQ(read->figures[2].confidence, scenario::Confidence::derived);
}

TEST(ResultFile, EqualRunsGiveEqualBytes) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    write_tiny(folder.file("b.h5"));
    const std::string bytes = bytes_of(folder.file("a.h5"));
    EXPECT_GT(bytes.size(), 10000U);
    EXPECT_TRUE(bytes == bytes_of(folder.file("b.h5")));
}

TEST(ResultFile, SplittingIntoBlocksDoesNotMatter) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    engine::BlockOutput all;
    all.first = 100;
    for (const engine::BlockOutput& block : tiny_blocks()) {
        all.count += block.count;
        all.target_value.insert(all.target_value.end(), block.target_value.begin(), block.target_value.end());
        all.target_met.insert(all.target_met.end(), block.target_met.begin(), block.target_met.end());
        all.target_year.insert(all.target_year.end(), block.target_year.begin(), block.target_year.end());
        all.parameters.insert(all.parameters.end(), block.parameters.begin(), block.parameters.end());
        all.series.insert(all.series.end(), block.series.begin(), block.series.end());
    }
    const scenario::Scenario world = tiny_scenario();
    const engine::Forecast forecast = tiny_forecast();
    ResultWriter writer(folder.file("b.h5"), world, tiny_settings(), forecast.years, forecast.parameters, tiny_provenance());
    writer.take(all);
    writer.finish(forecast);
    EXPECT_TRUE(bytes_of(folder.file("a.h5")) == bytes_of(folder.file("b.h5")));
}

TEST(ResultFile, OpensInTheToolsOfResearchers) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    const std::string root = ZONECAST_SOURCE_DIR;
    const std::string command = "/usr/bin/python3 '" + root + "/tests/outputs/check_result.py' '" + folder.file("a.h5") + "' '" + root +
                                "/docs/formats/results.md' --tiny";
    EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(ResultFile, ARunThatStoppedEarlyKeepsWhatItTook) {
    const TemporaryFolder folder;
    const scenario::Scenario world = tiny_scenario();
    engine::Forecast forecast = tiny_forecast();
    forecast.replicates = 8;
    ResultWriter writer(folder.file("a.h5"), world, tiny_settings(), forecast.years, forecast.parameters, tiny_provenance());
    const std::vector<engine::BlockOutput> blocks = tiny_blocks();
    writer.take(blocks[0]);
    writer.take(blocks[1]);
    writer.finish(forecast);
    const hdf5::File file = hdf5::File::open(folder.file("a.h5"));
    EXPECT_EQ(file.shape("target_value"), (hdf5::Shape{8, 4}));
    EXPECT_EQ(file.shape("series_value"), (hdf5::Shape{8, 2, 3}));
    const std::vector<std::int64_t> numbers = file.read<std::int64_t>("replicate");
    EXPECT_EQ(numbers, (std::vector<std::int64_t>{100, 101, 102, 103, 104, 105, 106, 107}));
    EXPECT_EQ(file.number_attribute("replicates"), 8U);
    EXPECT_EQ(file.read<double>("target_value").back(), 7.3);
}

TEST(ResultFile, APlanWithoutTargetsOrMeasuresIsWritten) {
    const TemporaryFolder folder;
    scenario::Scenario world = tiny_scenario();
    world.plan.targets.clear();
    world.plan.groups.clear();
    engine::Forecast forecast = tiny_forecast();
    forecast.targets.clear();
    forecast.target_groups.clear();
    forecast.target_correlation.clear();
    forecast.measures.clear();
    engine::RunSettings settings = tiny_settings();
    settings.keep.clear();
    ResultWriter writer(folder.file("a.h5"), world, settings, forecast.years, forecast.parameters, tiny_provenance());
    for (engine::BlockOutput block : tiny_blocks()) {
        block.target_value.clear();
        block.target_met.clear();
        block.target_year.clear();
        block.series.clear();
        writer.take(block);
    }
    writer.finish(forecast);
    Diagnostics diagnostics;
    const std::optional<Result> read = read_result(folder.file("a.h5"), diagnostics);
    ASSERT_TRUE(read) << diagnostics.text();
    EXPECT_TRUE(read->targets.empty());
    EXPECT_EQ(read->zone_ids.size(), 3U);
    EXPECT_FALSE(hdf5::File::open(folder.file("a.h5")).has("target_chance"));
}

TEST(ResultFile, WithoutFinishNothingIsLeftAndTheOldResultStays) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    const std::string before = bytes_of(folder.file("a.h5"));
    const scenario::Scenario world = tiny_scenario();
    const engine::Forecast forecast = tiny_forecast();
    {
        ResultWriter writer(folder.file("a.h5"), world, tiny_settings(), forecast.years, forecast.parameters, tiny_provenance());
        writer.take(tiny_blocks()[0]);
        EXPECT_EQ(folder.entries().size(), 3U) << "the partial file and the lock lie beside the result";
    }
    EXPECT_EQ(folder.entries(), std::vector<std::string>{"a.h5"});
    EXPECT_TRUE(bytes_of(folder.file("a.h5")) == before);
}

TEST(ResultFile, AResultIsReplacedWholeAndThroughALink) {
    const TemporaryFolder folder;
    write_tiny(folder.file("real.h5"));
    std::filesystem::create_symlink(folder.file("real.h5"), folder.file("link.h5"));
    write_tiny(folder.file("link.h5"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link.h5")));
    Diagnostics diagnostics;
    EXPECT_TRUE(read_result(folder.file("real.h5"), diagnostics).has_value());
    EXPECT_EQ(folder.entries(), (std::vector<std::string>{"link.h5", "real.h5"}));
}

/// Lets files grow to `bytes` only, as on a full disk, while it lives.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        handler_ = signal(SIGXFSZ, SIG_IGN);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~SmallDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        signal(SIGXFSZ, handler_);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int) = SIG_DFL;
};

class FullDisk : public testing::TestWithParam<rlim_t> {};

TEST_P(FullDisk, GivesAnErrorAndLeavesNothing) {
    const TemporaryFolder folder;
    write_tiny(folder.file("whole.h5"));
    const auto size = std::filesystem::file_size(folder.file("whole.h5"));
    ASSERT_LT(GetParam(), size) << "the limit would not be met";
    std::filesystem::remove(folder.file("whole.h5"));
    {
        const SmallDisk disk(GetParam());
        try {
            write_tiny(folder.file("a.h5"));
            FAIL() << "no error";
        } catch (const FileError& error) {
            EXPECT_EQ(error.path(), folder.file("a.h5"));
            EXPECT_NE(error.problem().en.find("File too large"), std::string::npos) << error.what();
            EXPECT_NE(error.hint().en.find("make room"), std::string::npos) << error.what();
        }
    }
    EXPECT_TRUE(folder.entries().empty());
    write_tiny(folder.file("a.h5"));  // and the program can go on
    Diagnostics diagnostics;
    EXPECT_TRUE(read_result(folder.file("a.h5"), diagnostics).has_value()) << diagnostics.text();
}

INSTANTIATE_TEST_SUITE_P(ResultFile, FullDisk, testing::Values(2048, 20000, 60000, 90000));

TEST(ResultFile, PlacesThatCannotBeWrittenAreNamedBeforeTheRun) {
    const TemporaryFolder folder;
    const scenario::Scenario world = tiny_scenario();
    const engine::Forecast forecast = tiny_forecast();
    const auto problem = [&](const std::string& path) -> std::string {
        try {
            const ResultWriter writer(path, world, tiny_settings(), forecast.years, forecast.parameters, tiny_provenance());
        } catch (const FileError& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_NE(problem(folder.file("missing/a.h5")).find("there is no folder " + folder.file("missing")), std::string::npos);
    EXPECT_NE(problem(folder.path()).find("it is a folder"), std::string::npos);
    EXPECT_NE(problem("/dev/full").find("it can be no pipe, no device"), std::string::npos);
    EXPECT_NE(problem("").find("no file name"), std::string::npos);
    EXPECT_TRUE(folder.entries().empty());
    if (geteuid() != 0) {
        std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
        EXPECT_NE(problem(folder.file("a.h5")).find("Permission denied"), std::string::npos);
        std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
    }
}

TEST(ResultFile, BlocksOutOfOrderAndWrongSizesAreRefused) {
    const TemporaryFolder folder;
    const scenario::Scenario world = tiny_scenario();
    const engine::Forecast forecast = tiny_forecast();
    const std::vector<engine::BlockOutput> blocks = tiny_blocks();
    {
        ResultWriter writer(folder.file("a.h5"), world, tiny_settings(), forecast.years, forecast.parameters, tiny_provenance());
        EXPECT_THROW(writer.take(blocks[1]), std::logic_error);
    }
    {
        ResultWriter writer(folder.file("a.h5"), world, tiny_settings(), forecast.years, forecast.parameters, tiny_provenance());
        engine::BlockOutput short_block = blocks[0];
        short_block.parameters.pop_back();
        EXPECT_THROW(writer.take(short_block), std::logic_error);
    }
    {
        ResultWriter writer(folder.file("a.h5"), world, tiny_settings(), forecast.years, forecast.parameters, tiny_provenance());
        EXPECT_THROW(writer.finish(forecast), std::logic_error) << "no replicate was taken";
    }
    EXPECT_TRUE(folder.entries().empty());
}

TEST(ResultFile, WhatIsNoResultIsExplained) {
    const TemporaryFolder folder;
    EXPECT_NE(problem_of(folder.file("none.h5")).find("there is no such file"), std::string::npos);
    EXPECT_NE(problem_of(folder.path()).find("is a folder"), std::string::npos);
    std::ofstream(folder.file("text.h5")) << "id,name\n";
    EXPECT_NE(problem_of(folder.file("text.h5")).find("is not an HDF5 file"), std::string::npos);
    std::ofstream(folder.file("empty.h5")).close();
    EXPECT_NE(problem_of(folder.file("empty.h5")).find("is empty"), std::string::npos);
    {
        hdf5::File other = hdf5::File::create(folder.file("other.h5"), "other.h5");
        other.attribute("title", "something else");
        other.close();
    }
    EXPECT_NE(problem_of(folder.file("other.h5")).find("no result of zonecast"), std::string::npos);
    {
        hdf5::File newer = hdf5::File::create(folder.file("newer.h5"), "newer.h5");
        newer.attribute("source", "zonecast 9.0");
        newer.attribute("format_version", format_version + 1);
        newer.close();
    }
    const std::string newer = problem_of(folder.file("newer.h5"));
    EXPECT_NE(newer.find("has result format 2, but this zonecast reads format 1"), std::string::npos) << newer;
    EXPECT_NE(newer.find("use the newer zonecast"), std::string::npos) << newer;
    {
        hdf5::File bare = hdf5::File::create(folder.file("bare.h5"), "bare.h5");
        bare.attribute("source", "zonecast 0.1.0");
        bare.attribute("format_version", format_version);
        bare.close();
    }
    EXPECT_NE(problem_of(folder.file("bare.h5")).find("lacks the attribute seed"), std::string::npos);
}

TEST(ResultFile, AFileThatWasCutOffIsExplained) {
    const TemporaryFolder folder;
    write_tiny(folder.file("a.h5"));
    const auto size = std::filesystem::file_size(folder.file("a.h5"));
    for (const auto kept : {size - 1, size / 2, size / 10, std::uintmax_t{600}}) {
        std::filesystem::resize_file(folder.file("a.h5"), kept);
        EXPECT_NE(problem_of(folder.file("a.h5")).find("cut off"), std::string::npos) << kept;
    }
}

TEST(Variables, UnitsReadLikeUdunits) {
    EXPECT_EQ(file_unit("count"), "1");
    EXPECT_EQ(file_unit("ratio"), "1");
    EXPECT_EQ(file_unit("rank"), "1");
    EXPECT_EQ(file_unit(""), "1");
    EXPECT_EQ(file_unit("1e8 CNY"), "1e8 CNY");
    EXPECT_EQ(file_unit("1e4 persons"), "1e4 persons");
    EXPECT_EQ(file_unit("ratio per year"), "1/year");
    EXPECT_EQ(file_unit("1e8 CNY per mu"), "1e8 CNY/mu");
    EXPECT_EQ(file_unit("per 1e4 persons"), "1/(1e4 persons)");
}

TEST(Variables, NamesFitEveryReader) {
    EXPECT_EQ(variable_name("hnte_count"), "hnte_count");
    EXPECT_EQ(variable_name("clusters[output >= 500]"), "clusters_output_500");
    EXPECT_EQ(variable_name("recognised_clusters.national"), "recognised_clusters_national");
    EXPECT_THROW(static_cast<void>(fixed_variable("no_such_variable")), std::logic_error);
}

}  // namespace
}  // namespace zonecast::outputs::tests
