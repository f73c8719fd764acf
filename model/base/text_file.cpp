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

/// Name of another file in the folder of `path` that a user may have meant, or "".
std::string neighbour(const std::string& path) {
    const std::filesystem::path wanted(path);
    std::error_code failed;
    std::vector<std::string> names;
    const auto folder = wanted.has_parent_path() ? wanted.parent_path() : std::filesystem::path(".");
    for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
        if (entry->path().filename() != wanted.filename()) names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    return closest(wanted.filename().string(), names);
}

std::string size_text(std::size_t bytes) {
    return std::to_string(bytes >> 20) + " MiB";
}

bool holds(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

/// Text of UTF-16 without a mark at its start: of the letters, digits and commas that it begins with, every second byte is zero.
bool looks_like_utf16(std::string_view text) {
    constexpr std::size_t looked_at = 64, least = 12;
    const std::string_view head = text.substr(0, looked_at);
    std::size_t even = 0, odd = 0;
    for (std::size_t i = 0; i < head.size(); ++i)
        if (head[i] == '\0') ++(i % 2 == 0 ? even : odd);
    return even + odd >= least && (even == 0 || odd == 0);
}

/// Checks what is needed before anything else can be said about the text.
bool check_text(std::string_view text, const std::string& shown, Diagnostics& diagnostics) {
    if (holds(text, "\x89HDF")) {
        diagnostics.error({shown, 0, 0}, Text("这是结果文件（HDF5），不是文本", "the file is a result (HDF5), not text"),
                          Text("这里要的是规划或表格；结果用 zonecast targets、report 或 compare 查看",
                               "a plan or a table is wanted here; zonecast targets, report and compare read results"));
        return false;
    }
    using std::string_view_literals::operator""sv;
    if (holds(text, "\xFF\xFE\x00\x00"sv) || holds(text, "\x00\x00\xFE\xFF"sv)) {
        diagnostics.error({shown, 1, 1}, Text("文件是 UTF-32 文本，不是 UTF-8", "the file is UTF-32 text, not UTF-8"),
                          Text("另存为 UTF-8（Excel 中选“CSV UTF-8”）", "save it again as UTF-8 (in Excel: \"CSV UTF-8\")"));
        return false;
    }
    if (holds(text, "\xFF\xFE") || holds(text, "\xFE\xFF")) {
        diagnostics.error({shown, 1, 1}, Text("文件是 UTF-16 文本，不是 UTF-8", "the file is UTF-16 text, not UTF-8"),
                          Text("另存为 UTF-8（Excel 中选“CSV UTF-8”）", "save it again as UTF-8 (in Excel: \"CSV UTF-8\")"));
        return false;
    }
    if (holds(text, "PK\x03\x04") || holds(text, "\xD0\xCF\x11\xE0")) {
        diagnostics.error({shown, 1, 1},
                          Text("这是 Excel 工作簿或压缩包，不是文本", "the file is an Excel workbook or a zip archive, not text"),
                          Text("在 Excel 中另存为“CSV UTF-8”", "save it from the spreadsheet as \"CSV UTF-8\""));
        return false;
    }
    if (looks_like_utf16(text)) {
        diagnostics.error({shown, 1, 1}, Text("文件看来是 UTF-16 文本，不是 UTF-8", "the file looks like UTF-16 text; it is not UTF-8"),
                          Text("另存为 UTF-8（Excel 中选“CSV UTF-8”）", "save it again as UTF-8 (in Excel: \"CSV UTF-8\")"));
        return false;
    }
    std::size_t line = 1, start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != '\n') continue;
        if (i - start > longest_line) {
            diagnostics.error(
                {shown, line, 1},
                say("这一行超过 {}，一行最多这么长", "the line is longer than {}, the most that a line may hold", size_text(longest_line)),
                Text("确认这是要读的文件；未闭合的引号也会吞掉后面的行",
                     "check that this is the file you meant; a quote that is never closed can also swallow lines"));
            return false;
        }
        start = i + 1;
        ++line;
    }
    if (const auto invalid = find_invalid_utf8(text)) {
        const Location where{shown, invalid->line, invalid->column};
        if (looks_like_gb18030(text))
            diagnostics.error(where,
                              Text("文件不是 UTF-8，看来是 GBK（GB18030）编码", "the file is not UTF-8; it looks like GBK (GB18030)"),
                              Text("另存为 UTF-8（Excel 中选“CSV UTF-8”；或 iconv -f GB18030 -t UTF-8）",
                                   "save it as UTF-8 (in Excel: \"CSV UTF-8\"; or: iconv -f GB18030 -t UTF-8)"));
        else
            diagnostics.error(where, Text("这个字节不是有效的 UTF-8", "this byte is not valid UTF-8"),
                              Text("把文件另存为 UTF-8", "save the file as UTF-8"));
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
                          Text("文件含有零字节，不是文本", "the file holds a zero byte, so it is not text"),
                          Text("确认这是要读的文件，并且是 UTF-8", "check that this is the file you meant, and that it is UTF-8"));
        return false;
    }
    return true;
}

}  // namespace

