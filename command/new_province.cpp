#include "command/new_province.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "model/base/units.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/series.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::command {

namespace {

using scenario::City;
using scenario::Figure;
using scenario::Zone;

constexpr const char* nation = "china";
constexpr const char* placeholder = "placeholder";

// Rules of the placeholders; none is estimated, all are meant to be replaced.
constexpr double value_added_of_gdp = 0.12;         // high-tech value added over GDP, order of size of the nation
constexpr double value_added_a_certificate = 0.45;  // the same per certified enterprise, 1e8 CNY
constexpr double value_added_to_revenue = 0.30;
constexpr double capital_weight = 1.6;              // shared by GDP^1.2 x weight
constexpr double gdp_power = 1.2;
constexpr double in_zones = 0.5;                    // of a city's technology enterprises, where it has zones
constexpr double most_in_zones = 0.95;              // however many certified enterprises its zones publish
constexpr double yearly_growth = 1.05;              // of a city's GDP, to bring back a later figure
constexpr double wide = 0.5, middling = 0.3;        // standard deviations of logarithms

/// A series that a run starts from.
struct Needed {
    const char* series;
    const char* unit;
    const char* fill;  ///< where it is published
};
constexpr std::array needed{
    Needed{"gdp", "1e8 CNY", "填写：国民经济和社会发展统计公报 / fill in: statistical communique of the province"},
    Needed{"rd_expenditure", "1e8 CNY", "填写：全国科技经费投入统计公报 / fill in: national communique on R&D expenditure"},
    Needed{"hnte_count", "count", "填写：有效高新技术企业数，年末 / fill in: valid high-tech enterprises at the end of the year"},
    Needed{"invention_patents_valid", "count", "填写：中国科技统计年鉴 / fill in: China Statistical Yearbook on Science and Technology"},
    Needed{"invention_patents_granted", "count", "填写：中国科技统计年鉴 / fill in: China Statistical Yearbook on Science and Technology"},
    Needed{"tech_contract_value", "1e8 CNY", "填写：全国技术市场统计年报 / fill in: annual report on the technology market"},
};
/// Figures of the nation that a run reads.
constexpr std::array national{"gdp", "rd_intensity", "tech_contract_value"};

std::string cell(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string row(const std::vector<std::string>& cells) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i > 0 ? "," : "") + cell(cells[i]);
    return out + "\n";
}

/// Three significant digits: a placeholder should not look as if it were counted.
std::string rounded(double value) {
    if (!(value > 0)) return "0";
    const double unit = std::pow(10, std::floor(std::log10(value)) - 2);
    return fmt::format("{:.{}f}", std::round(value / unit) * unit, unit < 1 ? static_cast<int>(std::lround(-std::log10(unit))) : 0);
}

/// Works on one province.
class Writer {
public:
    Writer(const scenario::Panel& panel, const scenario::Places& places, const scenario::Province& province)
        : panel_(panel), places_(places), province_(province) {
        base_year_ = scenario::last_plausible_year;
        for (const Needed& one : needed) base_year_ = std::min(base_year_, last_of_nation(one.series));
        end_year_ = (base_year_ + 8) / 5 * 5;
        choose_cities();
        choose_zones();
    }

    ProvincePack pack() {
        history();
        ProvincePack out;
        out.tables["cities.csv"] = cities_table();
        out.tables["zones.csv"] = zones_table();
        out.tables["clusters.csv"] = clusters_table();
        out.tables["history.csv"] = history_;
        out.tables["README.md"] = readme();
        out.filling = filling();
        return out;
    }

private:
    const scenario::Panel& panel_;
    const scenario::Places& places_;
    const scenario::Province& province_;
    int base_year_ = 0, end_year_ = 0;
    std::vector<City> cities_;
    std::vector<Zone> zones_;
    bool zone_known_ = true;  ///< the library knows a zone of the province
    std::string rest_;        ///< id of the pseudo-city of all cities that the library does not list; empty: there are none
    int others_ = 0;          ///< how many they are
    std::string history_, clusters_;
    std::size_t published_ = 0, assumed_ = 0;
    double hnte_ = 0, rd_ = 0, gdp_ = 0, value_added_ = 0;
    std::map<std::string, double> city_gdp_, share_;  ///< by city

