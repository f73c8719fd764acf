// The year loop works in memory that a replicate already has: more years do not allocate more.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/engine/simulation.hpp"
#include "tests/support/small_world.hpp"

namespace {
thread_local std::size_t allocations = 0;
}

// Every `new` of this program is counted. (Eigen's sparse solve takes its work space from malloc: two vectors of the number of industries a
// year, which this does not see.)
void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size > 0 ? size : 1)) return p;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    ++allocations;
    const auto unit = static_cast<std::size_t>(alignment);
    if (void* p = std::aligned_alloc(unit, (size + unit - 1) / unit * unit)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept {
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
    std::free(p);
}
void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
    std::free(p);
}

namespace zonecast {
namespace {

/// Allocations of a replicate that has been run before.
std::size_t allocations_of(int end_year) {
    test::Simulation simulation(test::SmallWorld().scenario({"plan.end_year=" + std::to_string(end_year)}));
    simulation.run(3);
    const std::size_t before = allocations;
    simulation.run(3);
    return allocations - before;
}

TEST(YearLoop, AllocatesNothing) {
    const std::size_t few = allocations_of(2019), many = allocations_of(2029);
    EXPECT_GT(few, 0u) << "the start of a replicate allocates; if it does not, nothing is counted";
    EXPECT_EQ(many, few) << "ten more years allocated " << many - few << " times";
}

}  // namespace
}  // namespace zonecast
