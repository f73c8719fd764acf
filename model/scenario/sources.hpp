// The files of a scenario: where they lie, and what was read from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::scenario {

/// `path`, as written in the file `from`: relative paths start at the folder of that file. The result is normal ("a/../b" is "b").
[[nodiscard]] std::string resolved(const std::string& path, const std::string& from);

/// `folder` and `name` as one path.
[[nodiscard]] std::string in_folder(const std::string& folder, const std::string& name);

[[nodiscard]] bool is_folder(const std::string& path);
[[nodiscard]] bool exists(const std::string& path);

/// Reads files and keeps their texts. Not thread-safe.
class Sources {
public:
    /// Paths of the kept files are taken relative to the folder of `plan_path`.
    explicit Sources(const std::string& plan_path);

    /// The text of a file; problems are reported (a missing file at `asked_by`) and yield nullopt. A file read twice is kept once.
    std::optional<std::string> read(const std::string& path, Diagnostics& diagnostics, const Location& asked_by = {});

    /// The files read so far, in the order of their paths.
    [[nodiscard]] std::vector<SourceFile> files() const;

private:
    std::string folder_;
    std::vector<SourceFile> files_;
};

}  // namespace zonecast::scenario
