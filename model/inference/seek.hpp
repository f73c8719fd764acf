// "What would it take?": levers of a plan, and the cheapest bundle of doses that brings targets to a chance.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "model/ensemble/executor.hpp"
#include "model/inference/search.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::inference {

/// Something that a search can turn: a measure of the plan, or an instrument of the library that the plan does not use.
struct SeekLever {
    scenario::Measure measure;   ///< as the plan writes it, or as the search would add it (without doses)
    std::size_t instrument = 0;  ///< index in Scenario::instruments
    bool in_plan = false;
    bool national = false;     ///< decided by the nation: no lever of a province
    bool booked = false;       ///< its instrument has a unit cost
    double written = 0;        ///< level: the largest dose of the plan's years; 0 if it has none
    double low = 0, high = 0;  ///< bounds of the level: the instrument's, or as far as the plan itself goes
    double top = 0;            ///< the end at which it helps

    [[nodiscard]] bool builds() const { return !measure.facility.empty(); }
    /// The level at a share of the way from `written` to `top`; whole for what builds, a thousandth of the way else.
    [[nodiscard]] double level_at(double share) const;
};

/// All levers of a scenario: measures in their order, then instruments in theirs. What moves nothing is none.
[[nodiscard]] std::vector<SeekLever> seek_levers(const scenario::Scenario& scenario);

/// Doses of a lever at a level: in the proportions of the plan's years, or the same in every year of the plan.
[[nodiscard]] std::map<int, double> doses_at(const SeekLever& lever, double level, const scenario::Plan& plan);

/// The scenario with levers at other levels, as a plan file that says so would be read.
[[nodiscard]] scenario::Scenario with_levels(scenario::Scenario scenario, const std::vector<SeekLever>& levers,
                                             const std::vector<double>& levels);

struct SeekSettings {
    engine::RunSettings run;           ///< seed; its replicates are those of a trial
    std::vector<std::size_t> targets;  ///< indices in the plan; met when all of them are
    Goal goal;
    bool national = false;  ///< what only the nation decides may turn too
    /// By lever (index in seek_levers): held at a level (a number) or where the plan has it (nothing).
    std::map<std::size_t, std::optional<double>> held;
    std::uint64_t polish = 120;  ///< trials that NLopt may take
    std::uint64_t check = 1024;  ///< fresh replicates
};

/// A bundle on replicates that the search has not seen.
struct SeekCheck {
    std::uint64_t replicates = 0;
    double chance = 0, error = 0;  ///< and its standard error
    double written_chance = 0;     ///< of the plan as written on the same replicates
    double cost = 0;               ///< more than the plan as written; booked money, 1e8 CNY
    std::vector<double> by_target;
    double nothing = 0;                      ///< share of replicates in which no lever of the bundle has any effect
    std::vector<double> lever_does_nothing;  ///< the same of each lever of Seek::levers; 0 for those not turned
};

/// What more money brings: the best lever to spend it on.
struct MoreMoney {
    std::size_t lever = 0;       ///< index in Seek::levers
    double money = 0;            ///< that it takes, 1e8 CNY: one unit, or what is left to its bound
    double gain = 0, error = 0;  ///< of the chance, paired on the fresh replicates of the check
};

struct Seek {
    std::vector<SeekLever> levers;       ///< that were turned
    std::vector<double> levels;          ///< found, in their order
    std::vector<double> span_cost;       ///< cost of a lever's whole way; what is counted where nothing is booked
    std::size_t held = 0, national = 0;  ///< levers that were held; that only the nation could turn
    std::size_t fixed = 0;               ///< of those held, that are held at another dose than the plan's
    double written_chance = 0;           ///< of the plan as written, on the draws of the search
    Search search;                       ///< starts from what is held
    SeekCheck check;                     ///< without replicates if no bundle was found and nothing helps
    std::optional<MoreMoney> more;       ///< nothing if no lever with a booked cost has room
    scenario::Scenario scenario;         ///< the plan with the bundle
    std::vector<std::size_t> changed;    ///< levers of `levers` whose level is not the plan's
    std::vector<SeekLever> rewritten;    ///< all whose doses `scenario` changes: these, and those that are held at a level

    [[nodiscard]] bool at_bound(std::size_t lever) const { return levels[lever] == levers[lever].top; }
};

/// Searches. Nothing, with the reasons in `problems`, if the scenario does not compile. Throws ensemble::Cancelled.
[[nodiscard]] std::optional<Seek> seek(const scenario::Scenario& scenario, const SeekSettings& settings, Diagnostics& problems,
                                       const ensemble::Execution& execution);

}  // namespace zonecast::inference
