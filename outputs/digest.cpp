#include "outputs/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <stdexcept>

#include "outputs/pieces.hpp"

namespace zonecast::outputs {

namespace {

/// SHA-256 of what is put in.
class Sum {
public:
    Sum() : state_(EVP_MD_CTX_new(), EVP_MD_CTX_free) { check(state_ && EVP_DigestInit_ex(state_.get(), EVP_sha256(), nullptr) == 1); }

    void put(const void* bytes, std::size_t count) { check(EVP_DigestUpdate(state_.get(), bytes, count) == 1); }
    /// The text and a zero byte.
    void put(const std::string& text) { put(text.c_str(), text.size() + 1); }
    void put(std::uint64_t number) {
        std::array<unsigned char, 8> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(number >> (8 * i));
        put(bytes.data(), bytes.size());
    }
    template <hdf5::Number T>
    void put(const std::vector<T>& values) {
        static_assert(std::endian::native == std::endian::little, "values go in as little-endian bytes");
        put(values.data(), values.size() * sizeof(T));
    }
    [[nodiscard]] std::string text() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned size = 0;
        check(EVP_DigestFinal_ex(state_.get(), bytes.data(), &size) == 1);
        std::string text;
        for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", bytes[i]);
        return text;
    }

private:
    static void check(bool good) {
        if (!good) throw std::runtime_error("the cryptographic library cannot compute SHA-256");
    }
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state_;
};

constexpr const char* with_attributes = "sha256/2:";
constexpr const char* of_values = "sha256:";

template <hdf5::Number T>
void put_numbers(Sum& sum, const hdf5::File& file, const std::string& name, const hdf5::Shape& shape) {
    for (const Piece& piece : pieces(shape, sizeof(T))) sum.put(file.read_rows<T>(name, piece.first, piece.count));
}

/// Everything that is said of a dataset, or of the file; netCDF numbers its dimensions by itself.
void put_attributes(Sum& sum, const hdf5::File& file, const std::string& dataset) {
    for (const auto& [name, value] : file.attributes(dataset)) {
        if (name == digest_attribute) continue;
        sum.put(name);
        sum.put(value);
    }
}

}  // namespace

bool covers_attributes(const std::string& digest) {
    return digest.starts_with(with_attributes);
}

std::string digest_of(const hdf5::File& file, bool attributes) {
    Sum sum;
    if (attributes) put_attributes(sum, file, {});
    for (const std::string& name : file.datasets()) {
        const hdf5::ValueType type = file.type(name);
        const hdf5::Shape shape = file.shape(name);
        sum.put(name);
        sum.put(std::string(type_word(type)));
        if (attributes) put_attributes(sum, file, name);
        sum.put(std::uint64_t{shape.size()});
        for (const std::uint64_t length : shape) sum.put(length);
        switch (type) {
            case hdf5::ValueType::text:
                for (const std::string& text : file.read_texts(name)) sum.put(text);
                break;
            case hdf5::ValueType::real:
                put_numbers<double>(sum, file, name, shape);
                break;
            case hdf5::ValueType::wide:
                put_numbers<std::int64_t>(sum, file, name, shape);
                break;
            case hdf5::ValueType::integer:
                put_numbers<std::int32_t>(sum, file, name, shape);
                break;
            case hdf5::ValueType::small:
                put_numbers<std::int8_t>(sum, file, name, shape);
                break;
            case hdf5::ValueType::other:
                throw FileError(file.shown_as(),
                                say("结果中不会有变量 {} 的这种类型", "the variable {} has a type that no result has", name),
                                {"文件被改过：用 `zonecast run` 重新生成", "the file was changed: make it again with `zonecast run`"});
        }
    }
    return (attributes ? with_attributes : of_values) + sum.text();
}

}  // namespace zonecast::outputs
