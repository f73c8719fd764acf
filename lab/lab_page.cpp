#include "lab/lab_page.hpp"

#include <openssl/evp.h>
#include <zlib.h>

#include <stdexcept>
#include <vector>

#include "outputs/report_page.hpp"

extern "C" {
extern const char zonecast_lab_engine[];
extern const char zonecast_lab_engine_end[];
extern const char zonecast_lab_template[];
extern const char zonecast_lab_template_end[];
}

namespace zonecast::lab {

namespace {

std::string gzip(std::string_view text) {
    constexpr int gzip_header = 16, window = 15;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window + gzip_header, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib cannot start");
    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int done = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (done != Z_STREAM_END) throw std::runtime_error("zlib cannot pack the plan");
    return packed;
}

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a zero byte
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::string_view between(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view packed_engine() {
    return between(zonecast_lab_engine, zonecast_lab_engine_end);
}

std::string lab_page(const LabData& data) {
    std::string page = outputs::report_page(between(zonecast_lab_template, zonecast_lab_template_end), data.page);
    const auto fill = [&](std::string_view mark, const std::string& text) {
        const std::size_t at = page.rfind(mark);
        if (at == std::string::npos) throw std::logic_error("the template of the lab lacks the mark " + std::string(mark));
        page.replace(at, mark.size(), text);
    };
    fill("ZONECAST-FILES", base64(gzip(data.engine.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace))));
    fill("ZONECAST-ENGINE", base64(packed_engine()));
    return page;
}

}  // namespace zonecast::lab
