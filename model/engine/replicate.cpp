#include "model/engine/replicate.hpp"

#include <algorithm>

#include "model/base/distributions.hpp"
#include "model/base/draws.hpp"
#include "model/laws/certification.hpp"
#include "model/laws/spillover.hpp"

namespace zonecast::engine {

EntityKeys::EntityKeys(const World& world, std::uint64_t seed) : province(entity_key(seed, "province/" + world.scenario.province)) {
    for (const auto& c : world.clusters) {
        cluster.push_back(entity_key(seed, "cluster/" + c.id));
        const std::uint64_t key = entity_key(seed, "enterprise/" + c.id);
        enterprises.low.push_back(static_cast<std::uint32_t>(key));
        enterprises.high.push_back(static_cast<std::uint32_t>(key >> 32));
    }
    for (const auto& z : world.zones) {
        zone.push_back(entity_key(seed, "zone/" + z.id));
        for (const auto& kind : world.facility_kinds) facility.push_back(entity_key(seed, "facility/" + z.id + "/" + kind));
    }
    for (const auto& kind : world.facility_kinds) facility_kind.push_back(entity_key(seed, "facility/" + kind));
    for (const auto& i : world.industries) industry.push_back(entity_key(seed, "industry/" + i));
    for (const auto& e : world.effects) effect.push_back(entity_key(seed, e.address));
    for (const auto& n : world.newcomers) newcomer.push_back(entity_key(seed, n.address));
    for (const auto& m : world.measures) measure.push_back(entity_key(seed, "measure/" + m.measure.id));
}

Keys::Keys(const World& world, const RunSettings& settings)
    : parameters(world, settings.parameter_seed.value_or(settings.seed)),
      initial(world, settings.initial_seed.value_or(settings.seed)),
      chance(world, settings.chance_seed.value_or(settings.seed)) {}

Replicate::Replicate(const World& world, const Keys& keys, const RunSettings& settings) : w_(world), keys_(keys), settings_(settings) {
    const std::size_t clusters = world.clusters.size(), zones = world.zones.size();
    effect_.resize(world.effects.size());
    dose_factor_.assign(world.measures.size(), 1.0);
    members_.resize(clusters);
    now_.resize(clusters);
    totals_.resize(clusters);
    before_.resize(clusters);
    for (auto* v : {&drift_persistent_, &knowledge_, &knowledge_growth_, &base_share_, &base_strength_, &strength_, &growth_, &rd_base_,
                    &user_cost_uncertified_, &user_cost_certified_, &deviation_})
        v->assign(clusters, 0.0);
    recognised_until_.assign(clusters, 0);
    settling_.assign(clusters, false);
    distance_decay_.resize(zones * zones);
    near_.resize(zones * world.industries.size());
    heard_.resize(clusters);
    for (auto& v : zone_scratch_) v.resize(zones);
    for (auto& v : industry_scratch_) v.resize(world.industries.size());
    growth_share_.resize(clusters);
    cluster_scratch_.resize(6 * clusters);
    entrants_.resize(clusters);
    reach_bins_.resize(clusters * laws::CertificationReach::bins);
    reach_all_.resize(laws::CertificationReach::bins);
    zone_.resize(zones);
    cells_.resize(zones);
    industry_shock_.assign(world.industries.size(), 0.0);
    lever_cluster_.assign(lever_count * clusters, 0.0);
    lever_zone_.assign(lever_count * zones, 0.0);
    lever_cluster_before_ = lever_cluster_;
    lever_zone_before_ = lever_zone_;
    record_.shape(world);
    if (settings.parameter_source) {
        given_ = world.parameter_indices(settings.parameter_source->ids());
        given_values_.resize(given_.size());
    }
}

double Replicate::noise(std::uint64_t key, int year, Stream stream, std::uint32_t draw) const {
    return settings_.free_chance ? normal_draw(key, r_, year, stream, draw) : 0.0;
}

void Replicate::noises(const std::vector<std::uint64_t>& keys, int year, Stream stream, std::vector<double>& out) const {
    if (settings_.free_chance)
        normal_draws(keys, draw_address(r_, year, stream), out.data());
    else
        std::fill_n(out.begin(), keys.size(), 0.0);
}

bool Replicate::in_scope(const ZoneSet& set, std::size_t zone) const {
    return set.holds(zone, zone_[zone].level);
}

void Replicate::draw_parameters() {
    const std::uint64_t seed = settings_.parameter_seed.value_or(settings_.seed);
    p_ = w_.parameters.draw(seed, settings_.initial_seed.value_or(settings_.seed), r_, settings_.free_parameters, settings_.free_initial);
    chi_node_ = w_.parameters.chi_node(seed, r_, settings_.free_parameters);
    for (std::size_t i = 0; i < effect_.size(); ++i) {
        const WorldEffect& e = w_.effects[i];
        if (!settings_.free_parameters) {
            effect_[i] = e.mean * (1.0 - e.spike);
            continue;
        }
        const bool zero = uniform_draw(keys_.parameters.effect[i], r_, 0, Stream::effect, 0) < e.spike;
        effect_[i] = zero ? 0.0 : e.mean + e.sd * normal_draw(keys_.parameters.effect[i], r_, 0, Stream::effect, 1);
    }
    take_given();
    for (std::size_t i = 0; i < distance_decay_.size(); ++i)
        distance_decay_[i] = laws::distance_decay(w_.distance_km[i], p_.spillover_distance_km);
    draw_reference();
    ParameterTable::store(p_, record_.parameters.data());
    std::copy(effect_.begin(), effect_.end(), record_.parameters.begin() + static_cast<std::ptrdiff_t>(w_.parameters.size()));

    laws_.growth_sd_reference = p_.growth_sd_reference;
    laws_.growth_sd_slope = p_.growth_sd_slope;
    laws_.size_drift = p_.size_drift;
    laws_.exit_reference = p_.exit_reference;
    laws_.exit_slope = p_.exit_slope;
    laws_.exit_certified_ratio = p_.exit_certified_ratio;
    laws_.exit_age.fill(1.0);
    laws_.exit_age[1] = p_.exit_age_1;
    laws_.exit_age[2] = p_.exit_age_2;
    laws_.exit_age[3] = p_.exit_age_3;
    laws_.exit_age[4] = p_.exit_age_4;
    for (std::size_t age = 0; age < grown_age; ++age)
        laws_.young_growth[age] = p_.young_growth * exp_exact(-static_cast<double>(age) / p_.young_growth_decay);
    laws_.young_growth[grown_age] = 0;
    laws_.rd_class_slope = p_.rd_class_slope;
    laws_.rd_theta_sd = p_.rd_theta_sd;
    laws_.rd_theta_persistence = p_.rd_theta_persistence;
    laws_.certified_scale = p_.certified_scale;
    laws_.relabel_share = p_.relabel_share;
    laws_.renewal = p_.renewal_rate;
    laws_.noise = settings_.free_chance ? 1.0 : 0.0;
}

void Replicate::draw_reference() {
    const reference::Ranks ranks{
        {p_.nation_rank_hnte_count, p_.nation_rank_rd_expenditure, p_.nation_rank_tech_contract_value, p_.nation_rank_invention_patents_valid,
         p_.nation_rank_invention_patents_granted, p_.nation_rank_gdp},
        {p_.province_rank_hnte_count, p_.province_rank_rd_expenditure, p_.province_rank_tech_contract_value,
         p_.province_rank_invention_patents_valid, p_.province_rank_invention_patents_granted, p_.province_rank_gdp}};
    w_.reference.draw({.chance_seed = settings_.chance_seed.value_or(settings_.seed),
                       .initial_seed = settings_.initial_seed.value_or(settings_.seed),
                       .parameter_seed = settings_.parameter_seed.value_or(settings_.seed),
                       .replicate = r_,
                       .free_chance = settings_.free_chance,
                       .free_initial = settings_.free_initial,
                       .free_parameters = settings_.free_parameters},
                      ranks, record_.years - 1, path_);
}

void Replicate::take_given() {
    if (given_.empty()) return;
    settings_.parameter_source->values(number_, given_values_.data());
    for (std::size_t i = 0; i < given_.size(); ++i) {
        const std::size_t at = given_[i], parameters = w_.parameters.size(), effects = effect_.size();
        if (at >= parameters + effects) {
            dose_factor_[at - parameters - effects] = given_values_[i];
        } else if (at >= parameters) {
            effect_[at - parameters] = given_values_[i];
        } else if (at == w_.parameters.chi_index()) {
            chi_node_ = w_.parameters.nearest_chi_node(given_values_[i]);
            ParameterTable::set(p_, at, w_.parameters.chi_at(chi_node_));
        } else {
            ParameterTable::set(p_, at, given_values_[i]);
        }
    }
}

const Trajectory& Replicate::start(std::uint64_t number) {
    number_ = number;
    const bool drawn = settings_.free_parameters || settings_.free_initial || settings_.free_chance;
    r_ = drawn ? number : 0;
    draw_parameters();
    build_initial_state();
    std::fill(record_.measure_cost.begin(), record_.measure_cost.end(), 0.0);
    record(0);
    return record_;
}

const Trajectory& Replicate::run(std::uint64_t number) {
    start(number);
    for (std::size_t t = 1; t < record_.years; ++t) advance(t);
    return record_;
}

}  // namespace zonecast::engine
