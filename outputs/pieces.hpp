// Going through a large dataset piece by piece, and what its type is called.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {

/// Rows [first, first + count) of the first dimension.
struct Piece {
    std::uint64_t first = 0, count = 0;
};

/// Pieces of about 8 MiB that make up a dataset; one piece for a scalar.
[[nodiscard]] inline std::vector<Piece> pieces(const hdf5::Shape& shape, std::size_t element_size) {
    if (shape.empty()) return {{0, 1}};
    constexpr std::uint64_t piece_bytes = std::uint64_t{8} << 20;
    const std::uint64_t rows = shape.front();
    const std::uint64_t row_bytes = std::max<std::uint64_t>(rows > 0 ? hdf5::elements(shape) / rows * element_size : 0, 1);
    const std::uint64_t step = std::max<std::uint64_t>(piece_bytes / row_bytes, 1);
    std::vector<Piece> all;
    for (std::uint64_t first = 0; first < rows; first += step) all.push_back({first, std::min(step, rows - first)});
    return all;
}

/// As docs/formats/results.md writes it.
[[nodiscard]] constexpr std::string_view type_word(hdf5::ValueType type) {
    switch (type) {
        case hdf5::ValueType::text:
            return "text";
        case hdf5::ValueType::real:
            return "float64";
        case hdf5::ValueType::wide:
            return "int64";
        case hdf5::ValueType::integer:
            return "int32";
        case hdf5::ValueType::small:
            return "int8";
        case hdf5::ValueType::other:
            break;
    }
    return "other";
}

}  // namespace zonecast::outputs
