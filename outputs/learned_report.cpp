#include "outputs/learned_report.hpp"

#include <fmt/format.h>

#include <array>
#include <span>
#include <vector>

#include "outputs/fitted_table.hpp"
#include "outputs/inference_words.hpp"
#include "outputs/json_values.hpp"

namespace zonecast::outputs {

namespace {

constexpr const char* learned_columns = "series,of,parameter,mean,sd,zero,until,nation_from,nation_until,nation_steps,provinces,figures\n";

using reference::LearnedNumber;
using reference::LearnedSummary;

struct Parameter {
    const char *id, *zh, *en;
    LearnedNumber LearnedSummary::*number;
    bool may_be_zero;  ///< learning may say that there is none of it
};

constexpr std::array of_nation{
    Parameter{"persistence", "持续性", "Persistence", &LearnedSummary::nation_persistence, false},
    Parameter{"response", "响应", "Response", &LearnedSummary::nation_response, false},
    Parameter{"anchor", "长期增速", "Anchor", &LearnedSummary::nation_anchor, false},
    Parameter{"spread", "年离散", "Spread", &LearnedSummary::nation_spread, false},
    Parameter{"transitory", "一年即逝", "Transitory", &LearnedSummary::nation_transitory, true},
};
constexpr std::array of_provinces{
    Parameter{"persistence", "持续性", "Persistence", &LearnedSummary::persistence, false},
    Parameter{"momentum", "自身动量", "Momentum", &LearnedSummary::momentum, true},
    Parameter{"catching_up", "追赶", "Catching-up", &LearnedSummary::catching_up, true},
    Parameter{"size_exponent", "规模指数", "Size exponent", &LearnedSummary::size_exponent, false},
    Parameter{"time_exponent", "时间指数", "Time exponent", &LearnedSummary::time_exponent, true},
    Parameter{"spread", "年离散", "Spread", &LearnedSummary::spread, false},
};

/// What has too few figures to be learned from.
constexpr std::array<const char*, 1> prior_only{"tech_sme_count"};

const char* id_of(const reference::LearnedHeadline& one) {
    return reference::headlines[static_cast<std::size_t>(one.headline())].id;
}

/// The parameters that a headline has: counts have nothing transitory, GDP catches up with nothing.
bool has(const reference::LearnedHeadline& one, const Parameter& parameter) {
    const auto& headline = reference::headlines[static_cast<std::size_t>(one.headline())];
    if (parameter.number == &LearnedSummary::nation_transitory) return headline.money;
    if (parameter.number == &LearnedSummary::catching_up) return headline.catches_up;
    return true;
}

std::string text_of(const LearnedNumber& number, bool may_be_zero) {
    std::string text = fmt::format("{:.3f} ± {:.3f}", number.mean, number.sd);
    if (may_be_zero) text += fmt::format(" ({:.2f})", number.zero);
    return text;
}

nlohmann::ordered_json numbers_json(const reference::LearnedHeadline& one, std::span<const Parameter> parameters) {
    nlohmann::ordered_json json;
    for (const Parameter& parameter : parameters) {
        if (!has(one, parameter)) continue;
        const LearnedNumber& number = one.summary().*parameter.number;
        json[parameter.id] = {{"mean", json_number(number.mean)}, {"sd", json_number(number.sd)}, {"zero", json_number(number.zero)}};
    }
    return json;
}

}  // namespace

std::string learned_text(const reference::Learned& learned, int until, const TextStyle& style) {
    const Language l = style.language;
    const auto say = [&](const char* zh, const char* en) { return wrapped(choose(l, zh, en), style.width, 2) + "\n"; };
    std::string text = wrapped(fmt::format(fmt::runtime(choose(l, "参照法则从面板学到的，截至 {} 年年底已公布的数据",
                                                               "What the reference law learned from the panel as known at the end of {}")),
                                           until),
                               style.width, 2) +
                       "\n";
    const auto table_of = [&](std::span<const Parameter> parameters, bool nation) {
        std::vector<Column> columns{{choose(l, "序列", "Series"), false, 100, true, 14}};
        if (nation) columns.push_back({choose(l, "年份", "Years")});
        columns.push_back({nation ? choose(l, "步数", "Steps") : choose(l, "省份", "Provinces"), true});
        if (!nation) columns.push_back({choose(l, "数据", "Figures"), true});
        for (const Parameter& parameter : parameters) columns.push_back({choose(l, parameter.zh, parameter.en), true});
        FittedTable table(std::move(columns));
        for (const auto& one : learned) {
            std::vector<Cell> cells{{series_name(id_of(one), l)}};
            const LearnedSummary& s = one.summary();
            const bool known = one.known() > 0;
            if (nation) cells.push_back({known ? fmt::format("{}–{}", s.nation_from, s.nation_until) : "–"});
            cells.push_back({fmt::format("{}", nation ? s.nation_steps : s.provinces)});
            if (!nation) cells.push_back({fmt::format("{}", s.figures)});
            for (const Parameter& parameter : parameters)
                cells.push_back({known && has(one, parameter) ? text_of(s.*parameter.number, parameter.may_be_zero) : "–"});
            table.add(std::move(cells));
        }
        return table.text(style.width, style.colour);
    };
    text += say("全国（均值 ± 标准差；括号内为“没有”的权重；对数点/年）",
                "The nation: mean ± standard deviation, in brackets the weight of zero; log points a year") +
            table_of(of_nation, true);
    text += "\n" +
            say("各省相对全国（均值 ± 标准差；括号内为“没有”的权重）",
                "Provinces against the nation: mean ± standard deviation, in brackets the weight of zero") +
            table_of(of_provinces, false);
    return text + "\n" +
           say("科技型中小企业公布数太少，无从学习：只有先验。动量、一年即逝以年离散为单位；GDP 没有追赶。",
               "Technology SMEs have too few figures to learn from: prior only. Momentum and what is transitory are in units of the "
               "spread; "
               "GDP catches up with nothing.");
}

nlohmann::ordered_json learned_json(const reference::Learned& learned, int until) {
    nlohmann::ordered_json json{{"until", until}, {"headlines", nlohmann::ordered_json::array()}};
    for (const auto& one : learned) {
        const LearnedSummary& s = one.summary();
        nlohmann::ordered_json entry{{"series", id_of(one)}, {"nation", nullptr}, {"provinces", nullptr}};
        if (one.known() > 0) {
            entry["nation"] = {{"from", s.nation_from}, {"until", s.nation_until}, {"steps", s.nation_steps}};
            entry["nation"].update(numbers_json(one, of_nation));
            entry["provinces"] = {{"count", s.provinces}, {"figures", s.figures}};
            entry["provinces"].update(numbers_json(one, of_provinces));
        }
        json["headlines"].push_back(std::move(entry));
    }
    json["prior_only"] = prior_only;
    return json;
}

Signature learned_signature() {
    return {learned_columns, {}, {"学到的数值表", "a table of what was learned"}};
}

void write_learned_csv(const reference::Learned& learned, int until, std::ostream& out) {
    out << learned_columns;
    for (const auto& one : learned) {
        if (one.known() == 0) continue;
        const LearnedSummary& s = one.summary();
        for (const auto& [of, parameters] : {std::pair{"nation", std::span<const Parameter>(of_nation)},
                                           std::pair{"provinces", std::span<const Parameter>(of_provinces)}})
            for (const Parameter& parameter : parameters) {
                if (!has(one, parameter)) continue;
                const LearnedNumber& number = s.*parameter.number;
                out << fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", id_of(one), of, parameter.id, number.mean, number.sd,
                                   number.zero, until, s.nation_from, s.nation_until, s.nation_steps, s.provinces, s.figures);
            }
    }
    for (const char* series : prior_only) out << series << ",prior only,,,,," << until << ",,,,,\n";
}

}  // namespace zonecast::outputs
