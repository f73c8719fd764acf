#include "outputs/hdf5.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>

namespace zonecast::outputs {

FileError::FileError(const std::string& path, const Text& problem, const Text& hint)
    : std::runtime_error(fmt::format("{}: {}{}", path, problem.en, hint.empty() ? "" : " (" + hint.en + ")")),
      path_(path),
      problem_(problem),
      hint_(hint) {}

namespace hdf5 {

namespace {

/// From this size on a dataset is chunked and deflated, bytes.
constexpr std::uint64_t compress_from = 65536;
/// Aim for the size of a chunk, bytes; the library's cache holds several of them.
constexpr std::uint64_t chunk_bytes = 131072;
constexpr unsigned deflate_level = 1;
/// The library keeps an attribute in the object's header, which must stay below 64 KiB.
constexpr std::size_t longest_attribute = 60000;

herr_t collect_error(unsigned, const H5E_error2_t* error, void* into) {
    static_cast<std::vector<std::string>*>(into)->emplace_back(error->desc != nullptr ? error->desc : "");
    return 0;
}

/// Why the last call failed: what the operating system said, if it said something, else the innermost message of the library.
std::string last_error() {
    std::vector<std::string> messages;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect_error, &messages);
    H5Eclear2(H5E_DEFAULT);
    static constexpr std::string_view mark = "error message = '";
    for (const std::string& message : messages) {
        const std::size_t at = message.find(mark);
        if (at == std::string::npos) continue;
        const std::size_t from = at + mark.size();
        return message.substr(from, message.find('\'', from) - from);
    }
    return messages.empty() ? "unknown reason" : messages.front();
}

template <Number T>
hid_t memory_type();
template <>
hid_t memory_type<double>() {
    return H5T_NATIVE_DOUBLE;
}
template <>
hid_t memory_type<std::int64_t>() {
    return H5T_NATIVE_INT64;
}
template <>
hid_t memory_type<std::int32_t>() {
    return H5T_NATIVE_INT32;
}
template <>
hid_t memory_type<std::int8_t>() {
    return H5T_NATIVE_INT8;
}

template <Number T>
hid_t file_type();
template <>
hid_t file_type<double>() {
    return H5T_IEEE_F64LE;
}
template <>
hid_t file_type<std::int64_t>() {
    return H5T_STD_I64LE;
}
template <>
hid_t file_type<std::int32_t>() {
    return H5T_STD_I32LE;
}
template <>
hid_t file_type<std::int8_t>() {
    return H5T_STD_I8LE;
}

/// Variable-length UTF-8.
Handle text_type() {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    return type;
}

/// How texts are moved. The library would clear a megabyte for each call: its buffer for elements to be converted.
Handle text_transfer() {
    constexpr std::size_t buffer = 16 * 1024;
    Handle transfer(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
    H5Pset_buffer(transfer.get(), buffer, nullptr, nullptr);
    return transfer;
}

std::vector<hsize_t> library_shape(const Shape& shape) {
    return {shape.begin(), shape.end()};
}

Handle space_of(const Shape& shape) {
    if (shape.empty()) return {H5Screate(H5S_SCALAR), H5Sclose};
    const std::vector<hsize_t> sizes = library_shape(shape);
    return {H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), H5Sclose};
}

/// A chunk of whole rows as far as they fit, so that rows written one after the other fill one chunk after the other.
std::vector<hsize_t> chunk_of(const Shape& shape, std::size_t element_size) {
    std::vector<hsize_t> chunk = library_shape(shape);
    std::uint64_t bytes = elements(shape) * element_size;
    for (hsize_t& length : chunk) {
        if (bytes <= chunk_bytes) break;
        const std::uint64_t rest = bytes / length;  // bytes of one step in this dimension
        length = std::clamp<hsize_t>(chunk_bytes / std::max<std::uint64_t>(rest, 1), 1, length);
        bytes = length * rest;
    }
    return chunk;
}

/// `text` cut at a character's start so that it has at most `longest` bytes.
std::string_view cut(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) return text;
    while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80U) --longest;
    return text.substr(0, longest);
}

}  // namespace

