#include "model/scenario/priors.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

#include "model/base/text.hpp"
#include "model/base/units.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/toml_record.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;
using Family = Prior::Family;

namespace {

Text prior_of(const std::string& id) {
    return say("{} 的先验", "the prior of {}", in_quotes(id));
}

/// Checks that mean, sd and bounds make a distribution of the family.
void check_family(const Prior& prior, const TomlRecord& record, Diagnostics& diagnostics) {
    const Text who = prior_of(prior.id);
    const auto wrong = [&](const std::string& key, const Text& what, const Text& hint) {
        diagnostics.error(record.where(key), who + Text("：", ": ") + what, hint);
    };
    const std::string family = word_of(family_words(), prior.family);
    if (prior.family == Family::uniform) {
        if (!record.has("low") || !record.has("high")) 
            wrong("family", {"均匀分布的先验需要两端", "a uniform prior needs its ends"}, {"加上 low 和 high", "add low and high"});
        if (record.has("mean") || record.has("sd"))
            wrong(record.has("mean") ? "mean" : "sd", {"均匀分布的先验没有自己的 mean 和 sd", "a uniform prior has no mean and sd of its own"},
                  {"删去它们", "remove them"});
    } else if (!record.has("mean")) {
        wrong("family", say("{} 先验需要 mean", "the {} prior needs a mean", family),
              prior.family == Family::fixed ? Text("把数值写作 mean", "add the value as mean") : Text("加上 mean 和 sd", "add mean and sd"));
    }
    if (prior.family == Family::fixed && record.has("sd") && prior.sd != 0)
        wrong("sd", {"固定值没有 sd", "a fixed value has no sd"}, {"删去它，或改用其他分布", "remove it, or choose another family"});
    const bool spread = prior.family == Family::normal || prior.family == Family::lognormal || prior.family == Family::beta;
    if (spread && !record.has("sd")) 
        wrong("family", say("{} 先验需要 sd", "the {} prior needs an sd", family), {"加上 sd", "add sd"});
    if (record.has("low") && record.has("high") && !(prior.low < prior.high))
        wrong("high", say("high（{}）不大于 low（{}）", "high ({}) is not above low ({})", number_text(prior.high), number_text(prior.low)),
              {"对调或改正", "exchange or correct them"});
    else if (prior.family != Family::uniform && record.has("mean") && (prior.mean < prior.low || prior.mean > prior.high))
        wrong("mean", say("mean {} 在 low 与 high 之外", "mean {} lies outside low and high", number_text(prior.mean)),
              {"改正其中之一", "correct one of them"});
    if (prior.family == Family::lognormal && record.has("mean") && prior.mean <= 0)
        wrong("mean", {"对数正态先验的中位数须大于 0", "the median of a lognormal prior must be above 0"}, {"改正它", "correct it"});
    if (prior.family == Family::beta && record.has("mean")) {
        const double low = record.has("low") ? prior.low : 0, high = record.has("high") ? prior.high : 1;
        if (low < 0 || high > 1) 
            wrong(low < 0 ? "low" : "high", {"贝塔先验在 0 与 1 之间", "a beta prior lies between 0 and 1"},
                  {"改正 low 和 high", "correct low and high"});
        if (prior.mean <= 0 || prior.mean >= 1)
            wrong("mean", {"贝塔先验的 mean 须在 0 与 1 之间", "the mean of a beta prior must lie between 0 and 1"},
                  {"改正它", "correct it"});
        else if (prior.sd * prior.sd >= prior.mean * (1 - prior.mean))
            wrong("sd", say("没有贝塔先验有此 mean 且 sd 为 {}", "no beta prior has this mean and an sd of {}", number_text(prior.sd)),
                  say("sd 须小于 {}", "the sd must be below {}", rounded_text(std::sqrt(prior.mean * (1 - prior.mean)))));
    }
}

/// A reason for a message, in both languages.
struct Reason {
    const char *zh, *en;
    [[nodiscard]] Text text() const { return {zh, en}; }
};

/// A parameter that only a province can know: its unit, and what it cannot be.
struct OfProvince {
    const char* id;
    const char* unit;
    double least, most;
    Reason why;
};
constexpr OfProvince parameters_of_provinces[] = {
    {"value_added_to_revenue", "ratio", 0, 1, {"增加值是收入的一部分", "value added is a part of revenue"}},
};

const OfProvince* of_province(const std::string& id) {
    for (const OfProvince& one : parameters_of_provinces)
        if (id == one.id) return &one;
    return nullptr;
}

bool is_lognormal(const TomlValue& table) {
    const TomlValue* family = table.find("family");
    return family != nullptr && family->text == "lognormal";
}

/// The table of a prior with its numbers in `unit`: another unit of the same kind is converted, any other is an error. Units that only one
/// parameter has, such as "log points per year", must stand as they are.
TomlValue in_unit(TomlValue table, const std::string& unit, bool lognormal, const Text& who, Diagnostics& diagnostics) {
    const auto key = [&](const char* name) {
        return std::find_if(table.entries.begin(), table.entries.end(), [&](const TomlEntry& one) { return one.key == name; });
    };
    const auto written = key("unit");
    if (written == table.entries.end() || written->value.kind != TomlValue::Kind::text || written->value.text == unit) return table;
    const auto wanted = base::parse_unit(unit), found = base::parse_unit(written->value.text);
    if (!wanted || !found || wanted->dimension != found->dimension) {
        diagnostics.error(
            written->value.where,
            say("{}的单位是 {}{}，而 {} {}", "{} is in {}{}, and {} is {}", who, in_quotes(unit),
                wanted ? say("（{}）", " ({})", base::describe(wanted->dimension)) : Text(), in_quotes(written->value.text),
                found ? say("表示{}", "a unit of {}", base::describe(found->dimension)) : Text("不是它的单位", "no unit of it")),
            say("请把数值换算成 {}", "write the numbers in {}", unit));
        return table;
    }
    const double factor = found->factor / wanted->factor;
    for (const char* name : {"mean", "sd", "low", "high"}) {
        const auto number = key(name);
        const bool of_logarithm = lognormal && std::string_view(name) == "sd";
        if (number == table.entries.end() || of_logarithm) continue;
        TomlValue& value = number->value;
        if (value.kind != TomlValue::Kind::integer && value.kind != TomlValue::Kind::number) continue;
        value.kind = TomlValue::Kind::number;
        value.number *= factor;
    }
    written->value.text = unit;
    return table;
}

/// The table that replaces `below`, its numbers in the unit of that.
TomlValue in_unit_of(const TomlValue& above, const TomlValue& below, const Text& who, Diagnostics& diagnostics) {
    const TomlValue* unit = below.find("unit");
    if (unit == nullptr || unit->kind != TomlValue::Kind::text) return above;
    return in_unit(above, unit->text, is_lognormal(above.find("family") != nullptr ? above : below), who, diagnostics);
}

/// Whether the unit measures something that cannot be negative.
bool never_negative(const std::string& unit) {
    for (const char* one : {"ratio", "count", "1e8 CNY", "years", "km", "days", "ranks"})
        if (unit == one) return true;
    return unit.starts_with("standard deviation");
}

/// What a parameter cannot be beyond, whatever its prior: a share or a chance of a year lies between 0 and 1.
struct Bounds {
    double least = -1e300, most = 1e300;
    bool below = false;  ///< it must stay below `most`
    Text why;
};

constexpr const char* shares[] = {"renewal_rate",
                                  "certified_scale",
                                  "rd_uncertified",
                                  "chi",
                                  "displacement_share",
                                  "relabel_share",
                                  "tax_rate",
                                  "hnte_tax_rate",
                                  "alignment",
                                  "certificate_split",
                                  "tech_sme_registered_share",
                                  "facility_correlation",
                                  "zone_gdp_ratio",
                                  "tax_to_value_added",
                                  "capital_share",
                                  "generic_local_share",
                                  "other_industry_share",
                                  "other_industry_rd",
                                  "contract_cap",
                                  "tightening_renewal",
                                  "load_fade",
                                  "nation_rank_hnte_count",
                                  "nation_rank_rd_expenditure",
                                  "nation_rank_tech_contract_value",
                                  "nation_rank_invention_patents_valid",
                                  "nation_rank_invention_patents_granted",
                                  "nation_rank_gdp",
                                  "province_rank_hnte_count",
                                  "province_rank_rd_expenditure",
                                  "province_rank_tech_contract_value",
                                  "province_rank_invention_patents_valid",
                                  "province_rank_invention_patents_granted",
                                  "province_rank_gdp"};
constexpr const char* chances[] = {"certification_chance", "exit_reference", "tightening_rate", "knowledge_depreciation",
                                   "rd_adjustment",        "approval_rate",  "recognition_rate"};
constexpr const char* persistences[] = {"industry_shock_persistence", "rd_theta_persistence"};
/// Of the province's R&D: what is left belongs to the enterprises, and there are some.
constexpr const char* shares_of_a_rest[] = {"rd_rest_share"};

Bounds bounds_of(const std::string& id, const std::string& unit) {
    const auto named = [&](const auto& list) {
        return std::any_of(std::begin(list), std::end(list), [&](const char* one) { return id == one; });
    };
    if (const OfProvince* known = of_province(id)) return {known->least, known->most, false, known->why.text()};
    if (named(shares)) return {0, 1, false, {"它是份额，在 0 与 1 之间", "it is a share, between 0 and 1"}};
    if (named(chances)) return {0, 1, false, {"它是一年的机会，在 0 与 1 之间", "it is a chance of a year, between 0 and 1"}};
    if (named(persistences)) return {0, 1, true, {"它是逐年延续的份额，小于 1", "it is the share that lasts from year to year, below 1"}};
    if (named(shares_of_a_rest))
        return {0, 1, true, {"它是份额，且须给企业留下一部分", "it is a share that leaves enterprises some, so it is below 1"}};
    if (never_negative(unit))
        return {0, 1e300, false, say("它的单位是 {}，不能为负", "it is in {}, which cannot be negative", in_quotes(unit))};
    return {};
}

bool outside(const Bounds& bounds, double value) {
    return value < bounds.least || value > bounds.most || (bounds.below && value >= bounds.most);
}

/// What to do about a value outside: a number of per cent is told as such.
Text value_hint(const Bounds& bounds, double value) {
    if (bounds.most == 1 && value > 1 && value <= 100)
        return say("百分数写成比值：{}", "write per cent as a ratio: {}", number_text(value / 100));
    return {"核对数值和单位", "check value and unit"};
}

/// A value that the parameter cannot have is an error.
void check_sense(const Prior& prior, Diagnostics& diagnostics) {
    const Bounds bounds = bounds_of(prior.id, prior.unit);
    const bool bounded = prior.low > -1e299, topped = prior.high < 1e299;
    if (outside(bounds, prior.mean))
        diagnostics.error(
            prior.where,
            say("{} 的先验均值为 {}：{}", "the prior of {} has a mean of {}: {}", in_quotes(prior.id), number_text(prior.mean), bounds.why),
            value_hint(bounds, prior.mean));
    else if ((bounded && prior.low < bounds.least) || (topped && prior.high > bounds.most))
        diagnostics.error(prior.where,
                          say("{} 的先验{}：{}", "the prior of {} goes {}: {}", in_quotes(prior.id),
                              bounded && prior.low < bounds.least ? say("下至 {}", "down to {}", number_text(prior.low))
                                                                  : say("上至 {}", "up to {}", number_text(prior.high)),
                              bounds.why),
                          Text("改正 low 和 high", "correct low and high"));
}

/// A prior that replaces one of the library and lies far from it is most likely in another unit or has a digit too many.
void check_range(const Prior& prior, const Prior& library, Diagnostics& diagnostics) {
    constexpr double far = 8;  // standard deviations of the library's prior
    double low = library.low, high = library.high;
    switch (library.family) {
        case Prior::Family::fixed:
            if (library.mean > 0) low = std::max(low, library.mean / 10), high = std::min(high, library.mean * 10);
            break;
        case Prior::Family::normal:
            if (low < -1e299) low = library.mean - far * library.sd;
            if (high > 1e299) high = library.mean + far * library.sd;
            break;
        case Prior::Family::lognormal:
            if (low < -1e299) low = library.mean * std::exp(-far * library.sd);
            if (high > 1e299) high = library.mean * std::exp(far * library.sd);
            break;
        case Prior::Family::beta:
            low = std::max(low, 0.0), high = std::min(high, 1.0);
            break;
        case Prior::Family::uniform:
            break;
    }
    constexpr double wide = 10;  // times the library's
    if (prior.family == library.family && library.sd > 0 && prior.sd > wide * library.sd)
        diagnostics.warning(
            prior.where,
            say("{} 的先验离散度 sd 为 {}，是国家库的 {} 的 {} 倍", "the prior of {0} has an sd of {1}, {3} times the library's {2}",
                in_quotes(prior.id), number_text(prior.sd), number_text(library.sd), std::llround(prior.sd / library.sd)),
            Text("核对数值和单位", "check value and unit"));
    const bool switched_off = prior.mean == 0 && low <= 0;
    if (switched_off || (prior.mean >= low && prior.mean <= high)) return;
    diagnostics.warning(prior.where,
                        say("{} 的先验均值为 {}，远离国家库的先验，后者在 {} 与 {} 之间（{}）",
                            "the prior of {} has a mean of {}, far from the library's, which lies between {} and {} ({})", in_quotes(prior.id),
                            number_text(prior.mean), number_text(low), number_text(high), prior.unit),
                        Text("核对数值和单位", "check value and unit"));
}

Prior read_prior(const std::string& id, const TomlValue& table, Diagnostics& diagnostics) {
    TomlRecord record(table, prior_of(id), diagnostics);
    const std::size_t before = diagnostics.error_count();
    Prior prior;
    prior.id = id;
    prior.where = table.where;
    prior.name = record.name("name");
    prior.family = record.choice<Family>("family", family_words());
    const bool has_low = record.has("low"), has_high = record.has("high");
    prior.mean = record.number_if("mean").value_or(0);
    prior.sd = record.number_if("sd", 0).value_or(0);
    if (const auto low = record.number_if("low")) prior.low = *low;
    if (const auto high = record.number_if("high")) prior.high = *high;
    prior.group = record.choice<Prior::Group>("group", group_words(), Prior::Group::parameter);
    prior.unit = record.text("unit");
    prior.source = record.text("source");
    prior.grade = record.choice<std::string>("grade", grade_words(), std::string("J"));
    prior.known = record.year("known", false).value_or(0);
    prior.year = record.year("year", false).value_or(0);
    prior.note = record.text("note", "");
    record.finish();
    if (diagnostics.error_count() == before) check_family(prior, record, diagnostics);
    if (prior.family == Family::uniform && has_low && has_high) prior.mean = (prior.low + prior.high) / 2;
    return prior;
}

}  // namespace

