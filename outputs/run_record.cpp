#include "outputs/run_record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace zonecast::outputs {

namespace {

/// A word as a shell takes it.
std::string shell_quoted(const std::string& word) {
    if (!word.empty() && word.find_first_of(" \t\n\"'\\$`!*?[]{}()<>|&;#~") == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

}  // namespace

std::string command_of(const RunRecord& record) {
    const engine::RunSettings& settings = record.settings;
    const std::uint64_t first = settings.part ? settings.part->first_replicate : settings.first_replicate;
    const std::uint64_t replicates = settings.part ? settings.part->replicates : settings.replicates;
    std::string line =
        fmt::format("zonecast run {} -n {} --seed {}", shell_quoted(record.plan), replicates, settings.seed);
    if (first > 0) line += fmt::format(" --replicates-from {}", first);
    for (const std::string& change : record.set) line += " --set " + shell_quoted(change);
    for (const engine::KeptSeries& kept : settings.keep)
        line += " --keep " + shell_quoted(fmt::format("{}:{}:{}", kept.dimension, kept.entity, kept.observable));
    std::vector<std::string> drawn;
    if (settings.free_parameters) drawn.emplace_back("parameters");
    if (settings.free_initial) drawn.emplace_back("initial");
    if (settings.free_chance) drawn.emplace_back("chance");
    if (drawn.size() < 3) line += fmt::format(" --uncertainty {}", drawn.empty() ? "none" : fmt::format("{}", fmt::join(drawn, ",")));
    if (settings.design != "independent") line += " --design " + settings.design;
    if (record.split) line += " --split-variance";
    if (settings.resumable) line += " --resumable";
    if (!record.posterior.empty()) line += " --parameters " + shell_quoted(record.posterior);
    if (settings.part) line += fmt::format(" --part {}/{}", settings.part->number, settings.part->of);
    return line;
}

}  // namespace zonecast::outputs
