// The order of a year, in one place, and what each step does (docs/model.md, "A year").
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "model/base/distributions.hpp"
#include "model/base/each.hpp"
#include "model/engine/entry.hpp"
#include "model/engine/replicate.hpp"
#include "model/laws/patents.hpp"
#include "model/laws/research.hpp"
#include "model/laws/spillover.hpp"
#include "model/laws/zone_accounts.hpp"
#include "model/scenario/doses.hpp"

namespace zonecast::engine {

namespace {

/// Serial of the first newcomer of year t and kind: entrants, large projects, suppliers that a change adds. Initial enterprises count from
/// zero.
constexpr std::uint32_t serial_of(std::size_t t, std::uint32_t kind) {
    return (static_cast<std::uint32_t>(t) << 20) | (kind << 18);
}

/// A scratch vector, all zero.
std::vector<double>& cleared(std::vector<double>& scratch) {
    std::fill(scratch.begin(), scratch.end(), 0.0);
    return scratch;
}

constexpr std::size_t first_above_scale = 4;  // the revenue class that starts at 0.2
constexpr double certain_exit = 1e12;         // a hazard that no draw escapes, whatever multiplies it

constexpr double most_correction = 0.2;  // of the intensity index in a year, log points

}  // namespace

void Replicate::advance(std::size_t t) {
    before_ = totals_;
    shocks(t);
    instruments(t);
    growth(t);
    research_levels(t);
    align_certification(t);
    expect_entrants();
    enterprises_year(t);
    newcomers(t);
    large_projects(t);
    promotion(t);
    knowledge(t);
    innovation_outputs(t);
    zone_accounts(t);
    province_accounts(t);
    update_strength();
    record(t);
#ifdef ZONECAST_AUDIT
    audit(t);
#endif
}

void Replicate::shocks(std::size_t t) {
    const int year = w_.base_year + static_cast<int>(t);
    // The common shock is what the reference of GDP did not expect (E11).
    const reference::YearGrowth& product = path_.at(reference::Headline::gdp, t);
    trend_ = product.expected - p_.deflator_growth;
    shock_ = product.growth - product.expected;
    for (std::size_t i = 0; i < industry_shock_.size(); ++i)
        industry_shock_[i] = p_.industry_shock_persistence * industry_shock_[i] +
                             p_.industry_shock_sd * noise(keys_.chance.industry[i], year, Stream::industry_shock);
    reference_before_ = reference_;
    const double load = 1.0 + (p_.load_trend - 1.0) * exp_exact(static_cast<double>(t - 1) * log_exact(p_.load_fade));
    reference_ = p_.deflator_growth + load * trend_;
    cumulated_deflator_ += p_.deflator_growth;
}

void Replicate::instruments(std::size_t t) {
    const std::size_t clusters = w_.clusters.size(), zones = w_.zones.size();
    std::swap(lever_cluster_, lever_cluster_before_);
    std::swap(lever_zone_, lever_zone_before_);
    std::fill(lever_cluster_.begin(), lever_cluster_.end(), 0.0);
    std::fill(lever_zone_.begin(), lever_zone_.end(), 0.0);
    for (std::size_t m = 0; m < w_.measures.size(); ++m) {
        const WorldMeasure& measure = w_.measures[m];
        const auto& tool = w_.scenario.instruments[measure.instrument];
        double members = 0;
        for (std::size_t z = 0; z < zones; ++z) {
            if (!in_scope(measure.scope, z)) continue;
            // "Outside" and parks are not budgeted for, unless the measure is there to have a park approved.
            const bool budgeted = measure.clusters.empty() && (zone_[z].level > 0 || (measure.approves && w_.zones[z].approvable));
            if (budgeted) members += 1.0;
            if (measure.facility != none) start_facilities(m, z, t, budgeted);
            // A measure that builds acts through what it has built, one dose for each; others through the dose in force.
            const double dose = measure.facility != none ? built_[m * zones + z] : dose_factor_[m] * measure.strength[t];
            for (const std::size_t i : measure.effects) {
                const auto l = static_cast<std::size_t>(w_.effects[i].lever);
                const double value = effect_[i] * dose;
                if (!measure.clusters.empty()) continue;  // a scope of clusters or an industry moves clusters, not whole zones
                lever_zone_[l * zones + z] += value;
                const WorldZone& zone = w_.zones[z];
                for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c)
                    lever_cluster_[l * clusters + c] += value;
            }
        }
        for (const std::size_t c : measure.clusters) {
            members += 1.0;
            for (const std::size_t i : measure.effects)
                lever_cluster_[static_cast<std::size_t>(w_.effects[i].lever) * clusters + c] +=
                    effect_[i] * (dose_factor_[m] * measure.strength[t]);
        }
        const double cost =
            tool.unit_cost * exp_exact(settings_.free_parameters
                                           ? tool.unit_cost_spread * normal_draw(keys_.parameters.measure[m], r_, 0, Stream::effect)
                                           : 0.0);
        const double paid = measure.facility != none ? scenario::items_started(measure.dose, t, dose_factor_[m])
                                                     : std::abs(dose_factor_[m] * measure.dose[t]);
        record_.measure_cost[m * record_.years + t] = paid * cost * members;
    }
}

