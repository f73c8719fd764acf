#include "model/base/vector_width.hpp"

#include <cstdlib>

namespace zonecast {

namespace {

std::size_t widest([[maybe_unused]] std::size_t lanes) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (lanes >= 8 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw"))
        return 8;
    if (lanes >= 4 && __builtin_cpu_supports("avx2")) return 4;
#elif defined(__wasm_simd128__)
    return 4;
#endif
    return 2;
}

std::size_t& in_use() {
    static std::size_t width = [] {
        const char* wanted = std::getenv("ZONECAST_VECTOR_WIDTH");
        const int lanes = wanted != nullptr ? std::atoi(wanted) : 0;
        return widest(lanes > 0 ? static_cast<std::size_t>(lanes) : 8);
    }();
    return width;
}

}  // namespace

std::size_t vector_width() {
    return in_use();
}

std::size_t set_vector_width(std::size_t lanes) {
    return in_use() = widest(lanes == 0 ? 8 : lanes);
}

}  // namespace zonecast
