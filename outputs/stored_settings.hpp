// How a result was run, from its file: what besides the scenario decides its numbers.
#pragma once

#include <optional>
#include <string>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "outputs/provenance.hpp"
#include "outputs/variable_reader.hpp"

namespace zonecast::outputs {

struct StoredSettings {
    engine::RunSettings settings;  ///< seeds, replicates, kept series, kinds of uncertainty, given parameters; threads at their default
    bool split = false;            ///< the file holds a split of variance
    std::uint64_t block_size = 0;  ///< replicates in a block: the order in which sums were added
    Provenance provenance;        ///< as the file tells it
    std::optional<std::string> digest;  ///< over the datasets as they were written; nothing in files of versions that did not keep it
};

/// Reads them from an open file. Throws FileError if a part is lacking.
[[nodiscard]] StoredSettings stored_settings(const hdf5::File& file, const VariableReader& reader);

/// Reads them. Returns nullopt, with the reason in `diagnostics`, if the file cannot be read or lacks a part of them.
[[nodiscard]] std::optional<StoredSettings> read_stored_settings(const std::string& path, Diagnostics& diagnostics);

}  // namespace zonecast::outputs
