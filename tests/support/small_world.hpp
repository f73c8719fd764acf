// A minimal but complete scenario on disk, for tests: a library of three sectors and three industries, a province with two cities and four
// zones, ten clusters, a chain of four segments, and a plan from 2016 to 2019.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::test {

/// Writes the small world into a fresh temporary folder and removes the folder at the end of its life.
///
/// Files, named relative to the folder: plans/small.toml; packs/small/{pack.toml, cities.csv, zones.csv, clusters.csv, segments.csv,
/// supply.csv, enterprises.csv, history.csv}; library/{sectors.csv, io_coefficients.csv, industries.csv, priors.toml, instruments.toml}.
/// The priors are the project's own (scenarios/library/priors.toml, copied when the world is made), and the pack
/// defines value_added_to_revenue; everything else is made up.
///
/// Ids: province "lakeland"; cities "east" and "west"; zones "east_htz" (national since 1991), "east_park" (provincial since 2010),
/// "west_htz" (provincial since 2008, national from 2018), "west_park" (provincial from 2018, a candidate in the base year); industries
/// "construction_machinery", "electronics", "nonferrous_materials"; segments "metal", "chips" (missing in the province), "controller",
/// "excavator". Instruments: "hnte_cultivation", "rd_super_deduction", "incubation", "chain_completion", and for every lever L of the
/// engine "push_L", whose only channel moves L by a fixed amount for a dose of 1, at once, without fading.
class SmallWorld {
public:
    SmallWorld();
    ~SmallWorld();
    SmallWorld(const SmallWorld&) = delete;
    SmallWorld& operator=(const SmallWorld&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    /// Path of the plan file.
    [[nodiscard]] std::string plan() const;
    /// Absolute path of a file of the world.
    [[nodiscard]] std::string path(const std::string& file) const;

    [[nodiscard]] std::string text(const std::string& file) const;
    void write(const std::string& file, const std::string& text);
    void append(const std::string& file, const std::string& text);
    /// Replaces the only occurrence of `before`; throws std::runtime_error if there is none or more than one, so that an edit never misses.
    void replace(const std::string& file, const std::string& before, const std::string& after);
    void remove(const std::string& file);
    /// Number of the only line that contains `part`, from 1; throws like replace().
    [[nodiscard]] std::size_t line_of(const std::string& file, const std::string& part) const;

    /// What the reader makes of the world.
    [[nodiscard]] std::optional<scenario::Scenario> read(Diagnostics& diagnostics, const std::vector<std::string>& overrides = {}) const;
    /// The scenario; throws std::runtime_error with the problems if it does not read.
    [[nodiscard]] scenario::Scenario scenario(const std::vector<std::string>& overrides = {}) const;

private:
    std::filesystem::path folder_;
};

}  // namespace zonecast::test
