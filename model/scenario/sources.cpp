#include "model/scenario/sources.hpp"

#include <algorithm>
#include <filesystem>

#include "model/base/text.hpp"

namespace zonecast::scenario {

namespace fs = std::filesystem;

namespace {

std::string normal(const std::string& path) {
    return fs::path(path).lexically_normal().generic_string();
}

/// A folder with the slash that begins the paths of what lies in it.
std::string as_prefix(const std::string& folder) {
    std::string prefix = normal(folder);
    if (prefix == ".") return "";
    if (!prefix.empty() && prefix.back() != '/') prefix += '/';
    return prefix;
}

}  // namespace

std::string resolved(const std::string& path, const std::string& from) {
    const fs::path written(path);
    if (written.is_absolute()) return written.lexically_normal().string();
    return (fs::path(from).parent_path() / written).lexically_normal().string();
}

std::string in_folder(const std::string& folder, const std::string& name) {
    return (fs::path(folder) / name).lexically_normal().string();
}

std::string KeptFiles::shown(const std::string& path) const {
    return holder_ + ":" + normal(path);
}

std::string KeptFiles::identity(const std::string& path) const {
    return normal(path);
}

const SourceFile* KeptFiles::find(const std::string& path) const {
    const std::string wanted = normal(path);
    const auto found = std::find_if(files_.begin(), files_.end(), [&](const SourceFile& file) { return file.path == wanted; });
    return found == files_.end() ? nullptr : &*found;
}

bool KeptFiles::exists(const std::string& path) const {
    return find(path) != nullptr || is_folder(path);
}

bool KeptFiles::is_folder(const std::string& path) const {
    const std::string prefix = as_prefix(path);
    return std::any_of(files_.begin(), files_.end(), [&](const SourceFile& file) { return file.path.starts_with(prefix); });
}

std::vector<std::string> KeptFiles::names_in(const std::string& folder) const {
    const std::string prefix = as_prefix(folder);
    std::vector<std::string> names;
    for (const SourceFile& file : files_) {
        if (!file.path.starts_with(prefix)) continue;
        const std::string name = file.path.substr(prefix.size());
        if (name.find('/') == std::string::npos) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<std::string> KeptFiles::read(const std::string& path, Diagnostics& diagnostics, const Location& asked_by) const {
    if (const SourceFile* file = find(path)) return file->text;
    diagnostics.error(asked_by.file.empty() ? Location{shown(path), 0, 0} : asked_by,
                      say("{1} 中没有保存 {0} 的文本", "the text of {0} is not kept in {1}", base::in_quotes(normal(path)), holder_),
                      Text("文件被改过或已损坏：用 `zonecast run` 重新生成", "the file was changed or is damaged: make it again with `zonecast run`"));
    return std::nullopt;
}

std::optional<std::string> Sources::read(const std::string& path, Diagnostics& diagnostics, const Location& asked_by) {
    auto text = source_.read(path, diagnostics, asked_by);
    if (!text) return std::nullopt;
    keep({{normal(path), *text}});
    return text;
}

void Sources::keep(const std::vector<SourceFile>& files) {
    for (const SourceFile& file : files) {
        const bool known = std::any_of(files_.begin(), files_.end(), [&](const SourceFile& one) { return one.path == file.path; });
        if (!known) files_.push_back(file);
    }
}

std::vector<SourceFile> Sources::files() const {
    std::vector<SourceFile> sorted = files_;
    std::sort(sorted.begin(), sorted.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return sorted;
}

}  // namespace zonecast::scenario
