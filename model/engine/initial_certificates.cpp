// Step 10 of the start: where the certified enterprises are (docs/model.md, "Where a run starts").
#include <algorithm>

#include "model/base/distributions.hpp"
#include "model/engine/replicate.hpp"
#include "model/start/certificate_shares.hpp"

namespace zonecast::engine {

namespace {

constexpr std::uint32_t zone_draw = 20, city_draw = 21;  // at a zone's address
constexpr std::uint32_t zones_draw = 20;                 // at the province's
constexpr double most_certified = 0.97;                  // of the enterprises of a place

}  // namespace

std::vector<start::ClassArray> Replicate::certificate_chances(const std::vector<start::ClassArray>& members,
                                                              const std::vector<double>& named, const start::ClassArray& chance) {
    const std::size_t zones = w_.zones.size();
    auto drawn = [&](const Known& k, std::uint64_t key, std::uint32_t draw) { return k.value * exp_exact(k.spread * initial_noise(key, draw)); };
    std::vector<start::CertificatePlace> places(zones);
    for (std::size_t z = 0; z < zones; ++z) {
        const WorldZone& zone = w_.zones[z];
        double all = 0, expected = named[z];
        for (std::size_t k = 0; k < laws::class_count; ++k) all += members[z][k], expected += members[z][k] * chance[k];
        const Known known = zone.certified.value > 0 ? zone.certified : Known{expected, start::zone_rule_spread};
        start::Goal& goal = places[z].goal;
        // The outside of a city is what its zones leave: it has no noise of its own.
        goal.value = zone.outside ? expected : drawn(known, keys_.initial.zone[z], zone_draw);
        goal.spread = known.spread;
        goal.least = named[z];
        goal.most = named[z] + most_certified * all;
        places[z].city = zone.city;
        places[z].counted = zone.counted;
    }
    std::vector<start::Goal> cities;
    for (const WorldCity& city : w_.cities) {
        const double value = city.outside == none ? city.certified.value : drawn(city.certified, keys_.initial.zone[city.outside], city_draw);
        cities.push_back({value, city.certified.spread, 0, 0});
    }
    std::optional<double> together;
    if (w_.base.zones_certified.value > 0) together = drawn(w_.base.zones_certified, keys_.initial.province, zones_draw);
    const std::vector<double> goals = start::share_certificates(places, cities, w_.base.certified, together);
    std::vector<start::ClassArray> chances(zones);
    for (std::size_t z = 0; z < zones; ++z) chances[z] = start::chances_for(members[z], chance, goals[z] - named[z]);
    return chances;
}

}  // namespace zonecast::engine
