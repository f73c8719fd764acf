#include "model/engine/world.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "model/base/distributions.hpp"
#include "model/base/vector_math.hpp"
#include "model/engine/chain_compiler.hpp"
#include "model/scenario/course.hpp"
#include "model/scenario/ids.hpp"
#include "model/scenario/panel.hpp"
#include "model/start/certificate_shares.hpp"

namespace zonecast::engine {

using scenario::Figure;
using scenario::Scenario;
using scenario::ZoneLevel;

namespace {

/// Figure of the year nearest to `year` (the earlier of two), or null.
const Figure* nearest_of(const Scenario& s, const std::string& series, const std::string& place, int year) {
    if (const Figure* f = s.figure(series, place, year)) return f;
    const Figure* best = nullptr;
    for (int distance = 1; distance <= 30 && best == nullptr; ++distance) {
        best = s.figure(series, place, year - distance);
        if (best == nullptr) best = s.figure(series, place, year + distance);
    }
    return best;
}

Known known(const Figure* f) {
    return f == nullptr ? Known{} : Known{f->value, f->spread};
}

/// Whether enterprises hatch in a facility of this kind.
bool hatches(const std::string& kind) {
    return kind.find("incubator") != std::string::npos || kind.find("maker_space") != std::string::npos;
}

/// Dose in force by year after delay, ramp and fade.
std::vector<double> strength_in_force(const std::vector<double>& dose, const scenario::Instrument& instrument) {
    std::vector<double> strength(dose.size(), 0.0);
    double now = 0;
    for (std::size_t t = 1; t < dose.size(); ++t) {
        const auto delay = static_cast<std::size_t>(std::max(0, instrument.delay));
        const double goal = t >= delay + 1 ? dose[t - delay] : 0.0;
        const double sign = goal < 0 || (goal == 0 && now < 0) ? -1.0 : 1.0;
        const double aim = std::abs(goal), have = std::max(0.0, sign * now);
        const double next =
            aim >= have ? std::min(aim, have + aim / std::max(1, instrument.ramp)) : std::max(aim, have * (1.0 - instrument.fade));
        now = sign * next;
        strength[t] = now;
    }
    return strength;
}

/// Builds a World step by step; problems are collected, not thrown.
class Compiler {
public:
    Compiler(World& world, Diagnostics& problems) : w_(world), s_(world.scenario), problems_(problems) {}

    void run(const reference::ReferenceLaw* given) {
        places();
        if (problems_.has_errors()) return;
        base_totals();
        clusters();
        perimeters();
        w_.facility_kinds = facility_kinds(s_);
        if (const auto floor = std::find(w_.facility_kinds.begin(), w_.facility_kinds.end(), "innovation_floor");
            floor != w_.facility_kinds.end())
            w_.floor_kind = static_cast<std::size_t>(floor - w_.facility_kinds.begin());
        for (std::size_t k = 0; k < w_.facility_kinds.size(); ++k)
            if (hatches(w_.facility_kinds[k])) w_.hatching.push_back(k);
        zones_base();
        measures();
        if (problems_.has_errors()) return;
        if (given != nullptr)
            w_.reference = *given;
        else
            learn_reference();
        compile_chain(w_, problems_);
        shocks();
    }

private:
    World& w_;
    const Scenario& s_;
    Diagnostics& problems_;
    std::unordered_map<std::string, std::size_t> zone_, city_, industry_, cluster_;

    // Every figure that the start rests on passes here, so that `check` can say which ones nothing reads.
    const Figure* seen(const Figure* f) {
        if (f != nullptr) w_.read.insert(f);
        return f;
    }
    const Figure* figure(const std::string& series, const std::string& place, int year) { return seen(s_.figure(series, place, year)); }
    const Figure* latest(const std::string& series, const std::string& place, int year) { return seen(s_.latest(series, place, year)); }
    const Figure* nearest(const std::string& series, const std::string& place, int year) { return seen(nearest_of(s_, series, place, year)); }

