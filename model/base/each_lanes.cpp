#include "model/base/each.hpp"
#include "model/base/lanes.hpp"

namespace zonecast {
namespace {

using namespace zonecast::lanes;

void exp_of_each(double* x, std::size_t n) {
    std::size_t i = 0;
    for (; i + width <= n; i += width) store(x + i, exp_inside(clamp(load(x + i), -700.0, 700.0)));
    if (i < n) {
        double rest[width] = {};
        for (std::size_t l = 0; l < n - i; ++l) rest[l] = x[i + l];
        store(rest, exp_inside(clamp(load(rest), -700.0, 700.0)));
        for (std::size_t l = 0; l < n - i; ++l) x[i + l] = rest[l];
    }
}

void log_of_each(double* x, std::size_t n) {
    std::size_t i = 0;
    for (; i + width <= n; i += width) store(x + i, log(load(x + i)));
    if (i < n) {
        double rest[width] = {};
        for (std::size_t l = 0; l < width; ++l) rest[l] = l < n - i ? x[i + l] : 1.0;
        store(rest, log(load(rest)));
        for (std::size_t l = 0; l < n - i; ++l) x[i + l] = rest[l];
    }
}

}  // namespace

template <>
const EachFunctions Compiled<EachFunctions, ZONECAST_LANES>::functions{exp_of_each, log_of_each};

}  // namespace zonecast
