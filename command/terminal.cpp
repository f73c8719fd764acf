#include "command/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace zonecast::command {

namespace {

const char* code(Style style) {
    switch (style) {
        case Style::plain: return "";
        case Style::bold: return "\033[1m";
        case Style::faint: return "\033[2m";
        case Style::red: return "\033[1;31m";
        case Style::yellow: return "\033[33m";
        case Style::green: return "\033[32m";
    }
    return "";
}

[[noreturn]] void fail() { throw std::system_error(errno, std::generic_category(), "standard output"); }

}  // namespace

bool is_terminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

bool wants_colour(std::FILE* stream) {
    const char* refused = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    if (refused && *refused) return false;
    return is_terminal(stream) && terminal && *terminal && std::string_view(terminal) != "dumb";
}

std::size_t columns(std::FILE* stream) {
    winsize size{};
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

std::string styled(std::string_view text, Style style, bool colour) {
    if (!colour || style == Style::plain) return std::string(text);
    return std::string(code(style)) + std::string(text) + "\033[0m";
}

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) fail();
}

void flush_output() {
    if (std::fflush(stdout) != 0) fail();
}

}  // namespace zonecast::command
