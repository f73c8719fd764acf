// What a comparison of two scenarios and an analysis of sensitivity found, for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/inference/compare.hpp"
#include "model/inference/sensitivity.hpp"

namespace zonecast::outputs {

/// `a` and `b`: what the two are called. Keys and their order are part of the interface; numbers that do not exist are
/// null.
[[nodiscard]] nlohmann::ordered_json comparison_json(const inference::Comparison& comparison, const inference::CompareSettings& settings,
                                                     const std::string& a, const std::string& b);

/// `targets`: those analysed, indices of the plan.
[[nodiscard]] nlohmann::ordered_json sensitivity_json(const inference::Sensitivity& sensitivity, const std::vector<std::size_t>& targets,
                                                      const scenario::Scenario& scenario, const inference::SensitivitySettings& settings);

}  // namespace zonecast::outputs
