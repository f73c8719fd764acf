// What the program calls itself.
#pragma once

#include <string>

namespace zonecast::command {

/// "0.1.0 (145d6742e49b)": the version, and the commit that it was built from if it is known.
[[nodiscard]] std::string program_version();

}  // namespace zonecast::command
