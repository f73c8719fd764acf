#include "model/ensemble/account_tallies.hpp"

namespace zonecast::ensemble {

using engine::cohort_cells;
using engine::Forecast;
using engine::World;

namespace {

constexpr std::size_t flow_cells = std::tuple_size_v<engine::FlowMatrix>;

}  // namespace

FacilityTally::FacilityTally(const World& world)
    : world_(world), count_(world.zones.size() * world.facility_kinds.size() * world.years().size()) {}

void FacilityTally::add(const Observation& observation) {
    const engine::Trajectory& record = observation.record;
    for (std::size_t y = 0; y < record.years; ++y)
        for (std::size_t z = 0; z < record.zones; ++z)
            for (std::size_t k = 0; k < record.kinds; ++k)
                count_[(z * record.kinds + k) * record.years + y] +=
                    record.facilities[(y * record.zones + z) * record.kinds + k];
}

void FacilityTally::read(Forecast& forecast, const Execution&) const {
    forecast.facility_kinds = world_.facility_kinds;
    forecast.facilities = count_.over(static_cast<double>(forecast.replicates));
}

CohortTally::CohortTally(const World& world)
    : world_(world),
      count_(world.zones.size() * cohort_cells * world.years().size()),
      revenue_(count_.size()),
      rd_(count_.size()),
      flow_(world.years().size() * flow_cells) {}

void CohortTally::add(const Observation& observation) {
    const engine::Trajectory& record = observation.record;
    for (std::size_t y = 0; y < record.years; ++y) {
        for (std::size_t z = 0; z < record.zones; ++z) {
            const auto& cells = record.cells[y * record.zones + z];
            for (std::size_t i = 0; i < cohort_cells; ++i) {
                if (cells.count[i] == 0) continue;
                const std::size_t at = (z * cohort_cells + i) * record.years + y;
                count_[at] += cells.count[i];
                revenue_[at] += cells.revenue[i];
                rd_[at] += cells.rd[i];
            }
        }
        if (y == 0) continue;  // nothing flows before the base year
        const auto& flows = record.flows[y];
        for (std::size_t i = 0; i < flows.size(); ++i) flow_[y * flow_cells + i] += flows[i];
    }
}

void CohortTally::end_block(std::span<const double>) {
    for (BlockSums* sums : {&count_, &revenue_, &rd_, &flow_}) sums->end_block();
}

void CohortTally::merge(const Tally& other) {
    const auto& more = dynamic_cast<const CohortTally&>(other);
    count_.merge(more.count_);
    revenue_.merge(more.revenue_);
    rd_.merge(more.rd_);
    flow_.merge(more.flow_);
}

void CohortTally::exchange(StateStream& stream) {
    for (BlockSums* sums : {&count_, &revenue_, &rd_, &flow_}) sums->exchange(stream);
}

void CohortTally::read(Forecast& forecast, const Execution&) const {
    const auto n = static_cast<double>(forecast.replicates);
    forecast.cohort_count = count_.over(n);
    forecast.cohort_revenue = revenue_.over(n);
    forecast.cohort_rd = rd_.over(n);
    forecast.cohort_flow = flow_.over(n);
}

CostTally::CostTally(const World& world) : world_(world), cost_(world.measures.size() * world.years().size()) {}

void CostTally::add(const Observation& observation) {
    const std::vector<double>& cost = observation.record.measure_cost;
    for (std::size_t i = 0; i < cost.size(); ++i) cost_[i] += cost[i];
}

void CostTally::read(Forecast& forecast, const Execution&) const {
    const std::vector<double> cost = cost_.over(static_cast<double>(forecast.replicates));
    const std::size_t years = forecast.years.size();
    for (std::size_t m = 0; m < world_.measures.size(); ++m)
        forecast.measures.push_back({world_.measures[m].measure,
                                     world_.scenario.instruments[world_.measures[m].instrument].name,
                                     {cost.begin() + static_cast<std::ptrdiff_t>(m * years),
                                      cost.begin() + static_cast<std::ptrdiff_t>((m + 1) * years)},
                                     world_.measures[m].moves_nothing});
}

}  // namespace zonecast::ensemble