    double required(const std::string& series, const std::string& place) {
        const Figure* f = latest(series, place, w_.base_year);
        if (f == nullptr) {
            problems_.error(s_.plan.where,
                            say("数据包没有 {1} 在 {2} 年或更早的数据 \"{0}\"，而初始状态由它开始",
                                "the pack has no figure \"{0}\" of {1} for {2} or earlier; the initial state starts from it", series, place,
                                w_.base_year),
                            say("在数据包的 history.csv 中加一行：{},{},{},...", "add a row to the pack's history.csv: {},{},{},...", series,
                                place, w_.base_year));
            return 1.0;
        }
        if (f->year != w_.base_year)
            problems_.warning(f->where, say("{1} 的 \"{0}\" 是 {2} 年的，用于基年 {3}", "\"{0}\" of {1} is of {2}, used for the base year {3}", series,
                                            place, f->year, w_.base_year));
        return f->value;
    }

    void places() {
        for (std::size_t i = 0; i < s_.industries.size(); ++i) {
            industry_[s_.industries[i].id] = i;
            w_.industries.push_back(s_.industries[i].id);
        }
        for (const auto& c : s_.cities) {
            city_[c.id] = w_.cities.size();
            w_.cities.push_back({.id = c.id});
        }
        for (const auto& z : s_.zones) {
            WorldZone zone;
            zone.id = z.id;
            zone.city = city_.at(z.city);
            zone.outside = z.outside;
            zone.level = z.level(w_.base_year);
            for (int y = w_.base_year; y <= w_.base_year + static_cast<int>(w_.known_until); ++y) zone.given.push_back(z.level(y));
            zone.candidate = !z.outside && zone.level == ZoneLevel::none;
            zone.approvable = z.year_provincial || z.year_national;
            zone.park = z.park;
            zone.latitude = z.latitude;
            zone.longitude = z.longitude;
            zone_[z.id] = w_.zones.size();
            if (z.outside) w_.cities[zone.city].outside = w_.zones.size();
            w_.zones.push_back(std::move(zone));
        }
    }

    void base_totals() {
        const std::string& p = s_.province;
        const int y = w_.base_year;
        BaseTotals& b = w_.base;
        b.gdp = required("gdp", p);
        b.value_added = required("hightech_value_added", p);
        b.rd = required("rd_expenditure", p);
        b.certified = required("hnte_count", p);
        b.patents_valid = required("invention_patents_valid", p);
        b.patents_granted = required("invention_patents_granted", p);
        b.contracts = required("tech_contract_value", p);
        b.population = required("population", p);
        b.expired = expired_certificates();
        if (const Figure* f = figure("hnte_recognised", p, y)) {
            b.recognised = f->value;
        } else if (const Figure* before = figure("hnte_count", p, y - 1); before != nullptr) {
            b.recognised = std::clamp(b.certified - before->value + b.expired, 0.2 * b.certified, b.certified);
            problems_.warning(s_.plan.where,
                              say("没有 {} {} 年的数据 \"hnte_recognised\"：由当年和上年的存量及到期数推算",
                                  "no figure \"hnte_recognised\" of {} for {}: it is worked out from the stocks of this year and the last and "
                                  "from what expired",
                                  p, y));
        } else {
            b.recognised = 0.34 * b.certified;
            problems_.warning(s_.plan.where,
                              say("没有 {} {} 年的数据 \"hnte_recognised\"：假定存量的三分之一另加 2 % 持有基年的证书",
                                  "no figure \"hnte_recognised\" of {} for {}: a third of the stock and 2 per cent is assumed to carry a "
                                  "certificate of the base year",
                                  p, y));
        }
        b.at_least_1 = known(nearest_within(p, "firms_revenue_ge_1", 2));
        b.at_least_100 = known(nearest_within(p, "firms_revenue_ge_100", 4));
        b.below_0_2 = known(nearest_within(p, "firms_below_0.2", 4));
        if (const Figure* f = nearest_within(p, "firms_revenue_ge_1_share_of_revenue", 4)) b.at_least_1_revenue_share = f->value;
        if (const Figure* f = nearest_within(p, "hnte_revenue_ge_1_share", 4)) b.certified_at_least_1_share = f->value;
        if (const Figure* f = nearest_within(p, "hnte_share_of_value_added", 4)) b.certified_revenue_share = f->value;
        if (const Figure* f = latest("tech_contract_value", "china", y)) b.national_contracts = f->value;
        b.zones_revenue = known(figure("zones_hightech_revenue", p, y));
        b.ip_pledge_finance = known(latest("ip_pledge_finance", p, y));
        b.rd_institution_coverage = known(latest("rd_institution_coverage", p, y));
        const Figure* income = latest("zones_total_income", p, y);
        const Figure* revenue = latest("zones_hightech_revenue", p, y);
        if (income != nullptr && revenue != nullptr && revenue->value > 0)
            b.zones_income_ratio = std::max(1.0, income->value / revenue->value);
    }

