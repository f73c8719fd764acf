#include "model/base/units.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

#include "model/base/text.hpp"

namespace zonecast::base {

namespace {

struct Spelling {
    const char* text;
    Dimension dimension;
    double factor;
};

constexpr double mu_per_km2 = 1500;
constexpr double mu_per_hectare = 15;
constexpr double mu_per_m2 = 0.0015;

constexpr Spelling spellings[] = {
    {"ratio", Dimension::ratio, 1},
    {"share", Dimension::ratio, 1},
    {"比率", Dimension::ratio, 1},
    {"比值", Dimension::ratio, 1},
    {"倍", Dimension::ratio, 1},
    {"times", Dimension::ratio, 1},
    {"%", Dimension::ratio, 0.01},
    {"％", Dimension::ratio, 0.01},
    {"percent", Dimension::ratio, 0.01},
    {"per cent", Dimension::ratio, 0.01},
    {"百分比", Dimension::ratio, 0.01},
    {"% of GDP", Dimension::ratio, 0.01},
    {"percentage points", Dimension::ratio, 0.01},
    {"百分点", Dimension::ratio, 0.01},
    {"个百分点", Dimension::ratio, 0.01},
    {"‰", Dimension::ratio, 0.001},

    {"ratio per year", Dimension::ratio_per_year, 1},
    {"per year", Dimension::ratio_per_year, 1},
    {"ratio/year", Dimension::ratio_per_year, 1},
    {"% per year", Dimension::ratio_per_year, 0.01},
    {"% a year", Dimension::ratio_per_year, 0.01},
    {"%/year", Dimension::ratio_per_year, 0.01},
    {"%/年", Dimension::ratio_per_year, 0.01},

    {"count", Dimension::count, 1},
    {"件", Dimension::count, 1},
    {"家", Dimension::count, 1},
    {"户", Dimension::count, 1},
    {"个", Dimension::count, 1},
    {"项", Dimension::count, 1},
    {"所", Dimension::count, 1},
    {"支", Dimension::count, 1},
    {"台", Dimension::count, 1},
    {"辆", Dimension::count, 1},
    {"只", Dimension::count, 1},
    {"套", Dimension::count, 1},
    {"次", Dimension::count, 1},
    {"firms", Dimension::count, 1},
    {"patents", Dimension::count, 1},
    {"contracts", Dimension::count, 1},
    {"projects", Dimension::count, 1},
    {"zones", Dimension::count, 1},
    {"institutions", Dimension::count, 1},
    {"1e4", Dimension::count, 1e4},
    {"1e4 count", Dimension::count, 1e4},
    {"万件", Dimension::count, 1e4},
    {"万家", Dimension::count, 1e4},
    {"万户", Dimension::count, 1e4},
    {"万项", Dimension::count, 1e4},
    {"万个", Dimension::count, 1e4},
    {"万台", Dimension::count, 1e4},
    {"万辆", Dimension::count, 1e4},
    {"1e4 vehicles", Dimension::count, 1e4},

    {"per 1e4 persons", Dimension::per_people, 1},
    {"per 10000 people", Dimension::per_people, 1},
    {"patents per 10k people", Dimension::per_people, 1},
    {"件/万人", Dimension::per_people, 1},
    {"个/万人", Dimension::per_people, 1},
    {"家/万人", Dimension::per_people, 1},
    {"件每万人", Dimension::per_people, 1},

    {"1e8 CNY", Dimension::money, 1},
    {"100m CNY", Dimension::money, 1},
    {"100 million CNY", Dimension::money, 1},
    {"1e8 RMB", Dimension::money, 1},
    {"1e8 yuan", Dimension::money, 1},
    {"亿元", Dimension::money, 1},
    {"亿", Dimension::money, 1},
    {"万亿元", Dimension::money, 1e4},
    {"1e12 CNY", Dimension::money, 1e4},
    {"1e9 CNY", Dimension::money, 10},
    {"千万元", Dimension::money, 0.1},
    {"1e7 CNY", Dimension::money, 0.1},
    {"百万元", Dimension::money, 0.01},
    {"1e6 CNY", Dimension::money, 0.01},
    {"million CNY", Dimension::money, 0.01},
    {"万元", Dimension::money, 1e-4},
    {"1e4 CNY", Dimension::money, 1e-4},
    {"10k CNY", Dimension::money, 1e-4},
    {"千元", Dimension::money, 1e-5},
    {"1e3 CNY", Dimension::money, 1e-5},
    {"元", Dimension::money, 1e-8},
    {"CNY", Dimension::money, 1e-8},
    {"RMB", Dimension::money, 1e-8},
    {"yuan", Dimension::money, 1e-8},

    {"1e8 USD", Dimension::foreign_money, 1},
    {"亿美元", Dimension::foreign_money, 1},
    {"1e9 USD", Dimension::foreign_money, 10},
    {"1e4 USD", Dimension::foreign_money, 1e-4},
    {"万美元", Dimension::foreign_money, 1e-4},
    {"USD", Dimension::foreign_money, 1e-8},
    {"美元", Dimension::foreign_money, 1e-8},

    {"1e4 persons", Dimension::people, 1},
    {"10k persons", Dimension::people, 1},
    {"1e4 people", Dimension::people, 1},
    {"万人", Dimension::people, 1},
    {"亿人", Dimension::people, 1e4},
    {"1e8 persons", Dimension::people, 1e4},
    {"persons", Dimension::people, 1e-4},
    {"people", Dimension::people, 1e-4},
    {"人", Dimension::people, 1e-4},
    {"名", Dimension::people, 1e-4},

    {"mu", Dimension::land, 1},
    {"亩", Dimension::land, 1},
    {"万亩", Dimension::land, 1e4},
    {"1e4 mu", Dimension::land, 1e4},
    {"km2", Dimension::land, mu_per_km2},
    {"km²", Dimension::land, mu_per_km2},
    {"sq km", Dimension::land, mu_per_km2},
    {"平方公里", Dimension::land, mu_per_km2},
    {"平方千米", Dimension::land, mu_per_km2},
    {"hectares", Dimension::land, mu_per_hectare},
    {"hectare", Dimension::land, mu_per_hectare},
    {"ha", Dimension::land, mu_per_hectare},
    {"公顷", Dimension::land, mu_per_hectare},
    {"平方米", Dimension::floor_area, 1e-4},
    {"m2", Dimension::floor_area, 1e-4},
    {"1e4 m2", Dimension::floor_area, 1},
    {"1e4 m²", Dimension::floor_area, 1},
    {"万平方米", Dimension::floor_area, 1},
    {"万㎡", Dimension::floor_area, 1},

    {"1e8 CNY per mu", Dimension::money_per_land, 1e4},
    {"亿元/亩", Dimension::money_per_land, 1e4},
    {"1e4 CNY per mu", Dimension::money_per_land, 1},
    {"10k CNY per mu", Dimension::money_per_land, 1},
    {"1e4 CNY/mu", Dimension::money_per_land, 1},
    {"万元/亩", Dimension::money_per_land, 1},
    {"1e8 CNY per km2", Dimension::money_per_land, 1e4 / mu_per_km2},
    {"亿元/平方公里", Dimension::money_per_land, 1e4 / mu_per_km2},
    {"10k CNY per hectare", Dimension::money_per_land, 1 / mu_per_hectare},
    {"1e4 CNY per hectare", Dimension::money_per_land, 1 / mu_per_hectare},
    {"万元/公顷", Dimension::money_per_land, 1 / mu_per_hectare},
    {"元/平方米", Dimension::money_per_land, 1e-4 / mu_per_m2},

    {"1e4 CNY per person", Dimension::money_per_person, 1},
    {"万元/人", Dimension::money_per_person, 1},
    {"CNY per person", Dimension::money_per_person, 1e-4},
    {"元/人", Dimension::money_per_person, 1e-4},

    {"rank", Dimension::rank, 1},
    {"位", Dimension::rank, 1},
    {"名次", Dimension::rank, 1},
    {"year", Dimension::year, 1},
    {"年", Dimension::year, 1},
    {"person-years", Dimension::person_years, 1},
    {"人年", Dimension::person_years, 1},
    {"万人年", Dimension::person_years, 1e4},
    {"1e4 person-years", Dimension::person_years, 1e4},
    {"1e4 t", Dimension::mass, 1},
    {"万吨", Dimension::mass, 1},
    {"t", Dimension::mass, 1e-4},
    {"吨", Dimension::mass, 1e-4},
    {"1e8 kWh", Dimension::energy, 1},
    {"亿千瓦时", Dimension::energy, 1},
    {"GWh", Dimension::energy, 0.01},
    {"index", Dimension::index, 1},
    {"指数", Dimension::index, 1},
    {"分", Dimension::index, 1},
};

/// Spelling without spaces, in lower case, full-width forms as ASCII.
std::u32string key_of(std::string_view text) {
    std::u32string key;
    for (char32_t c : code_points(text)) {
        if (c >= 0xFF01 && c <= 0xFF5E) c = c - 0xFF01 + 0x21;
        if (c == U' ' || c == U'\t' || c == 0x3000) continue;
        if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
        key.push_back(c);
    }
    return key;
}

const std::map<std::u32string, Unit>& table() {
    static const std::map<std::u32string, Unit> units = [] {
        std::map<std::u32string, Unit> made;
        for (const Spelling& spelling : spellings) made.emplace(key_of(spelling.text), Unit{spelling.dimension, spelling.factor});
        return made;
    }();
    return units;
}

/// Whether the amounts of a dimension are written with scales such as 万 and "million" before the unit.
bool takes_scales(Dimension dimension) {
    switch (dimension) {
        case Dimension::count:
        case Dimension::money:
        case Dimension::foreign_money:
        case Dimension::people:
        case Dimension::land:
        case Dimension::floor_area:
        case Dimension::mass:
        case Dimension::person_years:
            return true;
        default:
            return false;
    }
}

/// Takes the scale that a key begins with: numerals multiply (百万, 千亿), a power of ten or a word stands alone.
double take_scale(std::u32string& key) {
    constexpr std::pair<char32_t, double> numerals[] = {{U'十', 1e1}, {U'百', 1e2}, {U'千', 1e3}, {U'万', 1e4}, {U'亿', 1e8}};
    constexpr std::pair<std::u32string_view, double> words[] = {
        {U"hundred", 1e2}, {U"thousand", 1e3}, {U"million", 1e6}, {U"billion", 1e9}, {U"trillion", 1e12}};
    double scale = 1;
    for (bool found = true; found && !key.empty();) {
        found = false;
        for (const auto& [numeral, factor] : numerals)
            if (!key.empty() && key.front() == numeral) scale *= factor, key.erase(0, 1), found = true;
    }
    if (scale != 1) return scale;
    for (const auto& [word, factor] : words)
        if (key.starts_with(word)) return key.erase(0, word.size()), factor;
    if (key.starts_with(U"1e") && key.size() > 3 && key[2] >= U'1' && key[2] <= U'9') {
        const bool two = key[3] >= U'0' && key[3] <= U'9';
        double power = key[2] - U'0';
        if (two) power = power * 10 + (key[3] - U'0');
        key.erase(0, two ? 4 : 3);
        for (; power > 0; --power) scale *= 10;
    }
    return scale;
}

/// A unit with a scale before it that is not spelled out in the table: 百万人, 十亿元, "billion USD".
std::optional<Unit> scaled_unit(std::u32string key) {
    const std::u32string renminbi = U"人民币";
    bool money_only = false;
    if (key.starts_with(renminbi)) key.erase(0, renminbi.size()), money_only = true;
    if (key.ends_with(U"元" + renminbi)) key.resize(key.size() - renminbi.size()), money_only = true;
    const double scale = take_scale(key);
    const auto found = table().find(key);
    if (found == table().end() || !takes_scales(found->second.dimension)) return std::nullopt;
    if (money_only && found->second.dimension != Dimension::money) return std::nullopt;
    if (scale == 1 && !money_only) return std::nullopt;
    return Unit{found->second.dimension, found->second.factor * scale};
}

}  // namespace

std::optional<Unit> parse_unit(std::string_view text) {
    const std::u32string key = key_of(text);
    const std::u32string index_with_base = U"index";
    const auto found = table().find(key);
    if (found != table().end()) return found->second;
    // "index 2015=100": the base belongs to the series, not to the unit.
    if (key.size() > index_with_base.size() && key.compare(0, index_with_base.size(), index_with_base) == 0 &&
        key.find(U'=') != std::u32string::npos)
        return Unit{Dimension::index, 1};
    return scaled_unit(key);
}

std::string canonical_unit(Dimension dimension) {
    switch (dimension) {
        case Dimension::ratio:
            return "ratio";
        case Dimension::ratio_per_year:
            return "ratio per year";
        case Dimension::count:
            return "count";
        case Dimension::per_people:
            return "per 10000 people";
        case Dimension::money:
            return "1e8 CNY";
        case Dimension::foreign_money:
            return "1e8 USD";
        case Dimension::people:
            return "1e4 persons";
        case Dimension::land:
            return "mu";
        case Dimension::floor_area:
            return "1e4 m2";
        case Dimension::money_per_land:
            return "1e4 CNY per mu";
        case Dimension::money_per_person:
            return "1e4 CNY per person";
        case Dimension::rank:
            return "rank";
        case Dimension::year:
            return "year";
        case Dimension::person_years:
            return "person-years";
        case Dimension::mass:
            return "1e4 t";
        case Dimension::energy:
            return "1e8 kWh";
        case Dimension::index:
            break;
    }
    return "index";
}

Text describe(Dimension dimension) {
    switch (dimension) {
        case Dimension::ratio:
            return {"比率", "a ratio"};
        case Dimension::ratio_per_year:
            return {"年率", "a rate per year"};
        case Dimension::count:
            return {"个数", "a count"};
        case Dimension::per_people:
            return {"每若干人的个数", "a count per people"};
        case Dimension::money:
            return {"金额", "money"};
        case Dimension::foreign_money:
            return {"外币金额", "foreign money"};
        case Dimension::people:
            return {"人数", "a number of people"};
        case Dimension::land:
            return {"土地面积", "land"};
        case Dimension::floor_area:
            return {"建筑面积", "floor area"};
        case Dimension::money_per_land:
            return {"单位土地的金额", "money per land"};
        case Dimension::money_per_person:
            return {"人均金额", "money per person"};
        case Dimension::rank:
            return {"位次", "a rank"};
        case Dimension::year:
            return {"年份", "a year"};
        case Dimension::person_years:
            return {"人年", "person-years"};
        case Dimension::mass:
            return {"质量", "mass"};
        case Dimension::energy:
            return {"能量", "energy"};
        case Dimension::index:
            break;
    }
    return {"指数", "an index"};
}

const std::vector<std::string>& unit_spellings() {
    static const std::vector<std::string> texts = [] {
        std::vector<std::string> made;
        for (const Spelling& spelling : spellings) made.emplace_back(spelling.text);
        return made;
    }();
    return texts;
}

}  // namespace zonecast::base
