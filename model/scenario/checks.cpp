#include "model/scenario/checks.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "model/base/text.hpp"
#include "model/scenario/doses.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/plausible.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

/// Years for which the history has a figure of a series (of any series if it is empty), and of a place likewise.
std::set<int> years_known(const Scenario& scenario, const std::string& series, const std::string& place) {
    std::set<int> years;
    for (const Figure& figure : scenario.history)
        if ((series.empty() || figure.series == series) && (place.empty() || figure.place == place)) years.insert(figure.year);
    return years;
}

Text years_text(const std::set<int>& years) {
    if (years.empty()) return {"没有任何年份", "no year"};
    const std::string first = std::to_string(*years.begin()), last = std::to_string(*years.rbegin());
    return first == last ? first : first + "-" + last;
}

/// Whether the base year lies in the history; if not, nothing else about it is worth saying.
bool check_base_year(Reading& reading) {
    const Scenario& scenario = reading.scenario;
    const std::set<int> years = years_known(scenario, "", "");
    if (scenario.plan.base_year == 0) return false;
    if (years.count(scenario.plan.base_year) > 0) return true;
    reading.diagnostics.error(reading.base_year,
                              say("基年 {} 不在数据包的历史之内，其历史为 {}",
                                  "the base year {} is outside the history of the pack, which knows {}", scenario.plan.base_year,
                                  years_text(years)),
                              Text("选一个 history.csv 给出每个集群收入的基年",
                                   "choose a base year for which history.csv gives the revenue of every cluster"));
    return false;
}

/// Whether the zone of a cluster is still a candidate in the base year: its clusters may then have no figures, and lie in the city's
/// outside.
bool is_candidate(const Scenario& scenario, const std::string& id) {
    const auto zone = std::find_if(scenario.zones.begin(), scenario.zones.end(), [&](const Zone& one) { return one.id == id; });
    return zone != scenario.zones.end() && !zone->outside && zone->level(scenario.plan.base_year) == ZoneLevel::none;
}

/// Every cluster starts from its revenue in the base year, or the latest before it.
void check_cluster_revenue(Reading& reading) {
    const Scenario& scenario = reading.scenario;
    const int base_year = scenario.plan.base_year;
    const std::string base = std::to_string(base_year);
    std::map<std::string, double> named;
    for (const NamedEnterprise& enterprise : scenario.enterprises) named[enterprise.cluster] += enterprise.revenue;
    std::size_t older = 0;
    for (const Cluster& cluster : scenario.clusters) {
        const Figure* revenue = scenario.latest("cluster_revenue", cluster.id, base_year);
        if (revenue == nullptr) {
            if (cluster.added) continue;
            if (is_candidate(scenario, cluster.zone)) continue;
            const std::set<int> years = years_known(scenario, "cluster_revenue", cluster.id);
            reading.diagnostics.error(
                cluster.where,
                say("history.csv 没有 {} 在基年 {} 或之前的 cluster_revenue",
                    "history.csv has no cluster_revenue of {} in the base year {} or before", in_quotes(cluster.id), base),
                years.empty() ? Text("补上该数据；若无人公布，confidence 写 \"assumed\" 并给 spread",
                                     "add the figure, with confidence \"assumed\" and a spread if nobody publishes it")
                              : say("它有 {} 的；补上 {} 的", "it has one of {}; add one of {}", years_text(years), base));
            continue;
        }
        older += revenue->year < base_year ? 1 : 0;
        const auto known = named.find(cluster.id);
        if (known != named.end() && known->second > revenue->value)
            reading.diagnostics.warning(revenue->where,
                                        say("{} 的具名企业收入合计 {}，多于整个集群（{}）",
                                            "the named enterprises of {} have a revenue of {} together, more than the cluster ({})",
                                            in_quotes(cluster.id), number_text(known->second), number_text(revenue->value)),
                                        Text("提高集群的收入，或改正 enterprises.csv 中的收入",
                                             "raise the revenue of the cluster, or correct those in enterprises.csv"));
    }
    if (older > 0)
        reading.diagnostics.warning(reading.base_year,
                                    say("{1} 个集群中有 {0} 个没有基年 {2} 的 cluster_revenue，用的是此前最近的数据",
                                        "{0} of {1} clusters have no cluster_revenue of the base year {2}; their latest earlier figures are "
                                        "used",
                                        older, scenario.clusters.size(), base),
                                    Text("只用其占比；总量取自全省的数据", "their shares count then; the total comes from the province's figures"));
}

