#include <algorithm>
#include <map>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/pack.hpp"
#include "model/scenario/tables.hpp"
#include "model/scenario/vocabulary.hpp"

namespace zonecast::scenario {

using base::in_quotes;

namespace {

// China with its waters, in degrees.
constexpr double lowest_latitude = 3, highest_latitude = 54;
constexpr double lowest_longitude = 73, highest_longitude = 136;

bool is_latitude(double value) {
    return value >= lowest_latitude && value <= highest_latitude;
}
bool is_longitude(double value) {
    return value >= lowest_longitude && value <= highest_longitude;
}

/// Reads latitude and longitude; empty cells keep what is given.
void read_position(const CsvRow& row, double& latitude, double& longitude, bool need) {
    const bool given = !row.empty("latitude") || !row.empty("longitude");
    if (!given && !need) return;
    const auto lat = parse_number(row.text("latitude")), lon = parse_number(row.text("longitude"));
    if (lat && lon && is_latitude(*lon) && is_longitude(*lat)) {
        row.error("latitude", say("纬度 {} 与经度 {} 颠倒了", "latitude {} and longitude {} are exchanged", number_text(*lat), number_text(*lon)),
                  Text("先写纬度（3 至 54）", "write the latitude (3 to 54) first"));
        return;
    }
    latitude = row.number("latitude", lowest_latitude, highest_latitude);
    longitude = row.number("longitude", lowest_longitude, highest_longitude);
}

void read_cities(const std::string& folder, const Location& asked_by, Reading& reading, std::map<std::string, std::string>* province_of) {
    std::vector<std::string> needed{"id", "name_zh", "name_en", "latitude", "longitude"};
    if (province_of != nullptr) needed.emplace_back("province");
    const auto table = read_table(folder, "cities.csv", columns(needed, {"kind", "source"}), asked_by, reading.cities, reading);
    if (!table) return;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        City city;
        city.where = row.where();
        city.id = row.required("id");
        city.name = {row.required("name_zh"), row.required("name_en")};
        read_position(row, city.latitude, city.longitude, true);
        city.kind = row.choice<CityKind>("kind", city_kind_words(), CityKind::ordinary);
        city.source = row.text("source");
        if (province_of != nullptr) (*province_of)[city.id] = row.required("province");
        if (!reading.cities.add(city.id, row.where("id"), reading.diagnostics)) continue;
        add_scope(city.id, row.where("id"), reading);
        reading.scenario.cities.push_back(city);
    }
    sort_by_id(reading.scenario.cities);
    if (reading.cities.complete() && reading.scenario.cities.empty())
        reading.diagnostics.error(table->header("id"), Text("数据包没有城市", "the pack has no city"),
                                  Text("高新区位于城市之中：至少加一个", "a zone lies in a city: add at least one"));
}

Zone read_zone(const CsvRow& row, Reading& reading) {
    Zone zone;
    zone.where = row.where();
    zone.id = row.required("id");
    zone.name = {row.required("name_zh"), row.required("name_en")};
    zone.city = row.required("city");
    if (reading.cities.check(zone.city, row.where("city"), reading.diagnostics)) {
        const auto& cities = reading.scenario.cities;
        const auto city = std::find_if(cities.begin(), cities.end(), [&](const City& one) { return one.id == zone.city; });
        zone.latitude = city->latitude;
        zone.longitude = city->longitude;
    }
    read_position(row, zone.latitude, zone.longitude, false);
    zone.year_provincial = row.year("year_provincial", false);
    zone.year_national = row.year("year_national", false);
    zone.park = row.flag("park", false);
    if (row.empty("year_provincial") && row.empty("year_national") && !zone.park)
        row.error("year_provincial", say("高新区 {} 没有批准年份，永远不会成为高新区",
                                         "the zone {} has no year of approval, so it would never be a zone", in_quotes(zone.id)),
                  Text("填写 year_provincial 或 year_national（晚于基年者为候选），或 park = 1",
                       "give year_provincial or year_national (a year after the base year makes it a candidate), or park = 1"));
    if (zone.year_provincial && zone.year_national && *zone.year_provincial > *zone.year_national)
        row.error("year_provincial",
                  say("升为省级（{}）晚于升为国家级（{}）", "the zone becomes provincial ({}) after it becomes national ({})",
                      *zone.year_provincial, *zone.year_national),
                  Text("改正其中一个年份", "correct one of the two years"));
    zone.anonymous = row.flag("anonymous", false);
    zone.source = row.text("source");
    zone.confidence = row.choice<Confidence>("confidence", confidence_words(), Confidence::reported);
    zone.note = row.text("note");
    return zone;
}

void read_zones(const std::string& folder, const Location& asked_by, Reading& reading) {
    const auto table = read_table(
        folder, "zones.csv",
        columns({"id", "name_zh", "name_en", "city"},
                {"latitude", "longitude", "year_provincial", "year_national", "anonymous", "park", "source", "confidence", "note"}),
        asked_by, reading.zones, reading);
    if (!table) return;
    for (std::size_t i = 0; i < table->size(); ++i) {
        const CsvRow row = table->row(i, reading.diagnostics);
        const Zone zone = read_zone(row, reading);
        if (!reading.zones.add(zone.id, row.where("id"), reading.diagnostics)) continue;
        add_scope(zone.id, row.where("id"), reading);
        reading.scenario.zones.push_back(zone);
    }
    sort_by_id(reading.scenario.zones);
    if (reading.zones.complete() && reading.scenario.zones.empty())
        reading.diagnostics.error(table->header("id"), Text("数据包没有高新区", "the pack has no zone"), Text("至少加一个", "add at least one"));
}

void make_outside_zones(Reading& reading) {
    if (!reading.cities.complete()) reading.zones.set_incomplete();
    for (const City& city : reading.scenario.cities) {
        Zone zone;
        zone.id = city.id + ".outside";
        zone.name = {city.name.zh + "（高新区外）", city.name.en + ", outside zones"};
        zone.city = city.id;
        zone.latitude = city.latitude;
        zone.longitude = city.longitude;
        zone.outside = true;
        zone.source = city.source;
        zone.where = city.where;
        static_cast<void>(reading.zones.add(zone.id, zone.where, reading.diagnostics, true));
        reading.scenario.zones.push_back(zone);
    }
}

}  // namespace

void read_places(const std::string& folder, const Location& asked_by, Reading& reading) {
    read_cities(folder, asked_by, reading, nullptr);
    read_zones(folder, asked_by, reading);
    make_outside_zones(reading);
    if (!reading.zones.complete() || !reading.cities.complete()) reading.scopes.set_incomplete();
}

std::map<std::string, std::string> read_listed_places(const std::string& folder, const Location& asked_by, Reading& reading) {
    std::map<std::string, std::string> province_of;
    read_cities(folder, asked_by, reading, &province_of);
    read_zones(folder, asked_by, reading);
    return province_of;
}

}  // namespace zonecast::scenario