void prepare_library() {
    static const bool open = [] {
        H5dont_atexit();
        return H5open() >= 0;
    }();
    static thread_local const bool quiet = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
    static_cast<void>(open);
    static_cast<void>(quiet);
}

std::uint64_t elements(const Shape& shape) {
    std::uint64_t count = 1;
    for (const std::uint64_t size : shape) count *= size;
    return count;
}

File::File(Handle handle, std::string shown_as, bool writing)
    : handle_(std::move(handle)), shown_as_(std::move(shown_as)), writing_(writing) {}

void File::fail(const Text& doing) const {
    const std::string reason = last_error();
    if (!writing_) {
        throw FileError(shown_as_, say("无法读取：{} 失败：{}", "cannot be read: {} failed: {}", doing, reason),
                        Text("文件可能已损坏或不完整：重新复制，或用 `zonecast run` 重新生成",
                             "the file may be damaged or cut off: copy it again, or make it again with `zonecast run`"));
    }
    const bool no_room = reason == std::strerror(ENOSPC) || reason == std::strerror(EDQUOT) || reason == std::strerror(EFBIG);
    throw FileError(shown_as_, say("无法写入：{} 失败：{}", "cannot be written: {} failed: {}", doing, reason),
                    no_room ? Text("腾出空间，或用 -o 写到别的磁盘；没有留下半成品",
                                   "make room there or name a file on another disk with -o; nothing was left behind")
                            : Text());
}

hid_t File::check(hid_t result, const Text& doing) const {
    if (result < 0) fail(doing);
    return result;
}

File File::create(const std::string& path, const std::string& shown_as) {
    prepare_library();
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    H5Pset_link_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_attr_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_obj_track_times(creation.get(), false);
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V110);
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    H5Pset_file_locking(access.get(), false, true);  // nobody else knows its name yet, and not every disk has locks
    File file(Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), H5Fclose), shown_as, true);
    file.check(file.handle_.get(), Text("创建文件", "creating it"));
    return file;
}

bool is_hdf5(const std::string& path) {
    prepare_library();
    const bool is = H5Fis_hdf5(path.c_str()) > 0;
    H5Eclear2(H5E_DEFAULT);
    return is;
}

File File::open(const std::string& path) {
    prepare_library();
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT)
            throw FileError(path, Text("没有这个文件", "there is no such file"),
                            Text("结果由 `zonecast run PLAN -o FILE` 生成", "results are made by `zonecast run PLAN -o FILE`"));
        throw FileError(path, say("无法打开：{}", "cannot be opened: {}", std::strerror(errno)));
    }
    if (S_ISDIR(status.st_mode))
        throw FileError(path, Text("是文件夹，不是结果文件", "is a folder, not a result file"), Text("指明其中的一个文件", "name a file in it"));
    if (!std::ifstream(path, std::ios::binary)) throw FileError(path, say("无法打开：{}", "cannot be opened: {}", std::strerror(errno)));
    const Text name_a_result("指明 `zonecast run` 生成的结果", "name a result made by `zonecast run`");
    if (!is_hdf5(path))
        throw FileError(path, status.st_size == 0 ? Text("是空文件", "is empty") : Text("不是 HDF5 文件", "is not an HDF5 file"), name_a_result);
    std::string reason;  // why it failed, asked before anything else is asked of the library
    const auto attempt = [&](bool locked) {
        const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
        if (!locked) H5Pset_file_locking(access.get(), false, true);
        Handle opened(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
        if (!opened.valid()) reason = last_error();
        return File(std::move(opened), path, false);
    };
    File file = attempt(true);
    if (file.handle_.valid()) return file;
    if (reason == std::strerror(EAGAIN) || reason.find("already open for write") != std::string::npos)
        throw FileError(path, Text("正被另一个程序写入", "is being written by another program"),
                        Text("等它写完或关闭它；若已没有程序使用此文件，重新生成它",
                             "wait until it is done, or close it; if no program uses the file any more, make it again"));
    for (const int no_locks : {ENOLCK, ENOSYS, EOPNOTSUPP, EINVAL}) {  // a network disk without locks, which reading can do without
        if (reason != std::strerror(no_locks)) continue;
        file = attempt(false);
        if (file.handle_.valid()) return file;
        break;
    }
    throw FileError(path, say("已损坏或不完整（{}）", "is damaged or cut off ({})", reason),
                    Text("重新复制，或用 `zonecast run` 重新生成", "copy it again, or make it again with `zonecast run`"));
}

