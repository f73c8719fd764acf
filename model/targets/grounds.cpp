#include "model/targets/grounds.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "model/base/text.hpp"
#include "model/engine/base_year.hpp"
#include "model/engine/observables.hpp"
#include "model/engine/replicate.hpp"
#include "model/laws/revenue_classes.hpp"
#include "model/scenario/number.hpp"
#include "model/targets/scope.hpp"

namespace zonecast::targets {

using base::in_quotes;
using engine::Quantity;
using scenario::Figure;
using scenario::Scenario;
using scenario::Statistic;
using scenario::Target;

namespace {

/// Where the base of a quantity comes from.
enum class From {
    somewhere,  ///< the figures of places, or shares by rule: never zero for want of a figure
    zones,      ///< figures of zones only: zero in a zone without one
    province,   ///< the province's figure only: zero everywhere without it
    nothing     ///< no figure: approvals of zones, or what the run itself counts
};

struct Source {
    Quantity quantity;
    From from;
    const char* series;        ///< of a place; nullptr: nobody publishes it
    const char* all_zones = nullptr;  ///< series of the province for its zones together
};

constexpr std::array sources{
    Source{Quantity::revenue, From::somewhere, "hightech_revenue", "zones_hightech_revenue"},
    Source{Quantity::output, From::somewhere, "hightech_revenue", "zones_hightech_revenue"},
    Source{Quantity::hightech_value_added, From::somewhere, "hightech_value_added"},
    Source{Quantity::rd_expenditure, From::somewhere, "rd_expenditure"},
    Source{Quantity::rd_rest, From::somewhere, "rd_expenditure"},
    Source{Quantity::gdp_rest, From::somewhere, "gdp"},
    Source{Quantity::hnte_count, From::somewhere, "hnte_count"},
    Source{Quantity::hnte_recognised, From::somewhere, "hnte_recognised"},
    Source{Quantity::hnte_first_time, From::somewhere, "hnte_recognised"},
    Source{Quantity::hnte_renewed, From::somewhere, "hnte_recognised"},
    Source{Quantity::firms_revenue_ge_1, From::somewhere, "firms_revenue_ge_1"},
    Source{Quantity::firms_revenue_ge_100, From::somewhere, "firms_revenue_ge_100"},
    Source{Quantity::tech_sme_count, From::somewhere, "tech_sme_count"},
    Source{Quantity::invention_patents_granted, From::somewhere, "invention_patents_granted"},
    Source{Quantity::invention_patents_valid, From::somewhere, "invention_patents_valid"},
    Source{Quantity::population, From::zones, "population"},
    Source{Quantity::tech_contract_value, From::somewhere, "tech_contract_value"},
    Source{Quantity::total_income, From::somewhere, "total_income", "zones_total_income"},
    Source{Quantity::land_area, From::zones, "land_area"},
    Source{Quantity::recognised_clusters, From::somewhere, "recognised_clusters.national"},
    Source{Quantity::zones_national, From::nothing, nullptr},
    Source{Quantity::zones_provincial, From::nothing, nullptr},
    Source{Quantity::above_scale_other_firms, From::somewhere, "above_scale_other_firms"},
    Source{Quantity::above_scale_other_revenue, From::somewhere, "above_scale_other_revenue"},
    Source{Quantity::hnte_with_rd_institution, From::province, "rd_institution_coverage"},
    Source{Quantity::ip_pledge_finance, From::province, "ip_pledge_finance"},
    Source{Quantity::maker_space_area, From::zones, "facilities.innovation_floor"},
};

Source source_of(Quantity quantity) {
    const auto found = std::find_if(sources.begin(), sources.end(), [&](const Source& one) { return one.quantity == quantity; });
    return found != sources.end() ? *found : Source{quantity, From::somewhere, nullptr};
}

/// The quantities that an observable is made of; those below the line last.
struct Parts {
    std::vector<Quantity> above, below;
    [[nodiscard]] std::vector<Quantity> all() const {
        std::vector<Quantity> both = above;
        both.insert(both.end(), below.begin(), below.end());
        return both;
    }
};

Parts parts_of(std::size_t observable) {
    if (observable < engine::quantity_count) return {{static_cast<Quantity>(observable)}, {}};
    const engine::Derived& d = engine::derived[observable - engine::quantity_count];
    Parts parts{{d.numerator}, {}};
    if (d.numerator_2) parts.above.push_back(*d.numerator_2);
    if (d.denominator) parts.below.push_back(*d.denominator);
    if (d.denominator_2) parts.below.push_back(*d.denominator_2);
    return parts;
}

/// The scope as places: the zones that it holds, and what is left of it besides them.
struct Held {
    std::vector<const scenario::Zone*> zones;  ///< real ones
    bool outside = false;                      ///< it holds more than zones
};

Held held_by(const Target& target, const Scenario& scenario, int year) {
    const std::set<std::string> ids = zones_of(target.scope, scenario, year);
    Held held;
    for (const scenario::Zone& zone : scenario.zones) {
        if (!ids.contains(zone.id)) continue;
        held.outside = held.outside || zone.outside;
        if (!zone.outside) held.zones.push_back(&zone);
    }
    return held;
}

/// The places whose figures a scope's base is compared with: the scope itself, or the zones and cities that make it up.
std::vector<std::string> places_of(const Target& target, const Scenario& scenario) {
    const auto perimeter =
        std::find_if(scenario.perimeters.begin(), scenario.perimeters.end(), [&](const auto& one) { return one.id == target.scope; });
    if (perimeter != scenario.perimeters.end() && !perimeter->cities.empty()) return perimeter->cities;
    const bool city = std::any_of(scenario.cities.begin(), scenario.cities.end(), [&](const auto& one) { return one.id == target.scope; });
    if ((city || target.scope == scenario.province) && target.quantifier == scenario::Quantifier::total) return {target.scope};
    std::vector<std::string> places;
    for (const scenario::Zone* zone : held_by(target, scenario, scenario.plan.base_year).zones) places.push_back(zone->id);
    return places;
}

class Gatherer {
public:
    Gatherer(const Target& target, const Scenario& scenario) : target_(target), scenario_(scenario) {}

