// Where a file is written.
#pragma once

#include <string>
#include <vector>

#include "model/base/say.hpp"

namespace zonecast::outputs {

/// The path at which a result that the user calls `shown` is put, links followed. Throws FileError for standard output ("-"), a folder, a
/// missing folder, a pipe or a device (a result is not written straight from start to end, and it gets its name by a renaming that would
/// replace them), and for a file that holds something and is no HDF5: it is not the last result but something else of the user's.
/// `instead_of_a_pipe` says what to do then.
[[nodiscard]] std::string checked_place(const std::string& shown, const Text& instead_of_a_pipe = {"用 -o 指明一个文件", "name a file with -o"});

/// Throws FileError if `output` is one of the files that were read: the same file under any name, through links too. Standard output
/// ("-") is none, nor is a file that does not exist yet.
void refuse_inputs(const std::string& output, const std::vector<std::string>& inputs);

}  // namespace zonecast::outputs
