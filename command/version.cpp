#include "command/version.hpp"

#include "model/base/revision.hpp"
#include "model/base/version.hpp"

namespace zonecast::command {

std::string program_version() {
    const std::string revision = ZONECAST_REVISION;
    return revision == "unknown" ? std::string(version) : std::string(version) + " (" + revision + ")";
}

}  // namespace zonecast::command