namespace {

constexpr const char* correlation_key = "correlation";

void read_correlations(const TomlValue& list, Reading& reading) {
    std::set<std::pair<std::string, std::string>> pairs;
    for (const TomlValue& table : list.items) {
        TomlRecord record(table, Text("相关", "the correlation"), reading.diagnostics);
        const auto between = record.texts("between");
        Correlation c;
        c.where = table.where;
        c.value = record.number("value", -1, 1);
        c.source = record.text("source");
        c.grade = record.choice<std::string>("grade", grade_words(), std::string("J"));
        static_cast<void>(record.text("note", ""));
        record.finish();
        if (between.size() != 2 || between[0].first == between[1].first) {
            reading.diagnostics.error(record.where("between"), Text("相关是两个参数之间的", "a correlation is between two parameters"),
                                      "between = [\"one\", \"another\"]");
            continue;
        }
        c.first = between[0].first;
        c.second = between[1].first;
        bool known = true;
        for (const auto& [id, where] : between) known = reading.parameters.check(id, where, reading.diagnostics) && known;
        if (!known) continue;
        if (!pairs.insert(std::minmax(c.first, c.second)).second) {
            reading.diagnostics.error(c.where, Text("这两个参数已有相关", "these two parameters have a correlation already"),
                                      Text("保留其一", "keep one of the two"));
            continue;
        }
        if (std::abs(c.value) >= 1) {
            reading.diagnostics.error(record.where("value"), Text("相关在 -1 与 1 之间，不含两端", "a correlation lies between -1 and 1, both excluded"),
                                      Text("例如写 0.5", "write e.g. 0.5"));
            continue;
        }
        reading.scenario.correlations.push_back(std::move(c));
    }
}

}  // namespace

