// Text files on the disk.
#include "model/base/text.hpp"

#include <fcntl.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

namespace zonecast::base {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

/// Name in the folder of `path` that a user may have meant, or "".
std::string neighbour(const std::string& path) {
    const std::filesystem::path wanted(path);
    std::error_code failed;
    std::vector<std::string> names;
    const auto folder = wanted.has_parent_path() ? wanted.parent_path() : std::filesystem::path(".");
    for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
        names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    return closest(wanted.filename().string(), names);
}

std::string size_text(std::size_t bytes) {
    return std::to_string(bytes >> 20) + " MiB";
}

/// Checks what is needed before anything else can be said about the text.
bool check_text(std::string_view text, const std::string& shown, Diagnostics& diagnostics) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        diagnostics.error({shown, 1, 1}, "the file is UTF-16 text, not UTF-8", "save it again as UTF-8 (in Excel: \"CSV UTF-8\")");
        return false;
    }
    std::size_t line = 1, start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != '\n') continue;
        if (i - start > longest_line) {
            diagnostics.error({shown, line, 1}, "the line is longer than " + size_text(longest_line) + ", the most that a line may hold",
                              "check that this is the file you meant; a quote that is never closed can also swallow lines");
            return false;
        }
        start = i + 1;
        ++line;
    }
    if (const auto invalid = find_invalid_utf8(text)) {
        const Location where{shown, invalid->line, invalid->column};
        if (looks_like_gbk(text))
            diagnostics.error(where, "the file is not UTF-8; it looks like GBK",
                              "save it as UTF-8 (in Excel: \"CSV UTF-8\"; or: iconv -f GBK -t UTF-8)");
        else
            diagnostics.error(where, "this byte is not valid UTF-8", "save the file as UTF-8");
        return false;
    }
    if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
        std::size_t zero_line = 1, line_start = 0;
        for (std::size_t i = 0; i < zero; ++i) {
            if (text[i] != '\n') continue;
            ++zero_line;
            line_start = i + 1;
        }
        diagnostics.error({shown, zero_line, count_characters(text.substr(line_start, zero - line_start)) + 1},
                          "the file holds a zero byte, so it is not text", "check that this is the file you meant");
        return false;
    }
    return true;
}

}  // namespace

bool looks_like_gbk(std::string_view bytes) {
    const iconv_t converter = iconv_open("UTF-8", "GBK");
    if (converter == reinterpret_cast<iconv_t>(-1)) return false;
    std::string copy(bytes);
    char* in = copy.data();
    std::size_t left = copy.size();
    std::array<char, 4096> buffer{};
    bool decodes = true;
    std::size_t chinese = 0, other = 0;
    while (left > 0) {
        char* out = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t result = iconv(converter, &in, &left, &out, &room);
        const std::string_view piece(buffer.data(), buffer.size() - room);
        for (const char32_t c : code_points(piece)) {
            if (c >= 0x4E00 && c <= 0x9FFF) ++chinese;
            if (c >= 0x80 && (c < 0x3000 || c > 0x9FFF) && (c < 0xFF00 || c > 0xFFEF)) ++other;
        }
        if (result != static_cast<std::size_t>(-1)) break;
        if (errno != E2BIG) {
            decodes = false;
            break;
        }
    }
    iconv_close(converter);
    return decodes && chinese > 0 && chinese >= other;
}

std::optional<std::string> read_text_file(const std::string& path, const std::string& shown, Diagnostics& diagnostics,
                                          const Location& asked_by) {
    const auto cannot_read = [&](const std::string& why) {
        const std::string meant = neighbour(path);
        diagnostics.error(
            asked_by.file.empty() ? Location{shown, 0, 0} : asked_by, "cannot read " + in_quotes(shown) + ": " + why,
            meant.empty() ? "check the path; it is taken relative to the file that names it" : "did you mean " + in_quotes(meant) + "?");
        return std::nullopt;
    };
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) return cannot_read(std::generic_category().message(errno));
    struct stat about {};
    if (fstat(file.number(), &about) != 0) return cannot_read(std::generic_category().message(errno));
    if (S_ISDIR(about.st_mode)) return cannot_read("it is a folder");

    std::string text;
    if (S_ISREG(about.st_mode) && about.st_size > 0) text.reserve(std::min(static_cast<std::size_t>(about.st_size), largest_file) + 1);
    std::vector<char> buffer(std::size_t{1} << 16);
    for (;;) {
        const ssize_t got = read(file.number(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return cannot_read(std::generic_category().message(errno));
        if (got == 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.size() > largest_file) {
            diagnostics.error({shown, 0, 0}, "the file is larger than " + size_text(largest_file) + ", the most that is read",
                              "check that this is the file you meant");
            return std::nullopt;
        }
    }
    if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
    if (trimmed(text).empty()) {
        diagnostics.error({shown, 1, 1}, "the file is empty", "fill it in, or remove it if it is an optional one");
        return std::nullopt;
    }
    if (!check_text(text, shown, diagnostics)) return std::nullopt;
    return text;
}

}  // namespace zonecast::base