void Replicate::start_facilities(std::size_t m, std::size_t z, std::size_t t, bool budgeted) {
    // Items started this year open after the delay; each succeeds by a latent draw that it shares in part with the province and in part
    // with its zone. What opens this year is counted first.
    const WorldMeasure& measure = w_.measures[m];
    const std::size_t k = measure.facility, zones = w_.zones.size(), kinds = w_.facility_kinds.size();
    const int year = w_.base_year + static_cast<int>(t);
    const double items = budgeted ? scenario::items_started(measure.dose, t, dose_factor_[m]) : 0.0;
    if (items > 0) {
        const double rho = p_.facility_correlation;
        const double latent = sqrt_exact(rho) * normal_draw(keys_.chance.facility_kind[k], r_, 0, Stream::facility) +
                              sqrt_exact(1.0 - rho) * normal_draw(keys_.chance.facility[z * kinds + k], r_, 0, Stream::facility);
        const double bar = normal_quantile(std::clamp(measure.measure.success, 1e-9, 1.0 - 1e-9));
        constexpr double half = 0.70710678118654752440;  // the latent draw carries half of the variance
        const double chance = normal_cdf((bar + half * latent) / half);
        const std::size_t opens = t + static_cast<std::size_t>(std::max(0, w_.scenario.instruments[measure.instrument].delay));
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(items) && opens < record_.years; ++i)
            if (uniform_draw(keys_.chance.facility[z * kinds + k] ^ keys_.chance.measure[m], r_, year, Stream::facility, 1 + i) < chance)
                queue_[(m * zones + z) * record_.years + opens] += 1.0;
    }
    const double opened = queue_[(m * zones + z) * record_.years + t];
    built_[m * zones + z] += opened;
    zone_[z].facilities[k] += opened;
}

void Replicate::growth(std::size_t t) {
    const std::size_t clusters = w_.clusters.size(), zones = w_.zones.size(), industries = w_.industries.size();
    const int year = w_.base_year + static_cast<int>(t);
    const double knowledge_reference = reference_before_ - p_.deflator_growth;
    const double chi = p_.chi;
    const WorldChain& chain = w_.chain(t);
    const double mean_share = chain.pull.mean_local_sales_share();
    const double common_gain = (1.0 - chi * mean_share) / (1.0 - mean_share);
    const bool changed = t < w_.sourcing_round.size() && !w_.sourcing_round[t].empty();
    const double fade = exp_exact(static_cast<double>(t - 1) * log_exact(p_.load_fade));

    // Knowledge of others: by zone and industry, weighted by proximity and distance; rows of W sum to one.
    if (t > 1) {
        std::fill(near_.begin(), near_.end(), Learnt{});
        for (std::size_t z = 0; z < zones; ++z) {
            const WorldZone& zone = w_.zones[z];
            Learnt* near = near_.data() + z * industries;
            for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c) {
                if (before_[c].firms == 0) continue;
                const double deviation = knowledge_growth_[c] - knowledge_reference;
                const double* proximity = w_.proximity.data() + w_.cluster_industry[c] * industries;
                for (std::size_t i = 0; i < industries; ++i) {
                    near[i].growth += proximity[i] * deviation;
                    near[i].weight += proximity[i];
                }
            }
        }
    }
    noises(keys_.chance.cluster, year, Stream::cluster_noise, cluster_scratch_);
    for (std::size_t a = 0; a < zones; ++a) {
        const WorldZone& zone = w_.zones[a];
        const ZoneAccounts& accounts = zone_[a];
        // Density: the zone's revenue over its land against the reference; land grows with its own norm.
        const double density = zone.outside || t == 1 ? 0.0 : accounts.growth - reference_before_;
        const double capacity = zone_lever(Lever::capacity, a) - lever_zone_before_[static_cast<std::size_t>(Lever::capacity) * zones + a];
        if (t > 1) hear(a);
        for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c) {
            const std::size_t i = w_.cluster_industry[c];
            double x = drift_persistent_[c] * fade + p_.cluster_noise_sd * cluster_scratch_[c];
            if (t > 1) {
                x += p_.output_elasticity_knowledge * (knowledge_growth_[c] - knowledge_reference);
                auto [sum, weight] = heard_[c];
                if (before_[c].firms > 0) {  // not from itself
                    const double own = w_.proximity[i * industries + i];
                    sum -= own * (knowledge_growth_[c] - knowledge_reference);
                    weight -= own;
                }
                if (weight > 1e-9) x += p_.spillover * (1.0 + lever(Lever::spillover, c)) * sum / weight;
                x += p_.density_elasticity * density - p_.congestion_elasticity * (density - capacity);
                const double share = growth_share_[c];
                if (share > 0 && base_share_[c] > 0) x += p_.convergence * log_exact(share / base_share_[c]);
                x += p_.strength_effect * (strength_[c] - base_strength_[c]);
            } else {
                x += p_.congestion_elasticity * capacity;
            }
            x += lever(Lever::growth, c);
            x += lever(Lever::productivity_level, c) - lever_before(Lever::productivity_level, c) + accounts.promotion_lift;
            if (recognised_until_[c] >= year) x += p_.recognition_growth;
            // Buyers who switch to local suppliers: the sales to them rise with the local share.
            const double sourcing = lever(Lever::local_sourcing, c) - lever_before(Lever::local_sourcing, c);
            const double local = chain.pull.local_sales_share(i);
            x += local * sourcing / chain.mean_local_share;
            if (changed) x += w_.sourcing_round[t][i] + chi * w_.capacity_round[t][i] + w_.boost[t][c];
            if (!w_.log_supply.empty()) x += w_.log_supply[t][c] - w_.log_supply[t - 1][c];
            const double demand = w_.clusters[c].cyclical_loading * (shock_ + w_.common_shock[t]) + industry_shock_[i] +
                                  w_.industry_shock[t][i] + lever(Lever::demand, c) - lever_before(Lever::demand, c);
            deviation_[c] = x + common_gain * demand * (1.0 - local);
        }
    }
    chain.pull.solve(chi_node_, w_.cluster_industry, chain.cluster_output, deviation_, scratch_);
    for (std::size_t c = 0; c < clusters; ++c) {
        growth_[c] = std::clamp(reference_ + deviation_[c], -1.5, 1.5);
    }
    for (ZoneAccounts& a : zone_) a.promotion_lift = 0;
}

