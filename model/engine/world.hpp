// The compiled scenario: flat arrays that the year loop reads. Immutable after compile; shared by all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"
#include "model/engine/forecast.hpp"
#include "model/engine/parameters.hpp"
#include "model/reference/law.hpp"
#include "model/laws/chain.hpp"
#include "model/laws/promotion_waves.hpp"
#include "model/scenario/levers.hpp"
#include "model/scenario/scenario.hpp"
#include "model/start/class_table.hpp"

namespace zonecast::engine {

using scenario::Lever;
using scenario::lever_count;
using scenario::lever_named;
using scenario::lever_names;

inline constexpr std::size_t none = static_cast<std::size_t>(-1);

/// A published number with its error.
struct Known {
    double value = 0;
    double spread = 0;  ///< sd of the logarithm
};

struct WorldCity {
    std::string id;
    std::size_t outside = none;  ///< its pseudo-zone
    Known revenue;               ///< high-tech revenue, 1e8 CNY; zero: the sum of its clusters
    double gdp = 0;              ///< base year, 1e8 CNY
    double population = 0;       ///< base year, 1e4 persons
    double patent_share = 0;     ///< of the province's valid invention patents
    Known certified;             ///< certified enterprises: published, or by a rule (certificate_shares.hpp)
    Known rd;                    ///< R&D, 1e8 CNY; zero: by its enterprises
};

struct WorldZone {
    std::string id;
    std::size_t city = 0;
    bool outside = false;
    scenario::ZoneLevel level = scenario::ZoneLevel::none;  ///< in the base year
    std::vector<scenario::ZoneLevel> given;                 ///< [year index] level as the plan knows it, up to World::known_until
    bool candidate = false;                                 ///< not approved in the base year; until it is, it counts as outside
    bool approvable = false;                                ///< may be approved as a zone
    bool park = false;                                      ///< keeps accounts of its own while it is no zone
    std::size_t first_cluster = 0, cluster_count = 0;
    double latitude = 0, longitude = 0;
    Known land;          ///< mu
    Known revenue;       ///< high-tech revenue, 1e8 CNY; zero: the sum of its clusters
    Known total_income;  ///< 1e8 CNY; zero: rule (revenue times the zones' mean ratio)
    Known population;    ///< 1e4 persons
    Known certified;     ///< certified enterprises; zero: by the members that the zone gets
    Known gdp;           ///< 1e8 CNY; zero: by rule (share of other income)
    Known rd;            ///< R&D, 1e8 CNY; zero: by rule
    int dossier = 0;     ///< rank among the province's candidates for national level; zero: none that is known
    bool counted = false;  ///< among the zones whose certified enterprises are published together
    double rank = 0;     ///< national rank in the base year; zero: not ranked
    double recognised_clusters = 0;
    Known other_industry_revenue;   ///< other above-scale industry, 1e8 CNY; zero: rule (share of other income)
    Known other_industry_firms;     ///< its enterprises; zero: rule (revenue over mean size)
    std::vector<Known> facilities;  ///< by facility kind
};

struct WorldCluster {
    std::string id;
    std::size_t zone = 0, industry = 0;
    Known revenue;                ///< base year, 1e8 CNY
    double value_added_rate = 0;  ///< of output
    double cyclical_loading = 1;
    double rd_relative = 1;  ///< intensity relative to the province's mean
};

struct WorldEnterprise {
    std::string id;
    std::size_t cluster = 0;
    Known revenue;
    bool certified = true;
};

/// Which zones (and clusters) a scope or perimeter holds in a year.
struct ZoneSet {
    enum class Kind { zones, all_zones, national_zones, provincial_zones };
    Kind kind = Kind::zones;
    std::vector<std::size_t> zones;  ///< kind zones: members, sorted
    std::string id;
    std::vector<std::size_t> except;  ///< other kinds: these never belong, sorted

