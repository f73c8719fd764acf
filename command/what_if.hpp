// What the changes of a plan do to its supply chains: the questions asked before and after, demand pull, supply, and a paired simulation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/base/diagnostics.hpp"
#include "model/ensemble/executor.hpp"
#include "model/graph/fragility.hpp"
#include "model/scenario/scenario.hpp"
#include "outputs/fitted_table.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::command {

/// A segment that has become fragile, is so no longer, or leans on supply from outside to another degree (share of an end product's
/// output).
struct FragilityMove {
    scenario::Name segment;
    std::string id;
    bool before = false, after = false;
    double exposure_before = 0, exposure_after = 0;
};

/// What an industry feels, at the centre of chi.
struct IndustryMove {
    std::string id;
    scenario::Name name;
    double multiplier_before = 1, multiplier_after = 1;  ///< output of the region per unit of final demand (column of the Leontief inverse)
    double first_round = 0;                              ///< log points of sales, all years together
    double with_pull = 0;                                ///< the same with what buyers pass on
    double least_supply = 1;                             ///< smallest supply factor of the years
};

/// A figure of the end year, with and without the changes: means over paired replicates.
struct SimulatedMove {
    std::string dimension, id, observable;
    scenario::Name name;
    double before = 0, after = 0;
    double difference_error = 0;  ///< standard error of the mean difference
};

struct WhatIf {
    std::vector<scenario::Change> changes;
    int year = 0;  ///< in which the questions are asked: the last
    struct Chain {
        std::string id;
        std::size_t present_before = 0, present_after = 0, missing_before = 0, missing_after = 0;
    };
    std::vector<Chain> chains;                             ///< in which something has changed
    std::vector<FragilityMove> fragile;                    ///< that moved
    double multiplier_before = 1, multiplier_after = 1;    ///< mean over industries, weighted by output
    double local_sales_before = 0, local_sales_after = 0;  ///< share of sales that stays in the region
    std::vector<IndustryMove> industries;                  ///< that moved, the largest first
    std::uint64_t replicates = 0;
    std::vector<SimulatedMove> simulated;  ///< province first, then the clusters that moved most
};

/// Works out what the changes of the scenario do. With `replicates` above zero both worlds are also simulated, with the
/// same seed and so the same draws; progress counts the replicates of both. Nothing, with the problems reported, if one
/// of the worlds does not compile. Throws std::domain_error as total_requirements does, and ensemble::Cancelled.
[[nodiscard]] std::optional<WhatIf> what_if(const scenario::Scenario& scenario, std::uint64_t replicates,
                                            std::uint64_t seed, Diagnostics& problems,
                                            const ensemble::Execution& execution);

[[nodiscard]] nlohmann::ordered_json to_json(const WhatIf& answer);
[[nodiscard]] std::string what_if_text(const WhatIf& answer, const outputs::TextStyle& style);

}  // namespace zonecast::command