    /// Certificates that expired in the base year: the recognitions of three years before; if they are not published, what the recognitions
    /// of the two years between leave of last year's stock; failing that, a third of the latest stock (E6).
    double expired_certificates() {
        constexpr double over_stock = 1.03;  // three years' recognitions over the stock (docs/evidence.md)
        const std::string& p = s_.province;
        const int y = w_.base_year;
        const auto recognised = [&](int year) {
            const Figure* f = figure("hnte_recognised", p, year);
            return f != nullptr && f->confidence != scenario::Confidence::assumed ? f->value : 0.0;
        };
        if (const double then = recognised(y - 3); then > 0) return then;
        const Figure* stock = figure("hnte_count", p, y - 1);
        if (stock == nullptr) return over_stock * known(latest("hnte_count", p, y)).value / 3.0;
        const double between = recognised(y - 2) > 0 && recognised(y - 1) > 0 ? recognised(y - 2) + recognised(y - 1) : 0.0;
        return between > 0 && over_stock * stock->value > between ? over_stock * stock->value - between : over_stock * stock->value / 3.0;
    }

    /// What the panel of the library says of the province up to the base year.
    void learn_reference() {
        if (s_.panel == nullptr) {
            problems_.warning(s_.plan.where,
                              Text("资料库没有各省面板（panel.csv）：对全国一无所知，高新技术企业、研发、技术合同、专利和 GDP 没有自身的增长",
                                   "the library has no panel of provinces (panel.csv): nothing is known of the nation, and certified "
                                   "enterprises, R&D, contracts, patents and GDP have no growth of their own"),
                              Text("用 zonecast 自带的资料库，或把它的面板加进你的资料库",
                                   "use the library that comes with zonecast, or add its panel to yours"));
            return;
        }
        const reference::OwnFigures own = reference::own_figures(s_, w_.base_year);
        const reference::Evidence evidence = reference::evidence(*s_.panel, w_.base_year, &own);
        w_.reference = reference::ReferenceLaw(reference::learn(evidence), evidence, s_.province, w_.base_year);
    }

    const Figure* nearest_within(const std::string& place, const std::string& series, int years) {
        const Figure* f = nearest_of(s_, series, place, w_.base_year);
        return f != nullptr && std::abs(f->year - w_.base_year) <= years ? seen(f) : nullptr;
    }

