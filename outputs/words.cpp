#include "outputs/words.hpp"

#include <array>

namespace zonecast::outputs {

namespace {

struct Both {
    std::string_view zh, en;
};

constexpr std::array words{
#define ZONECAST_WORD(id, zh, en) Both{zh, en},
    ZONECAST_WORDS(ZONECAST_WORD)
#undef ZONECAST_WORD
};

struct UnitWord {
    std::string_view unit, zh, en;
};

constexpr std::array<UnitWord, 19> unit_words{{
    {"count", "", ""},
    {"ratio", "", ""},
    {"ratio per year", "", ""},
    {"1", "", ""},
    {"rank", "位", ""},
    {"year", "年", ""},
    {"1e8 CNY", "亿元", "1e8 CNY"},
    {"1e8 USD", "亿美元", "1e8 USD"},
    {"1e4 persons", "万人", "1e4 persons"},
    {"mu", "亩", "mu"},
    {"per 1e4 persons", "/万人", "per 10,000 people"},
    {"per 10000 people", "/万人", "per 10,000 people"},
    {"1e8 CNY per mu", "亿元/亩", "1e8 CNY per mu"},
    {"1e4 CNY per mu", "万元/亩", "1e4 CNY per mu"},
    {"1e4 CNY per person", "万元/人", "1e4 CNY per person"},
    {"1e4 m2", "万平方米", "1e4 m2"},
    {"person-years", "人年", "person-years"},
    {"1e4 t", "万吨", "1e4 t"},
    {"1e8 kWh", "亿千瓦时", "1e8 kWh"},
}};

}  // namespace

std::string_view word(Word word, Language language) {
    const Both& both = words.at(static_cast<std::size_t>(word));
    return language == Language::zh ? both.zh : both.en;
}

const std::string& name_in(const scenario::Name& name, Language language) {
    const std::string& wanted = language == Language::zh ? name.zh : name.en;
    const std::string& other = language == Language::zh ? name.en : name.zh;
    return wanted.empty() ? other : wanted;
}

std::string_view unit_word(std::string_view unit, Language language) {
    for (const UnitWord& known : unit_words)
        if (known.unit == unit) return language == Language::zh ? known.zh : known.en;
    return unit;
}

}  // namespace zonecast::outputs
