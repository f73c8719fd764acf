#include "model/ensemble/target_tally.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "model/base/sample_statistics.hpp"

namespace zonecast::ensemble {

using engine::Forecast;
using engine::World;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Quantiles of values judged are those of the values themselves up to so many replicates.
constexpr std::size_t exact_values = 4096;

}  // namespace

TargetTally::TargetTally(const World& world, const targets::Judge& judge)
    : world_(world),
      judge_(judge),
      targets_(judge.size()),
      years_(world.years().size()),
      zones_(world.zones.size()),
      quantiles_(2 * targets_, exact_values),
      met_(targets_),
      met_fixed_(targets_),
      met_current_(targets_),
      shortfall_(targets_),
      value_(targets_),
      valued_(targets_),
      share_(targets_),
      met_by_year_(targets_ * years_),
      member_(targets_ * zones_),
      member_short_(targets_ * zones_),
      together_(targets_ * targets_),
      all_met_(1),
      group_met_(world.scenario.plan.groups.size()),
      group_by_year_(group_met_.size() * years_),
      group_missed_(group_met_.size() * targets_),
      group_alone_(group_met_.size() * targets_) {
    for (const scenario::TargetGroup& group : world.scenario.plan.groups) {
        groups_.emplace_back();
        for (std::size_t t = 0; t < targets_; ++t)
            if (judge[t].target.group == group.id) groups_.back().push_back(t);
    }
}

const std::array<BlockSums TargetTally::*, 16> TargetTally::sums{
    &TargetTally::met_,       &TargetTally::met_fixed_,     &TargetTally::met_current_,  &TargetTally::shortfall_,
    &TargetTally::value_,     &TargetTally::valued_,        &TargetTally::share_,        &TargetTally::met_by_year_,
    &TargetTally::member_,    &TargetTally::member_short_,  &TargetTally::together_,     &TargetTally::all_met_,
    &TargetTally::group_met_, &TargetTally::group_by_year_, &TargetTally::group_missed_, &TargetTally::group_alone_};

void TargetTally::add(const Observation& observation) {
    const std::span<const TargetVerdicts> verdicts = observation.targets;
    const std::size_t row = rows_.size();
    rows_.resize(row + 2 * targets_);
    bool all = true;
    for (std::size_t t = 0; t < targets_; ++t) {
        const targets::Verdict& headline = verdicts[t].headline;
        rows_[row + t] = headline.value;
        rows_[row + targets_ + t] = headline.base;
        add_target(t, verdicts[t]);
        all = all && (headline.met || !judge_[t].target.official);
        if (!headline.met) continue;
        for (std::size_t other = 0; other < targets_; ++other)
            together_[t * targets_ + other] += verdicts[other].headline.met ? 1.0 : 0.0;
    }
    all_met_[0] += all ? 1.0 : 0.0;
    add_groups(verdicts);
}

void TargetTally::add_target(std::size_t t, const TargetVerdicts& verdicts) {
    const scenario::Target& target = judge_[t].target;
    const targets::Verdict& headline = verdicts.headline;
    met_[t] += headline.met ? 1.0 : 0.0;
    (target.fixed_perimeter ? met_fixed_ : met_current_)[t] += headline.met ? 1.0 : 0.0;
    (target.fixed_perimeter ? met_current_ : met_fixed_)[t] += verdicts.other.met ? 1.0 : 0.0;
    share_[t] += headline.share_meeting;
    if (headline.value == headline.value) value_[t] += headline.value, valued_[t] += 1.0, shortfall_[t] += headline.shortfall;
    if (headline.first_year > 0)
        for (auto y = static_cast<std::size_t>(headline.first_year - world_.base_year); y < years_; ++y)
            met_by_year_[t * years_ + y] += 1.0;
    if (target.quantifier != scenario::Quantifier::each) return;
    for (std::size_t z = 0; z < verdicts.members.size(); ++z) {
        if (verdicts.members[z] < 0) continue;
        member_[t * zones_ + z] += 1.0;
        member_short_[t * zones_ + z] += verdicts.members[z];
    }
}

/// A group has been met in the year by which the last of its targets was met first.
void TargetTally::add_groups(std::span<const TargetVerdicts> verdicts) {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        std::size_t missed = 0, last_missed = 0;
        int year = 0;
        bool every = true;
        for (const std::size_t t : groups_[g]) {
            const targets::Verdict& verdict = verdicts[t].headline;
            if (!verdict.met) ++missed, last_missed = t;
            every = every && verdict.first_year > 0;
            year = std::max(year, verdict.first_year);
        }
        if (every)
            for (auto y = static_cast<std::size_t>(year - world_.base_year); y < years_; ++y)
                group_by_year_[g * years_ + y] += 1.0;
        if (missed == 0) group_met_[g] += 1.0;
        if (missed == 1) group_alone_[g * targets_ + last_missed] += 1.0;
        for (const std::size_t t : groups_[g])
            if (!verdicts[t].headline.met) group_missed_[g * targets_ + t] += 1.0;
    }
}

