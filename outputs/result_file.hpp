// The result file: HDF5 that is also valid netCDF-4, written while a run goes on and read back for the scorecard. docs/formats/results.md
// describes every variable.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "outputs/claim.hpp"
#include "outputs/labelled_file.hpp"
#include "outputs/provenance.hpp"
#include "outputs/result.hpp"

namespace zonecast::outputs {

/// Writes a result: per-replicate data as blocks come, the rest at the end.
///
/// Everything goes to "<path>.partial-<process>" beside the file and becomes `path` in finish(); until then a file of
/// that name stays as it was. After an error, or if finish() is never reached, the partial file is removed: a result is
/// whole or not there. Two writers of one result never meet: the second is refused (Claim). Functions throw FileError
/// when the file cannot be written (no folder, no permission, disk full) and std::logic_error when what they are given
/// does not fit together. Used by one thread at a time.
class ResultWriter : public engine::ReplicateSink {
public:
    /// `scenario` must outlive the writer. `settings.replicates` sizes what is kept per replicate; `settings.keep`
    /// names the series kept. `years` start with the base year. `claim`: on this path, where the caller has one
    /// already.
    ResultWriter(const std::string& path, const scenario::Scenario& scenario, const engine::RunSettings& settings,
                 std::vector<int> years, std::vector<engine::ParameterInfo> parameters, Provenance provenance,
                 std::shared_ptr<const Claim> claim = nullptr);
    ~ResultWriter() override;
    ResultWriter(const ResultWriter&) = delete;
    ResultWriter& operator=(const ResultWriter&) = delete;

    /// Writes the replicates of a block. Blocks must follow one another.
    void take(const engine::BlockOutput& block) override;
    /// What the file's history tells, where it is known only at the end: the command, and a remark about it.
    void tell(const std::string& command, const std::string& remark = {}) { provenance_.command = command, provenance_.remark = remark; }
    /// Writes the summaries, closes the file and gives it its name. A run that stopped early has fewer replicates than asked for: the file
    /// then holds those that were taken.
    void finish(const engine::Forecast& forecast);

private:
    void check_place();
    void start();
    void write_block(const engine::BlockOutput& block);
    void give_name();
    void abandon() noexcept;

    std::string shown_path_;  ///< as the user named it
    std::string path_;        ///< what it stands for, links followed
    std::string partial_path_;
    std::shared_ptr<const Claim> claim_;
    const scenario::Scenario& scenario_;
    engine::RunSettings settings_;
    std::vector<int> years_;
    std::vector<engine::ParameterInfo> parameters_;
    Provenance provenance_;

    std::optional<LabelledFile> file_;
    std::uint64_t taken_ = 0;  ///< replicates written
};

/// Throws FileError unless the file is a result of a format that this version reads.
void check_result(const std::string& path);

/// Reads what the scorecard and the outlook need. Returns nullopt, with the reason in `diagnostics`, if the file is missing, unreadable,
/// not HDF5, not a result, of a newer format, or damaged.
[[nodiscard]] std::optional<Result> read_result(const std::string& path, Diagnostics& diagnostics);

}  // namespace zonecast::outputs
