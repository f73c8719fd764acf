// The passes over enterprises with vectors of 8 doubles.
#if defined(__x86_64__)
#define ZONECAST_LANES 8
#include "model/engine/enterprise_pass_body.hpp"

namespace zonecast::engine {

extern const EnterprisePasses enterprise_passes_8;
const EnterprisePasses enterprise_passes_8 = passes;

}  // namespace zonecast::engine
#endif