std::optional<Text> impossible(const std::string& id, const std::string& unit, double value) {
    const Bounds bounds = bounds_of(id, unit);
    if (!outside(bounds, value)) return std::nullopt;
    return bounds.why;
}

void read_library_priors(const TomlValue& file, Reading& reading) {
    const TomlEntry* correlations = nullptr;
    for (const TomlEntry& entry : file.entries) {
        if (entry.key == correlation_key && entry.value.kind == TomlValue::Kind::array) {
            correlations = &entry;
            continue;
        }
        if (entry.value.kind != TomlValue::Kind::table) {
            reading.diagnostics.error(entry.where, say("{} 不在任何表中", "{} stands outside of a table", in_quotes(entry.key)),
                                      Text("每个先验以 [id] 开头", "begin each prior with [id]"));
            continue;
        }
        if (reading.parameters.add(entry.key, entry.where, reading.diagnostics)) reading.prior_tables.emplace(entry.key, entry.value);
    }
    reading.library_priors = reading.prior_tables;
    if (correlations) read_correlations(correlations->value, reading);
}

namespace {

/// A parameter of an earlier version that packs and plans may still have.
struct Retired {
    const char* id;
    Reason instead;  ///< what stands in its place
};

constexpr Reason from_history{"由基年的历史数据得出", "it follows from the history at the base year"};
constexpr Reason from_panel{"增长遵循由国家库面板学得的参照法则",
                            "growth follows the reference law, which is learned from the panel of the library"};
constexpr Retired retired_parameters[] = {
    {"expired_recognitions", from_history},
    {"rd_rest", {"其研发占比是参数 rd_rest_share", "its share of R&D is the parameter rd_rest_share"}},
    {"trend_growth", from_panel},
    {"shock_persistence", from_panel},
    {"shock_sd", from_panel},
    {"certification_level", from_panel},
    {"drive_drift", from_panel},
    {"drive_drift_decay", from_panel},
    {"drive_sd", from_panel},
    {"rd_catch_up", from_panel},
    {"rd_national_drift", from_panel},
    {"rd_noise", from_panel},
    {"patent_trend", from_panel},
    {"patent_noise", from_panel},
    {"patent_lapse", from_panel},
    {"contract_national_growth", from_panel},
    {"contract_share_drift", from_panel},
    {"contract_share_sd", from_panel},
    {"promotion_rate", {"升级随全国的批次而来，由面板学得", "promotions come in waves of the nation, which the panel teaches"}},
    {"rd_gap", {"企业在门槛之下多远获得认定，每年求解（E25）",
                "how far below the threshold enterprises certify is solved each year (E25)"}},
};

const Retired* retired(const std::string& id) {
    for (const Retired& one : retired_parameters)
        if (id == one.id) return &one;
    return nullptr;
}

}  // namespace