    void clusters() {
        // Revenue of clusters: the figure of the base year, or the nearest earlier year's (shares count, the total is known).
        struct Row {
            const scenario::Cluster* cluster;
            Known revenue;
        };
        std::vector<std::vector<Row>> by_zone(w_.zones.size());
        for (const auto& c : s_.clusters) {
            const std::size_t z = zone_.at(c.zone);
            const Figure* f = latest("cluster_revenue", c.id, w_.base_year);
            if (f == nullptr) {
                if (c.added) by_zone[z].push_back({&c, {}});     // empty until a change of the plan brings somebody
                if (c.added || w_.zones[z].candidate) continue;  // a park without figures stays part of its city's outside
                problems_.error(
                    c.where,
                    say("集群 \"{}\" 没有 {} 年或更早的数据 \"cluster_revenue\"",
                        "cluster \"{}\" has no figure \"cluster_revenue\" for {} or earlier", c.id, w_.base_year),
                    say("在 history.csv 中加一行 cluster_revenue,{},{},...", "add a row cluster_revenue,{},{},... to history.csv", c.id,
                        w_.base_year));
                continue;
            }
            by_zone[z].push_back({&c, known(f)});
        }
        for (std::size_t z = 0; z < w_.zones.size(); ++z) {
            WorldZone& zone = w_.zones[z];
            zone.first_cluster = w_.clusters.size();
            for (const Row& row : by_zone[z]) add_cluster(z, industry_.at(row.cluster->industry), row.cluster->id, row.revenue);
            zone.cluster_count = w_.clusters.size() - zone.first_cluster;
        }
        if (w_.clusters.empty()) {
            problems_.error(s_.plan.where, Text("数据包没有在基年有收入的集群", "the pack has no cluster with revenue in the base year"),
                            Text("加上 clusters.csv 及其 cluster_revenue 数据", "add clusters.csv and their cluster_revenue figures"));
            return;
        }
        if (w_.clusters.size() > std::numeric_limits<std::uint16_t>::max())
            problems_.error(s_.plan.where, Text("数据包的集群多于 65,535 个", "the pack has more than 65,535 clusters"),
                            Text("合并小集群", "merge small clusters"));
        // R&D intensity relative to the province: industry times city, revenue-weighted mean one.
        double weight = 0, sum = 0;
        const Figure* province = nearest("abovescale_rd_to_revenue", s_.province, w_.base_year);
        for (WorldCluster& c : w_.clusters) {
            const Figure* city = nearest("abovescale_rd_to_revenue", w_.cities[w_.zones[c.zone].city].id, w_.base_year);
            c.rd_relative = s_.industries[c.industry].rd_to_revenue;
            if (city != nullptr && province != nullptr && province->value > 0) c.rd_relative *= city->value / province->value;
            weight += c.revenue.value;
            sum += c.revenue.value * c.rd_relative;
        }
        for (WorldCluster& c : w_.clusters) c.rd_relative *= sum > 0 ? weight / sum : 1.0;
        for (const auto& e : s_.enterprises) {
            const auto found = cluster_.find(e.cluster);
            if (found == cluster_.end() || std::abs(e.year - w_.base_year) > 4) continue;
            w_.enterprises.push_back({e.id, found->second, {e.revenue, e.spread}, e.certified});
        }
    }

    void add_cluster(std::size_t zone, std::size_t industry, const std::string& id, Known revenue) {
        const auto& i = s_.industries[industry];
        cluster_[id] = w_.clusters.size();
        w_.clusters.push_back({id, zone, industry, revenue, i.value_added_rate, i.cyclical_loading, 1.0});
        w_.cluster_industry.push_back(industry);
    }

    void perimeters() {
        w_.perimeters.push_back({ZoneSet::Kind::all_zones, {}, "all_zones"});
        w_.perimeters.push_back({ZoneSet::Kind::national_zones, {}, "national_zones"});
        w_.perimeters.push_back({ZoneSet::Kind::provincial_zones, {}, "provincial_zones"});
        for (const auto& p : s_.perimeters) {
            ZoneSet set{ZoneSet::Kind::zones, {}, p.id};
            for (const auto& z : p.zones)
                if (const auto found = zone_.find(z); found != zone_.end()) set.zones.push_back(found->second);
            for (const auto& c : p.cities)
                for (std::size_t z = 0; z < w_.zones.size(); ++z)
                    if (w_.cities[w_.zones[z].city].id == c) set.zones.push_back(z);
            std::sort(set.zones.begin(), set.zones.end());
            if (!p.level.empty()) {
                set.kind = p.level == "national"     ? ZoneSet::Kind::national_zones
                           : p.level == "provincial" ? ZoneSet::Kind::provincial_zones
                                                     : ZoneSet::Kind::all_zones;
                for (const auto& z : p.except) set.except.push_back(zone_.at(z));
                std::sort(set.except.begin(), set.except.end());
            }
            w_.perimeters.push_back(std::move(set));
        }
    }

