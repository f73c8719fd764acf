// The page of a report: one HTML file that needs nothing beside it, neither files nor a network.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "outputs/place.hpp"

namespace zonecast::outputs {

/// The page without data, as it is shipped (docs/report.md).
[[nodiscard]] std::string_view report_template();

/// What tells such a page from any other.
[[nodiscard]] Signature page_signature();

/// The template with the data of report_data in it, title and language set. No text of the data can end the element it stands in: "<" is
/// written as an escape of JSON, and the title as entities. Throws std::logic_error if the template lacks a mark.
[[nodiscard]] std::string report_page(std::string_view page_template, const nlohmann::ordered_json& data);

}  // namespace zonecast::outputs
