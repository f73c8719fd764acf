// A posterior ensemble of parameters on disk (docs/formats/calibration.md): HDF5, written by `calibrate`, taken by `run --parameters`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/inference/calibrate.hpp"
#include "outputs/hdf5.hpp"
#include "outputs/provenance.hpp"

namespace zonecast::outputs {

/// Writes the file; it gets its name only when it is whole. Throws FileError.
void write_posterior(const std::string& path, const inference::Calibration& calibration, const Provenance& provenance);

/// What a run needs of it.
struct Posterior {
    std::string pack;
    int from = 0, until = 0;           ///< years of the fit
    std::uint64_t figures_missed = 0;  ///< by more than inference::far_off standard deviations
    std::vector<std::string> ids;
    std::vector<bool> of_the_start;  ///< by id: belongs to the year `from`
    std::vector<double> values;      ///< [member][id], in the program's units
};

/// Reads it; what is wrong goes to `diagnostics`.
[[nodiscard]] std::optional<Posterior> read_posterior(const std::string& path, Diagnostics& diagnostics);

}  // namespace zonecast::outputs
