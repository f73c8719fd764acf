#include "model/scenario/read.hpp"

#include <filesystem>

#include "model/scenario/checks.hpp"
#include "model/scenario/overrides.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/plan.hpp"
#include "model/scenario/priors.hpp"
#include "model/scenario/reading.hpp"
#include "model/scenario/zone_index.hpp"

namespace zonecast::scenario {

namespace {

/// Whether everything that a metric may name was read in full, so that what is missing is missing in the files.
bool tables_complete(const Reading& reading) {
    for (const IdTable* table : {&reading.industries, &reading.instruments, &reading.zones, &reading.clusters, &reading.segments, &reading.perimeters})
        if (!table->complete()) return false;
    return true;
}

/// Metrics that look at the history (targets::parse_metric): what it could not read in full says nothing of them.
void drop_uncertain_targets(Reading& reading) {
    if (reading.history_complete) return;
    std::erase_if(reading.scenario.plan.targets, [](const Target& target) {
        return target.metric.starts_with("facilities") || target.metric.find("rd_institution") != std::string::npos ||
               target.metric.find("ip_pledge") != std::string::npos;
    });
}

}  // namespace

std::optional<Scenario> read_scenario(const std::string& plan_path, const std::vector<std::string>& overrides, Diagnostics& diagnostics,
                                      const FurtherChecks& also) {
    const std::filesystem::path path(plan_path);
    return read_scenario(DiskFiles(path.parent_path().string()), path.filename().string(), overrides, diagnostics, also);
}

std::optional<Scenario> read_scenario(const FileSource& files, const std::string& plan_file, const std::vector<std::string>& overrides,
                                      Diagnostics& diagnostics, const FurtherChecks& also) {
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
    if (diagnostics.error_count() > errors_before) {
        drop_uncertain_targets(reading);
        const bool start_known = reading.start_known || !reading.history_complete;
        if (also && start_known && tables_complete(reading)) also(reading.scenario, diagnostics);
        return std::nullopt;
    }
    reading.scenario.files = reading.sources.files();
    reading.scenario.plan_file = plan_file;
    reading.scenario.overrides = overrides;
    return std::move(reading.scenario);
}

std::optional<Scenario> read_pack_alone(const std::string& pack_path, int base_year, int end_year, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    const DiskFiles files("");
    Reading reading(files, diagnostics);
    read_pack(pack_path, {pack_path}, reading);
    finish_priors(reading);
    if (diagnostics.error_count() > errors_before) return std::nullopt;
    Plan& plan = reading.scenario.plan;
    plan.id = reading.scenario.pack_id;
    plan.name = reading.scenario.pack_name;
    plan.base_year = plan.known_until = base_year;
    plan.end_year = end_year;
    plan.where = {pack_path};
    reading.scenario.files = reading.sources.files();
    return std::move(reading.scenario);
}

}  // namespace zonecast::scenario
