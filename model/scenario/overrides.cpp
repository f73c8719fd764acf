#include "model/scenario/overrides.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "model/base/text.hpp"
#include "model/scenario/number.hpp"
#include "model/scenario/years.hpp"

namespace zonecast::scenario {

using base::in_quotes;
using Kind = Override::Kind;

namespace {

constexpr const char* forms =
    "known are: parameter.<id>=<number>, measure.<id>.dose=<factor>, plan.end_year=<year>, target.<id>.value=<number>, "
    "shock.<id>.size=<number>, index.<id>.weight=<number>, plan.index=0";

/// Errors of overrides name the override instead of a file.
Location place(const std::string& text) {
    return {"--set " + text, 0, 0};
}

bool between(const std::string& key, const std::string& start, const std::string& end, std::string& middle) {
    if (key.size() <= start.size() + end.size()) return false;
    if (key.compare(0, start.size(), start) != 0 || key.compare(key.size() - end.size(), end.size(), end) != 0) return false;
    middle = key.substr(start.size(), key.size() - start.size() - end.size());
    return true;
}

template <class Record>
Record* record_of(std::vector<Record>& records, const std::string& id) {
    const auto found = std::find_if(records.begin(), records.end(), [&](const Record& one) { return one.id == id; });
    return found == records.end() ? nullptr : &*found;
}

void fix_parameter(const Override& change, Reading& reading) {
    if (!reading.parameters.check(change.id, place(change.text), reading.diagnostics)) return;
    Prior& prior = reading.scenario.priors[change.id];
    if (change.value < prior.low)
        reading.diagnostics.warning(place(change.text), number_text(change.value) + " lies below the range that the prior of " +
                                                            in_quotes(change.id) + " allows, which begins at " + number_text(prior.low));
    if (change.value > prior.high)
        reading.diagnostics.warning(place(change.text), number_text(change.value) + " lies above the range that the prior of " +
                                                            in_quotes(change.id) + " allows, which ends at " + number_text(prior.high));
    prior.family = Prior::Family::fixed;
    prior.mean = change.value;
    prior.sd = 0;
    prior.low = std::min(prior.low, change.value);
    prior.high = std::max(prior.high, change.value);
    prior.source = "--set";
    prior.grade = "J";
    reading.scenario.plan.priors[change.id] = prior;
}

/// Weight of a group or an item of the index.
void weigh_index(const Override& change, Reading& reading) {
    const Location where = place(change.text);
    if (!reading.scenario.index) {
        reading.diagnostics.error(where, "the run has no index", "name one in [plan] or in the pack");
        return;
    }
    ZoneIndex& index = *reading.scenario.index;
    if (change.value < 0) reading.diagnostics.error(where, "a weight cannot be negative", "0 leaves the group or item out");
    if (IndexGroup* group = record_of(index.groups, change.id)) {
        group->weight = change.value;
    } else if (IndexItem* item = record_of(index.items, change.id)) {
        item->weight = change.value;
    } else {
        std::vector<std::string> known;
        for (const IndexGroup& one : index.groups) known.push_back(one.id);
        for (const IndexItem& one : index.items) known.push_back(one.id);
        reading.diagnostics.error(where, "the index " + in_quotes(index.id) + " has no group or item " + in_quotes(change.id),
                                  suggestion(change.id, known));
    }
}

}  // namespace

std::vector<Override> parse_overrides(const std::vector<std::string>& texts, Diagnostics& diagnostics) {
    std::vector<Override> overrides;
    std::set<std::string> keys;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) {
            diagnostics.error(place(text), "this is not of the form key=value", forms);
            continue;
        }
        const std::string key(base::trimmed(std::string_view(text).substr(0, equals)));
        const std::string number(base::trimmed(std::string_view(text).substr(equals + 1)));
        Override one;
        one.text = text;
        if (key == "plan.end_year")
            one.kind = Kind::end_year;
        else if (between(key, "parameter.", "", one.id))
            one.kind = Kind::parameter;
        else if (between(key, "measure.", ".dose", one.id))
            one.kind = Kind::dose;
        else if (between(key, "target.", ".value", one.id))
            one.kind = Kind::target_value;
        else if (between(key, "shock.", ".size", one.id))
            one.kind = Kind::shock_size;
        else if (between(key, "index.", ".weight", one.id))
            one.kind = Kind::index_weight;
        else if (key == "plan.index")
            one.kind = Kind::without_index;
        else {
            diagnostics.error(place(text), "unknown key " + in_quotes(key), forms);
            continue;
        }
        const auto value = parse_number(number);
        if (!value) {
            diagnostics.error(place(text), in_quotes(number) + " is not a number", number_hint(number));
            continue;
        }
        if (one.kind == Kind::end_year && (!plausible_year(*value) || *value != std::floor(*value))) {
            diagnostics.error(place(text), number + " is not a year within " + plausible_years_text(), "write a calendar year");
            continue;
        }
        if (one.kind == Kind::without_index && *value != 0) {
            diagnostics.error(place(text), "an index is a file, not a number; only 0, to run without it, can be set here",
                              "name another index in [plan]");
            continue;
        }
        if (!keys.insert(key).second) {
            diagnostics.error(place(text), in_quotes(key) + " is set twice", "keep one of the two");
            continue;
        }
        one.value = *value;
        overrides.push_back(std::move(one));
    }
    return overrides;
}

std::optional<int> end_year_of(const std::vector<Override>& overrides) {
    for (const Override& one : overrides)
        if (one.kind == Kind::end_year) return static_cast<int>(one.value);
    return std::nullopt;
}

void apply_overrides(const std::vector<Override>& overrides, Reading& reading) {
    Plan& plan = reading.scenario.plan;
    for (const Override& change : overrides) {
        const Location where = place(change.text);
        switch (change.kind) {
            case Kind::end_year:
                break;  // set when the head of the plan was read
            case Kind::parameter:
                fix_parameter(change, reading);
                break;
            case Kind::dose:
                if (!reading.measures.check(change.id, where, reading.diagnostics)) break;
                if (change.value < 0)
                    reading.diagnostics.error(where, "doses cannot be multiplied by a negative factor", "0 switches the measure off");
                for (auto& dose : record_of(plan.measures, change.id)->dose) dose.second *= change.value;
                break;
            case Kind::target_value:
                if (!reading.targets.check(change.id, where, reading.diagnostics)) break;
                record_of(plan.targets, change.id)->value = change.value;
                break;
            case Kind::without_index:
                reading.scenario.index.reset();
                break;
            case Kind::index_weight:
                weigh_index(change, reading);
                break;
            case Kind::shock_size: {
                if (!reading.shocks.check(change.id, where, reading.diagnostics)) break;
                Shock& shock = *record_of(plan.shocks, change.id);
                if (shock.kind == "external_supply" && (change.value < 0 || change.value > 1))
                    reading.diagnostics.error(where, "the missing share of a supply must lie between 0 and 1", "write it as a ratio");
                shock.size = change.value;
                break;
            }
        }
    }
}

}  // namespace zonecast::scenario
