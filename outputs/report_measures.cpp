#include "outputs/report_measures.hpp"

#include <algorithm>
#include <cmath>

#include "outputs/report_numbers.hpp"

namespace zonecast::outputs {

namespace {

using Json = nlohmann::ordered_json;

/// Value at probability `p` of sorted values, linear between neighbours.
double quantile_of(const std::vector<double>& sorted, double p) {
    const double at = p * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - std::floor(at)) * (sorted[high] - sorted[low]);
}

/// The effects drawn for a measure: parameters "effect.<measure>.<lever>".
Json effects_json(const DrawnParameters& drawn, const std::string& measure) {
    Json effects = Json::object();
    const std::string prefix = "effect." + measure + ".";
    for (std::size_t p = 0; p < drawn.ids.size(); ++p) {
        if (!drawn.ids[p].starts_with(prefix) || drawn.replicates == 0) continue;
        std::vector<double> values(drawn.replicates);
        for (std::size_t r = 0; r < drawn.replicates; ++r) values[r] = drawn.values[r * drawn.ids.size() + p];
        std::sort(values.begin(), values.end());
        const auto zeros = std::count(values.begin(), values.end(), 0.0);
        effects[drawn.ids[p].substr(prefix.size())] = {
            {"low", short_number(quantile_of(values, 0.05), 3)},
            {"median", short_number(quantile_of(values, 0.5), 3)},
            {"high", short_number(quantile_of(values, 0.95), 3)},
            {"zero", short_number(static_cast<double>(zeros) / static_cast<double>(values.size()), 3)}};
    }
    return effects;
}

const scenario::Measure* stated(const scenario::Scenario& scenario, const std::string& id) {
    const auto& measures = scenario.plan.measures;
    const auto found = std::find_if(measures.begin(), measures.end(), [&](const scenario::Measure& measure) { return measure.id == id; });
    return found == measures.end() ? nullptr : &*found;
}

/// What the plan and the library say of a measure.
void add_stated(Json& json, const scenario::Scenario& scenario, const scenario::Measure& measure) {
    json["facility"] = measure.facility;
    json["success"] = measure.success;
    json["note"] = measure.note;
    json["dose"] = Json::object();
    for (const auto& [year, dose] : measure.dose) json["dose"][std::to_string(year)] = dose;
    json["channels"] = Json::array();
    const auto found = std::find_if(scenario.instruments.begin(), scenario.instruments.end(),
                                    [&](const scenario::Instrument& instrument) { return instrument.id == measure.instrument; });
    if (found == scenario.instruments.end()) return;
    json["delay"] = found->delay;
    json["ramp"] = found->ramp;
    json["instrument_note"] = found->note;
    for (const scenario::Channel& channel : found->channels)
        json["channels"].push_back(
            {{"lever", channel.lever}, {"grade", channel.grade}, {"source", channel.source}, {"spike", channel.spike}});
}

}  // namespace

DrawnParameters read_parameters(const VariableReader& reader, const hdf5::File& file, std::size_t most_replicates) {
    DrawnParameters drawn;
    drawn.ids = reader.members("parameter");
    if (drawn.ids.empty()) return drawn;
    drawn.names = reader.names("parameter", drawn.ids.size());
    drawn.groups = reader.texts("parameter_group", drawn.ids.size());
    drawn.replicates = std::min(reader.count("parameter_value") / drawn.ids.size(), most_replicates);
    drawn.values = file.read_rows<double>("parameter_value", 0, drawn.replicates);
    return drawn;
}

nlohmann::ordered_json measures_json(const VariableReader& reader, const DrawnParameters& drawn, std::size_t years,
                                     const scenario::Scenario* scenario) {
    Json measures = Json::array();
    const std::vector<std::string> ids = reader.members("measure");
    if (ids.empty()) return measures;
    const std::vector<scenario::Name> names = reader.names("measure", ids.size());
    const std::vector<std::string> instruments = reader.texts("measure_instrument", ids.size());
    const std::vector<std::string> scopes = reader.texts("measure_scope", ids.size());
    const std::vector<std::string> clauses = reader.texts("measure_clause", ids.size());
    const std::vector<std::int32_t> nothing = reader.integers("measure_moves_nothing", ids.size());
    const std::vector<double> cost = reader.reals("measure_cost", ids.size() * years);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        Json measure{{"id", ids[i]},
                     {"name", both_names(names[i])},
                     {"instrument", instruments[i]},
                     {"scope", scopes[i]},
                     {"clause", clauses[i]},
                     {"moves_nothing", nothing[i] != 0},
                     {"cost", short_numbers(cost.data() + i * years, years, 4)},
                     {"effects", effects_json(drawn, ids[i])}};
        if (scenario != nullptr)
            if (const scenario::Measure* found = stated(*scenario, ids[i])) add_stated(measure, *scenario, *found);
        measures.push_back(std::move(measure));
    }
    return measures;
}

}  // namespace zonecast::outputs
