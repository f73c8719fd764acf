// Which compiled version of the functions over vectors runs.
//
// Some functions are written once over lanes.hpp, in files called *_lanes.cpp, and compiled for vectors of 2, 4 and 8 doubles. The widest
// version that the machine can run is taken when the program starts. All versions give the same bits.
#pragma once

#include <cstddef>

namespace zonecast {

/// Doubles in a vector of the version in use: 2, 4 (AVX2, WebAssembly) or 8 (AVX-512). The environment variable
/// ZONECAST_VECTOR_WIDTH lowers it at the start.
[[nodiscard]] std::size_t vector_width();

/// Takes the version of so many doubles where this build and machine have it, else the widest below it; 0: the widest of all. Returns the
/// width in use. For tests and benchmarks: results do not depend on it. Not to be called while replicates run.
std::size_t set_vector_width(std::size_t lanes);

/// Functions (the members of T) compiled for vectors of so many doubles.
template <class T, std::size_t lanes>
struct Compiled {
    static const T functions;
};

/// Says that T has versions; they are defined in a file *_lanes.cpp as Compiled<T, ZONECAST_LANES>::functions. In namespace zonecast.
#define ZONECAST_COMPILED_FOR_EACH_WIDTH(T) \
    template <>                             \
    const T Compiled<T, 2>::functions;      \
    template <>                             \
    const T Compiled<T, 4>::functions;      \
    template <>                             \
    const T Compiled<T, 8>::functions

/// The version in use.
template <class T>
[[nodiscard]] const T& compiled() {
#if defined(__x86_64__)
    switch (vector_width()) {
        case 8:
            return Compiled<T, 8>::functions;
        case 4:
            return Compiled<T, 4>::functions;
        default:
            break;
    }
    return Compiled<T, 2>::functions;
#elif defined(__wasm_simd128__)
    return Compiled<T, 4>::functions;
#else
    return Compiled<T, 2>::functions;
#endif
}

}  // namespace zonecast