    void quantity(Quantity quantity) {
        const Source source = source_of(quantity);
        if (source.from == From::nothing) return;
        const std::string name(engine::quantity_texts[static_cast<std::size_t>(quantity)].id);
        if (source.series == nullptr) {
            assume(name, target_.scope);
            return;
        }
        if (source.from == From::province) {
            place(source.series, scenario_.province);
            return;
        }
        if (const Figure* known = latest(source.series, scenario_.province)) add(known);
        if (target_.scope == "all_zones" && source.all_zones != nullptr && target_.quantifier == scenario::Quantifier::total &&
            latest(source.all_zones, scenario_.province) != nullptr) {
            place(source.all_zones, scenario_.province);
            return;
        }
        for (const std::string& one : places_of(target_, scenario_)) place(source.series, one);
    }
    /// A series of every zone of the scope.
    void zones(const std::string& series, bool national_only) {
        for (const scenario::Zone* zone : held_by(target_, scenario_, scenario_.plan.base_year).zones)
            if (!national_only || zone->level(scenario_.plan.base_year) == scenario::ZoneLevel::national) place(series, zone->id);
    }
    void place(const std::string& series, const std::string& place) {
        const Figure* figure = latest(series, place);
        if (figure != nullptr) add(figure);
        if (figure == nullptr || figure->confidence == scenario::Confidence::assumed) assume(series, place);
    }
    void assume(const std::string& series, const std::string& place) {
        const std::string text = series + " " + place;
        if (std::find(grounds_.assumed.begin(), grounds_.assumed.end(), text) == grounds_.assumed.end()) grounds_.assumed.push_back(text);
    }
    [[nodiscard]] Grounds take() { return std::move(grounds_); }

private:
    const Target& target_;
    const Scenario& scenario_;
    Grounds grounds_;

