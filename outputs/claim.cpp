#include "outputs/claim.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "outputs/hdf5.hpp"
#include "outputs/place.hpp"

namespace zonecast::outputs {

namespace {

enum class Lock { taken, held_by_another, not_to_be_had };

Lock lock(int descriptor) {
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (fcntl(descriptor, F_OFD_SETLK, &whole) == 0) return Lock::taken;
    return errno == EAGAIN || errno == EACCES ? Lock::held_by_another : Lock::not_to_be_had;
}

/// Whether the path still names the open file: another writer may have removed it between our opening and our locking.
bool still_named(int descriptor, const std::string& path) {
    struct stat opened {
    }, named{};
    return fstat(descriptor, &opened) == 0 && stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

/// Nobody else writes the file, so that all its partial files are left over from killed writers.
void remove_left_over(const std::string& place) {
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(place).parent_path();
    const std::string start = fs::path(place).filename().string() + ".partial-";
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder.empty() ? fs::path(".") : folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(start) || name.size() == start.size()) continue;
        if (!std::all_of(name.begin() + static_cast<std::ptrdiff_t>(start.size()), name.end(),
                         [](char c) { return c >= '0' && c <= '9'; }))
            continue;
        std::error_code stays;
        if (entry.is_regular_file(stays)) fs::remove(entry.path(), stays);
    }
}

}  // namespace

Claim::Claim(const std::string& shown) {
    const std::string place = checked_place(shown);
    lock_path_ = place + ".lock";
    for (;;) {
        const int descriptor = open(lock_path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (descriptor < 0) return;  // who cannot write here is told when the file itself is written
        if (struct stat it{}; fstat(descriptor, &it) != 0 || it.st_size > 0) {  // somebody's own file: ours are empty
            close(descriptor);
            return;
        }
        const Lock found = lock(descriptor);
        if (found == Lock::taken && still_named(descriptor, lock_path_)) {
            lock_ = descriptor;
            break;
        }
        close(descriptor);
        if (found == Lock::held_by_another)
            throw FileError(shown, {"正由另一个 zonecast 写入", "is being written by another zonecast"},
                            {"等它结束，或用 -o 指明别的文件", "wait for it to end, or name another file with -o"});
        if (found == Lock::not_to_be_had) {
            unlink(lock_path_.c_str());
            return;
        }
    }
    remove_left_over(place);
}

Claim::~Claim() {
    if (lock_ < 0) return;
    unlink(lock_path_.c_str());  // before the lock goes, so that nobody locks a file that is about to lose its name
    close(lock_);
}

}  // namespace zonecast::outputs
