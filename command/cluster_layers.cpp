#include "command/cluster_layers.hpp"

#include <fmt/format.h>

#include "model/engine/forecast.hpp"
#include "model/laws/revenue_classes.hpp"
#include "model/laws/spillover.hpp"

namespace zonecast::command {

std::vector<graph::ClusterLink> cluster_supply(const engine::World& world, double least) {
    std::vector<graph::ClusterLink> links;
    const std::vector<double>& output = world.chain(0).pull.output();
    for (std::size_t c = 0; c < world.clusters.size(); ++c) {
        const std::size_t seller = world.cluster_industry[c];
        if (output[seller] <= 0) continue;
        for (std::size_t d = 0; d < world.clusters.size(); ++d) {
            const std::size_t buyer = world.cluster_industry[d];
            const double input =
                world.chain(0).pull.local_input().coeff(static_cast<Eigen::Index>(seller), static_cast<Eigen::Index>(buyer));
            const double share = input * world.chain(0).cluster_output[d] / output[seller];
            if (c != d && share >= least) links.push_back({world.clusters[c].id, world.clusters[d].id, share});
        }
    }
    return links;
}

std::vector<graph::ClusterLink> cluster_spillovers(const engine::World& world, double least) {
    const double decay = world.parameters.centre().spillover_distance_km;
    const std::size_t industries = world.industries.size(), zones = world.zones.size();
    std::vector<graph::ClusterLink> links;
    std::vector<double> weight(world.clusters.size());
    for (std::size_t learner = 0; learner < world.clusters.size(); ++learner) {
        double sum = 0;
        for (std::size_t source = 0; source < world.clusters.size(); ++source) {
            const double proximity = world.proximity[world.cluster_industry[source] * industries + world.cluster_industry[learner]];
            const double distance = world.distance_km[world.clusters[learner].zone * zones + world.clusters[source].zone];
            weight[source] = source == learner ? 0.0 : laws::spillover_weight(proximity, laws::distance_decay(distance, decay));
            sum += weight[source];
        }
        for (std::size_t source = 0; source < world.clusters.size() && sum > 0; ++source)
            if (weight[source] > 0 && weight[source] / sum >= least)
                links.push_back({world.clusters[source].id, world.clusters[learner].id, weight[source] / sum});
    }
    return links;
}

graph::CohortGrid cohort_grid() {
    graph::CohortGrid grid{.class_names = {}, .certificate_states = engine::certificate_states};
    for (std::size_t k = 0; k < laws::class_count; ++k) {
        if (k == 0)
            grid.class_names.push_back(fmt::format("<{}", laws::class_edges.front()));
        else if (k + 1 == laws::class_count)
            grid.class_names.push_back(fmt::format(">={}", laws::class_edges.back()));
        else
            grid.class_names.push_back(fmt::format("{}-{}", laws::class_edges[k - 1], laws::class_edges[k]));
    }
    return grid;
}

namespace {

graph::CohortCell cell_of(std::size_t number) {
    if (number == engine::outside_cell) return {.outside = true};
    return {.revenue_class = number / engine::certificate_states, .certificate = number % engine::certificate_states};
}

}  // namespace

std::vector<graph::CohortStock> cohort_stocks(const outputs::ProvinceCohorts& cohorts) {
    std::vector<graph::CohortStock> stocks;
    for (std::size_t cell = 0; cell < cohorts.number.size(); ++cell) stocks.push_back({cell_of(cell), cohorts.number[cell]});
    return stocks;
}

std::vector<graph::CohortFlow> cohort_flows(const outputs::ProvinceCohorts& cohorts) {
    const std::size_t cells = engine::cohort_cells + 1;
    std::vector<graph::CohortFlow> flows;
    for (std::size_t from = 0; from < cells; ++from)
        for (std::size_t to = 0; to < cells; ++to)
            if (const double number = cohorts.flow[from * cells + to]; number > 0) flows.push_back({cell_of(from), cell_of(to), number});
    return flows;
}

}  // namespace zonecast::command
