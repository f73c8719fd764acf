#include "outputs/report_data.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <set>

#include "outputs/number_text.hpp"
#include "outputs/outlook.hpp"
#include "outputs/report_chains.hpp"
#include "outputs/report_compare.hpp"
#include "outputs/report_drivers.hpp"
#include "outputs/report_measures.hpp"
#include "outputs/report_numbers.hpp"
#include "outputs/report_zones.hpp"
#include "outputs/result_file.hpp"
#include "outputs/scorecard.hpp"
#include "outputs/seek_report.hpp"
#include "outputs/spellings.hpp"
#include "outputs/stored_scenario.hpp"
#include "outputs/variable_reader.hpp"
#include "outputs/verdict.hpp"

namespace zonecast::outputs {

namespace {

using Json = nlohmann::ordered_json;
using engine::TargetResult;

constexpr std::size_t shown_gaps = 3;
constexpr std::size_t shown_drivers = 3;
constexpr std::size_t replicates_for_drivers = 20'000;  // more make no rank correlation clearer to the eye

/// A result that is open for reading.
struct Opened {
    Opened(const std::string& path, Result read) : result(std::move(read)), file(hdf5::File::open(path)), reader(file, path) {}
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;

    Result result;
    hdf5::File file;
    VariableReader reader;
    std::optional<scenario::Scenario> scenario;
};

/// Start of the way that a target asks for; NaN if it asks for no number.
double start_of(const TargetResult& judged) {
    switch (judged.target.statistic) {
        case scenario::Statistic::level:
        case scenario::Statistic::share:
            return median_of(judged.base);
        case scenario::Statistic::ratio_to_base:
            return 1;
        case scenario::Statistic::increase:
        case scenario::Statistic::cumulative:
        case scenario::Statistic::mean_annual_growth:
            return 0;
        case scenario::Statistic::improves_every_year:
        case scenario::Statistic::median_improves:
            break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

bool smaller_is_better(const scenario::Target& target) {
    return target.comparison == scenario::Comparison::less_equal || target.comparison == scenario::Comparison::less;
}

/// The quantity that a metric is about: "clusters" of "clusters[output >= 500]".
std::string quantity_of(const std::string& metric) {
    return metric.substr(0, metric.find('['));
}

Json number_style(const NumberStyle& style) {
    const char* kind = style.kind == NumberStyle::Kind::percent ? "percent" : style.kind == NumberStyle::Kind::times ? "times" : "plain";
    return {{"kind", kind}, {"decimals", style.decimals}};
}

/// The uncertainties that move a target most.
Json drivers_json(const std::vector<Driver>& drivers, const DrawnParameters& drawn) {
    Json list = Json::array();
    for (const Driver& driver : drivers)
        list.push_back({{"id", drawn.ids[driver.parameter]},
                        {"name", both_names(drawn.names[driver.parameter])},
                        {"group", drawn.groups[driver.parameter]},
                        {"correlation", short_number(driver.correlation, 2)}});
    return list;
}

/// The command that makes a result again. Older files hold it as their history.
std::string command_in(const hdf5::File& file) {
    const auto command = file.text_attribute("command");
    return command ? *command : file.text_attribute("history").value_or("");
}

/// What was drawn, and where parameters came from.
Json method_json(const Opened& opened) {
    const auto number = [&](const char* name) { return opened.file.number_attribute(name).value_or(1) != 0; };
    Json json{{"parameters", number("free_parameters")},
              {"initial", number("free_initial")},
              {"chance", number("free_chance")},
              {"design", opened.file.text_attribute("design").value_or("independent")},
              {"posterior", opened.file.text_attribute("command_parameters").value_or("")}};
    std::size_t later = 0;
    if (opened.scenario) {
        for (const auto& [id, prior] : opened.scenario->priors) later += prior.known > opened.result.run.base_year ? 1 : 0;
        json["priors"] = opened.scenario->priors.size();
        json["later_priors"] = later;
    }
    return json;
}

/// Names of what scopes refer to, by id.
Json scopes_json(const Opened& opened) {
    Json scopes = Json::object();
    for (const char* dimension : {"province", "perimeter", "city", "zone", "cluster"}) {
        const std::vector<std::string> ids = opened.reader.members(dimension);
        if (ids.empty()) continue;
        const std::vector<scenario::Name> names = opened.reader.names(dimension, ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) scopes[ids[i]] = both_names(names[i]);
    }
    if (opened.scenario)
        for (const scenario::Industry& industry : opened.scenario->industries) scopes[industry.id] = both_names(industry.name);
    return scopes;
}

/// Bands of the province and the perimeters, with what was published of them.
Json places_json(const Opened& opened, Json& observables) {
    const Result& result = opened.result;
    const std::size_t years = result.years.size();
    Json places = Json::array();
    const auto add = [&](const engine::Panel& panel, const char* kind) {
        for (const engine::Observable& observable : panel.observables) observables[observable.id] = observable_json(observable);
        for (std::size_t e = 0; e < panel.ids.size(); ++e) {
            Json place{{"id", panel.ids[e]}, {"kind", kind}, {"name", both_names(panel.names[e])}, {"bands", Json::object()}};
            for (std::size_t o = 0; o < panel.observables.size(); ++o)
                place["bands"][panel.observables[o].id] = bands_json(panel, e, o, years, 6);
            place["published"] = figures_json(result, panel.ids[e], panel);
            places.push_back(std::move(place));
        }
    };
    add(result.province, "province");
    add(read_panel(opened.reader, "perimeter", years), "perimeter");
    // R&D over GDP is published under another name, or follows from two figures.
    for (Json& place : places) {
        if (place["kind"] != "province") continue;
        std::set<int> known;
        for (const scenario::Figure& figure : result.figures) known.insert(figure.year);
        Json list = Json::array();
        for (const int year : known)
            if (const auto value = published(result, "rd_to_gdp", year))
                list.push_back({year, short_number(value->value),
                                static_cast<int>(value->derived ? scenario::Confidence::derived : scenario::Confidence::reported)});
        if (!list.empty()) place["published"]["rd_to_gdp"] = std::move(list);
    }
    return places;
}

/// How many figures that were published after the base year lie in the 90 % band, of the headline observables.
Json outcomes_json(const Result& result) {
    std::size_t inside = 0, all = 0;
    int last = 0;
    constexpr std::size_t quantiles = engine::quantile_levels.size();
    for (const char* id : headline_observables) {
        const auto& observables = result.province.observables;
        const auto found =
            std::find_if(observables.begin(), observables.end(), [&](const auto& observable) { return observable.id == id; });
        if (result.province.ids.empty() || found == observables.end()) continue;
        for (std::size_t y = 0; y < result.years.size(); ++y) {
            const auto outcome = published(result, id, result.years[y]);
            const double* at =
                result.province.quantile.data() +
                result.province.at(0, static_cast<std::size_t>(found - observables.begin()), y, result.years.size()) * quantiles;
            if (!outcome || result.years[y] <= result.run.base_year || std::isnan(at[0])) continue;
            ++all;
            if (outcome->value >= at[0] && outcome->value <= at[quantiles - 1]) ++inside;
            last = std::max(last, result.years[y]);
        }
    }
    return {{"inside", inside}, {"all", all}, {"last_year", last}};
}

/// The pack's figures by series: how many of each confidence, and of which years; and by source.
Json sources_json(const Result& result, const Json& observables) {
    struct Count {
        std::array<std::size_t, confidence_spellings.size()> by{};
        int first = std::numeric_limits<int>::max(), last = 0;
        void add(const scenario::Figure& figure) {
            ++by.at(static_cast<std::size_t>(figure.confidence));
            first = std::min(first, figure.year);
            last = std::max(last, figure.year);
        }
    };
    std::map<std::string, Count> series, sources;
    Count all;
    std::size_t later = 0;
    for (const scenario::Figure& figure : result.figures) {
        series[figure.series].add(figure);
        sources[figure.source].add(figure);
        all.add(figure);
        if (figure.year > result.run.base_year) ++later;
    }
    const auto listed = [&](const std::map<std::string, Count>& counts, bool named) {
        Json list = Json::array();
        for (const auto& [id, count] : counts) {
            Json entry{{"id", id}, {"by", count.by}, {"first", count.first}, {"last", count.last}};
            if (named && observables.contains(id)) entry["name"] = observables[id]["name"];
            list.push_back(std::move(entry));
        }
        return list;
    };
    return {{"figures", result.figures.size()},
            {"by", all.by},
            {"later", later},
            {"series", listed(series, true)},
            {"sources", listed(sources, false)}};
}

std::vector<double> column(const std::vector<double>& values, std::size_t index, std::size_t width) {
    std::vector<double> list;
    list.reserve(values.size() / width);
    for (std::size_t i = index; i < values.size(); i += width) list.push_back(values[i]);
    return list;
}

/// Verdicts and values of every replicate, by target.
std::vector<Judged> read_judged(const Opened& opened) {
    const std::size_t targets = opened.result.targets.size();
    std::vector<Judged> judged(targets);
    if (targets == 0) return judged;
    const std::size_t replicates = opened.reader.count("target_met") / targets;
    const std::vector<std::int32_t> met = opened.reader.integers("target_met", replicates * targets);
    const std::vector<double> values = opened.reader.reals("target_value", replicates * targets);
    const std::vector<double> met_values(met.begin(), met.end());
    for (std::size_t t = 0; t < targets; ++t) judged[t] = {column(met_values, t, targets), column(values, t, targets)};
    return judged;
}

bool same_question(const scenario::Target& a, const scenario::Target& b) {
    return a.scope == b.scope && a.quantifier == b.quantifier && a.metric == b.metric && a.statistic == b.statistic &&
           a.comparison == b.comparison && a.value == b.value && a.value_high == b.value_high && a.year == b.year &&
           a.base_year == b.base_year && a.fixed_perimeter == b.fixed_perimeter;
}

Json names_json(const std::vector<scenario::Name>& names) {
    Json list = Json::array();
    for (const scenario::Name& name : names) list.push_back(both_names(name));
    return list;
}

/// The first result beside another one.
Json compare_json(const Opened& first, const std::vector<Judged>& judged, const Opened& second) {
    const RunInfo &a = first.result.run, &b = second.result.run;
    const bool paired = a.seed == b.seed && a.first_replicate == b.first_replicate && a.replicates == b.replicates;
    Json json{{"plan", {{"id", b.plan_id}, {"name", both_names(b.plan_name)}}},
              {"command", command_in(second.file)},
              {"replicates", b.replicates},
              {"seed", b.seed},
              {"version", b.version},
              {"paired", paired},
              {"chance_all", short_number(second.result.chance_all_targets, 4)},
              {"targets", Json::array()}};
    const std::vector<Judged> others = read_judged(second);
    for (std::size_t t = 0; t < judged.size(); ++t) {
        const TargetResult& here = first.result.targets[t];
        const auto found = std::find_if(second.result.targets.begin(), second.result.targets.end(),
                                        [&](const TargetResult& other) { return other.target.id == here.target.id; });
        if (found == second.result.targets.end()) continue;
        const Judged& other = others[static_cast<std::size_t>(found - second.result.targets.begin())];
        const Difference chance = difference_of(judged[t].met, other.met, paired);
        const Difference value = difference_of(judged[t].value, other.value, paired);
        json["targets"].push_back({{"target", t},
                                   {"same_question", same_question(here.target, found->target)},
                                   {"chance", short_number(found->chance, 4)},
                                   {"difference", short_number(chance.mean, 4)},
                                   {"standard_error", short_number(chance.standard_error, 3)},
                                   {"median", short_number(median_of(found->value))},
                                   {"value_difference", short_number(value.mean, 4)},
                                   {"value_standard_error", short_number(value.standard_error, 3)}});
    }
    if (first.scenario && second.scenario) {
        const MeasureChanges changes = changed_measures(*first.scenario, *second.scenario);
        json["measures"] = {{"only_first", names_json(changes.only_first)},
                            {"only_second", names_json(changes.only_second)},
                            {"changed", names_json(changes.changed)}};
    }
    const engine::Panel& province = second.result.province;
    json["years"] = second.result.years;
    json["medians"] = Json::object();
    for (std::size_t o = 0; o < province.observables.size() && !province.ids.empty(); ++o) {
        Json medians = Json::array();
        for (std::size_t y = 0; y < second.result.years.size(); ++y)
            medians.push_back(
                short_number(province.quantile[province.at(0, o, y, second.result.years.size()) * engine::quantile_levels.size() + 3]));
        json["medians"][province.observables[o].id] = std::move(medians);
    }
    return json;
}

Json report_json(const std::vector<std::unique_ptr<Opened>>& opened, Language language) {
    const Opened& first = *opened.front();
    const Result& result = first.result;
    const DrawnParameters drawn = read_parameters(first.reader, first.file, replicates_for_drivers);
    const std::vector<Judged> judged = read_judged(first);

    Json json{{"format", "zonecast report"}, {"language", language == Language::zh ? "zh" : "en"}};
    json["scorecard"] = scorecard_json(result);
    for (Json& target : json["scorecard"]["targets"]) {  // the page has a place for four verdicts, and says in words that there is none
        if (!target["verdict"].is_null()) continue;
        target["verdict"] = verdict_ids.back();
        target["chance"] = 0;
        target["name"]["zh"] = target["name"]["zh"].get<std::string>() + "（每次模拟都没有考核值：无法评判）";
        target["name"]["en"] = target["name"]["en"].get<std::string>() + " (no value in any replicate: there is no verdict)";
    }
    json["title"] = {{"zh", first.reader.text("title_zh")}, {"en", first.reader.text("title")}};
    json["years"] = result.years;
    json["targets"] = Json::array();
    for (std::size_t t = 0; t < result.targets.size(); ++t) {
        std::vector<double> outcome = judged[t].value;
        outcome.resize(std::min(outcome.size(), drawn.replicates));
        json["targets"].push_back(target_words(result.targets[t]));
        json["targets"].back()["drivers"] = drivers_json(drivers_of(outcome, drawn.values, drawn.ids.size(), shown_drivers), drawn);
    }
    json["gaps"] = leading_gaps(result.targets, shown_gaps);
    json["scopes"] = scopes_json(first);
    json["observables"] = Json::object();
    json["places"] = places_json(first, json["observables"]);
    json["headline_observables"] = headline_observables;
    json["outcomes"] = outcomes_json(result);
    json["zones"] = zones_json(first.reader, result);
    json["measures"] = measures_json(first.reader, drawn, result.years.size(), first.scenario ? &*first.scenario : nullptr);
    json["scenario_known"] = first.scenario.has_value();
    json["chains"] = first.scenario ? chains_json(*first.scenario) : Json::array();
    json["compare"] = Json::array();
    for (std::size_t i = 1; i < opened.size(); ++i) json["compare"].push_back(compare_json(first, judged, *opened[i]));
    json["method"] = method_json(first);
    json["sources"] = sources_json(result, json["observables"]);
    json["command"] = command_in(first.file);
    json["license"] = first.reader.text("license");
    return json;
}

}  // namespace

nlohmann::ordered_json target_words(const TargetResult& judged) {
    const scenario::Target& target = judged.target;
    // A change is written in per cent or multiples; the base year's value of the quantity may have another unit and then has no style here.
    const bool level = target.statistic == scenario::Statistic::level || target.statistic == scenario::Statistic::share;
    return {{"asks", {{"zh", target_text(target, Language::zh)}, {"en", target_text(target, Language::en)}}},
            {"style", number_style(style_for(target, {median_of(judged.value), target.value}))},
            {"unit_word", {{"zh", unit_word(target.unit, Language::zh)}, {"en", unit_word(target.unit, Language::en)}}},
            {"note", target.note},
            {"smaller_is_better", smaller_is_better(target)},
            {"start", short_number(start_of(judged))},
            {"base_is_comparable", level},
            {"missing_share", short_number(missing_share(judged), 3)}};
}

double missing_share(const TargetResult& judged) {
    const double start = start_of(judged);
    if (std::isnan(start)) return 1 - judged.chance;
    const double way = smaller_is_better(judged.target) ? start - judged.target.value : judged.target.value - start;
    const double scale = way > 0 ? way : std::abs(judged.target.value);
    if (!(scale > 0) || std::isnan(judged.expected_shortfall)) return 1 - judged.chance;
    return std::min(1.0, judged.expected_shortfall / scale);
}

std::vector<std::size_t> leading_gaps(const std::vector<TargetResult>& targets, std::size_t most) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < targets.size(); ++i)
        if (targets[i].target.official && targets[i].chance < 0.5 && missing_share(targets[i]) > 0)
            order.push_back(i);
    const auto of_each = [&](std::size_t i) { return targets[i].target.quantifier == scenario::Quantifier::each; };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const Verdict of_a = verdict_on(targets[a].chance), of_b = verdict_on(targets[b].chance);
        if (of_a != of_b) return of_a > of_b;
        if (of_each(a) != of_each(b)) return of_each(b);
        return missing_share(targets[a]) > missing_share(targets[b]);
    });
    std::vector<std::size_t> leading;
    std::set<std::string> taken;
    for (const std::size_t i : order)
        if (leading.size() < most && taken.insert(quantity_of(targets[i].target.metric)).second) leading.push_back(i);
    return leading;
}

