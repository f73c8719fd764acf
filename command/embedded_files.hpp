// Files that the program carries in itself: the skeleton of a new region (command/skeleton) and the national library (scenarios/library).
#pragma once

#include <string>
#include <vector>

namespace zonecast::command {

struct EmbeddedFile {
    std::string path;  ///< in the project's sources, e.g. "command/skeleton/pack.toml"
    std::string text;
};

[[nodiscard]] const std::vector<EmbeddedFile>& embedded_files();

}  // namespace zonecast::command