void Replicate::hear(std::size_t zone) {
    // Four clusters at a time: each sum runs over the zones in their order, and need not wait for the others.
    constexpr std::size_t together = 4;
    const std::size_t zones = w_.zones.size(), industries = w_.industries.size();
    const std::size_t begin = w_.zones[zone].first_cluster, end = begin + w_.zones[zone].cluster_count;
    const double* decay = distance_decay_.data() + zone * zones;
    for (std::size_t first = begin; first < end; first += together) {
        std::size_t industry[together];
        Learnt sum[together] = {};
        for (std::size_t k = 0; k < together; ++k) industry[k] = w_.cluster_industry[std::min(first + k, end - 1)];
        for (std::size_t b = 0; b < zones; ++b) {
            const Learnt* near = near_.data() + b * industries;
            for (std::size_t k = 0; k < together; ++k) {
                sum[k].growth += laws::spillover_weight(near[industry[k]].growth, decay[b]);
                sum[k].weight += laws::spillover_weight(near[industry[k]].weight, decay[b]);
            }
        }
        for (std::size_t k = 0; k < together && first + k < end; ++k) heard_[first + k] = sum[k];
    }
}

void Replicate::research_levels(std::size_t t) {
    const int year = w_.base_year + static_cast<int>(t);
    double rd = 0, product = 0;
    for (std::size_t z = 0; z < w_.zones.size(); ++z) {
        const double* q = record_.quantities(t - 1, z);
        rd += q[static_cast<std::size_t>(Quantity::rd_expenditure)] + q[static_cast<std::size_t>(Quantity::rd_rest)];
        product += q[static_cast<std::size_t>(Quantity::hightech_value_added)] + q[static_cast<std::size_t>(Quantity::gdp_rest)];
    }
    // The index follows the reference of R&D over GDP, and takes back by how much last year's members and entrants missed it (E22).
    const double step = path_.at(reference::Headline::rd_expenditure, t).growth - path_.at(reference::Headline::gdp, t).growth;
    const double missed = log_exact(rd / product) - intensity_base_ - intensity_reference_ - intensity_policy_;
    rd_index_step_ = step - p_.alignment * std::clamp(missed, -most_correction, most_correction);
    rd_index_ += rd_index_step_;
    intensity_reference_ += step;

    // Stricter rules come once, by chance, and stay: fewer certify (align_certification), and fewer certificates are renewed.
    if (!tightened_ && uniform_draw(keys_.chance.province, r_, year, Stream::drive, 1) < p_.tightening_rate) tightened_ = true;

    const double base_uncertified = laws::b_index(p_.tax_rate, p_.super_deduction),
                 base_certified = laws::b_index(p_.hnte_tax_rate, p_.super_deduction);
    const auto thresholds = laws::CertificationThresholds::in_year(year);
    const double level = exp_exact(rd_index_);
    const std::size_t clusters = w_.clusters.size();
    std::vector<double>& young = cleared(zone_scratch_[0]);
    for (std::size_t c = 0; c < clusters; ++c) young[w_.clusters[c].zone] += before_[c].young;
    // Logarithms and powers of all clusters at a time, in arrays of the same kind one behind the other.
    auto each = [&](std::size_t kind) { return cluster_scratch_.data() + kind * clusters; };
    double *user_cost_u = each(0), *user_cost_c = each(1), *size = each(2);
    for (std::size_t c = 0; c < clusters; ++c) {
        const double deduction = p_.super_deduction + lever(Lever::deduction_rate, c);
        user_cost_u[c] = laws::b_index(p_.tax_rate, deduction) / base_uncertified;
        user_cost_c[c] = laws::b_index(p_.hnte_tax_rate + lever(Lever::hnte_tax_rate, c), deduction) / base_certified;
        size[c] = before_[c].firms > 0 ? before_[c].revenue / before_[c].firms : 1.0;
    }
    log_each({each(0), 3 * clusters});
    for (std::size_t c = 0; c < clusters; ++c) {
        user_cost_uncertified_[c] += p_.rd_adjustment * (p_.rd_user_cost_elasticity * user_cost_u[c] - user_cost_uncertified_[c]);
        user_cost_certified_[c] += p_.rd_adjustment * (p_.rd_user_cost_elasticity * user_cost_c[c] - user_cost_certified_[c]);
        now_[c].mean_size_log = (before_[c].firms > 0 ? size[c] : now_[c].mean_size_log) + growth_[c];
    }
    double *factor_u = each(0), *factor_c = each(1), *young_exit = each(2), *growth = each(3);
    for (std::size_t c = 0; c < clusters; ++c) {
        factor_u[c] = user_cost_uncertified_[c];
        factor_c[c] = user_cost_certified_[c];
        young_exit[c] = lever(Lever::young_exit, c);
        growth[c] = growth_[c];
    }
    exp_each({each(0), 4 * clusters});
    double *drift = each(4), *subsidies = each(5);
    double policy = 0;
    for (std::size_t c = 0; c < clusters; ++c) {
        // Incumbents grow so that, with today's entrants (who come in today's sizes), the cluster's expected revenue is e^G times last
        // year's.
        const ClusterTotals& last = before_[c];
        const double entry_share = last.revenue > 0 ? expected_entry_share(c) : 0.0;
        const double kept = last.revenue > 0 ? last.survival / last.revenue : 1.0;
        drift[c] = std::max(growth[c] - entry_share, 0.05 * growth[c]) / std::max(kept, 1e-3);
    }
    for (std::size_t c = 0; c < clusters; ++c) subsidies[c] = 1.0 + p_.subsidy_additionality * lever(Lever::rd_subsidy, c);
    log_each({drift, 2 * clusters});
    for (std::size_t c = 0; c < clusters; ++c) {
        // What levers add to R&D is not taken back by the index.
        now_[c].rd_levers = user_cost_uncertified_[c] + subsidies[c];
        policy += before_[c].rd * (0.5 * (user_cost_uncertified_[c] + user_cost_certified_[c]) + subsidies[c]);
    }
    intensity_policy_ = rd > 0 ? policy / rd : 0.0;
    for (std::size_t c = 0; c < clusters; ++c) {
        ClusterYear& now = now_[c];
        const std::size_t z = w_.clusters[c].zone;
        const double subsidy = 1.0 + p_.subsidy_additionality * lever(Lever::rd_subsidy, c);
        now.rd_common = level;
        now.rd_level_uncertified = rd_base_[c] * factor_u[c] * subsidy;
        now.rd_level_certified = rd_base_[c] * factor_c[c] * subsidy;
        now.renewal_lever = lever(Lever::renewal, c) - (tightened_ ? p_.tightening_renewal : 0.0);
        now.thresholds = thresholds;
        now.growth_small = lever(Lever::growth_small, c);
        now.growth_middle = lever(Lever::growth_middle, c);
        now.growth_top = lever(Lever::growth_top, c);
        now.exit_factor = 1.0 + p_.exit_cycle * std::max(0.0, reference_ - growth_[c]);
        // Incubated young enterprises: places of the facilities that came after the base year.
        double extra = 0;
        for (const std::size_t k : w_.hatching) extra += zone_[z].facilities[k] - zone_[z].base_facilities[k];
        const double incubated = young[z] > 0 ? std::clamp(extra * p_.incubation_places / young[z], 0.0, 0.8) : 0.0;
        now.exit_young_factor = (1.0 - incubated * (1.0 - p_.incubation_exit_ratio)) * young_exit[c];
        now.drift = std::clamp(drift[c], -1.5, 1.5);
    }
}

