#include "outputs/checkpoint.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <type_traits>
#include <utility>

#include "model/ensemble/packed_run.hpp"
#include "outputs/hdf5.hpp"
#include "outputs/place.hpp"

namespace zonecast::outputs {

using base::Packer;
using base::Unpacker;

namespace {

static_assert(std::endian::native == std::endian::little, "values are written as little-endian bytes");

constexpr std::string_view heading = "zonecast checkpoint 2\n";
const Text cannot_be_written("无法写入", "cannot be written");
const Text other_place("腾出空间，或用 -o 指明可写的位置", "make room, or name a place that can be written with -o");
const Text begin_anew("不带 --resume 重新开始", "run without --resume to begin anew");
constexpr const char* being_written = ".partial";         // end of the name of a checkpoint that is not whole yet
constexpr std::uint64_t block_mark = 0x6b636f6c622d637a;  // "zc-block" as bytes

/// Hash of Fowler, Noll and Vo (FNV-1a, 64 bits): finds damage, not malice. `hash`: of the bytes before.
std::uint64_t checksum(std::string_view bytes, std::uint64_t hash = 0xcbf29ce484222325) {
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    return hash;
}

template <class T>
std::string_view bytes_of(const std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Throws FileError if a file of that name holds something that does not begin as ours do: what the user keeps there is
/// not lost.
void refuse_foreign(const std::string& path, std::string_view beginning) {
    std::ifstream file(path, std::ios::binary);
    std::string found(beginning.size(), '\0');
    file.read(found.data(), static_cast<std::streamsize>(found.size()));
    found.resize(static_cast<std::size_t>(file.gcount()));
    if (found.empty() || beginning.starts_with(found)) return;
    throw FileError(
        path, {"已存在，且不是 zonecast 的检查点文件；没有替换它", "exists already and is no checkpoint of zonecast; it was not replaced"},
        {"先移走它，或用 -o 指明别的结果文件", "move it away first, or name another result with -o"});
}

/// A new name lasts once the folder is on the disk.
void sync_folder_of(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    const int descriptor = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    static_cast<void>(fsync(descriptor));  // some file systems cannot
    close(descriptor);
}

}  // namespace

Checkpoint::Checkpoint(const std::string& result, Identity identity, Start start)
    : claim_(std::make_shared<const Claim>(result)), identity_(std::move(identity)) {
    const std::string place = checked_place(result);
    rows_path_ = place + ".rows";
    path_ = place + ".checkpoint";
    refuse_foreign(rows_path_, {reinterpret_cast<const char*>(&block_mark), sizeof block_mark});
    if (start != Start::go_on) refuse_foreign(path_, heading);  // who goes on is told that it is damaged
    rows_ = open(rows_path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (rows_ < 0) fail(rows_path_, cannot_be_written, other_place);
    try {
        unlink((path_ + being_written).c_str());  // left over from a kill
        if (start == Start::go_on) read_checkpoint();
        if (!state_ && unlink(path_.c_str()) != 0 && errno != ENOENT) fail(path_, {"无法替换", "cannot be replaced"}, other_place);
        if (ftruncate(rows_, static_cast<off_t>(row_bytes_)) != 0 || lseek(rows_, 0, SEEK_END) < 0)
            fail(rows_path_, cannot_be_written, other_place);
        saved_ = state_.has_value();
    } catch (...) {
        close(rows_);
        throw;
    }
}

Checkpoint::~Checkpoint() {
    if (!saved_) unlink(rows_path_.c_str());  // rows that no checkpoint counts are nothing to go on from
    close(rows_);
}

void Checkpoint::fail(const std::string& path, const Text& doing, const Text& hint) const {
    throw FileError(path, say("{}：{}", "{}: {}", doing, std::strerror(errno)), hint);
}

void Checkpoint::fail_while_running(const std::string& path) const {
    fail(path, cannot_be_written,
         saved_ ? Text("上一个检查点仍在：用 --resume 继续", "the last checkpoint stands: go on with --resume") : other_place);
}

void Checkpoint::read_checkpoint() {
    std::ifstream file(path_, std::ios::binary | std::ios::ate);
    if (!file) return;
    std::string all(static_cast<std::size_t>(file.tellg()), '\0');
    file.seekg(0);
    if (!file.read(all.data(), static_cast<std::streamsize>(all.size()))) fail(path_, {"无法读取", "cannot be read"}, begin_anew);
    const auto damaged = [&] {
        return FileError(path_, {"已损坏", "is damaged"},
                         {"删除它，不带 --resume 重新运行", "remove it, and run without --resume"});
    };
    if (!all.starts_with(heading)) throw damaged();
    try {
        Unpacker head(std::string_view(all).substr(heading.size()));
        const std::uint64_t expected = head.number();
        const std::string_view body = std::string_view(all).substr(heading.size() + sizeof expected);
        if (checksum(body) != expected) throw damaged();
        Unpacker in(body);
        // The names go into the file in English.
        std::vector<std::pair<std::string, std::string>> found;
        for (std::uint64_t i = in.number(); i > 0; --i) {
            std::string name = in.text();
            found.emplace_back(std::move(name), in.text());
        }
        for (std::size_t i = 0; i < std::max(found.size(), identity_.size()); ++i) {
            const bool both = i < found.size() && i < identity_.size();
            if (both && found[i].first == identity_[i].name.en && found[i].second == identity_[i].value) continue;
            throw FileError(path_,
                            say("属于另一次运行：{}不同", "is of another run: its {} is not the same",
                                i < identity_.size() ? identity_[i].name : Text(found[i].first)),
                            {"用同样的命令和输入，或不带 --resume 重新开始",
                             "run the same command on the same inputs, or run without --resume to begin anew"});
        }
        row_bytes_ = in.number();
        engine::RunState state = ensemble::unpack_state(in);
        struct stat status {};
        if (fstat(rows_, &status) != 0 || static_cast<std::uint64_t>(status.st_size) < row_bytes_)
            throw FileError(rows_path_, {"缺少检查点所计的行", "lacks rows that the checkpoint counts"}, begin_anew);
        state_ = std::move(state);
    } catch (const std::out_of_range&) {
        throw damaged();
    }
}

void Checkpoint::take(const engine::BlockOutput& block) {
    Packer body;
    ensemble::pack(block, body);
    Packer head;
    for (const std::uint64_t number : {block_mark, std::uint64_t{body.bytes().size()}, checksum(body.bytes())})
        head.number(number);
    if (!write_all(rows_, head.bytes()) || !write_all(rows_, body.bytes())) fail_while_running(rows_path_);
    row_bytes_ += head.bytes().size() + body.bytes().size();
}

void Checkpoint::save(const engine::RunState& state) {
    // The two arrays are a hundred megabytes in a province: they are written from where they are.
    Packer before, between;
    before.number(identity_.size());
    for (const Item& item : identity_) {
        before.text(item.name.en);
        before.text(item.value);
    }
    before.number(row_bytes_);
    before.number(state.replicates);
    before.number(state.integers.size());
    between.number(state.reals.size());
    const std::array<std::string_view, 4> body{before.bytes(), bytes_of(state.integers), between.bytes(),
                                               bytes_of(state.reals)};
    std::uint64_t hash = checksum({});
    for (const std::string_view piece : body) hash = checksum(piece, hash);
    Packer sum;
    sum.number(hash);
    if (fsync(rows_) != 0) fail_while_running(rows_path_);
    const std::string partial = path_ + being_written;
    const int descriptor = open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) fail_while_running(path_);
    bool good = write_all(descriptor, heading) && write_all(descriptor, sum.bytes());
    for (const std::string_view piece : body) good = good && write_all(descriptor, piece);
    good = good && fsync(descriptor) == 0;
    int why = errno;
    close(descriptor);
    if (good && rename(partial.c_str(), path_.c_str()) != 0) good = false, why = errno;
    if (!good) {
        unlink(partial.c_str());
        errno = why;
        fail_while_running(path_);
    }
    saved_ = true;
    sync_folder_of(path_);
}

void Checkpoint::replay(engine::ReplicateSink& sink) const {
    std::ifstream file(rows_path_, std::ios::binary);
    const auto damaged = [&] { return FileError(rows_path_, {"已损坏", "is damaged"}, begin_anew); };
    for (std::uint64_t at = 0; at < row_bytes_;) {
        std::array<std::uint64_t, 3> head{};
        if (!file.read(reinterpret_cast<char*>(head.data()), sizeof head) || head[0] != block_mark ||
            head[1] > row_bytes_)
            throw damaged();
        std::string body(head[1], '\0');
        if (!file.read(body.data(), static_cast<std::streamsize>(body.size())) || checksum(body) != head[2])
            throw damaged();
        Unpacker in(body);
        sink.take(ensemble::unpack_block(in));
        at += sizeof head + body.size();
    }
}

void Checkpoint::remove() {
    // The result is whole. A file that stays hurts nobody: the next run onto this result begins anew or says why not.
    unlink(path_.c_str());
    unlink(rows_path_.c_str());
}

}  // namespace zonecast::outputs
