// What the reference law learned from the panel: for a terminal, as JSON, as CSV.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "model/reference/learn.hpp"
#include "outputs/place.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

/// What was learned up to the end of `until`: for each headline years and steps of the nation, provinces and figures, and of every
/// parameter mean, standard deviation and the weight of zero. Ends with a line end.
[[nodiscard]] std::string learned_text(const reference::Learned& learned, int until, const TextStyle& style);

/// The same for programs (docs/formats/backtest.md); a headline of which nothing is known has null parts.
[[nodiscard]] nlohmann::ordered_json learned_json(const reference::Learned& learned, int until);

/// What tells such a table from any other.
[[nodiscard]] Signature learned_signature();

/// One row a parameter.
void write_learned_csv(const reference::Learned& learned, int until, std::ostream& out);

}  // namespace zonecast::outputs
