#include "model/scenario/scenario.hpp"

#include <algorithm>
#include <tuple>

namespace zonecast::scenario {

namespace {

using Key = std::tuple<const std::string&, const std::string&, int>;

bool before(const Figure& figure, const Key& key) {
    return Key(figure.series, figure.place, figure.year) < key;
}

}  // namespace

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
