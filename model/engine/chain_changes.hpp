// The supply chain of a scenario as the changes of its plan leave it in a year.
//
// docs/model.md, "Changes of the chain" (E69).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/laws/sourcing.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::engine {

/// A supply link in a year: `edge` with the shares that hold then, and the share of the input that nobody supplies any more.
struct LinkInYear {
    scenario::SupplyEdge edge;
    double lost = 0;
};

/// All links in a year: those of the pack in its order, then those that changes add (with an input share of zero before they do). The list
/// is the same in every year. The scenario must have been checked by the reader.
[[nodiscard]] std::vector<LinkInYear> links_in_year(const scenario::Scenario& scenario, int year);

/// The local share that a link reaches when its segment is completed and the change does not say: what the pack gives on average to links
/// of the same kind (specific or generic) from segments that the province has; the link's own share if that is higher or its segment is
/// there.
[[nodiscard]] double completed_share(const scenario::Scenario& scenario, const scenario::SupplyEdge& edge);

/// Whether a change removes this cluster (as such or with its zone) in that very year.
[[nodiscard]] bool removed_in(const scenario::Scenario& scenario, const scenario::Cluster& cluster, int year);

/// The scenario as it stands in a year, with its changes worked in and none left: links, presence of segments, clusters that are gone or
/// have come (with the median revenue of the newcomer). For questions on the chain; a run keeps the changes and follows them year by year.
[[nodiscard]] scenario::Scenario scenario_in_year(scenario::Scenario scenario, int year);

}  // namespace zonecast::engine
