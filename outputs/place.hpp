// Where a file is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/say.hpp"

namespace zonecast::outputs {

/// What the program makes in HDF5.
enum class Made { result, posterior };

/// The path at which a result (or a posterior) that the user calls `shown` is put, links followed. Throws FileError for
/// standard output
/// ("-"), a folder, a missing folder, a pipe or a device (a result is not written straight from start to end, and it
/// gets its name by a renaming that would replace them), and for a file that holds something else than what is made: it
/// is not the last result but something of the user's, or the work of another command. `instead_of_a_pipe` says what to
/// do then.
[[nodiscard]] std::string checked_place(const std::string& shown, Made made = Made::result,
                                        const Text& instead_of_a_pipe = {"用 -o 指明一个文件", "name a file with -o"});

/// How a text that the program writes is told from any other: it begins with `start` and has `mark` among its first
/// 4,096 bytes.
struct Signature {
    std::string start, mark;
    Text name;  ///< "a page", "a table of what was learned"
};

/// Whether a text, or the beginning of one, bears the signature.
[[nodiscard]] bool bears(std::string_view text, const Signature& signature);

/// Throws FileError if a file of that name holds something that does not bear the signature: only what the program
/// wrote itself, of the same kind, gives way. Standard output ("-"), pipes and devices are written to and lose nothing.
void refuse_others(const std::string& output, const Signature& signature);

/// Throws FileError if `output` is one of the files that were read: the same file under any name, through links too. Standard output
/// ("-") is none, nor is a file that does not exist yet.
void refuse_inputs(const std::string& output, const std::vector<std::string>& inputs);

}  // namespace zonecast::outputs
