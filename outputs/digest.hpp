// The digest of a result: one line that two files share if, and only if, all their datasets are equal bit for bit.
#pragma once

#include <string>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {

/// "sha256:" and 64 hexadecimal digits over all datasets of the file, in the order of their names (by bytes). Of each go in: its name and
/// the word for its type (text, float64, int64, int32, int8), each ended by a zero byte; its number of dimensions and their lengths, 64
/// bits each, little-endian; its values row by row, numbers little-endian, texts in UTF-8 each ended by a zero byte. Attributes do not
/// count. Reads large datasets piece by piece. Throws FileError, also for a dataset of a type that results do not have.
[[nodiscard]] std::string digest_of(const hdf5::File& file);

}  // namespace zonecast::outputs
