// Text files that the program writes for the user.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

namespace zonecast::command {

/// Lets `write` fill the file `path`, or standard output if it is "-". The file gets its name only when it is whole; throws
/// outputs::FileError, with nothing left behind, when it cannot be written.
void write_output(const std::string& path, const std::function<void(std::ostream&)>& write);

}  // namespace zonecast::command
