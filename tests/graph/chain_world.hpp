// A scenario for graph tests, small enough to compute every answer by hand.
#pragma once

#include "model/scenario/scenario.hpp"

namespace zonecast::test {

/// Province "lakeland" with one city, one real zone, its outside, two clusters of "machines" and "chips", an enterprise, and two chains.
///
/// Chain "machines":  ore -0.4-> steel -0.4-> frame -0.3-> crane,   board -0.2 specific, local 0.1-> frame,   frame -0.1-> board (a loop),
///                    crane -capital-> lease.  Chain "chips": chip (missing) -0.25 specific, local 0-> board.
inline scenario::Scenario chain_world() {
    using scenario::Presence;
    scenario::Scenario world;
    world.pack_id = "lakes";
    world.pack_name = {"湖省", "Lake Province"};
    world.province = "lakeland";
    world.plan.base_year = 2016;
    world.cities = {{.id = "east", .name = {"东市", "East"}}};
    world.zones = {{.id = "east_htz", .name = {"东高新区", "East HTZ"}, .city = "east", .year_provincial = 2000, .year_national = 2018},
                   {.id = "east.outside", .name = {"东市区外", "East outside"}, .city = "east", .outside = true}};
    world.industries = {{.id = "chips", .name = {"芯片", "Chips"}}, {.id = "machines", .name = {"机械", "Machines & more"}}};
    world.clusters = {{.id = "east.outside.chips", .name = {"区外芯片", "Chips outside"}, .zone = "east.outside", .industry = "chips"},
                      {.id = "east_htz.machines", .name = {"机械集群", "Machines"}, .zone = "east_htz", .industry = "machines"}};
    world.enterprises = {
        {.id = "lifter", .name = {"起重公司", "Lifter <Ltd>"}, .cluster = "east_htz.machines", .revenue = 120, .year = 2016}};
    world.history = {{.series = "cluster_revenue", .place = "east_htz.machines", .year = 2016, .value = 300}};
    const auto segment = [](const char* id, const char* chain, const char* industry, Presence presence) {
        return scenario::Segment{
            .id = id, .chain = chain, .name = {id, id}, .position = "midstream", .sector = "x", .industry = industry, .presence = presence};
    };
    world.segments = {segment("board", "machines", "chips", Presence::weak),   segment("chip", "chips", "chips", Presence::missing),
                      segment("crane", "machines", "machines", Presence::yes), segment("frame", "machines", "machines", Presence::yes),
                      segment("lease", "machines", "", Presence::yes),         segment("ore", "machines", "", Presence::yes),
                      segment("steel", "machines", "", Presence::yes)};
    const auto input = [](const char* from, const char* to, double share, double local, bool critical) {
        return scenario::SupplyEdge{
            .from = from, .to = to, .input_share = share, .critical = critical, .local_share = local, .flow = "intermediate"};
    };
    world.supply = {input("board", "frame", 0.2, 0.1, true),
                    input("chip", "board", 0.25, 0.0, true),
                    input("frame", "board", 0.1, 0.9, false),
                    input("frame", "crane", 0.3, 0.8, true),
                    input("ore", "steel", 0.4, 0.5, false),
                    input("steel", "frame", 0.4, 0.5, false),
                    {.from = "crane", .to = "lease", .input_share = 0.9, .flow = "capital"}};
    return world;
}

}  // namespace zonecast::test
