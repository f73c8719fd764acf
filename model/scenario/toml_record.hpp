// Typed access to a table of a TOML file: what is missing, of the wrong kind or unknown is reported, and reading goes on.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/scenario/scenario.hpp"
#include "model/scenario/toml.hpp"

namespace zonecast::scenario {

/// Reads the keys of one table. Every key asked for is a known one; finish() reports the others. A getter without `otherwise` reports a
/// missing key. Refers to the table and the diagnostics. Not thread-safe.
class TomlRecord {
public:
    static constexpr double infinite = std::numeric_limits<double>::infinity();

    /// `what` names the table in messages: {"目标", "the target"}.
    TomlRecord(const TomlValue& table, Text what, Diagnostics& diagnostics)
        : table_(table), what_(std::move(what)), diagnostics_(diagnostics) {}

    [[nodiscard]] Location where() const { return table_.where; }
    /// Place of a key's value; of the table if the key is missing.
    [[nodiscard]] Location where(const std::string& key) const;
    /// The value of a key, which is thereby known; null if it is missing.
    const TomlValue* find(const std::string& key);
    [[nodiscard]] bool has(const std::string& key) const { return table_.find(key) != nullptr; }

    std::string text(const std::string& key, std::optional<std::string> otherwise = {});
    double number(const std::string& key, double low, double high, std::optional<double> otherwise = {});
    std::optional<double> number_if(const std::string& key, double low = -infinite, double high = infinite);
    int integer(const std::string& key, int low, int high, std::optional<int> otherwise = {});
    std::optional<int> year(const std::string& key, bool need);
    bool flag(const std::string& key, bool otherwise);
    /// { zh = "...", en = "..." }, or one text for both languages.
    Name name(const std::string& key);
    std::vector<std::pair<std::string, Location>> texts(const std::string& key);
    /// The tables of [[key]].
    std::vector<const TomlValue*> tables(const std::string& key);
    template <class Value>
    Value choice(const std::string& key, const std::vector<std::pair<std::string, Value>>& words, std::optional<Value> otherwise = {}) {
        std::vector<std::string> names;
        for (const auto& word : words) names.push_back(word.first);
        const std::size_t found = word_index(key, names, otherwise.has_value());
        if (found < words.size()) return words[found].second;
        return otherwise ? *otherwise : words.front().second;
    }

    /// Reports keys that nobody asked for, each with a suggestion, and keys that are missing.
    void finish();

private:
    const TomlValue* need(const std::string& key, bool required);
    void wrong_kind(const std::string& key, const TomlValue& value, const Text& wanted);
    std::size_t word_index(const std::string& key, const std::vector<std::string>& words, bool may_be_missing);

    const TomlValue& table_;
    Text what_;
    Diagnostics& diagnostics_;
    std::vector<std::string> known_;
    std::vector<std::string> missing_;
};

}  // namespace zonecast::scenario
