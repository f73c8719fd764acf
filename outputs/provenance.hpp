// How a result came about, besides the scenario.
#pragma once

#include <string>

namespace zonecast::outputs {

struct Provenance {
    std::string version;                     ///< of zonecast
    std::string command;                     ///< command line
    std::string time;                        ///< when, if the file shall say so; without it equal runs give equal files
    std::string institution = "not stated";  ///< where it was made
};

}  // namespace zonecast::outputs
