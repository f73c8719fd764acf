// A result as the scorecard, the outlook and later reports use it: read from a file or taken straight from a finished run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/engine/forecast.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::outputs {

/// What was run.
struct RunInfo {
    std::string version;  ///< of zonecast
    std::uint64_t seed = 0;
    std::uint64_t first_replicate = 0;
    std::uint64_t replicates = 0;
    std::string plan_id;
    scenario::Name plan_name;
    std::string plan_document;
    std::string pack_id;
    scenario::Name pack_name;
    std::string province;
    int base_year = 0;
    int known_until = 0;  ///< the year whose zones the fixed perimeter holds
    int end_year = 0;
};

/// The part of a result that does not grow with the number of replicates.
struct Result {
    RunInfo run;
    std::vector<int> years;  ///< base year first
    std::vector<engine::BaseYearLine> start;  ///< how the start meets the base year's figures; without places in input files
    std::vector<engine::TargetResult> targets;
    double chance_all_targets = 0;
    std::vector<engine::TargetGroupResult> target_groups;
    std::vector<double> target_correlation;  ///< [target][target], as in engine::Forecast
    std::optional<engine::IndexResult>
        index;                          ///< absent without an index; read from a file it has ids, names, weights and kinds of its items
    std::optional<engine::VarianceSplit> split;  ///< where the doubt comes from, if the run was asked to say
    std::vector<std::string> zone_ids;  ///< order of TargetResult::member_short
    std::vector<scenario::Name> zone_names;
    engine::Panel province;                 ///< summaries of the province's observables
    std::vector<scenario::Figure> figures;  ///< the pack's history; without places in input files

    std::string path;  ///< of the file that the result was read from; empty if it comes from a run
    // What the scenario was read from (read_stored_scenario reads it again); empty in files of versions that did not keep it.
    std::vector<scenario::SourceFile> input_files;
    std::string plan_file;               ///< path of the plan in `input_files`
    std::vector<std::string> overrides;  ///< quick changes of the run, as given
};

/// The result of a run that has just ended. `version` is that of zonecast.
[[nodiscard]] Result result_of(const scenario::Scenario& scenario, const engine::Forecast& forecast, const std::string& version);

}  // namespace zonecast::outputs
