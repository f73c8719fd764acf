#include "outputs/dataset_differences.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <map>

#include "outputs/digest.hpp"
#include "outputs/pieces.hpp"

namespace zonecast::outputs {

namespace {

using Kind = DatasetDifference::Kind;

/// Notes that value number `at` differs.
void count(DatasetDifference& difference, std::uint64_t at) {
    if (difference.differing++ == 0) difference.at = at;
}

void measure(DatasetDifference& difference, double a, double b) {
    if (std::isnan(a) && std::isnan(b)) return;
    double distance = std::abs(a - b);
    double relative = distance / std::max(std::abs(a), std::abs(b));
    if (std::isnan(distance)) distance = std::numeric_limits<double>::infinity();
    if (std::isnan(relative)) relative = distance == 0 ? 0 : std::numeric_limits<double>::infinity();
    difference.largest = std::max(difference.largest, distance);
    difference.largest_relative = std::max(difference.largest_relative, relative);
}

template <hdf5::Number T>
void compare_numbers(const hdf5::File& first, const hdf5::File& second, const hdf5::Shape& shape, DatasetDifference& difference) {
    std::uint64_t at = 0;
    for (const Piece& piece : pieces(shape, sizeof(T))) {
        const std::vector<T> a = first.read_rows<T>(difference.name, piece.first, piece.count);
        const std::vector<T> b = second.read_rows<T>(difference.name, piece.first, piece.count);
        for (std::size_t i = 0; i < a.size(); ++i, ++at) {
            if (std::memcmp(&a[i], &b[i], sizeof(T)) == 0) continue;
            count(difference, at);
            measure(difference, static_cast<double>(a[i]), static_cast<double>(b[i]));
        }
    }
}

void compare_values(const hdf5::File& first, const hdf5::File& second, hdf5::ValueType type, const hdf5::Shape& shape,
                    DatasetDifference& difference) {
    switch (type) {
        case hdf5::ValueType::real:
            return compare_numbers<double>(first, second, shape, difference);
        case hdf5::ValueType::wide:
            return compare_numbers<std::int64_t>(first, second, shape, difference);
        case hdf5::ValueType::integer:
            return compare_numbers<std::int32_t>(first, second, shape, difference);
        case hdf5::ValueType::small:
            return compare_numbers<std::int8_t>(first, second, shape, difference);
        case hdf5::ValueType::text:
            break;
        case hdf5::ValueType::other:
            throw FileError(first.shown_as(),
                            say("结果中不会有变量 {} 的这种类型", "the variable {} has a type that no result has", difference.name),
                            {"文件被改过：用 `zonecast run` 重新生成", "the file was changed: make it again with `zonecast run`"});
    }
    const std::vector<std::string> a = first.read_texts(difference.name), b = second.read_texts(difference.name);
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] != b[i]) count(difference, i);
}

/// Attributes of a dataset (of the file if the name is empty) that differ or that one of the two lacks.
void compare_attributes(const hdf5::File& first, const hdf5::File& second, const std::string& name, std::vector<DatasetDifference>& all) {
    std::map<std::string, std::pair<std::string, std::string>> values;
    std::map<std::string, int> seen;
    for (const auto& [attribute, value] : first.attributes(name)) values[attribute].first = value, seen[attribute] |= 1;
    for (const auto& [attribute, value] : second.attributes(name)) values[attribute].second = value, seen[attribute] |= 2;
    for (const auto& [attribute, pair] : values) {
        const bool of_version = name.empty() && (attribute == "version" || attribute == "source" || attribute == digest_attribute);
        if (of_version || (seen[attribute] == 3 && pair.first == pair.second)) continue;
        DatasetDifference difference;
        difference.name = name;
        difference.kind = Kind::attribute;
        difference.attribute = attribute;
        all.push_back(std::move(difference));
    }
}

}  // namespace

std::vector<DatasetDifference> dataset_differences(const hdf5::File& first, const hdf5::File& second) {
    const std::vector<std::string> in_first = first.datasets(), in_second = second.datasets();
    std::vector<std::string> names;
    std::set_union(in_first.begin(), in_first.end(), in_second.begin(), in_second.end(), std::back_inserter(names));
    std::vector<DatasetDifference> all;
    compare_attributes(first, second, {}, all);
    for (const std::string& name : names) {
        DatasetDifference difference;
        difference.name = name;
        if (!second.has(name) || !first.has(name)) {
            difference.kind = first.has(name) ? Kind::only_first : Kind::only_second;
            all.push_back(difference);
            continue;
        }
        compare_attributes(first, second, name, all);
        const hdf5::ValueType type = first.type(name);
        const hdf5::Shape shape = first.shape(name);
        if (type != second.type(name)) {
            difference.kind = Kind::type;
            all.push_back(difference);
        } else if (shape != second.shape(name)) {
            difference.kind = Kind::shape;
            all.push_back(difference);
        } else {
            difference.total = hdf5::elements(shape);
            compare_values(first, second, type, shape, difference);
            if (difference.differing > 0) all.push_back(difference);
        }
    }
    return all;
}

}  // namespace zonecast::outputs
