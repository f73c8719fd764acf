// How a result came about, besides the scenario.
#pragma once

#include <string>

namespace zonecast::outputs {

struct Provenance {
    std::string version;                     ///< of zonecast
    std::string command;                     ///< that makes the result again
    std::string remark;                      ///< what else happened: a precision that was not reached, ...; may be empty
    std::string history;                     ///< word for word, in place of what follows from the others; may be empty
    std::string plan, posterior;             ///< paths of the plan and of the file of parameters, as given
    std::string posterior_digest;            ///< of the file of parameters (outputs::digest_of); empty without one
    std::string time;                        ///< when, if the file shall say so; without it equal runs give equal files
    std::string institution = "not stated";  ///< where it was made
};

}  // namespace zonecast::outputs