std::vector<std::string> override_priors(const TomlValue& parameters, bool may_define, Reading& reading) {
    std::vector<std::string> ids;
    for (const TomlEntry& entry : parameters.entries) {
        if (entry.value.kind != TomlValue::Kind::table) {
            reading.diagnostics.error(entry.value.where, say("{} 的先验应是一个表", "the prior of {} must be a table", in_quotes(entry.key)),
                                      say("写 [parameters.{}]", "write [parameters.{}]", entry.key));
            continue;
        }
        if (const Retired* gone = retired(entry.key); gone != nullptr && !reading.parameters.has(entry.key)) {
            reading.diagnostics.warning(entry.where, say("{} 不再读取：{}", "{} is not read any more: {}", in_quotes(entry.key), gone->instead.text()),
                                        Text("删去该表", "remove the table"));
            continue;
        }
        if (!reading.parameters.has(entry.key)) {
            const bool defines = may_define && reading.parameters.complete() && closest(entry.key, reading.parameters.ids()).empty();
            if (defines && reading.parameters.add(entry.key, entry.where, reading.diagnostics)) {
                const OfProvince* known = of_province(entry.key);
                reading.prior_tables.emplace(entry.key, known == nullptr ? entry.value
                                                                         : in_unit(entry.value, known->unit, is_lognormal(entry.value),
                                                                                   prior_of(entry.key),
                                                                                   reading.diagnostics));
                ids.push_back(entry.key);
            } else if (!defines) {
                static_cast<void>(reading.parameters.check(entry.key, entry.where, reading.diagnostics,
                                                           Text("参数在国家库的 priors.toml 中", "the parameters stand in priors.toml of the library")));
            }
            continue;
        }
        const auto found = reading.prior_tables.find(entry.key);
        if (found == reading.prior_tables.end()) continue;
        if (entry.value.find("source") == nullptr)
            reading.diagnostics.error(entry.where, say("{} 的先验被替换，却没有来源", "the prior of {} is replaced without a source", in_quotes(entry.key)),
                                      Text("补上：source = \"...\"", "add: source = \"...\""));
        TomlValue below = found->second;
        const TomlValue above = in_unit_of(entry.value, below, prior_of(entry.key), reading.diagnostics);
        // Another source brings its own years; another family its own numbers.
        const bool other_family = above.find("family") != nullptr;
        std::erase_if(below.entries, [&](const TomlEntry& one) {
            const bool number = one.key == "mean" || one.key == "sd" || one.key == "low" || one.key == "high";
            return one.key == "known" || one.key == "year" || (other_family && number);
        });
        found->second = overlaid(below, above);
        ids.push_back(entry.key);
    }
    return ids;
}

void finish_priors(Reading& reading) {
    for (const auto& [id, table] : reading.prior_tables) {
        const Prior prior = read_prior(id, table, reading.diagnostics);
        reading.scenario.priors[id] = prior;
        check_sense(prior, reading.diagnostics);
        const auto library = reading.library_priors.find(id);
        if (library == reading.library_priors.end()) continue;
        Diagnostics said_already;
        check_range(prior, read_prior(id, library->second, said_already), reading.diagnostics);
    }
}

}  // namespace zonecast::scenario
