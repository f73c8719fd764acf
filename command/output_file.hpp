// Text files that the program writes for the user.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace zonecast::command {

/// Throws outputs::FileError if `path` is one of the `inputs` that were read, a result (HDF5) or a TOML file, which no table and no page
/// replaces: for work that takes long, before it begins. write_output looks again.
void check_output(const std::string& path, const std::vector<std::string>& inputs);

/// Lets `write` fill the file `path`, or standard output if it is "-". The file gets its name only when it is whole; throws
/// outputs::FileError, with nothing left behind, when it cannot be written and when check_output refuses it.
void write_output(const std::string& path, const std::vector<std::string>& inputs, const std::function<void(std::ostream&)>& write);

}  // namespace zonecast::command
