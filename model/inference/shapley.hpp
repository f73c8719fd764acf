// Sharing a difference out among the levers that cause it.
#pragma once

#include <cstddef>
#include <vector>

namespace zonecast::inference {

/// Shapley values (Shapley, "A value for n-person games", 1953): what each of k players adds to the worth of those who came before it, mean
/// over all orders in which they can come. `worth` holds the worth of every coalition, 2^k of them; bit i of the index says whether player
/// i is in. The values add up to worth(all) - worth(none). Throws std::invalid_argument if the size is no power of two. Pure; thread-safe.
[[nodiscard]] std::vector<double> shapley(const std::vector<double>& worth);

}  // namespace zonecast::inference
