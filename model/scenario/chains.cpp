#include <algorithm>
#include <map>
#include <tuple>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

void read_segments(const std::string& folder, Reading& reading) {
    const auto table =
        read_table(folder, "segments.csv",
                   columns({"id", "chain", "name_zh", "name_en", "position", "sector"}, {"industry", "presence", "source", "confidence"}),
                   {}, reading.segments, reading);
    if (!table) return;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        Segment segment;
        segment.where = row.where();
        segment.id = row.required("id");
        segment.chain = row.required("chain");
        if (!segment.chain.empty() && !is_id(segment.chain))
            row.error("chain", say("产业链 {} 含有编号不能用的字符", "the chain {} has characters that an id may not have", in_quotes(segment.chain)),
                      id_hint(segment.chain));
        segment.name = {row.required("name_zh"), row.required("name_en")};
        segment.position = row.choice<std::string>("position", position_words());
        segment.sector = row.required("sector");
        static_cast<void>(reading.sectors.check(segment.sector, row.where("sector"), reading.diagnostics));
        segment.industry = row.text("industry");
        if (!segment.industry.empty())
            static_cast<void>(reading.industries.check(segment.industry, row.where("industry"), reading.diagnostics));
        segment.presence = row.choice<Presence>("presence", presence_words(), Presence::yes);
        segment.source = row.text("source");
        segment.confidence = row.choice<Confidence>("confidence", confidence_words(), Confidence::reported);
        if (reading.segments.add(segment.id, row.where("id"), reading.diagnostics)) reading.scenario.segments.push_back(segment);
    }
    sort_by_id(reading.scenario.segments);
}

SupplyEdge read_edge(const CsvRow& row, Reading& reading) {
    static const Words<bool> criticalities{{"generic", false}, {"specific", true}};
    SupplyEdge edge;
    edge.where = row.where();
    edge.from = row.required("from");
    edge.to = row.required("to");
    static_cast<void>(reading.segments.check(edge.from, row.where("from"), reading.diagnostics));
    static_cast<void>(reading.segments.check(edge.to, row.where("to"), reading.diagnostics));
    if (edge.from == edge.to && !edge.from.empty())
        row.error("to", say("这条边从 {} 指向它自己", "the edge leads from {} to itself", in_quotes(edge.from)),
                  Text("删去它：环节对自身的投入含在环节之内", "remove it: inputs of a segment from itself are inside it"));
    edge.flow = row.choice<std::string>("flow", flow_words(), std::string("intermediate"));
    edge.input_share = row.share("input_share");
    edge.input_share_low = row.share("input_share_low", edge.input_share);
    edge.input_share_high = row.share("input_share_high", edge.input_share);
    if (edge.input_share_low > edge.input_share || edge.input_share > edge.input_share_high)
        row.error("input_share", Text("input_share 不在其上下限之间", "input_share does not lie between its low and its high"),
                  Text("改正三者之一", "correct one of the three"));
    edge.critical = row.choice<bool>("criticality", criticalities, false);
    edge.local_share = row.share("local_share");
    edge.source = row.text("source");
    edge.confidence = row.choice<Confidence>("confidence", confidence_words(), Confidence::assumed);
    return edge;
}

/// The shares of inputs of one buyer must leave room for its value added.
void check_input_sums(Reading& reading) {
    std::map<std::string, double> sums;
    for (const SupplyEdge& edge : reading.scenario.supply) {
        if (edge.flow != "intermediate") continue;
        double& sum = sums[edge.to];
        const bool below = sum < 1;
        sum += edge.input_share;
        if (below && sum >= 1)
            reading.diagnostics.error(edge.where,
                                      say("加上这条边，{} 的投入份额合计 {}，没有给增加值留下余地",
                                          "the input shares of {} sum to {} with this edge, so nothing is left for value added",
                                          in_quotes(edge.to), number_text(sum)),
                                      Text("份额相对于买方的产出，合计须小于 1", "shares are of the buyer's output and must sum to less than 1"));
    }
}

void read_supply(const std::string& folder, Reading& reading) {
    IdTable edges({"边", "edge"});
    const auto table = read_table(folder, "supply.csv",
                                  columns({"from", "to", "input_share", "local_share"},
                                          {"flow", "input_share_low", "input_share_high", "criticality", "source", "confidence", "note"}),
                                  {}, edges, reading);
    if (!table) return;
    std::map<std::tuple<std::string, std::string, std::string>, Location> first;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        const SupplyEdge edge = read_edge(row, reading);
        const auto [known, added] = first.emplace(std::tuple(edge.from, edge.to, edge.flow), row.where());
        if (!added) {
            row.error("from",
                      say("从 {} 到 {} 的边已经给出，{}", "the edge from {} to {} is already given {}", in_quotes(edge.from),
                          in_quotes(edge.to), place_of(known->second, row.where())),
                      Text("删去其一", "remove one of the two"));
            continue;
        }
        reading.scenario.supply.push_back(edge);
    }
    std::sort(reading.scenario.supply.begin(), reading.scenario.supply.end(),
              [](const SupplyEdge& a, const SupplyEdge& b) { return std::tie(a.from, a.to, a.flow) < std::tie(b.from, b.to, b.flow); });
    check_input_sums(reading);
}

}  // namespace

void read_chains(const std::string& folder, Reading& reading) {
    if (reading.sources.exists(in_folder(folder, "segments.csv"))) read_segments(folder, reading);
    if (reading.sources.exists(in_folder(folder, "supply.csv"))) read_supply(folder, reading);
}

}  // namespace zonecast::scenario
