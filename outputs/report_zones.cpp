#include "outputs/report_zones.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "outputs/report_numbers.hpp"
#include "outputs/words.hpp"

namespace zonecast::outputs {

namespace {

using Json = nlohmann::ordered_json;

constexpr int zone_digits = 4;
constexpr std::size_t shown_clusters = 8;

/// Observables that a zone's page has fans of, in its order.
const std::vector<std::string> zone_observables{"hnte_count",
                                                "hightech_value_added",
                                                "rd_to_sales",
                                                "total_income",
                                                "revenue",
                                                "output",
                                                "rd_expenditure",
                                                "tech_contract_value",
                                                "tech_sme_count",
                                                "firms",
                                                "high_growth_enterprises",
                                                "leading_enterprises",
                                                "invention_patents_valid",
                                                "invention_patents_per_10k",
                                                "land_output_intensity",
                                                "tax_revenue",
                                                "rank_national"};

/// Certificates of the year, of which a zone's page shows the means.
const std::vector<std::string> flow_observables{"hnte_first_time", "hnte_renewed", "hnte_lapsed"};

/// Values of one zone out of [zone][...].
const double* part(const std::vector<double>& values, std::size_t zone, std::size_t width) {
    return values.data() + zone * width;
}

/// Means over replicates by revenue class and year, certified and not: {"certified": [class][year], "uncertified": ...}.
Json cohorts_json(const double* counts, std::size_t years) {
    Json certified = Json::array(), uncertified = Json::array();
    for (std::size_t k = 0; k < engine::revenue_classes; ++k) {
        std::vector<double> with(years), without(years);
        for (std::size_t c = 0; c < engine::certificate_states; ++c)
            for (std::size_t y = 0; y < years; ++y)
                (c == 0 ? without : with)[y] += counts[(k * engine::certificate_states + c) * years + y];
        certified.push_back(short_numbers(with.data(), years, zone_digits));
        uncertified.push_back(short_numbers(without.data(), years, zone_digits));
    }
    return {{"certified", std::move(certified)}, {"uncertified", std::move(uncertified)}};
}

/// The clusters with the largest output in the last year.
Json clusters_json(const engine::Panel& clusters, const std::vector<std::string>& homes, const std::string& zone, std::size_t years) {
    std::vector<std::size_t> here;
    for (std::size_t i = 0; i < homes.size(); ++i)
        if (homes[i] == zone) here.push_back(i);
    const auto last = [&](std::size_t cluster) {
        const double mean = clusters.mean[clusters.at(cluster, 0, years - 1, years)];
        return std::isnan(mean) ? 0.0 : mean;
    };
    std::stable_sort(here.begin(), here.end(), [&](std::size_t a, std::size_t b) { return last(a) > last(b); });
    if (here.size() > shown_clusters) here.resize(shown_clusters);
    Json list = Json::array();
    for (const std::size_t i : here)
        list.push_back(
            {{"id", clusters.ids[i]}, {"name", both_names(clusters.names[i])}, {"output", bands_json(clusters, i, 0, years, 4)}});
    return list;
}

/// Score, chances of the ranks and items of the zone index.
struct Index {
    std::size_t ranks = 0, items = 0;
    std::vector<double> score, rank_chance, item;
    std::vector<std::string> set;  ///< perimeter within which the zone is ranked, by zone and year
    Json item_names = Json::array();

    Index(const VariableReader& reader, std::size_t zones, std::size_t years) {
        if (!reader.has("zone_index_score_quantile")) return;
        score = reader.reals("zone_index_score_quantile", zones * years * engine::quantile_levels.size());
        if (reader.has("zone_index_rank_chance")) {
            ranks = reader.count("index_rank");
            rank_chance = reader.reals("zone_index_rank_chance", zones * ranks * years);
            if (reader.has("zone_index_set")) set = reader.texts("zone_index_set", zones * years);
        }
        if (reader.has("zone_index_item_mean")) {
            const std::vector<std::string> ids = reader.members("index_item");
            items = ids.size();
            item = reader.reals("zone_index_item_mean", zones * items * years);
            const std::vector<scenario::Name> names = reader.names("index_item", items);
            for (const scenario::Name& name : names) item_names.push_back(both_names(name));
        }
    }

