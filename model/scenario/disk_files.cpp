// Scenarios from files on the disk: all of reading that a program without one does not have.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "model/base/text.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/priors.hpp"
#include "model/scenario/read.hpp"
#include "model/scenario/reading.hpp"
#include "model/scenario/sources.hpp"

namespace zonecast::scenario {

namespace fs = std::filesystem;

std::string DiskFiles::shown(const std::string& path) const {
    return (fs::path(folder_) / path).lexically_normal().string();
}

std::string DiskFiles::identity(const std::string& path) const {
    std::error_code failed;
    const auto canonical = fs::weakly_canonical(shown(path), failed);
    return failed ? shown(path) : canonical.string();
}

bool DiskFiles::exists(const std::string& path) const {
    std::error_code failed;
    return fs::exists(shown(path), failed);
}

bool DiskFiles::is_folder(const std::string& path) const {
    std::error_code failed;
    return fs::is_directory(shown(path), failed);
}

std::vector<std::string> DiskFiles::names_in(const std::string& folder) const {
    std::vector<std::string> names;
    std::error_code failed;
    for (fs::directory_iterator entry(shown(folder), failed), end; !failed && entry != end; entry.increment(failed))
        names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<std::string> DiskFiles::read(const std::string& path, Diagnostics& diagnostics, const Location& asked_by) const {
    return base::read_text_file(shown(path), shown(path), diagnostics, asked_by);
}

std::optional<Scenario> read_scenario(const std::string& plan_path, const std::vector<std::string>& overrides, Diagnostics& diagnostics,
                                      const FurtherChecks& also) {
    const std::filesystem::path path(plan_path);
    return read_scenario(DiskFiles(path.parent_path().string()), path.filename().string(), overrides, diagnostics, also);
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
