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
    ip_pledge,
    institutions,
    first_offset = 100
};

constexpr std::size_t first_large_class = 10;  // enterprises of 20 (1e8 CNY) and more are placed first

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
        revenue[c] = w_.clusters[c].revenue.value * exp_exact(w_.clusters[c].revenue.spread * initial_noise(keys_.initial.cluster[c], 0));
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
            reconcile(members, zone.revenue.value * exp_exact(zone.revenue.spread * initial_noise(keys_.initial.zone[z], 0)));
        for (const std::size_t c : members) inside[zone.city] += revenue[c], all_inside += revenue[c];
    }
    // The zones together have a published total of their own.
    if (w_.base.zones_revenue.value > 0) {
        std::vector<std::size_t> members;
        double before = 0;
        for (std::size_t c = 0; c < clusters; ++c)
            if (w_.zones[w_.clusters[c].zone].level != scenario::ZoneLevel::none) members.push_back(c), before += revenue[c];
        const double goal =
            w_.base.zones_revenue.value * exp_exact(w_.base.zones_revenue.spread * initial_noise(keys_.initial.province, zones_revenue));
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
        const double goal = city.revenue.value * exp_exact(city.revenue.spread * initial_noise(keys_.initial.zone[city.outside], 0));
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
        facts.at_least_1 =
            base.at_least_1.value * exp_exact(error_of(base.at_least_1, 0.02) * initial_noise(keys_.initial.province, at_least_1));
    if (base.at_least_100.value > 0)
        facts.at_least_100 =
            base.at_least_100.value * exp_exact(error_of(base.at_least_100, 0.2) * initial_noise(keys_.initial.province, at_least_100));
    if (base.below_0_2.value > 0)
        facts.below_0_2 = base.below_0_2.value * exp_exact(p_.small_firms_sd * initial_noise(keys_.initial.province, below_0_2));
    if (base.at_least_1_revenue_share)
        facts.at_least_1_share =
            std::clamp(*base.at_least_1_revenue_share + 0.01 * initial_noise(keys_.initial.province, share_at_least_1), 0.05, 0.99);
    ClassArray table = start::solve_class_table(facts);
    start::CertificateFacts certificate_facts;
    certificate_facts.certified = base.certified;
    if (base.certified_at_least_1_share)
        certificate_facts.share_at_least_1 =
            *base.certified_at_least_1_share + 0.06 * initial_noise(keys_.initial.province, certified_share);
    if (base.certified_revenue_share)
        certificate_facts.share_of_revenue =
            *base.certified_revenue_share + 0.06 * initial_noise(keys_.initial.province, certified_revenue);
    const ClassArray certified = start::solve_certified_share(table, certificate_facts);

    // Named enterprises first: they are data. Until their history is drawn, columns hold revenue in place of its logarithm.
    std::vector<double> rest = revenue;
    std::vector<SizeMoves> moves(clusters, SizeMoves{});
    std::vector<double> cluster_revenue(clusters, 0.0);
    ClassArray remaining = table;
    double named_revenue = 0;
    std::vector<std::uint64_t*> certificates;  // tags of the certified, in the order of the systematic draws below
    for (Enterprises& e : members_) e.clear();
    for (const WorldEnterprise& e : w_.enterprises) {
        Enterprises& members = members_[e.cluster];
        const auto rank = static_cast<std::uint32_t>(members.size());
        const double r = e.revenue.value * exp_exact(e.revenue.spread * initial_noise(keys_.initial.cluster[e.cluster], 1000 + rank));
        const std::size_t k = laws::class_of(r);
        remaining[k] = std::max(0.0, remaining[k] - 1.0);
        rest[e.cluster] = std::max(0.02 * revenue[e.cluster], rest[e.cluster] - r);
        members.append({.z = r});
        members.columns().tag[rank] = make_tag(k, e.certified ? 1 : 0, grown_age, static_cast<std::uint16_t>(e.cluster), rank);
        moves[e.cluster].named += 1;
        cluster_revenue[e.cluster] += r;
        named_revenue += r;
    }

    ClassArray offsets;
    for (std::size_t k = 0; k < laws::class_count; ++k)
        offsets[k] = settings_.free_initial ? uniform_draw(keys_.initial.province, r_, w_.base_year, Stream::initial,
                                                           first_offset + static_cast<std::uint32_t>(k))
                                            : 0.5;
    static const std::array<laws::ClassDensity, laws::class_count> densities = [] {
        std::array<laws::ClassDensity, laws::class_count> d;
        for (std::size_t k = 0; k < laws::class_count; ++k) d[k] = start::class_density(k);
        return d;
    }();
    SizeLaws& sizes = size_laws_;
    for (std::size_t k = 0; k < laws::class_count; ++k) {
        sizes.low[k] = laws::class_low(k);
        sizes.high[k] = laws::class_high(k);
        sizes.lambda[k] = densities[k].lambda;  // negative in every class
        sizes.width[k] = densities[k].width;
        sizes.mass[k] = 1.0 - exp_exact(densities[k].lambda * densities[k].width);
    }
    const EntrySizes entry;
    double all = 0;
    for (const double n : table) all += n;
    for (std::size_t k = 0; k < laws::class_count; ++k) {
        double cumulated = 0, alive = 1;
        for (std::size_t a = 0; a < 5; ++a) {
            const double entered = p_.entry_rate * all * entry.chance_of_class(k);
            cumulated = std::min(0.9, cumulated + (table[k] > 0 ? entered * alive / table[k] * 0.93 : 0.0));
            sizes.young[a][k] = cumulated;
            alive *= 1.0 - laws_.hazard(log_exact(densities[k].mean()), static_cast<unsigned>(a + 1), false);
        }
    }
    // A move inside the classes towards a goal, and what it leaves.
    auto apply = [](const SizeMove& move, SizeSums& sums) {
        const double distance = move.fraction * (move.up ? sums.up : sums.down);
        sums.revenue += move.up ? distance : -distance;
        sums.up -= move.up ? distance : -distance;
        sums.down += move.up ? distance : -distance;
    };
    auto move_to = [](double goal, const SizeSums& sums) {
        const bool up = goal > sums.revenue;
        return SizeMove{std::min(0.98, std::abs(goal - sums.revenue) / std::max(up ? sums.up : sums.down, 1e-300)), up};
    };
    // Whole enterprises of the cells of cluster and class, their revenue within the class by its density.
    using Whole = std::vector<std::array<std::uint32_t, laws::class_count>>;
    auto place = [&](const Whole& whole, std::size_t first_class, std::size_t last_class, std::size_t c, SizeSums& sums) {
        Enterprises& e = members_[c];
        const std::size_t begin = e.size();
        std::size_t rank = begin;
        for (std::size_t k = first_class; k < last_class; ++k) rank += whole[c][k];
        e.resize(rank);
        std::uint64_t* tag = e.columns().tag;
        rank = begin;
        for (std::size_t k = first_class; k < last_class; ++k)
            for (std::uint32_t i = 0; i < whole[c][k]; ++i, ++rank)
                tag[rank] = make_tag(k, 0, 0, static_cast<std::uint16_t>(c), static_cast<std::uint32_t>(rank));
        const auto draws =
            pass_draws(keys_.initial.enterprises, static_cast<std::uint16_t>(c), drawn_as_, w_.base_year, Stream::initial_enterprise);
        passes_.draw_sizes(e.columns(), begin, rank, draws, sizes, sums);
    };
    auto add_sums = [](SizeSums& to, const SizeSums& from) { to.revenue += from.revenue, to.up += from.up, to.down += from.down; };

    // The large ones first: two fifths of the cells expect less than one enterprise, yet hold a third of revenue. What they leave of each
    // cluster is then spread over the smaller classes.
    ClassArray small{};
    double large_revenue = 0;
    for (std::size_t k = 0; k < laws::class_count; ++k) {
        if (k >= first_large_class)
            large_revenue += remaining[k] * start::class_means()[k];
        else
            small[k] = remaining[k];
    }
    std::vector<SizeSums> sums(clusters, SizeSums{});
    auto expected = start::spread_over_clusters(remaining, rest, p_.firms_revenue_exponent);
    for (auto& row : expected)
        for (std::size_t k = 0; k < first_large_class; ++k) row[k] = 0;
    const Whole whole_large = start::whole_enterprises(expected, offsets);
    SizeSums all_sums{};
    for (std::size_t c = 0; c < clusters; ++c) {
        place(whole_large, first_large_class, laws::class_count, c, sums[c]);
        moves[c].large = members_[c].size() - moves[c].named;
        add_sums(all_sums, sums[c]);
    }
    const SizeMove large_move = move_to(large_revenue, all_sums);
    apply(large_move, all_sums);
    for (std::size_t c = 0; c < clusters; ++c) {
        moves[c].first_large = large_move;
        apply(large_move, sums[c]);
        if (moves[c].large > 0) rest[c] = std::max(0.05 * revenue[c], rest[c] - sums[c].revenue);
    }
    const Whole whole_small = start::whole_enterprises(start::spread_over_clusters(small, rest, p_.firms_revenue_exponent), offsets);
    for (std::size_t c = 0; c < clusters; ++c) {
        SizeSums here{};
        place(whole_small, 0, first_large_class, c, here);
        moves[c].first_small = move_to(rest[c], here);
        apply(moves[c].first_small, here);
        add_sums(sums[c], here);
        add_sums(all_sums, here);
        members_[c].reserve(2 * members_[c].size() + 64);
    }
    // What is left of the province's total is met by two more moves of everybody who has no name.
    for (std::size_t number = 0; number < 2; ++number) {
        const SizeMove move = move_to(total_revenue - named_revenue, all_sums);
        apply(move, all_sums);
        for (std::size_t c = 0; c < clusters; ++c) {
            moves[c].common[number] = move;
            apply(move, sums[c]);
        }
    }

    // Certificates: systematic sampling over all enterprises with the chance of their zone and class, so that the stock is exact.
    std::vector<ClassArray> zone_members(w_.zones.size(), ClassArray{});
    for (std::size_t c = 0; c < clusters; ++c)
        for (std::size_t k = 0; k < laws::class_count; ++k) zone_members[w_.clusters[c].zone][k] += whole_large[c][k] + whole_small[c][k];
    std::vector<double> zone_named(w_.zones.size(), 0.0);
    std::vector<std::uint32_t> named_seen(clusters, 0);
    for (const WorldEnterprise& e : w_.enterprises) {
        std::uint64_t* tag = members_[e.cluster].columns().tag;
        if (e.certified) certificates.push_back(tag + named_seen[e.cluster]);
        if (e.certified) zone_named[w_.clusters[e.cluster].zone] += 1;
        ++named_seen[e.cluster];
    }
    const std::vector<ClassArray> chances = certificate_chances(zone_members, zone_named, certified);
    double cumulated =
        settings_.free_initial ? uniform_draw(keys_.initial.province, r_, w_.base_year, Stream::initial, first_offset + 50) : 0.5;
    double next = 1;
    auto certify = [&](const Whole& whole, std::uint64_t* tag, std::size_t c) {
        for (std::size_t k = 0; k < laws::class_count; ++k) {
            const double chance = chances[w_.clusters[c].zone][k];
            for (std::uint32_t i = 0; i < whole[c][k]; ++i, ++tag) {
                cumulated += chance;
                if (cumulated < next) continue;
                next += 1;
                *tag |= (*tag >> tag_field::age & 0xFFu) == 0 ? 1u | 1u << tag_field::age : 1u;
                certificates.push_back(tag);
            }
        }
    };
    for (std::size_t c = 0; c < clusters; ++c) certify(whole_large, members_[c].columns().tag + moves[c].named, c);
    for (std::size_t c = 0; c < clusters; ++c) certify(whole_small, members_[c].columns().tag + moves[c].named + moves[c].large, c);
    // Years left: 3 for those recognised in the base year, the others split by certificate_split; systematic again.
    const double share_3 = certificates.empty() ? 0.0 : std::min(1.0, base.recognised / static_cast<double>(certificates.size()));
    double sum_3 =
        settings_.free_initial ? uniform_draw(keys_.initial.province, r_, w_.base_year, Stream::initial, first_offset + 51) : 0.5;
    double sum_2 =
        settings_.free_initial ? uniform_draw(keys_.initial.province, r_, w_.base_year, Stream::initial, first_offset + 52) : 0.5;
    double count_3 = 0, count_2 = 0;
    for (std::uint64_t* tag : certificates) {
        unsigned years = 3;
        sum_3 += share_3;
        if (std::floor(sum_3) > count_3) {
            count_3 += 1;
        } else {
            sum_2 += p_.certificate_split;
            const bool two = std::floor(sum_2) > count_2;
            count_2 += two ? 1 : 0;
            years = two ? 2 : 1;
        }
        *tag = (*tag & ~std::uint64_t{3}) | years;
    }

    // Firm effects and past revenue by the growth law at the reference path. Firm effects are normal; at first the level of R&D is the
    // prior's. Initial certified enterprises draw from the same distribution: their mean reported intensity (3.3 per cent) lies so close to
    // the thresholds that most must bunch there.
    std::size_t enterprises = 0;
    for (const Enterprises& e : members_) enterprises += e.size();
    line_weight_.resize(std::max(line_weight_.size(), enterprises));
    line_floor_.resize(line_weight_.size());
    lines_ = HistorySums{};
    pass_laws_ = pass_laws(laws_);
    const double reference = base_reference();
    for (std::size_t c = 0; c < clusters; ++c) {
        Enterprises& e = members_[c];
        ClusterYear& now = now_[c];
        now = ClusterYear{};
        now.thresholds = laws::CertificationThresholds::in_year(w_.base_year);
        now.mean_size_log = e.size() > 0 ? log_exact((cluster_revenue[c] + sums[c].revenue) / static_cast<double>(e.size())) : 0.0;
        rd_base_[c] = p_.rd_uncertified * w_.clusters[c].rd_relative;
        now.rd_level_uncertified = now.rd_level_certified = std::max(rd_base_[c], 1e-9);
        set_cluster(pass_laws_, laws_, now);
        const auto draws =
            pass_draws(keys_.initial.enterprises, static_cast<std::uint16_t>(c), drawn_as_, w_.base_year, Stream::initial_enterprise);
        const auto past = draw_counter(drawn_as_, w_.base_year - 1, Stream::initial_enterprise, 0)[1];
        HistorySums here{};
        passes_.draw_history(e.columns(), e.size(), pass_laws_, draws, past, sizes, moves[c], reference, p_.rd_theta_sd,
                             line_weight_.data() + lines_.lines, line_floor_.data() + lines_.lines, here);
        lines_.uncertified_weight += here.uncertified_weight;
        lines_.lines += here.lines;
        totals_[c] = ClusterTotals{};
        totals_[c].high_growth = static_cast<std::uint32_t>(here.high_growth);
    }
}