    void zones_base() {
        const int y = w_.base_year;
        for (std::size_t i = 0; i < w_.zones.size(); ++i) {
            WorldZone& z = w_.zones[i];
            if (!z.outside) z.revenue = at_base("hightech_revenue", z.id, start::zone_share_drift, {i}, "hightech_value_added");
            z.land = known(latest("land_area", z.id, y));
            z.total_income = known(latest("total_income", z.id, y));
            z.population = known(latest("population", z.id, y));
            z.other_industry_revenue = known(latest("above_scale_other_revenue", z.id, y));
            z.other_industry_firms = known(latest("above_scale_other_firms", z.id, y));
            if (const Figure* f = latest("rank_national", z.id, y)) z.rank = f->value;
            if (const Figure* f = latest("recognised_clusters.national", z.id, y)) z.recognised_clusters = f->value;
            for (const auto& kind : w_.facility_kinds) z.facilities.push_back(known(latest("facilities." + kind, z.id, y)));
        }
        // Shares of cities in the province: nearest published year; by revenue where nothing is published.
        std::vector<double> revenue(w_.cities.size(), 0.0);
        double all = 0;
        for (const WorldCluster& c : w_.clusters) revenue[w_.zones[c.zone].city] += c.revenue.value, all += c.revenue.value;
        auto share = [&](const std::string& series, double total, double WorldCity::*member) {
            double sum = 0;
            std::vector<double> value(w_.cities.size());
            for (std::size_t i = 0; i < w_.cities.size(); ++i) {
                const Figure* f = nearest(series, w_.cities[i].id, y);
                value[i] = f != nullptr ? f->value : -1.0;
            }
            double published = 0, covered = 0;
            for (std::size_t i = 0; i < value.size(); ++i)
                if (value[i] >= 0) published += value[i], covered += revenue[i];
            for (std::size_t i = 0; i < value.size(); ++i) {
                if (value[i] < 0) value[i] = covered > 0 ? published * revenue[i] / covered : revenue[i];
                sum += value[i];
            }
            for (std::size_t i = 0; i < value.size(); ++i) w_.cities[i].*member = sum > 0 ? total * value[i] / sum : 0.0;
        };
        for (WorldCity& c : w_.cities)
            c.revenue = at_base("hightech_revenue", c.id, start::city_share_drift, w_.zone_set(c.id)->zones, "hightech_value_added");
        share("gdp", w_.base.gdp, &WorldCity::gdp);
        share("population", w_.base.population, &WorldCity::population);
        share("invention_patents_valid", 1.0, &WorldCity::patent_share);
        certificates();
        for (WorldCity& c : w_.cities) c.rd = at_base("rd_expenditure", c.id, start::city_share_drift, w_.zone_set(c.id)->zones);
        for (std::size_t i = 0; i < w_.zones.size(); ++i) {
            WorldZone& z = w_.zones[i];
            if (z.outside || z.cluster_count == 0) continue;
            z.gdp = at_base("gdp", z.id, start::zone_share_drift, {i});
            z.rd = at_base("rd_expenditure", z.id, start::zone_share_drift, {i});
        }
        waves();
    }

    /// Promotions of the nation as far as they were known, and the province's weight in it.
    void waves() {
        // The library's panel counts them year by year, without Suzhou Industrial Park; a pack's own figures stand in for it.
        std::map<int, double> zones;
        for (const Figure& f : s_.history)
            if (f.series == "zones_national" && f.place == "china" && f.year <= w_.base_year) zones[f.year] = seen(&f)->value;
        if (s_.panel)
            if (const auto path = s_.panel->path("zones_national", "china", w_.base_year); path.size() > zones.size()) {
                zones.clear();
                for (const auto& one : path) zones[one.year] = one.value;
            }
        if (!zones.empty()) w_.national_field = std::prev(zones.end())->second + 1.0;  // the park is ranked with them
        w_.promotion_waves = laws::learn_promotion_waves(zones, w_.base_year);
        const Figure* nation = nearest("gdp", "china", w_.base_year);
        const auto own = nation != nullptr ? scenario::course(s_, "gdp", s_.province, nation->year) : std::nullopt;
        w_.share_of_nation = own && nation->value > 0 ? *own / nation->value : 1.0 / 31.0;  // one of 31 if nobody says how large it is
        // What the plan says of a zone comes before what the pack says.
        for (const auto* candidates : {&s_.candidates, &s_.plan.candidates})
            for (const auto& c : *candidates)
                if (c.since <= s_.plan.known_until) w_.zones[zone_.at(c.zone)].dossier = c.rank;
    }

