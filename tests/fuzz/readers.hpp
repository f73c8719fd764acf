// One input for the readers of text: its first byte says which of them reads the rest.
#pragma once

#include <cstddef>
#include <cstdint>

namespace zonecast::fuzz {

/// 't': TOML; 'c': CSV with the columns of its own first line; 'm': a metric expression; other inputs are not read. Readers report what is
/// wrong and never throw, so that anything thrown is a fault.
void read(const std::uint8_t* data, std::size_t size);

}  // namespace zonecast::fuzz
