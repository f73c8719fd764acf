// Reads variables of a result file by name and checks that their sizes agree.
#pragma once

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "model/engine/forecast.hpp"
#include "outputs/hdf5.hpp"
#include "outputs/spellings.hpp"

namespace zonecast::outputs {

/// Reads from an open file, which must outlive it. Functions throw FileError if the file lacks a variable or holds another number of values
/// than `count`.
class VariableReader {
public:
    VariableReader(const hdf5::File& file, std::string path) : file_(file), path_(std::move(path)) {}

    [[nodiscard]] bool has(const std::string& name) const { return file_.has(name); }

    [[nodiscard]] std::vector<double> reals(const std::string& name, std::size_t count) const {
        return checked(name, count, [&] { return file_.read<double>(name); });
    }
    [[nodiscard]] std::vector<std::int32_t> integers(const std::string& name, std::size_t count) const {
        return checked(name, count, [&] { return file_.read<std::int32_t>(name); });
    }
    [[nodiscard]] std::vector<std::string> texts(const std::string& name, std::size_t count) const {
        return checked(name, count, [&] { return file_.read_texts(name); });
    }
    /// Number of values of a variable, which must be there.
    [[nodiscard]] std::size_t count(const std::string& name) const {
        if (!has(name)) throw lacking("variable", name);
        return hdf5::elements(file_.shape(name));
    }
    /// Members of a dimension; none if the file does not have it.
    [[nodiscard]] std::vector<std::string> members(const std::string& dimension) const {
        return has(dimension) ? file_.read_texts(dimension) : std::vector<std::string>();
    }
    [[nodiscard]] std::vector<scenario::Name> names(const std::string& dimension, std::size_t count) const {
        const std::vector<std::string> zh = texts(dimension + "_name_zh", count);
        const std::vector<std::string> en = texts(dimension + "_name_en", count);
        std::vector<scenario::Name> both(count);
        for (std::size_t i = 0; i < count; ++i) both[i] = {zh[i], en[i]};
        return both;
    }
    /// Members of an enumeration by their spelling.
    template <class E, std::size_t N>
    [[nodiscard]] std::vector<E> words(const std::string& name, std::size_t count, const std::array<std::string_view, N>& spellings) const {
        std::vector<E> values;
        for (const std::string& word : texts(name, count)) {
            const std::optional<E> value = spelt<E>(spellings, word);
            if (!value) throw FileError(path_, fmt::format("{} says \"{}\", which this version does not know", name, word));
            values.push_back(*value);
        }
        return values;
    }
    [[nodiscard]] std::string text(const char* attribute) const { return file_.text_attribute(attribute).value_or(""); }
    [[nodiscard]] std::uint64_t number(const char* attribute) const {
        const std::optional<std::uint64_t> value = file_.number_attribute(attribute);
        if (!value) throw lacking("attribute", attribute);
        return *value;
    }
    [[nodiscard]] FileError lacking(const char* kind, const std::string& name) const {
        return {path_, fmt::format("lacks the {} {}", kind, name), "it is not a whole result of `zonecast run`: make it again"};
    }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    template <class Read>
    [[nodiscard]] std::invoke_result_t<Read> checked(const std::string& name, std::size_t count, Read read) const {
        if (!has(name)) throw lacking("variable", name);
        auto values = read();
        if (values.size() != count) {
            throw FileError(path_, fmt::format("the variable {} has {} values where {} belong", name, values.size(), count),
                            "the file was changed or is damaged: make it again with `zonecast run`");
        }
        return values;
    }

    const hdf5::File& file_;
    std::string path_;
};

/// Summaries of the observables that the file has of a kind of place ("province", "zone", ...): those of `only`, or all if it is empty.
/// An empty panel if the file has no such places.
[[nodiscard]] engine::Panel read_panel(const VariableReader& reader, const std::string& dimension, std::size_t years,
                                       const std::vector<std::string>& only = {});

}  // namespace zonecast::outputs
