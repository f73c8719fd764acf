#include "outputs/index_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "outputs/fitted_table.hpp"
#include "outputs/json_values.hpp"
#include "outputs/number_text.hpp"

namespace zonecast::outputs {

namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t quantiles = engine::quantile_levels.size();
constexpr std::size_t top = 3;
constexpr double least_ranked = 0.5;  ///< zones that belong to a list less often are only counted in the table

/// Reads the arrays of an index result at a zone and a year.
class Ranking {
public:
    Ranking(const Result& result, std::size_t year) : result_(result), index_(*result.index), year_(year) {}

    [[nodiscard]] const std::string& set(std::size_t zone) const { return index_.set.at(at(zone)); }
    [[nodiscard]] double ranked(std::size_t zone) const { return index_.ranked_chance.at(at(zone)); }
    [[nodiscard]] double score(std::size_t zone) const { return index_.score_mean.at(at(zone)); }
    [[nodiscard]] double score(std::size_t zone, std::size_t quantile) const {
        return index_.score_quantile.at(at(zone) * quantiles + quantile);
    }
    [[nodiscard]] double chance(std::size_t zone, std::size_t rank) const {
        return index_.rank_chance.at((zone * index_.ranks + rank - 1) * result_.years.size() + year_);
    }
    [[nodiscard]] double chance_up_to(std::size_t zone, std::size_t rank) const {
        double sum = 0;
        for (std::size_t r = 1; r <= std::min(rank, index_.ranks); ++r) sum += chance(zone, r);
        return sum;
    }
    /// The zones of a perimeter, best median rank first, then the higher mean score.
    [[nodiscard]] std::vector<std::size_t> zones(const std::string& set_id) const {
        std::vector<std::size_t> zones;
        for (std::size_t z = 0; z < result_.zone_ids.size(); ++z)
            if (set(z) == set_id) zones.push_back(z);
        std::stable_sort(zones.begin(), zones.end(), [&](std::size_t a, std::size_t b) {
            const std::size_t first = rank_quantile(result_, a, year_, 0.5), second = rank_quantile(result_, b, year_, 0.5);
            return first != second ? first < second : score(a) > score(b);
        });
        return zones;
    }
    /// Share of the index's weight by where the items come from.
    [[nodiscard]] double weight_from(const std::string& from) const {
        double share = 0, all = 0;
        for (const scenario::IndexGroup& group : index_.index.groups) {
            double part = 0, sum = 0;
            for (std::size_t i = 0; i < index_.index.items.size(); ++i) {
                if (index_.index.items[i].group != group.id) continue;
                sum += index_.index.items[i].weight;
                if (index_.item_from[i] == from) part += index_.index.items[i].weight;
            }
            if (sum > 0) share += group.weight * part / sum;
            all += group.weight;
        }
        return all > 0 ? share / all : 0.0;
    }

private:
    [[nodiscard]] std::size_t at(std::size_t zone) const { return zone * result_.years.size() + year_; }
    const Result& result_;
    const engine::IndexResult& index_;
    std::size_t year_;
};

}  // namespace

std::size_t rank_quantile(const Result& result, std::size_t zone, std::size_t year, double p) {
    const Ranking ranking(result, year);
    const double all = ranking.ranked(zone);
    if (!(all > 0)) return 0;
    double sum = 0;
    for (std::size_t rank = 1; rank <= result.index->ranks; ++rank) {
        sum += ranking.chance(zone, rank);
        if (sum >= p * all - 1e-12) return rank;
    }
    return result.index->ranks;
}

