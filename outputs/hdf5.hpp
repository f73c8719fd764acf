// A thin layer over the HDF5 C library: owned handles, typed datasets with dimension scales, text attributes, and errors as exceptions that
// name the file and what was being done. Files written here are also valid netCDF-4. Not thread-safe (the C library is not).
#pragma once

#include <hdf5.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/say.hpp"

namespace zonecast::outputs {

/// A result file could not be written or read.
class FileError : public std::runtime_error {
public:
    /// `problem` says what failed and why, `hint` what to do about it (may be empty).
    FileError(const std::string& path, const Text& problem, const Text& hint = {});

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const Text& problem() const { return problem_; }
    [[nodiscard]] const Text& hint() const { return hint_; }

private:
    std::string path_;
    Text problem_, hint_;
};

namespace hdf5 {

/// Prepares the library: once no clean-up at exit, and in each thread, which has its own setting, no printing of errors.
/// That clean-up would once more try to write a file whose disk is full, in vain and with noise; every file here is
/// closed by its owner. Opening and creating a file does it; who opens one with another library calls it before.
void prepare_library();

/// Whether the file at `path` is one of HDF5.
[[nodiscard]] bool is_hdf5(const std::string& path);

/// Owns one identifier of the C library and closes it.
class Handle {
public:
    using Closer = herr_t (*)(hid_t);

    Handle() = default;
    Handle(hid_t id, Closer closer) : id_(id), closer_(closer) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            close();
            id_ = std::exchange(other.id_, H5I_INVALID_HID);
            closer_ = other.closer_;
        }
        return *this;
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { close(); }

    [[nodiscard]] hid_t get() const { return id_; }
    [[nodiscard]] bool valid() const { return id_ >= 0; }
    /// Closes the identifier; false if the library could not (what it held may then not be on disk).
    bool close() noexcept {
        const hid_t id = std::exchange(id_, H5I_INVALID_HID);
        return id < 0 || closer_ == nullptr || closer_(id) >= 0;
    }

private:
    hid_t id_ = H5I_INVALID_HID;
    Closer closer_ = nullptr;
};

using Shape = std::vector<std::uint64_t>;

/// Number of elements of a shape; 1 for a scalar.
[[nodiscard]] std::uint64_t elements(const Shape& shape);

/// Types that numeric datasets hold, little-endian in the file.
template <class T>
concept Number = std::same_as<T, double> || std::same_as<T, std::int64_t> || std::same_as<T, std::int32_t> || std::same_as<T, std::int8_t>;

/// What a dataset holds: texts, or numbers of one of those types.
enum class ValueType { text, real, wide, integer, small, other };

/// An open dataset.
struct Dataset {
    Handle handle;
    std::string name;
    Shape shape;  ///< empty: a scalar
};

/// An open HDF5 file. All functions throw FileError.
class File {
public:
    /// Creates (or empties) the file. `shown_as` is the name that messages use: results are written under another name first.
    [[nodiscard]] static File create(const std::string& path, const std::string& shown_as);
    /// Opens an existing file for reading; tells apart what is missing, unreadable, not HDF5, and damaged.
    [[nodiscard]] static File open(const std::string& path);

    /// Closes the file and with it writes what the library still holds back. Datasets must be closed before.
    void close();

    // --- writing

    /// Creates a numeric dataset. `fill` is what marks a missing value: property of the dataset and attribute _FillValue.
    /// Large datasets are chunked, shuffled and deflated; with `rows_streamed` a dataset is always chunked by its first dimension, so that
    /// it can be written in pieces and cut (see write_rows, keep_rows).
    template <Number T>
    [[nodiscard]] Dataset create_dataset(const std::string& name, const Shape& shape, std::optional<T> fill, bool rows_streamed = false);
    /// Creates a dataset of variable-length UTF-8 texts.
    [[nodiscard]] Dataset create_text_dataset(const std::string& name, const Shape& shape);

    template <Number T>
    void write(const Dataset& dataset, const T* values) const;
    /// Texts must not hold NUL characters: they end there.
    void write(const Dataset& dataset, const std::vector<std::string>& values) const;
    /// Writes `count` rows from row `first` of the first dimension.
    template <Number T>
    void write_rows(const Dataset& dataset, std::uint64_t first, std::uint64_t count, const T* values) const;
    /// Cuts a streamed dataset to its first `rows` rows.
    void keep_rows(Dataset& dataset, std::uint64_t rows) const;

    /// Makes the dataset the scale of the dimension that has its name.
    void make_scale(const Dataset& dataset) const;
    /// Says that dimension number `dimension` of `dataset` is the one of `scale`.
    void attach_scale(const Dataset& dataset, const Dataset& scale, unsigned dimension) const;

    void attribute(const Dataset& dataset, const char* name, std::string_view text) const;
    void attribute(const char* name, std::string_view text) const;  ///< of the file
    /// Of the file. Stored in 32 bits where it fits, so that it prints plainly, else in 64 without sign.
    void attribute(const char* name, std::uint64_t number) const;

    // --- reading

    /// The name that messages use.
    [[nodiscard]] const std::string& shown_as() const { return shown_as_; }
    [[nodiscard]] bool has(const std::string& name) const;
    /// Names of all datasets, sorted by their bytes.
    [[nodiscard]] std::vector<std::string> datasets() const;
    [[nodiscard]] Shape shape(const std::string& name) const;
    [[nodiscard]] ValueType type(const std::string& name) const;
    template <Number T>
    [[nodiscard]] std::vector<T> read(const std::string& name) const;
    /// `count` rows from row `first` of the first dimension; of a scalar, its value (a single row).
    template <Number T>
    [[nodiscard]] std::vector<T> read_rows(const std::string& name, std::uint64_t first, std::uint64_t count) const;
    [[nodiscard]] std::vector<std::string> read_texts(const std::string& name) const;
    [[nodiscard]] std::optional<std::string> text_attribute(const char* name) const;
    [[nodiscard]] std::optional<std::uint64_t> number_attribute(const char* name) const;
    /// Attributes of a dataset, or of the file if the name is empty: name and value as text, sorted by name. Texts and single numbers only:
    /// what links scales to dimensions is left out.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> attributes(const std::string& dataset = {}) const;
    /// Text attribute of a dataset.
    [[nodiscard]] std::optional<std::string> text_attribute(const std::string& dataset, const char* name) const;

private:
    struct Fill {
        hid_t type = H5I_INVALID_HID;  ///< type of the value in memory
        const void* value = nullptr;   ///< null: none
    };
    File(Handle handle, std::string shown_as, bool writing);
    [[nodiscard]] Dataset open_dataset(const std::string& name) const;
    [[nodiscard]] Dataset create(const std::string& name, hid_t type, const Shape& shape, bool rows_streamed, const Fill& fill) const;
    [[nodiscard]] std::optional<std::string> text_attribute_of(hid_t object, const char* name) const;
    void text_attribute_to(hid_t object, const char* name, std::string_view text) const;
    [[noreturn]] void fail(const Text& doing) const;
    hid_t check(hid_t result, const Text& doing) const;

    Handle handle_;
    std::string shown_as_;
    bool writing_ = false;
};

}  // namespace hdf5
}  // namespace zonecast::outputs
