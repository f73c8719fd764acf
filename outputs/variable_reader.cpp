#include "outputs/variable_reader.hpp"

#include <algorithm>

#include "outputs/variables.hpp"

namespace zonecast::outputs {

engine::Panel read_panel(const VariableReader& reader, const std::string& dimension, std::size_t years,
                         const std::vector<std::string>& only) {
    engine::Panel panel;
    panel.dimension = dimension;
    panel.ids = reader.members(dimension);
    if (panel.ids.empty()) return panel;
    panel.names = reader.names(dimension, panel.ids.size());
    const std::vector<std::string> ids = reader.members("observable");
    const std::vector<scenario::Name> names = reader.names("observable", ids.size());
    const std::vector<std::string> units = reader.texts("observable_unit", ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!only.empty() && std::find(only.begin(), only.end(), ids[i]) == only.end()) continue;
        const engine::Observable observable{ids[i], names[i], units[i]};
        if (reader.has(panel_variable(panel.dimension, observable, Summary::mean).name)) panel.observables.push_back(observable);
    }
    constexpr std::size_t quantiles = engine::quantile_levels.size();
    const std::size_t entities = panel.ids.size(), observables = panel.observables.size();
    panel.mean.resize(entities * observables * years);
    panel.sd.resize(panel.mean.size());
    panel.quantile.resize(panel.mean.size() * quantiles);
    for (std::size_t o = 0; o < observables; ++o) {
        const auto place = [&](Summary summary, std::vector<double>& into, std::size_t width) {
            const std::string name = panel_variable(panel.dimension, panel.observables[o], summary).name;
            const std::vector<double> values = reader.reals(name, entities * width);
            for (std::size_t e = 0; e < entities; ++e)
                std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(e * width), width,
                            into.begin() + static_cast<std::ptrdiff_t>((e * observables + o) * width));
        };
        place(Summary::mean, panel.mean, years);
        place(Summary::sd, panel.sd, years);
        place(Summary::quantile, panel.quantile, years * quantiles);
    }
    return panel;
}

}  // namespace zonecast::outputs