std::optional<nlohmann::ordered_json> report_data(const std::vector<std::string>& paths, Language language, Diagnostics& diagnostics) {
    std::vector<std::unique_ptr<Opened>> opened;
    for (const std::string& path : paths) {
        auto result = read_result(path, diagnostics);
        if (!result) continue;
        try {
            opened.push_back(std::make_unique<Opened>(path, std::move(*result)));
            Diagnostics unreadable;  // the page then says that chains and doses are missing
            opened.back()->scenario = read_stored_scenario(opened.back()->result, unreadable);
        } catch (const FileError& error) {
            diagnostics.error({error.path(), 0, 0}, error.problem(), error.hint());
        }
    }
    if (paths.empty() || opened.size() != paths.size()) return std::nullopt;
    try {
        return report_json(opened, language);
    } catch (const FileError& error) {
        diagnostics.error({error.path(), 0, 0}, error.problem(), error.hint());
        return std::nullopt;
    }
}

std::optional<Json> read_seek(const std::string& path, const Json& report, Diagnostics& diagnostics) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        diagnostics.error({path, 0, 0}, {"无法读取", "cannot be read"}, {"检查路径", "look at the path"});
        return std::nullopt;
    }
    Json found = Json::parse(file, nullptr, false);
    const Text hint{"zonecast seek 规划 --target 编号 --chance 0.8 --json > 文件",
                    "zonecast seek PLAN --target ID --chance 0.8 --json > FILE"};
    const auto holds = [&](const char* key, const Json& value) { return found.is_object() && found.contains(key) && found[key] == value; };
    if (!holds("format", seek_format) || !holds("format_version", seek_format_version) || !found["plan"].is_string()) {
        diagnostics.error({path, 0, 0},
                          {"不是本版本 zonecast seek --json 的输出", "is not what zonecast seek --json of this version writes"}, hint);
        return std::nullopt;
    }
    const Json& plan = report["scorecard"]["plan"]["id"];
    if (found["plan"] != plan) {
        diagnostics.error({path, 0, 0},
                          say("属于规划 \"{}\"，结果却属于 \"{}\"", "is about the plan \"{}\", the result about \"{}\"",
                              found["plan"].get<std::string>(), plan.get<std::string>()),
                          hint);
        return std::nullopt;
    }
    return found;
}

}  // namespace zonecast::outputs