    [[nodiscard]] int last_of_nation(const std::string& series) const {
        int last = 0;
        for (const Figure& one : panel_.figures)
            if (one.series == series && one.place == nation) last = std::max(last, one.year);
        return last;
    }

    void choose_cities() {
        for (const City& one : places_.cities)
            if (places_.province_of.at(one.id) == province_.id) cities_.push_back(one);
        others_ = province_.cities - static_cast<int>(cities_.size());
        if (others_ <= 0) return;
        const City& capital = *std::find_if(cities_.begin(), cities_.end(), [&](const City& one) { return one.id == province_.capital; });
        rest_ = province_.id + "_rest";
        City rest = capital;
        rest.id = rest_;
        rest.kind = scenario::CityKind::ordinary;
        rest.name = {fmt::format("{}其余{}个市州", province_.name.zh, others_), fmt::format("Other {} cities of {}", others_, province_.name.en)};
        rest.source = "placeholder: those of the capital; write one row for each city";
        cities_.push_back(rest);
    }

    void choose_zones() {
        for (const Zone& one : places_.zones)
            if (places_.province_of.at(one.city) == province_.id) zones_.push_back(one);
        zone_known_ = !zones_.empty();
        if (zone_known_) return;
        const City& capital = *std::find_if(cities_.begin(), cities_.end(), [&](const City& one) { return one.id == province_.capital; });
        Zone zone;
        zone.id = capital.id + "_htz";
        zone.name = {capital.name.zh + "高新区（待核实）", capital.name.en + " HTZ (to be checked)"};
        zone.city = capital.id;
        zone.year_provincial = base_year_ - 10;
        zone.source = "placeholder: write the years of approval";
        zone.confidence = scenario::Confidence::assumed;
        zones_.push_back(zone);
    }

    /// A figure of the library, with another series or value where it stands in.
    void write_published(const Figure& one, const std::string& series, double factor, double spread, const std::string& note) {
        const base::Unit unit = *base::parse_unit(one.unit);
        const double value = one.value * factor / unit.factor;
        const bool whole = unit.dimension == base::Dimension::count;  // nobody counts in parts
        write({series, one.place, std::to_string(one.year), fmt::format("{:.10g}", whole ? std::round(value) : value), one.unit,
               fmt::format("{:.3g}", spread), factor == 1 ? word_of(scenario::confidence_words(), one.confidence) : "derived",
               one.published != 0 ? std::to_string(one.published) : "", one.source, note});
        ++published_;
    }

    void write_placeholder(const std::string& series, const std::string& place, int year, double value, const std::string& unit,
                           double spread, const std::string& rule, const std::string& fill) {
        write({series, place, std::to_string(year), rounded(value), unit, scenario::number_text(spread), "assumed", "",
               std::string(placeholder) + ": " + rule, fill});
        ++assumed_;
    }

    void write(const std::vector<std::string>& cells) { history_ += row(cells); }

    /// Value of the base year as known now; 0 if there is none.
    [[nodiscard]] double base_value(const std::string& series, const std::string& place) const {
        for (const scenario::Observation& one : panel_.path(series, place))
            if (one.year == base_year_) return one.value;
        return 0;
    }

    void history() {
        history_ = row({"series", "place", "year", "value", "unit", "spread", "confidence", "published", "source", "note"});
        for (const Figure& one : panel_.figures)
            if (one.place == province_.id || (one.place == nation && std::find(national.begin(), national.end(), one.series) != national.end()))
                write_published(one, one.series, 1, one.spread, one.note);
        stand_ins();
        totals();
        for (const Figure& one : places_.figures) of_place(one);
        city_products();
        shares();
        revenues();
    }

    /// Stocks that are not published and for which another series stands in.
    void stand_ins() {
        for (const scenario::StandIn& rule : panel_.stand_ins)
            for (const scenario::Observation& one : panel_.path(rule.series, province_.id))
                if (one.figure->series == rule.by)
                    write_published(*one.figure, rule.series, rule.factor, one.spread, rule.note);
    }