    [[nodiscard]] const Figure* latest(const std::string& series, const std::string& place) const {
        return scenario_.latest(series, place, scenario_.plan.base_year);
    }
    void add(const Figure* figure) {
        if (std::find(grounds_.figures.begin(), grounds_.figures.end(), figure) == grounds_.figures.end())
            grounds_.figures.push_back(figure);
    }
};

/// The clusters of the scope that the metric counts.
std::vector<std::string> clusters_of(const Target& target, const Metric& metric, const Scenario& scenario, int year) {
    const std::set<std::string> zones = zones_of(target.scope, scenario, year);
    std::vector<std::string> ids;
    for (const scenario::Cluster& cluster : scenario.clusters) {
        if (!zones.contains(cluster.zone)) continue;
        const bool counts = metric.kind == Metric::Kind::cluster_sum
                                ? std::binary_search(metric.counted.begin(), metric.counted.end(), cluster.id)
                                : metric.industry == engine::none || scenario.industries[metric.industry].id == cluster.industry;
        if (counts) ids.push_back(cluster.id);
    }
    return ids;
}

class Checker {
public:
    Checker(const Target& target, const Metric& metric, const Scenario& scenario, Diagnostics& problems)
        : target_(target),
          metric_(metric),
          scenario_(scenario),
          problems_(problems),
          held_(held_by(target, scenario, target.year)) {}

    void check() {
        switch (metric_.kind) {
            case Metric::Kind::observable:
            case Metric::Kind::zones:
                observable();
                break;
            case Metric::Kind::facilities:
                facilities();
                break;
            case Metric::Kind::clusters:
            case Metric::Kind::cluster_sum:
                if (clusters_of(target_, metric_, scenario_, target_.year).empty() && !may_change())
                    error(say("{1} 中没有 \"{0}\" 所计的集群", "no cluster that \"{0}\" counts lies in {1}", target_.metric, target_.scope),
                          Text("选含有这种集群的范围，或把它加入 clusters.csv",
                               "choose a scope that holds one, or add it to clusters.csv"));
                break;
            case Metric::Kind::rank:
                rank();
                break;
            default:
                break;
        }
        threshold();
    }

private:
    const Target& target_;
    const Metric& metric_;
    const Scenario& scenario_;
    Diagnostics& problems_;
    Held held_;

    [[nodiscard]] Text of_target(const Text& what) const { return say("目标 \"{}\"：{}", "target \"{}\": {}", target_.id, what); }
    void error(const Text& what, const Text& hint) { problems_.error(target_.where, of_target(what), hint); }
    void warning(const Text& what, const Text& hint) { problems_.warning(target_.where, of_target(what), hint); }
    /// What to do where zones lack a figure.
    [[nodiscard]] Text add_rows(const std::string& series, const std::string& place) const {
        return say("在数据包的 history.csv 中加行：{}", "add rows to the pack's history.csv: {}", row(series, place));
    }
    /// Zones may still come into a scope that is defined by levels.
    [[nodiscard]] bool may_change() const {
        const auto& perimeters = scenario_.perimeters;
        const auto found = std::find_if(perimeters.begin(), perimeters.end(), [&](const auto& one) { return one.id == target_.scope; });
        return found != perimeters.end() ? !found->level.empty()
                                         : target_.scope == "all_zones" || target_.scope == "national_zones" ||
                                               target_.scope == "provincial_zones";
    }
    [[nodiscard]] bool has(const std::string& series, const std::string& place) const {
        const Figure* figure = scenario_.latest(series, place, scenario_.plan.base_year);
        return figure != nullptr && figure->value > 0;
    }
    /// Zones of the scope that have no figure of a series.
    [[nodiscard]] std::vector<std::string> without(const std::string& series) const {
        std::vector<std::string> names;
        for (const scenario::Zone* zone : held_.zones)
            if (!has(series, zone->id)) names.push_back(zone->id);
        return names;
    }
    [[nodiscard]] std::string row(const std::string& series, const std::string& place) const {
        return series + "," + place + "," + std::to_string(scenario_.plan.base_year) + ",...";
    }

