#include "model/scenario/read.hpp"

#include "model/scenario/checks.hpp"
#include "model/scenario/overrides.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/plan.hpp"
#include "model/scenario/priors.hpp"
#include "model/scenario/reading.hpp"
#include "model/scenario/zone_index.hpp"

namespace zonecast::scenario {

std::optional<Scenario> read_scenario(const FileSource& files, const std::string& plan_file, const std::vector<std::string>& overrides,
                                      Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    const std::vector<Override> changes = parse_overrides(overrides, diagnostics);
    Reading reading(files, diagnostics);
    const auto plan = read_plan_file(plan_file, reading);
    if (!plan) return std::nullopt;
    Location pack_place;
    const std::string pack = read_plan_head(*plan, end_year_of(changes), pack_place, reading);
    if (pack.empty())
        give_up_pack(reading);
    else
        read_pack(pack, pack_place, reading);
    read_index(reading);
    read_plan_body(*plan, reading);
    finish_priors(reading);
    apply_overrides(changes, reading);
    drop_weightless(reading.index.second, reading);
    for (auto& [id, prior] : reading.scenario.plan.priors) prior = reading.scenario.priors[id];
    check_whole(reading);
    if (diagnostics.error_count() > errors_before) return std::nullopt;
    reading.scenario.files = reading.sources.files();
    reading.scenario.plan_file = plan_file;
    reading.scenario.overrides = overrides;
    return std::move(reading.scenario);
}

}  // namespace zonecast::scenario