/// The kinds of facilities that a metric counts: those between the brackets of "facilities[a + b]".
std::vector<std::string> counted_kinds(const std::string& metric) {
    const std::string start = "facilities[";
    std::vector<std::string> kinds;
    if (metric.compare(0, start.size(), start) != 0) return kinds;
    const std::size_t end = std::min(metric.find(']'), metric.size());
    for (std::size_t at = start.size(); at < end;) {
        const std::size_t plus = std::min(metric.find('+', at), end);
        kinds.emplace_back(base::trimmed(std::string_view(metric).substr(at, plus - at)));
        at = plus + 1;
    }
    return kinds;
}

/// A kind of facility that nothing counts is most likely misspelt.
void check_facilities(Reading& reading) {
    const Scenario& scenario = reading.scenario;
    const std::string prefix = "facilities.";
    std::set<std::string> kinds;
    for (const Figure& figure : scenario.history)
        if (figure.series.compare(0, prefix.size(), prefix) == 0) kinds.insert(figure.series.substr(prefix.size()));
    for (const Target& target : scenario.plan.targets)
        for (const std::string& kind : counted_kinds(target.metric)) kinds.insert(kind);
    for (const Measure& measure : scenario.plan.measures) {
        if (measure.facility.empty() || kinds.count(measure.facility) > 0) continue;
        const std::string meant = closest(measure.facility, {kinds.begin(), kinds.end()});
        if (!meant.empty())
            reading.diagnostics.warning(measure.where,
                                        say("没有数据也没有目标提到措施 {1} 所建的载体 {0}",
                                            "no figure and no target speaks of the facility {0} that the measure {1} builds",
                                            in_quotes(measure.facility), in_quotes(measure.id)),
                                        did_you_mean(meant));
    }
}

/// Doses that no plan can mean, and what doses that build become.
void check_doses(Reading& reading) {
    constexpr double many_items = 100, most_items = 1000;  // a zone and year; the largest of the plans at hand starts 95
    constexpr double most_doses = 100;
    const Plan& plan = reading.scenario.plan;
    for (const Measure& measure : plan.measures) {
        bool broken = false, fractional = false;
        std::vector<double> doses;
        for (const auto& [year, dose] : measure.dose) {
            const bool builds = !measure.facility.empty();
            if (std::abs(dose) > (builds ? most_items : most_doses)) {
                broken = true;
                const Text means = builds ? say("每个高新区将开建这么多 {}", "that many {} would be started in each zone",
                                                in_quotes(measure.facility))
                                          : Text("是政策工具说明所述的这么多倍", "that many times what the instrument's note describes");
                reading.diagnostics.error(
                    measure.where,
                    say("措施 {} 在 {} 年的剂量为 {}：{}", "the measure {0} has a dose of {2} in {1}: {3}", in_quotes(measure.id), year,
                        number_text(dose), means),
                    builds ? say("核对数字；最多为每区每年 {} 项", "check the number; the most is {} items a zone and year",
                                 number_text(most_items))
                           : say("核对数字；最多为 {}", "check the number; the most is {}", number_text(most_doses)));
            }
            if (builds && std::abs(dose) > many_items && std::abs(dose) <= most_items)
                reading.diagnostics.warning(
                    measure.where,
                    say("措施 {} 在 {} 年于每个高新区开建 {} 项 {}", "the measure {0} starts {2} of {3} in each zone in {1}",
                        in_quotes(measure.id), year, number_text(dose), in_quotes(measure.facility)),
                    Text("若非本意，核对数字", "check the number, if that is not meant"));
            fractional = fractional || (builds && dose != std::floor(dose));
            doses.push_back(dose);
        }
        if (broken || !fractional) continue;
        std::string written, started;
        std::size_t t = 0;
        for (const auto& [year, dose] : measure.dose) {
            const std::string begin = (t == 0 ? "" : ", ") + std::to_string(year) + ": ";
            written += begin + number_text(dose);
            started += begin + number_text(items_started(doses, t++));
        }
        reading.diagnostics.note(measure.where,
                                 say("措施 {} 按整项建设：剂量 {} 在每个高新区开建 {}，成本也按此计算",
                                     "the measure {} builds whole items: doses of {} start in each zone {}, and that is what they cost",
                                     in_quotes(measure.id), written, started),
                                 Text("建设类剂量先逐年累加，再一次四舍五入",
                                      "doses that build are summed over the years and rounded once, halves up"));
    }
}

