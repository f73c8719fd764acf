#include "model/inference/shapley.hpp"

#include <bit>
#include <stdexcept>

namespace zonecast::inference {

std::vector<double> shapley(const std::vector<double>& worth) {
    if (!std::has_single_bit(worth.size())) throw std::invalid_argument("Shapley values need the worth of every coalition");
    const auto players = static_cast<std::size_t>(std::countr_zero(worth.size()));
    // Chance that exactly the s players of a coalition come before a given other one: s! (k - s - 1)! / k!
    std::vector<double> weight(players);
    for (std::size_t s = 0; s < players; ++s) {
        double orders = static_cast<double>(players);  // k (k - 1 over s)
        for (std::size_t i = 1; i <= s; ++i) orders *= static_cast<double>(players - i) / static_cast<double>(i);
        weight[s] = 1.0 / orders;
    }
    std::vector<double> value(players, 0.0);
    for (std::size_t coalition = 0; coalition < worth.size(); ++coalition)
        for (std::size_t i = 0; i < players; ++i)
            if ((coalition >> i & 1u) == 0)
                value[i] += weight[static_cast<std::size_t>(std::popcount(coalition))] *
                            (worth[coalition | std::size_t{1} << i] - worth[coalition]);
    return value;
}

}  // namespace zonecast::inference