    /// A figure of the base year, or one of another year brought to it.
    Known at_base(const std::string& series, const std::string& place, double drift, const std::vector<std::size_t>& zones,
                  const std::string& total = {}) {
        constexpr int farthest = 6;  // years; a share of so long ago says little
        const scenario::Carried c = scenario::carried(s_, series, place, total.empty() ? series : total, w_.base_year, farthest, drift);
        if (seen(c.figure) == nullptr) return {};
        if (c.figure->year != w_.base_year) w_.carried.push_back({c.figure, {c.value, c.spread}, zones});
        return {c.value, c.spread};
    }

    /// Certified enterprises of cities and zones: published ones, those of another year at the province's course; of other cities by rule.
    void certificates() {
        const std::string series = "hnte_count", together = "hnte_count_in_zones";
        double weight = 0, research = 0;
        for (const WorldCity& c : w_.cities) weight += start::city_weight(c.gdp, s_.cities[city_.at(c.id)].kind);
        if (const Figure* f = latest("rd_expenditure", s_.province, w_.base_year)) research = f->value;
        // All zones together: those that were zones when they were counted.
        if (const Figure* f = nearest_within(s_.province, together, 6)) {
            const auto then = scenario::course(s_, series, s_.province, f->year);
            if (then && *then > 0) {
                std::vector<std::size_t> zones;
                for (std::size_t z = 0; z < w_.zones.size(); ++z) {
                    w_.zones[z].counted = w_.zones[z].cluster_count > 0 && s_.zones[z].level(f->year) != ZoneLevel::none;
                    if (w_.zones[z].counted) zones.push_back(z);
                }
                const int apart = std::abs(f->year - w_.base_year);
                w_.base.zones_certified = {f->value * w_.base.certified / *then,
                                           std::hypot(f->spread, start::city_share_drift * std::sqrt(apart))};
                if (apart > 0) w_.carried.push_back({f, w_.base.zones_certified, zones});
            }
        }
        for (WorldCity& c : w_.cities) {
            c.certified = at_base(series, c.id, start::city_share_drift, w_.zone_set(c.id)->zones);
            if (c.certified.value > 0) continue;
            const Figure* rd = nearest_within(c.id, "rd_expenditure", 4);
            const auto then = rd != nullptr ? scenario::course(s_, "rd_expenditure", s_.province, rd->year) : std::nullopt;
            const double share = then && *then > 0 && research > 0
                                     ? start::share_by_research(rd->value / *then)
                                     : (weight > 0 ? start::city_weight(c.gdp, s_.cities[city_.at(c.id)].kind) / weight : 0.0);
            c.certified = {share * w_.base.certified, start::city_rule_spread};
        }
        for (std::size_t z = 0; z < w_.zones.size(); ++z)
            if (!w_.zones[z].outside && w_.zones[z].cluster_count > 0)
                w_.zones[z].certified = at_base(series, w_.zones[z].id, start::zone_share_drift, {z});
    }

