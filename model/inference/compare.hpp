// Two scenarios beside each other: which levers differ, and what each of them does to the targets.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "model/ensemble/executor.hpp"
#include "model/scenario/scenario.hpp"

namespace zonecast::inference {

/// Something in which two scenarios differ.
struct Lever {
    enum class Kind { measure, shock, change, parameter, target, data };
    Kind kind = Kind::measure;
    std::string id;  ///< of the measure, shock, change of the chain, parameter or target; "data" for everything else: pack, library, years
    Text a, b;       ///< what each scenario says, shortened; empty where it has none
};

/// Every lever in which they differ: data first, then parameters, shocks, changes of the chain, measures and targets, each in the order of
/// their ids. Texts of the plan that move nothing (names, notes, clauses) do not count. Targets that only one has do not count: they are
/// not compared.
[[nodiscard]] std::vector<Lever> differing_levers(const scenario::Scenario& a, const scenario::Scenario& b);

/// Scenario `a` with those levers as in `b` whose bit in `which` is set. Of the targets those that both have, without groups.
[[nodiscard]] scenario::Scenario switched(const scenario::Scenario& a, const scenario::Scenario& b, const std::vector<Lever>& levers,
                                          std::uint64_t which);

/// Means of two paired samples and their difference b - a (E74).
struct Paired {
    double a = 0, b = 0;               ///< means
    double difference = 0, error = 0;  ///< mean of the paired differences, and its standard error
    double reduction = 0;              ///< variance of an unpaired difference over that of the paired one; infinite if all are equal
};
/// Pairs with a number that is not finite are left out; NaN without any.
[[nodiscard]] Paired paired(const std::vector<double>& a, const std::vector<double>& b);

/// What is compared: the value of a target, whether it is met, or an observable of the province in the last year that both have.
struct Compared {
    enum class Kind { value, met, observable };
    Kind kind = Kind::value;
    std::string id;  ///< of the target or observable
    Paired paired;
    std::vector<Paired> levers;  ///< contribution of each lever (difference and error only); empty if it was not attributed
};

/// Observables of the province that a comparison shows unless it is asked for others.
inline constexpr std::array headline_observables{"hnte_count", "rd_to_gdp",           "hightech_value_added",
                                                 "gdp",        "tech_contract_value", "invention_patents_valid"};

struct CompareSettings {
    engine::RunSettings run;               ///< of both: seed, replicates, kinds of uncertainty
    std::vector<std::string> observables;  ///< of the province
    bool attribute = true;
    std::size_t exact_levers = 6;  ///< most levers that all 2^k combinations are run of
    double precision = 0;          ///< > 0: run on, in whole blocks, until the 95 % half width of every difference of chance is so small
    std::uint64_t most = 100'000;  ///< and at most so many replicates
};

struct Comparison {
    std::vector<Lever> levers;
    bool exact = true;  ///< attributed by Shapley values; else by switching one lever after the other in their order
    std::uint64_t replicates = 0;
    int year = 0;  ///< of the observables
    std::vector<Compared> compared;
};

/// Runs both scenarios with the same draws and pairs them by replicate; then, if asked, scenarios with some of the levers switched, all by
/// the ordinary ensemble. Returns nothing, with the reasons in `problems`, if one of them does not compile or they share no target and no
/// year. Throws ensemble::Cancelled.
[[nodiscard]] std::optional<Comparison> compare(const scenario::Scenario& a, const scenario::Scenario& b,
                                                const CompareSettings& settings, Diagnostics& problems,
                                                const ensemble::Execution& execution);

}  // namespace zonecast::inference
