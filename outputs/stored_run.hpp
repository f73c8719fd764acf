// What a result file keeps of its run: settings, every replicate, and the state from which the run can go on.
#pragma once

#include <optional>
#include <string>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "outputs/labelled_file.hpp"

namespace zonecast::outputs {

struct StoredRun {
    engine::RunSettings settings;    ///< as far as they shape the result (see StoredSettings)
    engine::BlockOutput replicates;  ///< all of them, as one block
    std::vector<std::string> target_ids;
    std::string command, institution;
    bool split = false;  ///< the file holds a split of variance
    bool given = false;  ///< parameters were given by a table, such as a posterior
    std::optional<engine::RunState> state;
};

/// Reads it. Returns nullopt, with the reason in `diagnostics`, if the file cannot be read or is no whole result.
[[nodiscard]] std::optional<StoredRun> read_stored_run(const std::string& path, Diagnostics& diagnostics);

/// The command that a result file tells. As read_stored_run.
[[nodiscard]] std::optional<std::string> read_stored_command(const std::string& path, Diagnostics& diagnostics);

/// How the command of a part of a run ends: " --part 3/20". Without these words it is the command of the whole.
[[nodiscard]] std::string part_words(const std::string& part);

/// Adds the state of a run, in a group of its own that readers of netCDF pass over. Throws FileError.
void write_state(LabelledFile& file, const engine::RunState& state);

}  // namespace zonecast::outputs
