#include "model/ensemble/packed_run.hpp"

namespace zonecast::ensemble {

void pack(const engine::BlockOutput& block, base::Packer& out) {
    for (const std::uint64_t number : {block.block, block.first, block.count}) out.number(number);
    out.array(block.target_value);
    out.array(block.target_met);
    out.array(block.target_year);
    out.array(block.parameters);
    out.array(block.series);
}

void pack(const engine::RunState& state, base::Packer& out) {
    out.number(state.replicates);
    out.array(state.integers);
    out.array(state.reals);
}

engine::BlockOutput unpack_block(base::Unpacker& in) {
    engine::BlockOutput block;
    block.block = in.number();
    block.first = in.number();
    block.count = in.number();
    in.array(block.target_value);
    in.array(block.target_met);
    in.array(block.target_year);
    in.array(block.parameters);
    in.array(block.series);
    return block;
}

engine::RunState unpack_state(base::Unpacker& in) {
    engine::RunState state;
    state.replicates = in.number();
    in.array(state.integers);
    in.array(state.reals);
    return state;
}

}  // namespace zonecast::ensemble