double Replicate::expected_entry_share(std::size_t c) const {
    static const double entrant = EntrySizes{}.mean();
    const ClusterTotals& last = before_[c];
    double share = p_.entry_rate * last.firms * entrant / last.revenue;
    if (zone_[w_.clusters[c].zone].level > 0 && zones_revenue_ > 0) share += project_share();
    return std::min(share, 0.5);
}

double Replicate::project_share() const {
    const double size = p_.project_size * exp_exact(0.5 * p_.project_size_sd_log * p_.project_size_sd_log);
    return p_.project_rate * zones_count_ * size / zones_revenue_;
}

void Replicate::enterprises_year(std::size_t t) {
    const int year = w_.base_year + static_cast<int>(t);
    for (auto& cell : cells_) cell = CohortCells{};
    flows_.fill(0);
    draw_entrants(t);
    std::size_t born = 0;
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
        Enterprises& e = members_[c];
        totals_[c] = ClusterTotals{};
        if (leaves(t, c)) std::fill_n(e.columns().hazard, e.size(), certain_exit);
        set_cluster(pass_laws_, laws_, now_[c]);
        PassTotals found{};
        passes_.advance(e.columns(), e.size(), pass_laws_,
                        pass_draws(keys_.chance.enterprises, static_cast<std::uint16_t>(c), r_, year, Stream::enterprise_year), cell_sums_,
                        flows_.data(), found);
        e.resize(found.firms);
        add(totals_[c], found, laws_);
        settle_entrants(c, born);
        born += entrants_[c];
        if (c + 1 == w_.clusters.size() || w_.clusters[c + 1].zone != w_.clusters[c].zone) add(cells_[w_.clusters[c].zone], cell_sums_);
    }
}

void Replicate::expect_entrants() {
    const std::size_t clusters = w_.clusters.size();
    std::vector<double>& mean = entry_mean_;
    mean.assign(clusters, 0.0);
    double* extra = cluster_scratch_.data();
    std::vector<double>&industry_extra = cleared(industry_scratch_[0]), &industry_firms = cleared(industry_scratch_[1]);
    for (std::size_t c = 0; c < clusters; ++c) {
        const std::size_t z = w_.clusters[c].zone;
        const double base = p_.entry_rate * before_[c].firms * exp_exact(p_.entry_strength * (strength_[c] - base_strength_[c]));
        double facilities = 0;
        for (const std::size_t k : w_.hatching) facilities += zone_[z].facilities[k] - zone_[z].base_facilities[k];
        const bool promoted = zone_[z].level == 2 && zone_[z].base_level < 2;
        const double lift =
            (1.0 + p_.incubation_entry * facilities) * exp_exact(lever(Lever::entry, c) + (promoted ? p_.promotion_entry : 0.0));
        mean[c] = base * lift;
        extra[c] = mean[c] - base;
        industry_extra[w_.cluster_industry[c]] += extra[c];
        industry_firms[w_.cluster_industry[c]] += before_[c].firms;
    }
    for (std::size_t c = 0; c < clusters; ++c) {
        const std::size_t i = w_.cluster_industry[c];
        const double others = industry_firms[i] - before_[c].firms;
        // Of the extra entry elsewhere in the industry a share is taken from here, by size.
        if (others > 0) mean[c] -= p_.displacement_share * (industry_extra[i] - extra[c]) * before_[c].firms / industry_firms[i];
    }
}

void Replicate::draw_entrants(std::size_t t) {
    const int year = w_.base_year + static_cast<int>(t);
    const std::size_t clusters = w_.clusters.size();
    for (std::size_t c = 0; c < clusters; ++c)
        entrants_[c] = leaves(t, c) ? 0 : poisson(entry_mean_[c], keys_.chance.cluster[c], r_, year, Stream::entry, 0);
    // All of the province at once: a cluster has few, and vectors would run half empty.
    born_.resize(std::accumulate(entrants_.begin(), entrants_.end(), std::size_t{0}));
    std::uint64_t* tag = born_.columns().tag;
    for (std::size_t c = 0; c < clusters; ++c)
        for (std::uint32_t k = 0; k < entrants_[c]; ++k) *tag++ = make_tag(0, 0, 0, static_cast<std::uint16_t>(c), serial_of(t, 0) + k);
    static const EntrySizes::Tables sizes = EntrySizes::tables();
    passes_.bear(born_.columns(), 0, born_.size(), pass_draws(keys_.chance.enterprises, 0, r_, year, Stream::enterprise_birth),
                 sizes.cumulated, sizes.low, sizes.width, p_.rd_theta_sd);
}

