// TOML files as a tree whose keys and values remember where they stand.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"

namespace zonecast::scenario {

struct TomlEntry;

/// A value: only the members that belong to its kind are set.
struct TomlValue {
    enum class Kind { text, integer, number, flag, date, array, table };
    Kind kind = Kind::table;
    std::string text;
    std::int64_t integer = 0;
    double number = 0;  ///< set for integers too
    bool flag = false;
    std::vector<TomlValue> items;    ///< of an array
    std::vector<TomlEntry> entries;  ///< of a table, in the order of the file
    Location where;

    /// The value of a key of this table, or null.
    [[nodiscard]] const TomlValue* find(const std::string& key) const;
    [[nodiscard]] const TomlEntry* entry(const std::string& key) const;
};

struct TomlEntry {
    std::string key;
    Location where;  ///< of the key
    TomlValue value;
};

/// Reads `text`, the content of `file`. A syntax error is reported with its place and yields nullopt.
[[nodiscard]] std::optional<TomlValue> parse_toml(const std::string& file, const std::string& text, Diagnostics& diagnostics);

/// `below` with the keys of `above` added or replaced (whole values, not merged further).
[[nodiscard]] TomlValue overlaid(const TomlValue& below, const TomlValue& above);
/// `below` with the entries of `above`: what has the key already is changed by `onto(found, entry)`, the others follow.
[[nodiscard]] TomlValue overlaid(const TomlValue& below, const TomlValue& above,
                                 const std::function<void(TomlEntry& found, const TomlEntry& entry)>& onto);

/// Words for the kind of a value in messages: "a text", "a list", ...
[[nodiscard]] Text describe(TomlValue::Kind kind);

}  // namespace zonecast::scenario
