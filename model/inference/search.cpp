#include "model/inference/search.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "model/base/distributions.hpp"
#include "model/inference/optimiser.hpp"

namespace zonecast::inference {

namespace {

using Bundle = std::vector<double>;

constexpr double near_nothing = 1e-9;
constexpr std::size_t most_polished = 10;  // levers that NLopt turns
constexpr int halvings = 5;
constexpr double fineness = 256;  // parts of a lever's way that the optimiser tells apart

/// Chance on the scale of normal quantiles, on which effects of levers come closer to adding up. Never infinite.
double score(double chance, double replicates) {
    return normal_quantile((chance * replicates + 0.5) / (replicates + 1));
}

double score(const Tried& one) {
    return score(one.chance, static_cast<double>(std::max<std::size_t>(1, one.met.size())));
}

class Seeker {
public:
    Seeker(std::size_t levers, const Attempt& attempt, const Goal& goal, std::uint64_t polish)
        : n_(levers), attempt_(attempt), goal_(goal), polish_(polish) {}

    Search run() {
        out_.start = out_.ceiling = at(Bundle(n_, 0.0));
        out_.already = goal_.chance && out_.start.chance >= *goal_.chance;
        if (n_ > 0 && !out_.already) {
            ends();
            gains();
            path();
            if (possible()) {
                pare();
                polish();
                pare();
            }
        }
        settle();
        return std::move(out_);
    }

private:
    const Tried& at(const Bundle& bundle) {
        const auto [place, fresh] = tried_.try_emplace(bundle);
        if (fresh) {
            try {
                place->second = attempt_(bundle);
            } catch (...) {
                tried_.erase(place);
                throw;
            }
        }
        return place->second;
    }
    [[nodiscard]] double counted(const Bundle& bundle, const Tried& one) const { return out_.counted(bundle, one.cost); }
    [[nodiscard]] double span(std::size_t lever) const {
        return out_.unbooked[lever] ? out_.shadow : out_.singles[lever].cost - out_.start.cost;
    }
    [[nodiscard]] bool good(const Bundle& bundle, const Tried& one) const {
        if (goal_.chance) return one.chance >= *goal_.chance;
        return counted(bundle, one) <= goal_.budget.value_or(0) + near_nothing;
    }
    /// Whether x serves the goal better than y.
    [[nodiscard]] bool better(const Bundle& bx, const Tried& x, const Bundle& by, const Tried& y) const {
        const bool gx = good(bx, x), gy = good(by, y);
        if (gx != gy) return gx;
        const double cx = counted(bx, x), cy = counted(by, y);
        const bool chance_first = !goal_.chance || !gx;
        if (chance_first && x.chance != y.chance) return x.chance > y.chance;
        if (std::abs(cx - cy) > near_nothing) return cx < cy;
        return x.chance > y.chance;
    }
    [[nodiscard]] const std::pair<const Bundle, Tried>& best() const {
        auto best = tried_.begin();
        for (auto one = std::next(tried_.begin()); one != tried_.end(); ++one)
            if (better(one->first, one->second, best->first, best->second)) best = one;
        return *best;
    }
    [[nodiscard]] double replicates() const { return static_cast<double>(std::max<std::size_t>(1, out_.start.met.size())); }
    [[nodiscard]] bool possible() const { return good(best().first, best().second); }

    void ends() {
        out_.ceiling = at(Bundle(n_, 1.0));
        double least = 1;  // a cost that is not booked counts as the least that is
        for (std::size_t l = 0; l < n_; ++l) {
            Bundle alone(n_, 0.0);
            alone[l] = 1;
            out_.singles.push_back(at(alone));
            const double rise = out_.singles.back().cost - out_.start.cost;
            out_.unbooked.push_back(!(rise > near_nothing));
            if (rise > near_nothing) least = std::min(least, rise);
        }
        out_.shadow = least;
    }

    /// The gain of each lever where the chance is nearest to what is wished, on the way of all levers together: what is
    /// lost without it there. At the start and at the end a chance may be 0 or 1 and say nothing.
    void gains() {
        const double aim = goal_.chance.value_or((out_.start.chance + out_.ceiling.chance) / 2);
        double low = 0, high = 1, share = 1;
        double distance = std::abs(out_.ceiling.chance - aim);
        for (int step = 0; step < 6 && out_.ceiling.chance > aim; ++step) {
            const double middle = (low + high) / 2;
            const double chance = at(Bundle(n_, middle)).chance;
            if (std::abs(chance - aim) <= distance) distance = std::abs(chance - aim), share = middle;
            (chance < aim ? low : high) = middle;
        }
        const Bundle reference(n_, share);
        const double there = score(at(reference)), start = score(out_.start);
        const bool start_speaks = out_.start.chance > 0.02 && out_.start.chance < 0.98;
        for (std::size_t l = 0; l < n_; ++l) {
            Bundle without = reference;
            without[l] = 0;
            const double lost = (there - score(at(without))) / share;
            const double alone = score(out_.singles[l]) - start;
            out_.gain.push_back(start_speaks ? (lost + alone) / 2 : lost);
        }
    }