bool looks_like_gb18030(std::string_view bytes) {
    const iconv_t converter = iconv_open("UTF-8", "GB18030");
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
            const bool rare = c >= 0x20000 && c <= 0x3FFFF;
            if ((c >= 0x3400 && c <= 0x9FFF) || rare) ++chinese;
            if (c >= 0x80 && (c < 0x3000 || c > 0x9FFF) && (c < 0xFF00 || c > 0xFFEF) && !rare) ++other;
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
    const auto cannot_read = [&](const Text& why, const Text& hint) {
        diagnostics.error(asked_by.file.empty() ? Location{shown, 0, 0} : asked_by,
                          say("无法读取 {}：{}", "cannot read {}: {}", in_quotes(shown), why), hint);
        return std::nullopt;
    };
    const auto failed = [&](int reason) {
        const std::string meant = reason == ENOENT ? neighbour(path) : "";
        Text hint("检查路径；它相对于提到它的文件", "check the path; it is taken relative to the file that names it");
        if (reason == EACCES) hint = Text("给文件和它所在的文件夹读取权限", "give yourself the permission to read it and its folder");
        const Text why = reason == ENOENT   ? Text("文件不存在", "No such file or directory")
                         : reason == EACCES ? Text("没有读取权限", "Permission denied")
                                            : Text(std::generic_category().message(reason));
        return cannot_read(why, meant.empty() ? hint : say("是否指 {}？", "did you mean {}?", in_quotes(meant)));
    };
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) return failed(errno);
    struct stat about {};
    if (fstat(file.number(), &about) != 0) return failed(errno);
    if (S_ISDIR(about.st_mode)) return cannot_read(Text("它是文件夹", "it is a folder"), Text("指明其中的一个文件", "name a file in it"));

    std::string text;
    if (S_ISREG(about.st_mode) && about.st_size > 0) text.reserve(std::min(static_cast<std::size_t>(about.st_size), largest_file) + 1);
    std::vector<char> buffer(std::size_t{1} << 16);
    for (;;) {
        const ssize_t got = read(file.number(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed(errno);
        if (got == 0) break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.size() > largest_file) {
            diagnostics.error(
                {shown, 0, 0},
                say("文件大于 {}，超出所能读取的上限", "the file is larger than {}, the most that is read", size_text(largest_file)),
                Text("确认这是要读的文件", "check that this is the file you meant"));
            return std::nullopt;
        }
    }
    if (holds(text, byte_order_mark)) text.erase(0, byte_order_mark.size());
    if (trimmed(text).empty()) {
        diagnostics.error({shown, 1, 1}, Text("文件是空的", "the file is empty"),
                          Text("填写它；若可有可无，删去即可", "fill it in, or remove it if it is an optional one"));
        return std::nullopt;
    }
    if (!check_text(text, shown, diagnostics)) return std::nullopt;
    return text;
}

}  // namespace zonecast::base
