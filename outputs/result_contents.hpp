// Everything in a result that does not grow with the number of replicates, laid out as variables.
#pragma once

#include "model/engine/forecast.hpp"
#include "outputs/labelled_file.hpp"
#include "outputs/provenance.hpp"

namespace zonecast::outputs {

/// Adds all summaries of a forecast, the scenario's places, figures and files, and the global attributes. The dimensions year, quantile,
/// target, target_other, parameter and series must be there. Throws FileError, and std::logic_error when sizes do not fit.
void write_contents(LabelledFile& file, const scenario::Scenario& scenario, const engine::RunSettings& settings,
                    const Provenance& provenance, const engine::Forecast& forecast);

}  // namespace zonecast::outputs