    /// Levers one after the other, whole, most gain for the money first; then the piece of the next one that the budget
    /// still pays for.
    void path() {
        for (std::size_t l = 0; l < n_; ++l)
            if (out_.gain[l] > 0) order_.push_back(l);
        std::stable_sort(order_.begin(), order_.end(),
                         [&](std::size_t x, std::size_t y) { return out_.gain[x] * span(y) > out_.gain[y] * span(x); });
        Bundle now(n_, 0.0);
        for (const std::size_t l : order_) {
            const double money = counted(now, at(now));
            if (goal_.budget && money < *goal_.budget) {
                Bundle piece = now;
                piece[l] = std::clamp((*goal_.budget - money) / span(l), 0.0, 1.0);
                static_cast<void>(at(piece));
            }
            now[l] = 1;
            static_cast<void>(at(now));
        }
        if (at(now).chance > out_.ceiling.chance) out_.ceiling = at(now);
    }

    /// Less of each lever, or none of it, as far as the goal allows; the least gain for the money first.
    void pare() {
        Bundle now = best().first;
        std::vector<std::size_t> turned;
        for (auto l = order_.rbegin(); l != order_.rend(); ++l)
            if (now[*l] > 0) turned.push_back(*l);
        for (std::size_t l = 0; l < n_; ++l)  // what seemed to be of no use, and was tried with all others
            if (now[l] > 0 && !(out_.gain[l] > 0)) turned.insert(turned.begin(), l);
        const auto take = [&](const Bundle& other) {
            if (!better(other, at(other), now, at(now))) return false;
            now = other;
            return true;
        };
        for (const std::size_t l : turned) {
            Bundle less = now;
            less[l] = 0;
            if (take(less) || !goal_.chance) continue;
            double low = 0, high = now[l];
            for (int step = 0; step < halvings; ++step) {
                less = now;
                less[l] = (low + high) / 2;
                (take(less) ? high : low) = less[l];
            }
        }
    }

    /// COBYLA over the levers of the bundle and those next in order.
    void polish() {
        const Bundle from = best().first;
        std::vector<std::size_t> turned;
        for (const std::size_t l : order_)
            if (from[l] > 0 && turned.size() < most_polished) turned.push_back(l);
        for (const std::size_t l : order_)
            if (!(from[l] > 0) && turned.size() < most_polished) turned.push_back(l);
        if (turned.empty() || polish_ == 0) return;

        double money = 0;  // unit of cost
        for (const std::size_t l : turned) money += span(l) / static_cast<double>(turned.size());
        const auto bundle_of = [&](const Bundle& x) {
            Bundle bundle = from;
            for (std::size_t i = 0; i < turned.size(); ++i) bundle[turned[i]] = std::round(x[i] * fineness) / fineness;
            return bundle;
        };
        const auto cost = [&](const Bundle& x) {
            const Bundle bundle = bundle_of(x);
            return counted(bundle, at(bundle)) / money;
        };
        const auto chance = [&](const Bundle& x) { return score(at(bundle_of(x))); };
        Bundle x;
        for (const std::size_t l : turned) x.push_back(from[l]);
        if (goal_.chance) {
            const double wished = score(*goal_.chance, replicates());
            minimise(
                x, cost, [&](const Bundle& y) { return wished - chance(y); }, polish_);
        } else {
            minimise(
                x, [&](const Bundle& y) { return -chance(y); }, [&](const Bundle& y) { return cost(y) - *goal_.budget / money; }, polish_);
        }
    }

    void settle() {
        const Bundle nothing(n_, 0.0);
        if (out_.gain.empty()) out_.gain.assign(n_, 0.0);
        const auto& chosen = best();
        out_.best = out_.already ? nothing : chosen.first;
        out_.found = at(out_.best);
        out_.reached = out_.already || good(out_.best, out_.found);
        out_.trials = tried_.size();
        std::vector<CurvePoint> all;
        for (const auto& [bundle, one] : tried_) all.push_back({counted(bundle, one), one.cost, one.chance, bundle});
        std::stable_sort(all.begin(), all.end(), [](const CurvePoint& x, const CurvePoint& y) {
            return x.counted < y.counted || (x.counted == y.counted && x.chance > y.chance);
        });
        for (CurvePoint& point : all)
            if (out_.curve.empty() || point.chance > out_.curve.back().chance) out_.curve.push_back(std::move(point));
    }

    std::size_t n_;
    const Attempt& attempt_;
    Goal goal_;
    std::uint64_t polish_;
    Search out_;
    std::map<Bundle, Tried> tried_;  // references into it stay valid
    std::vector<std::size_t> order_;
};

}  // namespace

double Search::counted(const std::vector<double>& at, double cost) const {
    for (std::size_t l = 0; l < at.size() && l < unbooked.size(); ++l)
        if (unbooked[l]) cost += shadow * at[l];
    return cost;
}

Search search(std::size_t levers, const Attempt& attempt, const Goal& goal, std::uint64_t polish) {
    return Seeker(levers, attempt, goal, polish).run();
}

}  // namespace zonecast::inference
