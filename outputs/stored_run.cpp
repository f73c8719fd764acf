#include "outputs/stored_run.hpp"

#include "outputs/stored_settings.hpp"

#include "outputs/reported.hpp"

namespace zonecast::outputs {

namespace {

constexpr const char* state_group = "state";
constexpr const char* state_integers = "state/integers";
constexpr const char* state_reals = "state/reals";

StoredRun read_whole(const std::string& path) {
    const hdf5::File file = hdf5::File::open(path);
    const VariableReader reader(file, path);
    StoredRun run;
    const StoredSettings stored = stored_settings(file, reader);
    const engine::RunSettings& settings = run.settings = stored.settings;
    run.command = reader.text("history");
    run.institution = reader.text("institution");
    run.given = settings.design == "independent" && settings.parameter_source;
    run.split = stored.split;
    const std::size_t n = settings.replicates;
    run.target_ids = reader.members("target");
    engine::BlockOutput& all = run.replicates;
    all.first = settings.first_replicate;
    all.count = n;
    if (const std::size_t targets = run.target_ids.size(); targets > 0) {
        all.target_value = reader.reals("target_value", n * targets);
        const auto met = file.read<std::int8_t>("target_met");
        if (met.size() != n * targets) throw reader.lacking("whole variable", "target_met");
        all.target_met.assign(met.begin(), met.end());
        const auto year = reader.integers("target_first_year", n * targets);
        all.target_year.assign(year.begin(), year.end());
    }
    all.parameters = reader.reals("parameter_value", n * reader.members("parameter").size());
    if (!settings.keep.empty())
        all.series = reader.reals("series_value", n * settings.keep.size() * file.read<std::int32_t>("year").size());
    if (file.has(state_group)) {
        engine::RunState state;
        state.integers = file.read<std::int64_t>(state_integers);
        state.reals = file.read<double>(state_reals);
        if (state.integers.empty()) throw reader.lacking("variable", state_integers);
        state.replicates = static_cast<std::uint64_t>(state.integers.back());
        state.integers.pop_back();
        if (state.replicates > n) throw reader.lacking("whole", state_group);
        run.state = std::move(state);
    }
    return run;
}

}  // namespace

std::optional<StoredRun> read_stored_run(const std::string& path, Diagnostics& diagnostics) {
    return read_or_report<StoredRun>(diagnostics, [&] { return read_whole(path); });
}

std::optional<std::string> read_stored_command(const std::string& path, Diagnostics& diagnostics) {
    return read_or_report<std::string>(diagnostics, [&] {
        const hdf5::File file = hdf5::File::open(path);
        return VariableReader(file, path).text("history");
    });
}

std::string part_words(const std::string& part) {
    return " --part " + part;
}

void write_state(LabelledFile& file, const engine::RunState& state) {
    std::vector<std::int64_t> integers = state.integers;
    integers.push_back(static_cast<std::int64_t>(state.replicates));
    file.put_plain(state_integers, integers);
    file.put_plain(state_reals, state.reals);
}

}  // namespace zonecast::outputs
