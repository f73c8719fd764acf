// An HDF5 file whose variables have dimensions with labels, units and names: what netCDF readers expect. It knows the variables of the
// result format (outputs/variables.hpp) but not what their values mean.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/scenario.hpp"
#include "outputs/hdf5.hpp"
#include "outputs/variables.hpp"

namespace zonecast::outputs {

/// Writes variables one after the other. Functions throw FileError when the file cannot be written and std::logic_error when values do not
/// fit their dimensions. Values are double, int or std::string.
class LabelledFile {
public:
    /// Creates the file; messages call it `shown_as`.
    LabelledFile(const std::string& path, const std::string& shown_as) : file_(hdf5::File::create(path, shown_as)) {}

    /// Starts a dimension with its coordinate variable. Without members there is no such dimension, and variables that need it are left
    /// out.
    template <class T>
    void dimension(const std::string& name, const std::vector<T>& members);
    /// Variables <dimension>_name_zh and <dimension>_name_en, which numeric variables of the dimension added later refer to.
    void put_names(const std::string& dimension, const std::vector<scenario::Name>& names);
    /// Adds a whole variable; nothing if one of its dimensions has no members.
    template <class T>
    void put(const Variable& variable, const std::vector<T>& values);
    template <class T>
    void put(std::string_view fixed_name, const std::vector<T>& values) {
        put(fixed_variable(fixed_name), values);
    }

    /// Starts the dimension whose rows come in pieces, with at most `rows` rows.
    void streamed_dimension(const std::string& name, std::uint64_t rows);
    /// Adds a variable that has the streamed dimension first; nothing if one of its other dimensions has no members.
    void stream(const std::string& name);
    /// Writes rows of a variable added by stream(); nothing if it was left out.
    template <hdf5::Number T>
    void put_rows(const std::string& name, std::uint64_t first, std::uint64_t count, const std::vector<T>& values);
    /// Ends the streamed dimension after `numbers.size()` rows and writes its coordinate variable.
    void end_stream(const std::string& name, const std::vector<std::int64_t>& numbers);

    /// Adds a plain array outside of the result's variables: "group/name". At least one value.
    template <hdf5::Number T>
    void put_plain(const std::string& name, const std::vector<T>& values) {
        const hdf5::Dataset dataset = file_.create_dataset<T>(name, {values.size()}, std::nullopt);
        file_.write(dataset, values.data());
    }

    void attribute(const char* name, std::string_view text) { file_.attribute(name, text); }
    void attribute(const char* name, std::uint64_t number) { file_.attribute(name, number); }

    /// Adds the attribute "digest" (outputs/digest.hpp). Every variable must have been written.
    void seal();
    /// Writes what is held back and closes the file.
    void close();

private:
    [[nodiscard]] bool has_dimensions(const Variable& variable) const;
    [[nodiscard]] hdf5::Dataset create(const Variable& variable, const hdf5::Shape& shape, bool streamed);
    /// Creates the dataset of a variable, tied to its dimensions and with its attributes.
    hdf5::Dataset add(const Variable& variable, bool streamed = false);
    void describe(const hdf5::Dataset& dataset, const Variable& variable) const;
    void write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<double>& values) const;
    void write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<int>& values) const;
    void write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<std::string>& values) const;

    hdf5::File file_;
    std::map<std::string, hdf5::Dataset> scales_;    ///< by dimension
    std::map<std::string, hdf5::Dataset> streamed_;  ///< by variable
    std::set<std::string> named_;                    ///< dimensions whose members have names
};

}  // namespace zonecast::outputs