void TargetTally::end_block(std::span<const double>) {
    if (targets_ > 0) quantiles_.add(rows_, rows_.size() / (2 * targets_));
    rows_.clear();
    for (const auto one : sums) (this->*one).end_block();
}

void TargetTally::merge(const Tally& other) {
    const auto& more = dynamic_cast<const TargetTally&>(other);
    quantiles_.merge(more.quantiles_);
    for (const auto one : sums) (this->*one).merge(more.*one);
}

void TargetTally::exchange(StateStream& stream) {
    quantiles_.exchange(stream);
    for (const auto one : sums) (this->*one).exchange(stream);
}

engine::TargetResult TargetTally::result_of(std::size_t t, double n) const {
    engine::TargetResult r;
    r.target = judge_[t].target;
    for (const double p : engine::quantile_levels) {
        r.value.push_back(quantiles_.quantile(t, p));
        r.base.push_back(quantiles_.quantile(targets_ + t, p));
    }
    const double valued = valued_.total(t);
    r.mean = valued > 0 ? value_.total(t) / valued : nan;
    r.chance = met_.total(t) / n;
    r.chance_standard_error = std::sqrt(r.chance * (1 - r.chance) / n);
    std::tie(r.chance_low, r.chance_high) = wilson(r.chance, n);
    r.chance_fixed_perimeter = met_fixed_.total(t) / n;
    r.chance_current_perimeter = met_current_.total(t) / n;
    r.valued = valued / n;
    r.expected_shortfall = valued > 0 ? shortfall_.total(t) / valued : nan;
    const double missed = valued - met_.total(t);  // with a value
    r.shortfall_if_missed = missed > 0 ? shortfall_.total(t) / missed : valued > 0 ? 0.0 : nan;
    for (std::size_t y = 0; y < years_; ++y) r.met_by_year.push_back(met_by_year_.total(t * years_ + y) / n);
    r.share_meeting = share_.total(t) / n;
    if (r.target.quantifier == scenario::Quantifier::each)
        for (std::size_t z = 0; z < zones_; ++z) {
            const double member = member_.total(t * zones_ + z);
            r.member_short.push_back(member > 0 ? member_short_.total(t * zones_ + z) / member : nan);
        }
    return r;
}

engine::TargetGroupResult TargetTally::group_result_of(std::size_t g, double n) const {
    engine::TargetGroupResult r;
    r.group = world_.scenario.plan.groups[g];
    const double met = group_met_.total(g);
    r.chance = met / n;
    std::tie(r.chance_low, r.chance_high) = wilson(r.chance, n);
    for (std::size_t y = 0; y < years_; ++y) r.met_by_year.push_back(group_by_year_.total(g * years_ + y) / n);
    r.members = groups_[g];
    for (const std::size_t t : groups_[g]) {
        r.missed_if_not_met.push_back(met < n ? group_missed_.total(g * targets_ + t) / (n - met) : nan);
        r.only_one_missed.push_back(group_alone_.total(g * targets_ + t) / n);
    }
    return r;
}

void TargetTally::read(Forecast& forecast, const Execution&) const {
    const auto n = static_cast<double>(forecast.replicates);
    for (std::size_t t = 0; t < targets_; ++t) forecast.targets.push_back(result_of(t, n));
    forecast.chance_all_targets = all_met_.total(0) / n;
    for (std::size_t g = 0; g < groups_.size(); ++g) forecast.target_groups.push_back(group_result_of(g, n));
    forecast.target_correlation.assign(targets_ * targets_, nan);
    for (std::size_t a = 0; a < targets_; ++a)
        for (std::size_t b = 0; b < targets_; ++b) {
            const double pa = forecast.targets[a].chance, pb = forecast.targets[b].chance;
            const double va = pa * (1 - pa), vb = pb * (1 - pb);
            if (va > 0 && vb > 0)
                forecast.target_correlation[a * targets_ + b] =
                    (together_.total(a * targets_ + b) / n - pa * pb) / std::sqrt(va * vb);
        }
}

double TargetTally::widest_half_width(std::uint64_t replicates) const {
    const auto n = static_cast<double>(replicates);
    double widest = 0;
    for (std::size_t t = 0; t < targets_; ++t) {
        const auto [low, high] = wilson(met_.total(t) / n, n);
        widest = std::max(widest, (high - low) / 2);
    }
    return widest;
}

}  // namespace zonecast::ensemble