    void observable() {
        const Parts parts = parts_of(metric_.observable);
        const std::string_view id = engine::observable_text(metric_.observable).id;
        for (const Quantity quantity : parts.all()) {
            const Source source = source_of(quantity);
            if (source.from == From::zones && !(quantity == Quantity::maker_space_area && builds("innovation_floor")))
                zones(quantity, source, !parts.below.empty());
        }
        const bool of_zones = !held_.zones.empty() && (!held_.outside || target_.quantifier == scenario::Quantifier::each);
        projects();
        if (of_zones && (id == "hightech_value_added_to_gdp" || id == "rd_to_gdp" || id == "gdp" || id == "rd_total"))
            warning(say("科技企业以外的 GDP 和研发是城市的账：在 {} 中 \"{}\" 只含科技企业",
                        "GDP and R&D outside technology enterprises are accounts of cities: in {} \"{}\" holds technology enterprises only",
                        target_.scope, std::string(id)),
                    Text("按城市或全省评判；docs/formats/plan.md 说明各指标适用于何处",
                         "judge it on cities or the province; docs/formats/plan.md says which observable makes sense where"));
        const auto all = parts.all();
        if (held_.outside && !parts.below.empty() && std::find(all.begin(), all.end(), Quantity::total_income) != all.end())
            warning(say("总收入是高新区的账：区外以科技企业收入代替，而 {} 不只含高新区",
                        "total income is an account of zones: outside them it is the revenue of technology enterprises, and {} holds more "
                        "than zones",
                        target_.scope),
                    Text("按高新区评判；docs/formats/plan.md 说明各指标适用于何处",
                         "judge it on zones; docs/formats/plan.md says which observable makes sense where"));
    }

    /// Large projects of these sizes come through instruments alone.
    void projects() {
        const bool of_20 = metric_.observable == static_cast<std::size_t>(Quantity::attracted_projects_ge_20);
        const bool of_50 = metric_.observable == static_cast<std::size_t>(Quantity::attracted_projects_ge_50);
        if (!of_20 && !of_50) return;
        const auto attracts = [&](const scenario::Measure& measure) {
            const auto& instruments = scenario_.instruments;
            const auto found =
                std::find_if(instruments.begin(), instruments.end(), [&](const auto& one) { return one.id == measure.instrument; });
            return found != instruments.end() &&
                   std::any_of(found->channels.begin(), found->channels.end(), [&](const scenario::Channel& channel) {
                       return channel.lever == "projects_50" || (of_20 && channel.lever == "projects_20");
                   });
        };
        const auto& measures = scenario_.plan.measures;
        if (std::any_of(measures.begin(), measures.end(), attracts)) return;
        error(say("没有措施吸引这样的项目，因此 \"{}\" 在每次模拟中都为零",
                  "no measure attracts such projects, so that \"{}\" is zero in every replicate", target_.metric),
              Text("加一项吸引项目的措施，或按 attracted_projects 评判", "add a measure that attracts them, or judge attracted_projects"));
    }

    /// Only national zones have a rank among national zones.
    void rank() {
        const int base_year = scenario_.plan.base_year;
        std::size_t national = 0;
        std::string other;
        for (const scenario::Zone* zone : held_.zones) {
            if (zone->level(base_year) == scenario::ZoneLevel::national)
                ++national;
            else if (other.empty())
                other = zone->id;
        }
        if (held_.zones.empty() && may_change()) return;
        const Text choose("选一个国家高新区，或用 zone_level[national] 评判它何时升级",
                          "choose a national zone, or judge its promotion with zone_level[national]");
        if (held_.zones.empty()) {
            error(say("{} 中没有高新区，因此没有位次", "{} holds no zone, so there is no rank", target_.scope), choose);
        } else if (national == 0 && target_.statistic != Statistic::level && target_.base_year.value_or(base_year) == base_year) {
            error(say("{} 中没有高新区在 {} 年是国家级，因此没有可比较的位次",
                      "no zone of {} is national in {}, so there is no rank to compare with", target_.scope, base_year),
                  choose);
        } else if (!other.empty() && (national == 0 || target_.quantifier == scenario::Quantifier::each)) {
            warning(say("{} 在 {} 年不是国家级：它在未升级的模拟中没有位次，目标在其中视为未达成",
                        "{} is not national in {}: where it is not promoted it has no rank, and the target counts as "
                        "missed",
                        in_quotes(other), base_year),
                    choose);
        }
    }

