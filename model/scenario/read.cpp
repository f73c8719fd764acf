#include "model/scenario/read.hpp"

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
    for (const IdTable* table :
         {&reading.industries, &reading.instruments, &reading.zones, &reading.clusters, &reading.segments, &reading.perimeters})
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

PackMemory::PackMemory() = default;
PackMemory::~PackMemory() = default;

std::optional<Scenario> read_scenario(const FileSource& files, const std::string& plan_file, const std::vector<std::string>& overrides,
                                      Diagnostics& diagnostics, const FurtherChecks& also, PackMemory* memory) {
    const std::size_t errors_before = diagnostics.error_count();
    const std::vector<Override> changes = parse_overrides(overrides, diagnostics);
    Reading reading(files, diagnostics);
    const auto plan = read_plan_file(plan_file, reading);
    if (!plan) return std::nullopt;
    Location pack_place;
    const std::string pack = read_plan_head(*plan, end_year_of(changes), pack_place, reading);
    const auto index = reading.index;
    const KeptPack* kept = memory != nullptr ? memory->kept_.get() : nullptr;
    if (pack.empty()) {
        give_up_pack(reading);
    } else if (kept != nullptr && kept->pack == pack && kept->index.first == index.first) {
        Records head = std::move(reading);
        static_cast<Records&>(reading) = kept->records;
        reading.scenario.plan = std::move(head.scenario.plan);
        reading.base_year = head.base_year;
        reading.end_year = head.end_year;
        reading.index_without = std::move(head.index_without);
        reading.sources.keep(kept->files);
    } else {
        read_pack(pack, pack_place, reading);
        if (memory != nullptr && diagnostics.error_count() == errors_before)
            memory->kept_ = std::make_unique<KeptPack>(KeptPack{pack, index, reading, reading.sources.files()});
    }
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

}  // namespace zonecast::scenario
