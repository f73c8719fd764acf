// A kept optimiser that needs no derivatives, where the program was built with one: COBYLA of NLopt.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace zonecast::inference {

/// A function of numbers between 0 and 1.
using Objective = std::function<double(const std::vector<double>&)>;

/// Whether the program was built with NLopt.
[[nodiscard]] bool has_optimiser();

/// Makes `value` small where `excess` is not above 0, from `from` on, with at most `trials` points. It returns nothing:
/// the caller sees every point that is tried, and keeps the best. What the functions throw goes on to the caller.
/// Throws std::logic_error without has_optimiser().
void minimise(std::vector<double> from, const Objective& value, const Objective& excess, std::uint64_t trials);

}  // namespace zonecast::inference