void File::close() {
    if (writing_ && handle_.valid() && H5Fflush(handle_.get(), H5F_SCOPE_GLOBAL) < 0) fail(Text("写最后的部分", "writing its last parts"));
    if (!handle_.close()) fail(Text("关闭文件", "closing it"));
}

Dataset File::create(const std::string& name, hid_t type, const Shape& shape, bool rows_streamed, const Fill& fill) const {
    const Text doing = Text("建立变量 ", "making the variable ") + name;
    const std::size_t element_size = H5Tget_size(type);
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_obj_track_times(creation.get(), false);
    H5Pset_attr_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    if (fill.value != nullptr) check(H5Pset_fill_value(creation.get(), fill.type, fill.value), doing);
    const bool large = H5Tis_variable_str(type) <= 0 && elements(shape) * element_size >= compress_from;
    if (!shape.empty() && (rows_streamed || large)) {
        const std::vector<hsize_t> chunk = chunk_of(shape, element_size);
        check(H5Pset_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data()), doing);
        if (large) {
            check(H5Pset_shuffle(creation.get()), doing);
            check(H5Pset_deflate(creation.get(), deflate_level), doing);
        }
    }
    const Handle space = space_of(shape);
    const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
    H5Pset_create_intermediate_group(links.get(), 1);  // "group/name"
    Dataset dataset;
    dataset.name = name;
    dataset.shape = shape;
    dataset.handle = Handle(
        check(H5Dcreate2(handle_.get(), name.c_str(), type, space.get(), links.get(), creation.get(), H5P_DEFAULT), doing), H5Dclose);
    if (fill.value != nullptr) {
        const Handle one = space_of({1});
        const Handle mark(check(H5Acreate2(dataset.handle.get(), "_FillValue", type, one.get(), H5P_DEFAULT, H5P_DEFAULT), doing),
                          H5Aclose);
        check(H5Awrite(mark.get(), fill.type, fill.value), doing);
    }
    return dataset;
}

template <Number T>
Dataset File::create_dataset(const std::string& name, const Shape& shape, std::optional<T> fill, bool rows_streamed) {
    return create(name, file_type<T>(), shape, rows_streamed, {memory_type<T>(), fill ? &*fill : nullptr});
}

Dataset File::create_text_dataset(const std::string& name, const Shape& shape) {
    const Handle type = text_type();
    return create(name, type.get(), shape, false, {});
}

template <Number T>
void File::write(const Dataset& dataset, const T* values) const {
    if (elements(dataset.shape) == 0) return;
    check(H5Dwrite(dataset.handle.get(), memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values), Text("写变量 ", "writing the variable ") + dataset.name);
}

void File::write(const Dataset& dataset, const std::vector<std::string>& values) const {
    std::vector<const char*> pointers;
    pointers.reserve(values.size());
    for (const std::string& value : values) pointers.push_back(value.c_str());
    const Handle type = text_type(), transfer = text_transfer();
    check(H5Dwrite(dataset.handle.get(), type.get(), H5S_ALL, H5S_ALL, transfer.get(), pointers.data()),
          Text("写变量 ", "writing the variable ") + dataset.name);
}

template <Number T>
void File::write_rows(const Dataset& dataset, std::uint64_t first, std::uint64_t count, const T* values) const {
    const Text doing = Text("写变量 ", "writing the variable ") + dataset.name;
    std::vector<hsize_t> start(dataset.shape.size(), 0);
    std::vector<hsize_t> length = library_shape(dataset.shape);
    start.front() = first;
    length.front() = count;
    const Handle in_file(check(H5Dget_space(dataset.handle.get()), doing), H5Sclose);
    check(H5Sselect_hyperslab(in_file.get(), H5S_SELECT_SET, start.data(), nullptr, length.data(), nullptr), doing);
    const Handle in_memory(check(H5Screate_simple(static_cast<int>(length.size()), length.data(), nullptr), doing), H5Sclose);
    check(H5Dwrite(dataset.handle.get(), memory_type<T>(), in_memory.get(), in_file.get(), H5P_DEFAULT, values), doing);
}

