#include "command/keep.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "model/engine/observables.hpp"
#include "model/scenario/ids.hpp"

namespace zonecast::command {

namespace {

const std::vector<std::string> dimensions{"province", "perimeter", "city", "zone", "cluster"};

template <class Records>
std::vector<std::string> ids(const Records& records) {
    std::vector<std::string> list;
    for (const auto& record : records) list.push_back(record.id);
    return list;
}

std::vector<std::string> entities(const std::string& dimension, const scenario::Scenario& scenario) {
    if (dimension == "province") return {scenario.province};
    if (dimension == "city") return ids(scenario.cities);
    if (dimension == "zone") return ids(scenario.zones);
    if (dimension == "cluster") return ids(scenario.clusters);
    std::vector<std::string> perimeters = ids(scenario.perimeters);
    for (const char* standard : {"all_zones", "national_zones", "provincial_zones"})
        if (std::find(perimeters.begin(), perimeters.end(), standard) == perimeters.end()) perimeters.push_back(standard);
    return perimeters;
}

std::vector<std::string> observables(const std::string& dimension) {
    std::vector<std::string> list;
    if (dimension == "cluster") {
        for (const engine::Quantity quantity : engine::cluster_quantities)
            list.emplace_back(engine::quantity_texts[static_cast<std::size_t>(quantity)].id);
        return list;
    }
    for (std::size_t i = 0; i < engine::observable_count; ++i) list.emplace_back(engine::observable_text(i).id);
    if (dimension == "zone")
        for (const auto& text : engine::zone_state_texts) list.emplace_back(text.id);
    return list;
}

/// Whether `word` is one of `known`; if not, says so.
bool exists(const std::string& option, const Text& what, const std::string& word, const std::vector<std::string>& known,
            Diagnostics& diagnostics) {
    if (std::find(known.begin(), known.end(), word) != known.end()) return true;
    diagnostics.error({}, say("--keep {}：没有{} \"{}\"", "--keep {}: there is no {} \"{}\"", option, what, word),
                      scenario::suggestion(word, known, scenario::known_are(known)));
    return false;
}

}  // namespace

std::vector<engine::KeptSeries> kept_series(const std::vector<std::string>& wanted, const scenario::Scenario& scenario,
                                            Diagnostics& diagnostics) {
    std::vector<engine::KeptSeries> series;
    for (const std::string& option : wanted) {
        const std::size_t first = option.find(':');
        const std::size_t second = first == std::string::npos ? first : option.find(':', first + 1);
        if (second == std::string::npos) {
            diagnostics.error({}, say("--keep {}：一个序列有三部分", "--keep {}: a series has three parts", option),
                              Text("写 维度:对象:指标，例如 zone:changsha_htz:hnte_count",
                                   "write dimension:entity:observable, e.g. zone:changsha_htz:hnte_count"));
            continue;
        }
        const engine::KeptSeries kept{option.substr(0, first), option.substr(first + 1, second - first - 1), option.substr(second + 1)};
        if (!exists(option, Text("维度", "dimension"), kept.dimension, dimensions, diagnostics)) continue;
        const bool entity = exists(option, kept.dimension, kept.entity, entities(kept.dimension, scenario), diagnostics);
        const bool observable = exists(option, Text("指标", "observable"), kept.observable, observables(kept.dimension), diagnostics);
        if (entity && observable) series.push_back(kept);
    }
    return series;
}

}  // namespace zonecast::command