void Replicate::settle_entrants(std::size_t c, std::size_t first_born) {
    const std::uint32_t n = entrants_[c];
    totals_[c].entries += n;
    if (n == 0) return;
    Enterprises& e = members_[c];
    e.append(born_, first_born, n);
    PassTotals found{};
    passes_.settle(e.columns(), e.size() - n, e.size(), pass_laws_, cell_sums_, flows_.data(), found);
    add(totals_[c], found, laws_);
}

void Replicate::schedule_projects(int year) {
    // Large projects decided in a year; they produce after the building delay. What a plan sets out to attract comes on top, by class of
    // investment.
    const int delay = std::max(1, static_cast<int>(p_.project_delay + 0.5));
    zones_revenue_ = 0;
    zones_count_ = 0;
    std::vector<double>& revenue = cleared(zone_scratch_[0]);
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) revenue[w_.clusters[c].zone] += totals_[c].revenue;
    for (std::size_t z = 0; z < w_.zones.size(); ++z)
        if (zone_[z].level > 0) zones_revenue_ += revenue[z], zones_count_ += 1;
    for (std::size_t z = 0; z < w_.zones.size(); ++z) {
        const WorldZone& zone = w_.zones[z];
        ZoneAccounts& a = zone_[z];
        a.projects.fill(0.0);
        if (a.level == 0 || revenue[z] <= 0) continue;
        // Draw numbers: `count` for how many, `each` + k for a project's cluster and size; `order` sets its serial number.
        auto decide = [&](double mean, std::uint32_t count, std::uint32_t each, std::uint32_t order, auto&& size) {
            const std::uint32_t n = poisson(mean, keys_.chance.zone[z], r_, year, Stream::projects, count);
            for (std::uint32_t k = 0; k < n; ++k) {
                const Words words = draw_words(keys_.chance.zone[z], r_, year, Stream::projects, each + k);
                double at = uniform(words[0]) * revenue[z];
                std::size_t c = zone.first_cluster;
                while (c + 1 < zone.first_cluster + zone.cluster_count && at >= totals_[c].revenue) at -= totals_[c].revenue, ++c;
                const double z_size = size(words);
                const double investment = p_.project_investment_ratio * exp_exact(z_size);
                a.projects[0] += 1;
                a.projects[1] += investment >= laws::project_class_20 ? 1 : 0;
                a.projects[2] += investment >= laws::project_class_50 ? 1 : 0;
                projects_.push_back({year + delay, c, z_size, order + k});
            }
        };
        // A class starts a hair above its edge, so that rounding on the way to revenue and back leaves a project in its class.
        auto of_class = [&](double low, double high) {
            return [this, low, high](const Words& words) {
                return log_exact(laws::project_investment(low * (1 + 1e-12), high, uniform(words[1], words[2])) /
                                 p_.project_investment_ratio);
            };
        };
        decide(p_.project_rate * zones_count_ * revenue[z] / zones_revenue_ + std::max(0.0, zone_lever(Lever::projects, z)), 0, 1000, 0,
               [&](const Words& words) {
                   return log_exact(p_.project_size) + p_.project_size_sd_log * normal_quantile(uniform(words[1], words[2]));
               });
        decide(std::max(0.0, zone_lever(Lever::projects_20, z)), 2000, 3000, 1u << 16,
               of_class(laws::project_class_20, laws::project_class_50));
        decide(std::max(0.0, zone_lever(Lever::projects_50, z)), 4000, 5000, 1u << 17,
               of_class(laws::project_class_50, laws::project_class_end));
    }
}

void Replicate::join_cluster(std::size_t c, double z, std::uint32_t serial, int year) {
    Enterprise e;
    e.serial = serial;
    e.origin = static_cast<std::uint16_t>(c);
    e.z = z;
    const std::uint64_t key = (std::uint64_t{keys_.chance.enterprises.high[c]} << 32) | keys_.chance.enterprises.low[c];
    const Words words = draw_words(key, r_, year, Stream::enterprise_birth, e.serial);
    e.theta = p_.rd_theta_sd * normal_quantile(uniform(words[2], words[3]));
    join(members_[c], e, laws_, now_[c], totals_[c], cells_[w_.clusters[c].zone]);
    ++flows_[outside_cell * (cohort_cells + 1) + members_[c].cell(members_[c].size() - 1)];
    totals_[c].entries += 1;
}

void Replicate::newcomers(std::size_t t) {
    // Suppliers that a change of the plan adds; and what was to be built in a cluster that is gone is not.
    const int year = w_.base_year + static_cast<int>(t);
    std::uint32_t order = 0;
    for (std::size_t n = 0; n < w_.newcomers.size(); ++n) {
        const WorldNewcomer& one = w_.newcomers[n];
        if (one.year != t) continue;
        const double noise = settings_.free_parameters ? normal_draw(keys_.parameters.newcomer[n], r_, 0, Stream::change) : 0.0;
        const double z = one.log_revenue + one.spread * noise;
        if (members_[one.cluster].size() == 0) {
            now_[one.cluster].mean_size_log = z;
            settling_[one.cluster] = true;
        }
        join_cluster(one.cluster, z, serial_of(t, 2) + order++, year);
    }
    if (!w_.leaving.empty()) std::erase_if(projects_, [&](const Project& p) { return leaves(t, p.cluster); });
}

