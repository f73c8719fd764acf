// Numbers as text, read the same in every locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zonecast::scenario {

/// A finite decimal number ("12.5", "-3", "1e4"), blanks around it ignored; nullopt for anything else (nan, inf, hexadecimal, a unit behind
/// it).
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// Why `text` is no number and what to write instead: the hint of an error message.
[[nodiscard]] std::string number_hint(std::string_view text);

/// A number for a message, in its shortest form that reads back the same.
[[nodiscard]] std::string number_text(double value);

}  // namespace zonecast::scenario
