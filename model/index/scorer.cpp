#include "model/index/scorer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "model/base/distributions.hpp"
#include "model/base/text.hpp"
#include "model/base/vector_math.hpp"
#include "model/index/points.hpp"
#include "model/scenario/series.hpp"

namespace zonecast::index {

using engine::Trajectory;
using scenario::IndexItem;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// facilities[a + b + c] with those kinds only that the scenario has; as it is if it has none of them, or for another metric.
std::string with_known_kinds(const std::string& metric, const scenario::Scenario& scenario) {
    const std::string start = "facilities[";
    if (!metric.starts_with(start) || !metric.ends_with("]")) return metric;
    const std::vector<std::string> known = engine::facility_kinds(scenario);
    std::string kept;
    for (std::size_t at = start.size(); at < metric.size();) {
        const std::size_t end = std::min(metric.find('+', at), metric.size() - 1);
        const std::string kind(base::trimmed(std::string_view(metric).substr(at, end - at)));
        if (std::find(known.begin(), known.end(), kind) != known.end()) kept += (kept.empty() ? "" : " + ") + kind;
        at = end + 1;
    }
    return kept.empty() ? metric : start + kept + "]";
}

std::optional<targets::Metric> parse(const std::string& metric, const scenario::Scenario& scenario, targets::MetricError& error) {
    return targets::parse_metric(with_known_kinds(metric, scenario), scenario, error);
}

}  // namespace

const char* to_string(From from) {
    constexpr std::array names{"metric", "figures", "prior"};
    return names.at(static_cast<std::size_t>(from));
}

Scorer::Scorer(const engine::World& world, const engine::RunSettings& settings) : world_(world), settings_(settings) {
    const scenario::ZoneIndex& index = world.scenario.index.value();
    for (const std::string& id : index.ranked) sets_.push_back(world.zone_set(id).value_or(engine::ZoneSet{}));
    for (const IndexItem& item : index.items) {
        Item one;
        targets::MetricError ignored;
        if (!item.metric.empty()) one.metric = parse(item.metric, world.scenario, ignored);
        if (one.metric && !item.per.empty()) {
            one.per = parse(item.per, world.scenario, ignored);
            if (!one.per) one.metric.reset();
        }
        if (one.metric) one.from = From::metric;
        for (const engine::WorldZone& zone : world.zones) {
            const std::string name = "index/" + zone.id + "/" + item.id;
            one.key.push_back(entity_key(settings.initial_seed.value_or(settings.seed), name));
            one.key_yearly.push_back(entity_key(settings.chance_seed.value_or(settings.seed), name));
            const scenario::Figure* figure =
                one.metric ? nullptr : world.scenario.latest(scenario::index_series + item.id, zone.id, world.scenario.plan.base_year);
            one.figure.push_back(figure != nullptr ? figure->value : nan);
            one.spread.push_back(figure != nullptr ? figure->spread : 0.0);
            if (figure != nullptr) one.from = From::figures;
        }
        items_.push_back(std::move(one));
    }
}

double Scorer::value(std::size_t i, const Trajectory& record, std::uint64_t replicate, std::size_t zone, std::size_t year) const {
    const Item& item = items_[i];
    const IndexItem& stated = world_.scenario.index->items[i];
    const auto error = [&](double spread) {
        if (spread == 0 || !settings_.free_initial) return 1.0;
        return exp_exact(spread * normal_draw(item.key[zone], replicate, 0, Stream::index, 1));
    };
    if (item.from == From::figures) return item.figure[zone] * error(item.spread[zone]);
    if (item.from == From::prior) return nan;
    const std::array<std::size_t, 1> one{zone};
    const auto level = [&](std::size_t y) {
        const double amount = targets::evaluate(*item.metric, world_, record, one, y);
        if (!item.per) return amount;
        const double per = targets::evaluate(*item.per, world_, record, one, y);
        return per > 0 ? amount / per : nan;
    };
    if (stated.statistic == "level") return level(year) * error(stated.spread);
    // A zone that was none last year has nothing to compare with.
    if (year == 0 || record.level[(year - 1) * record.zones + zone] == 0) return nan;
    const double now = level(year), before = level(year - 1);
    if (stated.statistic == "increase") return (now - before) * error(stated.spread);
    return before > 0 ? (now / before - 1.0) * error(stated.spread) : nan;
}

