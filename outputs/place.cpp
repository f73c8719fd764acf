#include "outputs/place.hpp"

#include <filesystem>
#include <system_error>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {

namespace fs = std::filesystem;

std::string checked_place(const std::string& shown, const Text& instead_of_a_pipe) {
    if (shown.empty()) throw FileError("the result", {"没有文件名", "has no file name"}, {"用 -o 给出", "give one with -o"});
    const Text no_pipe("无法写入：结果文件不是从头到尾依次写成的，不能是管道、设备或标准输出",
                       "cannot be written: a result is not written straight from start to end, so it can be no pipe, no device "
                       "and not standard output");
    if (shown == "-") throw FileError(shown, no_pipe, instead_of_a_pipe);
    std::error_code ignored;
    const fs::file_status status = fs::status(shown, ignored);  // of what a link leads to; a pipe has no place of its own
    if (fs::is_directory(status))
        throw FileError(shown, {"无法写入：它是文件夹", "cannot be written: it is a folder"}, {"用 -o 指明其中的文件", "name a file in it with -o"});
    if (fs::exists(status) && !fs::is_regular_file(status)) throw FileError(shown, no_pipe, instead_of_a_pipe);
    const std::string place = fs::is_symlink(shown, ignored) ? fs::weakly_canonical(shown, ignored).string() : shown;
    const fs::path folder = fs::path(place).parent_path();
    if (!folder.empty() && !fs::is_directory(folder, ignored))
        throw FileError(shown, say("无法写入：没有文件夹 {}", "cannot be written: there is no folder {}", folder.string()),
                        {"建立该文件夹，或用 -o 指明别的文件", "make the folder or name another file with -o"});
    if (fs::exists(status) && fs::file_size(shown, ignored) > 0 && !hdf5::is_hdf5(shown))
        throw FileError(shown, {"已存在，且不是结果文件；没有替换它", "exists already and is no result; it was not replaced"},
                        {"用 -o 指明别的文件，或先移走它", "name another file with -o, or move it away first"});
    return place;
}

void refuse_inputs(const std::string& output, const std::vector<std::string>& inputs) {
    if (output == "-") return;
    for (const std::string& input : inputs) {
        std::error_code differs;
        if (!fs::equivalent(output, input, differs) || differs) continue;
        throw FileError(output, say("没有替换它：本命令要读 {}", "it was not replaced: this command reads {}", input),
                        {"用 -o 指明别的文件", "name another file with -o"});
    }
}

}  // namespace zonecast::outputs
