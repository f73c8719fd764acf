// Blocks and states of a run as bytes.
#pragma once

#include "model/base/packing.hpp"
#include "model/engine/forecast.hpp"

namespace zonecast::ensemble {

void pack(const engine::BlockOutput& block, base::Packer& out);
void pack(const engine::RunState& state, base::Packer& out);
/// Throw std::out_of_range where the bytes end early.
[[nodiscard]] engine::BlockOutput unpack_block(base::Unpacker& in);
[[nodiscard]] engine::RunState unpack_state(base::Unpacker& in);

}  // namespace zonecast::ensemble