void File::keep_rows(Dataset& dataset, std::uint64_t rows) const {
    dataset.shape.front() = rows;
    const std::vector<hsize_t> sizes = library_shape(dataset.shape);
    check(H5Dset_extent(dataset.handle.get(), sizes.data()), Text("截短变量 ", "cutting the variable ") + dataset.name);
}

void File::make_scale(const Dataset& dataset) const {
    check(H5DSset_scale(dataset.handle.get(), dataset.name.c_str()), Text("建立维度 ", "making the dimension ") + dataset.name);
}

void File::attach_scale(const Dataset& dataset, const Dataset& scale, unsigned dimension) const {
    check(H5DSattach_scale(dataset.handle.get(), scale.handle.get(), dimension),
          say("把变量 {} 与维度 {} 相连", "tying the variable {} to the dimension {}", dataset.name, scale.name));
}

void File::text_attribute_to(hid_t object, const char* name, std::string_view text) const {
    if (text.empty()) return;  // netCDF has no empty text of this kind
    const Text doing = Text("写属性 ", "writing the attribute ") + std::string(name);
    const std::string kept(cut(text, longest_attribute));
    const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.get(), kept.size());
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    H5Tset_strpad(type.get(), H5T_STR_NULLPAD);
    const Handle space = space_of({});
    const Handle attribute(check(H5Acreate2(object, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), doing), H5Aclose);
    check(H5Awrite(attribute.get(), type.get(), kept.data()), doing);
}

void File::attribute(const Dataset& dataset, const char* name, std::string_view text) const {
    text_attribute_to(dataset.handle.get(), name, text);
}

void File::attribute(const char* name, std::string_view text) const {
    text_attribute_to(handle_.get(), name, text);
}

void File::attribute(const char* name, std::uint64_t number) const {
    const Text doing = Text("写属性 ", "writing the attribute ") + std::string(name);
    const Handle space = space_of({1});
    const hid_t type = number <= static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max()) ? H5T_STD_I32LE : H5T_STD_U64LE;
    const Handle attribute(check(H5Acreate2(handle_.get(), name, type, space.get(), H5P_DEFAULT, H5P_DEFAULT), doing), H5Aclose);
    check(H5Awrite(attribute.get(), H5T_NATIVE_UINT64, &number), doing);
}

bool File::has(const std::string& name) const {
    return H5Lexists(handle_.get(), name.c_str(), H5P_DEFAULT) > 0;
}

Dataset File::open_dataset(const std::string& name) const {
    const Text doing = Text("读变量 ", "reading the variable ") + name;
    Dataset dataset;
    dataset.name = name;
    dataset.handle = Handle(check(H5Dopen2(handle_.get(), name.c_str(), H5P_DEFAULT), doing), H5Dclose);
    const Handle space(check(H5Dget_space(dataset.handle.get()), doing), H5Sclose);
    std::vector<hsize_t> sizes(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.get()))));
    check(H5Sget_simple_extent_dims(space.get(), sizes.data(), nullptr), doing);
    dataset.shape.assign(sizes.begin(), sizes.end());
    return dataset;
}

Shape File::shape(const std::string& name) const {
    return open_dataset(name).shape;
}

ValueType File::type(const std::string& name) const {
    const Dataset dataset = open_dataset(name);
    const Handle type(check(H5Dget_type(dataset.handle.get()), Text("读变量 ", "reading the variable ") + name), H5Tclose);
    const H5T_class_t kind = H5Tget_class(type.get());
    if (kind == H5T_STRING) return H5Tis_variable_str(type.get()) > 0 ? ValueType::text : ValueType::other;
    if (kind == H5T_FLOAT) return H5Tequal(type.get(), file_type<double>()) > 0 ? ValueType::real : ValueType::other;
    if (H5Tequal(type.get(), file_type<std::int64_t>()) > 0) return ValueType::wide;
    if (H5Tequal(type.get(), file_type<std::int32_t>()) > 0) return ValueType::integer;
    if (H5Tequal(type.get(), file_type<std::int8_t>()) > 0) return ValueType::small;
    return ValueType::other;
}