    void measures() {
        std::unordered_map<std::string, std::size_t> instrument;
        for (std::size_t i = 0; i < s_.instruments.size(); ++i) instrument[s_.instruments[i].id] = i;
        const std::size_t years = static_cast<std::size_t>(w_.end_year - w_.base_year) + 1;
        for (const auto& m : s_.plan.measures) {
            WorldMeasure out;
            out.measure = m;
            out.instrument = instrument.at(m.instrument);
            const auto& tool = s_.instruments[out.instrument];
            if (const auto set = w_.zone_set(m.scope)) {
                out.scope = *set;
            } else if (const auto c = cluster_.find(m.scope); c != cluster_.end()) {
                out.clusters.push_back(c->second);
                out.scope = {ZoneSet::Kind::zones, {w_.clusters[c->second].zone}, m.scope};
            } else if (const auto i = industry_.find(m.scope); i != industry_.end()) {
                std::set<std::size_t> zones;
                for (std::size_t k = 0; k < w_.clusters.size(); ++k)
                    if (w_.clusters[k].industry == i->second) out.clusters.push_back(k), zones.insert(w_.clusters[k].zone);
                out.scope = {ZoneSet::Kind::zones, {zones.begin(), zones.end()}, m.scope};
            } else {
                problems_.error(
                    m.where,
                    say("措施 \"{}\" 的适用范围 \"{}\" 不是范围、高新区、城市、集群或产业",
                        "measure \"{}\" has the scope \"{}\", which is no perimeter, zone, city, cluster or industry", m.id, m.scope),
                    Text("写数据包中有的", "name one that the pack holds"));
                continue;
            }
            out.dose.assign(years, 0.0);
            for (const auto& [year, dose] : m.dose)
                if (year > w_.base_year && year <= w_.end_year) out.dose[static_cast<std::size_t>(year - w_.base_year)] = dose;
            out.strength = strength_in_force(out.dose, tool);
            if (!m.facility.empty())
                out.facility = static_cast<std::size_t>(std::find(w_.facility_kinds.begin(), w_.facility_kinds.end(), m.facility) -
                                                        w_.facility_kinds.begin());
            out.moves_nothing = true;
            for (std::size_t k = 0; k < tool.channels.size(); ++k) {
                const auto& channel = tool.channels[k];
                const auto lever = lever_named(channel.lever);
                if (!lever) {
                    std::vector<std::string> names(lever_names.begin(), lever_names.end());
                    const std::string guess = closest(channel.lever, names);
                    problems_.error(
                        channel.where,
                        say("政策工具 \"{}\" 推动杠杆 \"{}\"，而引擎没有它",
                            "instrument \"{}\" moves the lever \"{}\", which the engine does not have", tool.id, channel.lever),
                        guess.empty() ? Text("杠杆列于 docs/model.md", "docs/model.md lists the levers") : scenario::did_you_mean(guess));
                    continue;
                }
                if (*lever == Lever::none || (*lever == Lever::facility && out.facility == none)) continue;
                out.moves_nothing = false;
                if (*lever == Lever::facility) continue;
                out.approves = out.approves || *lever == Lever::approval;
                out.effects.push_back(w_.effects.size());
                w_.effects.push_back({w_.measures.size(), *lever, channel.mean, channel.sd, channel.spike,
                                      "effect/" + tool.id + "/" + channel.lever + "/" + std::to_string(k)});
            }
            w_.measures.push_back(std::move(out));
        }
    }

    void shocks() {
        const std::size_t years = static_cast<std::size_t>(w_.end_year - w_.base_year) + 1;
        w_.common_shock.assign(years, 0.0);
        w_.industry_shock.assign(years, std::vector<double>(s_.industries.size(), 0.0));
        for (const auto& shock : s_.plan.shocks)
            for (std::size_t t = 1; t < years; ++t) {
                const int year = w_.base_year + static_cast<int>(t);
                const double change = shock_level(shock, year) - shock_level(shock, year - 1);
                if (shock.kind == "demand") w_.common_shock[t] += change;
                if (shock.kind == "industry_demand") w_.industry_shock[t][industry_.at(shock.target)] += change;
            }
    }
};

}  // namespace

std::vector<std::string> facility_kinds(const Scenario& scenario) {
    std::set<std::string> kinds;
    const std::string prefix = "facilities.";
    for (const auto& f : scenario.history)
        if (f.series.starts_with(prefix)) kinds.insert(f.series.substr(prefix.size()));
    for (const auto& m : scenario.plan.measures)
        if (!m.facility.empty()) kinds.insert(m.facility);
    return {kinds.begin(), kinds.end()};
}

std::shared_ptr<const World> World::compile(const Scenario& scenario, Diagnostics& problems, const reference::ReferenceLaw* reference) {
    auto world = std::shared_ptr<World>(new World);
    world->scenario = scenario;
    world->base_year = scenario.plan.base_year;
    world->end_year = scenario.plan.end_year;
    world->known_until = static_cast<std::size_t>(std::max(0, scenario.plan.known_until - scenario.plan.base_year));
    for (const auto& [id, prior] : scenario.priors)
        if (prior.year > 0 && prior.year != world->base_year)
            problems.error(prior.where,
                           say("\"{}\" 是 {} 年的值，而规划从 {} 年开始", "\"{}\" is of {}, but the plan starts from {}", id, prior.year,
                               world->base_year),
                           say("写 {} 年的值，或删去它，由历史数据得出",
                               "give the value of {}, or leave it out so that it follows from the history", world->base_year));
    world->parameters = ParameterTable(world->scenario, problems);
    if (problems.has_errors()) return nullptr;
    Compiler(*world, problems).run(reference);
    if (problems.has_errors()) return nullptr;
    return world;
}

std::vector<int> World::years() const {
    std::vector<int> years;
    for (int y = base_year; y <= end_year; ++y) years.push_back(y);
    return years;
}

std::vector<ParameterInfo> World::parameter_infos() const {
    std::vector<ParameterInfo> infos;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto& p = parameters.prior(i);
        infos.push_back({p.id, p.name, p.unit, p.group == scenario::Prior::Group::initial ? "initial" : "parameter"});
    }
    for (const WorldEffect& e : effects) {
        const auto& measure = measures[e.measure].measure;
        infos.push_back({"effect." + measure.id + "." + std::string(lever_names[static_cast<std::size_t>(e.lever)]),
                         scenario.instruments[measures[e.measure].instrument].name, "per dose", "effect"});
    }
    return infos;
}

