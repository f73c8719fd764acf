#include "model/targets/conflicts.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <string>

#include <fmt/format.h>

#include "model/base/text.hpp"
#include "model/engine/observables.hpp"
#include "model/targets/judge.hpp"
#include "model/targets/scope.hpp"

namespace zonecast::targets {

using scenario::Comparison;
using scenario::Scenario;
using scenario::Statistic;
using scenario::Target;
using Kind = Conflict::Kind;

namespace {

enum class Direction { upwards, downwards, between };

Direction direction_of(const Target& target) {
    switch (target.comparison) {
        case Comparison::greater_equal:
        case Comparison::greater:
            return Direction::upwards;
        case Comparison::less_equal:
        case Comparison::less:
            return Direction::downwards;
        case Comparison::between:
            break;
    }
    return Direction::between;
}

/// The least that a target asks for and the most that it allows.
struct Bounds {
    double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
    bool low_counts = true, high_counts = true;
};

Bounds bounds_of(const Target& target) {
    Bounds bounds;
    if (direction_of(target) != Direction::downwards) bounds.low = target.value;
    if (direction_of(target) == Direction::downwards) bounds.high = target.value;
    if (direction_of(target) == Direction::between) bounds.high = target.value_high.value_or(bounds.high);
    bounds.low_counts = target.comparison != Comparison::greater;
    bounds.high_counts = target.comparison != Comparison::less;
    return bounds;
}

std::string without_blanks(std::string text) {
    std::erase(text, ' ');
    return text;
}

bool same_quantity(const Target& a, const Target& b) {
    const bool compares = a.statistic != Statistic::level && a.statistic != Statistic::share;
    return without_blanks(a.metric) == without_blanks(b.metric) && a.quantifier == b.quantifier && a.statistic == b.statistic &&
           a.year == b.year && (!compares || a.base_year == b.base_year);
}

/// Whether the metric can only grow when zones are added to a scope: sums of amounts, and counts.
bool grows_with_scope(const Target& target, const Scenario& scenario) {
    if (target.quantifier != scenario::Quantifier::total || target.statistic != Statistic::level) return false;
    MetricError ignored;
    const auto metric = parse_metric(target.metric, scenario, ignored);
    if (!metric) return false;
    switch (metric->kind) {
        case Metric::Kind::observable:
            return metric->observable < engine::quantity_count;
        case Metric::Kind::facilities:
        case Metric::Kind::firms:
        case Metric::Kind::clusters:
        case Metric::Kind::zones:
        case Metric::Kind::level:
            return true;
        default:
            return false;
    }
}

/// Whether one asks for more than the other allows.
bool exceeds(const Target& asks, const Target& allows) {
    const Bounds least = bounds_of(asks), most = bounds_of(allows);
    return least.low > most.high || (least.low == most.high && !(least.low_counts && most.high_counts));
}

/// Whether all that meets the one meets the other.
bool within(const Target& one, const Target& other) {
    const Bounds inner = bounds_of(one), outer = bounds_of(other);
    return inner.low >= outer.low && inner.high <= outer.high;
}

std::string place(const Location& where) {
    return fmt::format("{}:{}:{}", where.file, where.line, where.column);
}

Text why(Kind kind) {
    switch (kind) {
        case Kind::excluded:
            return {"没有结果能同时满足两者", "no outcome meets both"};
        case Kind::two_numbers:
            return {"它们对同一事物给出两个数，达到较严者即达到另一个",
                    "they state two numbers for one thing, and whoever meets the stricter meets the other"};
        case Kind::implied:
            return {"一个的范围包含另一个的范围，达到其一即达到另一个",
                    "the scope of one holds that of the other, and whoever meets the one meets the other"};
        case Kind::two_versions:
            return {"只有一个是规划自己的目标；另一个对包含它或在它之内的范围给出另一个数",
                    "only one of them is a target of the plan itself; the other states another number, for a scope that holds it or lies in "
                    "it"};
    }
    return {};
}

Text said(const Target& target) {
    if (direction_of(target) == Direction::between)
        return say("\"{}\"（{}，{} 至 {}）", "\"{}\" ({} from {} to {})", target.id, target.scope, fmt::format("{}", target.value),
                   fmt::format("{}", target.value_high.value_or(target.value)));
    const bool upwards = direction_of(target) == Direction::upwards;
    return say("\"{}\"（{}，{} {}）", "\"{}\" ({} {} {})", target.id, target.scope,
               upwards ? Text("不低于", "from") : Text("不高于", "up to"), fmt::format("{}", target.value));
}

}  // namespace

std::vector<Conflict> find_conflicts(const Scenario& scenario) {
    std::vector<Conflict> conflicts;
    const std::vector<Target>& targets = scenario.plan.targets;
    for (std::size_t i = 0; i < targets.size(); ++i)
        for (std::size_t j = i + 1; j < targets.size(); ++j) {
            const Target &a = targets[i], &b = targets[j];
            if (!same_quantity(a, b)) continue;
            const bool same_direction = direction_of(a) == direction_of(b);
            const std::set<std::string> of_a = zones_of(a.scope, scenario, a.year), of_b = zones_of(b.scope, scenario, b.year);
            if (a.scope == b.scope || of_a == of_b) {
                if (exceeds(a, b) || exceeds(b, a))
                    conflicts.push_back({Kind::excluded, i, j});
                else if (same_direction && (a.value != b.value || a.value_high != b.value_high) && (within(a, b) || within(b, a)))
                    conflicts.push_back({Kind::two_numbers, i, j});
                continue;
            }
            const bool a_holds_b = std::includes(of_a.begin(), of_a.end(), of_b.begin(), of_b.end());
            const bool b_holds_a = std::includes(of_b.begin(), of_b.end(), of_a.begin(), of_a.end());
            if (!a_holds_b && !b_holds_a) continue;
            const Target &outer = a_holds_b ? a : b, &inner = a_holds_b ? b : a;
            if (grows_with_scope(a, scenario)) {
                if (exceeds(inner, outer)) {
                    conflicts.push_back({Kind::excluded, i, j});
                    continue;
                }
                // Upwards the inner one, downwards the outer one implies the other.
                if (same_direction && direction_of(a) != Direction::between && inner.value >= outer.value) {
                    conflicts.push_back({Kind::implied, i, j});
                    continue;
                }
            }
            if (same_direction && a.official != b.official && a.value != b.value) conflicts.push_back({Kind::two_versions, i, j});
        }
    return conflicts;
}

void note_conflicts(const Scenario& scenario, Diagnostics& problems) {
    for (const Conflict& conflict : find_conflicts(scenario)) {
        const Target &first = scenario.plan.targets[conflict.first], &second = scenario.plan.targets[conflict.second];
        const bool excluded = conflict.kind == Kind::excluded;
        problems.note(
            second.where,
            say(excluded ? "{3} 年 {2} 的目标 {0} 与 {1} 相互矛盾：{4}" : "{3} 年 {2} 的目标 {0} 与 {1} 相互重叠：{4}",
                excluded ? "the targets {} and {} on {} in {} contradict each other: {}" : "the targets {} and {} on {} in {} overlap: {}",
                said(first), said(second), first.metric, first.year, why(conflict.kind)),
            say("两者都保留并评判；\"{}\" 在 {}", "both are kept and judged; \"{}\" stands at {}", first.id, place(first.where)));
    }
}

}  // namespace zonecast::targets