    /// The figure that the scope's base is, where one figure says it.
    [[nodiscard]] const Figure* base_figure() const {
        if (metric_.kind != Metric::Kind::observable || target_.quantifier != scenario::Quantifier::total) return nullptr;
        if (metric_.observable >= engine::quantity_count) return nullptr;
        const Source source = source_of(static_cast<Quantity>(metric_.observable));
        return source.series == nullptr ? nullptr : scenario_.latest(source.series, target_.scope, scenario_.plan.base_year);
    }

    /// Thresholds that nothing or everything meets, which are most often a slip of the unit.
    void threshold() {
        constexpr double most_growth = 1;   // doubling every year
        constexpr double far = 100;         // times the base
        constexpr double most_ranks = 400;  // more than twice the national zones there are
        const bool upwards = target_.comparison == scenario::Comparison::greater ||
                             target_.comparison == scenario::Comparison::greater_equal ||
                             target_.comparison == scenario::Comparison::between;
        const bool improves = target_.statistic == Statistic::improves_every_year || target_.statistic == Statistic::median_improves;
        if (improves) return;
        const double value = target_.value;
        const Text per_cent = value > 1 && value <= 1000 ? say("是百分数吗？那么单位写 %", "is it in per cent? Then write the unit %")
                                                         : Text("核对数值和单位", "check value and unit");
        const Text check("核对数值和单位", "check value and unit");
        if (target_.statistic == Statistic::mean_annual_growth && value > most_growth) {
            warning(say("年均增长 {} % 意味着每年翻一番以上", "growth of {} % a year more than doubles it every year",
                        scenario::rounded_text(100 * value)),
                    per_cent);
        } else if (target_.statistic == Statistic::share && upwards && value > 1) {
            error(say("占比不能达到 {} %", "a share cannot be {} %", scenario::rounded_text(100 * value)), per_cent);
        } else if (target_.statistic == Statistic::share && target_.scope == scenario_.province) {
            error(say("{} 占全省的份额总是 100 %", "the share of {} in the province is always 100 %", target_.scope),
                  Text("选省内的一个范围", "choose a scope within the province"));
        } else if (target_.statistic == Statistic::level && metric_.kind == Metric::Kind::rank && (value > most_ranks || value < 1)) {
            warning(say("位次 {} 不在国家高新区之列（不足 200 个）", "no national zone has the rank {} (there are fewer than 200)",
                        scenario::rounded_text(value)),
                    check);
        } else if (target_.statistic == Statistic::level && metric_.dimension == base::Dimension::ratio && value > 1 && upwards &&
                   metric_.kind == Metric::Kind::observable) {
            warning(say("\"{}\" 要达到 {} %", "\"{}\" is asked to reach {} %", target_.metric, scenario::rounded_text(100 * value)),
                    per_cent);
        } else if (upwards && value <= 0 && target_.comparison != scenario::Comparison::between && metric_.kind != Metric::Kind::rank &&
                   (target_.statistic == Statistic::level || target_.statistic == Statistic::share ||
                    target_.statistic == Statistic::ratio_to_base)) {
            warning(say("门槛 {} 总能达到：\"{}\" 不会为负", "a threshold of {} is always met: \"{}\" is never negative",
                        scenario::rounded_text(value), target_.metric),
                    check);
        } else if (const Figure* base = base_figure();
                   base != nullptr && base->value > 0 && value > 0 && target_.statistic == Statistic::level &&
                   ((upwards && value > far * base->value) || (!upwards && value < base->value / far))) {
            warning(say("门槛 {} 是 {} 年数值 {} 的 {} 倍", "a threshold of {0} is {3} times the figure of {1}, {2}",
                        scenario::rounded_text(value), base->year, scenario::rounded_text(base->value),
                        fmt::format("{:.3g}", value / base->value)),
                    check);
        }
        if (target_.base_year && target_.statistic == Statistic::level)
            warning(Text("水平值（statistic = \"level\"）不与基年比较，base_year 不起作用",
                         "a level is compared with no base year, so base_year says nothing"),
                    Text("是否漏写了 statistic（如 mean_annual_growth、increase）？若不是，删去 base_year",
                         "did you forget statistic (mean_annual_growth, increase, ...)? If not, remove base_year"));
    }

