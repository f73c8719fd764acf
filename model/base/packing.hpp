// Numbers, arrays and texts as bytes, one after the other with their lengths first: for files that this program alone
// reads, and for what processes tell each other. In the byte order of the machine.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace zonecast::base {

/// Puts them one after the other.
class Packer {
public:
    void number(std::uint64_t value) { bytes_.append(reinterpret_cast<const char*>(&value), sizeof value); }
    template <class T>
    void array(std::span<const T> values) {
        static_assert(std::is_trivially_copyable_v<T>);
        number(values.size());
        bytes_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    }
    template <class T>
    void array(const std::vector<T>& values) {
        array(std::span<const T>(values));
    }
    void text(std::string_view value) { array(std::span<const char>(value)); }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    /// Gives the bytes away.
    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

/// Takes them out again. Throws std::out_of_range at the end. The bytes must outlive it.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
    std::uint64_t number() {
        std::uint64_t value = 0;
        std::memcpy(&value, next(sizeof value).data(), sizeof value);
        return value;
    }
    template <class T>
    void array(std::vector<T>& out) {
        const std::uint64_t count = number();
        if (count > bytes_.size() / sizeof(T)) throw std::out_of_range("cut off");
        const std::string_view raw = next(count * sizeof(T));
        out.resize(count);
        if (count > 0) std::memcpy(out.data(), raw.data(), raw.size());
    }
    std::string text() {
        std::vector<char> out;
        array(out);
        return {out.begin(), out.end()};
    }

private:
    std::string_view next(std::size_t size) {
        if (size > bytes_.size()) throw std::out_of_range("cut off");
        const std::string_view part = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return part;
    }
    std::string_view bytes_;
};

}  // namespace zonecast::base