void Replicate::large_projects(std::size_t t) {
    const int year = w_.base_year + static_cast<int>(t);
    for (const Project& project : projects_) {
        if (project.due != year) continue;
        join_cluster(project.cluster, project.z, serial_of(t, 1) + project.serial, year);
    }
    std::erase_if(projects_, [&](const Project& p) { return p.due <= year; });
    schedule_projects(year);
}

void Replicate::knowledge(std::size_t) {
    const double deflator = exp_exact(cumulated_deflator_);
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
        const double before = knowledge_[c];
        const double real = totals_[c].real_rd * exp_exact(lever(Lever::rd_productivity, c));
        knowledge_[c] =
            laws::knowledge_next(before, p_.knowledge_depreciation, real, deflator, lever(Lever::knowledge_inflow, c) * real / deflator);
        if (before == 0 && real > 0)  // the first of their cluster bring what they know
            knowledge_[c] = laws::knowledge_start(real / deflator, p_.rd_real_growth_before, p_.knowledge_depreciation);
        knowledge_growth_[c] = before > 0 && knowledge_[c] > 0 ? log_exact(knowledge_[c] / before) : 0.0;
    }
}

void Replicate::innovation_outputs(std::size_t t) {
    const int year = w_.base_year + static_cast<int>(t);
    // The province's contracts and grants follow their references; zones differ by R&D and noise that is centred on a mean factor of one.
    const double granted_step = path_.at(reference::Headline::invention_patents_granted, t).growth;
    const double research_step = path_.at(reference::Headline::rd_expenditure, t).growth;
    const double contract_step = path_.at(reference::Headline::tech_contract_value, t).growth;
    const double contract_centre = settings_.free_chance ? -0.5 * p_.contract_zone_sd * p_.contract_zone_sd : 0.0;
    const double pledge_step = p_.ip_pledge_trend + p_.ip_pledge_sd * noise(keys_.chance.province, year, Stream::ip_finance);
    const double pledge_centre = settings_.free_chance ? -0.5 * p_.ip_pledge_zone_sd * p_.ip_pledge_zone_sd : 0.0;
    double product = 0, contracts = 0;
    std::vector<double>&rd = cleared(zone_scratch_[0]), &rd_before = cleared(zone_scratch_[1]);
    std::vector<double>&pledge_noise = zone_scratch_[2], &contract_noise = zone_scratch_[3], &grant_noise = zone_scratch_[4];
    noises(keys_.chance.zone, year, Stream::ip_finance, pledge_noise);
    noises(keys_.chance.zone, year, Stream::contracts, contract_noise);
    noises(keys_.chance.zone, year, Stream::patents, grant_noise);
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
        rd[w_.clusters[c].zone] += totals_[c].rd;
        rd_before[w_.clusters[c].zone] += before_[c].rd;
    }
    // As many patents lapse as make the valid ones follow their reference (E46a).
    const double valid_step = path_.at(reference::Headline::invention_patents_valid, t).growth;
    granted_reference_ *= exp_exact(granted_step);
    const double lapse = valid_reference_ > 0 ? laws::patents_lapsing(granted_reference_ / valid_reference_, valid_step) : 0.0;
    valid_reference_ = valid_reference_ * (1.0 - lapse) + granted_reference_;
    for (std::size_t z = 0; z < w_.zones.size(); ++z) {
        ZoneAccounts& a = zone_[z];
        const double growth = rd[z] > 0 && rd_before[z] > 0 ? log_exact(rd[z] / rd_before[z]) : 0.0;
        a.patents_mean *= exp_exact(p_.patent_rd_elasticity * std::clamp(growth - research_step, -0.5, 0.5) + granted_step);
        const double mean = a.patents_mean * exp_exact(zone_lever(Lever::patents, z));
        // Negative binomial: gamma-mixed Poisson with variance (1 + dispersion) times the mean; the gamma by Wilson and Hilferty's cube.
        double rate = mean;
        if (settings_.free_chance && mean > 0 && p_.patent_dispersion > 0) {
            const double shape = mean / p_.patent_dispersion;
            const double cube = 1.0 - 1.0 / (9.0 * shape) + grant_noise[z] / (3.0 * sqrt_exact(shape));
            rate = shape < 0.2 ? mean : mean * std::max(0.0, cube * cube * cube);
        }
        a.patents_granted = settings_.free_chance ? poisson(std::min(rate, 1e5), keys_.chance.zone[z], r_, year, Stream::patents, 1) : mean;
        const double patents_before = a.patents_valid;
        a.patents_valid = a.patents_valid * (1.0 - lapse) + a.patents_granted;
        // Loans pledged on them: so much a patent, which drifts and swings.
        const double patents_growth = patents_before > 0 && a.patents_valid > 0 ? log_exact(a.patents_valid / patents_before) : 0.0;
        const double pledge_own = pledge_centre + p_.ip_pledge_zone_sd * pledge_noise[z];
        a.ip_pledge_finance *=
            exp_exact(std::clamp(patents_growth + pledge_step + pledge_own + zone_lever(Lever::ip_finance, z), -3.0, 3.0));
        const double own = contract_centre + p_.contract_zone_sd * contract_noise[z];
        a.contracts *= exp_exact(std::clamp(contract_step + own + zone_lever(Lever::contracts, z), -3.0, 3.0));
        contracts += a.contracts;
        product += a.gdp_rest;
    }
    for (std::size_t c = 0; c < w_.clusters.size(); ++c)
        product += value_added_scale_ * w_.clusters[c].value_added_rate * totals_[c].revenue / 0.93;
    const double cap = p_.contract_cap * product;
    if (contracts > cap)
        for (ZoneAccounts& a : zone_) a.contracts *= cap / contracts;
}

