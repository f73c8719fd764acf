#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3 asserts in debug builds that a key begins with a character that may begin a key, before it reports one that does not as an
// error. Input must never end the program, so its assertions are off in all builds, as they are in release builds.
#define TOML_ASSERT(expression) static_assert(true)
#include "model/scenario/toml.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <string_view>

namespace zonecast::scenario {

namespace {

Location location(const std::string& file, const toml::source_region& region) {
    return {file, static_cast<std::size_t>(region.begin.line), static_cast<std::size_t>(region.begin.column)};
}

TomlValue converted(const std::string& file, const toml::node& node) {
    TomlValue value;
    value.where = location(file, node.source());
    if (const auto* table = node.as_table()) {
        value.kind = TomlValue::Kind::table;
        for (const auto& [key, child] : *table)
            value.entries.push_back({std::string(key.str()), location(file, key.source()), converted(file, child)});
        std::sort(value.entries.begin(), value.entries.end(), [](const TomlEntry& a, const TomlEntry& b) {
            return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
        });
    } else if (const auto* array = node.as_array()) {
        value.kind = TomlValue::Kind::array;
        for (const toml::node& child : *array) value.items.push_back(converted(file, child));
    } else if (const auto* text = node.as_string()) {
        value.kind = TomlValue::Kind::text;
        value.text = text->get();
    } else if (const auto* integer = node.as_integer()) {
        value.kind = TomlValue::Kind::integer;
        value.integer = integer->get();
        value.number = static_cast<double>(value.integer);
    } else if (const auto* number = node.as_floating_point()) {
        value.kind = TomlValue::Kind::number;
        value.number = number->get();
    } else if (const auto* flag = node.as_boolean()) {
        value.kind = TomlValue::Kind::flag;
        value.flag = flag->get();
    } else {
        value.kind = TomlValue::Kind::date;
    }
    return value;
}

}  // namespace

const TomlEntry* TomlValue::entry(const std::string& key) const {
    for (const TomlEntry& one : entries)
        if (one.key == key) return &one;
    return nullptr;
}

const TomlValue* TomlValue::find(const std::string& key) const {
    const TomlEntry* found = entry(key);
    return found == nullptr ? nullptr : &found->value;
}

std::optional<TomlValue> parse_toml(const std::string& file, const std::string& text, Diagnostics& diagnostics) {
    const toml::parse_result result = toml::parse(std::string_view(text), std::string_view(file));
    if (!result) {
        const toml::parse_error& error = result.error();
        diagnostics.error(location(file, error.source()), "this is not TOML: " + std::string(error.description()),
                          "see docs/formats/plan.md for the form of the file");
        return std::nullopt;
    }
    return converted(file, result.table());
}

TomlValue overlaid(const TomlValue& below, const TomlValue& above) {
    TomlValue result = below;
    result.where = above.where;
    for (const TomlEntry& entry : above.entries) {
        const auto found =
            std::find_if(result.entries.begin(), result.entries.end(), [&](const TomlEntry& one) { return one.key == entry.key; });
        if (found == result.entries.end())
            result.entries.push_back(entry);
        else
            *found = entry;
    }
    return result;
}

std::string describe(TomlValue::Kind kind) {
    switch (kind) {
        case TomlValue::Kind::text:
            return "a text";
        case TomlValue::Kind::integer:
            return "a whole number";
        case TomlValue::Kind::number:
            return "a number";
        case TomlValue::Kind::flag:
            return "true or false";
        case TomlValue::Kind::date:
            return "a date or time";
        case TomlValue::Kind::array:
            return "a list";
        case TomlValue::Kind::table:
            break;
    }
    return "a table";
}

}  // namespace zonecast::scenario