std::vector<std::string> File::datasets() const {
    std::vector<std::string> names;
    const auto collect = [](hid_t group, const char* name, const H5L_info_t*, void* into) -> herr_t {
        H5O_info_t what;
        if (H5Oget_info_by_name2(group, name, &what, H5O_INFO_BASIC, H5P_DEFAULT) < 0) return -1;
        if (what.type == H5O_TYPE_DATASET) static_cast<std::vector<std::string>*>(into)->emplace_back(name);
        return 0;
    };
    check(H5Literate(handle_.get(), H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, collect, &names), Text("列出变量", "listing its variables"));
    std::sort(names.begin(), names.end());
    return names;
}

template <Number T>
std::vector<T> File::read(const std::string& name) const {
    const Dataset dataset = open_dataset(name);
    std::vector<T> values(elements(dataset.shape));
    if (values.empty()) return values;
    check(H5Dread(dataset.handle.get(), memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), Text("读变量 ", "reading the variable ") + name);
    return values;
}

template <Number T>
std::vector<T> File::read_rows(const std::string& name, std::uint64_t first, std::uint64_t count) const {
    const Text doing = Text("读变量 ", "reading the variable ") + name;
    const Dataset dataset = open_dataset(name);
    if (dataset.shape.empty()) return read<T>(name);
    Shape piece = dataset.shape;
    piece.front() = count;
    std::vector<T> values(elements(piece));
    if (values.empty()) return values;
    std::vector<hsize_t> start(piece.size(), 0);
    start.front() = first;
    const std::vector<hsize_t> length = library_shape(piece);
    const Handle in_file(check(H5Dget_space(dataset.handle.get()), doing), H5Sclose);
    check(H5Sselect_hyperslab(in_file.get(), H5S_SELECT_SET, start.data(), nullptr, length.data(), nullptr), doing);
    const Handle in_memory(check(H5Screate_simple(static_cast<int>(length.size()), length.data(), nullptr), doing), H5Sclose);
    check(H5Dread(dataset.handle.get(), memory_type<T>(), in_memory.get(), in_file.get(), H5P_DEFAULT, values.data()), doing);
    return values;
}

std::vector<std::string> File::read_texts(const std::string& name) const {
    const Text doing = Text("读变量 ", "reading the variable ") + name;
    const Dataset dataset = open_dataset(name);
    std::vector<char*> pointers(elements(dataset.shape), nullptr);
    if (pointers.empty()) return {};
    const Handle type = text_type(), transfer = text_transfer();
    check(H5Dread(dataset.handle.get(), type.get(), H5S_ALL, H5S_ALL, transfer.get(), pointers.data()), doing);
    std::vector<std::string> values;
    values.reserve(pointers.size());
    for (const char* pointer : pointers) values.emplace_back(pointer != nullptr ? pointer : "");
    const Handle space(H5Dget_space(dataset.handle.get()), H5Sclose);
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, pointers.data());
    return values;
}

std::optional<std::string> File::text_attribute_of(hid_t object, const char* name) const {
    const Text doing = Text("读属性 ", "reading the attribute ") + std::string(name);
    if (H5Aexists(object, name) <= 0) return std::nullopt;
    const Handle attribute(check(H5Aopen(object, name, H5P_DEFAULT), doing), H5Aclose);
    const Handle type(check(H5Aget_type(attribute.get()), doing), H5Tclose);
    if (H5Tget_class(type.get()) != H5T_STRING || H5Tis_variable_str(type.get()) > 0) return std::nullopt;
    std::string text(H5Tget_size(type.get()), '\0');
    check(H5Aread(attribute.get(), type.get(), text.data()), doing);
    text.resize(std::min(text.size(), text.find('\0')));
    return text;
}

std::optional<std::string> File::text_attribute(const char* name) const {
    return text_attribute_of(handle_.get(), name);
}