double Scorer::drawn_points(std::size_t i, std::uint64_t replicate, std::size_t zone, int year) const {
    const IndexItem& item = world_.scenario.index->items[i];
    if (!item.mean) return nan;
    const double lasting = settings_.free_initial ? normal_draw(items_[i].key[zone], replicate, 0, Stream::index, 0) : 0.0;
    const double yearly = settings_.free_chance ? normal_draw(items_[i].key_yearly[zone], replicate, year, Stream::index, 0) : 0.0;
    return std::clamp(*item.mean + item.sd * (std::sqrt(item.persistence) * lasting + std::sqrt(1.0 - item.persistence) * yearly), 0.0,
                      1.0);
}

void Scorer::score(const Trajectory& record, std::uint64_t replicate, Scores& out) const {
    const scenario::ZoneIndex& index = *world_.scenario.index;
    const std::size_t zones = record.zones, items = items_.size();
    out.set.assign(record.years * zones, 0);
    out.score.assign(record.years * zones, nan);
    out.rank.assign(record.years * zones, 0);
    out.points.assign(record.years * zones * items, nan);
    out.value.assign(record.years * zones * items, nan);
    std::vector<std::size_t> members;
    std::vector<double> values, points, scores;
    std::vector<unsigned> ranks;
    for (std::size_t year = 0; year < record.years; ++year) {
        for (std::size_t s = 0; s < sets_.size(); ++s) {
            members.clear();
            for (std::size_t z = 0; z < zones; ++z) {
                if (world_.zones[z].outside || record.level[year * zones + z] == 0 || out.set[year * zones + z] != 0) continue;
                if (record.member(sets_[s], z, year)) members.push_back(z);
            }
            for (const std::size_t z : members) out.set[year * zones + z] = static_cast<std::uint8_t>(s + 1);
            values.resize(members.size());
            points.resize(members.size());
            for (std::size_t i = 0; i < items; ++i) {
                for (std::size_t m = 0; m < members.size(); ++m) values[m] = value(i, record, replicate, members[m], year);
                points_of(values, index.standardise, index.items[i].less_is_better, points);
                for (std::size_t m = 0; m < members.size(); ++m) {
                    const std::size_t at = (year * zones + members[m]) * items + i;
                    // Zones without a value of their own draw points, if the item has some to draw.
                    const bool draws = items_[i].from != From::metric && !(values[m] == values[m]);
                    out.points[at] = draws ? drawn_points(i, replicate, members[m], world_.base_year + static_cast<int>(year)) : points[m];
                    out.value[at] = values[m];
                }
            }
            scores.resize(members.size());
            ranks.resize(members.size());
            for (std::size_t m = 0; m < members.size(); ++m)
                scores[m] = score_of(index, std::span(out.points).subspan((year * zones + members[m]) * items, items));
            ranks_of(scores, ranks);
            for (std::size_t m = 0; m < members.size(); ++m) {
                out.score[year * zones + members[m]] = scores[m];
                out.rank[year * zones + members[m]] = ranks[m];
            }
        }
    }
}

void check_index(const scenario::Scenario& scenario, Diagnostics& problems) {
    if (!scenario.index) return;
    for (const IndexItem& item : scenario.index->items) {
        for (const std::string& metric : {item.metric, item.per}) {
            targets::MetricError error;
            if (metric.empty() || parse(metric, scenario, error)) continue;
            const Text what = say("指数的指标项 {}：{}", "item {} of the index: {}", base::in_quotes(item.id), error.what);
            if (item.mean)
                problems.note(item.where, what + Text("；改为抽取其分数", "; its points are drawn instead"), error.hint);
            else
                problems.error(item.where, what, error.hint);
        }
    }
}

}  // namespace zonecast::index
