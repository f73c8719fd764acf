// The cohorts of the province and the flows between them, from a result file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"

namespace zonecast::outputs {

/// Means over the replicates of a run. A cell is 4 revenue_class + certificate; the last one of the flows lies outside the population.
struct ProvinceCohorts {
    int year = 0;
    std::vector<double> number;  ///< [cell] enterprises at the end of the year
    std::vector<double> flow;    ///< [from][to] enterprises that moved in the year
};

/// Those of the last year of a result. Nothing, with the reason in `diagnostics`, if the file cannot be read or holds no cohorts.
[[nodiscard]] std::optional<ProvinceCohorts> read_cohorts(const std::string& path, Diagnostics& diagnostics);

}  // namespace zonecast::outputs
