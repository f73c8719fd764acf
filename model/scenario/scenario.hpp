// What a scenario says, as typed records: the region pack, the plan and the national library, read and checked.
//
// Units after reading, everywhere in the program: money 1e8 CNY (nominal), people 1e4 persons, land mu, patents pieces, shares and rates as
// ratios, years as calendar years. Records keep the location they came from so that later checks can point at it.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostics.hpp"

namespace zonecast::scenario {

struct Name {
    std::string zh;
    std::string en;
};

/// How a number came about. `assumed` numbers follow a rule stated in their note and always carry a spread.
enum class Confidence { reported, derived, conflicting, assumed };

/// One published or assumed figure, of a pack's history or of the panel: the only home of statistics.
struct Figure {
    std::string series;  ///< what, e.g. "hnte_count"
    std::string place;   ///< of whom: id of a province, city, zone, cluster, or "china"
    int year = 0;
    double value = 0;   ///< in the program's units
    std::string unit;   ///< as written in the file
    double spread = 0;  ///< standard deviation of ln(value) (of the value itself where it may be zero); 0: taken as exact
    Confidence confidence = Confidence::reported;
    std::string source;
    std::string note;
    Location where;
    int published = 0;  ///< year in which it became known, if the file says so; 0: see publication()

    /// Year in which it became known: as written, else the year after its own.
    [[nodiscard]] int publication() const { return published != 0 ? published : year + 1; }
    /// Whether it counts as known at the end of `origin`: of that year or before, and published by the next one.
    [[nodiscard]] bool known_at(int origin) const { return year <= origin && publication() <= origin + 1; }
};

/// What a city is in its province: where nothing is published, its share of certified enterprises rests on it.
enum class CityKind { ordinary, capital, western_capital, separate_plan };

struct City {
    std::string id;
    Name name;
    double latitude = 0, longitude = 0;  ///< degrees
    CityKind kind = CityKind::ordinary;
    std::string source;
    Location where;
};

enum class ZoneLevel { none, provincial, national };

/// A high-tech zone. Every city also has one pseudo-zone "<city>.outside", made by the reader, that holds the activity outside zones.
struct Zone {
    std::string id;
    Name name;
    std::string city;
    double latitude = 0, longitude = 0;
    std::optional<int> year_provincial;  ///< year of approval as a provincial zone
    std::optional<int> year_national;    ///< year of promotion to (or approval at) national level
    bool anonymous = false;              ///< counted in statistics but not named there
    bool outside = false;                ///< the pseudo-zone of a city
    bool park = false;                   ///< keeps accounts of its own while it is no zone; without a year it never becomes one
    std::string source;
    Confidence confidence = Confidence::reported;
    std::string note;
    Location where;

