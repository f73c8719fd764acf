// Values of parameters that a run is given in place of its own draws: from a table, such as a posterior, or from a design.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zonecast::engine {

/// Gives the values of some parameters and effects, replicate by replicate. What it does not name is drawn as usual.
class ParameterSource {
public:
    virtual ~ParameterSource() = default;
    /// What it gives: ids that World::parameter_indices knows, of any group. An id that World holds several times (channels of one measure
    /// on one lever) may stand here as often; the first stands for the first.
    [[nodiscard]] virtual const std::vector<std::string>& ids() const = 0;
    /// Writes the values of a replicate, in the program's units and in the order of `ids`. A pure function of the replicate's number;
    /// thread-safe. Throws std::out_of_range for a replicate that it has no values for.
    virtual void values(std::uint64_t replicate, double* out) const = 0;
};

/// A table of values. Immutable; thread-safe.
class ParameterValues : public ParameterSource {
public:
    /// What follows the last row: nothing, or the first row again.
    enum class Rows { once, in_turn };
    /// `values`: [row][id]; the first row is that of replicate `first_replicate`. Throws std::invalid_argument if the table is empty or
    /// ragged, or holds a value that is not finite.
    ParameterValues(std::vector<std::string> ids, std::vector<double> values, std::uint64_t first_replicate = 0, Rows rows = Rows::once);

    [[nodiscard]] const std::vector<std::string>& ids() const override { return ids_; }
    void values(std::uint64_t replicate, double* out) const override;
    [[nodiscard]] std::uint64_t rows() const { return values_.size() / ids_.size(); }

private:
    std::vector<std::string> ids_;
    std::vector<double> values_;
    std::uint64_t first_;
    Rows what_follows_;
};

}  // namespace zonecast::engine