/// A figure that cannot be more than another of the same place and year.
struct Part {
    const char *part, *whole;
};
constexpr Part parts[] = {{"hightech_value_added", "gdp"},
                          {"rd_expenditure", "gdp"},
                          {"hnte_recognised", "hnte_count"},
                          {"invention_patents_granted", "invention_patents_valid"},
                          {"firms_revenue_ge_100", "firms_revenue_ge_1"},
                          {"zones_hightech_revenue", "zones_total_income"},
                          {"hightech_revenue", "total_income"}};

/// Series that add up over places. Published sums of money and people differ a little from their total; registers do not.
struct Additive {
    const char* series;
    double room;  ///< by how much the places together may be above the whole, as a ratio
};
constexpr Additive additive[] = {{"gdp", 1.15},
                                 {"hightech_value_added", 1.15},
                                 {"rd_expenditure", 1.15},
                                 {"population", 1.15},
                                 {"tech_contract_value", 1.15},
                                 {"hnte_count", 1.02},
                                 {"hnte_recognised", 1.02},
                                 {"invention_patents_valid", 1.02},
                                 {"invention_patents_granted", 1.02}};

/// Series that a ratio is taken of: zero would make it absurd, and means that nobody counted.
constexpr const char* never_zero[] = {"gdp",
                                      "hightech_value_added",
                                      "rd_expenditure",
                                      "population",
                                      "land_area",
                                      "total_income",
                                      "zones_total_income",
                                      "zones_hightech_revenue",
                                      "rd_intensity"};
/// Of the province or the nation; a zone or city may have none.
constexpr const char* never_zero_of_provinces[] = {"hnte_count", "invention_patents_valid", "invention_patents_granted",
                                                   "tech_contract_value"};

Text said(const Figure& figure) {
    return say("{1} {2} 年的 {0}（{3}）", "{} of {} in {} ({})", figure.series, in_quotes(figure.place), figure.year,
               number_text(figure.value));
}