    /// A quantity that only figures of zones start.
    void zones(Quantity quantity, const Source& source, bool ratio) {
        constexpr std::size_t most_named = 5;
        const Text judge_on_zones("按高新区评判", "judge it on zones");
        const std::vector<std::string> missing = without(source.series);
        const std::string name(engine::quantity_texts[static_cast<std::size_t>(quantity)].id);
        if (quantity == Quantity::population && held_.outside) return;  // cities and what lies outside zones have their residents
        if (missing.size() == held_.zones.size()) {
            if (held_.zones.empty() && may_change()) return;
            error(say("{0} 中没有高新区有 {2} 年或更早的数据 \"{1}\"，因此无从知道 \"{3}\"",
                      "no zone of {0} has a figure \"{1}\" for {2} or earlier, so that \"{3}\" cannot be known", target_.scope, source.series,
                      scenario_.plan.base_year, target_.metric),
                  held_.zones.empty() ? judge_on_zones : add_rows(source.series, held_.zones.front()->id));
            return;
        }
        if (ratio && held_.outside) {
            error(say("\"{}\" 只有高新区的数，而 {} 不只含高新区：对它的比率在那里没有意义",
                      "\"{}\" is known of zones only, and {} holds more than zones: a ratio to it means nothing there", name, target_.scope),
                  judge_on_zones);
            return;
        }
        if (missing.empty() || quantity == Quantity::maker_space_area) return;
        const Text what = say("{2} 的 {1} 个高新区中有 {0} 个没有数据 \"{3}\"（{4}）", "{} of {} zones of {} have no figure \"{}\" ({})",
                              missing.size(), held_.zones.size(), target_.scope, source.series,
                              listed({missing.begin(), missing.end()}, most_named));
        const Text hint = add_rows(source.series, missing.front());
        if (target_.quantifier == scenario::Quantifier::each)
            error(what + Text("，因此永远不能达到", ", so that they can never meet it"), hint);
        else if (ratio)
            error(what + Text("：它们会计入分子而不计入分母", ": they would count above the line and not below it"), hint);
        else
            warning(what + Text("，按零计", " and count as zero"), hint);
    }

    [[nodiscard]] bool builds(const std::string& kind) const {
        const std::set<std::string> here = zones_of(target_.scope, scenario_, target_.year);
        return std::any_of(scenario_.plan.measures.begin(), scenario_.plan.measures.end(), [&](const scenario::Measure& measure) {
            if (measure.facility != kind) return false;
            const std::set<std::string> there = zones_of(measure.scope, scenario_, target_.year);
            return std::any_of(there.begin(), there.end(), [&](const std::string& zone) { return here.contains(zone); });
        });
    }

