#include "model/scenario/unit_hint.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "model/base/characters.hpp"
#include "model/base/diagnostics.hpp"
#include "model/base/text.hpp"
#include "model/scenario/ids.hpp"

namespace zonecast::scenario {

namespace {

using base::Dimension;

constexpr std::u32string_view chinese_scales = U"十百千万亿";
constexpr std::array<std::string_view, 8> english_scales{"hundred", "thousand", "million", "billion", "trillion", "bn", "mn", "k "};
constexpr std::array<std::string_view, 14> foreign{"美元", "美金", "欧元", "日元", "港元", "港币", "英镑",
                                                   "韩元", "usd",  "eur",  "jpy",  "hkd",  "$",    "€"};

std::string lower(std::string_view text) {
    std::string out = base::ascii_form(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// What in a unit says by how much it multiplies: numerals, digits and words, in order.
std::string scale_of(const std::string& text) {
    std::string scale;
    for (const char32_t c : base::code_points(text))
        if (chinese_scales.find(c) != std::u32string_view::npos || (c >= U'0' && c <= U'9')) scale += base::utf8(c);
    for (const std::string_view word : english_scales)
        if (text.find(word) != std::string::npos) scale += word;
    return scale;
}

std::string_view currency_of(const std::string& text) {
    for (const std::string_view mark : foreign)
        if (text.find(mark) != std::string::npos) return mark;
    return {};
}

/// The nearest spelling of the same scale and currency, or "".
std::string meant_by(const std::string& text, std::optional<Dimension> wanted) {
    std::vector<std::string> known;
    for (const std::string& one : base::unit_spellings()) {
        const std::string plain = lower(one);
        if (wanted && base::parse_unit(one)->dimension != *wanted) continue;
        if (scale_of(plain) == scale_of(text) && currency_of(plain) == currency_of(text)) known.push_back(one);
    }
    return closest(text, known);
}

/// Whether a unit is a scale and nothing else, such as "万亿".
bool is_scale_alone(const std::string& text) {
    const auto points = base::code_points(text);
    return !points.empty() &&
           std::all_of(points.begin(), points.end(), [](char32_t c) { return chinese_scales.find(c) != std::u32string_view::npos; });
}

}  // namespace

Text unit_hint(const std::string& text, std::optional<Dimension> wanted) {
    const std::string plain = lower(base::trimmed(text));
    if (is_scale_alone(plain)) {
        if (wanted == Dimension::money) return did_you_mean(plain + "元");
        if (wanted == Dimension::people) return did_you_mean(plain + "人");
        if (wanted == Dimension::count) return did_you_mean(plain + "个");
        return say("写出单位，如 {0}元、{0}人或 {0}个", "write what is counted too, such as {0}元, {0}人 or {0}个", plain);
    }
    std::string meant = meant_by(plain, wanted);
    if (meant.empty() && wanted && !(wanted == Dimension::money && !currency_of(plain).empty())) meant = meant_by(plain, std::nullopt);
    const auto odd = base::first_lookalike(text);
    const Text about = odd ? say("（其中含有{}）", " (it holds {})", base::name_of_character(*odd)) : Text();
    if (!meant.empty()) return did_you_mean(meant) + about;
    if (wanted == Dimension::money && !currency_of(plain).empty())
        return {"金额以人民币计：按当年汇率换算，单位写 亿元",
                "money is in CNY: convert it at the exchange rate of the year, and write 亿元 (1e8 CNY)"};
    if (wanted)
        return say("用 {} 或同类的其他单位（docs/formats/pack.md）", "use {} or another unit of the same kind (docs/formats/pack.md)",
                   base::canonical_unit(*wanted)) +
               about;
    return Text("单位见 docs/formats/pack.md", "see docs/formats/pack.md for the units") + about;
}

}  // namespace zonecast::scenario
