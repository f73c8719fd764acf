#include "model/graph/graphml.hpp"

#include <ostream>
#include <sstream>
#include <string_view>

#include <boost/graph/graphml.hpp>
#include <boost/property_map/function_property_map.hpp>

namespace zonecast::graph {

namespace {

template <class Read>
void add_node_attribute(boost::dynamic_properties& properties, const char* name, const View& view, Read read) {
    properties.property(name, boost::make_function_property_map<Vertex>([&view, read](Vertex vertex) { return read(view[vertex]); }));
}

template <class Read>
void add_edge_attribute(boost::dynamic_properties& properties, const char* name, const View& view, Read read) {
    properties.property(name, boost::make_function_property_map<EdgeId>([&view, read](const EdgeId& edge) { return read(view[edge]); }));
}

}  // namespace

void write_graphml(std::ostream& out, const Graph& graph, const Selection& selection) {
    const View selected = view(graph, selection);
    boost::dynamic_properties properties;
    add_node_attribute(properties, "kind", selected, [](const Node& n) { return std::string(to_string(n.kind)); });
    add_node_attribute(properties, "id", selected, [](const Node& n) { return n.id; });
    add_node_attribute(properties, "name_zh", selected, [](const Node& n) { return n.name.zh; });
    add_node_attribute(properties, "name_en", selected, [](const Node& n) { return n.name.en; });
    add_node_attribute(properties, "level", selected, [](const Node& n) { return std::string(n.level ? to_string(*n.level) : ""); });
    add_node_attribute(properties, "chain", selected, [](const Node& n) { return n.chain; });
    add_node_attribute(properties, "position", selected, [](const Node& n) { return n.position; });
    add_node_attribute(properties, "presence", selected,
                       [](const Node& n) { return std::string(n.presence ? to_string(*n.presence) : ""); });
    add_node_attribute(properties, "size", selected, [](const Node& n) { return n.size; });
    add_edge_attribute(properties, "layer", selected, [](const Edge& e) { return std::string(to_string(e.layer)); });
    add_edge_attribute(properties, "weight", selected, [](const Edge& e) { return e.weight; });
    add_edge_attribute(properties, "local_share", selected, [](const Edge& e) { return e.local_share; });
    add_edge_attribute(properties, "critical", selected, [](const Edge& e) { return e.critical; });
    add_edge_attribute(properties, "flow", selected, [](const Edge& e) { return e.flow; });
    add_edge_attribute(properties, "transition", selected,
                       [](const Edge& e) { return std::string(e.transition ? to_string(*e.transition) : ""); });
    std::ostringstream text;
    boost::write_graphml(text, selected, boost::get(boost::vertex_index, selected), properties, true);
    const std::string_view whole = text.view();
    const std::size_t declared = whole.find('\n') + 1;  // nothing may stand above the declaration of XML
    out << whole.substr(0, declared) << graphml_mark << whole.substr(declared);
}

}  // namespace zonecast::graph