std::string index_text(const Result& result, std::size_t year, const TextStyle& style) {
    const auto say = [&](Word pattern, const auto&... values) {
        return fmt::format(fmt::runtime(word(pattern, style.language)), values...);
    };
    if (!result.index) return say(Word::no_index) + '\n';
    const Ranking ranking(result, year);
    const engine::IndexResult& index = *result.index;
    const std::string& name = name_in(index.index.name, style.language);
    const std::string heading = say(Word::index_heading, name.empty() ? index.index.id : name, result.years[year],
                                    NumberStyle().bare(static_cast<double>(result.run.replicates)));
    std::string text = (style.colour ? coloured(heading, Colour::bold) : heading) + '\n';
    text += wrapped(say(Word::index_sources, chance_text(ranking.weight_from("metric")), chance_text(ranking.weight_from("figures")),
                        chance_text(ranking.weight_from("prior"))),
                    style.width, 0);
    for (const std::string& set : index.index.ranked) {
        const std::vector<std::size_t> zones = ranking.zones(set);
        if (zones.empty()) continue;
        FittedTable table({{say(Word::column_rank), true},
                           {say(Word::column_zone), false, 100, true, 10},
                           {say(Word::column_score), true},
                           {say(Word::column_interval), false, 20},
                           {say(Word::column_rank_interval), false, 60},
                           {say(Word::column_first), true, 40},
                           {say(Word::column_top_three), true, 50},
                           {say(Word::column_ranked), true, 30}});
        std::size_t seldom = 0;
        for (const std::size_t zone : zones) {
            if (ranking.ranked(zone) < least_ranked) {
                ++seldom;
                continue;
            }
            const std::string& zone_name = name_in(result.zone_names.at(zone), style.language);
            table.add({{std::to_string(rank_quantile(result, zone, year, 0.5))},
                       {zone_name.empty() ? result.zone_ids[zone] : zone_name},
                       {fmt::format("{:.1f}", ranking.score(zone))},
                       {fmt::format("[{:.1f}–{:.1f}]", ranking.score(zone, 0), ranking.score(zone, quantiles - 1))},
                       {fmt::format("[{}–{}]", rank_quantile(result, zone, year, 0.05), rank_quantile(result, zone, year, 0.95))},
                       {chance_text(ranking.chance(zone, 1))},
                       {chance_text(ranking.chance_up_to(zone, top))},
                       {chance_text(ranking.ranked(zone))}});
        }
        const std::string called = set == "provincial_zones" ? say(Word::index_provincial)
                                   : set == "national_zones" ? say(Word::index_national)
                                   : set == "all_zones"      ? say(Word::index_all)
                                                             : set;
        text += '\n' + say(Word::index_set, called, zones.size()) + "\n\n" + table.text(style.width, style.colour);
        if (seldom > 0) text += '\n' + wrapped(say(Word::index_seldom, seldom), style.width, 0);
    }
    return text + '\n' + wrapped(say(Word::index_legend), style.width, 0);
}

nlohmann::ordered_json index_json(const Result& result, std::size_t year) {
    Json json;
    json["format"] = "zonecast index";
    json["format_version"] = 1;
    json["plan"] = result.run.plan_id;
    json["year"] = result.years.at(year);
    json["replicates"] = result.run.replicates;
    json["index"] = nullptr;
    json["items"] = Json::array();
    json["zones"] = Json::array();
    if (!result.index) return json;
    const Ranking ranking(result, year);
    const engine::IndexResult& index = *result.index;
    json["index"] = {{"id", index.index.id}, {"name", both_names(index.index.name)}};
    for (std::size_t i = 0; i < index.index.items.size(); ++i) {
        const scenario::IndexItem& item = index.index.items[i];
        json["items"].push_back({{"id", item.id},
                                 {"name", both_names(item.name)},
                                 {"group", item.group},
                                 {"weight", item.weight},
                                 {"kind", item.kind},
                                 {"from", index.item_from[i]}});
    }
    const std::size_t years = result.years.size(), items = index.index.items.size();
    for (const std::string& set : index.index.ranked)
        for (const std::size_t zone : ranking.zones(set)) {
            Json scores = Json::object(), ranks = Json::object(), points = Json::object();
            for (std::size_t q = 0; q < quantiles; ++q)
                scores[fmt::format("{:.2f}", engine::quantile_levels[q])] = json_number(ranking.score(zone, q));
            for (std::size_t rank = 1; rank <= index.ranks; ++rank)
                if (ranking.chance(zone, rank) > 0) ranks[std::to_string(rank)] = ranking.chance(zone, rank);
            for (std::size_t i = 0; i < items; ++i)
                points[index.index.items[i].id] = json_number(index.item_mean.at((zone * items + i) * years + year));
            json["zones"].push_back(
                {{"id", result.zone_ids[zone]},
                 {"name", both_names(result.zone_names.at(zone))},
                 {"set", set},
                 {"ranked_chance", ranking.ranked(zone)},
                 {"score_mean", json_number(ranking.score(zone))},
                 {"score_quantiles", std::move(scores)},
                 {"rank_median", rank_quantile(result, zone, year, 0.5)},
                 {"rank_interval", Json::array({rank_quantile(result, zone, year, 0.05), rank_quantile(result, zone, year, 0.95)})},
                 {"top_three_chance", ranking.chance_up_to(zone, top)},
                 {"rank_chance", std::move(ranks)},
                 {"item_points", std::move(points)}});
        }
    return json;
}

}  // namespace zonecast::outputs
