// The result file: HDF5 that is also valid netCDF-4, written while a run goes on and read back for the scorecard. docs/formats/results.md
// describes every variable.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "outputs/hdf5.hpp"
#include "outputs/result.hpp"
#include "outputs/variables.hpp"

namespace zonecast::outputs {

/// How a result came about, besides the scenario.
struct Provenance {
    std::string version;                     ///< of zonecast
    std::string command;                     ///< command line
    std::string time;                        ///< when, if the file shall say so; without it equal runs give equal files
    std::string institution = "not stated";  ///< where it was made
};

/// Writes a result: per-replicate data as blocks come, the rest at the end.
///
/// Everything goes to "<path>.partial-<process>" beside the file and becomes `path` in finish(); until then a file of that name stays as it
/// was. After an error, or if finish() is never reached, the partial file is removed: a result is whole or not there.
/// Functions throw FileError when the file cannot be written (no folder, no permission, disk full) and std::logic_error when what they are
/// given does not fit together. Used by one thread at a time.
class ResultWriter : public engine::ReplicateSink {
public:
    /// `scenario` must outlive the writer. `settings.replicates` sizes what is kept per replicate; `settings.keep` names the series kept.
    /// `years` start with the base year.
    ResultWriter(const std::string& path, const scenario::Scenario& scenario, const engine::RunSettings& settings, std::vector<int> years,
                 std::vector<engine::ParameterInfo> parameters, Provenance provenance);
    ~ResultWriter() override;
    ResultWriter(const ResultWriter&) = delete;
    ResultWriter& operator=(const ResultWriter&) = delete;

    /// Writes the replicates of a block. Blocks must follow one another.
    void take(const engine::BlockOutput& block) override;
    /// Writes the summaries, closes the file and gives it its name. A run that stopped early has fewer replicates than asked for: the file
    /// then holds those that were taken.
    void finish(const engine::Forecast& forecast);

private:
    void check_place();
    void start();
    void write_block(const engine::BlockOutput& block);
    void write_all(const engine::Forecast& forecast);
    void end_replicates(const engine::Forecast& forecast);
    void give_name();
    void write_attributes(const engine::Forecast& forecast);
    void write_targets(const engine::Forecast& forecast);
    void write_observables(const engine::Forecast& forecast);
    void write_panel(const engine::Panel& panel);
    void write_places(const engine::Forecast& forecast);
    void write_cohorts(const engine::Forecast& forecast);
    void write_measures(const engine::Forecast& forecast);
    void write_series(const engine::Forecast& forecast);
    void write_figures();
    void write_inputs();
    void abandon() noexcept;

    /// Creates the dataset of a variable, tied to its dimensions and with its attributes.
    hdf5::Dataset add(const Variable& variable, bool streamed = false);
    [[nodiscard]] hdf5::Dataset create(const Variable& variable, const hdf5::Shape& shape, bool streamed);
    void describe(const hdf5::Dataset& dataset, const Variable& variable) const;
    /// Whether all dimensions of the variable have members.
    [[nodiscard]] bool has_dimensions(const Variable& variable) const;
    void check_size(const Variable& variable, const hdf5::Dataset& dataset, std::size_t count) const;
    void stream(const std::string& name);
    template <hdf5::Number T, class U>
    void put_rows(const std::string& name, std::uint64_t count, const std::vector<U>& values);
    void write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<double>& values) const;
    void write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<int>& values) const;
    void write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<std::string>& values) const;
    /// Adds a whole variable; nothing if one of its dimensions has no members.
    template <class T>
    void put(const Variable& variable, const std::vector<T>& values);
    template <class T>
    void put(std::string_view name, const std::vector<T>& values);
    /// Starts a dimension with its coordinate variable; none if it has no members.
    template <class T>
    void dimension(const std::string& name, const std::vector<T>& members);
    void put_names(const std::string& dimension, const std::vector<scenario::Name>& names);

    std::string shown_path_;  ///< as the user named it
    std::string path_;        ///< what it stands for, links followed
    std::string partial_path_;
    const scenario::Scenario& scenario_;
    engine::RunSettings settings_;
    std::vector<int> years_;
    std::vector<engine::ParameterInfo> parameters_;
    Provenance provenance_;

    std::optional<hdf5::File> file_;
    std::map<std::string, hdf5::Dataset> scales_;    ///< by dimension
    std::map<std::string, hdf5::Dataset> streamed_;  ///< by variable
    std::set<std::string> named_;                    ///< dimensions whose members have names
    std::uint64_t taken_ = 0;                        ///< replicates written
};

/// Reads what the scorecard and the outlook need. Returns nullopt, with the reason in `diagnostics`, if the file is missing, unreadable,
/// not HDF5, not a result, of a newer format, or damaged.
[[nodiscard]] std::optional<Result> read_result(const std::string& path, Diagnostics& diagnostics);

}  // namespace zonecast::outputs
