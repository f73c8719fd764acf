// The zones of a result as the page shows them.
#pragma once

#include <nlohmann/json.hpp>

#include "outputs/result.hpp"
#include "outputs/variable_reader.hpp"

namespace zonecast::outputs {

/// {"observables", "classes", "zones", "index_items"}: for each real zone its place and level, bands of its observables, largest clusters,
/// cohorts by revenue class (certified or not), certificate flow, facilities, and index score, ranks and items where the result has them.
[[nodiscard]] nlohmann::ordered_json zones_json(const VariableReader& reader, const Result& result);

/// An observable's name and unit, and whether it is a ratio to be shown in per cent.
[[nodiscard]] nlohmann::ordered_json observable_json(const engine::Observable& observable);

/// Quantiles 5, 25, 50, 75 and 95 per cent by year of an observable of an entity: [[...], ...]; a year without the entity is null.
[[nodiscard]] nlohmann::ordered_json bands_json(const engine::Panel& panel, std::size_t entity, std::size_t observable, std::size_t years,
                                                int digits);

/// The pack's figures of a place, by series: [[year, value, confidence]], confidence as in the file's figure_confidence.
[[nodiscard]] nlohmann::ordered_json figures_json(const Result& result, const std::string& place, const engine::Panel& panel);

}  // namespace zonecast::outputs
