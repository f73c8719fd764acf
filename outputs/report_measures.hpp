// The measures of a result as the page shows them.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "model/scenario/scenario.hpp"
#include "outputs/variable_reader.hpp"

namespace zonecast::outputs {

/// The parameters that were drawn, of at most so many replicates.
struct DrawnParameters {
    std::vector<std::string> ids;
    std::vector<scenario::Name> names;
    std::vector<std::string> groups;
    std::size_t replicates = 0;
    std::vector<double> values;  ///< [replicate][parameter]
};
[[nodiscard]] DrawnParameters read_parameters(const VariableReader& reader, const hdf5::File& file, std::size_t most_replicates);

/// One object a measure: names, scope, clause, cost by year, the effects that were drawn (median, 5 and 95 per cent, share of zeros), and,
/// if the scenario is known, dose, channels with evidence grade and source.
[[nodiscard]] nlohmann::ordered_json measures_json(const VariableReader& reader, const DrawnParameters& drawn, std::size_t years,
                                                   const scenario::Scenario* scenario);

}  // namespace zonecast::outputs
