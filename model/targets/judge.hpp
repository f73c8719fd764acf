// The verdict on every target of a plan, replicate by replicate.
#pragma once

#include <cstdint>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/trajectory.hpp"
#include "model/targets/metric.hpp"

namespace zonecast::targets {

/// Verdict on one target in one replicate, on one perimeter.
struct Verdict {
    double value = 0;  ///< what is compared; for "each" the member furthest from the target
    double base =
        0;  ///< the metric's level (its share, for share targets) in the base year, over the members of then ("each": the weakest member)
    bool met = false;
    double shortfall = 0;      ///< distance to the target, zero when met; NaN where there is no value
    int first_year = 0;        ///< first year in which the target's condition holds, judged with that year as its horizon; zero if never
    double share_meeting = 0;  ///< "each": share of members that meet it; else 0 or 1
};

/// A target ready to be judged.
struct CompiledTarget {
    scenario::Target target;
    Metric metric;
    engine::ZoneSet scope;
    std::size_t year = 0, base = 0;  ///< indices
};

/// Judges a plan's targets. Immutable after construction; judge() is thread-safe for distinct scratch.
class Judge {
public:
    /// A judge exists only of targets that can be judged. Throws std::invalid_argument, with every problem that
    /// check_targets finds and every scope that the world does not have.
    explicit Judge(const engine::World& world);

    [[nodiscard]] std::size_t size() const { return targets_.size(); }
    [[nodiscard]] const CompiledTarget& operator[](std::size_t i) const { return targets_[i]; }

    /// Verdict on target i. `fixed`: on the zones that the plan knew (World::known_until) instead of those of the year judged.
    /// `member_short`, if given, is set to 1 for members that fall short, 0 for members that do not and -1 for zones that are no members
    /// ("each" targets only).
    [[nodiscard]] Verdict judge(std::size_t i, const engine::Trajectory& record, bool fixed,
                                std::vector<signed char>* member_short = nullptr) const;

private:
    /// Value of the statistic at horizon `year` over `zones`.
    [[nodiscard]] double statistic(const CompiledTarget& t, const engine::Trajectory& record, std::span<const std::size_t> zones,
                                   std::span<const std::size_t> base_zones, std::size_t year) const;
    /// Median over single zones in a year.
    [[nodiscard]] double median(const CompiledTarget& t, const engine::Trajectory& record, std::span<const std::size_t> zones,
                                std::size_t year) const;
    /// The year whose zones the fixed perimeter holds: those that the plan knew.
    [[nodiscard]] std::size_t fixed_year(const CompiledTarget& t) const;
    struct Judged {
        double value = 0, share = 0;
        bool met = false;
    };
    [[nodiscard]] Judged at(const CompiledTarget& t, const engine::Trajectory& record, bool fixed, std::size_t year,
                            std::vector<signed char>* member_short) const;
    const engine::World& world_;
    std::vector<CompiledTarget> targets_;
};

/// Whether a value satisfies a target's comparison ("between": both ends count).
[[nodiscard]] bool satisfies(const scenario::Target& target, double value);

/// The part of check_targets that needs no more than tables read in full: whether the metric of every target can be compiled. For a plan
/// that has other errors, so that all are listed at once.
void check_metrics(const scenario::Scenario& scenario, Diagnostics& problems);

/// Checks every target: metric, scope, statistic, years. A quantity that is not modelled is an error, never a silent pass.
void check_targets(const scenario::Scenario& scenario, Diagnostics& problems);

}  // namespace zonecast::targets
