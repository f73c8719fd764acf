// The examples in docs/formats are complete: written to disk as they stand they read without a problem.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "model/engine/observables.hpp"
#include "model/scenario/read.hpp"
#include "model/scenario/vocabulary.hpp"
#include "model/targets/judge.hpp"

namespace zonecast::test {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Code blocks that follow a line which begins with a file name in backquotes, by that name.
std::map<std::string, std::string> files_in(const std::string& page) {
    std::map<std::string, std::string> files;
    std::istringstream in(page);
    std::string line, name;
    while (std::getline(in, line)) {
        std::smatch match;
        if (std::regex_search(line, match, std::regex("^`(scenarios/[^`]+)`"))) name = match[1];
        if (line.rfind("```", 0) != 0) continue;
        std::string block;
        while (std::getline(in, line) && line != "```") block += line + "\n";
        if (!name.empty()) files[name] = block;
        name.clear();
    }
    return files;
}

TEST(Documentation, TheHandWrittenPackReads) {
    const fs::path source = ZONECAST_SOURCE_DIR;
    std::map<std::string, std::string> files = files_in(text_of(source / "docs/formats/pack.md"));
    files.merge(files_in(text_of(source / "docs/formats/plan.md")));
    ASSERT_EQ(files.size(), 6u);

    std::string pattern = (fs::temp_directory_path() / "zonecast-docs-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    const fs::path folder = pattern;
    for (const auto& [name, text] : files) {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << text;
    }
    fs::create_directory_symlink(source / "scenarios/library", folder / "scenarios/library");

    Diagnostics diagnostics;
    const auto scenario = scenario::read_scenario((folder / "scenarios/plans/guizhou-example.toml").string(), {}, diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    ASSERT_TRUE(scenario);
    EXPECT_EQ(scenario->pack_id, "guizhou-four");
    EXPECT_EQ(scenario->zones.size(), 8u);
    EXPECT_EQ(scenario->clusters.size(), 11u);
    EXPECT_EQ(scenario->plan.targets.size(), 3u);
    targets::check_targets(*scenario, diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    fs::remove_all(folder);
}

TEST(Documentation, ThePagesNameEveryObservableAndLever) {
    const fs::path pages = fs::path(ZONECAST_SOURCE_DIR) / "docs/formats";
    const std::string plan = text_of(pages / "plan.md"), pack = text_of(pages / "pack.md");
    for (const auto& observable : engine::quantity_texts)
        EXPECT_NE(plan.find("| `" + std::string(observable.id) + "` | " + std::string(observable.unit) + " |"), std::string::npos)
            << observable.id;
    for (const auto& derived : engine::derived)
        EXPECT_NE(plan.find("| `" + std::string(derived.text.id) + "` | " + std::string(derived.text.unit) + " |"), std::string::npos)
            << derived.text.id;
    for (const auto& lever : scenario::lever_words()) EXPECT_NE(pack.find("`" + lever.first + "`"), std::string::npos) << lever.first;
}

}  // namespace
}  // namespace zonecast::test