double World::effect_value(const WorldEffect& effect, double u) {
    if (u < effect.spike) return 0.0;
    const double rest = (u - effect.spike) / (1.0 - effect.spike);
    return effect.mean + effect.sd * normal_quantile(std::clamp(rest, 1e-15, 1.0 - 1e-15));
}

std::vector<std::size_t> World::parameter_indices(const std::vector<std::string>& ids) const {
    std::map<std::string, std::vector<std::size_t>> places;
    std::vector<std::string> known;
    for (const ParameterInfo& info : parameter_infos()) {
        places[info.id].push_back(known.size());
        known.push_back(info.id);
    }
    for (const WorldMeasure& measure : measures) {
        const std::string id = "dose." + measure.measure.id;
        places[id].push_back(known.size());
        known.push_back(id);
    }
    std::map<std::string, std::size_t> taken;
    std::vector<std::size_t> indices;
    for (const std::string& id : ids) {
        const auto found = places.find(id);
        const std::size_t which = taken[id]++;
        if (found == places.end() || which >= found->second.size()) {
            const std::string guess = closest(id, known);
            throw std::invalid_argument("this scenario draws no parameter \"" + id + "\"" + (found != places.end() ? " so often" : "") +
                                        (guess.empty() || guess == id ? "" : "; did you mean \"" + guess + "\"?"));
        }
        indices.push_back(found->second[which]);
    }
    return indices;
}

bool ZoneSet::holds(std::size_t zone, unsigned level) const {
    if (kind == Kind::zones) return std::binary_search(zones.begin(), zones.end(), zone);
    const bool of_level = kind == Kind::national_zones ? level == 2 : kind == Kind::provincial_zones ? level == 1 : level >= 1;
    return of_level && !std::binary_search(except.begin(), except.end(), zone);
}

std::optional<ZoneSet> World::zone_set(const std::string& id) const {
    for (const ZoneSet& p : perimeters)
        if (p.id == id) return p;
    ZoneSet set{ZoneSet::Kind::zones, {}, id};
    if (id == scenario.province) {
        for (std::size_t z = 0; z < zones.size(); ++z) set.zones.push_back(z);
        return set;
    }
    for (std::size_t z = 0; z < zones.size(); ++z)
        if (zones[z].id == id || cities[zones[z].city].id == id) set.zones.push_back(z);
    if (!set.zones.empty()) return set;
    return std::nullopt;
}

std::size_t World::zone_index(const std::string& id) const {
    for (std::size_t z = 0; z < zones.size(); ++z)
        if (zones[z].id == id) return z;
    return none;
}

}  // namespace zonecast::engine
