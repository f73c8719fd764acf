// How a replicate starts: the initialisation recipe on the base year's published totals (docs/model.md, "Where a run starts").
#include <algorithm>
#include <cmath>
#include <limits>

#include "model/base/distributions.hpp"
#include "model/engine/entry.hpp"
#include "model/engine/replicate.hpp"
#include "model/laws/revenue_classes.hpp"
#include "model/start/class_table.hpp"
#include "model/start/cohort_table.hpp"

namespace zonecast::engine {

using start::ClassArray;

namespace {

// Draw numbers of the initial state at the province's address.
enum InitialDraw : std::uint32_t {
    at_least_1 = 0,
    share_at_least_1,
    at_least_100,
    below_0_2,
    certified_share,
    certified_revenue,
    zones_revenue,
    first_offset = 100
};

constexpr std::size_t first_large_class = 10;  // enterprises of 20 (1e8 CNY) and more are placed first

/// What a whole enterprise is before its certificate and R&D are known.
struct Seedling {
    std::size_t cluster = 0, rank = 0;
    double revenue = 0;
    std::uint8_t age = grown_age, certificate = 0;
    bool named = false;
};

}  // namespace

double Replicate::initial_noise(std::uint64_t key, std::uint32_t draw) const {
    return settings_.free_initial ? normal_draw(key, r_, w_.base_year, Stream::initial, draw) : 0.0;
}

void Replicate::build_initial_state() {
    drawn_as_ = settings_.free_initial ? r_ : 0;
    place_enterprises();
    start_research();
    start_accounts();
}

std::vector<double> Replicate::draw_cluster_revenue(double total) {
    // Drawn around what is known of each cluster, then reconciled with the drawn totals of zones and cities, and what is outside zones with
    // the province's total, each value giving way in proportion to the square of its own spread.
    const std::size_t clusters = w_.clusters.size();
    std::vector<double> revenue(clusters);
    for (std::size_t c = 0; c < clusters; ++c)
        revenue[c] = w_.clusters[c].revenue.value * exp_exact(w_.clusters[c].revenue.spread * initial_noise(keys_.cluster[c], 0));
    auto reconcile = [&](const std::vector<std::size_t>& members, double goal) {
        std::vector<double> value, spread;
        for (const std::size_t c : members) value.push_back(revenue[c]), spread.push_back(w_.clusters[c].revenue.spread);
        value = start::reconcile_revenue(std::move(value), spread, goal);
        for (std::size_t i = 0; i < members.size(); ++i) revenue[members[i]] = value[i];
    };
    std::vector<double> inside(w_.cities.size(), 0.0);
    double all_inside = 0;
    for (std::size_t z = 0; z < w_.zones.size(); ++z) {
        const WorldZone& zone = w_.zones[z];
        if (zone.outside) continue;
        std::vector<std::size_t> members(zone.cluster_count);
        for (std::size_t i = 0; i < members.size(); ++i) members[i] = zone.first_cluster + i;
        if (zone.revenue.value > 0 && !members.empty())
            reconcile(members, zone.revenue.value * exp_exact(zone.revenue.spread * initial_noise(keys_.zone[z], 0)));
        for (const std::size_t c : members) inside[zone.city] += revenue[c], all_inside += revenue[c];
    }
    // The zones together have a published total of their own.
    if (w_.base.zones_revenue.value > 0) {
        std::vector<std::size_t> members;
        double before = 0;
        for (std::size_t c = 0; c < clusters; ++c)
            if (w_.zones[w_.clusters[c].zone].level != scenario::ZoneLevel::none) members.push_back(c), before += revenue[c];
        const double goal =
            w_.base.zones_revenue.value * exp_exact(w_.base.zones_revenue.spread * initial_noise(keys_.province, zones_revenue));
        if (before > 0) {
            reconcile(members, goal);
            all_inside += goal - before;
        }
    }
    std::vector<std::size_t> outside;
    for (std::size_t i = 0; i < w_.cities.size(); ++i) {
        const WorldCity& city = w_.cities[i];
        if (city.outside == none) continue;
        const WorldZone& rest = w_.zones[city.outside];
        std::vector<std::size_t> members(rest.cluster_count);
        for (std::size_t k = 0; k < members.size(); ++k) members[k] = rest.first_cluster + k;
        outside.insert(outside.end(), members.begin(), members.end());
        if (city.revenue.value <= 0 || members.empty()) continue;
        const double goal = city.revenue.value * exp_exact(city.revenue.spread * initial_noise(keys_.zone[city.outside], 0));
        reconcile(members, std::max(0.1 * goal, goal - inside[i]));
    }
    if (!outside.empty() && total > 1.02 * all_inside) {
        reconcile(outside, total - all_inside);
    } else {  // nothing lies outside: the zones give way
        std::vector<std::size_t> everybody(clusters);
        for (std::size_t c = 0; c < clusters; ++c) everybody[c] = c;
        reconcile(everybody, total);
    }
    return revenue;
}

void Replicate::place_enterprises() {
    const BaseTotals& base = w_.base;
    const std::size_t clusters = w_.clusters.size();
    const double total_revenue = base.value_added / p_.value_added_to_revenue;

    std::vector<double> revenue = draw_cluster_revenue(total_revenue);

    // Class table from the published counts, each drawn within its error.
    auto error_of = [](const Known& fact, double least) { return std::max(fact.spread, least); };
    start::ClassFacts facts;
    facts.revenue = total_revenue;
    if (base.at_least_1.value > 0)
        facts.at_least_1 = base.at_least_1.value * exp_exact(error_of(base.at_least_1, 0.02) * initial_noise(keys_.province, at_least_1));
    if (base.at_least_100.value > 0)
        facts.at_least_100 =
            base.at_least_100.value * exp_exact(error_of(base.at_least_100, 0.2) * initial_noise(keys_.province, at_least_100));
    if (base.below_0_2.value > 0)
        facts.below_0_2 = base.below_0_2.value * exp_exact(p_.small_firms_sd * initial_noise(keys_.province, below_0_2));
    if (base.at_least_1_revenue_share)
        facts.at_least_1_share =
            std::clamp(*base.at_least_1_revenue_share + 0.01 * initial_noise(keys_.province, share_at_least_1), 0.05, 0.99);
    ClassArray table = start::solve_class_table(facts);
    start::CertificateFacts certificate_facts;
    certificate_facts.certified = base.certified;
    if (base.certified_at_least_1_share)
        certificate_facts.share_at_least_1 = *base.certified_at_least_1_share + 0.06 * initial_noise(keys_.province, certified_share);
    if (base.certified_revenue_share)
        certificate_facts.share_of_revenue = *base.certified_revenue_share + 0.06 * initial_noise(keys_.province, certified_revenue);
    const ClassArray certified = start::solve_certified_share(table, certificate_facts);

    // Named enterprises first: they are data.
    std::vector<Seedling> seedlings;
    std::vector<std::size_t> next_rank(clusters, 0);
    std::vector<double> rest = revenue;
    ClassArray remaining = table;
    double certified_named = 0;
    for (const WorldEnterprise& e : w_.enterprises) {
        const double r =
            e.revenue.value *
            exp_exact(e.revenue.spread * initial_noise(keys_.cluster[e.cluster], 1000 + static_cast<std::uint32_t>(next_rank[e.cluster])));
        const std::size_t k = laws::class_of(r);
        remaining[k] = std::max(0.0, remaining[k] - 1.0);
        rest[e.cluster] = std::max(0.02 * revenue[e.cluster], rest[e.cluster] - r);
        seedlings.push_back({e.cluster, next_rank[e.cluster]++, r, grown_age, static_cast<std::uint8_t>(e.certified ? 1 : 0), true});
        certified_named += e.certified ? 1 : 0;
    }

    ClassArray offsets;
    for (std::size_t k = 0; k < laws::class_count; ++k)
        offsets[k] = settings_.free_initial
                         ? uniform_draw(keys_.province, r_, w_.base_year, Stream::initial, first_offset + static_cast<std::uint32_t>(k))
                         : 0.5;
    static const std::array<laws::ClassDensity, laws::class_count> densities = [] {
        std::array<laws::ClassDensity, laws::class_count> d;
        for (std::size_t k = 0; k < laws::class_count; ++k) d[k] = start::class_density(k);
        return d;
    }();
    const EntrySizes entry;
    double all = 0;
    for (const double n : table) all += n;
    std::array<std::array<double, 5>, laws::class_count> young{};  // cumulated chance of age 0..4 by class
    for (std::size_t k = 0; k < laws::class_count; ++k) {
        double cumulated = 0, alive = 1;
        for (std::size_t a = 0; a < 5; ++a) {
            const double entered = p_.entry_rate * all * entry.chance_of_class(k);
            cumulated = std::min(0.9, cumulated + (table[k] > 0 ? entered * alive / table[k] * 0.93 : 0.0));
            young[k][a] = cumulated;
            alive *= 1.0 - laws_.hazard(log_exact(densities[k].mean()), static_cast<unsigned>(a + 1), false);
        }
    }
    const std::size_t first_drawn = seedlings.size();
    // Whole enterprises of the cells of cluster and class, their revenue within the class by its density.
    auto place = [&](const std::vector<std::array<std::uint32_t, laws::class_count>>& whole, std::size_t first_class,
                     std::size_t last_class, std::size_t c) {
        for (std::size_t k = first_class; k < last_class; ++k)
            for (std::uint32_t i = 0; i < whole[c][k]; ++i) {
                const std::size_t rank = next_rank[c]++;
                const std::uint64_t key = (std::uint64_t{keys_.enterprises.high[c]} << 32) | keys_.enterprises.low[c];
                const Words words = draw_words(key, drawn_as_, w_.base_year, Stream::initial_enterprise, static_cast<std::uint32_t>(rank));
                const double v = uniform(words[1]);
                std::uint8_t age = grown_age;
                for (std::uint8_t a = 5; a-- > 0;)
                    if (v < young[k][a]) age = a;
                seedlings.push_back({c, rank, densities[k].quantile(uniform(words[0])), age, 0, false});
            }
    };
    // Moves the enterprises from `begin` on inside their classes so that they sum to `goal` as far as that goes.
    auto move_inside = [&](std::size_t begin, double goal) {
        double sum = 0, room_up = 0, room_down = 0;
        for (std::size_t i = begin; i < seedlings.size(); ++i) {
            const double r = seedlings[i].revenue;
            const std::size_t k = laws::class_of(r);
            sum += r;
            room_up += laws::class_high(k) - r;
            room_down += r - laws::class_low(k);
        }
        const bool up = goal > sum;
        const double a = std::min(0.98, up ? (goal - sum) / std::max(room_up, 1e-300) : (sum - goal) / std::max(room_down, 1e-300));
        for (std::size_t i = begin; i < seedlings.size(); ++i) {
            double& r = seedlings[i].revenue;
            const std::size_t k = laws::class_of(r);
            r += up ? a * (laws::class_high(k) - r) : -a * (r - laws::class_low(k));
        }
    };
    // The large ones first: two fifths of the cells expect less than one enterprise, yet hold a third of revenue. What they leave of each
    // cluster is then spread over the smaller classes.
    ClassArray large{}, small{};
    double large_revenue = 0;
    for (std::size_t k = 0; k < laws::class_count; ++k) {
        (k >= first_large_class ? large : small)[k] = remaining[k];
        if (k >= first_large_class) large_revenue += remaining[k] * start::class_means()[k];
    }
    auto expected = start::spread_over_clusters(remaining, rest, p_.firms_revenue_exponent);
    for (auto& row : expected)
        for (std::size_t k = 0; k < first_large_class; ++k) row[k] = 0;
    auto whole = start::whole_enterprises(expected, offsets);
    for (std::size_t c = 0; c < clusters; ++c) place(whole, first_large_class, laws::class_count, c);
    move_inside(first_drawn, large_revenue);
    for (std::size_t i = first_drawn; i < seedlings.size(); ++i) {
        double& left = rest[seedlings[i].cluster];
        left = std::max(0.05 * revenue[seedlings[i].cluster], left - seedlings[i].revenue);
    }
    whole = start::whole_enterprises(start::spread_over_clusters(small, rest, p_.firms_revenue_exponent), offsets);
    for (std::size_t c = 0; c < clusters; ++c) {
        const std::size_t begin = seedlings.size();
        place(whole, 0, first_large_class, c);
        move_inside(begin, rest[c]);
    }
    // What is left of the province's total is met by one more move of everybody who has no name.
    double named_revenue = 0;
    for (std::size_t i = 0; i < first_drawn; ++i) named_revenue += seedlings[i].revenue;
    for (int pass = 0; pass < 2; ++pass) move_inside(first_drawn, total_revenue - named_revenue);

    // Certificates: systematic sampling over all enterprises with the chance of their class, so that the stock is exact.
    double weight = 0;
    for (std::size_t i = first_drawn; i < seedlings.size(); ++i) weight += certified[laws::class_of(seedlings[i].revenue)];
    const double wanted = std::max(0.0, base.certified - certified_named);
    double cumulated = settings_.free_initial ? uniform_draw(keys_.province, r_, w_.base_year, Stream::initial, first_offset + 50) : 0.5;
    double counted = 0;
    for (std::size_t i = first_drawn; i < seedlings.size(); ++i) {
        cumulated += weight > 0 ? wanted * certified[laws::class_of(seedlings[i].revenue)] / weight : 0.0;
        if (std::floor(cumulated) > counted) {
            counted += 1;
            seedlings[i].certificate = 1;
            seedlings[i].age = std::max<std::uint8_t>(seedlings[i].age, 1);
        }
    }
    // Years left: 3 for those recognised in the base year, the others split by certificate_split; systematic again.
    double all_certified = 0;
    for (const Seedling& s : seedlings) all_certified += s.certificate > 0 ? 1 : 0;
    const double share_3 = all_certified > 0 ? std::min(1.0, base.recognised / all_certified) : 0.0;
    double sum_3 = settings_.free_initial ? uniform_draw(keys_.province, r_, w_.base_year, Stream::initial, first_offset + 51) : 0.5;
    double sum_2 = settings_.free_initial ? uniform_draw(keys_.province, r_, w_.base_year, Stream::initial, first_offset + 52) : 0.5;
    double count_3 = 0, count_2 = 0;
    for (Seedling& s : seedlings) {
        if (s.certificate == 0) continue;
        sum_3 += share_3;
        if (std::floor(sum_3) > count_3) {
            count_3 += 1;
            s.certificate = 3;
            continue;
        }
        sum_2 += p_.certificate_split;
        const bool two = std::floor(sum_2) > count_2;
        count_2 += two ? 1 : 0;
        s.certificate = two ? 2 : 1;
    }

    // The columns, in cluster order; past revenue by the growth law at the reference path.
    std::vector<std::vector<std::size_t>> of_cluster(clusters);
    for (std::size_t i = 0; i < seedlings.size(); ++i) of_cluster[seedlings[i].cluster].push_back(i);
    for (std::size_t c = 0; c < clusters; ++c) {
        Enterprises& e = members_[c];
        e.clear();
        e.reserve(of_cluster[c].size() * 2 + 64);
        for (const std::size_t i : of_cluster[c]) {
            const Seedling& s = seedlings[i];
            e.z.push_back(log_exact(s.revenue));
            e.theta.push_back(0);
            e.hazard.push_back(0);
            e.z1.push_back(0);
            e.z2.push_back(0);
            e.certificate.push_back(s.certificate);
            e.age.push_back(s.age);
            e.cell.push_back(0);
            e.origin.push_back(static_cast<std::uint16_t>(c));
            e.serial.push_back(static_cast<std::uint32_t>(s.rank));
        }
    }
}

void Replicate::start_research() {
    const BaseTotals& base = w_.base;
    const std::size_t clusters = w_.clusters.size();
    const auto thresholds = laws::CertificationThresholds::in_year(w_.base_year);
    const double var = p_.rd_theta_sd * p_.rd_theta_sd;
    const double reference = p_.deflator_growth + p_.load_trend * p_.trend_growth;

    // Firm effects are normal; at first the level is the prior's, then one scale makes the province's total. Initial certified enterprises
    // draw from the same distribution: their mean reported intensity (3.3 per cent) lies so close to the thresholds that most must bunch
    // there.
    struct Line {
        double weight = 0, floor = 0;  ///< R&D at scale s: max(s * weight, floor)
    };
    std::vector<Line> lines;
    const double target = std::max(0.05 * base.rd, base.rd - p_.rd_rest);
    for (std::size_t c = 0; c < clusters; ++c) {
        Enterprises& e = members_[c];
        double revenue = 0;
        for (const double z : e.z) revenue += exp_exact(z);
        ClusterYear& now = now_[c];
        now = ClusterYear{};
        now.thresholds = thresholds;
        now.mean_size_log = e.size() > 0 ? log_exact(revenue / static_cast<double>(e.size())) : 0.0;
        rd_base_[c] = p_.rd_uncertified * w_.clusters[c].rd_relative;
        const double level_log = log_exact(std::max(rd_base_[c], 1e-9));
        const std::uint64_t key = (std::uint64_t{keys_.enterprises.high[c]} << 32) | keys_.enterprises.low[c];
        for (std::size_t i = 0; i < e.size(); ++i) {
            const Words words = draw_words(key, drawn_as_, w_.base_year, Stream::initial_enterprise, e.serial[i]);
            const double r = exp_exact(e.z[i]);
            const double centre = level_log + p_.rd_class_slope * (e.z[i] - now.mean_size_log) - 0.5 * var;
            const double u = uniform(words[2]);
            e.theta[i] = p_.rd_theta_sd * normal_quantile(u);
            lines.push_back({exp_exact(centre + e.theta[i]) * r, e.certificate[i] > 0 ? p_.certified_scale * thresholds.at(r) * r : 0.0});
            // Past revenue: two years back by the growth law without drift of its own.
            double sigma = std::clamp(laws_.growth_sd_reference * exp_exact(-laws_.growth_sd_slope * (e.z[i] + 1.20397280432593599262)),
                                      std::min(0.10, laws_.growth_sd_reference), 0.60);
            const Words past = draw_words(key, drawn_as_, w_.base_year - 1, Stream::initial_enterprise, e.serial[i]);
            auto back = [&](std::uint32_t word) {
                const double v = uniform(word) - 0.5;
                const double beta = laws_.noise * sigma * 0.70710678118654752440;
                const double laplace = -log_exact(1.0 - 2.0 * std::abs(v));
                return reference + log_exact(1.0 - beta * beta) + (v < 0 ? -beta * laplace : beta * laplace);
            };
            const double minus_infinity = -std::numeric_limits<double>::infinity();
            e.z1[i] = static_cast<float>(e.age[i] >= 1 ? e.z[i] - back(past[0]) : minus_infinity);
            e.z2[i] = static_cast<float>(e.age[i] >= 2 ? static_cast<double>(e.z1[i]) - back(past[1]) : minus_infinity);
        }
    }
    auto total = [&](double s) {
        double sum = 0;
        for (const Line& line : lines) sum += std::max(s * line.weight, line.floor);
        return sum;
    };
    // The total rises with the scale and is convex: bisection on the logarithm, then the last step is exact on the linear piece.
    double low = -4, high = 4;
    for (int i = 0; i < 40; ++i) {
        const double middle = 0.5 * (low + high);
        (total(exp_exact(middle)) < target ? low : high) = middle;
    }
    const double scale = exp_exact(0.5 * (low + high));
    double eligible = 0;
    std::size_t line = 0;
    for (std::size_t c = 0; c < clusters; ++c) {
        rd_base_[c] *= scale;
        const Enterprises& e = members_[c];
        for (std::size_t i = 0; i < e.size(); ++i, ++line) {
            if (e.certificate[i] > 0 || e.age[i] < 1) continue;
            const double r = exp_exact(e.z[i]);
            if (scale * lines[line].weight / r > p_.certified_scale * thresholds.at(r) - p_.rd_gap) eligible += 1;
        }
    }
    // Certification intensity: expected first-time certificates at drive level zero are those of the base year, F_0.
    const double first_time =
        std::clamp(base.recognised - 0.97 * p_.renewal_rate * p_.expired_recognitions, 0.05 * base.recognised, 0.95 * base.recognised);
    alpha_ = eligible > 0 ? -log_exact(1.0 - std::min(0.95, first_time / eligible)) : 0.0;

    // Count everybody by joining them once more to empty clusters: the same law as for entrants.
    for (auto& cell : cells_) cell = CohortCells{};
    flows_.fill(0);
    for (std::size_t c = 0; c < clusters; ++c) {
        ClusterYear& now = now_[c];
        now.rd_level_uncertified = now.rd_level_certified = rd_base_[c];
        const Enterprises seed = members_[c];
        members_[c].clear();
        totals_[c] = ClusterTotals{};
        for (std::size_t i = 0; i < seed.size(); ++i)
            join(members_[c],
                 {seed.z[i], seed.theta[i], seed.z1[i], seed.z2[i], seed.certificate[i], seed.age[i], seed.origin[i], seed.serial[i]},
                 laws_, now, totals_[c], cells_[w_.clusters[c].zone]);
        ClusterTotals& t = totals_[c];
        for (std::size_t i = 0; i < seed.size(); ++i) {
            const double growth_3 = 3.0 * 0.18232155679395462621;
            const double z3 = static_cast<double>(seed.z2[i]) - reference;
            t.high_growth += z3 >= -2.99573227355399 && seed.z[i] - z3 >= growth_3 ? 1u : 0u;
        }
        // Recognitions of the base year, by the recipe: renewals r * C_2013 of 870 as far as it goes.
        std::uint32_t recognised = 0;
        for (const auto certificate : members_[c].certificate) recognised += certificate == 3 ? 1u : 0u;
        const double share = base.recognised > 0 ? first_time / base.recognised : 0.0;
        t.first_time = static_cast<std::uint32_t>(share * recognised + 0.5);
        t.renewed = recognised - t.first_time;
        const double real = t.real_rd;
        knowledge_[c] = laws::knowledge_start(real, p_.rd_real_growth_before, p_.knowledge_depreciation);
        knowledge_growth_[c] = 0;
    }
}

void Replicate::start_accounts() {
    const BaseTotals& base = w_.base;
    const std::size_t zones = w_.zones.size(), clusters = w_.clusters.size();
    std::vector<double> zone_revenue(zones, 0.0), zone_rd(zones, 0.0), city_rd(w_.cities.size(), 0.0), city_va(w_.cities.size(), 0.0);
    double rd = 0, weighted_rate = 0;
    for (std::size_t c = 0; c < clusters; ++c) {
        const auto& cluster = w_.clusters[c];
        zone_revenue[cluster.zone] += totals_[c].revenue;
        zone_rd[cluster.zone] += totals_[c].rd;
        city_rd[w_.zones[cluster.zone].city] += totals_[c].rd;
        rd += totals_[c].rd;
        weighted_rate += cluster.value_added_rate * totals_[c].revenue / 0.93;
    }
    value_added_scale_ = weighted_rate > 0 ? base.value_added / weighted_rate : 1.0;
    for (std::size_t c = 0; c < clusters; ++c)
        city_va[w_.zones[w_.clusters[c].zone].city] += value_added_scale_ * w_.clusters[c].value_added_rate * totals_[c].revenue / 0.93;
    double rest_weight = 0;
    for (std::size_t i = 0; i < w_.cities.size(); ++i) rest_weight += std::max(0.02 * w_.cities[i].gdp, w_.cities[i].gdp - city_va[i]);
    const double rest = base.gdp - base.value_added;
    const double rd_rest = base.rd - rd;

    for (std::size_t z = 0; z < zones; ++z) {
        const WorldZone& zone = w_.zones[z];
        ZoneAccounts& a = zone_[z];
        const std::uint64_t key = keys_.zone[z];
        const WorldCity& city = w_.cities[zone.city];
        auto drawn = [&](const Known& k, std::uint32_t draw) { return k.value * exp_exact(k.spread * initial_noise(key, draw)); };
        a.level = a.base_level = static_cast<unsigned>(zone.level);
        a.growth = 0;
        a.promotion_lift = 0;
        a.land = zone.outside ? 0.0 : drawn(zone.land, 1);
        const double income = drawn(zone.total_income, 2);
        const double ratio = income > 0 && zone_revenue[z] > 0 ? std::max(1.02, income / zone_revenue[z]) : w_.base.zones_income_ratio;
        a.other_income = zone.outside ? 0.0 : zone_revenue[z] * (ratio - 1.0);
        a.population = zone.outside ? 0.0 : drawn(zone.population, 3);
        a.recognised = zone.recognised_clusters;
        // A share of the city's patents by R&D; the recipe's city shares are published.
        const double part = city_rd[zone.city] > 0 ? zone_rd[z] / city_rd[zone.city] : (zone.outside ? 1.0 : 0.0);
        a.patents_valid = base.patents_valid * city.patent_share * part;
        a.patents_mean = a.patents_granted = base.patents_granted * city.patent_share * part;
        a.contracts = rd > 0 ? base.contracts * zone_rd[z] / rd : 0.0;
        a.gdp_rest = zone.outside && rest_weight > 0 ? rest * std::max(0.02 * city.gdp, city.gdp - city_va[zone.city]) / rest_weight : 0.0;
        a.rd_rest = zone.outside && rd > 0 ? rd_rest * city_rd[zone.city] / rd : 0.0;
        a.ranked = zone.level == scenario::ZoneLevel::national;
        if (a.ranked) {
            const double field = national_field;
            const double rank = zone.rank > 0 ? zone.rank : 0.75 * field;
            a.rank_score = normal_quantile(1.0 - std::clamp((rank - 0.5) / field, 0.002, 0.998));
        }
        a.facilities.assign(w_.facility_kinds.size(), 0.0);
        for (std::size_t k = 0; k < w_.facility_kinds.size(); ++k) {
            const double mean = zone.outside ? 0.0 : drawn(zone.facilities[k], 10 + static_cast<std::uint32_t>(k));
            const double u =
                settings_.free_initial ? uniform_draw(key, r_, w_.base_year, Stream::facility, 500 + static_cast<std::uint32_t>(k)) : 0.5;
            a.facilities[k] = std::floor(mean) + (u < mean - std::floor(mean) ? 1.0 : 0.0);
        }
        a.base_facilities = a.facilities;
    }
    // Residents outside zones: the city's less its zones'.
    for (std::size_t i = 0; i < w_.cities.size(); ++i) {
        double inside = 0;
        for (std::size_t z = 0; z < zones; ++z)
            if (w_.zones[z].city == i && !w_.zones[z].outside) inside += zone_[z].population;
        if (w_.cities[i].outside != none)
            zone_[w_.cities[i].outside].population = std::max(0.1 * w_.cities[i].population, w_.cities[i].population - inside);
    }
    for (std::size_t c = 0; c < clusters; ++c) {
        drift_persistent_[c] =
            settings_.free_parameters ? p_.cluster_drift_sd * normal_draw(keys_.cluster[c], r_, 0, Stream::parameter) : 0.0;
        user_cost_uncertified_[c] = user_cost_certified_[c] = 0;
        recognised_until_[c] = 0;
    }
    for (std::size_t z = 0; z < zones; ++z)  // recognitions of the past belong to the largest clusters
        for (int i = 0; i < static_cast<int>(zone_[z].recognised); ++i) {
            std::size_t best = none;
            for (std::size_t c = w_.zones[z].first_cluster; c < w_.zones[z].first_cluster + w_.zones[z].cluster_count; ++c)
                if (recognised_until_[c] == 0 && (best == none || totals_[c].revenue > totals_[best].revenue)) best = c;
            if (best != none) recognised_until_[best] = w_.base_year;
        }
    shock_ = 0;
    std::fill(industry_shock_.begin(), industry_shock_.end(), 0.0);
    cumulated_deflator_ = 0;
    rd_index_ = 0;
    national_intensity_ = base.national_rd_intensity > 0 ? base.national_rd_intensity : base.rd / base.gdp;
    drive_ = 0;
    drive_drift_ = p_.drive_drift;
    contract_drift_ = p_.contract_share_drift;
    reference_ = p_.deflator_growth + p_.load_trend * p_.trend_growth;
    reference_before_ = reference_;
    projects_.clear();
    built_.assign(w_.measures.size() * zones, 0.0);
    queue_.assign(w_.measures.size() * zones * record_.years, 0.0);
    const int delay = std::max(1, static_cast<int>(p_.project_delay + 0.5));
    std::fill(lever_cluster_.begin(), lever_cluster_.end(), 0.0);
    std::fill(lever_zone_.begin(), lever_zone_.end(), 0.0);
    for (int y = w_.base_year - delay + 1; y <= w_.base_year; ++y) schedule_projects(y, 0);
    update_strength();
    base_strength_ = strength_;
    std::vector<double> industry_revenue(w_.industries.size(), 0.0);
    for (std::size_t c = 0; c < clusters; ++c) industry_revenue[w_.cluster_industry[c]] += totals_[c].revenue;
    for (std::size_t c = 0; c < clusters; ++c) {
        const double all = industry_revenue[w_.cluster_industry[c]];
        base_share_[c] = all > 0 ? totals_[c].revenue / all : 0.0;
    }
}

}  // namespace zonecast::engine