    /// Level at the end of `year`.
    [[nodiscard]] ZoneLevel level(int year) const {
        if (outside) return ZoneLevel::none;
        if (year_national && year >= *year_national) return ZoneLevel::national;
        if (year_provincial && year >= *year_provincial) return ZoneLevel::provincial;
        return ZoneLevel::none;
    }
};

/// An input-output sector of the national table.
struct Sector {
    std::string id;
    Name name;
    double value_added_coefficient = 0;
    double import_share = 0;  ///< of domestic use
    double export_share = 0;  ///< of output
};

struct Industry {
    std::string id;
    Name name;
    std::vector<std::pair<std::string, double>> sectors;  ///< sector id and weight; weights sum to 1
    double rd_to_revenue = 0;
    double rd_to_revenue_low = 0, rd_to_revenue_high = 0;
    double value_added_rate = 0;  ///< value added over output
    double cyclical_loading = 1;  ///< response to the common demand shock
    bool strategic_emerging = false;
    Location where;
};

/// One industry in one zone. Its base-year revenue is the figure (series "cluster_revenue", place = id) of the pack's history.
struct Cluster {
    std::string id;  ///< "<zone>.<industry>"
    Name name;
    std::string zone;
    std::string industry;
    std::string kind;    ///< pillar, leading, emerging, planned, other
    bool added = false;  ///< not of the pack: a change of the plan adds it, empty until then
    std::string source;
    Confidence confidence = Confidence::reported;
    std::string note;
    Location where;
};

enum class Presence { yes, weak, missing };

/// A link of an industry chain.
struct Segment {
    std::string id;
    std::string chain;
    Name name;
    std::string position;  ///< upstream, midstream, downstream, service
    std::string sector;    ///< input-output sector that makes it
    std::string industry;  ///< industry of the pack that makes it; may be empty
    Presence presence = Presence::yes;
    std::string source;
    Confidence confidence = Confidence::reported;
    Location where;
};

/// An industry chain that the pack names. Chains without a name are called after the industry that makes most of them.
struct Chain {
    std::string id;
    Name name;
    Location where;
};

/// An input of one segment from another.
struct SupplyEdge {
    std::string from, to;    ///< segment ids
    double input_share = 0;  ///< of the buyer's output
    double input_share_low = 0, input_share_high = 0;
    bool critical = false;   ///< specific input: enters the CES; generic ones enter as a product
    double local_share = 0;  ///< bought inside the province
    std::string flow;        ///< "intermediate" or another kind of flow that carries no input
    std::string source;
    Confidence confidence = Confidence::assumed;
    Location where;
};

/// A leading enterprise with a name: it is an initial enterprise of its cluster with this revenue.
struct NamedEnterprise {
    std::string id;
    Name name;
    std::string cluster;
    double revenue = 0;  ///< 1e8 CNY in `year`
    int year = 0;
    bool certified = true;
    double spread = 0.15;
    std::string source;
    Confidence confidence = Confidence::reported;
    Location where;
};

/// A set of zones or cities with a name. Standard perimeters (all_zones, national_zones, provincial_zones, the province, every city,
/// every zone) need no entry.
struct Perimeter {
    std::string id;
    Name name;
    std::vector<std::string> zones;   ///< either zones
    std::vector<std::string> cities;  ///< or whole cities, outside included
    std::string level;                ///< or the zones of a level in each year ("all", "national", "provincial") ...
    std::vector<std::string> except;  ///< ... but for these
    Location where;
};

/// A provincial zone that the province puts forward for national level, or is known to prepare.
struct Candidate {
    std::string zone;
    int rank = 1;     ///< among the province's candidates, 1 the first in line
    int since = 0;    ///< year from which it is known; 0: always
    std::string note;
    Location where;
};

/// Figures of a series from `year` on are not comparable with earlier ones: another scope, another census.
struct SeriesBreak {
    std::string series, place;
    int year = 0;
    std::string note;
    Location where;
};

/// Prior of a parameter. `group` tells which kind of uncertainty it is.
struct Prior {
    enum class Family { fixed, normal, lognormal, uniform, beta };
    enum class Group { parameter, initial };
    std::string id;
    Name name;
    Family family = Family::fixed;
    double mean = 0;                    ///< fixed value; mean (normal); median (lognormal); mean (beta); unused (uniform)
    double sd = 0;                      ///< standard deviation (normal, beta); of the logarithm (lognormal)
    double low = -1e300, high = 1e300;  ///< truncation, or ends of the uniform
    Group group = Group::parameter;
    std::string unit;
    std::string source;
    std::string grade;  ///< A strong, B fair, C weak, J judgement
    int known = 0;      ///< latest year of the evidence that it rests on; 0: judgement that names none
    int year = 0;       ///< of an amount that belongs to one year: which; 0: none
    std::string note;
    Location where;
};

/// Correlation between the priors of two parameters: of their normal scores (Gaussian copula).
struct Correlation {
    std::string first, second;
    double value = 0;  ///< between -1 and 1
    std::string source;
    std::string grade;
    Location where;
};

/// What one unit of an instrument moves.
struct Channel {
    std::string lever;  ///< name of a lever of the engine (see model/scenario/levers.hpp); "none": accounted, moves nothing
    double mean = 0;    ///< effect of dose 1 at full strength, in the lever's unit
    double sd = 0;
    double spike = 0;   ///< chance that the effect is zero
    std::string source;
    std::string grade;
    Location where;
};

struct Instrument {
    std::string id;
    Name name;
    std::vector<Channel> channels;
    double unit_cost = 0;         ///< 1e8 CNY per dose, scope entity and year
    double unit_cost_spread = 0;  ///< sd of the log
    int delay = 0;                ///< years before anything happens
    int ramp = 1;                 ///< years from nothing to full strength
    double fade = 0;              ///< share of the effect lost per year after the last dose
    std::optional<double> dose_low, dose_high;  ///< between which doses a search or a slider may go; a plan may write others
    std::string dose_source;                    ///< why these
    bool national = false;                      ///< decided by the nation: no lever of a province
    std::string note;
    Location where;
};

/// An instrument as the plan uses it.
struct Measure {
    std::string id;              ///< unique in the plan
    std::string instrument;      ///< id in the library
    std::string scope;           ///< perimeter, zone, city, cluster, industry or province id
    std::map<int, double> dose;  ///< by year; for lever "facility": items started per scope zone in that year
    std::string facility;        ///< facility kind, for instruments that build
    double success = 1;          ///< chance that an item is realised
    std::string clause;          ///< where the plan says so
    std::string note;
    Location where;
};

/// A fixed or stochastic event outside the plan.
struct Shock {
    std::string id;
    std::string kind;    ///< demand (common), industry_demand, external_supply
    std::string target;  ///< industry id, sector id or segment id; empty for common demand
    int start = 0;
    int years = 1;
    double size = 0;             ///< log points of demand, or share of external supply missing
    std::string shape = "flat";  ///< flat or fading
    std::string note;
    Location where;
};

/// A change of the supply chain that a plan asks about: something is lost, completed or made stronger from a year on.
struct Change {
    enum class Action { remove, add, strengthen };
    /// What is changed; a link is the supply of one segment to another.
    enum class Kind { segment, link, cluster, zone };
    std::string id;
    Action action = Action::remove;
    Kind kind = Kind::segment;
    std::string target;   ///< id of the segment, cluster or zone; of the selling segment for a link
    std::string buyer;    ///< link: the buying segment
    int year = 0;         ///< first year in which it holds
    int ramp = 1;         ///< years from nothing to the whole
    double replaced = 1;  ///< remove: share of the lost supply that suppliers outside the region take over
    double by = 0;        ///< strengthen: share of what is bought outside that moves inside; for clusters relative rise of output
    std::optional<double> local_share;  ///< add, to segments and links: share bought inside when complete; else by the rule
    std::optional<double> input_share;  ///< add, to a link that the pack does not have: share of the buyer's output
    bool critical = false;              ///< the same: a specific input
    double revenue = 0, spread = 0;     ///< add, to clusters: median revenue of the newcomer and sd of its logarithm
    std::string note;
    Location where;
};

enum class Quantifier { total, each };
enum class Statistic { level, share, ratio_to_base, increase, cumulative, mean_annual_growth, improves_every_year, median_improves };
enum class Comparison { greater_equal, greater, less_equal, less, between };

/// A target of a plan, as the plan states it.
struct Target {
    std::string id;
    Name name;
    std::string document, clause, quote;
    std::string group;  ///< id of the group of targets that it is judged together with; empty: none
    std::string scope;  ///< perimeter id
    Quantifier quantifier = Quantifier::total;
    std::string metric;  ///< expression, e.g. "clusters[output >= 500]"; compiled in model/targets
    Statistic statistic = Statistic::level;
    Comparison comparison = Comparison::greater_equal;
    double value = 0;
    std::optional<double> value_high;
    std::string unit;          ///< the program's
    std::string unit_written;  ///< as the plan writes it
    int year = 0;
    std::optional<int> base_year;
    bool fixed_perimeter = false;  ///< headline verdict on the zones that the plan knew instead of the current ones
    bool official = true;
    std::string note;
    Location where;
    Location unit_where;
};

/// Targets that a clause states together: met when all of them are met at once.
struct TargetGroup {
    std::string id;
    Name name;
    std::string clause;
    Location where;
};

/// An item of a zone index: what is compared between zones, and where its values come from. Points are between 0 and 1.
struct IndexItem {
    std::string id;
    Name name;
    std::string group;
    double weight = 1;            ///< within the group
    std::string kind;             ///< statistics, survey or qualitative: how the document obtains it
    std::string metric;           ///< metric expression of the zone (model/targets); empty: not simulated
    std::string per;              ///< metric that it is divided by; empty: not divided
    std::string statistic;        ///< level, increase (over last year) or growth (rate over last year)
    bool less_is_better = false;  ///< the lowest value gets the most points
    double spread = 0;            ///< sd of the logarithm of what the metric misses of the item, a draw for each zone
    std::optional<double> mean;   ///< of the points, where neither metric nor figure is at hand
    double sd = 0;                ///< of these points
    double persistence = 1;       ///< share of their variance that stays with the zone; the rest is drawn anew each year
    std::string source, grade, note;
    Location where;
};

struct IndexGroup {
    std::string id;
    Name name;
    double weight = 0;
    std::string source, grade, note;
    Location where;
};

/// A table of weighted items that zones are scored and ranked by. Weights of groups and items need not sum to one.
struct ZoneIndex {
    std::string id;
    Name name;
    std::string standardise;          ///< min_max or percentile: how values become points
    std::vector<std::string> ranked;  ///< perimeters whose zones are compared with each other; a zone is ranked in the first that holds it
    std::vector<IndexGroup> groups;   ///< in the order of the file
    std::vector<IndexItem> items;     ///< in the order of the file
    std::string source, note;
    Location where;
};

struct Plan {
    std::string id;
    Name name;
    std::string document;  ///< title, issuer, date
    int base_year = 0;
    int end_year = 0;
    int known_until = 0;  ///< zone approvals and promotions up to this year are facts of the plan's time; later ones are chances
    std::vector<Target> targets;
    std::vector<TargetGroup> groups;  ///< of targets, in the order of the file; every group has a member
    std::vector<Measure> measures;
    std::vector<Shock> shocks;
    std::vector<Change> changes;
    std::vector<Candidate> candidates;  ///< come before the pack's, zone by zone
    std::map<std::string, Prior> priors;  ///< overrides of the library's and the pack's
    Location where;
};

/// The full text of one input file, kept so that a result can say and repeat what it was made from.
struct SourceFile {
    std::string path;  ///< relative to the plan file's folder
    std::string text;
};

struct Panel;  // model/scenario/panel.hpp

/// Everything a run needs, checked: ids are unique and resolve, weights sum, numbers lie in their ranges.
struct Scenario {
    std::string pack_id;
    Name pack_name;
    std::string province;  ///< place id of the province in the figures
    Plan plan;

