// What the page of the policy lab starts from, as JSON: the plan as written with its chances, its levers with costs,
// evidence and bounds, and which replicates meet which target, so that every scenario is compared with the plan on the
// same draws at once.
#pragma once

#include <nlohmann/json.hpp>

#include "lab/engine/laboratory.hpp"
#include "model/ensemble/executor.hpp"
#include "outputs/words.hpp"

namespace zonecast::lab {

/// Replicates of the full answer by default: whole blocks, about a thousand.
inline constexpr std::uint64_t full_answer = 1024;
/// Replicates of the first answer, and of the digest that proves the engine of the page.
inline constexpr std::uint64_t first_answer = 32;

struct LabData {
    nlohmann::ordered_json page;    ///< what the page shows; keys as in docs/lab.md
    nlohmann::ordered_json engine;  ///< what the engine in the page opens: files, plan, keep
};

/// Runs `replicates` of the plan as written, as many as the page then works out of every scenario, and puts together
/// what it needs. `version` is that of zonecast. Throws what the ensemble throws.
[[nodiscard]] LabData lab_data(const engine::World& world, std::uint64_t replicates, std::uint64_t seed,
                               const ensemble::Execution& execution, outputs::Language language, const std::string& version);

}  // namespace zonecast::lab