    /// Whether a zone of level `level` belongs to the set.
    [[nodiscard]] bool holds(std::size_t zone, unsigned level) const;
};

/// A channel of a measure: what it moves, for whom, how strongly by year.
struct WorldEffect {
    std::size_t measure = 0;
    Lever lever = Lever::none;
    double mean = 0, sd = 0, spike = 0;
    std::string address;  ///< name in draws: instrument, channel
};

struct WorldMeasure {
    scenario::Measure measure;
    std::size_t instrument = 0;
    ZoneSet scope;
    std::vector<std::size_t> clusters;  ///< scope is a cluster or an industry: these clusters only
    std::vector<double> strength;       ///< [year index] dose in force after delay, ramp and fade
    std::vector<double> dose;           ///< [year index] dose as written
    std::size_t facility = none;        ///< kind built
    std::vector<std::size_t> effects;
    bool moves_nothing = false;
    bool approves = false;  ///< aims at parks that are no zones yet: they are budgeted for
};

/// The supply chain as it stands in a year: the base year's but for changes of the plan.
struct WorldChain {
    laws::DemandPull pull;
    std::vector<double> cluster_output;  ///< base-year output (point value) of the clusters that are there, 1e8 CNY
    double mean_local_share = 1;         ///< of chain inputs, weighted by what is bought
};

/// A supplier that a change of the plan adds to a cluster; it joins as one enterprise.
struct WorldNewcomer {
    std::size_t year = 0;  ///< index
    std::size_t cluster = 0;
    double log_revenue = 0, spread = 0;  ///< ln of the median, 1e8 CNY, and sd of the logarithm
    std::string address;                 ///< name in draws
};

/// Totals of the base year that the initial state meets.
struct BaseTotals {
    double gdp = 0, value_added = 0, rd = 0;
    double certified = 0, recognised = 0;
    double expired = 0;  ///< certificates that expired in the base year: those of three years before
    Known at_least_1, at_least_100, below_0_2;  ///< counts; zero: unknown
    std::optional<double> at_least_1_revenue_share, certified_at_least_1_share, certified_revenue_share;
    double patents_valid = 0, patents_granted = 0, contracts = 0, national_contracts = 0;
    double population = 0;
    Known zones_revenue;              ///< high-tech revenue of all zones; zero: unknown
    double zones_income_ratio = 2.6;  ///< total income over high-tech revenue of the zones
    Known zones_certified;            ///< certified enterprises of the zones that are `counted`; zero: unknown
    Known ip_pledge_finance;          ///< 1e8 CNY, flow; zero: unknown
    Known rd_institution_coverage;    ///< of above-scale certified enterprises; zero: unknown
};

/// A published figure of another year that the start meets as it was brought to the base year.
struct CarriedFigure {
    const scenario::Figure* figure = nullptr;
    Known at_base;
    std::vector<std::size_t> zones;  ///< that it speaks of
};

/// Facility kinds that a scenario knows, sorted: those with base figures and those that measures build.
[[nodiscard]] std::vector<std::string> facility_kinds(const scenario::Scenario& scenario);

class World {
public:
    /// Compiles a checked scenario. What is missing for the engine is an error that names the series and the place.
    /// `reference`: the reference law to use; without one it is learned from the library's panel and the pack's history up to the base year.
    [[nodiscard]] static std::shared_ptr<const World> compile(const scenario::Scenario& scenario, Diagnostics& problems,
                                                              const reference::ReferenceLaw* reference = nullptr);

    [[nodiscard]] std::vector<int> years() const;
    /// Everything drawn once per replicate: parameters, then effects of instruments.
    [[nodiscard]] std::vector<ParameterInfo> parameter_infos() const;
    /// Value of an effect at the quantile u in (0,1) of its prior: zero up to the spike, then the normal part.
    [[nodiscard]] static double effect_value(const WorldEffect& effect, double u);
    /// Places of ids in parameter_infos, and behind them "dose.<measure>": a factor on all doses of a measure. The k-th time that an id
    /// stands in `ids` is the k-th time that it stands there. Throws std::invalid_argument, with a suggestion, for an id that is not there.
    [[nodiscard]] std::vector<std::size_t> parameter_indices(const std::vector<std::string>& ids) const;

    scenario::Scenario scenario;
    int base_year = 0, end_year = 0;
    std::size_t known_until = 0;  ///< index of the last year whose zone levels are given
    ParameterTable parameters;
    reference::ReferenceLaw reference;  ///< of the province from the base year; without a panel it knows nothing and nothing grows by it
    std::vector<std::string> industries;  ///< ids; index used everywhere
    std::vector<WorldCity> cities;
    std::vector<WorldZone> zones;
    std::vector<WorldCluster> clusters;  ///< ordered by zone
    std::vector<WorldEnterprise> enterprises;
    std::vector<std::string> facility_kinds;
    std::size_t floor_kind = none;    ///< the facility kind whose items are 1e4 m2 of floor (innovation_floor), if there is one
    std::vector<std::size_t> hatching;  ///< kinds that hatch enterprises: incubators and maker spaces
    std::vector<ZoneSet> perimeters;  ///< all_zones, national_zones, provincial_zones, then the pack's own
    std::vector<WorldMeasure> measures;
    std::vector<WorldEffect> effects;
    BaseTotals base;
    std::set<const scenario::Figure*> read;  ///< figures of the scenario's history that the start rests on
    std::vector<CarriedFigure> carried;  ///< in the order province, cities, zones

    std::vector<std::size_t> cluster_industry;
    std::vector<std::shared_ptr<const WorldChain>> chains;  ///< [year index]
    [[nodiscard]] const WorldChain& chain(std::size_t t) const { return *chains[t]; }
    std::vector<std::vector<double>> sourcing_round, capacity_round;  ///< [year index][industry] (E71); empty where nothing changes
    std::vector<std::vector<bool>> leaving;                           ///< [year index][cluster] goes in that year; empty without changes
    std::vector<std::vector<double>> boost;                           ///< [year index][cluster] log points; empty without changes
    std::vector<WorldNewcomer> newcomers;
    std::vector<double> proximity;                    ///< [industry][industry] cosine of input structures
    std::vector<double> distance_km;                  ///< [zone][zone]
    laws::PromotionWaves promotion_waves;             ///< of the nation, as known at the base year
    double share_of_nation = 0;                       ///< the province's, in GDP
    double national_field = 147;                      ///< number of national high-tech zones that ranks are counted in
    double strength_sd = 1;                           ///< sd of strength over the clusters in the base year
    std::vector<std::vector<double>> log_supply;      ///< [year index][cluster] ln q; empty without a supply shock
    std::vector<double> common_shock;                 ///< [year index] given demand shock, log points
    std::vector<std::vector<double>> industry_shock;  ///< [year index][industry] given demand shock

    /// The perimeter of that name (standard ones included), or nothing.
    [[nodiscard]] std::optional<ZoneSet> zone_set(const std::string& id) const;
    [[nodiscard]] std::size_t zone_index(const std::string& id) const;

private:
    World() = default;
};

}  // namespace zonecast::engine
