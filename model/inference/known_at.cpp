#include "model/inference/known_at.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "model/scenario/number.hpp"
#include "model/scenario/years.hpp"

namespace zonecast::inference {

using scenario::Confidence;
using scenario::Figure;
using scenario::number_text;
using scenario::Prior;
using scenario::Scenario;

namespace {

/// Totals of the province that the initial state needs, and whether they are money.
struct Needed {
    const char* series;
    bool money;
};
constexpr std::array needed{Needed{"gdp", false},
                            Needed{"hightech_value_added", true},
                            Needed{"rd_expenditure", true},
                            Needed{"hnte_count", false},
                            Needed{"invention_patents_valid", false},
                            Needed{"invention_patents_granted", false},
                            Needed{"tech_contract_value", true},
                            Needed{"population", false}};

/// A figure of another year drifts away from the origin by so much a year (standard deviation of the logarithm).
constexpr double drift_a_year = 0.10;

/// Works on one scenario.
class Knowledge {
public:
    Knowledge(Scenario scenario, int origin, int horizon, int seen) : whole_(std::move(scenario)), origin_(origin), seen_(seen) {
        out_.scenario = whole_;
        auto& plan = out_.scenario.plan;
        plan.base_year = origin;
        plan.known_until = std::min(seen, origin + horizon);
        plan.end_year = origin + horizon;
        plan.targets.clear();
        plan.measures.clear();
        plan.shocks.clear();
        plan.changes.clear();
        plan.groups.clear();
        out_.scenario.index.reset();
        plan.priors.clear();
    }

    KnownAt take() {
        figures();
        totals();
        clusters();
        enterprises();
        priors();
        zones();
        note(Treatment::kept, "tables of the library (sectors, industries, input-output coefficients)", 0, 1, "");
        std::stable_sort(out_.notes.begin(), out_.notes.end(),
                         [](const InputNote& a, const InputNote& b) { return a.treatment < b.treatment; });
        return std::move(out_);
    }

private:
    Scenario whole_;
    int origin_, seen_;
    KnownAt out_;

    void note(Treatment treatment, std::string input, int known, std::size_t count, std::string detail) {
        out_.notes.push_back({treatment, std::move(input), known, count, std::move(detail)});
    }

    /// Value of a series of the province, on the line of logarithms between published years and flat outside of them; 0 if there is none.
    /// `seen` is what was known at the origin, or the whole where a later figure is borrowed.
    [[nodiscard]] static double level(const Scenario& seen, const char* series, int year) {
        const Figure* before = seen.latest(series, seen.province, year);
        const Figure* after = nullptr;
        for (int y = year; y <= scenario::last_plausible_year && after == nullptr; ++y) after = seen.figure(series, seen.province, y);
        if (before == nullptr) return after != nullptr ? after->value : 0.0;
        if (after == nullptr || after->year == before->year || before->value <= 0 || after->value <= 0) return before->value;
        const double share = static_cast<double>(year - before->year) / (after->year - before->year);
        return before->value * std::pow(after->value / before->value, share);
    }

    [[nodiscard]] double ratio(const char* series, int from, int to) const {
        const Scenario& seen = std::max(from, to) <= seen_ ? out_.scenario : whole_;
        const double a = level(seen, series, from), b = level(seen, series, to);
        return a > 0 && b > 0 ? b / a : 1.0;
    }

    void figures() {
        std::size_t later = 0, unpublished = 0;
        int latest = 0, latest_publication = 0;
        std::set<std::string> series;
        for (const Figure& figure : whole_.history) {
            if (figure.year > seen_) {
                ++later;
                latest = std::max(latest, figure.year);
            } else if (!figure.known_at(seen_)) {
                ++unpublished;
                latest_publication = std::max(latest_publication, figure.publication());
                if (figure.place == whole_.province) series.insert(figure.series);
            }
        }
        std::erase_if(out_.scenario.history, [&](const Figure& figure) { return !figure.known_at(seen_); });
        if (later > 0) note(Treatment::dropped, "figures of later years", latest, later, "");
        std::string names;
        for (const std::string& one : series) names += (names.empty() ? "" : ", ") + one;
        if (unpublished > 0) note(Treatment::dropped, "figures published later", latest_publication, unpublished, names);
    }

    void put(const Figure& figure, double value, double spread, const std::string& why) {
        Figure made = figure;
        made.year = origin_;
        made.value = value;
        made.spread = std::hypot(spread, drift_a_year * std::abs(figure.year - origin_));
        made.published = 0;
        made.confidence = Confidence::assumed;
        made.note = why;
        out_.scenario.put(std::move(made));
    }

    /// The nearest figure that was not known, from the whole history: of the origin or after it, else of before.
    [[nodiscard]] const Figure* nearest_unknown(const std::string& series, const std::string& place) const {
        for (int y = origin_; y <= scenario::last_plausible_year; ++y)
            if (const Figure* found = whole_.figure(series, place, y)) return found;
        return whole_.latest(series, place, origin_);
    }