    /// What a run needs of the province in the base year and the panel has not.
    void totals() {
        const double people = panel_.figure("population", province_.id, 2020)->value / panel_.figure("population", nation, 2020)->value;
        const std::string rule = "the nation's times the share of population";
        for (const Needed& one : needed) {
            double value = base_value(one.series, province_.id);
            if (!(value > 0)) {
                value = base_value(one.series, nation) * people;
                write_placeholder(one.series, province_.id, base_year_, value, one.unit, wide, rule, one.fill);
            }
            if (one.series == std::string("gdp")) gdp_ = value;
            if (one.series == std::string("rd_expenditure")) rd_ = value;
            if (one.series == std::string("hnte_count")) hnte_ = value;
        }
        for (int year = base_year_ - 3; year <= base_year_; ++year) {
            const Figure* published = panel_.figure("hnte_recognised", province_.id, year);
            const Figure* of_nation = panel_.figure("hnte_recognised", nation, year);
            if (published != nullptr || of_nation == nullptr) continue;
            write_placeholder("hnte_recognised", province_.id, year, of_nation->value * people, "count", wide, rule,
                              "填写：当年认定公告数 / fill in: recognitions announced in the year");
        }
        const Figure* known = panel_.figure("hightech_value_added", province_.id, base_year_);
        value_added_ = known != nullptr ? known->value : std::sqrt(value_added_of_gdp * gdp_ * value_added_a_certificate * hnte_);
        if (known == nullptr)
            write_placeholder("hightech_value_added", province_.id, base_year_, value_added_, "1e8 CNY", wide,
                              "geometric mean of 12 % of GDP and 0.45 a certified enterprise",
                              "填写：统计公报或科技厅，高新技术产业增加值 / fill in: high-tech value added");
    }

    [[nodiscard]] bool is_mine(const std::string& place) const {
        const auto has = [&](const auto& records) {
            return std::any_of(records.begin(), records.end(), [&](const auto& one) { return one.id == place; });
        };
        return has(cities_) || has(zones_);
    }

    /// A figure of a city or zone, if the program has a use for it.
    void of_place(const Figure& one) {
        if (is_mine(one.place) && scenario::find_series(one.series) != nullptr) write_published(one, one.series, 1, one.spread, one.note);
    }

    void city_products() {
        double rest = gdp_;
        int unknown = province_.cities;
        std::vector<std::pair<const City*, const Figure*>> later;
        for (const City& one : cities_) {
            if (const Figure* known = places_.latest("gdp", one.id, base_year_)) {
                city_gdp_[one.id] = known->value;
            } else if (const Figure* after = places_.latest("gdp_published", one.id, scenario::last_plausible_year)) {
                city_gdp_[one.id] = after->value * std::pow(yearly_growth, base_year_ - after->year);
                later.emplace_back(&one, after);
            } else {
                continue;
            }
            rest -= city_gdp_[one.id];
            --unknown;
        }
        for (const auto& [city, figure] : later)
            write_placeholder("gdp", city->id, base_year_, city_gdp_[city->id], "1e8 CNY", 0.1,
                              fmt::format("{} of {} brought back at 5 % a year ({})", rounded(figure->value), figure->year, figure->source),
                              "填写：市统计公报 / fill in: communique of the city");
        const double each = std::max(rest, 0.02 * gdp_ * unknown) / std::max(unknown, 1);
        for (const City& one : cities_) {
            if (city_gdp_.count(one.id) > 0) continue;
            const int count = one.id == rest_ ? others_ : 1;
            city_gdp_[one.id] = each * count;
            write_placeholder("gdp", one.id, base_year_, city_gdp_[one.id], "1e8 CNY", province_.cities == 1 ? 0.02 : middling,
                              "what is left of the province, the same for every city",
                              "填写：市统计公报 / fill in: communique of the city");
        }
    }

    /// Share of a city or zone in the province's certified enterprises, as published; 0 if it is not.
    [[nodiscard]] double published_share(const std::string& place) const {
        if (const Figure* share = places_.latest("hnte_share_of_province", place, base_year_)) return share->value;
        const Figure* stock = places_.latest("hnte_count", place, base_year_);
        if (stock == nullptr) return 0;
        for (const scenario::Observation& one : panel_.path("hnte_count", province_.id))
            if (one.year == stock->year) return std::min(stock->value / one.value, 0.95);
        return 0;
    }

