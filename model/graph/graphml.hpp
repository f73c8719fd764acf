// Export of the graph as GraphML, for yEd, Gephi, networkx, igraph and others.
#pragma once

#include <iosfwd>
#include <string_view>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

/// A comment in the second line of what write_graphml makes.
inline constexpr std::string_view graphml_mark = "<!-- zonecast graph -->\n";

/// Writes the selected part with all attributes of its nodes and edges, UTF-8.
void write_graphml(std::ostream& out, const Graph& graph, const Selection& selection);

}  // namespace zonecast::graph
