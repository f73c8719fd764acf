#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <numeric>
#include <stdexcept>

#include "outputs/place.hpp"
#include "outputs/result_contents.hpp"
#include "outputs/result_file.hpp"

namespace zonecast::outputs {

ResultWriter::ResultWriter(const std::string& path, const scenario::Scenario& scenario,
                           const engine::RunSettings& settings, std::vector<int> years,
                           std::vector<engine::ParameterInfo> parameters, Provenance provenance,
                           std::shared_ptr<const Claim> claim)
    : shown_path_(path),
      claim_(std::move(claim)),
      scenario_(scenario),
      settings_(settings),
      years_(std::move(years)),
      parameters_(std::move(parameters)),
      provenance_(std::move(provenance)) {
    if (years_.empty() || settings_.replicates == 0) throw std::logic_error("a result needs at least one year and one replicate");
    check_place();
    try {
        start();
    } catch (...) {
        abandon();
        throw;
    }
}

ResultWriter::~ResultWriter() {
    abandon();
}

void ResultWriter::check_place() {
    path_ = checked_place(shown_path_, Made::result,
                          {"用 -o 指明文件；可经管道输出的是评分表：zonecast targets RESULT.h5 --json",
                           "name a file with -o; what goes down a pipe is the scorecard: zonecast targets RESULT.h5 --json"});
    partial_path_ = fmt::format("{}.partial-{}", path_, getpid());
    if (!claim_) claim_ = std::make_shared<const Claim>(shown_path_);
}

void ResultWriter::start() {
    file_.emplace(partial_path_, shown_path_);
    file_->dimension("year", years_);
    file_->streamed_dimension("replicate", settings_.replicates);
    file_->dimension("quantile", std::vector<double>(engine::quantile_levels.begin(), engine::quantile_levels.end()));
    std::vector<std::string> ids;
    std::vector<scenario::Name> names;
    for (const scenario::Target& target : scenario_.plan.targets) {
        ids.push_back(target.id);
        names.push_back(target.name);
    }
    file_->dimension("target", ids);
    file_->dimension("target_other", ids);
    file_->put_names("target", names);
    ids.clear();
    names.clear();
    std::vector<std::string> units, groups;
    for (const engine::ParameterInfo& parameter : parameters_) {
        ids.push_back(parameter.id);
        names.push_back(parameter.name);
        units.push_back(file_unit(parameter.unit));
        groups.push_back(parameter.group);
    }
    file_->dimension("parameter", ids);
    file_->put_names("parameter", names);
    file_->put("parameter_unit", units);
    file_->put("parameter_group", groups);
    ids.clear();
    for (const engine::KeptSeries& kept : settings_.keep)
        ids.push_back(fmt::format("{}/{}/{}", kept.dimension, kept.entity, kept.observable));
    file_->dimension("series", ids);
    for (const char* name : {"target_value", "target_met", "target_first_year", "parameter_value", "series_value"}) file_->stream(name);
}

void ResultWriter::take(const engine::BlockOutput& block) {
    if (!file_) throw std::logic_error("a result that is closed takes no more replicates");
    try {
        write_block(block);
    } catch (...) {
        abandon();
        throw;
    }
}

void ResultWriter::write_block(const engine::BlockOutput& block) {
    if (block.first != settings_.first_replicate + taken_ || taken_ + block.count > settings_.replicates) {
        throw std::logic_error(
            fmt::format("replicates {} to {} do not follow the {} taken before", block.first, block.first + block.count, taken_));
    }
    if (block.count == 0) return;
    const std::vector<std::int8_t> met(block.target_met.begin(), block.target_met.end());
    const std::vector<std::int32_t> first_year(block.target_year.begin(), block.target_year.end());
    file_->put_rows("target_value", taken_, block.count, block.target_value);
    file_->put_rows("target_met", taken_, block.count, met);
    file_->put_rows("target_first_year", taken_, block.count, first_year);
    file_->put_rows("parameter_value", taken_, block.count, block.parameters);
    file_->put_rows("series_value", taken_, block.count, block.series);
    taken_ += block.count;
}

void ResultWriter::finish(const engine::Forecast& forecast) {
    if (!file_) throw std::logic_error("a result is finished once");
    if (forecast.replicates != taken_ || forecast.years != years_ || forecast.targets.size() != scenario_.plan.targets.size()) {
        abandon();
        throw std::logic_error("the forecast is not the one that the replicates came from");
    }
    try {
        std::vector<std::int64_t> numbers(taken_);
        std::iota(numbers.begin(), numbers.end(), static_cast<std::int64_t>(settings_.first_replicate));
        file_->end_stream("replicate", numbers);
        write_contents(*file_, scenario_, settings_, provenance_, forecast);
        file_->seal();
        file_->close();
        give_name();
        file_.reset();
        partial_path_.clear();
        claim_.reset();
    } catch (...) {
        abandon();
        throw;
    }
}

void ResultWriter::give_name() {
    const int descriptor = open(partial_path_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool on_disk = descriptor >= 0 && fsync(descriptor) == 0;
    const int why = errno;
    if (descriptor >= 0) close(descriptor);
    if (!on_disk) throw FileError(shown_path_, say("无法写到磁盘：{}", "cannot be written to the disk: {}", std::strerror(why)));
    if (rename(partial_path_.c_str(), path_.c_str()) != 0) {
        throw FileError(shown_path_, say("写好的结果无法取得此名：{}", "the finished result cannot be given this name: {}", std::strerror(errno)));
    }
}

void ResultWriter::abandon() noexcept {
    if (partial_path_.empty()) return;
    file_.reset();
    // If the library could not close the file, it still holds it open: cut it, so that the room on the disk is free at once.
    if (truncate(partial_path_.c_str(), 0) == 0) unlink(partial_path_.c_str());
    partial_path_.clear();
}

}  // namespace zonecast::outputs
