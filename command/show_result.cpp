#include "command/show_result.hpp"

#include <fmt/format.h>

#include "command/terminal.hpp"
#include "command/version.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::command {

void show_result(const std::string& path, bool quiet, const CommonOptions& common, const scenario::Scenario& scenario,
                 const engine::Forecast& forecast) {
    const outputs::Result result = outputs::result_of(scenario, forecast, program_version());
    if (common.json) {
        nlohmann::ordered_json json = outputs::scorecard_json(result);
        json["result_file"] = path;
        print(json.dump(2) + "\n");
        return;
    }
    if (quiet) return;
    print(outputs::scorecard_text(result, text_style(common.language)) + "\n");
    print(fmt::format(fmt::runtime(in(common.language, "结果文件：{}，共 {} 次模拟\n", "Result: {}, {} replicates\n")), path,
                      forecast.replicates));
}

}  // namespace zonecast::command