    void shares() {
        double left = 1, weights = 0;
        std::map<std::string, double> weight;
        for (const City& one : cities_) {
            const double known = published_share(one.id);
            if (known > 0) {
                share_[one.id] = known;
                left -= known;
                continue;
            }
            const int count = one.id == rest_ ? others_ : 1;
            weight[one.id] = count * std::pow(city_gdp_[one.id] / count, gdp_power) * (one.id == province_.capital ? capital_weight : 1.0);
            weights += weight[one.id];
        }
        for (const auto& [city, w] : weight) share_[city] = std::max(left, 0.05) * w / weights;
    }

    void revenues() {
        const double total = value_added_ / value_added_to_revenue;
        for (const City& city : cities_) {
            std::vector<const Zone*> zones;
            for (const Zone& zone : zones_)
                if (zone.city == city.id) zones.push_back(&zone);
            // A zone whose certified enterprises are published has their share of the city; the others share a part of what is left.
            const double of_city = total * share_[city.id];
            std::vector<double> of_zone;
            double known = 0, unknown = 0;
            for (const Zone* zone : zones) {
                of_zone.push_back(published_share(zone->id) / share_[city.id]);
                known += of_zone.back();
                unknown += of_zone.back() > 0 ? 0 : 1;
            }
            const double fits = known > most_in_zones ? most_in_zones / known : 1;
            double inside = 0;
            for (double& share : of_zone) {
                share = share > 0 ? share * fits : in_zones * (1 - known * fits) / unknown;
                inside += share;
            }
            for (std::size_t i = 0; i < zones.size(); ++i) {
                cluster(zones[i]->id, "electronics", "pillar", of_city * of_zone[i] * 0.6);
                cluster(zones[i]->id, "advanced_equipment", "leading", of_city * of_zone[i] * 0.4);
            }
            cluster(city.id + ".outside", "advanced_equipment", "other", of_city * (1 - inside) / 2);
            cluster(city.id + ".outside", "basic_materials", "other", of_city * (1 - inside) / 2);
        }
    }

    void cluster(const std::string& zone, const std::string& industry, const std::string& kind, double revenue) {
        const std::string id = zone + "." + industry;
        clusters_ += row({id, zone, industry, kind, placeholder, "assumed", "占位：请改为实际产业 / write the real industries"});
        write_placeholder("cluster_revenue", id, base_year_, revenue, "1e8 CNY", wide,
                          "high-tech value added over 0.30, by the shares of city and zone in certified enterprises",
                          "填写：管委会数据，技术企业营业收入 / fill in: revenue of technology enterprises from the zone's administration");
    }

    [[nodiscard]] std::string cities_table() const {
        std::string out = row({"id", "name_zh", "name_en", "latitude", "longitude", "kind", "source"});
        for (const City& one : cities_)
            out += row({one.id, one.name.zh, one.name.en, scenario::number_text(one.latitude), scenario::number_text(one.longitude),
                        word_of(scenario::city_kind_words(), one.kind), one.source});
        return out;
    }

    [[nodiscard]] std::string zones_table() const {
        const auto text = [](const std::optional<int>& year) { return year ? std::to_string(*year) : std::string(); };
        std::string out = row({"id", "name_zh", "name_en", "city", "year_provincial", "year_national", "source", "confidence", "note"});
        for (const Zone& one : zones_)
            out += row({one.id, one.name.zh, one.name.en, one.city, text(one.year_provincial), text(one.year_national), one.source,
                        word_of(scenario::confidence_words(), one.confidence), one.note});
        return out;
    }

    [[nodiscard]] std::string clusters_table() const {
        return row({"id", "zone", "industry", "kind", "source", "confidence", "note"}) + clusters_;
    }

