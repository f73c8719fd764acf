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
constexpr std::array needed{Needed{"hightech_value_added", true},
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
        recognitions();
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
        auto& history = out_.scenario.history;
        std::size_t later = 0, revised = 0;
        int latest = 0, latest_vintage = 0;
        std::set<std::string> series;
        for (Figure& figure : history) {
            if (figure.year > seen_) {
                ++later;
                latest = std::max(latest, figure.year);
                continue;
            }
            // Figures of a year are published in the next; a later vintage tells of a revision that nobody knew at the origin.
            if (figure.published <= seen_ + 1) continue;
            ++revised;
            latest_vintage = std::max(latest_vintage, figure.published);
            if (figure.place == whole_.province) series.insert(figure.series);
            figure.spread *= 2;
        }
        std::erase_if(history, [&](const Figure& figure) { return figure.year > seen_; });
        if (later > 0) note(Treatment::dropped, "figures of later years", latest, later, "");
        std::string names;
        for (const std::string& one : series) names += (names.empty() ? "" : ", ") + one;
        if (revised > 0) note(Treatment::widened, "figures of a later vintage", latest_vintage, revised, names);
    }

    void put(const Figure& figure, double value, double spread, const std::string& why) {
        Figure made = figure;
        made.year = origin_;
        made.value = value;
        made.spread = std::hypot(spread, drift_a_year * std::abs(figure.year - origin_));
        made.confidence = Confidence::assumed;
        made.note = why;
        out_.scenario.put(std::move(made));
    }

    /// Earliest figure after the origin, from the whole history.
    [[nodiscard]] const Figure* next(const std::string& series, const std::string& place) const {
        for (int y = origin_ + 1; y <= scenario::last_plausible_year; ++y)
            if (const Figure* found = whole_.figure(series, place, y)) return found;
        return nullptr;
    }

    void totals() {
        for (const Needed& one : needed) {
            const std::string& place = whole_.province;
            if (whole_.figure(one.series, place, origin_) != nullptr) continue;
            const Figure* earlier = whole_.latest(one.series, place, origin_);
            const Figure* other = earlier != nullptr ? earlier : next(one.series, place);
            if (other == nullptr) continue;  // the compiler says what is missing
            const double growth = one.money ? ratio("gdp", other->year, origin_) : 1.0;
            note(earlier != nullptr ? Treatment::carried : Treatment::borrowed, std::string("figure ") + one.series, other->year, 1,
                 number_text(other->value) + " -> " + number_text(other->value * growth));
            put(*other, other->value * growth, other->spread, "carried to the origin");
        }
    }

    void clusters() {
        std::size_t carried = 0, borrowed = 0;
        int carried_from = 0, borrowed_from = 0;
        for (const auto& cluster : whole_.clusters) {
            if (whole_.figure("cluster_revenue", cluster.id, origin_) != nullptr) continue;
            const Figure* earlier = whole_.latest("cluster_revenue", cluster.id, origin_);
            const Figure* other = earlier != nullptr ? earlier : next("cluster_revenue", cluster.id);
            if (other == nullptr) continue;
            const double growth = clusters_growth(other->year);
            put(*other, other->value * growth, other->spread, "structure of another year");
            if (earlier != nullptr)
                ++carried, carried_from = std::max(carried_from, other->year);
            else
                ++borrowed, borrowed_from = std::max(borrowed_from, other->year);
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

    /// Stock of certificates at the end of a year as published by the origin; 0 if it is not.
    [[nodiscard]] double known_stock(int year) const {
        const Figure* found = year <= seen_ ? whole_.figure("hnte_count", whole_.province, year) : nullptr;
        return found != nullptr ? found->value : 0.0;
    }
    [[nodiscard]] double known_recognitions(int year) const {
        const Figure* found = year <= seen_ ? whole_.figure("hnte_recognised", whole_.province, year) : nullptr;
        return found != nullptr && found->confidence != Confidence::assumed ? found->value : 0.0;
    }

    /// Certificates that expired in the origin, those of three years before: published, or what three years' recognitions leave of the
    /// stock of the year before, or a third of that stock.
    [[nodiscard]] std::pair<double, double> expired() const {
        constexpr double over_stock = 1.03;  // three years' recognitions over the stock
        if (const double f = known_recognitions(origin_ - 3); f > 0) return {f, 0.05};
        double stock = known_stock(origin_ - 1);
        const double first = known_recognitions(origin_ - 2), second = known_recognitions(origin_ - 1);
        if (stock > 0 && first > 0 && second > 0 && over_stock * stock > first + second) return {over_stock * stock - first - second, 0.15};
        if (stock <= 0) {
            const Figure* latest = out_.scenario.latest("hnte_count", whole_.province, origin_);
            stock = latest != nullptr ? latest->value : 0.0;
        }
        return {over_stock * stock / 3.0, 0.20};
    }

    void recognitions() {
        const auto [gone, spread] = expired();
        const auto found = out_.scenario.priors.find("expired_recognitions");
        if (found != out_.scenario.priors.end() && gone > 0) {
            Prior& prior = found->second;
            prior.family = Prior::Family::lognormal;
            prior.mean = gone;
            prior.sd = spread;
            prior.low = -1e300;
            prior.high = 1e300;
            prior.known = origin_;
            note(Treatment::replaced, "prior expired_recognitions", origin_, 1, number_text(std::round(gone)));
        }
        const Figure* recognised = whole_.figure("hnte_recognised", whole_.province, origin_);
        if (recognised != nullptr && recognised->confidence != Confidence::assumed) return;
        const double now = known_stock(origin_), before = known_stock(origin_ - 1);
        if (now <= 0 || before <= 0) return;  // the engine's share of the stock
        Figure made;
        made.series = "hnte_recognised";
        made.place = whole_.province;
        made.year = origin_;
        made.value = std::clamp(now - before + gone, 0.2 * now, now);
        made.unit = "count";
        made.spread = 0.1;
        made.confidence = Confidence::assumed;
        made.source = "stocks of this year and the last, and certificates that expired";
        note(Treatment::replaced, "figure hnte_recognised", origin_, 1, number_text(std::round(made.value)));
        out_.scenario.put(std::move(made));
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
            if (id == "expired_recognitions") continue;
            if (id == "certification_level") {
                note(Treatment::replaced, "prior certification_level", 0, 1, number_text(prior.mean) + " -> 0");
                prior.mean = 0;
                prior.known = origin_;
                continue;
            }
            if (prior.year > 0 && prior.year != origin_) {
                const double growth = ratio("rd_expenditure", prior.year, origin_);
                note(Treatment::replaced, "prior " + id, std::max(prior.known, prior.year), 1,
                     number_text(prior.mean) + " -> " + number_text(std::round(10 * prior.mean * growth) / 10));
                prior.mean *= growth;
                prior.sd *= prior.family == Prior::Family::lognormal ? 1.0 : growth;
                prior.low *= growth;
                prior.high *= growth;
            }
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
