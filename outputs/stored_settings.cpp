#include "outputs/stored_settings.hpp"

#include "outputs/variable_reader.hpp"

namespace zonecast::outputs {

std::optional<StoredSettings> read_stored_settings(const std::string& path, Diagnostics& diagnostics) {
    try {
        const hdf5::File file = hdf5::File::open(path);
        const VariableReader reader(file, path);
        StoredSettings stored;
        engine::RunSettings& settings = stored.settings;
        settings.seed = reader.number("seed");
        settings.first_replicate = reader.number("first_replicate");
        settings.replicates = reader.number("replicates");
        settings.free_parameters = reader.number("free_parameters") != 0;
        settings.free_initial = reader.number("free_initial") != 0;
        settings.free_chance = reader.number("free_chance") != 0;
        stored.block_size = reader.number("block_size");
        stored.digest = file.text_attribute("digest");
        const std::size_t count = reader.members("series").size();
        if (count > 0) {
            const std::vector<std::string> dimensions = reader.texts("series_dimension", count);
            const std::vector<std::string> entities = reader.texts("series_member", count);
            const std::vector<std::string> observables = reader.texts("series_observable", count);
            for (std::size_t i = 0; i < count; ++i) settings.keep.push_back({dimensions[i], entities[i], observables[i]});
        }
        return stored;
    } catch (const FileError& error) {
        diagnostics.error({error.path(), 0, 0}, error.problem(), error.hint());
        return std::nullopt;
    }
}

}  // namespace zonecast::outputs
