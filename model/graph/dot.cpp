#include "model/graph/dot.hpp"

#include <ostream>

#include <fmt/format.h>
#include <boost/graph/graphviz.hpp>

namespace zonecast::graph {

namespace {

const char* shape(NodeKind kind) {
    switch (kind) {
        case NodeKind::segment:
            return "box";
        case NodeKind::industry:
            return "hexagon";
        case NodeKind::cluster:
            return "ellipse";
        case NodeKind::enterprise:
            return "plain";
        default:
            return "folder";
    }
}

const char* line(const Node& node) {
    if (node.presence == scenario::Presence::missing) return "dashed";
    if (node.presence == scenario::Presence::weak) return "dotted";
    return "solid";
}

std::string edge_label(const Edge& edge) {
    if (edge.transition) return fmt::format("{} {:.3g}", to_string(*edge.transition), edge.weight);
    return edge.layer == Layer::supplies || edge.layer == Layer::spills ? fmt::format("{:.3g}", edge.weight) : std::string();
}

}  // namespace

void write_dot(std::ostream& out, const Graph& graph, const Selection& selection, std::string scenario::Name::*name) {
    const View selected = view(graph, selection);
    const auto write_node = [&](std::ostream& stream, Vertex vertex) {
        const Node& node = selected[vertex];
        const std::string& label = (node.name.*name).empty() ? node.id : node.name.*name;
        stream << "[label=" << boost::escape_dot_string(label) << ", tooltip=" << boost::escape_dot_string(node.id)
               << ", shape=" << shape(node.kind) << ", style=" << line(node) << "]";
    };
    const auto write_edge = [&](std::ostream& stream, const EdgeId& edge) {
        const Edge& carried = selected[edge];
        stream << "[label=" << boost::escape_dot_string(edge_label(carried)) << ", style=" << (carried.critical ? "bold" : "solid")
               << ", class=" << to_string(carried.layer) << "]";
    };
    const auto write_settings = [](std::ostream& stream) { stream << "rankdir=LR;\ncharset=\"UTF-8\";\n"; };
    out << dot_beginning;
    boost::write_graphviz(out, selected, write_node, write_edge, write_settings);
}

}  // namespace zonecast::graph
