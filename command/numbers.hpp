// Numbers on the command line, as people write them.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "model/base/say.hpp"

namespace zonecast::command {

/// The whole number that `text` means ("10", "010", "1e6"), or why it is none, or none between `least` and `most`: "-1", "1,000", "1.5",
/// "2^64". Decimal always: no octal, no hexadecimal, no number that wraps around.
[[nodiscard]] std::variant<std::uint64_t, Text> whole_number(const std::string& text, std::uint64_t least, std::uint64_t most);

/// The finite number that `text` means, or why it is none between `low` and `high`.
[[nodiscard]] std::variant<double, Text> real_number(const std::string& text, double low, double high);

}  // namespace zonecast::command