    [[nodiscard]] std::string readme() const {
        const bool known = panel_.figure("gdp", province_.id, base_year_) != nullptr;
        std::string out = fmt::format("# {} {}\n\nWritten by `zonecast new {}`.\n\n", province_.name_zh, province_.name.en, province_.id);
        out += known ? fmt::format("- `history.csv`: {} figures are published ones, from the panel of the national library, each with its source. ", published_)
                     : fmt::format("- `history.csv`: the panel of the national library has no row of {}; {} figures are the nation's or of the census. ",
                                   province_.name.en, published_);
        out += fmt::format("{} are placeholders: their source begins with \"placeholder\" and says the rule, their note says what belongs there.\n", assumed_);
        out += "- `cities.csv`: cities that the library knows something of";
        out += rest_.empty() ? ".\n" : fmt::format("; `{}` stands for the others together. Write one row for each.\n", rest_);
        out += zone_known_ ? "- `zones.csv`: zones that became national early. Add the others with their years of approval.\n"
                           : "- `zones.csv`: a placeholder. Write the zones with their years of approval.\n";
        out += "- `clusters.csv`: placeholders. Write the industries that are there.\n";
        for (const scenario::LeftOut& one : panel_.left_out)
            if (one.place == province_.id) out += fmt::format("- `{}` is left out of every fit: {}.\n", one.series, one.note);
        out += "- `pack.toml`: the priors say where they are from.\n\n";
        return out + fmt::format("本数据包由 `zonecast new {}` 生成。{}来源以 placeholder 开头的各行是占位值，请逐行核实填写。\n", province_.id,
                                 known ? "省级历史数据来自国家库面板，逐条注明来源。" : "国家库面板没有本省数据。");
    }

    [[nodiscard]] Filling filling() const {
        Filling out;
        out["id"] = province_.id;
        out["name_zh"] = province_.name_zh;
        out["name_en"] = province_.name.en;
        out["intro_en"] = "Figures are in history.csv, with their sources. What is a placeholder says so in `source`.";
        out["intro_zh"] = "数据见 history.csv，逐条注明来源；占位值在 source 中注明。";
        out["base_year"] = std::to_string(base_year_);
        out["end_year"] = std::to_string(end_year_);
        std::string zones;
        for (const Zone& one : zones_) zones += (zones.empty() ? "\"" : ", \"") + one.id + "\"";
        out["core_zones"] = zones;
        const double step = hnte_ > 1000 ? 100 : 10;
        out["hnte_target"] = fmt::format("{:.0f}", std::ceil(1.4 * hnte_ / step) * step);
        out["rd_target"] = fmt::format("{:.1f}", 100 * rd_ / gdp_ + 0.4);
        double large = 1;
        for (const double size : {5.0, 10.0, 50.0, 100.0, 500.0, 1000.0, 5000.0})
            if (size <= 0.3 * value_added_ / value_added_to_revenue) large = size;
        out["cluster_output"] = fmt::format("{:.0f}", large);
        std::string every;
        for (int year = base_year_ + 1; year <= end_year_; ++year)
            every += fmt::format("{}{} = 1", every.empty() ? "" : ", ", year);
        out["every_year"] = every;
        out["two_years"] = fmt::format("{} = 1, {} = 1", base_year_ + 1, base_year_ + 3);
        return out;
    }
};

}  // namespace

Filling placeholders(const std::string& id) {
    return {{"id", id},
            {"name_zh", id},
            {"name_en", id},
            {"intro_en", "Every number here is a placeholder for a middling province. Replace it, and say in `source` where the new one is from."},
            {"intro_zh", "所有数值都是占位值，请逐个替换并注明来源。"},
            {"base_year", "2020"},
            {"end_year", "2025"},
            {"core_zones", "\"first_htz\", \"second_htz\""},
            {"hnte_target", "4000"},
            {"rd_target", "1.5"},
            {"cluster_output", "1000"},
            {"every_year", "2021 = 1, 2022 = 1, 2023 = 1, 2024 = 1, 2025 = 1"},
            {"two_years", "2021 = 1, 2023 = 1"}};
}

ProvincePack province_pack(const scenario::Panel& panel, const scenario::Places& places, const scenario::Province& province) {
    return Writer(panel, places, province).pack();
}

}  // namespace zonecast::command
