// Runs of a plan for Python: as `zonecast run` makes them, into a file or into memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/engine/forecast.hpp"
#include "python/read_plan.hpp"

namespace zonecast::python {

/// What is asked of a run, in the words of the options of `zonecast run`.
struct Asked {
    std::uint64_t seed = 1, first_replicate = 0, replicates = 1000;
    int threads = 0;  ///< 0: all cores
    std::vector<std::string> keep, uncertainty;
    std::string design = "independent";
    bool split = false;
    std::vector<std::string> given;  ///< parameters whose values are given; none: all are drawn
    std::vector<double> values;      ///< [replicate][given]
};

/// Runs and writes a result file, the same bytes as `zonecast run` with the same plan and options. Throws BadInput,
/// outputs::FileError and ensemble::Cancelled; then there is no file.
void run_to_file(const ReadPlan& plan, const Asked& asked, const std::string& path, const engine::Progress& progress);

/// Runs and keeps what there is of each replicate, without panels: faster, and nothing is written. Throws as above.
[[nodiscard]] engine::BlockOutput run_to_memory(const ReadPlan& plan, const Asked& asked, const engine::Progress& progress);

}  // namespace zonecast::python