std::optional<std::string> File::text_attribute(const std::string& dataset, const char* name) const {
    return text_attribute_of(open_dataset(dataset).handle.get(), name);
}

std::vector<std::pair<std::string, std::string>> File::attributes(const std::string& dataset) const {
    const Text doing = say("读取{}的属性", "reading the attributes of {}", dataset.empty() ? Text("文件", "the file") : say(" {} ", "{}", dataset));
    const Dataset opened = dataset.empty() ? Dataset{} : open_dataset(dataset);
    const hid_t object = dataset.empty() ? handle_.get() : opened.handle.get();
    std::vector<std::string> names;
    const auto take = [](hid_t, const char* name, const H5A_info_t*, void* list) -> herr_t {
        static_cast<std::vector<std::string>*>(list)->emplace_back(name);
        return 0;
    };
    check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, take, &names), doing);
    std::sort(names.begin(), names.end());
    std::vector<std::pair<std::string, std::string>> found;
    for (const std::string& name : names) {
        if (const auto text = text_attribute_of(object, name.c_str())) {
            found.emplace_back(name, *text);
            continue;
        }
        const Handle attribute(check(H5Aopen(object, name.c_str(), H5P_DEFAULT), doing), H5Aclose);
        const Handle type(check(H5Aget_type(attribute.get()), doing), H5Tclose);
        const Handle space(check(H5Aget_space(attribute.get()), doing), H5Sclose);
        const H5T_class_t kind = H5Tget_class(type.get());
        if ((kind != H5T_INTEGER && kind != H5T_FLOAT) || H5Sget_simple_extent_npoints(space.get()) != 1) continue;
        if (kind == H5T_INTEGER && H5Tget_sign(type.get()) == H5T_SGN_NONE) {
            std::uint64_t number = 0;
            check(H5Aread(attribute.get(), H5T_NATIVE_UINT64, &number), doing);
            found.emplace_back(name, fmt::format("{}", number));
        } else if (kind == H5T_INTEGER) {
            std::int64_t number = 0;
            check(H5Aread(attribute.get(), H5T_NATIVE_INT64, &number), doing);
            found.emplace_back(name, fmt::format("{}", number));
        } else {
            double number = 0;
            check(H5Aread(attribute.get(), H5T_NATIVE_DOUBLE, &number), doing);
            found.emplace_back(name, fmt::format("{}", number));
        }
    }
    return found;
}

std::optional<std::uint64_t> File::number_attribute(const char* name) const {
    const Text doing = Text("读属性 ", "reading the attribute ") + std::string(name);
    if (H5Aexists(handle_.get(), name) <= 0) return std::nullopt;
    const Handle attribute(check(H5Aopen(handle_.get(), name, H5P_DEFAULT), doing), H5Aclose);
    const Handle type(check(H5Aget_type(attribute.get()), doing), H5Tclose);
    const Handle space(check(H5Aget_space(attribute.get()), doing), H5Sclose);
    if (H5Tget_class(type.get()) != H5T_INTEGER || H5Sget_simple_extent_npoints(space.get()) != 1) return std::nullopt;
    std::uint64_t number = 0;
    check(H5Aread(attribute.get(), H5T_NATIVE_UINT64, &number), doing);
    return number;
}

#define ZONECAST_NUMBER(T)                                                                              \
    template Dataset File::create_dataset<T>(const std::string&, const Shape&, std::optional<T>, bool); \
    template void File::write<T>(const Dataset&, const T*) const;                                       \
    template void File::write_rows<T>(const Dataset&, std::uint64_t, std::uint64_t, const T*) const;    \
    template std::vector<T> File::read<T>(const std::string&) const;                                    \
    template std::vector<T> File::read_rows<T>(const std::string&, std::uint64_t, std::uint64_t) const;
ZONECAST_NUMBER(double)
ZONECAST_NUMBER(std::int64_t)
ZONECAST_NUMBER(std::int32_t)
ZONECAST_NUMBER(std::int8_t)
#undef ZONECAST_NUMBER

}  // namespace hdf5
}  // namespace zonecast::outputs
