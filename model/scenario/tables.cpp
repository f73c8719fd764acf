#include "model/scenario/tables.hpp"

namespace zonecast::scenario {

std::vector<CsvColumn> columns(const std::vector<std::string>& required, const std::vector<std::string>& optional) {
    std::vector<CsvColumn> all;
    for (const std::string& name : required) all.push_back({name, true});
    for (const std::string& name : optional) all.push_back({name, false});
    return all;
}

std::optional<CsvTable> read_table(const std::string& folder, const std::string& name, const std::vector<CsvColumn>& wanted,
                                   const Location& asked_by, IdTable& ids, Reading& reading) {
    const std::string path = in_folder(folder, name);
    std::optional<CsvTable> table;
    if (const auto text = reading.sources.read(path, reading.diagnostics, asked_by))
        table = CsvTable::parse(reading.sources.shown(path), *text, wanted, reading.diagnostics);
    if (!table || table->incomplete()) ids.set_incomplete();
    return table;
}

std::optional<TomlValue> read_toml(const std::string& path, const Location& asked_by, Reading& reading) {
    const auto text = reading.sources.read(path, reading.diagnostics, asked_by);
    return text ? parse_toml(reading.sources.shown(path), *text, reading.diagnostics) : std::nullopt;
}

}  // namespace zonecast::scenario
