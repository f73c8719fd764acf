#include "command/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace zonecast::command {

namespace {

constexpr std::size_t narrowest = 20;  // cells; nothing can be laid out in less

[[noreturn]] void fail() {
    throw std::system_error(errno, std::generic_category(), "standard output");
}

}  // namespace

bool is_terminal(std::FILE* stream) {
    return isatty(fileno(stream)) == 1;
}

bool wants_colour(std::FILE* stream) {
    const char* refused = std::getenv("NO_COLOR");
    if (refused && *refused) return false;
    return can_redraw(stream);
}

bool can_redraw(std::FILE* stream) {
    const char* terminal = std::getenv("TERM");
    return is_terminal(stream) && terminal && *terminal && std::string_view(terminal) != "dumb";
}

std::size_t width_of(std::FILE* stream, std::size_t otherwise) {
    if (const char* told = std::getenv("COLUMNS")) {
        const std::string_view text(told);
        std::size_t width = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), width);
        if (failed == std::errc() && end == text.data() + text.size() && width > 0) return std::max(width, narrowest);
    }
    winsize size{};
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::max<std::size_t>(size.ws_col, narrowest);
    return otherwise;
}

outputs::TextStyle text_style(outputs::Language language) {
    constexpr std::size_t width_elsewhere = 140;
    return {.language = language, .width = width_of(stdout, width_elsewhere), .colour = wants_colour(stdout)};
}

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) fail();
}

void tell(std::string_view text, std::FILE* stream) noexcept {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

void guard_streams() {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
        const int stand_in = open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY);
        if (stand_in >= 0 && stand_in != stream) dup2(stand_in, stream);
    }
}

void flush_output() {
    if (std::fflush(stdout) != 0) fail();
}

}  // namespace zonecast::command
