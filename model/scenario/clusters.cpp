#include <algorithm>
#include <limits>

#include "model/base/text.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

/// The record with that id of a list sorted or not, or null.
template <class Record>
const Record* record_of(const std::vector<Record>& records, const std::string& id) {
    const auto found = std::find_if(records.begin(), records.end(), [&](const Record& one) { return one.id == id; });
    return found == records.end() ? nullptr : &*found;
}

Cluster read_cluster(const CsvRow& row, Reading& reading) {
    Cluster cluster;
    cluster.where = row.where();
    cluster.id = row.required("id");
    cluster.zone = row.required("zone");
    cluster.industry = row.required("industry");
    const bool zone_known = reading.zones.check(cluster.zone, row.where("zone"), reading.diagnostics);
    const bool industry_known = reading.industries.check(cluster.industry, row.where("industry"), reading.diagnostics);
    const std::string wanted = cluster.zone + "." + cluster.industry;
    if (zone_known && industry_known && !cluster.id.empty() && cluster.id != wanted)
        row.error("id", say("编号 {} 与其高新区和产业不符", "the id {} is not that of its zone and industry", in_quotes(cluster.id)),
                  say("写 {}", "write {}", wanted));
    cluster.kind = row.choice<std::string>("kind", cluster_kind_words(), std::string("other"));
    cluster.name = {row.text("name_zh"), row.text("name_en")};
    const Zone* zone = record_of(reading.scenario.zones, cluster.zone);
    const Industry* industry = record_of(reading.scenario.industries, cluster.industry);
    if (zone != nullptr && industry != nullptr) {
        if (cluster.name.zh.empty()) cluster.name.zh = zone->name.zh + "·" + industry->name.zh;
        if (cluster.name.en.empty()) cluster.name.en = zone->name.en + ": " + industry->name.en;
    }
    cluster.source = row.text("source");
    cluster.confidence = row.choice<Confidence>("confidence", confidence_words(), Confidence::reported);
    cluster.note = row.text("note");
    return cluster;
}

void read_enterprises(const std::string& folder, Reading& reading) {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    constexpr double default_spread = 0.15, largest_spread = 3;
    if (!reading.sources.exists(in_folder(folder, "enterprises.csv"))) return;
    const auto table = read_table(
        folder, "enterprises.csv",
        columns({"id", "name_zh", "name_en", "cluster", "revenue", "year", "source"}, {"certified", "spread", "confidence", "note"}), {},
        reading.enterprises, reading);
    if (!table) return;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        NamedEnterprise enterprise;
        enterprise.where = row.where();
        enterprise.id = row.required("id");
        enterprise.name = {row.required("name_zh"), row.required("name_en")};
        enterprise.cluster = row.required("cluster");
        static_cast<void>(reading.clusters.check(enterprise.cluster, row.where("cluster"), reading.diagnostics));
        enterprise.revenue = row.number("revenue", std::numeric_limits<double>::min(), infinite);
        enterprise.year = row.year("year", true).value_or(0);
        enterprise.certified = row.flag("certified", true);
        enterprise.spread = row.number("spread", 0, largest_spread, default_spread);
        enterprise.source = row.required("source");
        enterprise.confidence = row.choice<Confidence>("confidence", confidence_words(), Confidence::reported);
        if (reading.enterprises.add(enterprise.id, row.where("id"), reading.diagnostics))
            reading.scenario.enterprises.push_back(enterprise);
    }
    sort_by_id(reading.scenario.enterprises);
}

}  // namespace

void read_clusters(const std::string& folder, const Location& asked_by, Reading& reading) {
    const auto table = read_table(folder, "clusters.csv",
                                  columns({"id", "zone", "industry"}, {"kind", "name_zh", "name_en", "source", "confidence", "note"}),
                                  asked_by, reading.clusters, reading);
    if (table) {
        for (std::size_t i = 0; i < table->size(); ++i) {
            const CsvRow row = table->row(i, reading.diagnostics);
            const Cluster cluster = read_cluster(row, reading);
            if (reading.clusters.add(cluster.id, row.where("id"), reading.diagnostics, true)) reading.scenario.clusters.push_back(cluster);
        }
        sort_by_id(reading.scenario.clusters);
        if (reading.clusters.complete() && reading.scenario.clusters.empty())
            reading.diagnostics.error(table->header("id"), Text("数据包没有集群", "the pack has no cluster"),
                                      Text("程序模拟的就是集群（一个高新区的一个产业）：至少加一个",
                                           "a cluster (one industry in one zone) is what the program simulates: add at least one"));
    }
    read_enterprises(folder, reading);
}

}  // namespace zonecast::scenario
