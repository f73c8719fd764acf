// Which datasets of two result files differ, and how much.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {

struct DatasetDifference {
    enum class Kind { only_first, only_second, type, shape, values, attribute };
    std::string name;       ///< of the dataset; empty: the file itself
    std::string attribute;  ///< Kind::attribute: which
    Kind kind = Kind::values;
    // For Kind::values:
    std::uint64_t differing = 0, total = 0;  ///< values that differ in a bit, of all
    /// Largest distance of two numbers, and the same over the larger of their sizes; infinite where only one of two is a number (not NaN),
    /// zero for texts and for numbers that differ only in their bits (signs of zero, kinds of NaN).
    double largest = 0, largest_relative = 0;
    std::uint64_t at = 0;  ///< index of the first that differs, row by row
};

/// Datasets that are not equal bit for bit, in the order of their names, and attributes (names, units, ...) of datasets and of the file that
/// one lacks or that differ; none if the files agree. What tells which version wrote a file may differ, and so may the digest. Reads piece by
/// piece. Throws FileError.
[[nodiscard]] std::vector<DatasetDifference> dataset_differences(const hdf5::File& first, const hdf5::File& second);

}  // namespace zonecast::outputs
