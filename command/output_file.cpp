#include "command/output_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "command/interrupt.hpp"
#include "command/terminal.hpp"
#include "outputs/hdf5.hpp"

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

void check_output(const std::string& path, const std::vector<std::string>& inputs, const outputs::Signature& signature) {
    if (path.empty()) throw outputs::FileError("-o", {"没有文件名", "the file has no name"}, {"给出一个", "give one"});
    outputs::refuse_inputs(path, inputs);
    outputs::refuse_others(path, signature);
}

void write_output(const std::string& path, const std::vector<std::string>& inputs, const outputs::Signature& signature,
                  const std::function<void(std::ostream&)>& write) {
    check_output(path, inputs, signature);
    std::ostringstream text;
    write(text);
    if (!outputs::bears(text.view(), signature)) throw std::logic_error("a text without its signature could never be replaced: " + path);
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
