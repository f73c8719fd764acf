// The ranking of zones by the index: for a terminal, and as JSON.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "outputs/result.hpp"
#include "outputs/scorecard.hpp"

namespace zonecast::outputs {

/// Rank at probability p of a zone in a year (indices), over the replicates that rank it; 0 if none does. The result must have an index.
[[nodiscard]] std::size_t rank_quantile(const Result& result, std::size_t zone, std::size_t year, double p);

/// A table for each perimeter that is ranked in the year (index): zones by median rank, then by mean score; those that belong to it in less
/// than half of the replicates (not yet approved, mostly) are only counted. Says so if there is no index.
[[nodiscard]] std::string index_text(const Result& result, std::size_t year, const TextStyle& style);

/// The same for programs; keys and their order are part of the interface (docs/formats/results.md). `zones` is empty without an index.
[[nodiscard]] nlohmann::ordered_json index_json(const Result& result, std::size_t year);

}  // namespace zonecast::outputs
