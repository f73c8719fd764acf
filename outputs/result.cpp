#include "outputs/result.hpp"

namespace zonecast::outputs {

Result result_of(const scenario::Scenario& scenario, const engine::Forecast& forecast, const std::string& version) {
    Result result;
    result.run.version = version;
    result.run.seed = forecast.seed;
    result.run.first_replicate = forecast.first_replicate;
    result.run.replicates = forecast.replicates;
    result.run.plan_id = scenario.plan.id;
    result.run.plan_name = scenario.plan.name;
    result.run.plan_document = scenario.plan.document;
    result.run.pack_id = scenario.pack_id;
    result.run.pack_name = scenario.pack_name;
    result.run.province = scenario.province;
    result.run.base_year = scenario.plan.base_year;
    result.run.known_until = scenario.plan.known_until;
    result.run.end_year = scenario.plan.end_year;
    result.years = forecast.years;
    result.start = forecast.start;
    result.targets = forecast.targets;
    result.chance_all_targets = forecast.chance_all_targets;
    result.target_groups = forecast.target_groups;
    result.target_correlation = forecast.target_correlation;
    result.index = forecast.index;
    result.split = forecast.split;
    result.zone_ids = forecast.zones.ids;
    result.zone_names = forecast.zones.names;
    result.province = forecast.province;
    result.figures = scenario.history;
    result.input_files = scenario.files;
    result.plan_file = scenario.plan_file;
    result.overrides = scenario.overrides;
    return result;
}

}  // namespace zonecast::outputs
