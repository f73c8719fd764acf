// Step 15 of the start: what of GDP and R&D lies outside technology enterprises, by city and zone (docs/model.md, "Where a run starts").
#include <algorithm>

#include "model/base/distributions.hpp"
#include "model/engine/replicate.hpp"
#include "model/start/certificate_shares.hpp"

namespace zonecast::engine {

namespace {

enum ProductDraw : std::uint32_t { zone_gdp = 22, zone_rd, city_rd };  // at a zone's address
constexpr double least_rest = 0.02;   // of GDP or R&D: what technology enterprises never make up
constexpr double zones_most = 0.9;    // of a city's rest that its zones can hold together

}  // namespace

void Replicate::start_products() {
    const BaseTotals& base = w_.base;
    const std::size_t zones = w_.zones.size(), cities = w_.cities.size();
    auto drawn = [&](const Known& k, std::uint64_t key, std::uint32_t draw) { return k.value * exp_exact(k.spread * initial_noise(key, draw)); };
    std::vector<double> value_added(zones, 0.0), rd(zones, 0.0), city_value_added(cities, 0.0), city_rd_made(cities, 0.0);
    double rd_made = 0;
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
        const std::size_t z = w_.clusters[c].zone, i = w_.zones[z].city;
        const double added = value_added_scale_ * w_.clusters[c].value_added_rate * totals_[c].revenue / 0.93;
        value_added[z] += added, city_value_added[i] += added;
        rd[z] += totals_[c].rd, city_rd_made[i] += totals_[c].rd, rd_made += totals_[c].rd;
    }
    // Cities: what their own figure leaves; where R&D is not published, as much beside each enterprise's as in the province.
    const double rest = base.gdp - base.value_added, rd_rest = base.rd - rd_made;
    std::vector<double> city_rest(cities, 0.0), city_rd_rest(cities, 0.0);
    double weight = 0, rd_weight = 0;
    for (std::size_t i = 0; i < cities; ++i) {
        const WorldCity& city = w_.cities[i];
        city_rest[i] = std::max(least_rest * city.gdp, city.gdp - city_value_added[i]);
        weight += city_rest[i];
        const double published = city.rd.value > 0 && city.outside != none ? drawn(city.rd, keys_.initial.zone[city.outside], city_rd) : 0.0;
        city_rd_rest[i] = published > 0 ? std::max(least_rest * published, published - city_rd_made[i])
                                        : (rd_made > 0 ? std::max(rd_rest, 0.0) * city_rd_made[i] / rd_made : 0.0);
        rd_weight += city_rd_rest[i];
    }
    for (std::size_t i = 0; i < cities; ++i) {
        city_rest[i] = weight > 0 ? rest * city_rest[i] / weight : 0.0;
        city_rd_rest[i] = rd_weight > 0 ? rd_rest * city_rd_rest[i] / rd_weight : 0.0;
    }
    // Zones: what their figure leaves, else a share of their other income and the R&D of their other industry.
    std::vector<start::Goal> product(zones), research(zones);
    for (std::size_t z = 0; z < zones; ++z) {
        const WorldZone& zone = w_.zones[z];
        if (zone.outside) continue;
        const std::uint64_t key = keys_.initial.zone[z];
        const double published = drawn(zone.gdp, key, zone_gdp);
        product[z].value = published > 0 ? std::max(least_rest * published, published - value_added[z])
                                         : p_.zone_gdp_ratio * zone_[z].other_income * exp_exact(p_.zone_gdp_sd * initial_noise(key, zone_gdp));
        product[z].spread = published > 0 ? zone.gdp.spread : p_.zone_gdp_sd;
        const double spent = drawn(zone.rd, key, zone_rd);
        research[z].value =
            spent > 0 ? std::max(least_rest * spent, spent - rd[z]) : p_.other_industry_rd * zone_[z].other_industry_revenue;
        research[z].spread = spent > 0 ? zone.rd.spread : p_.zone_gdp_sd;
    }
    std::vector<std::size_t> members;
    std::vector<start::Goal> goals;
    auto share_out = [&](const std::vector<start::Goal>& wanted, double total, double ZoneAccounts::*account, std::size_t outside) {
        goals.clear();
        double sum = 0;
        for (const std::size_t z : members) goals.push_back(wanted[z]), sum += wanted[z].value;
        const double most = zones_most * std::max(0.0, total);
        if (sum > most) {
            const std::vector<double> held = start::reconcile(goals, most);
            for (std::size_t k = 0; k < members.size(); ++k) goals[k].value = held[k];
        }
        sum = 0;
        for (std::size_t k = 0; k < members.size(); ++k) zone_[members[k]].*account = goals[k].value, sum += goals[k].value;
        if (outside != none) zone_[outside].*account = total - sum;
    };
    for (std::size_t i = 0; i < cities; ++i) {
        members.clear();
        for (std::size_t z = 0; z < zones; ++z)
            if (w_.zones[z].city == i && !w_.zones[z].outside) members.push_back(z);
        share_out(product, city_rest[i], &ZoneAccounts::gdp_rest, w_.cities[i].outside);
        share_out(research, city_rd_rest[i], &ZoneAccounts::rd_rest, w_.cities[i].outside);
    }
}

}  // namespace zonecast::engine
