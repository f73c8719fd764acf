// One writer at a time: who writes a file keeps others away from it.
#pragma once

#include <string>

namespace zonecast::outputs {

/// The right to write a file. While it lives, "<file>.lock" beside the file is locked; it is removed at the end. After
/// a kill the lock file stays behind without a lock, and the next writer takes it over. Where the folder or its file
/// system gives no locks, or "<file>.lock" is a file of the user's own, nobody is kept out.
class Claim {
public:
    /// Of the file that the user calls `shown`. Removes what killed writers have left of it
    /// ("<file>.partial-<process>"). Throws FileError if another process, or another claim of this one, holds the file,
    /// and as checked_place() does.
    explicit Claim(const std::string& shown);
    ~Claim();
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

private:
    std::string lock_path_;
    int lock_ = -1;  ///< descriptor; -1 without a lock
};

}  // namespace zonecast::outputs
