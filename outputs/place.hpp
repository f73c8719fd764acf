// Where a file is written.
#pragma once

#include <string>

namespace zonecast::outputs {

/// The path at which a file that the user calls `shown` is put, links followed. Throws FileError for a folder, a missing folder, and a pipe
/// or a device: such a file is gone back in while it is written, and put in its place by a renaming that would replace them.
/// `instead_of_a_pipe` says what to do then.
[[nodiscard]] std::string checked_place(const std::string& shown, const std::string& instead_of_a_pipe = "name a file with -o");

}  // namespace zonecast::outputs
