#include "model/targets/judge.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "model/base/vector_math.hpp"
#include "model/targets/grounds.hpp"

namespace zonecast::targets {

using engine::Trajectory;
using engine::ZoneSet;
using scenario::Comparison;
using scenario::Quantifier;
using scenario::Statistic;
using scenario::Target;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool wants_small(const Target& t) {
    return t.comparison == Comparison::less || t.comparison == Comparison::less_equal;
}

/// Distance to the nearest value that is asked for; NaN of a value that does not exist.
double shortfall(const Target& t, double value) {
    if (satisfies(t, value)) return 0.0;
    if (!(value == value)) return nan;
    if (t.comparison == Comparison::between && t.value_high && value > *t.value_high) return value - *t.value_high;
    return std::abs(t.value - value);
}

/// Whether `value` is further from what is asked for than `other`, on the side that falls short; "between" falls short on both.
bool further(const Target& t, double value, double other) {
    if (t.comparison == Comparison::between) return shortfall(t, value) > shortfall(t, other);
    return wants_small(t) ? value > other : value < other;
}

/// Median of what exists, NaN if nothing does.
double median_of(std::vector<double> values) {
    std::erase_if(values, [](double v) { return !(v == v); });
    if (values.empty()) return nan;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

/// A problem of a target, told with its id in front.
Text of_target(const Target& t, const Text& what) {
    return say("目标 \"{}\"：{}", "target \"{}\": {}", t.id, what);
}

bool compares_with_base(Statistic s) {
    return s != Statistic::level && s != Statistic::share;
}

}  // namespace

bool satisfies(const Target& t, double value) {
    switch (t.comparison) {
        case Comparison::greater_equal:
            return value >= t.value;
        case Comparison::between:
            return value >= t.value && value <= t.value_high.value_or(std::numeric_limits<double>::infinity());
        case Comparison::greater:
            return value > t.value;
        case Comparison::less_equal:
            return value <= t.value;
        case Comparison::less:
            return value < t.value;
    }
    return false;
}

Judge::Judge(const engine::World& world) : world_(world) {
    Diagnostics problems;
    check_targets(world.scenario, problems);
    for (const Target& target : world.scenario.plan.targets)
        if (!world.zone_set(target.scope))
            problems.error(
                target.where,
                of_target(target, say("范围 \"{}\" 不是一组园区", "the scope \"{}\" is no set of zones", target.scope)),
                Text("docs/formats/plan.md 列出了各种范围", "docs/formats/plan.md lists the scopes"));
    if (problems.has_errors()) throw std::invalid_argument(problems.text());
    for (const Target& target : world.scenario.plan.targets) {
        MetricError error;
        CompiledTarget t;
        t.target = target;
        t.metric = parse_metric(target.metric, world.scenario, error).value();
        t.scope = world.zone_set(target.scope).value();
        t.year = static_cast<std::size_t>(target.year - world.base_year);
        t.base = static_cast<std::size_t>(std::max(0, target.base_year.value_or(world.base_year) - world.base_year));
        targets_.push_back(std::move(t));
    }
}

std::size_t Judge::fixed_year(const CompiledTarget& t) const {
    return std::clamp(world_.known_until, t.base, t.year);
}

double Judge::median(const CompiledTarget& t, const Trajectory& record, std::span<const std::size_t> zones, std::size_t year) const {
    std::vector<double> values;
    for (const std::size_t z : zones) values.push_back(evaluate(t.metric, world_, record, std::array<std::size_t, 1>{z}, year));
    return median_of(std::move(values));
}

double Judge::statistic(const CompiledTarget& t, const Trajectory& record, std::span<const std::size_t> zones,
                        std::span<const std::size_t> base_zones, std::size_t year) const {
    auto value = [&](std::size_t y, std::span<const std::size_t> set) { return evaluate(t.metric, world_, record, set, y); };
    switch (t.target.statistic) {
        case Statistic::level:
            return value(year, zones);
        case Statistic::share: {
            std::vector<std::size_t> everybody(record.zones);
            for (std::size_t z = 0; z < everybody.size(); ++z) everybody[z] = z;
            const double all = value(year, everybody);
            return all > 0 ? value(year, zones) / all : nan;
        }
        case Statistic::ratio_to_base: {
            const double base = value(t.base, base_zones);
            return base > 0 ? value(year, zones) / base : nan;
        }
        case Statistic::increase:
            return value(year, zones) - value(t.base, base_zones);
        case Statistic::cumulative: {
            if (t.metric.nature == engine::Nature::stock) return value(year, zones) - value(t.base, base_zones);
            double sum = 0;
            for (std::size_t y = t.base + 1; y <= year; ++y) sum += value(y, zones);
            return sum;
        }
        case Statistic::mean_annual_growth: {
            const double base = value(t.base, base_zones), last = value(year, zones);
            if (!(base > 0) || !(last > 0) || year == t.base) return nan;
            return power_exact(last / base, 1.0 / static_cast<double>(year - t.base)) - 1.0;
        }
        case Statistic::median_improves:
            return median(t, record, zones, year) - median(t, record, base_zones, t.base);
        case Statistic::improves_every_year: {
            // The smallest yearly step in the wanted direction: positive when every year improves.
            double smallest = std::numeric_limits<double>::infinity();
            for (std::size_t y = t.base + 1; y <= year; ++y) {
                const double step = value(y, zones) - value(y - 1, zones);
                smallest = std::min(smallest, wants_small(t.target) ? -step : step);
            }
            return wants_small(t.target) ? -smallest : smallest;
        }
    }
    return nan;
}

Judge::Judged Judge::at(const CompiledTarget& t, const Trajectory& record, bool fixed, std::size_t year,
                        std::vector<signed char>* member_short) const {
    static thread_local std::vector<std::size_t> members, base_members;
    record.members(t.scope, fixed ? fixed_year(t) : year, members);
    Judged out;
    if (t.target.quantifier == Quantifier::total) {
        if (fixed)
            base_members = members;
        else
            record.members(t.scope, t.base, base_members);
        if (!fixed && t.target.statistic == Statistic::cumulative && t.metric.nature == engine::Nature::flow) {
            // What comes in year by year belongs to the scope if its zone did in that year: a zone that is promoted leaves behind what it
            // got before.
            out.value = 0;
            for (std::size_t y = t.base + 1; y <= year; ++y) {
                record.members(t.scope, y, members);
                out.value += evaluate(t.metric, world_, record, members, y);
            }
        } else {
            out.value = statistic(t, record, members, base_members, year);
        }
        out.met = satisfies(t.target, out.value);
        out.share = out.met ? 1.0 : 0.0;
        return out;
    }
    // "Each": the member furthest from the target speaks for all. A comparison with the base needs a base: zones that were no zones then
    // are left out.
    if (member_short != nullptr) member_short->assign(record.zones, -1);
    double worst = nan;
    double count = 0, meeting = 0;
    bool undefined = false;
    for (const std::size_t z : members) {
        if (world_.zones[z].outside) continue;
        if (compares_with_base(t.target.statistic) && !record.member(t.scope, z, t.base) && t.scope.kind != ZoneSet::Kind::zones) {
            if (record.level[t.base * record.zones + z] == 0) continue;
        }
        const std::array<std::size_t, 1> one{z};
        const double value = statistic(t, record, one, one, year);
        const bool met = satisfies(t.target, value);
        count += 1;
        meeting += met ? 1 : 0;
        if (member_short != nullptr) (*member_short)[z] = met ? 0 : 1;
        if (!(value == value))
            undefined = true;
        else if (!(worst == worst) || further(t.target, value, worst))
            worst = value;
    }
    out.share = count > 0 ? meeting / count : 0.0;
    out.met = count > 0 && meeting == count;
    out.value = count > 0 && !(undefined && out.met) && std::isfinite(worst) ? worst : nan;
    return out;
}

Verdict Judge::judge(std::size_t i, const Trajectory& record, bool fixed, std::vector<signed char>* member_short) const {
    const CompiledTarget& t = targets_[i];
    Verdict verdict;
    const Judged judged = at(t, record, fixed, t.year, member_short);
    verdict.value = judged.value;
    verdict.met = judged.met;
    verdict.share_meeting = judged.share;
    verdict.shortfall = shortfall(t.target, judged.value);
    for (std::size_t y = t.base + 1; y <= t.year && verdict.first_year == 0; ++y)
        if (y == t.year ? judged.met : at(t, record, fixed, y, nullptr).met) verdict.first_year = world_.base_year + static_cast<int>(y);
    // The base: the metric's level over the members of the base year.
    static thread_local std::vector<std::size_t> members;
    record.members(t.scope, t.base, members);
    if (t.target.quantifier == Quantifier::total) {
        verdict.base = t.target.statistic == Statistic::share             ? statistic(t, record, members, members, t.base)
                       : t.target.statistic == Statistic::median_improves ? median(t, record, members, t.base)
                                                                          : evaluate(t.metric, world_, record, members, t.base);
    } else {
        double worst = nan;
        for (const std::size_t z : members) {
            if (world_.zones[z].outside) continue;
            const std::array<std::size_t, 1> one{z};
            const double value = evaluate(t.metric, world_, record, one, t.base);
            if (!(value == value)) continue;
            if (!(worst == worst) || further(t.target, value, worst)) worst = value;
        }
        verdict.base = worst;
    }
    return verdict;
}

namespace {

bool is_ratio(Statistic s) {
    return s == Statistic::share || s == Statistic::ratio_to_base || s == Statistic::mean_annual_growth;
}

/// Whether the unit of the target is one of what its statistic makes of its metric.
void check_unit(const Target& t, const Metric& metric, Diagnostics& problems) {
    if (t.unit.empty()) return;  // improves: any value above zero
    const auto unit = base::parse_unit(t.unit);
    if (!unit) return;  // the reader has said so
    using base::Dimension;
    const Dimension found = unit->dimension;
    const Dimension wanted = is_ratio(t.statistic) ? Dimension::ratio : metric.dimension;
    if (found == wanted || (t.statistic == Statistic::mean_annual_growth && found == Dimension::ratio_per_year)) return;
    const Text judged = is_ratio(t.statistic) ? Text("所评判的统计量是比率", "the statistic judged is a ratio")
                                              : say("\"{}\" 是{}", "\"{}\" is {}", t.metric, base::describe(wanted));
    Text hint = say("用 {} 或同类的其他单位", "use {} or another unit of the same kind", base::canonical_unit(wanted));
    if (found == Dimension::ratio_per_year)
        hint = say("是否漏写了 statistic = \"mean_annual_growth\"？若不是，{}",
                   "did you forget statistic = \"mean_annual_growth\"? If not, {}", hint);
    else if (found == Dimension::ratio)
        hint = say("是否漏写了统计量（share、ratio_to_base 或 mean_annual_growth）？若不是，{}",
                   "did you forget the statistic (share, ratio_to_base or mean_annual_growth)? If not, {}", hint);
    problems.error(
        t.unit_where,
        of_target(t, say("{}，而单位 \"{}\" 表示{}", "{}, but the unit \"{}\" measures {}", judged, t.unit_written, base::describe(found))),
        hint);
}

/// Whether the statistic says something of such a metric.
void check_statistic(const Target& t, const Metric& metric, Diagnostics& problems) {
    if (t.statistic == Statistic::cumulative && metric.nature == engine::Nature::ratio)
        problems.error(t.where,
                       of_target(t, say("\"{}\" 这样的比率或位次不能逐年相加",
                                        "a ratio or a rank such as \"{}\" does not add up over years", t.metric)),
                       Text("要看它的变化，用 statistic = \"increase\"", "use statistic = \"increase\" for what it changes by"));
    if (t.statistic == Statistic::share && metric.nature == engine::Nature::ratio)
        problems.error(t.where,
                       of_target(t, say("\"{}\" 这样的比率或位次在全省没有占比",
                                        "a ratio or a rank such as \"{}\" has no share in the province's", t.metric)),
                       Text("用金额或个数，或 statistic = \"level\"", "use an amount or a count, or statistic = \"level\""));
    if (t.comparison == Comparison::between && (t.statistic == Statistic::improves_every_year || t.statistic == Statistic::median_improves))
        problems.error(t.where,
                       of_target(t, Text("改善只有一个方向，op = \"between\" 说明不了什么",
                                         "an improvement lies on one side, so op = \"between\" says nothing of it")),
                       Text("用 op = \">\" 或 \"<\"", "use op = \">\" or \"<\""));
}

/// The metric of a target with its unit and its statistic; nothing if the metric cannot be compiled.
std::optional<Metric> checked_metric(const Target& t, const scenario::Scenario& scenario, Diagnostics& problems) {
    if (t.metric.empty()) return std::nullopt;  // the reader has said so
    MetricError error;
    auto metric = parse_metric(t.metric, scenario, error);
    if (!metric) {
        problems.error(t.where, of_target(t, error.what), error.hint);
        return std::nullopt;
    }
    check_unit(t, *metric, problems);
    check_statistic(t, *metric, problems);
    return metric;
}

}  // namespace

void check_metrics(const scenario::Scenario& scenario, Diagnostics& problems) {
    for (const Target& t : scenario.plan.targets) static_cast<void>(checked_metric(t, scenario, problems));
}

void check_targets(const scenario::Scenario& scenario, Diagnostics& problems) {
    const int first = scenario.plan.base_year, last = scenario.plan.end_year;
    for (const Target& t : scenario.plan.targets) {
        if (const auto metric = checked_metric(t, scenario, problems)) check_grounds(t, *metric, scenario, problems);
        if (t.year <= first || t.year > last)
            problems.error(t.where,
                           say("目标 \"{}\" 在 {} 年评判，不在运行的 {} 至 {} 年之内",
                               "target \"{}\" is judged in {}, outside the run's {} to {}", t.id, t.year, first + 1, last),
                           Text("改目标的年份或规划的 end_year", "change the target's year or the plan's end_year"));
        if (t.base_year && (*t.base_year < first || *t.base_year >= t.year))
            problems.error(t.where,
                           say("目标 \"{}\" 与 {} 年比较，不在 {} 至 {} 年之内",
                               "target \"{}\" compares with {}, which is not from {} to {}", t.id, *t.base_year, first, t.year - 1),
                           Text("运行只知道基年及以后的年份", "a run knows the years from its base year on"));
        if (t.comparison == Comparison::between && (!t.value_high || *t.value_high < t.value))
            problems.error(t.where, say("目标 \"{}\" 在两数之间，但没有 value_high，或它小于 value",
                               "target \"{}\" lies between two numbers, but value_high is missing or below value", t.id),
                           Text("写上 value_high", "give value_high"));
    }
}

}  // namespace zonecast::targets
