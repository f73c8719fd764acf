#include "model/engine/enterprise_pass.hpp"

#include <cstdlib>

namespace zonecast::engine {

extern const EnterprisePasses enterprise_passes_2;
#if defined(__x86_64__)
extern const EnterprisePasses enterprise_passes_4, enterprise_passes_8;
#endif

namespace {

const EnterprisePasses* widest(std::size_t lanes) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (lanes >= 8 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw"))
        return &enterprise_passes_8;
    if (lanes >= 4 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &enterprise_passes_4;
#endif
    return &enterprise_passes_2;
}

const EnterprisePasses* at_start() {
    const char* wanted = std::getenv("ZONECAST_VECTOR_WIDTH");
    const int lanes = wanted != nullptr ? std::atoi(wanted) : 0;
    return widest(lanes > 0 ? static_cast<std::size_t>(lanes) : 8);
}

const EnterprisePasses*& in_use() {
    static const EnterprisePasses* passes = at_start();
    return passes;
}

}  // namespace

const EnterprisePasses& enterprise_passes() {
    return *in_use();
}

std::size_t set_vector_width(std::size_t lanes) {
    in_use() = widest(lanes == 0 ? 8 : lanes);
    return in_use()->width;
}

}  // namespace zonecast::engine
