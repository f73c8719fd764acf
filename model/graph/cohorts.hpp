// Enterprise cohorts as nodes and the moves between them as edges, added on demand.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

/// Which cohorts there are.
struct CohortGrid {
    std::vector<std::string> class_names;  ///< one a revenue class, smallest first, e.g. "0.5-1"
    std::size_t certificate_states = 4;    ///< uncertified, then 1, 2, ... years left
};

struct CohortStock {
    CohortCell cell;
    double number = 0;  ///< enterprises
};

struct CohortFlow {
    CohortCell from, to;
    double number = 0;  ///< enterprises a year
};

/// What a move is. What happens to the certificate names the move (certify, renew, lapse); where it only runs on, the change of class does
/// (up, down), else it is `age` for a certified enterprise and `stay` for an uncertified one.
[[nodiscard]] Transition transition_between(const CohortCell& from, const CohortCell& to, const CohortGrid& grid);

/// The moves that are possible in one step: a class up or down, a certificate's year gone, renewed, lapsed, won, entry and exit.
/// Numbers are zero.
[[nodiscard]] std::vector<CohortFlow> elementary_moves(const CohortGrid& grid);

/// Adds the cohorts of an owner (a cluster, or the province for all of them together) with their numbers and the flows between them as
/// edges of the layer `advances`. Node ids are "<owner>/<class>/<certificate>", and "<owner>/outside".
/// Throws std::invalid_argument for an unknown owner, a cell outside the grid, or cohorts added twice.
void add_cohorts(Graph& graph, NodeKind owner_kind, const std::string& owner, const CohortGrid& grid,
                 const std::vector<CohortStock>& stocks, const std::vector<CohortFlow>& flows);

}  // namespace zonecast::graph
