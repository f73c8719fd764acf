// A scenario and a forecast small enough to check every number by hand, with something in every part of a result.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/engine/forecast.hpp"
#include "model/scenario/scenario.hpp"
#include "outputs/result_file.hpp"

namespace zonecast::outputs::tests {

inline constexpr std::uint64_t tiny_replicates = 10;
inline constexpr std::uint64_t tiny_block = 4;

[[nodiscard]] scenario::Scenario tiny_scenario();
[[nodiscard]] engine::Forecast tiny_forecast();
[[nodiscard]] engine::RunSettings tiny_settings();
/// The blocks of the run, in order.
[[nodiscard]] std::vector<engine::BlockOutput> tiny_blocks();
[[nodiscard]] Provenance tiny_provenance();

/// Writes the tiny result to `path`.
void write_tiny(const std::string& path);

/// A folder of its own under the system's temporary folder, removed with everything in it at the end.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::string path() const { return path_; }
    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
    /// Names of what lies in it, sorted.
    [[nodiscard]] std::vector<std::string> entries() const;

private:
    std::string path_;
};

/// All bytes of a file.
[[nodiscard]] std::string bytes_of(const std::string& path);

}  // namespace zonecast::outputs::tests