double Replicate::base_reference() const {
    // As the coming year's: what the base year knew of its own growth is in there.
    const double expected = record_.years > 1 ? path_.at(reference::Headline::gdp, 1).expected : 0.0;
    return p_.deflator_growth + p_.load_trend * (expected - p_.deflator_growth);
}

void Replicate::start_research() {
    const BaseTotals& base = w_.base;
    const std::size_t clusters = w_.clusters.size();
    // One scale on all intensities makes the province's total. R&D rises with it and is convex and piecewise linear (certified enterprises
    // spend at least their threshold), so that Newton's steps end on the solution.
    const double target = std::max(0.05 * base.rd, base.rd * (1.0 - p_.rd_rest_share));
    constexpr double smallest = 0.018315638888734179, largest = 54.598150033144236;  // exp(-4), exp(4)
    double scale = 1.0;
    for (int i = 0; i < 60; ++i) {
        double value = scale * lines_.uncertified_weight - target, slope = lines_.uncertified_weight;
        for (std::size_t l = 0; l < lines_.lines; ++l) {
            const double line = scale * line_weight_[l];
            value += std::max(line, line_floor_[l]);
            slope += line > line_floor_[l] ? line_weight_[l] : 0.0;
        }
        const double next = slope > 0 ? std::clamp(scale - value / slope, smallest, largest) : value > 0 ? smallest : largest;
        const bool reached = std::abs(next - scale) <= 1e-15 * scale;
        scale = next;
        if (reached) break;
    }
    for (std::size_t c = 0; c < clusters; ++c) rd_base_[c] *= scale;
    // First-time certificates of the base year: those that are no renewals of what expired.
    const double first_time =
        std::clamp(base.recognised - 0.97 * p_.renewal_rate * base.expired, 0.05 * base.recognised, 0.95 * base.recognised);

    // Count everybody by the same laws as entrants.
    for (auto& cell : cells_) cell = CohortCells{};
    flows_.fill(0);
    for (std::size_t c = 0; c < clusters; ++c) {
        ClusterYear& now = now_[c];
        now.rd_level_uncertified = now.rd_level_certified = rd_base_[c];
        set_cluster(pass_laws_, laws_, now);
        PassTotals found{};
        passes_.settle(members_[c].columns(), 0, members_[c].size(), pass_laws_, cell_sums_, nullptr, found);
        ClusterTotals& t = totals_[c];
        add(t, found, laws_);
        if (c + 1 == clusters || w_.clusters[c + 1].zone != w_.clusters[c].zone) add(cells_[w_.clusters[c].zone], cell_sums_);
        // Recognitions of the base year, by the recipe: renewals r * C_2013 of 870 as far as it goes.
        std::uint32_t recognised = 0;
        for (std::size_t i = 0; i < members_[c].size(); ++i) recognised += members_[c].certificate(i) == 3 ? 1u : 0u;
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
    std::vector<double> zone_revenue(zones, 0.0), zone_rd(zones, 0.0), city_rd(w_.cities.size(), 0.0);
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
    const double pledged =
        base.ip_pledge_finance.value * exp_exact(base.ip_pledge_finance.spread * initial_noise(keys_.initial.province, ip_pledge));
    institution_base_ = std::min(0.99, base.rd_institution_coverage.value * exp_exact(base.rd_institution_coverage.spread *
                                                                                      initial_noise(keys_.initial.province, institutions)));

    for (std::size_t z = 0; z < zones; ++z) {
        const WorldZone& zone = w_.zones[z];
        ZoneAccounts& a = zone_[z];
        const std::uint64_t key = keys_.initial.zone[z];
        const WorldCity& city = w_.cities[zone.city];
        auto drawn = [&](const Known& k, std::uint32_t draw) { return k.value * exp_exact(k.spread * initial_noise(key, draw)); };
        a.level = a.base_level = static_cast<unsigned>(zone.level);
        a.growth = 0;
        a.promotion_lift = 0;
        a.land = zone.outside ? 0.0 : drawn(zone.land, 1);
        const double income = drawn(zone.total_income, 2);
        const double ratio = income > 0 && zone_revenue[z] > 0 ? std::max(1.02, income / zone_revenue[z]) : w_.base.zones_income_ratio;
        a.other_income = zone.outside ? 0.0 : zone_revenue[z] * (ratio - 1.0);
        // Of the other income a part is above-scale industry: the pack's figure, or a share by rule.
        const double other =
            zone.other_industry_revenue.value > 0 ? drawn(zone.other_industry_revenue, 4) : p_.other_industry_share * a.other_income;
        a.other_industry_revenue = std::min(other, 0.95 * a.other_income);
        a.other_industry_firms = zone.other_industry_firms.value > 0 && !zone.outside
                                     ? drawn(zone.other_industry_firms, 5)
                                     : a.other_industry_revenue / std::max(p_.other_industry_size, 1e-9);
        a.population = zone.outside ? 0.0 : drawn(zone.population, 3);
        a.recognised = zone.recognised_clusters;
        // A share of the city's patents by R&D; the recipe's city shares are published.
        const double part = city_rd[zone.city] > 0 ? zone_rd[z] / city_rd[zone.city] : (zone.outside ? 1.0 : 0.0);
        a.patents_valid = base.patents_valid * city.patent_share * part;
        a.patents_mean = a.patents_granted = base.patents_granted * city.patent_share * part;
        a.contracts = rd > 0 ? base.contracts * zone_rd[z] / rd : 0.0;
        a.ip_pledge_finance = base.patents_valid > 0 ? pledged * a.patents_valid / base.patents_valid : 0.0;
        a.certified_above_scale = certified_above_scale(z);
        a.with_rd_institution = institution_base_ * a.certified_above_scale;
        a.ranked = zone.level == scenario::ZoneLevel::national;
        if (a.ranked) {
            a.rank = std::clamp(zone.rank > 0 ? zone.rank : 0.75 * w_.national_field, 1.0, w_.national_field);
        }
        a.facilities.assign(w_.facility_kinds.size(), 0.0);
        for (std::size_t k = 0; k < w_.facility_kinds.size(); ++k) {
            const std::uint64_t facility =
                keys_.initial.facility[z * w_.facility_kinds.size() + k];  // by name: a new kind leaves the others alone
            const Known& known = zone.facilities[k];
            const double mean = zone.outside ? 0.0 : known.value * exp_exact(known.spread * initial_noise(facility, 0));
            const double u = settings_.free_initial ? uniform_draw(facility, r_, w_.base_year, Stream::initial, 1) : 0.5;
            a.facilities[k] = std::floor(mean) + (u < mean - std::floor(mean) ? 1.0 : 0.0);
        }
        a.base_facilities = a.facilities;
    }
    start_products();
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
            settings_.free_parameters ? p_.cluster_drift_sd * normal_draw(keys_.parameters.cluster[c], r_, 0, Stream::parameter) : 0.0;
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
    tightened_ = false;
    certified_reference_ = 0;
    for (const ClusterTotals& t : totals_) certified_reference_ += t.certified;
    certification_shortage_ = 0;
    intensity_base_ = log_exact(base.rd / base.gdp);
    intensity_reference_ = intensity_policy_ = 0;
    valid_reference_ = base.patents_valid;
    granted_reference_ = base.patents_granted;
    reference_ = base_reference();
    reference_before_ = reference_;
    projects_.clear();
    built_.assign(w_.measures.size() * zones, 0.0);
    queue_.assign(w_.measures.size() * zones * record_.years, 0.0);
    const int delay = std::max(1, static_cast<int>(p_.project_delay + 0.5));
    std::fill(lever_cluster_.begin(), lever_cluster_.end(), 0.0);
    std::fill(lever_zone_.begin(), lever_zone_.end(), 0.0);
    for (int y = w_.base_year - delay + 1; y <= w_.base_year; ++y) schedule_projects(y);
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
