#include "outputs/stored_settings.hpp"

#include <memory>
#include <stdexcept>

#include "outputs/reported.hpp"

namespace zonecast::outputs {

namespace {

/// Values that the run was given, as the file holds them of every replicate.
std::shared_ptr<const engine::ParameterSource> given_parameters(const VariableReader& reader, const engine::RunSettings& settings) {
    const std::vector<std::string> given = reader.members("given_parameter");
    if (given.empty()) return nullptr;
    const std::vector<std::string> all = reader.members("parameter");
    std::vector<std::size_t> columns;
    std::vector<bool> taken(all.size(), false);
    for (const std::string& id : given) {  // the first that is given stands for the first of its id
        std::size_t at = 0;
        while (at < all.size() && (taken[at] || all[at] != id)) ++at;
        if (at == all.size()) throw reader.lacking("parameter", id);
        taken[at] = true;
        columns.push_back(at);
    }
    const std::vector<double> values = reader.reals("parameter_value", static_cast<std::size_t>(settings.replicates) * all.size());
    std::vector<double> kept;
    for (std::uint64_t r = 0; r < settings.replicates; ++r)
        for (const std::size_t column : columns) kept.push_back(values[static_cast<std::size_t>(r) * all.size() + column]);
    try {
        return std::make_shared<engine::ParameterValues>(given, std::move(kept), settings.first_replicate);
    } catch (const std::invalid_argument&) {
        throw reader.lacking("whole", "parameter_value");
    }
}

}  // namespace

StoredSettings stored_settings(const hdf5::File& file, const VariableReader& reader) {
    StoredSettings stored;
    engine::RunSettings& settings = stored.settings;
    settings.seed = reader.number("seed");
    settings.first_replicate = reader.number("first_replicate");
    settings.replicates = reader.number("replicates");
    settings.free_parameters = reader.number("free_parameters") != 0;
    settings.free_initial = reader.number("free_initial") != 0;
    settings.free_chance = reader.number("free_chance") != 0;
    settings.parameter_seed = file.number_attribute("parameter_seed");
    settings.initial_seed = file.number_attribute("initial_seed");
    settings.chance_seed = file.number_attribute("chance_seed");
    settings.parameter_source = given_parameters(reader, settings);
    if (const auto design = file.text_attribute("design")) settings.design = *design;
    if (const auto part = file.number_attribute("part"))
        settings.part = engine::PartOfRun{*part, reader.number("parts"), reader.number("whole_first_replicate"),
                                          reader.number("whole_replicates")};
    stored.split = reader.has("target_value_variance");
    stored.block_size = reader.number("block_size");
    stored.digest = file.text_attribute("digest");
    Provenance& provenance = stored.provenance;
    provenance.version = reader.text("version");
    provenance.history = reader.text("history");
    provenance.institution = reader.text("institution");
    provenance.command = file.text_attribute("command").value_or(provenance.history);
    provenance.plan = file.text_attribute("command_plan").value_or("");
    provenance.posterior = file.text_attribute("command_parameters").value_or("");
    provenance.posterior_digest = file.text_attribute("parameters_digest").value_or("");
    const std::size_t count = reader.members("series").size();
    if (count > 0) {
        const std::vector<std::string> dimensions = reader.texts("series_dimension", count);
        const std::vector<std::string> entities = reader.texts("series_member", count);
        const std::vector<std::string> observables = reader.texts("series_observable", count);
        for (std::size_t i = 0; i < count; ++i) settings.keep.push_back({dimensions[i], entities[i], observables[i]});
    }
    return stored;
}

std::optional<StoredSettings> read_stored_settings(const std::string& path, Diagnostics& diagnostics) {
    return read_or_report<StoredSettings>(diagnostics, [&] {
        const hdf5::File file = hdf5::File::open(path);
        return stored_settings(file, VariableReader(file, path));
    });
}

}  // namespace zonecast::outputs
