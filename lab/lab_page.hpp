// The page of the policy lab: one HTML file with the engine, the plan and everything that it reads.
#pragma once

#include <string>
#include <string_view>

#include "lab/lab_data.hpp"

namespace zonecast::lab {

/// The engine compiled to WebAssembly, packed by gzip, as `make lab-engine` built it (lab/engine/shipped).
[[nodiscard]] std::string_view packed_engine();

/// The page, ready to be written. Throws std::runtime_error if packing fails.
[[nodiscard]] std::string lab_page(const LabData& data);

}  // namespace zonecast::lab
