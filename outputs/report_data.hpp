// What the page of a report shows, as JSON: read from result files and put so that the page only draws.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "outputs/words.hpp"

namespace zonecast::outputs {

/// The first result in full, and the differences of its targets from those of the others. `language` is the one the page opens in.
/// Nothing, with the reasons in `diagnostics`, if a file is no whole result. docs/report.md says what the page shows of it.
[[nodiscard]] std::optional<nlohmann::ordered_json> report_data(const std::vector<std::string>& paths, Language language,
                                                                Diagnostics& diagnostics);

/// What `zonecast seek --json` wrote about the plan of this data of a report. Nothing, with the reason in
/// `diagnostics`, if the file is none, or one about another plan.
[[nodiscard]] std::optional<nlohmann::ordered_json> read_seek(const std::string& path, const nlohmann::ordered_json& report,
                                                              Diagnostics& diagnostics);

/// What a page needs of a target beyond the scorecard: what it asks for in words, how its numbers are written, where its way starts.
[[nodiscard]] nlohmann::ordered_json target_words(const engine::TargetResult& judged);

/// How far a target is missed in the middle of things, on a scale that targets share: its expected shortfall over the way that the plan
/// asks for (from the base year's median to the threshold; from 1 for ratios to the base; from 0 for increases, sums and growth), at
/// most 1. Where the base year meets the threshold already, over the threshold itself.
[[nodiscard]] double missing_share(const engine::TargetResult& judged);

/// Targets by index whose gaps the page names first, at most `most`: official ones that most replicates miss, the
/// worst verdict first, then those of a whole scope before those of each zone (which one zone decides), then by missing_share; one of each
/// quantity.
[[nodiscard]] std::vector<std::size_t> leading_gaps(const std::vector<engine::TargetResult>& targets, std::size_t most);

}  // namespace zonecast::outputs
