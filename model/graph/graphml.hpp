// Export of the graph as GraphML, for yEd, Gephi, networkx, igraph and others.
#pragma once

#include <iosfwd>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

/// Writes the selected part with all attributes of its nodes and edges, UTF-8.
void write_graphml(std::ostream& out, const Graph& graph, const Selection& selection);

}  // namespace zonecast::graph
