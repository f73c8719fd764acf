// What to write instead of a unit that is not known.
#pragma once

#include <optional>
#include <string>

#include "model/base/say.hpp"
#include "model/base/units.hpp"

namespace zonecast::scenario {

/// The hint for a unit that parse_unit does not read: what was meant, never of another scale or currency, since whoever
/// follows the hint would write a figure that is wrong by that factor. `wanted`: what the number measures, if that is
/// known.
[[nodiscard]] Text unit_hint(const std::string& text, std::optional<base::Dimension> wanted);

}  // namespace zonecast::scenario