    void facilities() {
        const auto kinds = engine::facility_kinds(scenario_);
        bool any_figure = false, any_built = false;
        std::string first;
        for (const std::size_t k : metric_.facilities) {
            const std::string series = "facilities." + kinds[k];
            if (first.empty()) first = series;
            any_built = any_built || builds(kinds[k]);
            for (const scenario::Zone* zone : held_.zones)
                any_figure = any_figure || scenario_.latest(series, zone->id, scenario_.plan.base_year) != nullptr;
        }
        if (held_.zones.empty() && may_change()) return;
        const bool grows = target_.statistic == Statistic::ratio_to_base || target_.statistic == Statistic::mean_annual_growth;
        if (any_figure || (any_built && !grows)) return;
        const Text why = any_built ? Text("，而增长要有起点", ", and growth needs something to grow from")
                                   : Text("，也没有措施在那里建设", ", and no measure builds one there");
        error(say("{0} 中没有高新区有 {2} 年或更早的数据 \"{1}\"", "no zone of {0} has a figure \"{1}\" for {2} or earlier", target_.scope,
                  first, scenario_.plan.base_year) +
                  why,
              held_.zones.empty() ? Text("选含有高新区的范围", "choose a scope that holds zones")
                                  : add_rows(first, held_.zones.front()->id) +
                                        (any_built ? Text() : Text("（没有的写 0），或加建设它的措施", " (0 where there is none), or a measure that builds it")));
    }
};

}  // namespace

Grounds grounds_of(const Target& target, const Metric& metric, const Scenario& scenario) {
    Gatherer gatherer(target, scenario);
    switch (metric.kind) {
        case Metric::Kind::observable:
        case Metric::Kind::zones:
            for (const Quantity quantity : parts_of(metric.observable).all()) gatherer.quantity(quantity);
            break;
        case Metric::Kind::facilities: {
            const auto kinds = engine::facility_kinds(scenario);
            for (const std::size_t k : metric.facilities) gatherer.zones("facilities." + kinds[k], false);
            break;
        }
        case Metric::Kind::firms: {
            const double edge = metric.first_class == 0 ? 0.0 : laws::class_edges[metric.first_class - 1];
            if (!metric.certified && edge == 1)
                gatherer.quantity(Quantity::firms_revenue_ge_1);
            else if (!metric.certified && edge == 100)
                gatherer.quantity(Quantity::firms_revenue_ge_100);
            else
                gatherer.assume(target.metric, target.scope);
            break;
        }
        case Metric::Kind::clusters:
        case Metric::Kind::cluster_sum:
            for (const std::string& id : clusters_of(target, metric, scenario, scenario.plan.base_year))
                gatherer.place("cluster_revenue", id);
            break;
        case Metric::Kind::level:
            break;
        case Metric::Kind::rank:
            gatherer.zones("rank_national", true);
            break;
        case Metric::Kind::st_progress:
            gatherer.assume("st_progress_contribution", scenario.province);
            break;
    }
    return gatherer.take();
}

void check_grounds(const Target& target, const Metric& metric, const Scenario& scenario, Diagnostics& problems) {
    Checker(target, metric, scenario, problems).check();
}

namespace {

constexpr std::uint64_t start_seed = 1, start_draws = 64;

}  // namespace

void ground_targets(const engine::World& world, engine::Forecast& forecast) {
    forecast.start = engine::describe_base_year(world, start_seed, start_draws);
    for (engine::TargetResult& result : forecast.targets) {
        MetricError error;
        const auto metric = parse_metric(result.target.metric, world.scenario, error);
        if (!metric) continue;
        Grounds grounds = grounds_of(result.target, *metric, world.scenario);
        result.assumed = std::move(grounds.assumed);
        result.unmet.clear();
        for (std::size_t i = 0; i < forecast.start.size(); ++i) {
            const engine::BaseYearLine& line = forecast.start[i];
            const bool rests = std::any_of(grounds.figures.begin(), grounds.figures.end(), [&](const Figure* figure) {
                return figure->series == line.series && figure->place == line.place && figure->year == world.base_year;
            });
            if (rests && line.unmet()) result.unmet.push_back(i);
        }
    }
}

namespace {

std::string six_digits(double value) {
    return scenario::rounded_text(value);
}

/// Technology enterprises of a place at the start, with everything at its centre.
double firms_at(const engine::World& world, const engine::Trajectory& record, const std::string& place) {
    const auto set = world.zone_set(place);
    double firms = 0;
    if (set)
        for (const std::size_t zone : set->zones) firms += record.quantities(0, zone)[static_cast<std::size_t>(Quantity::firms)];
    return firms;
}

/// Whether the base of a target can be compared with: growth and ratios need more than zero, an increase a value.
bool has_base(const Target& target, double base) {
    if (target.statistic == Statistic::ratio_to_base || target.statistic == Statistic::mean_annual_growth) return base > 0;
    return base == base;
}

/// Errors for targets whose value is undefined in every replicate because their base in the base year is none.
void check_bases(const engine::World& world, Diagnostics& problems) {
    constexpr std::uint64_t draws = 8;
    const engine::RunSettings settings;
    const engine::Keys keys(world, settings);
    engine::Replicate replicate(world, keys, settings);
    struct Judged {
        const Target* target;
        Metric metric;
        engine::ZoneSet scope;
        double last = 0;
        bool based = false;
    };
    std::vector<Judged> judged;
    for (const Target& target : world.scenario.plan.targets) {
        const bool compares = target.statistic != Statistic::level && target.statistic != Statistic::share &&
                              target.statistic != Statistic::cumulative && target.statistic != Statistic::median_improves &&
                              target.statistic != Statistic::improves_every_year;
        if (!compares || target.quantifier != scenario::Quantifier::total || target.base_year.value_or(world.base_year) != world.base_year)
            continue;
        MetricError error;
        auto metric = parse_metric(target.metric, world.scenario, error);
        const auto scope = world.zone_set(target.scope);
        if (metric && scope) judged.push_back({&target, std::move(*metric), *scope});
    }
    std::vector<std::size_t> members;
    for (std::uint64_t i = 0; i < draws; ++i) {
        const engine::Trajectory& record = replicate.start(i);
        for (Judged& one : judged) {
            record.members(one.scope, 0, members);
            one.last = evaluate(one.metric, world, record, members, 0);
            one.based = one.based || has_base(*one.target, one.last);
        }
    }
    for (const Judged& one : judged) {
        if (one.based) continue;
        const Target& target = *one.target;
        const Text what = one.last == one.last
                              ? say("\"{}\" 在 {} 的基年 {} 为零，增长和倍数无从算起",
                                    "\"{}\" of {} is zero in the base year {}, so that there is nothing to grow from", target.metric,
                                    target.scope, world.base_year)
                              : say("\"{}\" 在 {} 的基年 {} 没有数值，无从比较",
                                    "\"{}\" of {} has no value in the base year {}, so that there is nothing to compare with",
                                    target.metric, target.scope, world.base_year);
        problems.error(target.where, say("目标 \"{}\"：{}", "target \"{}\": {}", target.id, what),
                       Text("按水平值或累计值评判（statistic = \"level\" 或 \"cumulative\"），或选另一范围",
                            "judge its level or its sum (statistic = \"level\" or \"cumulative\"), or choose another scope"));
    }
}

}  // namespace

void check_start(const engine::World& world, Diagnostics& problems) {
    check_bases(world, problems);
    engine::RunSettings centre;
    centre.free_parameters = centre.free_initial = centre.free_chance = false;
    const engine::Keys keys(world, centre);
    engine::Replicate replicate(world, keys, centre);
    const engine::Trajectory& record = replicate.start(0);
    for (const engine::BaseYearLine& line : engine::describe_base_year(world, start_seed, start_draws)) {
        if (!line.unmet()) continue;
        const bool certified = line.series == "hnte_count" || line.series == "hnte_recognised";
        const double firms = certified ? firms_at(world, record, line.place) : 0.0;
        if (certified && line.published > firms) {
            problems.error(line.where,
                           say("{1} {2} 年的 {0} 为 {3}，多于起点在那里的 {4} 家科技企业",
                               "{} of {} in {} is {}, more than the {} technology enterprises that the start has there", line.series, line.place,
                               world.base_year, six_digits(line.published), six_digits(firms)),
                           Text("核对数值和单位；若无误，则增加值或企业数（firms_revenue_ge_1、firms_below_0.2）偏低",
                                "check value and unit; if it is right, value added or the counts of enterprises (firms_revenue_ge_1, "
                                "firms_below_0.2) are too low"));
            continue;
        }
        problems.warning(line.where,
                         say("{1} {2} 年的 {0} 为 {3}，而起点为 {4}（{5} 至 {6}）：相差其离散度的 {7} 倍",
                             "{} of {} in {} is {}, and the start has {} ({} to {}): {} of its spreads off", line.series, line.place,
                             world.base_year, six_digits(line.published), six_digits(line.model_median), six_digits(line.model_low),
                             six_digits(line.model_high), fmt::format("{:.1f}", std::abs(line.pull))),
                         Text("核对数值和单位，给它应有的离散度，或改正与它矛盾的数据；依据它的目标会有标记",
                              "check value and unit, give it the spread that it deserves, or correct the figures that it contradicts; "
                              "targets that rest on it are marked"));
    }
}

}  // namespace zonecast::targets