    std::vector<City> cities;
    std::vector<Zone> zones;  ///< outside pseudo-zones included, after the real ones
    std::vector<Cluster> clusters;
    std::vector<Chain> chains;  ///< those with a name
    std::vector<Segment> segments;
    std::vector<SupplyEdge> supply;
    std::vector<NamedEnterprise> enterprises;
    std::vector<Perimeter> perimeters;
    std::vector<Candidate> candidates;  ///< of the pack
    std::vector<SeriesBreak> breaks;  ///< by series, place, year

    std::vector<Sector> sectors;
    std::vector<double> io_coefficients;  ///< row-major [supplier][user], sectors.size() squared
    std::vector<Industry> industries;
    std::vector<Instrument> instruments;
    std::optional<ZoneIndex> index;       ///< zones are not scored without it
    std::map<std::string, Prior> priors;  ///< by id: library, then pack, then plan
    std::vector<Correlation> correlations;
    std::shared_ptr<const Panel> panel;  ///< nation and provinces, of the library; null if it has none

    std::vector<Figure> history;  ///< sorted by series, place, year: figure() and latest() search it by halving
    // What it was read from, so that it can be read again.
    std::vector<SourceFile> files;       ///< plan, pack and library, sorted by path
    std::string plan_file;               ///< path of the plan in `files`
    std::vector<std::string> overrides;  ///< quick changes as given, in order

    /// What a chain is called: as the pack says, else after the industry of its id, else after the one that makes most of its segments (the
    /// first of equals), else by its id.
    [[nodiscard]] Name chain_name(const std::string& chain) const;
    /// The figure of exactly that year, or null.
    [[nodiscard]] const Figure* figure(const std::string& series, const std::string& place, int year) const;
    /// The latest figure not later than `year`, or null.
    [[nodiscard]] const Figure* latest(const std::string& series, const std::string& place, int year) const;
    /// Adds a figure in its place, or replaces the one of the same series, place and year.
    void put(Figure figure);
};

}  // namespace zonecast::scenario