void Replicate::zone_accounts(std::size_t t) {
    const int year = w_.base_year + static_cast<int>(t);
    std::vector<double>&revenue = cleared(zone_scratch_[0]), &before = cleared(zone_scratch_[1]), &other_noise = zone_scratch_[2];
    noises(keys_.chance.zone, year, Stream::zone_account, other_noise);
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
        revenue[w_.clusters[c].zone] += totals_[c].revenue;
        before[w_.clusters[c].zone] += before_[c].revenue;
    }
    for (std::size_t z = 0; z < w_.zones.size(); ++z) {
        ZoneAccounts& a = zone_[z];
        a.growth = revenue[z] > 0 && before[z] > 0 ? log_exact(revenue[z] / before[z]) : reference_;
        const double other = p_.deflator_growth + trend_ + shock_ + w_.common_shock[t] + p_.zone_other_growth_sd * other_noise[z];
        a.other_income *= exp_exact(other);
        a.other_industry_revenue *= exp_exact(other);  // a share of other income that stays
        a.other_industry_firms =
            laws::other_firms_next(a.other_industry_firms, p_.other_industry_count_elasticity, other, p_.deflator_growth);
        const double certified = certified_above_scale(z);
        a.with_rd_institution =
            laws::with_institution_next(a.with_rd_institution, a.certified_above_scale, certified, institution_base_,
                                        institution_base_ > 0 ? p_.rd_institution_trend + zone_lever(Lever::rd_institutions, z) : 0.0);
        a.certified_above_scale = certified;
        a.land *= exp_exact(p_.land_growth + zone_lever(Lever::capacity, z) -
                            lever_zone_before_[static_cast<std::size_t>(Lever::capacity) * w_.zones.size() + z]);
        a.population *= exp_exact(p_.population_growth);
    }
}

double Replicate::certified_above_scale(std::size_t z) const {
    double n = 0;
    for (std::size_t k = first_above_scale; k < revenue_classes; ++k)
        for (std::size_t c = 1; c < certificate_states; ++c) n += cells_[z].count[k * certificate_states + c];
    return n;
}

void Replicate::province_accounts(std::size_t t) {
    const double product_growth = p_.deflator_growth + 0.95 * (trend_ + shock_ + w_.common_shock[t]);
    for (ZoneAccounts& a : zone_) {
        a.gdp_rest *= exp_exact(product_growth);
        a.rd_rest *= exp_exact(product_growth + 0.5 * rd_index_step_);
    }
}

void Replicate::update_strength() {
    const std::size_t industries = w_.industries.size();
    std::vector<double>& industry_revenue = cleared(industry_scratch_[0]);
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) industry_revenue[w_.cluster_industry[c]] += totals_[c].revenue;
    for (const WorldZone& zone : w_.zones) {
        double total = 0;
        for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c) total += totals_[c].revenue;
        for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c) {
            double related = 0;
            for (std::size_t d = zone.first_cluster; d < zone.first_cluster + zone.cluster_count; ++d)
                related += w_.proximity[w_.cluster_industry[c] * industries + w_.cluster_industry[d]] * totals_[d].revenue;
            if (total > 0 && related > 0 && totals_[c].revenue > 0) strength_[c] = log_exact(related / total) / w_.strength_sd;
            if (settling_[c]) base_strength_[c] = strength_[c], settling_[c] = false;
            const double all = industry_revenue[w_.cluster_industry[c]];
            growth_share_[c] = all > 0 ? totals_[c].revenue / all : 0.0;
        }
    }
}

