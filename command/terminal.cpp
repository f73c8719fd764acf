#include "command/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace zonecast::command {

namespace {

[[noreturn]] void fail() {
    throw std::system_error(errno, std::generic_category(), "standard output");
}

}  // namespace

bool is_terminal(std::FILE* stream) {
    return isatty(fileno(stream)) == 1;
}

bool wants_colour(std::FILE* stream) {
    const char* refused = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    if (refused && *refused) return false;
    return is_terminal(stream) && terminal && *terminal && std::string_view(terminal) != "dumb";
}

outputs::TextStyle text_style(outputs::Language language) {
    outputs::TextStyle style{.language = language, .width = 140, .colour = wants_colour(stdout)};
    winsize size{};
    if (ioctl(fileno(stdout), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.width = size.ws_col;
    return style;
}

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) fail();
}

void flush_output() {
    if (std::fflush(stdout) != 0) fail();
}

}  // namespace zonecast::command
