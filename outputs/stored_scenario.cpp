#include "outputs/stored_scenario.hpp"

#include "model/scenario/read.hpp"
#include "model/targets/judge.hpp"

namespace zonecast::outputs {

std::optional<scenario::Scenario> read_stored_scenario(const Result& result, Diagnostics& diagnostics) {
    const std::string holder = result.path.empty() ? "the result" : result.path;
    if (result.plan_file.empty() || result.input_files.empty()) {
        diagnostics.error({holder}, Text("没有说明哪个输入文本是规划：由较旧的 zonecast 写出",
                                         "does not say which of its input texts is the plan: an older zonecast wrote it"),
                          Text("用 `zonecast run` 重新生成；命令在属性 history 中",
                               "make it again with `zonecast run`; the attribute history holds the command"));
        return std::nullopt;
    }
    const scenario::KeptFiles files(result.input_files, holder);
    auto scenario = scenario::read_scenario(files, result.plan_file, result.overrides, diagnostics);
    if (scenario) targets::check_targets(*scenario, diagnostics);
    return scenario;
}

}  // namespace zonecast::outputs
