#include "command/output_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

#include "command/interrupt.hpp"
#include "command/terminal.hpp"
#include "outputs/hdf5.hpp"
#include "outputs/place.hpp"

namespace zonecast::command {

namespace {

[[noreturn]] void fail(const std::string& path, int reason) {
    throw outputs::FileError(path, say("无法写入：{}", "cannot be written: {}", std::generic_category().message(reason)),
                             {"指明别的文件，或用 - 表示标准输出", "name another file, or - for standard output"});
}

bool written(const std::string& path, std::string_view text) {
    errno = 0;
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    return static_cast<bool>(file);
}

}  // namespace

void check_output(const std::string& path, const std::vector<std::string>& inputs) {
    outputs::refuse_inputs(path, inputs);
    if (std::filesystem::path(path).extension() == ".toml" && std::filesystem::exists(path))
        throw outputs::FileError(path, {"是规划或其他 TOML 文件；没有替换它", "is a plan or another TOML file; it was not replaced"},
                                 {"指明别的文件", "name another file"});
    std::error_code unknown;
    if (path != "-" && std::filesystem::is_regular_file(path, unknown) && std::filesystem::file_size(path, unknown) > 0 &&
        outputs::hdf5::is_hdf5(path))
        throw outputs::FileError(path, {"是一个结果文件；没有替换它", "is a result; it was not replaced"},
                                 {"指明别的文件，或先移走它", "name another file, or move it away first"});
}

void write_output(const std::string& path, const std::vector<std::string>& inputs, const std::function<void(std::ostream&)>& write) {
    check_output(path, inputs);
    std::ostringstream text;
    write(text);
    if (path == "-") {
        print(text.view());
        return;
    }
    namespace fs = std::filesystem;
    std::error_code unknown;
    if (fs::exists(path, unknown) && !fs::is_regular_file(path, unknown)) {  // a pipe or device is written to, never replaced
        if (!written(path, text.view())) fail(path, errno);
        return;
    }
    const SignalsHeld held;
    const fs::path target = fs::weakly_canonical(path, unknown);
    const std::string partial = target.string() + ".partial-" + std::to_string(getpid());
    if (!written(partial, text.view()) || std::rename(partial.c_str(), target.c_str()) != 0) {
        const int reason = errno;
        std::remove(partial.c_str());
        fail(path, reason);
    }
}

}  // namespace zonecast::command
