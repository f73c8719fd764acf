// The passes over enterprises with vectors of 4 doubles.
#if defined(__x86_64__)
#define ZONECAST_LANES 4
#include "model/engine/enterprise_pass_body.hpp"

namespace zonecast::engine {

extern const EnterprisePasses enterprise_passes_4;
const EnterprisePasses enterprise_passes_4 = passes;

}  // namespace zonecast::engine
#endif
