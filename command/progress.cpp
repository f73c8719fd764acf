#include "command/progress.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "command/terminal.hpp"
#include "model/base/text.hpp"

namespace zonecast::command {

namespace {

constexpr std::size_t live_bar = 24, least_bar = 6;             // cells
constexpr std::size_t width_unknown = 80;                       // cells
constexpr auto live_interval = std::chrono::milliseconds(100);  // between two drawings of the bar

std::string duration(Language language, double seconds) {
    const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
    if (whole < 60) return fmt::format(fmt::runtime(in(language, "{} 秒", "{} s")), whole);
    if (whole < 3600) return fmt::format(fmt::runtime(in(language, "{} 分 {:02} 秒", "{} min {:02} s")), whole / 60, whole % 60);
    return fmt::format(fmt::runtime(in(language, "{} 小时 {:02} 分", "{} h {:02} min")), whole / 3600, whole / 60 % 60);
}

std::string rate_text(double rate) {
    return rate >= 10 ? fmt::format("{:.0f}", rate) : fmt::format("{:.2g}", rate);
}

}  // namespace

std::string progress_line(Language language, std::uint64_t done, std::uint64_t total, double seconds, std::size_t bar_width) {
    const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1.0;
    std::string line;
    if (bar_width > 0) {
        const auto filled = static_cast<std::size_t>(share * static_cast<double>(bar_width));
        line = "[" + std::string(filled, '#') + std::string(bar_width - filled, '-') + "] ";
    }
    line += fmt::format(fmt::runtime(in(language, "{:3.0f} %  已完成 {} / {} 次模拟", "{:3.0f} %  {} of {} replicates")),
                        std::floor(100 * share), done, total);
    if (done == 0 || seconds <= 0) return line;
    const double rate = static_cast<double>(done) / seconds;
    line += fmt::format(fmt::runtime(in(language, "，每秒 {} 次", ", {} a second")), rate_text(rate));
    if (done < total)
        line +=
            fmt::format(fmt::runtime(in(language, "，还需 {}", ", {} left")), duration(language, static_cast<double>(total - done) / rate));
    else
        line += fmt::format(fmt::runtime(in(language, "，用时 {}", ", {} in all")), duration(language, seconds));
    return line;
}

std::string fitted_progress_line(Language language, std::uint64_t done, std::uint64_t total, double seconds, std::size_t width) {
    constexpr std::size_t around_bar = 3;  // brackets and a blank
    const std::string line = progress_line(language, done, total, seconds, 0);
    const std::size_t needed = base::display_width(line) + around_bar;
    if (needed + least_bar <= width) return progress_line(language, done, total, seconds, std::min(live_bar, width - needed));
    return base::truncated(line, width);
}

ProgressReport::ProgressReport(std::FILE* stream, Language language)
    : stream_(stream), language_(language), live_(stream && can_redraw(stream)), start_(Clock::now()), last_(start_ - live_interval) {}

void ProgressReport::update(std::uint64_t done, std::uint64_t total) {
    if (!stream_) return;
    const auto now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - start_).count();
    if (live_) {
        if (now - last_ < live_interval && done < total) return;
        last_ = now;
        tell("\r\033[K" + fitted_progress_line(language_, done, total, seconds, width_of(stream_, width_unknown) - 1), stream_);
        return;
    }
    const std::uint64_t tenths = total > 0 ? 10 * done / total : 10;
    if (tenths <= tenths_) return;
    tenths_ = tenths;
    tell(progress_line(language_, done, total, seconds, 0) + "\n", stream_);
}

void ProgressReport::finish() {
    if (!stream_ || !live_) return;
    tell("\r\033[K", stream_);
}

}  // namespace zonecast::command
