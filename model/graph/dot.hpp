// Export of the graph as DOT, for Graphviz: `dot -Tsvg chain.dot -o chain.svg`.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "model/graph/graph.hpp"

namespace zonecast::graph {

/// How a file that write_dot made begins.
inline constexpr std::string_view dot_beginning = "// zonecast graph\n";

/// Writes the selected part, left to right, labelled with the given member of the names (&Name::zh or &Name::en), UTF-8. Segments that the
/// region lacks are dashed, those it holds weakly dotted; specific inputs are bold.
void write_dot(std::ostream& out, const Graph& graph, const Selection& selection, std::string scenario::Name::*name);

}  // namespace zonecast::graph
