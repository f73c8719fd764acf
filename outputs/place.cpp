#include "outputs/place.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "outputs/hdf5.hpp"

namespace zonecast::outputs {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t looked_at = 4096;  // bytes

/// Whether a file was written by the program, as what it is asked to make now.
bool was_made(const std::string& path, Made made) {
    if (!hdf5::is_hdf5(path)) return false;
    try {
        const hdf5::File file = hdf5::File::open(path);
        const std::string kind = file.text_attribute("kind").value_or("");
        if (made == Made::posterior) return kind == "zonecast posterior";
        return kind.empty() && file.text_attribute("source").value_or("").starts_with("zonecast ");
    } catch (const FileError&) {
        return false;  // damaged: nobody can tell what it was
    }
}

}  // namespace

std::string checked_place(const std::string& shown, Made made, const Text& instead_of_a_pipe) {
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
    if (fs::exists(status) && fs::file_size(shown, ignored) > 0 && !was_made(shown, made))
        throw FileError(
            shown,
            made == Made::result
                ? Text("已存在，且不是结果文件；没有替换它", "exists already and is no result of zonecast; it was not replaced")
                : Text("已存在，且不是参数的后验样本；没有替换它", "exists already and is no posterior of zonecast; it was not replaced"),
            {"用 -o 指明别的文件，或先移走它", "name another file with -o, or move it away first"});
    return place;
}

bool bears(std::string_view text, const Signature& signature) {
    return text.starts_with(signature.start) && text.substr(0, looked_at).find(signature.mark) != std::string_view::npos;
}

void refuse_others(const std::string& output, const Signature& signature) {
    std::error_code ignored;
    if (output == "-" || !fs::is_regular_file(output, ignored) || fs::file_size(output, ignored) == 0) return;
    std::string text(looked_at, '\0');
    std::ifstream file(output, std::ios::binary);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (bears(text, signature)) return;
    throw FileError(output,
                    say("已存在，且不是 zonecast 写的{}；没有替换它",
                        "exists already and is not {} that zonecast wrote; it was not replaced", signature.name),
                    {"指明别的文件，或先移走它", "name another file, or move it away first"});
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
