#include "outputs/place.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {

std::string checked_place(const std::string& shown, const std::string& instead_of_a_pipe) {
    namespace fs = std::filesystem;
    if (shown.empty()) throw FileError("the result", "has no file name", "give one with -o");
    std::error_code ignored;
    const fs::file_status status = fs::status(shown, ignored);  // of what a link leads to; a pipe has no place of its own
    if (fs::is_directory(status)) throw FileError(shown, "cannot be written: it is a folder", "name a file in it with -o");
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw FileError(shown, "cannot be written: it is a pipe or a device, and a result is written in a file that can be gone back in",
                        instead_of_a_pipe);
    const std::string place = fs::is_symlink(shown, ignored) ? fs::weakly_canonical(shown, ignored).string() : shown;
    const fs::path folder = fs::path(place).parent_path();
    if (!folder.empty() && !fs::is_directory(folder, ignored))
        throw FileError(shown, fmt::format("cannot be written: there is no folder {}", folder.string()),
                        "make the folder or name another file with -o");
    return place;
}

}  // namespace zonecast::outputs
