#include "model/engine/chain_changes.hpp"

#include <algorithm>

namespace zonecast::engine {

using scenario::Change;
using scenario::Cluster;
using scenario::Presence;
using scenario::Scenario;
using scenario::SupplyEdge;
using Action = Change::Action;
using Kind = Change::Kind;

namespace {

Presence presence_of(const Scenario& scenario, const std::string& segment) {
    const auto found = std::find_if(scenario.segments.begin(), scenario.segments.end(), [&](const auto& one) { return one.id == segment; });
    return found == scenario.segments.end() ? Presence::yes : found->presence;
}

bool concerns(const Change& change, const SupplyEdge& edge) {
    if (change.kind == Kind::segment) return edge.from == change.target;
    return change.kind == Kind::link && edge.flow == "intermediate" && edge.from == change.target && edge.to == change.buyer;
}

/// A link that a change adds and the pack does not have.
bool is_new(const Scenario& scenario, const Change& change) {
    return change.kind == Kind::link && change.action == Action::add && change.input_share &&
           std::none_of(scenario.supply.begin(), scenario.supply.end(), [&](const SupplyEdge& edge) { return concerns(change, edge); });
}

}  // namespace

double completed_share(const Scenario& scenario, const SupplyEdge& edge) {
    if (presence_of(scenario, edge.from) == Presence::yes) return edge.local_share;
    double sum = 0, number = 0;
    for (const SupplyEdge& other : scenario.supply)
        if (other.critical == edge.critical && other.flow == edge.flow && presence_of(scenario, other.from) == Presence::yes)
            sum += other.local_share, number += 1;
    return number > 0 ? std::max(edge.local_share, sum / number) : edge.local_share;
}

std::vector<LinkInYear> links_in_year(const Scenario& scenario, int year) {
    std::vector<LinkInYear> links;
    for (const SupplyEdge& edge : scenario.supply) links.push_back({edge, 0.0});
    for (const Change& change : scenario.plan.changes) {
        if (!is_new(scenario, change)) continue;
        SupplyEdge edge;
        edge.from = change.target;
        edge.to = change.buyer;
        edge.critical = change.critical;
        edge.flow = "intermediate";
        edge.where = change.where;
        links.push_back({edge, 0.0});
    }
    for (LinkInYear& link : links) {
        laws::Sourcing now{link.edge.local_share, 0.0};
        for (const Change& change : scenario.plan.changes) {  // in the order of their years
            if (!concerns(change, link.edge)) continue;
            const double share = laws::progress(year, change.year, change.ramp);
            if (share <= 0) continue;
            switch (change.action) {
                case Action::remove:
                    now = laws::lose(now, share, change.replaced);
                    break;
                case Action::strengthen:
                    now = laws::complete(now, share, now.local + change.by * (1.0 - now.local));
                    break;
                case Action::add:
                    if (change.input_share && change.kind == Kind::link)
                        link.edge.input_share = link.edge.input_share_low = link.edge.input_share_high = share * *change.input_share;
                    now = laws::complete(now, share, change.local_share.value_or(completed_share(scenario, link.edge)));
                    break;
            }
        }
        link.edge.local_share = now.local;
        link.lost = now.lost;
    }
    return links;
}

bool removed_in(const Scenario& scenario, const Cluster& cluster, int year) {
    return std::any_of(scenario.plan.changes.begin(), scenario.plan.changes.end(), [&](const Change& change) {
        return change.action == Action::remove && change.year == year &&
               ((change.kind == Kind::cluster && change.target == cluster.id) ||
                (change.kind == Kind::zone && change.target == cluster.zone));
    });
}

Scenario scenario_in_year(Scenario scenario, int year) {
    std::vector<SupplyEdge> supply;
    for (const LinkInYear& link : links_in_year(scenario, year))
        if (link.edge.input_share > 0 || link.edge.flow != "intermediate") supply.push_back(link.edge);
    std::vector<Presence> presence;
    for (const auto& segment : scenario.segments) {
        Presence now = segment.presence;
        for (const Change& change : scenario.plan.changes) {
            if (change.kind != Kind::segment || change.target != segment.id || laws::progress(year, change.year, change.ramp) < 1) continue;
            if (change.action == Action::remove) now = Presence::missing;
            if (change.action == Action::add) now = Presence::yes;
        }
        presence.push_back(now);
    }
    std::vector<Cluster> clusters;
    for (const Cluster& cluster : scenario.clusters) {
        bool there = !cluster.added;
        for (const Change& change : scenario.plan.changes) {
            if (change.year > year) continue;
            if (removed_in(scenario, cluster, change.year)) there = false;
            if (change.kind != Kind::cluster || change.action != Action::add || change.target != cluster.id) continue;
            const scenario::Figure* before = there ? scenario.latest("cluster_revenue", cluster.id, scenario.plan.base_year) : nullptr;
            scenario.put({.series = "cluster_revenue",
                          .place = cluster.id,
                          .year = scenario.plan.base_year,
                          .value = change.revenue + (before ? before->value : 0.0),
                          .unit = "1e8 CNY",
                          .spread = change.spread,
                          .confidence = scenario::Confidence::assumed,
                          .source = "change " + change.id,
                          .note = {},
                          .where = change.where});
            there = true;
        }
        if (there) clusters.push_back(cluster);
    }
    std::erase_if(scenario.enterprises, [&](const auto& one) {
        return std::none_of(clusters.begin(), clusters.end(), [&](const Cluster& cluster) { return cluster.id == one.cluster; });
    });
    for (std::size_t i = 0; i < presence.size(); ++i) scenario.segments[i].presence = presence[i];
    scenario.supply = std::move(supply);
    scenario.clusters = std::move(clusters);
    scenario.plan.changes.clear();
    return scenario;
}

}  // namespace zonecast::engine
