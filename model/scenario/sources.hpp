// The files of a scenario: where they come from, how they name each other, and what was read from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::scenario {

// Within one reading every file has a path relative to the folder of the plan ("../packs/hunan/zones.csv"), or an absolute one where a
// file names another absolutely. Such paths do not depend on where the scenario lies.

/// `path`, as written in the file `from`: relative paths start at the folder of that file. The result is normal ("a/../b" is "b").
[[nodiscard]] std::string resolved(const std::string& path, const std::string& from);

/// `folder` and `name` as one path.
[[nodiscard]] std::string in_folder(const std::string& folder, const std::string& name);

/// Where the files of a scenario come from. Thread-safe.
class FileSource {
public:
    FileSource() = default;
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;
    virtual ~FileSource() = default;

    /// What messages call the file.
    [[nodiscard]] virtual std::string shown(const std::string& path) const = 0;
    /// One name for a file, however its path is written.
    [[nodiscard]] virtual std::string identity(const std::string& path) const = 0;
    [[nodiscard]] virtual bool exists(const std::string& path) const = 0;
    [[nodiscard]] virtual bool is_folder(const std::string& path) const = 0;
    /// Names of the files in a folder, sorted.
    [[nodiscard]] virtual std::vector<std::string> names_in(const std::string& folder) const = 0;
    /// The text of a file; problems are reported (a missing file at `asked_by`) and yield nullopt.
    [[nodiscard]] virtual std::optional<std::string> read(const std::string& path, Diagnostics& diagnostics,
                                                          const Location& asked_by) const = 0;
};

/// Files on the disk.
class DiskFiles : public FileSource {
public:
    /// `folder`: that of the plan; empty for the current one.
    explicit DiskFiles(std::string folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::string shown(const std::string& path) const override;
    [[nodiscard]] std::string identity(const std::string& path) const override;
    [[nodiscard]] bool exists(const std::string& path) const override;
    [[nodiscard]] bool is_folder(const std::string& path) const override;
    [[nodiscard]] std::vector<std::string> names_in(const std::string& folder) const override;
    [[nodiscard]] std::optional<std::string> read(const std::string& path, Diagnostics& diagnostics,
                                                  const Location& asked_by) const override;

private:
    std::string folder_;
};

/// Files in memory, as a result keeps them.
class KeptFiles : public FileSource {
public:
    /// `holder` is what holds the files: messages name them "<holder>:<path>".
    KeptFiles(std::vector<SourceFile> files, std::string holder) : files_(std::move(files)), holder_(std::move(holder)) {}

    [[nodiscard]] std::string shown(const std::string& path) const override;
    [[nodiscard]] std::string identity(const std::string& path) const override;
    [[nodiscard]] bool exists(const std::string& path) const override;
    [[nodiscard]] bool is_folder(const std::string& path) const override;
    [[nodiscard]] std::vector<std::string> names_in(const std::string& folder) const override;
    [[nodiscard]] std::optional<std::string> read(const std::string& path, Diagnostics& diagnostics,
                                                  const Location& asked_by) const override;

private:
    [[nodiscard]] const SourceFile* find(const std::string& path) const;

    std::vector<SourceFile> files_;
    std::string holder_;
};

/// Reads files of one source and keeps their texts. Not thread-safe.
class Sources {
public:
    /// `source` must outlive this.
    explicit Sources(const FileSource& source) : source_(source) {}

    /// The text of a file; problems are reported (a missing file at `asked_by`) and yield nullopt. A file read twice is kept once.
    std::optional<std::string> read(const std::string& path, Diagnostics& diagnostics, const Location& asked_by = {});

    [[nodiscard]] std::string shown(const std::string& path) const { return source_.shown(path); }
    [[nodiscard]] std::string identity(const std::string& path) const { return source_.identity(path); }
    [[nodiscard]] bool exists(const std::string& path) const { return source_.exists(path); }
    [[nodiscard]] bool is_folder(const std::string& path) const { return source_.is_folder(path); }
    [[nodiscard]] std::vector<std::string> names_in(const std::string& folder) const { return source_.names_in(folder); }

    /// The files read so far, in the order of their paths.
    [[nodiscard]] std::vector<SourceFile> files() const;
    /// Counts files among those that were read; their paths are as files() has them.
    void keep(const std::vector<SourceFile>& files);

private:
    const FileSource& source_;
    std::vector<SourceFile> files_;
};

}  // namespace zonecast::scenario
