#include "command/long_run.hpp"

#include <fmt/format.h>

#include "command/exit_codes.hpp"
#include "command/input.hpp"
#include "command/terminal.hpp"

namespace zonecast::command {

ensemble::Execution LongRun::execution(int threads) {
    return ensemble::Execution(threads, [this](std::uint64_t done, std::uint64_t total) {
        report_.update(before_ + done, before_ == 0 ? parts_ * total : before_ + total);
        return InterruptGuard::signal() == 0;
    });
}

int long_run(const CommonOptions& common, bool quiet, const char* stopped, const std::function<int(LongRun&)>& work) {
    try {
        LongRun run(quiet, common.language);
        return work(run);
    } catch (const ensemble::Cancelled&) {
        tell(fmt::format("\n{}\n", stopped));
        return exit_by_signal(InterruptGuard::signal());
    } catch (const outputs::FileError& error) {
        report_failure(error, common);
        return exit_bad_input;
    }
}

const char* nothing_was_written(Language language) {
    return in(language, "已中断，未写出任何文件。", "Stopped; nothing was written.");
}

}  // namespace zonecast::command