    void totals() {
        for (const Needed& one : needed) {
            const std::string& place = whole_.province;
            if (out_.scenario.figure(one.series, place, origin_) != nullptr) continue;
            const Figure* earlier = out_.scenario.latest(one.series, place, origin_);
            const Figure* found = earlier != nullptr ? earlier : nearest_unknown(one.series, place);
            if (found == nullptr) continue;  // the compiler says what is missing
            const Figure other = *found;     // the history moves when a figure is put
            const double growth = one.money ? ratio("gdp", other.year, origin_) : 1.0;
            note(earlier != nullptr ? Treatment::carried : Treatment::borrowed, std::string("figure ") + one.series, other.year, 1,
                 number_text(other.value) + " -> " + number_text(other.value * growth));
            put(other, other.value * growth, other.spread, "carried to the origin");
        }
    }

    void clusters() {
        std::size_t carried = 0, borrowed = 0;
        int carried_from = 0, borrowed_from = 0;
        for (const auto& cluster : whole_.clusters) {
            if (out_.scenario.figure("cluster_revenue", cluster.id, origin_) != nullptr) continue;
            const Figure* earlier = out_.scenario.latest("cluster_revenue", cluster.id, origin_);
            const Figure* found = earlier != nullptr ? earlier : nearest_unknown("cluster_revenue", cluster.id);
            if (found == nullptr) continue;
            const Figure other = *found;
            const double growth = clusters_growth(other.year);
            put(other, other.value * growth, other.spread, "structure of another year");
            if (earlier != nullptr)
                ++carried, carried_from = std::max(carried_from, other.year);
            else
                ++borrowed, borrowed_from = std::max(borrowed_from, other.year);
        }
        if (carried > 0) note(Treatment::carried, "figures cluster_revenue", carried_from, carried, "");
        if (borrowed > 0) note(Treatment::borrowed, "figures cluster_revenue", borrowed_from, borrowed, "");
    }

    /// Growth of the clusters' total from another year to the origin; the same for all, so that shares stay.
    [[nodiscard]] double clusters_growth(int from) const {
        const Figure* total = out_.scenario.figure("hightech_value_added", whole_.province, origin_);
        const double then = level(from <= seen_ ? out_.scenario : whole_, "hightech_value_added", from);
        return total != nullptr && then > 0 ? total->value / then : 1.0;
    }

    void enterprises() {
        auto& all = out_.scenario.enterprises;
        const std::size_t before = all.size();
        int latest = 0;
        for (const auto& one : all) latest = std::max(latest, one.year);
        std::erase_if(all, [&](const scenario::NamedEnterprise& one) { return one.year > seen_; });
        if (all.size() < before) note(Treatment::dropped, "named enterprises of later years", latest, before - all.size(), "");
    }

    static void widen(Prior& prior) {
        if (prior.family == Prior::Family::uniform) {
            const double middle = 0.5 * (prior.low + prior.high), half = prior.high - prior.low;
            prior.low = middle - half;
            prior.high = middle + half;
            return;
        }
        prior.sd *= 2;
        // A beta distribution has no more spread than a coin.
        if (prior.family == Prior::Family::beta) prior.sd = std::min(prior.sd, 0.9 * std::sqrt(prior.mean * (1 - prior.mean)));
    }

    void priors() {
        std::size_t timeless = 0;
        for (auto& [id, prior] : out_.scenario.priors) {
            if (prior.known == 0) {
                ++timeless;
            } else if (prior.known > seen_) {
                if (prior.family == Prior::Family::fixed) {
                    note(Treatment::kept, "prior " + id, prior.known, 1, "fixed at " + number_text(prior.mean));
                    continue;
                }
                const double sd = prior.sd;
                widen(prior);
                note(Treatment::widened, "prior " + id, prior.known, 1, number_text(sd) + " -> " + number_text(prior.sd));
            }
        }
        if (timeless > 0) note(Treatment::kept, "priors of judgement that name no year", 0, timeless, "");
    }

    void zones() {
        std::size_t candidates = 0, promoted = 0;
        int latest = 0;
        for (const auto& zone : whole_.zones) {
            if (zone.outside) continue;
            const auto later = [&](const std::optional<int>& year) { return year && *year > out_.scenario.plan.known_until; };
            if (later(zone.year_national)) ++promoted, latest = std::max(latest, *zone.year_national);
            if (zone.level(origin_) != scenario::ZoneLevel::none) continue;
            ++candidates;
            latest = std::max({latest, zone.year_provincial.value_or(0), zone.year_national.value_or(0)});
        }
        if (promoted > 0) note(Treatment::dropped, "later promotions of zones", latest, promoted, "");
        if (candidates > 0) note(Treatment::borrowed, "parks that were approved later, as candidates", latest, candidates, "");
    }
};

}  // namespace

KnownAt known_at(Scenario scenario, int origin, int horizon, int seen) {
    return Knowledge(std::move(scenario), origin, horizon, std::max(origin, seen)).take();
}

}  // namespace zonecast::inference