void Replicate::record(std::size_t t) {
    const std::size_t zones = w_.zones.size();
    for (std::size_t z = 0; z < zones; ++z) {
        std::fill_n(record_.quantities(t, z), quantity_count, 0.0);
        record_.cells[t * zones + z] = CohortCells{};
    }
    // What the alignment could not reach (E25) is missing where the certificates are.
    double certified = 0;
    for (const ClusterTotals& s : totals_) certified += s.certified;
    const double unreached = certified > 0 ? certification_shortage_ / certified : 0.0;
    for (std::size_t z = 0; z < zones; ++z) {
        const ZoneAccounts& a = zone_[z];
        const WorldZone& zone = w_.zones[z];
        // A park that is not (yet) a zone counts as its city's outside, unless it keeps accounts of its own.
        const bool counted_outside = a.level == 0 && !zone.outside && !zone.park;
        const std::size_t home = counted_outside ? w_.cities[zone.city].outside : z;
        double* q = record_.quantities(t, home);
        auto put = [&](Quantity which, double value) { q[static_cast<std::size_t>(which)] += value; };
        for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c) {
            const ClusterTotals& s = totals_[c];
            const WorldCluster& cluster = w_.clusters[c];
            const double value_added = value_added_scale_ * cluster.value_added_rate * s.revenue / 0.93;
            put(Quantity::firms, s.firms);
            put(Quantity::revenue, s.revenue);
            put(Quantity::output, s.revenue / 0.93);
            put(Quantity::hightech_value_added, value_added);
            put(Quantity::rd_expenditure, s.rd);
            put(Quantity::hnte_count, s.certified);
            put(Quantity::hnte_recognised, s.first_time + s.renewed);
            put(Quantity::hnte_first_time, s.first_time);
            put(Quantity::hnte_renewed, s.renewed);
            put(Quantity::hnte_lapsed, s.lapsed);
            put(Quantity::hnte_unreached, unreached * s.certified);
            put(Quantity::entries, s.entries);
            put(Quantity::exits, s.exits);
            put(Quantity::moves_up, s.up);
            put(Quantity::moves_down, s.down);
            put(Quantity::high_growth_enterprises, s.high_growth);
            put(Quantity::gazelles, s.gazelles);
            if (w_.scenario.industries[cluster.industry].strategic_emerging) put(Quantity::strategic_emerging_revenue, s.revenue);
            put(Quantity::knowledge_stock, knowledge_[c]);
            double* k = record_.cluster.data() + (t * w_.clusters.size() + c) * cluster_quantity_count;
            const double values[cluster_quantity_count] = {static_cast<double>(s.firms),
                                                           s.revenue,
                                                           s.revenue / 0.93,
                                                           value_added,
                                                           s.rd,
                                                           static_cast<double>(s.certified),
                                                           static_cast<double>(s.entries),
                                                           static_cast<double>(s.exits)};
            std::copy(values, values + cluster_quantity_count, k);
        }
        const bool opened = t > 0 && a.level > 0 && record_.level[(t - 1) * zones + z] == 0 && !zone.outside && !zone.park;
        const CohortCells& cells = cells_[z];
        double small = 0, arrived = 0, revenue = 0, value_added = 0;
        for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c) {
            arrived += before_[c].firms;  // entries and exits of the year are counted where they happen
            revenue += totals_[c].revenue;
            value_added += value_added_scale_ * w_.clusters[c].value_added_rate * totals_[c].revenue / 0.93;
        }
        if (opened) {
            put(Quantity::moved_in, arrived);
            record_.quantities(t, w_.cities[zone.city].outside)[static_cast<std::size_t>(Quantity::moved_out)] += arrived;
        }
        for (std::size_t k = 0; k < revenue_classes; ++k)
            for (std::size_t s = 0; s < certificate_states; ++s) {
                const std::size_t i = k * certificate_states + s;
                const double n = cells.count[i];
                if (k >= first_above_scale) {
                    put(Quantity::firms_above_scale, n);
                    put(Quantity::above_scale_revenue, cells.revenue[i]);
                    put(Quantity::above_scale_rd, cells.rd[i]);
                    if (s > 0) put(Quantity::hnte_above_scale, n);
                }
                if (k >= 6) put(Quantity::firms_revenue_ge_1, n);
                if (k >= 9) put(Quantity::firms_revenue_ge_10, n);
                if (k >= 12) put(Quantity::firms_revenue_ge_100, n);
                if (k >= 9 && s > 0) put(Quantity::leading_enterprises, n);
                if (k < 7) small += n;
                if (s > 0) put(Quantity::hnte_revenue, cells.revenue[i]);
            }
        put(Quantity::tech_sme_count, p_.tech_sme_registered_share * small);
        put(Quantity::invention_patents_granted, a.patents_granted);
        put(Quantity::invention_patents_valid, a.patents_valid);
        put(Quantity::population, a.population);
        put(Quantity::tech_contract_value, a.contracts);
        put(Quantity::total_income, revenue + (counted_outside ? 0.0 : a.other_income));
        put(Quantity::land_area, a.level > 0 ? a.land : 0.0);
        put(Quantity::tax_revenue, p_.tax_to_value_added * value_added * exp_exact(zone_lever(Lever::tax_per_mu, z)));
        put(Quantity::recognised_clusters, a.level > 0 ? a.recognised : 0.0);
        put(Quantity::zones_national, a.level == 2 ? 1.0 : 0.0);
        put(Quantity::zones_provincial, a.level == 1 ? 1.0 : 0.0);
        put(Quantity::gdp_rest, a.gdp_rest);
        put(Quantity::rd_rest, a.rd_rest);
        if (!counted_outside) {
            put(Quantity::above_scale_other_firms, a.other_industry_firms);
            put(Quantity::above_scale_other_revenue, a.other_industry_revenue);
            put(Quantity::above_scale_other_rd, p_.other_industry_rd * a.other_industry_revenue);
        }
        put(Quantity::hnte_with_rd_institution, a.with_rd_institution);
        put(Quantity::ip_pledge_finance, a.ip_pledge_finance);
        put(Quantity::attracted_projects, a.projects[0]);
        put(Quantity::attracted_projects_ge_20, a.projects[1]);
        put(Quantity::attracted_projects_ge_50, a.projects[2]);
        if (w_.floor_kind != none) put(Quantity::maker_space_area, a.facilities[w_.floor_kind]);
        record_.level[t * zones + z] = static_cast<std::uint8_t>(a.level);
        record_.rank[t * zones + z] = a.ranked ? std::floor(a.rank + 0.5) : std::numeric_limits<double>::quiet_NaN();
        std::copy(a.facilities.begin(), a.facilities.end(),
                  record_.facilities.begin() + static_cast<std::ptrdiff_t>((t * zones + z) * record_.kinds));
        CohortCells& to = record_.cells[t * zones + home];
        for (std::size_t i = 0; i < cohort_cells; ++i) {
            to.count[i] += cells.count[i];
            to.revenue[i] += cells.revenue[i];
            to.rd[i] += cells.rd[i];
        }
    }
    record_.flows[t] = flows_;
    if (t == 0) {
        record_.st_progress[0] = std::numeric_limits<double>::quiet_NaN();
        return;
    }
    // Share of the real growth since the base year that labour and capital do not explain (Solow); over one year it would be mostly noise.
    double now = 0, first = 0;
    for (std::size_t z = 0; z < zones; ++z) {
        auto gdp = [&](std::size_t year) {
            const double* q = record_.quantities(year, z);
            return q[static_cast<std::size_t>(Quantity::hightech_value_added)] + q[static_cast<std::size_t>(Quantity::gdp_rest)];
        };
        now += gdp(t);
        first += gdp(0);
    }
    const double real_growth = (log_exact(now / first) - cumulated_deflator_) / static_cast<double>(t);
    record_.st_progress[t] =
        1.0 - (p_.capital_share * p_.capital_growth + (1.0 - p_.capital_share) * p_.labour_growth) / std::max(real_growth, 0.01);
}

}  // namespace zonecast::engine