/// Zeros that cannot be, parts above what they are part of, and places that together are above their whole.
void check_figures(Reading& reading) {
    const Scenario& scenario = reading.scenario;
    std::map<std::string, std::string> city_of;
    for (const Zone& zone : scenario.zones)
        if (!zone.outside) city_of[zone.id] = zone.city;
    std::set<std::string> cities;
    for (const City& city : scenario.cities) cities.insert(city.id);
    const auto whole_of = [&](const std::string& place) {
        if (const auto zone = city_of.find(place); zone != city_of.end()) return zone->second;
        return cities.contains(place) ? scenario.province : std::string();
    };
    struct Sum {
        double value = 0;
        std::size_t places = 0;
        const Additive* kind = nullptr;
    };
    std::map<const Figure*, Sum> sums;  // by the figure of the whole
    const Text check_both("核对两者的数值和单位", "check value and unit of both");
    for (const Figure& figure : scenario.history) {
        const bool wide = figure.place == scenario.province || figure.place == "china";
        const auto named = [&](const auto& list) {
            return std::any_of(std::begin(list), std::end(list), [&](const char* one) { return figure.series == one; });
        };
        if (figure.value == 0 && (named(never_zero) || (wide && named(never_zero_of_provinces))))
            reading.diagnostics.error(figure.where, said(figure) + Text("不能为零", " cannot be zero"),
                                      Text("改正它；若不知道该数，删去这一行",
                                           "correct it, or remove the row if the figure is not known"));
        for (const Part& part : parts) {
            if (figure.series != part.part) continue;
            const Figure* whole = scenario.figure(part.whole, figure.place, figure.year);
            // Two figures of one publisher may be a little apart; however unsure a figure is, its middle is not above
            // the whole.
            constexpr double most_room = 0.02;
            if (whole != nullptr && whole->value > 0 &&
                figure.value > whole->value * (1 + std::min(most_room, 2 * (figure.spread + whole->spread))))
                reading.diagnostics.error(figure.where,
                                          say("{}大于它所属的 {}（{}，{}）", "{} is more than the {} that it is part of ({}, {})",
                                              said(figure), part.whole, number_text(whole->value), place_of(whole->where, figure.where)),
                                          check_both);
        }
        for (const Additive& one : additive) {
            if (figure.series != one.series) continue;
            const std::string above = whole_of(figure.place);
            const Figure* whole = above.empty() ? nullptr : scenario.figure(figure.series, above, figure.year);
            if (whole == nullptr || whole->value <= 0) continue;
            if (figure.value > whole->value * (1 + 2 * (figure.spread + whole->spread))) {
                reading.diagnostics.error(figure.where,
                                          say("{}大于它所在的 {} 的该数（{}，{}）", "{} is more than that of {}, which it lies in ({}, {})",
                                              said(figure), in_quotes(above), number_text(whole->value),
                                              place_of(whole->where, figure.where)),
                                          check_both);
                continue;
            }
            Sum& sum = sums[whole];
            sum.value += figure.value;
            sum.places += 1;
            sum.kind = &one;
        }
    }
    for (const auto& [whole, sum] : sums)
        if (sum.places > 1 && sum.value > whole->value * sum.kind->room)
            reading.diagnostics.error(whole->where,
                                      say("{}小于它的 {} 个地方之和 {}", "{} is less than the sum of its {} places, {}", said(*whole),
                                          sum.places, number_text(sum.value)),
                                      Text("核对各数的数值和单位，或删去口径不同的数",
                                           "check value and unit of all, or remove what counts something else"));
}

/// Figures of the province that every start needs. The engine asks for them too; but it does not come to that where a
/// pack has other errors, and all are to be listed at once.
void check_province_figures(Reading& reading) {
    constexpr const char* needed[] = {"gdp",
                                      "hightech_value_added",
                                      "rd_expenditure",
                                      "hnte_count",
                                      "invention_patents_valid",
                                      "invention_patents_granted",
                                      "tech_contract_value",
                                      "population"};
    const Scenario& scenario = reading.scenario;
    const auto& problems = reading.diagnostics.problems();
    const bool others = std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
        return problem.severity == Severity::error && problem.where.file != scenario.plan.where.file;
    });
    if (!others || scenario.province.empty() || scenario.history.empty()) return;
    const Location history{scenario.history.front().where.file, 0, 0};
    for (const char* series : needed)
        if (scenario.latest(series, scenario.province, scenario.plan.base_year) == nullptr)
            reading.diagnostics.error(
                history,
                say("没有 {1} 在 {2} 年或更早的数据 \"{0}\"，而初始状态由它开始",
                    "there is no figure \"{0}\" of {1} for {2} or earlier; the initial state starts from it", series, scenario.province,
                    scenario.plan.base_year),
                say("加一行：{},{},{},...", "add a row: {},{},{},...", series, scenario.province, scenario.plan.base_year));
}

}  // namespace

void check_whole(Reading& reading) {
    check_doses(reading);
    if (reading.history_complete) {
        check_figures(reading);
        check_plausible(reading);
        reading.start_known = check_base_year(reading);
        if (reading.start_known && reading.clusters.complete()) check_cluster_revenue(reading);
        if (reading.start_known) check_province_figures(reading);
    }
    check_facilities(reading);
}

}  // namespace zonecast::scenario
