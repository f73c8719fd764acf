// The passes over enterprises with vectors of 2 doubles.
#define ZONECAST_LANES 2
#include "model/engine/enterprise_pass_body.hpp"

namespace zonecast::engine {

extern const EnterprisePasses enterprise_passes_2;
const EnterprisePasses enterprise_passes_2 = passes;

}  // namespace zonecast::engine
