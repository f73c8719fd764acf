#include "model/scenario/scenario.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace zonecast::scenario {

namespace {

using Key = std::tuple<const std::string&, const std::string&, int>;

bool before(const Figure& figure, const Key& key) {
    return Key(figure.series, figure.place, figure.year) < key;
}

}  // namespace

Name Scenario::chain_name(const std::string& chain) const {
    for (const Chain& one : chains)
        if (one.id == chain) return one.name;
    std::map<std::string, std::size_t> made;
    for (const Segment& segment : segments)
        if (segment.chain == chain && !segment.industry.empty()) ++made[segment.industry];
    const Industry* most = nullptr;
    for (const Industry& industry : industries) {
        if (industry.id == chain) return industry.name;
        const auto count = made.find(industry.id);
        if (count != made.end() && (most == nullptr || count->second > made[most->id])) most = &industry;
    }
    return most != nullptr ? most->name : Name{chain, chain};
}

const Figure* Scenario::figure(const std::string& series, const std::string& place, int year) const {
    const auto found = std::lower_bound(history.begin(), history.end(), Key(series, place, year), before);
    const bool same = found != history.end() && found->series == series && found->place == place && found->year == year;
    return same ? &*found : nullptr;
}

const Figure* Scenario::latest(const std::string& series, const std::string& place, int year) const {
    auto after = std::lower_bound(history.begin(), history.end(), Key(series, place, year + 1), before);
    if (after == history.begin()) return nullptr;
    --after;
    return after->series == series && after->place == place ? &*after : nullptr;
}

void Scenario::put(Figure figure) {
    const auto at = std::lower_bound(history.begin(), history.end(), Key(figure.series, figure.place, figure.year), before);
    const bool same = at != history.end() && at->series == figure.series && at->place == figure.place && at->year == figure.year;
    if (same)
        *at = std::move(figure);
    else
        history.insert(at, std::move(figure));
}

}  // namespace zonecast::scenario
