// Kinds of nodes and layers of edges of the graph, and what each node and edge carries.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/scenario/scenario.hpp"

namespace zonecast::graph {

enum class NodeKind { province, city, zone, cluster, cohort, industry, segment, enterprise };

/// What an edge means. An edge lies in one layer; two nodes may be joined in several.
enum class Layer {
    contains,  ///< province > city > zone > cluster > cohort or enterprise
    makes,     ///< industry > cluster that is of it, industry > segment that it makes
    supplies,  ///< seller > buyer, segments (input shares) or clusters (shares of sales)
    spills,    ///< source of knowledge > cluster that learns from it
    advances,  ///< cohort > cohort: where enterprises move in a year
};

/// What an enterprise does when it moves along an edge of the layer `advances`.
enum class Transition { enter, exit, certify, renew, lapse, age, up, down, stay };

/// A group of enterprises of one revenue class and one certificate state; class `outside` is where entrants come from and exits go.
struct CohortCell {
    std::size_t revenue_class = 0;
    std::size_t certificate = 0;  ///< 0 uncertified, else years left
    bool outside = false;
    friend bool operator==(const CohortCell&, const CohortCell&) = default;
};

struct Node {
    NodeKind kind = NodeKind::province;
    std::string id;  ///< unique among nodes of its kind
    scenario::Name name;
    // Empty unless the kind has it.
    std::optional<scenario::ZoneLevel> level;    ///< zone, in the year of the graph
    std::string chain;                           ///< segment
    std::string position;                        ///< segment: upstream, midstream, downstream, service
    std::optional<scenario::Presence> presence;  ///< segment
    std::optional<CohortCell> cell;              ///< cohort
    double size = 0;  ///< revenue in 1e8 CNY of clusters and enterprises (0: not published); number of enterprises of cohorts
};

struct Edge {
    Layer layer = Layer::contains;
    double weight = 1;  ///< supplies: input share (segments) or share of sales (clusters); spills: weight; advances: enterprises a year
    double local_share = 0;                ///< supplies between segments: share bought inside the province
    bool critical = false;                 ///< supplies between segments: the input is specific
    std::string flow;                      ///< supplies between segments: "intermediate", or a kind that is no input to production
    std::optional<Transition> transition;  ///< advances
};

/// Names as written in exports and on the command line.
[[nodiscard]] const char* to_string(NodeKind kind);
[[nodiscard]] const char* to_string(Layer layer);
[[nodiscard]] const char* to_string(Transition transition);
[[nodiscard]] const char* to_string(scenario::Presence presence);
[[nodiscard]] const char* to_string(scenario::ZoneLevel level);

/// The layer of that name, or nothing.
[[nodiscard]] std::optional<Layer> layer_named(const std::string& name);

}  // namespace zonecast::graph
