#include "model/scenario/checks.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"

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

}  // namespace

void check_whole(Reading& reading) {
    if (reading.history_complete && check_base_year(reading) && reading.clusters.complete()) check_cluster_revenue(reading);
    check_facilities(reading);
}

}  // namespace zonecast::scenario
