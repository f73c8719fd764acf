// Elementary functions of many numbers at once, in the vectors of the machine: the same bits as one at a time (vector_math.hpp).
#pragma once

#include <span>

#include "model/base/vector_width.hpp"

namespace zonecast {

struct EachFunctions {
    void (*exp)(double*, std::size_t);
    void (*log)(double*, std::size_t);
};
ZONECAST_COMPILED_FOR_EACH_WIDTH(EachFunctions);

/// Puts exp_exact(x) in the place of every x.
inline void exp_each(std::span<double> x) {
    compiled<EachFunctions>().exp(x.data(), x.size());
}

/// Puts log_exact(x) in the place of every x, positive normal numbers.
inline void log_each(std::span<double> x) {
    compiled<EachFunctions>().log(x.data(), x.size());
}

}  // namespace zonecast
