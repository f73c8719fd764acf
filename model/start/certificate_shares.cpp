#include "model/start/certificate_shares.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/vector_math.hpp"

namespace zonecast::start {

namespace {

constexpr double gdp_exponent = 1.2;
constexpr double research_constant = 0.18, research_exponent = 1.08;
constexpr double least_spread = 1e-3;  // a figure without a spread gives way last, but it does

}  // namespace

double city_weight(double gdp, scenario::CityKind kind) {
    double factor = 1.0;
    switch (kind) {
        case scenario::CityKind::capital:
            factor = 1.6;
            break;
        case scenario::CityKind::western_capital:
            factor = 4.5;
            break;
        case scenario::CityKind::separate_plan:
            factor = 1.5;
            break;
        case scenario::CityKind::ordinary:
            break;
    }
    return gdp > 0 ? factor * exp_exact(gdp_exponent * log_exact(gdp)) : 0.0;
}

double share_by_research(double share) {
    return share > 0 ? exp_exact(research_constant + research_exponent * log_exact(share)) : 0.0;
}

std::vector<double> reconcile(const std::vector<Goal>& goals, double total) {
    std::vector<double> out(goals.size());
    double slope = 0;
    auto at = [&](double lambda) {
        double sum = 0;
        slope = 0;
        for (std::size_t i = 0; i < goals.size(); ++i) {
            const Goal& g = goals[i];
            const double s = std::max(g.spread, least_spread);
            const double moved = g.value > 0 ? g.value * exp_exact(std::clamp(lambda * s * s, -60.0, 60.0)) : 0.0;
            out[i] = std::min(std::max(moved, g.least), std::max(g.most, g.least));
            if (out[i] == moved) slope += s * s * moved;
            sum += out[i];
        }
        return sum;
    };
    // The sum rises with lambda: Newton's steps inside a bracket that they narrow.
    constexpr double end = 60.0 / (least_spread * least_spread);
    double low = -end, high = end, lambda = 0;
    for (int i = 0; i < 200; ++i) {
        const double miss = at(lambda) - total;
        if (std::abs(miss) <= 1e-12 * std::max(1.0, total)) break;
        (miss > 0 ? high : low) = lambda;
        double next = slope > 0 ? lambda - miss / slope : 0.5 * (low + high);
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        if (next == lambda) break;
        lambda = next;
    }
    return out;
}

std::vector<double> share_certificates(const std::vector<CertificatePlace>& places, const std::vector<Goal>& cities, double stock,
                                       std::optional<double> counted_total) {
    std::vector<std::vector<std::size_t>> of_city(cities.size());
    std::vector<Goal> room = cities;
    for (Goal& g : room) g.least = g.most = 0;
    for (std::size_t p = 0; p < places.size(); ++p) {
        of_city[places[p].city].push_back(p);
        room[places[p].city].least += places[p].goal.least;
        room[places[p].city].most += places[p].goal.most;
    }
    for (std::size_t c = 0; c < cities.size(); ++c)
        if (room[c].value <= 0 && room[c].most > 0) room[c].value = 1e-9 * stock;
    const std::vector<double> city_total = reconcile(room, stock);

    std::vector<Goal> goal(places.size());
    for (std::size_t p = 0; p < places.size(); ++p) goal[p] = places[p].goal;
    std::vector<double> value(places.size());
    auto move = [&](const std::vector<std::size_t>& members, double total) {
        std::vector<Goal> some;
        some.reserve(members.size());
        for (const std::size_t p : members) some.push_back(goal[p]);
        const std::vector<double> moved = reconcile(some, total);
        for (std::size_t i = 0; i < members.size(); ++i) value[members[i]] = goal[members[i]].value = moved[i];
    };
    auto by_city = [&] {
        for (std::size_t c = 0; c < cities.size(); ++c) move(of_city[c], city_total[c]);
    };
    by_city();
    if (!counted_total) return value;
    std::vector<std::size_t> counted, others;
    for (std::size_t p = 0; p < places.size(); ++p) (places[p].counted ? counted : others).push_back(p);
    for (int round = 0; round < 30; ++round) {
        double inside = 0;
        for (const std::size_t p : counted) inside += value[p];
        if (std::abs(inside - *counted_total) <= 1e-3 * *counted_total) break;
        move(counted, *counted_total);
        move(others, stock - *counted_total);
        by_city();
    }
    return value;
}

ClassArray chances_for(const ClassArray& members, const ClassArray& chance, double goal) {
    ClassArray out{};
    double slope = 0;
    auto at = [&](double shift) {
        const double factor = exp_exact(shift);
        double sum = 0;
        slope = 0;
        for (std::size_t k = 0; k < class_count; ++k) {
            const double p = std::min(chance[k], 1.0 - 1e-9);
            out[k] = p * factor / (1.0 - p + p * factor);
            sum += members[k] * out[k];
            slope += members[k] * out[k] * (1.0 - out[k]);
        }
        return sum;
    };
    if (!(goal > 0)) return ClassArray{};
    double low = -40, high = 40, shift = 0;
    for (int i = 0; i < 100; ++i) {
        const double miss = at(shift) - goal;
        if (std::abs(miss) <= 1e-12 * std::max(1.0, goal)) break;
        (miss > 0 ? high : low) = shift;
        double next = slope > 0 ? shift - miss / slope : 0.5 * (low + high);
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        if (next == shift) break;
        shift = next;
    }
    return out;
}

}  // namespace zonecast::start
