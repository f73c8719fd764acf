#include "model/ensemble/parts.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "model/ensemble/ensemble.hpp"

namespace zonecast::ensemble {

std::uint64_t blocks_of(const engine::RunSettings& whole) {
    if (whole.replicates == 0) return 0;
    return (whole.first_replicate + whole.replicates - 1) / block_size - whole.first_replicate / block_size + 1;
}

engine::RunSettings part_settings(const engine::RunSettings& whole, std::uint64_t number, std::uint64_t of) {
    if (of == 0 || number == 0 || number > of)
        throw std::invalid_argument("there is no part " + std::to_string(number) + " of " + std::to_string(of));
    const std::uint64_t blocks = blocks_of(whole), end = whole.first_replicate + whole.replicates;
    if (blocks < of)
        throw std::invalid_argument("the run has " + std::to_string(blocks) + " blocks of " +
                                    std::to_string(block_size) + " replicates, too few for " + std::to_string(of) +
                                    " parts");
    // floor(blocks k / of) without overflow: of is at most blocks.
    const auto border = [&](std::uint64_t k) { return blocks / of * k + blocks % of * k / of; };
    const std::uint64_t first_block = whole.first_replicate / block_size;
    engine::RunSettings part = whole;
    part.first_replicate = std::max(whole.first_replicate, (first_block + border(number - 1)) * block_size);
    part.replicates = std::min(end, (first_block + border(number)) * block_size) - part.first_replicate;
    part.part = engine::PartOfRun{number, of, whole.first_replicate, whole.replicates};
    return part;
}

}  // namespace zonecast::ensemble
