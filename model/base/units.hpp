// Units as statistics write them, in Chinese or English, and their conversion to the program's units.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/say.hpp"

namespace zonecast::base {

/// What a number measures. Each dimension has one unit inside the program (see canonical_unit).
enum class Dimension {
    ratio,             ///< ratio
    ratio_per_year,    ///< ratio per year
    count,             ///< count
    per_people,        ///< per 10000 people
    money,             ///< 1e8 CNY
    foreign_money,     ///< 1e8 USD
    people,            ///< 1e4 persons
    land,              ///< mu
    floor_area,        ///< 1e4 m2
    money_per_land,    ///< 1e4 CNY per mu
    money_per_person,  ///< 1e4 CNY per person
    rank,              ///< rank
    year,              ///< year
    person_years,      ///< person-years
    mass,              ///< 1e4 t
    energy,            ///< 1e8 kWh
    index              ///< index
};

struct Unit {
    Dimension dimension = Dimension::ratio;
    double factor = 1;  ///< value in the program's unit = value as written * factor
};

/// The unit that `text` names, or nullopt. Case, spaces and full-width letters do not matter ("亿元", "1e8 CNY", "100m CNY" are the same).
[[nodiscard]] std::optional<Unit> parse_unit(std::string_view text);

/// Text of the program's unit of a dimension; parse_unit reads it with factor 1.
[[nodiscard]] std::string canonical_unit(Dimension dimension);

/// Words for messages: "money", "a number of people", ...
[[nodiscard]] Text describe(Dimension dimension);

/// Spellings to suggest.
[[nodiscard]] const std::vector<std::string>& unit_spellings();

}  // namespace zonecast::base
