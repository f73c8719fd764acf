// What a run yields: summaries that do not grow with the number of replicates, and a sink for what is kept per replicate.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/engine/parameter_source.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::engine {

using scenario::Name;

/// Probabilities of the quantiles that every summary holds.
inline constexpr std::array<double, 7> quantile_levels{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

/// A quantity that the engine reports for provinces, cities, zones or clusters.
struct Observable {
    std::string id;  ///< e.g. "hnte_count"
    Name name;
    std::string unit;  ///< "count", "1e8 CNY", "ratio", ...
};

/// Summaries of observables over replicates for one kind of entity.
struct Panel {
    std::string dimension;  ///< "province", "perimeter", "city", "zone" or "cluster"
    std::vector<std::string> ids;
    std::vector<Name> names;
    std::vector<Observable> observables;
    // Arrays are [entity][observable][year], years as in Forecast::years; NaN where an entity does not exist yet.
    std::vector<double> mean, sd;
    std::vector<double> quantile;  ///< [entity][observable][year][quantile_levels]

    [[nodiscard]] std::size_t at(std::size_t entity, std::size_t observable, std::size_t year, std::size_t years) const {
        return (entity * observables.size() + observable) * years + year;
    }
};

/// One statistic of the base year and what the initial state makes of it.
struct BaseYearLine {
    std::string series, place, unit;
    double published = 0;
    double spread = 0;                     ///< sd of the logarithm of the published figure
    double model_median = 0;               ///< over draws of the initial state
    double model_low = 0, model_high = 0;  ///< 5 and 95 per cent
    double pull = 0;                       ///< ln(median / published) over the spread (at least half a per cent)
    std::string note;                      ///< confidence and source of the figure
    scenario::Confidence confidence = scenario::Confidence::reported;
    Location where;

    /// Somebody published the figure, and the start does not meet it.
    [[nodiscard]] bool unmet() const { return confidence != scenario::Confidence::assumed && !(std::abs(pull) <= largest_pull); }
    static constexpr double largest_pull = 2.5;
};

/// Verdict on one target. Chances are shares of replicates.
struct TargetResult {
    scenario::Target target;
    std::vector<double> base;   ///< value in the base year: quantiles at quantile_levels
    std::vector<double> value;  ///< value judged, in the target year: quantiles at quantile_levels
    double mean = 0;
    double chance = 0;  ///< on the target's headline perimeter
    double chance_standard_error = 0;
    double chance_low = 0, chance_high = 0;  ///< 95 % Wilson interval
    double chance_fixed_perimeter = 0;       ///< judged on the zones that the plan knew
    double chance_current_perimeter = 0;     ///< judged on the zones of the target year
    double valued = 1;                       ///< share of replicates in which there is a value to judge; the others count as missed
    double expected_shortfall = 0;           ///< mean of max(0, distance to the target) in the target's unit, over replicates with a value
    double shortfall_if_missed = 0;          ///< the same over those of them that miss (0 if none)
    std::vector<double> met_by_year;         ///< [year]: chance that the target is met in that year or earlier
    double share_meeting = 0;                ///< "each" targets: mean share of members that meet it; else equal to chance
    std::vector<double> member_short;        ///< "each" targets: [zone] chance that the zone falls short; NaN if never a member
    std::vector<std::string> assumed;        ///< bases of the target that nobody publishes, as "series place"
    std::vector<std::size_t> unmet;          ///< published figures that it rests on and the start does not meet: indices of Forecast::start
};

/// Verdict on a group of targets: met where all its members are met in the same replicate.
struct TargetGroupResult {
    scenario::TargetGroup group;
    std::vector<std::size_t> members;  ///< indices of targets
    double chance = 0;
    double chance_low = 0, chance_high = 0;  ///< 95 % Wilson interval
    std::vector<double> met_by_year;         ///< [year]: chance that every member has been met in that year or earlier
    std::vector<double> missed_if_not_met;   ///< [member]: share of the replicates that miss the group in which it is missed; NaN if none
    std::vector<double> only_one_missed;     ///< [member]: share of all replicates in which it is the only member that is missed
};

/// Scores and ranks of zones by an index. Summaries are over the replicates in which the zone is ranked in its `set` of that year.
struct IndexResult {
    scenario::ZoneIndex index;
    std::size_t ranks = 0;                ///< highest rank that can occur
    std::vector<std::string> set;         ///< [zone][year]: perimeter within which it is ranked most often; empty: never ranked
    std::vector<double> ranked_chance;    ///< [zone][year]: share of all replicates that rank it there
    std::vector<double> score_mean;       ///< [zone][year], 0 to 100
    std::vector<double> score_quantile;   ///< [zone][year][quantile_levels]
    std::vector<double> rank_chance;      ///< [zone][rank][year]: share of all replicates; ranks of a zone sum to ranked_chance
    std::vector<double> item_mean;        ///< [zone][item][year]: points, 0 to 100
    std::vector<double> item_value_mean;  ///< [zone][item][year]: the value that gave the points; NaN for items drawn as points
    std::vector<std::string> item_from;   ///< [item]: metric, figures or prior
};

/// Cost of a measure by year, mean over replicates, 1e8 CNY.
struct MeasureResult {
    scenario::Measure measure;
    Name name;
    std::vector<double> cost;    ///< [year]
    bool moves_nothing = false;  ///< no credible channel: accounted only
};

struct ParameterInfo {
    std::string id;
    Name name;
    std::string unit;
    std::string group;  ///< "parameter", "initial" or "effect"
};

inline constexpr std::size_t revenue_classes = 15;
inline constexpr std::size_t certificate_states = 4;  ///< 0 uncertified, then 1, 2, 3 years left
inline constexpr std::size_t cohort_cells = revenue_classes * certificate_states;
/// Index in a flow matrix of "outside the population": where entrants come from and exits go.
inline constexpr std::size_t outside_cell = cohort_cells;

/// What one kind of uncertainty contributes to a variance: alone (first), and with everything that it does together with others (total).
struct VarianceShare {
    double first = 0, first_error = 0, total = 0, total_error = 0;  ///< shares and their standard errors; NaN without variance
};

/// The variance of one number over replicates, by kind of uncertainty.
struct SplitOfTarget {
    double variance = 0;
    std::array<VarianceShare, 3> kinds;       ///< parameters (with effects), initial state, chance
    double knowable = 0, knowable_error = 0;  ///< share that would go, in expectation, if parameters and initial state were known
};

/// Where the doubt about targets comes from (docs/model.md, "Where the doubt comes from").
struct VarianceSplit {
    std::vector<SplitOfTarget> value, met;  ///< by target: of the value judged and of being met
};
inline constexpr std::array<const char*, 3> uncertainty_kinds{"parameters", "initial", "chance"};

/// What a run has summed up so far, so that it can go on later with the same bits as one longer run.
struct RunState {
    std::uint64_t replicates = 0;  ///< whole blocks only: fewer than the forecast where its last block is cut
    std::vector<std::int64_t> integers;
    std::vector<double> reals;
};

struct Forecast {
    std::string design = "independent";  ///< how parameters were sampled: independent, lhs, sobol or given
    std::optional<VarianceSplit> split;
    std::optional<RunState> state;  ///< if the settings ask for it
    std::vector<int> years;         ///< base year first
    std::uint64_t seed = 0;
    std::uint64_t first_replicate = 0;
    std::uint64_t replicates = 0;
    std::uint64_t block_size = 0;

    Panel province, perimeters, cities, zones, clusters;
    std::vector<double> zone_exists;  ///< [zone][year] share of replicates in which the zone exists; its summaries are over those
    std::vector<BaseYearLine> start;  ///< how the start meets the base year's figures; empty without summaries
    std::vector<TargetResult> targets;
    double chance_all_targets = 0;  ///< that every official target is met in the same replicate
    std::vector<TargetGroupResult> target_groups;
    std::optional<IndexResult> index;        ///< absent without an index
    std::vector<double> target_correlation;  ///< [target][target] of met (0/1); NaN where one is always or never met
    std::vector<MeasureResult> measures;
    std::vector<ParameterInfo> parameters;

    std::vector<std::string> facility_kinds;
    std::vector<double> facilities;      ///< [zone][kind][year] mean count
    std::vector<double> cohort_count;    ///< [zone][class][certificate][year] mean number of enterprises
    std::vector<double> cohort_revenue;  ///< [zone][class][certificate][year] mean revenue, 1e8 CNY
    std::vector<double> cohort_rd;       ///< [zone][class][certificate][year] mean statistical R&D, 1e8 CNY
    std::vector<double> cohort_flow;     ///< [year][from][to] mean flows of the province, cohort_cells + 1 squared; base year zero
};

/// Per-replicate output of one block, in replicate order.
struct BlockOutput {
    std::uint64_t block = 0;                ///< number of the block; replicate r lies in block r / block_size
    std::uint64_t first = 0, count = 0;     ///< replicates [first, first + count)
    std::vector<double> target_value;       ///< [replicate][target] value judged on the headline perimeter
    std::vector<std::uint8_t> target_met;   ///< [replicate][target]
    std::vector<std::int16_t> target_year;  ///< [replicate][target] first year met, 0 if never
    std::vector<double> parameters;         ///< [replicate][parameter] as drawn
    std::vector<double> series;             ///< [replicate][kept series][year]
};

/// A series kept for every replicate on request.
struct KeptSeries {
    std::string dimension, entity, observable;
};

/// Takes blocks in the order of their numbers, whatever the number of threads. Called by one thread at a time.
class ReplicateSink {
public:
    virtual ~ReplicateSink() = default;
    virtual void take(const BlockOutput& block) = 0;
};

/// Which part of a run another run is (ensemble::part_settings).
struct PartOfRun {
    std::uint64_t number = 1, of = 1;                   ///< part `number` of `of`, from 1
    std::uint64_t first_replicate = 0, replicates = 0;  ///< of the whole
};

/// What decides the numbers of a run, besides its scenario. What decides only how long it takes is ensemble::Execution.
struct RunSettings {
    std::uint64_t seed = 1;
    std::uint64_t first_replicate = 0;
    std::uint64_t replicates = 1000;
    std::vector<KeptSeries> keep;
    bool free_parameters = true, free_initial = true,
         free_chance = true;  ///< uncertainty that is drawn. Parameters and initial totals that are not drawn sit at their centre; with
                              ///< chance off all noise is zero while events (exit, entry, certificates) stay addressed draws
    std::optional<std::uint64_t> parameter_seed, initial_seed, chance_seed;  ///< of one kind of uncertainty, in place of `seed`: two runs
                                                                             ///< with some seeds in common share those kinds' draws to the
                                                                             ///< bit (pick-freeze)
    bool summaries = true;  ///< panels, facilities, cohorts, flows and the index are summed up; without, a run yields
                            ///< its targets and costs only
    bool resumable = false;              ///< the forecast carries its state
    std::optional<PartOfRun> part;       ///< for the record: the run is a part of a longer one
    std::string design = "independent";  ///< name of what the source of parameters is; for the record
    std::shared_ptr<const ParameterSource> parameter_source;  ///< values that stand in place of draws and of held centres; may be null
};

/// Called now and then with the number of replicates done; returns false to stop.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

}  // namespace zonecast::engine
