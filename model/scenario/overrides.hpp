// Quick changes of a scenario, "key=value", as the command line takes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/reading.hpp"

namespace zonecast::scenario {

struct Override {
    enum class Kind {
        parameter,
        dose,
        dose_of_year,
        end_year,
        target_value,
        shock_size,
        without_index,
        index_weight,
        change,
    };
    Kind kind = Kind::parameter;
    std::string id;  ///< of the parameter, measure, target, shock, or group or item of the index; of what a change changes, as
                     ///< "<seller>:<buyer>" for a link
    Change::Action action = Change::Action::remove;  ///< change
    int year = 0;                                    ///< dose_of_year
    double value = 0;
    std::string text;  ///< as given
};

/// Reads the overrides; what cannot be read, or stands twice, is reported and left out.
[[nodiscard]] std::vector<Override> parse_overrides(const std::vector<std::string>& texts, Diagnostics& diagnostics);

/// The end year that an override sets, if any.
[[nodiscard]] std::optional<int> end_year_of(const std::vector<Override>& overrides);

/// Changes priors, measures, targets, shocks, the index and the supply chain of the scenario read.
void apply_overrides(const std::vector<Override>& overrides, Reading& reading);

}  // namespace zonecast::scenario