    [[nodiscard]] Json of(std::size_t zone, std::size_t years) const {
        if (score.empty()) return nullptr;
        constexpr std::size_t quantiles = engine::quantile_levels.size();
        Json scores = Json::array();
        bool any = false;
        for (std::size_t y = 0; y < years; ++y) {
            const double* at = part(score, zone, years * quantiles) + y * quantiles;
            any = any || !std::isnan(at[3]);
            scores.push_back(std::isnan(at[3]) ? Json(nullptr)
                                               : Json::array({short_number(at[0], zone_digits), short_number(at[2], zone_digits),
                                                              short_number(at[3], zone_digits), short_number(at[4], zone_digits),
                                                              short_number(at[6], zone_digits)}));
        }
        if (!any) return nullptr;
        Json json{{"score", std::move(scores)}};
        if (ranks > 0) {  // of the last year
            Json chances = Json::array();
            for (std::size_t r = 0; r < ranks; ++r)
                chances.push_back(short_number(part(rank_chance, zone, ranks * years)[r * years + years - 1], 3));
            json["rank_chance"] = std::move(chances);
            if (!set.empty()) json["set"] = set[zone * years + years - 1];
        }
        if (items > 0) {
            Json values = Json::array();
            for (std::size_t i = 0; i < items; ++i)
                values.push_back(short_numbers(part(item, zone, items * years) + i * years, years, zone_digits));
            json["items"] = std::move(values);
        }
        return json;
    }
};

}  // namespace

nlohmann::ordered_json observable_json(const engine::Observable& observable) {
    return {{"name", both_names(observable.name)},
            {"unit", {{"zh", unit_word(observable.unit, Language::zh)}, {"en", unit_word(observable.unit, Language::en)}}},
            {"percent", observable.unit == "ratio" || observable.unit == "ratio per year"}};
}

nlohmann::ordered_json bands_json(const engine::Panel& panel, std::size_t entity, std::size_t observable, std::size_t years, int digits) {
    Json bands = Json::array();
    for (std::size_t y = 0; y < years; ++y) {
        const double* at = panel.quantile.data() + panel.at(entity, observable, y, years) * engine::quantile_levels.size();
        if (std::isnan(at[3])) {
            bands.push_back(nullptr);
            continue;
        }
        bands.push_back({short_number(at[0], digits), short_number(at[2], digits), short_number(at[3], digits), short_number(at[4], digits),
                         short_number(at[6], digits)});
    }
    return bands;
}

nlohmann::ordered_json figures_json(const Result& result, const std::string& place, const engine::Panel& panel) {
    Json figures = Json::object();
    for (const scenario::Figure& figure : result.figures) {
        if (figure.place != place) continue;
        const bool shown = std::any_of(panel.observables.begin(), panel.observables.end(),
                                       [&](const engine::Observable& observable) { return observable.id == figure.series; });
        if (shown) figures[figure.series].push_back({figure.year, short_number(figure.value), static_cast<int>(figure.confidence)});
    }
    return figures;
}

nlohmann::ordered_json zones_json(const VariableReader& reader, const Result& result) {
    const std::size_t years = result.years.size();
    std::vector<std::string> read = zone_observables;
    read.insert(read.end(), flow_observables.begin(), flow_observables.end());
    const engine::Panel panel = read_panel(reader, "zone", years, read);
    const std::size_t count = panel.ids.size();
    Json json{{"observables", Json::object()}, {"classes", Json::array()}, {"zones", Json::array()}};
    if (count == 0) return json;

    std::vector<std::size_t> fans, flows;
    for (std::size_t o = 0; o < panel.observables.size(); ++o) {
        const std::string& id = panel.observables[o].id;
        const bool flow = std::find(flow_observables.begin(), flow_observables.end(), id) != flow_observables.end();
        (flow ? flows : fans).push_back(o);
        json["observables"][id] = observable_json(panel.observables[o]);
    }
    const auto place_in_order = [&](std::size_t o) {
        return std::find(zone_observables.begin(), zone_observables.end(), panel.observables[o].id) - zone_observables.begin();
    };
    std::sort(fans.begin(), fans.end(), [&](std::size_t a, std::size_t b) { return place_in_order(a) < place_in_order(b); });
    json["fans"] = Json::array();
    for (const std::size_t o : fans) json["fans"].push_back(panel.observables[o].id);

    const std::vector<std::string> cities = reader.texts("zone_city", count);
    const std::vector<std::int32_t> provincial = reader.integers("zone_year_provincial", count);
    const std::vector<std::int32_t> national = reader.integers("zone_year_national", count);
    const std::vector<std::int32_t> anonymous = reader.integers("zone_anonymous", count);
    const std::vector<std::int32_t> outside = reader.integers("zone_outside", count);
    const std::vector<std::string> city_ids = reader.members("city");
    const std::vector<scenario::Name> city_names = city_ids.empty() ? std::vector<scenario::Name>() : reader.names("city", city_ids.size());

    const std::size_t cohort_width = engine::cohort_cells * years;
    std::vector<double> cohorts;
    if (reader.has("cohort_count")) {
        cohorts = reader.reals("cohort_count", count * cohort_width);
        const std::vector<double> low = reader.reals("revenue_class_low", engine::revenue_classes);
        const std::vector<double> high = reader.reals("revenue_class_high", engine::revenue_classes);
        for (std::size_t k = 0; k < engine::revenue_classes; ++k) json["classes"].push_back({short_number(low[k]), short_number(high[k])});
    }
    // What the run drew is a chance, not a fact: approvals and promotions after the year that the plan knew.
    const auto of_zones = [&](const char* name) {
        return reader.has(name) ? reader.reals(name, count * years) : std::vector<double>(count * years, std::numeric_limits<double>::quiet_NaN());
    };
    const std::vector<double> exists = of_zones("zone_exists"), national_share = of_zones("zone_zones_national_mean");
    const auto known = [&](std::int32_t year) { return year != 0 && year <= result.run.known_until ? Json(year) : Json(nullptr); };
    const std::vector<std::string> kinds = reader.members("facility_kind");
    const std::vector<double> facilities =
        kinds.empty() ? std::vector<double>() : reader.reals("facility_count_mean", count * kinds.size() * years);
    const engine::Panel clusters = read_panel(reader, "cluster", years, {"output"});
    const bool has_clusters = !clusters.ids.empty() && !clusters.observables.empty();
    const std::vector<std::string> homes = has_clusters ? reader.texts("cluster_zone", clusters.ids.size()) : std::vector<std::string>();
    const Index index(reader, count, years);
    json["index_items"] = index.item_names;

    for (std::size_t z = 0; z < count; ++z) {
        if (outside[z] != 0) continue;
        const auto city = std::find(city_ids.begin(), city_ids.end(), cities[z]);
        Json zone{
            {"id", panel.ids[z]},
            {"name", both_names(panel.names[z])},
            {"city", city == city_ids.end() ? Json(nullptr) : both_names(city_names[static_cast<std::size_t>(city - city_ids.begin())])},
            {"provincial", known(provincial[z])},
            {"national", known(national[z])},
            {"exists_chance", short_number(exists[z * years + years - 1], 3)},
            {"national_chance", short_number(exists[z * years + years - 1] * national_share[z * years + years - 1], 3)},
            {"anonymous", anonymous[z] != 0},
            {"number", z}};
        for (const std::size_t o : fans) {
            Json bands = bands_json(panel, z, o, years, zone_digits);
            if (std::any_of(bands.begin(), bands.end(), [](const Json& band) { return !band.is_null(); }))
                zone["bands"][panel.observables[o].id] = std::move(bands);
        }
        for (const std::size_t o : flows)
            zone["flow"][panel.observables[o].id] = short_numbers(panel.mean.data() + panel.at(z, o, 0, years), years, zone_digits);
        zone["published"] = figures_json(result, panel.ids[z], panel);
        if (!cohorts.empty()) zone["cohorts"] = cohorts_json(part(cohorts, z, cohort_width), years);
        for (std::size_t k = 0; k < kinds.size(); ++k) {
            const double* values = part(facilities, z, kinds.size() * years) + k * years;
            if (std::any_of(values, values + years, [](double value) { return value > 0; }))
                zone["facilities"][kinds[k]] = short_numbers(values, years, 3);
        }
        if (has_clusters) zone["clusters"] = clusters_json(clusters, homes, panel.ids[z], years);
        if (Json of = index.of(z, years); !of.is_null()) zone["index"] = std::move(of);
        json["zones"].push_back(std::move(zone));
    }
    return json;
}

}  // namespace zonecast::outputs
