// How a run was made, as data: the command that makes it again is written from this, never cut out of a text.
#pragma once

#include <string>
#include <vector>

#include "model/engine/forecast.hpp"

namespace zonecast::outputs {

struct RunRecord {
    std::string plan;              ///< path of the plan as given
    std::vector<std::string> set;  ///< quick changes as given
    engine::RunSettings settings;  ///< seed, replicates, kept series, kinds of uncertainty, design, part
    bool split = false;            ///< with a split of variance
    std::string posterior;         ///< path of the file of parameters as given; empty: none
};

/// The command that makes the same result again. What does not change a result (threads, the file's own name) is left out, so that equal
/// results are equal files.
[[nodiscard]] std::string command_of(const RunRecord& record);

}  // namespace zonecast::outputs
