// Text files that the program writes for the user.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "outputs/place.hpp"

namespace zonecast::command {

/// Throws outputs::FileError if `path` is one of the `inputs` that were read, or holds anything but what the program
/// wrote itself, of the kind of the signature: for work that takes long, before it begins. write_output looks again.
void check_output(const std::string& path, const std::vector<std::string>& inputs, const outputs::Signature& signature);

/// Lets `write` fill the file `path`, or standard output if it is "-", with a text that bears the signature. The file
/// gets its name only when it is whole; throws outputs::FileError, with nothing left behind, when it cannot be written
/// and when check_output refuses it.
void write_output(const std::string& path, const std::vector<std::string>& inputs, const outputs::Signature& signature,
                  const std::function<void(std::ostream&)>& write);

}  // namespace zonecast::command
