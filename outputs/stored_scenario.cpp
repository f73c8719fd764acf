#include "outputs/stored_scenario.hpp"

#include "model/scenario/read.hpp"
#include "model/targets/judge.hpp"

namespace zonecast::outputs {

std::optional<scenario::Scenario> read_stored_scenario(const Result& result, Diagnostics& diagnostics) {
    const std::string holder = result.path.empty() ? "the result" : result.path;
    if (result.plan_file.empty() || result.input_files.empty()) {
        diagnostics.error({holder}, "does not say which of its input texts is the plan: an older zonecast wrote it",
                          "make it again with `zonecast run`; the attribute history holds the command");
        return std::nullopt;
    }
    const scenario::KeptFiles files(result.input_files, holder);
    auto scenario = scenario::read_scenario(files, result.plan_file, result.overrides, diagnostics);
    if (scenario) targets::check_targets(*scenario, diagnostics);
    return scenario;
}

}  // namespace zonecast::outputs
