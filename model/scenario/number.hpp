// Numbers as text, read the same in every locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/base/say.hpp"

namespace zonecast::scenario {

/// A finite decimal number ("12.5", "-3", "1e4"), blanks around it ignored; nullopt for anything else (nan, inf, hexadecimal, a unit behind
/// it).
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// Why `text` is no number and what to write instead: the hint of an error message. `example` is a number that would do.
[[nodiscard]] Text number_hint(std::string_view text, std::string_view example = "12.5");

/// What a number must be: "at least 0", "between 0 and 1".
[[nodiscard]] Text range_text(double low, double high);

/// A number for a message, in its shortest form that reads back the same.
[[nodiscard]] std::string number_text(double value);

/// A number for a message, to six digits.
[[nodiscard]] std::string rounded_text(double value);

}  // namespace zonecast::scenario
