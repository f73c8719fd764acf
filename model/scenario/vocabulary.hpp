// Closed lists of words that files of a scenario may use.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/scenario/scenario.hpp"

namespace zonecast::scenario {

template <class Value>
using Words = std::vector<std::pair<std::string, Value>>;

[[nodiscard]] const Words<Confidence>& confidence_words();
[[nodiscard]] const Words<CityKind>& city_kind_words();
[[nodiscard]] const Words<Presence>& presence_words();
[[nodiscard]] const Words<Prior::Family>& family_words();
[[nodiscard]] const Words<Prior::Group>& group_words();
[[nodiscard]] const Words<Quantifier>& quantifier_words();
[[nodiscard]] const Words<Statistic>& statistic_words();
[[nodiscard]] const Words<Comparison>& comparison_words();

/// Words that stay text in the records; each stands for itself.
[[nodiscard]] const Words<std::string>& grade_words();
[[nodiscard]] const Words<std::string>& cluster_kind_words();
[[nodiscard]] const Words<std::string>& position_words();
[[nodiscard]] const Words<std::string>& flow_words();
[[nodiscard]] const Words<std::string>& shock_kind_words();
[[nodiscard]] const Words<std::string>& shock_shape_words();
/// What channels of instruments can move; model/scenario/levers.hpp says how.
[[nodiscard]] const Words<std::string>& lever_words();

/// Perimeters that every scenario has besides its province, cities and zones.
[[nodiscard]] const std::vector<std::string>& standard_perimeters();

/// The word of a list that stands for `value`.
template <class Value>
[[nodiscard]] std::string word_of(const Words<Value>& words, const Value& value) {
    for (const auto& word : words)
        if (word.second == value) return word.first;
    return {};
}

}  // namespace zonecast::scenario
