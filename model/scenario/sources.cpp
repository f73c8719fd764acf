#include "model/scenario/sources.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "model/base/text.hpp"

namespace zonecast::scenario {

namespace fs = std::filesystem;

std::string resolved(const std::string& path, const std::string& from) {
    const fs::path written(path);
    if (written.is_absolute()) return written.lexically_normal().string();
    return (fs::path(from).parent_path() / written).lexically_normal().string();
}

std::string in_folder(const std::string& folder, const std::string& name) {
    return (fs::path(folder) / name).lexically_normal().string();
}

bool is_folder(const std::string& path) {
    std::error_code failed;
    return fs::is_directory(path, failed);
}

bool exists(const std::string& path) {
    std::error_code failed;
    return fs::exists(path, failed);
}

Sources::Sources(const std::string& plan_path) : folder_(fs::path(plan_path).parent_path().string()) {
    if (folder_.empty()) folder_ = ".";
}

std::optional<std::string> Sources::read(const std::string& path, Diagnostics& diagnostics, const Location& asked_by) {
    auto text = base::read_text_file(path, path, diagnostics, asked_by);
    if (!text) return std::nullopt;
    const fs::path file = fs::path(path).lexically_normal();
    std::string shown = file.lexically_relative(fs::path(folder_).lexically_normal()).generic_string();
    if (shown.empty()) shown = file.generic_string();
    const bool known = std::any_of(files_.begin(), files_.end(), [&](const SourceFile& one) { return one.path == shown; });
    if (!known) files_.push_back({shown, *text});
    return text;
}

std::vector<SourceFile> Sources::files() const {
    std::vector<SourceFile> sorted = files_;
    std::sort(sorted.begin(), sorted.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return sorted;
}

}  // namespace zonecast::scenario
