// The digest of a result: one line that two files share if, and only if, all their datasets are equal bit for bit, and so is what is said of
// them.
#pragma once

#include <string>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {

/// The attribute of a file that holds its digest, and therefore does not count in it.
inline constexpr const char* digest_attribute = "digest";

/// "sha256/2:" and 64 hexadecimal digits. First go in the file's attributes, then all datasets in the order of their names (by bytes): its
/// name and the word for its type (text, float64, int64, int32, int8); its attributes; its number of dimensions and their lengths, 64 bits
/// each, little-endian; its values row by row, numbers little-endian. Texts are UTF-8, each ended by a zero byte. An attribute goes in as its
/// name and its value as text, in the order of names; those that only link datasets do not count. Without attributes, "sha256:" and the
/// digits over the rest: what files of version 0.1 hold. Reads large datasets piece by piece. Throws FileError, also for a dataset of a type
/// that results do not have.
[[nodiscard]] std::string digest_of(const hdf5::File& file, bool attributes = true);

/// Whether a digest is one that counts attributes.
[[nodiscard]] bool covers_attributes(const std::string& digest);

}  // namespace zonecast::outputs
