// Processes that share a run, as the ensemble sees them. What they talk over is the program's affair.
#pragma once

#include <cstdint>
#include <string>

namespace zonecast::ensemble {

/// All processes run the same program on the same inputs, and come to the same calls in the same order. Used by one
/// thread of each.
class Ranks {
public:
    virtual ~Ranks() = default;
    /// Which process this is, from 0.
    [[nodiscard]] virtual std::uint64_t rank() const = 0;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// What process `from` says, at all of them; what the others say is not heard. Waits for all.
    [[nodiscard]] virtual std::string heard(std::uint64_t from, std::string said) = 0;
    /// What process `from` says, at the first one; nothing at the others.
    [[nodiscard]] virtual std::string gathered(std::uint64_t from, std::string said) = 0;
    /// What the first process says, at all of them.
    [[nodiscard]] std::uint64_t agreed(std::uint64_t number) { return std::stoull(heard(0, std::to_string(number))); }
};

}  // namespace zonecast::ensemble
