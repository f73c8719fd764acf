#include "outputs/labelled_file.hpp"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>

#include "outputs/digest.hpp"

namespace zonecast::outputs {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

void check_size(const std::string& name, std::uint64_t count, std::uint64_t size) {
    if (size != count) throw std::logic_error(fmt::format("{}: {} values where {} belong", name, count, size));
}

}  // namespace

bool LabelledFile::has_dimensions(const Variable& variable) const {
    for (const std::string& dimension : variable.dimensions)
        if (!scales_.contains(dimension)) return false;
    return true;
}

hdf5::Dataset LabelledFile::create(const Variable& variable, const hdf5::Shape& shape, bool streamed) {
    const bool marked = variable.may_be_missing;
    switch (variable.stored) {
        case Stored::text:
            return file_.create_text_dataset(variable.name, shape);
        case Stored::real:
            return file_.create_dataset<double>(variable.name, shape, marked ? std::optional(nan) : std::nullopt, streamed);
        case Stored::wide:
            return file_.create_dataset<std::int64_t>(variable.name, shape, std::nullopt, streamed);
        case Stored::integer:
            return file_.create_dataset<std::int32_t>(variable.name, shape, marked ? std::optional(variable.missing) : std::nullopt,
                                                      streamed);
        case Stored::small:
            break;
    }
    const auto missing = static_cast<std::int8_t>(variable.missing);
    return file_.create_dataset<std::int8_t>(variable.name, shape, marked ? std::optional(missing) : std::nullopt, streamed);
}

hdf5::Dataset LabelledFile::add(const Variable& variable, bool streamed) {
    hdf5::Shape shape;
    for (const std::string& dimension : variable.dimensions) shape.push_back(scales_.at(dimension).shape.front());
    hdf5::Dataset dataset = create(variable, shape, streamed);
    for (unsigned i = 0; i < variable.dimensions.size(); ++i) file_.attach_scale(dataset, scales_.at(variable.dimensions[i]), i);
    describe(dataset, variable);
    return dataset;
}

void LabelledFile::describe(const hdf5::Dataset& dataset, const Variable& variable) const {
    file_.attribute(dataset, "long_name", variable.long_name);
    file_.attribute(dataset, "long_name_zh", variable.long_name_zh);
    file_.attribute(dataset, "units", variable.units);
    file_.attribute(dataset, "observable", variable.observable);
    if (variable.stored == Stored::text) return;
    std::string names;  // of the members, which then show beside the numbers (CF: labels)
    for (const std::string& dimension : variable.dimensions) {
        if (named_.contains(dimension)) names += fmt::format("{}{}_name_zh {}_name_en", names.empty() ? "" : " ", dimension, dimension);
    }
    file_.attribute(dataset, "coordinates", names);
}

void LabelledFile::write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<double>& values) const {
    check_size(variable.name, values.size(), hdf5::elements(dataset.shape));
    file_.write(dataset, values.data());
}

void LabelledFile::write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<int>& values) const {
    check_size(variable.name, values.size(), hdf5::elements(dataset.shape));
    if (variable.stored == Stored::small) {
        file_.write(dataset, std::vector<std::int8_t>(values.begin(), values.end()).data());
    } else {
        file_.write(dataset, std::vector<std::int32_t>(values.begin(), values.end()).data());
    }
}

void LabelledFile::write(const hdf5::Dataset& dataset, const Variable& variable, const std::vector<std::string>& values) const {
    check_size(variable.name, values.size(), hdf5::elements(dataset.shape));
    file_.write(dataset, values);
}

template <class T>
void LabelledFile::put(const Variable& variable, const std::vector<T>& values) {
    if (has_dimensions(variable)) write(add(variable), variable, values);
}

template <class T>
void LabelledFile::dimension(const std::string& name, const std::vector<T>& members) {
    if (members.empty()) return;
    const Variable& variable = fixed_variable(name);
    hdf5::Dataset dataset = create(variable, {members.size()}, false);
    file_.make_scale(dataset);
    describe(dataset, variable);
    write(dataset, variable, members);
    scales_.emplace(name, std::move(dataset));
}

void LabelledFile::put_names(const std::string& dimension, const std::vector<scenario::Name>& names) {
    std::vector<std::string> zh, en;
    for (const scenario::Name& name : names) {
        zh.push_back(name.zh);
        en.push_back(name.en);
    }
    put(dimension + "_name_zh", zh);
    put(dimension + "_name_en", en);
    named_.insert(dimension);
}

void LabelledFile::streamed_dimension(const std::string& name, std::uint64_t rows) {
    const Variable& variable = fixed_variable(name);
    hdf5::Dataset dataset = create(variable, {rows}, true);
    file_.make_scale(dataset);
    describe(dataset, variable);
    scales_.emplace(name, std::move(dataset));
}

void LabelledFile::stream(const std::string& name) {
    const Variable& variable = fixed_variable(name);
    if (has_dimensions(variable)) streamed_.emplace(name, add(variable, true));
}

template <hdf5::Number T>
void LabelledFile::put_rows(const std::string& name, std::uint64_t first, std::uint64_t count, const std::vector<T>& values) {
    const auto found = streamed_.find(name);
    if (found == streamed_.end()) return;
    const hdf5::Dataset& dataset = found->second;
    check_size(name, values.size(), count * (hdf5::elements(dataset.shape) / dataset.shape.front()));
    file_.write_rows(dataset, first, count, values.data());
}

void LabelledFile::end_stream(const std::string& name, const std::vector<std::int64_t>& numbers) {
    hdf5::Dataset& coordinate = scales_.at(name);
    if (numbers.size() < coordinate.shape.front()) {
        file_.keep_rows(coordinate, numbers.size());
        for (auto& [variable, dataset] : streamed_) file_.keep_rows(dataset, numbers.size());
    }
    file_.write(coordinate, numbers.data());
}

void LabelledFile::seal() {
    file_.attribute("digest", digest_of(file_));
}

void LabelledFile::close() {
    streamed_.clear();
    scales_.clear();
    file_.close();
}

template void LabelledFile::dimension(const std::string&, const std::vector<double>&);
template void LabelledFile::dimension(const std::string&, const std::vector<int>&);
template void LabelledFile::dimension(const std::string&, const std::vector<std::string>&);
template void LabelledFile::put(const Variable&, const std::vector<double>&);
template void LabelledFile::put(const Variable&, const std::vector<int>&);
template void LabelledFile::put(const Variable&, const std::vector<std::string>&);
template void LabelledFile::put_rows(const std::string&, std::uint64_t, std::uint64_t, const std::vector<double>&);
template void LabelledFile::put_rows(const std::string&, std::uint64_t, std::uint64_t, const std::vector<std::int32_t>&);
template void LabelledFile::put_rows(const std::string&, std::uint64_t, std::uint64_t, const std::vector<std::int8_t>&);

}  // namespace zonecast::outputs
